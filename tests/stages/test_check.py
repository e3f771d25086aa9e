"""The checks on a translation that somebody else made: a real interview and its archive's English, then damaged."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import summarizer
from summarizer.common.files import encoded
from summarizer.errors import InputError, NothingToTranslate
from summarizer.records import Finding
from summarizer.report import Report
from summarizer.stages.read_translation import read_translation
from summarizer.stages.render import render

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "text" / "panel" / "turns.jsonl").read_text(encoding="utf-8").splitlines()
]
CHINESE = "\n\n".join(f"{row['zh_speaker']}：{row['zh']}" for row in ROWS)
ENGLISH = "\n\n".join(f"{row['en_speaker']}: {row['en']}" for row in ROWS)
FRESH_RICE = "市场今年卖出大米三百万斤。\n\n陈建国表示，大米的价格会上涨。\n\n记者问：“明年呢？”陈建国说，明年不会再涨。\n\n陈建国还认为，农民的收入会提高。"


def checked(source: str, english: str, glossary: Path | None = None) -> Report:
    return summarizer.check(source.encode(), english.encode(), glossary=glossary)


def serious(report: Report) -> list[tuple[str, str]]:
    return [(f.kind, f.severity) for f in report.findings if f.severity != "info"]


def at(report: Report, finding: Finding) -> str:
    return next(s.source for s in report.segments if s.id == finding.segment)


def test_the_archives_own_english_has_hardly_a_finding() -> None:
    report = checked(CHINESE, ENGLISH)
    assert set(serious(report)) <= {("omission", "warning")}, "free English that leaves a clause's words out"
    assert len(serious(report)) <= 3
    assert [f.expected for f in report.findings if f.kind == "term"] == ["“Ministry of Digital Affairs” for 數位發展部"]
    assert "".join(s.source for s in report.segments).replace("\n", "") == CHINESE.replace("\n", "")
    assert " ".join(s.target for s in report.segments).split() == ENGLISH.split()


def without(start: str) -> str:
    kept = [p for p in ENGLISH.splitlines() if not p.startswith(start)]
    assert len(kept) == len(ENGLISH.splitlines()) - 1
    return "\n".join(kept)


DAMAGE: list[tuple[str, Callable[[], str], str, str]] = [
    ("a paragraph left out", lambda: without("DeepSeek claims"), "missing", "DeepSeek 聲稱"),
    ("a number changed", lambda: ENGLISH.replace("$600 billion", "$60 billion"), "number", "6000 億美元"),
    ("Chinese left", lambda: ENGLISH.replace("wake-up call", "警鐘"), "untranslated", "警鐘"),
    (
        "a question told",
        lambda: ENGLISH.replace("can you repeat the question?", "please repeat."),
        "question",
        "重複一下",
    ),
]


@pytest.mark.parametrize(("damage", "kind", "passage"), [d[1:] for d in DAMAGE], ids=[d[0] for d in DAMAGE])
def test_a_fault_is_found_where_it_stands(damage: Callable[[], str], kind: str, passage: str) -> None:
    english = damage()
    assert english != ENGLISH
    report = checked(CHINESE, english)
    [found] = [f for f in report.findings if f.kind == kind]
    assert passage in at(report, found)


def test_english_that_stands_behind_nothing_is_shown_in_its_place() -> None:
    paragraphs = ENGLISH.split("\n\n")
    ours = (
        "Subscribe to our newsletter and never miss a story about the future of technology and its makers again. Every Friday "
        "our editors choose the ten best reports of the week and send them to your inbox, free of charge and of advertising."
    )
    report = checked(CHINESE, "\n\n".join([*paragraphs[:3], ours, *paragraphs[3:]]))
    [found] = [f for f in report.findings if f.kind == "addition"]
    assert (found.severity, found.segment) == ("warning", "x1.s1")
    assert next(s.target for s in report.segments if s.id == "x1.s1") == ours
    assert "Subscribe to our newsletter" in found.detail


def test_paragraphs_may_be_joined_and_cut_otherwise() -> None:
    joined = ENGLISH.replace("\n\nAudrey Tang:", " Audrey Tang:")
    assert serious(checked(CHINESE, joined)) == serious(checked(CHINESE, ENGLISH))
    assert {f.kind for f in checked(CHINESE, joined).findings} >= {"merged"}


def test_a_paragraph_that_was_moved_is_one_finding_and_stands_with_its_source() -> None:
    turns = ENGLISH.split("\n\n")
    at = max(range(len(turns)), key=lambda n: len(turns[n]))
    rest = turns[:at] + turns[at + 1 :]
    report = checked(CHINESE, "\n\n".join([*rest, turns[at]] if at < len(turns) // 2 else [turns[at], *rest]))
    [found] = [f for f in report.findings if f.kind == "moved"]
    assert found.severity == "warning"
    assert not [f for f in report.findings if f.kind in ("missing", "addition")]
    assert next(s.target for s in report.segments if s.id == found.segment).split()[:5] == turns[at].split()[:5]


def test_an_unrelated_text_is_one_sentence() -> None:
    rice = english_of_rice("Chen Jianguo", "Chen", "Chen")
    report = checked(CHINESE, "\n\n".join([rice] * 4))
    assert [(f.kind, f.severity) for f in report.findings] == [("unrelated", "error")]
    assert "does not look like a translation of" in report.findings[0].detail


def english_of_rice(*names: str) -> str:
    return (
        "The market sold three million jin of rice this year.\n\n"
        f"{names[0]} said that the price of rice would rise.\n\n"
        f"The reporter asked, “And next year?” {names[1]} said that it would not rise again next year.\n\n"
        f"{names[2]} also believes that the farmers' income will increase."
    )


def test_a_person_may_be_called_anything_that_is_the_same_throughout() -> None:
    report = checked(FRESH_RICE, english_of_rice("Chen Chien-kuo", "Chen", "Chen Chien-kuo"))
    assert serious(report) == []
    assert [(t.target, t.origin) for t in report.terms if t.source == "陈建国"] == [("Chen Chien-kuo", "translation")]


def test_a_person_with_two_names_is_found() -> None:
    report = checked(FRESH_RICE, english_of_rice("Chen Chien-kuo", "Chen Chien-kuo", "Chen Jianhua"))
    [found] = [f for f in report.findings if f.kind == "name"]
    assert found.detail == "陈建国 is “Chen Jianhua” here and “Chen Chien-kuo” elsewhere."
    assert "收入" in at(report, found)


def test_a_glossary_says_what_a_person_is_called(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("陈建国,Chen Jianguo,person\n", encoding="utf-8")
    report = checked(FRESH_RICE, english_of_rice(*["Chan Kin-kwok"] * 3), glossary=tmp_path / "names.csv")
    assert serious(report).count(("term", "warning")) == 3


def test_a_heading_may_stand_on_one_side_alone() -> None:
    assert serious(checked(f"# 米价\n\n{FRESH_RICE}", english_of_rice(*["Chen Jianguo"] * 3))) == [
        ("missing", "warning")
    ]


@pytest.mark.parametrize("format_", ["json", "md", "html"])
def test_our_own_files_are_read_as_the_translation_they_hold(format_: str) -> None:
    report = checked(CHINESE, ENGLISH)
    own = read_translation(encoded(render(report, format_)), f"x.{format_}")
    assert " ".join(own).split() == ENGLISH.split()


def test_what_cannot_be_a_translation_is_refused() -> None:
    with pytest.raises(NothingToTranslate, match="not in English"):
        checked(CHINESE, CHINESE)
    with pytest.raises(InputError):
        checked(CHINESE, '{"no": "report"}')
    with pytest.raises(InputError):
        checked(CHINESE, "  \n ")
    with pytest.raises(NothingToTranslate):
        checked(ENGLISH, ENGLISH)
