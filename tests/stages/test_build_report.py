"""Compose: one report of what the stages found; its statuses follow from a last check."""

from collections.abc import Mapping
from typing import Any

import pytest
from articles.shelf import library_english, library_text
from pydantic import ValidationError

from summarizer.llm.session import STRONG
from summarizer.pipeline import prepare
from summarizer.records import Brief, Finding, Name, Overview, Point, Reading, Speaker, Statement, Translation
from summarizer.report import Receipt, Report
from summarizer.stages.attribute import Attribution
from summarizer.stages.build_report import build_report
from summarizer.stages.checks import Checks
from summarizer.stages.summarize import Summary
from summarizer.stages.translate import Translations

ARTICLE = prepare(library_text().encode(), "library.txt", STRONG)
ENGLISH = {s.id: library_english()[s.source.strip()] for s in ARTICLE.segments}
BRIEF = Brief(title=Name(source=ARTICLE.document.title, target="A title of the brief's"))
SHEN = Speaker(id="shen-ruolan", name=Name(source="沈若兰", target="Shen Ruolan"))
NOBODY = Summary(speakers=(), overview=Overview())


def translations(changed: Mapping[str, str | None] | None = None, **more: Any) -> Translations:
    texts = {**ENGLISH, **(changed or {})}
    return Translations(by_segment={i: Translation(segment=i, target=t, **more) for i, t in texts.items()})


def composed(
    made: Translations | None = None,
    *,
    attribution: Attribution | None = None,
    summary: Summary = NOBODY,
) -> Report:
    return build_report(
        ARTICLE.document,
        Checks(ARTICLE.segments, BRIEF),
        made or translations(),
        attribution or Attribution(readings=(), statements=()),
        summary,
        Receipt(model="some-model"),
    )


def statuses(report: Report) -> dict[str, str]:
    return {s.id: s.status for s in report.segments}


def test_a_good_translation_is_ok_throughout() -> None:
    report = composed()
    assert set(statuses(report).values()) == {"ok"}, report.findings
    assert [s.target for s in report.segments] == list(library_english().values())
    assert [s.source for s in report.segments] == [s.source for s in ARTICLE.segments]


def test_the_headline_is_translated_once() -> None:
    assert composed().document.title == Name(source="县城图书馆请来机器人馆员", target=ENGLISH["p1.s1"])


def test_a_segment_without_english_is_failed_and_named() -> None:
    report = composed(translations({"p2.s1": None, "p3.s1": "  "}))
    assert {i for i, s in statuses(report).items() if s == "failed"} == {"p2.s1", "p3.s1"}
    assert {f.segment for f in report.findings if f.severity == "error"} == {"p2.s1", "p3.s1"}
    assert report.needs_a_person


def test_a_segment_with_a_fault_left_is_flagged() -> None:
    report = composed(translations({"p2.s1": "Last week the 图书馆 put three robots to work on its 600,000 books."}))
    assert statuses(report)["p2.s1"] == "flagged"


def test_what_was_mended_says_so() -> None:
    assert set(statuses(composed(translations(repaired=True))).values()) == {"repaired"}


def test_a_doubt_that_is_only_worth_knowing_flags_nothing() -> None:
    doubt = Finding(segment="p3.s1", kind="attribution", severity="info", detail="A weak rule.")
    report = composed(attribution=Attribution(readings=(), statements=(), findings=(doubt,)))
    assert set(statuses(report).values()) == {"ok"}
    assert doubt in report.findings


def test_findings_come_in_the_order_of_the_article_those_about_the_whole_first() -> None:
    whole = Finding(segment=None, kind="summary", severity="warning", detail="There is no overview.")
    late = Finding(segment="p7.s1", kind="request-failed", severity="error", detail="late")
    made = Translations(by_segment=translations({"p7.s1": None, "p2.s1": None}).by_segment, findings=(late,))
    report = composed(made, summary=Summary(speakers=(), overview=Overview(), findings=(whole,)))
    assert [f.segment for f in report.findings] == [None, "p2.s1", "p7.s1", "p7.s1"]


def credited(speaker: str) -> Attribution:
    reading = Reading(segment="p3.s1", speaker=speaker, basis="label", decisive=True)
    statement = Statement(id="st1", speaker=speaker, kind="direct", segments=("p3.s1",), basis="label")
    return Attribution(readings=(reading,), statements=(statement,))


def test_who_says_a_segment_stands_beside_it() -> None:
    report = composed(attribution=credited("shen-ruolan"), summary=Summary(speakers=(SHEN,), overview=Overview()))
    assert {s.id: s.speaker for s in report.segments if s.speaker} == {"p3.s1": "shen-ruolan"}


def test_words_of_a_speaker_who_is_not_in_the_report_cannot_be_reported() -> None:
    with pytest.raises(ValidationError, match="gu-changhe"):
        composed(attribution=credited("gu-changhe"), summary=Summary(speakers=(SHEN,), overview=Overview()))


def test_a_point_on_a_segment_that_does_not_exist_cannot_be_reported() -> None:
    speaker = SHEN.model_copy(update={"points": (Point(en="So.", evidence=("p99.s1",)),)})
    with pytest.raises(ValidationError, match=r"p99\.s1"):
        composed(summary=Summary(speakers=(speaker,), overview=Overview()))


def test_a_segment_that_was_never_translated_cannot_be_left_out() -> None:
    made = translations()
    with pytest.raises((KeyError, ValidationError)):
        composed(Translations(by_segment={i: t for i, t in made.by_segment.items() if i != "p4.s1"}))


def test_a_finding_about_a_segment_that_does_not_exist_cannot_be_reported() -> None:
    stray = Finding(segment="p99.s1", kind="request-failed", severity="error", detail="stray")
    made = Translations(by_segment=translations().by_segment, findings=(stray,))
    with pytest.raises((KeyError, ValidationError)):
        composed(made)
