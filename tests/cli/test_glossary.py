"""`summarize glossary`: a glossary is looked over, and one is begun. No model unless asked for."""

import json
from pathlib import Path

import pytest
from scripted_server import scripted, status

from cli.running import ARTICLE, Run
from summarizer.glossary import load

EXAMPLE = Path(__file__).parents[2] / "examples" / "sora-panel.txt"


def glossary(text: str, name: str = "names.csv") -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def test_a_good_glossary_has_nothing_wrong(run: Run) -> None:
    outcome = run("glossary", "check", glossary("王小明,Ming Wang,person\n"))
    assert outcome == (0, "names.csv: 1 entry, nothing wrong\n", "")


def test_faults_are_told_line_by_line_and_errors_decide_the_exit_code(run: Run) -> None:
    outcome = run("glossary", "check", glossary("王小明,Ming Wang\n王小明,Wang Ming\n李四,李 Si\n"))
    assert outcome.code == 3
    lines = outcome.out.splitlines()
    assert lines[0].startswith("names.csv:2: error: 王小明 is “Wang Ming” here and “Ming Wang” in line 1.")
    assert lines[1].startswith("names.csv:3: warning: the English of 李四 holds Chinese: 李.")
    assert lines[2] == "names.csv: 3 entries, 1 error, 1 warning"


def test_warnings_alone_leave_a_glossary_usable(run: Run) -> None:
    assert run("glossary", "check", glossary("李四,李 Si\n")).code == 0


@pytest.mark.parametrize("text", ["", "<tbx>", "<html/>", '王,"W', "source,note\n王,x\n"])
def test_a_file_that_cannot_be_read_ends_with_1(run: Run, text: str) -> None:
    outcome = run("glossary", "check", glossary(text))
    assert outcome.code == 1
    assert outcome.err.startswith("Error: ")


def test_a_missing_file_is_wrong_usage(run: Run) -> None:
    assert run("glossary", "check", "none.csv").code == 2


def test_an_article_shows_which_entries_occur_and_how_often(run: Run, article: Path) -> None:
    name = glossary("王小明,Ming Wang,person\n人工智慧,AI\n人工智能,AI\n企业,company\n")
    outcome = run("glossary", "check", name, "--article", str(article))
    assert "article.txt: 3 of 4 entries there" in outcome.out
    assert "    1  王小明  Ming Wang" in outcome.out
    assert "人工智慧" not in outcome.out.split("there")[1]


def test_the_check_can_be_had_as_json(run: Run, article: Path) -> None:
    said = json.loads(run("glossary", "check", glossary("王小明,\n"), "--json").out)
    assert said["entries"] == 1
    assert [(f["line"], f["severity"]) for f in said["faults"]] == [(1, "error")]
    said = json.loads(run("glossary", "check", glossary("王小明,Ming\n"), "-a", "article.txt", "--json").out)
    assert said["articles"] == {"article.txt": {"王小明": 1}}


@pytest.mark.parametrize("ending", ["csv", "tsv", "tbx"])
def test_what_is_extracted_can_be_used_as_it_is(run: Run, ending: str) -> None:
    name = f"made/names.{ending}"
    outcome = run("glossary", "extract", str(EXAMPLE), "--output", name)
    assert outcome.code == 0
    assert outcome.out == ""
    assert "with English" in outcome.err
    terms = {term.source: term for term in load(Path(name))}
    assert (terms["罗江春"].target, terms["罗江春"].kind) == ("Luo Jiangchun", "person")
    assert run("glossary", "check", name).out.endswith("nothing wrong\n")
    assert f"{terms['罗江春'].source}  Luo Jiangchun (glossary)" in run("inspect", str(EXAMPLE), "--glossary", name).out


def test_the_three_formats_hold_the_same(run: Run) -> None:
    for ending in ("csv", "tsv", "tbx"):
        run("glossary", "extract", str(EXAMPLE), "--output", f"names.{ending}")
    assert load(Path("names.csv")) == load(Path("names.tsv")) == load(Path("names.tbx"))


def test_standard_input_goes_to_standard_output(run: Run) -> None:
    outcome = run("glossary", "extract", "-", stdin=ARTICLE.encode())
    header, *lines = outcome.out.splitlines()
    assert header == "source,target,kind,origin,count,aliases"
    assert "王小明,Wang Xiaoming,person,pinyin,1," in lines
    assert outcome.err == ""


def test_seldom_terms_can_be_left_out(run: Run) -> None:
    rows = run("glossary", "extract", str(EXAMPLE), "--least", "5").out.splitlines()[1:]
    assert len(rows) > 5
    assert all(int(row.split(",")[4]) >= 5 for row in rows)


def test_a_format_that_is_not_written_is_refused_before_reading(run: Run, article: Path) -> None:
    outcome = run("glossary", "extract", str(article), "--output", "names.xlsx")
    assert outcome.code == 2
    assert ".csv, .tsv, .tbx" in outcome.err
    assert not Path("names.xlsx").exists()


def answer(body: dict[str, object]) -> str:
    """Scripted: English for one phrase, nothing usable for all else."""
    return "physics engine" if "物理引擎" in str(body["messages"])[-300:] else "{}"


def test_with_ask_the_model_gives_english_for_what_the_rules_cannot(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(answer=answer) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test-0123456789")
        outcome = run("glossary", "extract", str(EXAMPLE), "--least", "3", "--ask")
    assert outcome.code == 0
    assert "物理引擎,physics engine,term,model,3," in outcome.out
    assert "罗江春,Luo Jiangchun,person,pinyin,11," in outcome.out


def test_with_ask_and_a_wrong_key_it_ends_with_1(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(always=[status(401)]) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test-0123456789")
        outcome = run("glossary", "extract", str(EXAMPLE), "--ask")
    assert outcome.code == 1
    assert "key" in outcome.err


def test_names_that_a_person_corrected_in_an_article_go_into_the_glossary(run: Run, article: Path) -> None:
    article.with_name("article.edits.toml").write_text('[names]\n"李四" = "Lee Szu"\n', encoding="utf-8")
    article.with_name("other.edits.toml").write_text('[names]\n"王小明" = "Ming Wang"\n', encoding="utf-8")
    run("glossary", "extract", str(article), "--output", "names.csv")
    terms = {term.source: term.target for term in load(Path("names.csv"))}
    assert terms["李四"] == "Lee Szu"
    assert terms["王小明"] == "Ming Wang"
