"""`summarize check`: somebody else's translation held against its article. No model, no key, no request."""

import json
from pathlib import Path

import pytest

from cli.running import ARTICLE, Run

GOOD = (
    "AI Forum\n\nWang Xiaoming said: “This technology will change the whole industry.” He said that companies must be ready."
    "\n\nLi Si thinks that it takes time to see.\n"
)


@pytest.fixture
def english(article: Path) -> Path:
    path = Path("english.txt")
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_a_good_translation_has_no_findings_and_ends_with_0(run: Run, english: Path) -> None:
    outcome = run("check", "article.txt", "english.txt")
    assert outcome == (0, "No findings.\n", "english.txt: 4 passages checked, 0 errors, 0 warnings, 0 remarks.\n")


def test_a_fault_is_shown_with_both_sides_and_ends_with_3(run: Run, english: Path) -> None:
    english.write_text(GOOD.replace("whole industry", "整个行业"), encoding="utf-8")
    outcome = run("check", "article.txt", "english.txt")
    assert outcome.code == 3
    assert outcome.out == (
        "p2.s1  error: untranslated\n"
        "  Chinese is left in the English: 整个行业.\n"
        "  zh 王小明表示：“这项技术会改变整个行业。”\n"
        "  en Wang Xiaoming said: “This technology will change the 整个行业.”\n\n"
    )
    assert "1 error, 0 warnings" in outcome.err


def test_a_warning_does_not_fail_and_can_be_left_out(run: Run, english: Path) -> None:
    english.write_text(
        GOOD + "\nSubscribe to our newsletter for more stories about machines and people.\n", encoding="utf-8"
    )
    assert run("check", "article.txt", "english.txt").code == 0
    assert "addition" in run("check", "article.txt", "english.txt").out
    assert run("check", "article.txt", "english.txt", "--min-severity", "error").out == "No findings.\n"


def test_json_and_html_hold_both_sides(run: Run, english: Path) -> None:
    report = json.loads(run("check", "article.txt", "english.txt", "--format", "json").out)
    assert report["segments"][0]["target"] == "AI Forum"
    outcome = run("check", "article.txt", "english.txt", "--format", "html", "--output", "found.html")
    assert outcome.out == ""
    page = Path("found.html").read_text(encoding="utf-8")
    assert "External translation" in page
    assert "Li Si thinks" in page
    assert "李四认为" in page


@pytest.mark.parametrize("words", [("-", "english.txt"), ("article.txt", "-")])
def test_one_of_the_two_may_come_from_standard_input(run: Run, english: Path, words: tuple[str, str]) -> None:
    given = ARTICLE if words[0] == "-" else GOOD
    assert run("check", *words, stdin=given.encode()).code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("check", "-", "-"),
        ("check", "article.txt"),
        ("check", "article.txt", "nowhere.txt"),
        ("check", "article.txt", "english.txt", "--format", "pdf"),
        ("check", "article.txt", "english.txt", "--min-severity", "bad"),
    ],
)
def test_wrong_usage_ends_with_2(run: Run, english: Path, words: tuple[str, ...]) -> None:
    assert run(*words).code == 2


def test_the_two_the_wrong_way_round_end_with_1_and_say_so(run: Run, english: Path) -> None:
    outcome = run("check", "english.txt", "article.txt")
    assert outcome.code == 1
    assert "english.txt holds nothing to translate" in outcome.err
