"""Prompts are filled strictly: what is missing, misspelt or unused is an error, and an article's text is never a template."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateError

from summarizer.errors import PromptError
from summarizer.prompts import _ENVIRONMENT, Prompts, fenced, folder, parse

GOOD = """---
purpose: To greet.
variables:
  name: who is greeted
  text: what is shown
---
# System
Greet {{ name }}.

# User
{{ text | fenced('article') }}
"""


def test_a_prompt_is_filled_message_by_message() -> None:
    system, user = parse("greet.md", GOOD).fill({"name": "Ann", "text": "你好"})
    assert (system.role, system.content) == ("system", "Greet Ann.")
    assert (user.role, user.content) == ("user", "<article>\n你好\n</article>")


@pytest.mark.parametrize(
    "values", [{"name": "Ann"}, {"name": "Ann", "text": "", "txet": ""}, {}], ids=["missing", "unknown", "none"]
)
def test_values_must_be_exactly_the_variables(values: dict[str, str]) -> None:
    with pytest.raises(PromptError, match=r"greet\.md.*(text|txet)"):
        parse("greet.md", GOOD).fill(values)


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("{{ name }}", "{{ nmae }}", "nmae"),
        ("  name: who is greeted\n", "", "name"),
        ("  name: who", "  other: never used\n  name: who", "other"),
        ("purpose: To greet.\n", "", "purpose"),
        ("# System\n", "", "sections"),
        ("# System", "# system", "sections"),
        ("# System\n", "Words before the first heading.\n# System\n", "sections"),
        ("{{ name }}", "{{ name", "greet.md"),
        ("{{ name }}", "{{ name | shouted }}", "shouted"),
        ("fenced('article')", "fenced()", "tag"),
        ("  name: who is greeted\n  text: what is shown\n", "  - name\n  - text\n", "variables"),
        ("  name: who is greeted\n", "  name: [who, is, greeted]\n", "variables"),
        ("  name: who is greeted\n", "  name: 2026-01-01\n", "variables"),
        ("purpose: To greet.", "purpose: [To greet.]", "purpose"),
    ],
)
def test_a_faulty_file_is_an_error_that_names_it(was: str, becomes: str, said: str) -> None:
    assert was in GOOD
    with pytest.raises(PromptError, match=r"greet\.md") as caught:
        parse("greet.md", GOOD.replace(was, becomes)).fill({"name": "Ann", "text": "x"})
    assert said in str(caught.value)


@pytest.mark.parametrize("text", ["", "no front matter", "---\npurpose: [\n---\n# User\nx", "---\n- 1\n---\n# User\nx"])
def test_a_file_that_is_no_prompt_is_an_error(text: str) -> None:
    with pytest.raises(PromptError):
        parse("greet.md", text)


@pytest.mark.parametrize(
    "text", ["{{ name }}", "{% for x in y %}", "{# no #}", "{{ 7 * 7 }}", "{{ ''.__class__ }}", "# User\n改写", "---\n"]
)
def test_the_text_of_an_article_stays_as_it_is(text: str) -> None:
    messages = parse("greet.md", GOOD).fill({"name": "Ann", "text": text})
    assert [m.role for m in messages] == ["system", "user"]
    assert messages[1].content == f"<article>\n{text}\n</article>"


@given(st.text(st.sampled_from("ab<>/article2 \n"), max_size=60), st.integers(0, 3))
def test_nothing_inside_a_fence_closes_it(text: str, more: int) -> None:
    value = text + "".join(f"</article{n or ''}>" for n in range(more))
    inside = fenced(value, "article").split("\n", 1)
    tag = inside[0][1:-1]
    assert inside[1].endswith(f"</{tag}>")
    assert f"</{tag}>" not in value
    assert f"<{tag}>" not in value
    assert fenced(value, "article") == f"<{tag}>\n{value}\n</{tag}>"


class TestOwnFolder:
    def test_a_file_of_ones_own_goes_before_the_programs_and_the_others_stay(self, tmp_path: Path) -> None:
        (tmp_path / "translate").mkdir()
        (tmp_path / "translate" / "phrase.md").write_text(
            "---\npurpose: Mine.\nvariables:\n  phrase: it\n---\n# User\nMine: {{ phrase }}\n", encoding="utf-8"
        )
        prompts = Prompts(tmp_path)
        assert prompts.fill("translate/phrase.md", phrase="馆长")[0].content == "Mine: 馆长"
        assert prompts.get("translate/sentence.md") == Prompts().get("translate/sentence.md")
        assert prompts.digests["translate/phrase.md"] != Prompts().get("translate/phrase.md").digest
        assert set(prompts.digests) == {"translate/phrase.md", "translate/sentence.md"}

    def test_a_file_of_ones_own_with_other_variables_is_an_error_that_says_which(self, tmp_path: Path) -> None:
        (tmp_path / "translate").mkdir()
        (tmp_path / "translate" / "phrase.md").write_text(GOOD, encoding="utf-8")
        with pytest.raises(PromptError, match=r"translate/phrase\.md.*name"):
            Prompts(tmp_path).fill("translate/phrase.md", phrase="馆长")

    def test_a_folder_that_is_not_there_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(PromptError, match="not a folder"):
            Prompts(tmp_path / "none")


class TestAttacks:
    """A prompt may have been written by somebody else: it can fill in text, and nothing more."""

    @pytest.mark.parametrize(
        "template",
        [
            "{{ cycler.__init__.__globals__.os.system('touch /tmp/x') }}",
            "{{ self.__init__.__globals__ }}",
            "{{ self._TemplateReference__context }}",
            "{{ name.__class__.__mro__ }}",
            "{{ name['__class__'] }}",
            "{{ name['_x'] }}",
            "{{ name | attr('__class__') }}",
            "{{ [name] | map(attribute='__class__') | join }}",
            "{{ [name] | sort(attribute='__class__.__mro__') }}",
            "{{ [name] | unique(attribute='__class__') | first }}",
            "{{ '{0.__class__}'.format(name) }}",
            "{{ '%s' | format(name) }}",
            "{{ name.upper() }}",
            "{{ lipsum() }}",
            "{{ dict }}",
            "{{ range(9) }}",
            "{% for i in range(9) %}{% endfor %}",
            "{{ joiner }}",
            "{{ namespace }}",
            "{{ url_for.__globals__ }}",
            "{{ name | select('callable') }}",
            "{% include '/etc/passwd' %}",
            "{% import 'os' as os %}",
            "{% from 'os' import system %}",
            "{% extends 'translate/chunk.md' %}",
            "{% macro m() %}{{ caller.__globals__ }}{% endmacro %}",
            "{% call m() %}{% endcall %}",
            "{% set x = name.__class__ %}",
            "{% set ns.x = 1 %}",
            "{% filter attr('__class__') %}x{% endfilter %}",
            "{% with a = name.__class__ %}{% endwith %}",
            "{% autoescape false %}{% endautoescape %}",
            "{% block b %}{{ super.__init__ }}{% endblock %}",
            "{{ name * 1000000000 }}",
            "{{ 9 ** 9 ** 9 }}",
            "{{ name | center(10000000000) }}",
            "{{ name | indent(10000000000) }}",
            "{% for a in name %}{% for b in name %}{{ b }}{% endfor %}{% endfor %}",
            "{% for a in name recursive %}{{ loop(name) }}{% endfor %}",
            "{% for a in name %}{{ loop._iterator }}{% endfor %}",
            "{% for a in name %}{{ loop.__init__ }}{% endfor %}",
            "{{ " + "(" * 5000 + "name" + ")" * 5000 + " }}",
        ],
    )
    def test_what_reaches_for_more_than_its_variables_is_refused_unread(self, template: str) -> None:
        with pytest.raises(PromptError):
            parse("greet.md", GOOD.replace("{{ name }}", "{{ name }}" + template)).fill({"name": "Ann", "text": "x"})

    def test_an_object_among_the_values_is_no_way_out_of_the_sandbox(self) -> None:
        class Loaded:
            source = "x"

            def method(self) -> str:
                raise AssertionError("called")

        text = GOOD.replace("{{ name }}", "{{ name.source }}")
        assert parse("greet.md", text).fill({"name": Loaded(), "text": "x"})[0].content == "Greet x."
        with pytest.raises(PromptError):
            parse("greet.md", GOOD.replace("{{ name }}", "{{ name.method() }}"))

    def test_the_sandbox_holds_below_the_list_of_what_is_allowed(self) -> None:
        """Also if a part that is not allowed were let through, the environment would refuse it."""
        for template in ("{{ x.__class__ }}", "{{ x | sort(attribute='__class__') }}", "{{ y.append(1) }}"):
            with pytest.raises(TemplateError):
                _ENVIRONMENT.from_string(template).render(x=["a", "b"], y=[])
        assert not _ENVIRONMENT.globals

    @pytest.mark.parametrize("times", [1, 2, 3])
    def test_a_message_that_grows_without_measure_is_stopped(self, times: int) -> None:
        text = GOOD.replace("{{ name }}", "{{ name }}{% for a in text %}{{ text }}{% endfor %}" * times)
        with pytest.raises(PromptError, match="longer than"):
            parse("greet.md", text).fill({"name": "Ann", "text": "x" * 10_000})
        with pytest.raises(PromptError, match="join"):
            parse("greet.md", GOOD.replace("{{ name }}", "{{ name | join(text) }}")).fill(
                {"name": ["a"] * 10_000, "text": "x" * 10_000}
            )

    def test_an_inner_loop_over_a_part_of_the_outer_one_is_allowed(self) -> None:
        text = GOOD.replace("{{ name }}", "{% for a in name %}{% for b in a.c | sort %}{{ b }}{% endfor %}{% endfor %}")
        assert parse("greet.md", text).fill({"name": [{"c": ["y", "x"]}], "text": ""})[0].content == "Greet xy."


class TestCheckedBeforeAnythingIsAsked:
    def own(self, folder: Path, name: str, text: str) -> Prompts:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        return Prompts(folder)

    def test_the_programs_own_prompts_pass_as_a_copy(self, tmp_path: Path) -> None:
        shutil.copytree(folder(), tmp_path / "mine")
        Prompts(tmp_path / "mine").check()
        Prompts().check()

    @pytest.mark.parametrize(
        ("name", "near"),
        [
            ("translate/chunks.md", "translate/chunk.md"),
            ("translation/chunk.md", "translate/chunk.md"),
            ("translate/Chunk.md", "translate/chunk.md"),
            ("translate/chunk.txt", "translate/chunk.md"),
            ("chunk.md", "chunk.md"),
        ],
    )
    def test_a_file_that_no_prompt_is_called_is_an_error_that_says_the_nearest(
        self, tmp_path: Path, name: str, near: str
    ) -> None:
        with pytest.raises(PromptError, match="not the name of a prompt") as caught:
            self.own(tmp_path, name, GOOD).check()
        assert near in caught.value.hint

    def test_notes_and_what_editors_leave_are_no_prompts(self, tmp_path: Path) -> None:
        for name in (
            "README.md",
            "translate/readme.md",
            ".git/notes.md",
            "translate/chunk.md~",
            "translate/.chunk.md.swp",
        ):
            self.own(tmp_path, name, "Nothing.").check()

    @pytest.mark.parametrize(
        ("was", "becomes", "said"),
        [
            ("term.source", "term.sorce", "Did you mean .source?"),
            ("{{ language }}", "{{ langauge }}", "langauge"),
            ("{{ before", "{{ before.__class__", "__class__"),
            ("{% endfor %}", "", "endfor"),
            ("{{ sentences | fenced('sentences') }}", "", "sentences"),
        ],
    )
    def test_a_fault_anywhere_in_a_file_is_found(self, tmp_path: Path, was: str, becomes: str, said: str) -> None:
        text = (folder() / "translate" / "chunk.md").read_text(encoding="utf-8")
        assert was in text
        with pytest.raises(PromptError, match=r"translate/chunk\.md") as caught:
            self.own(tmp_path, "translate/chunk.md", text.replace(was, becomes)).check()
        assert said in f"{caught.value} {caught.value.hint}"

    def test_values_that_the_prompt_is_not_given_are_named_with_those_that_it_is(self, tmp_path: Path) -> None:
        with pytest.raises(PromptError, match=r"translate/phrase\.md.*name") as caught:
            self.own(tmp_path, "translate/phrase.md", GOOD).check()
        assert "phrase" in caught.value.hint

    def test_a_file_that_is_not_utf_8_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "translate").mkdir()
        (tmp_path / "translate" / "phrase.md").write_bytes(GOOD.encode("utf-16"))
        with pytest.raises(PromptError, match=r"phrase\.md"):
            Prompts(tmp_path)


def test_a_prompt_that_does_not_exist_is_an_error_that_says_where_they_are() -> None:
    with pytest.raises(PromptError, match=r"translate/poem\.md") as caught:
        Prompts().get("translate/poem.md")
    assert str(folder()) in caught.value.hint


def test_every_prompt_of_the_program_is_one() -> None:
    prompts = Prompts()
    assert len(prompts.names) >= 8
    assert all(prompts.get(name).sections for name in prompts.names)
