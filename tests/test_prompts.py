"""Prompts are filled strictly: what is missing, misspelt or unused is an error, and an article's text is never a template."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.errors import PromptError
from summarizer.prompts import Prompts, fenced, folder, parse

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


def test_a_prompt_that_does_not_exist_is_an_error_that_says_where_they_are() -> None:
    with pytest.raises(PromptError, match=r"translate/poem\.md") as caught:
        Prompts().get("translate/poem.md")
    assert str(folder()) in caught.value.hint


def test_every_prompt_of_the_program_is_one() -> None:
    prompts = Prompts()
    assert len(prompts.names) >= 8
    assert all(prompts.get(name).sections for name in prompts.names)
