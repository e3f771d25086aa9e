"""The ledger of checks: a segment is verified once for each text that it has had, and what changes is verified again."""

from collections.abc import Mapping

from wire.runtimes import segments_of

from summarizer.records import Brief, Finding, FindingKind, Name, Severity, Translation
from summarizer.stages.checks import Checks
from summarizer.stages.verify import NEIGHBOURS, verify_segment
from summarizer.text.checks import Case

BRIEF = Brief(title=Name(source=""))
SEGMENTS = segments_of("一句话。", "两句话。", "三句话。", "四句话。", "五句话。")
FIRST, SECOND, THIRD, FOURTH, FIFTH = (s.id for s in SEGMENTS)


class Verifier:
    """Finds one thing in every text, named after it, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, case: Case) -> tuple[Finding, ...]:
        self.asked.append(case.segment)
        severity = Severity.INFO if case.target == "fine" else Severity.WARNING
        return (Finding(segment=case.segment, kind=FindingKind.LENGTH, severity=severity, detail=case.target),)


def translations(**changed: str) -> dict[str, Translation]:
    """Every segment's English: its id, or what it was changed to; `s2` stands for the second segment."""
    return {s.id: Translation(segment=s.id, target=changed.get(s.id.partition(".")[2], s.id)) for s in SEGMENTS}


def asked_after(change: Mapping[str, str]) -> list[str]:
    """Which segments are verified again when these have changed."""
    verifier = Verifier()
    checks = Checks(SEGMENTS, BRIEF, verifier)
    checks.all(translations())
    assert verifier.asked == [s.id for s in SEGMENTS]
    verifier.asked.clear()
    checks.all(translations(**change))
    return verifier.asked


def test_what_has_not_changed_is_not_verified_again() -> None:
    assert asked_after({}) == []


def test_a_change_concerns_the_segment_and_those_behind_it_that_look_at_it() -> None:
    assert NEIGHBOURS == 2
    assert asked_after({"s2": "changed"}) == [SECOND, THIRD, FOURTH]
    assert asked_after({"s5": "changed"}) == [FIFTH]


def test_a_text_that_comes_back_is_known() -> None:
    checks = Checks(SEGMENTS, BRIEF, verifier := Verifier())
    for there in (translations(), translations(s1="other"), translations()):
        checks.all(there)
    assert checks.readings == len(verifier.asked) == len(SEGMENTS) + 3


def test_findings_are_those_of_the_texts_asked_about() -> None:
    checks = Checks(SEGMENTS, BRIEF, Verifier())
    assert [f.detail for f in checks.one(FIRST, translations(s1="old"))] == ["old"]
    assert [f.detail for f in checks.one(FIRST, translations(s1="new"))] == ["new"]
    assert [f.segment for f in checks.near(SECOND, translations())] == [SECOND, THIRD, FOURTH]
    assert [f.segment for f in checks.near(FOURTH, translations())] == [FOURTH, FIFTH]
    assert set(checks.faults(translations(s3="fine"))) == {FIRST, SECOND, FOURTH, FIFTH}


def test_the_checks_see_the_neighbours_on_both_sides_nearest_first() -> None:
    seen: list[Case] = []
    checks = Checks(SEGMENTS, BRIEF, lambda case: seen.append(case) or (), names_in_brackets=True)  # type: ignore[func-returns-value]
    checks.one(THIRD, translations())
    [case] = seen
    assert case.previous == (("两句话。", SECOND), ("一句话。", FIRST))
    assert [source for source, _ in case.following] == ["四句话。", "五句话。"]
    assert case.names_in_brackets


def test_a_segment_without_a_translation_is_missing() -> None:
    [finding] = Checks(SEGMENTS[:1], BRIEF, verify_segment).all({})
    assert (finding.segment, finding.kind, finding.severity) == (FIRST, "missing", "error")
