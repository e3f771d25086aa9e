"""verify: Segment, Translation -> Finding...   no model; what a careful reader of both sides would mark.

To add a check: a `Rule` in a module of `text/checks`, and its id in the order of `text/checks/__init__.py`.
"""

from collections.abc import Mapping, Sequence

from summarizer.records import Brief, Finding, FindingKind, Segment, Severity, Translation
from summarizer.text.checks import RULES, Case, Fault, Rule, faults
from summarizer.text.checks.meaning import read_ahead

__all__ = ["NEIGHBOURS", "asks_repair", "finding_of", "read_ahead", "verify", "verify_segment"]

NEIGHBOURS = 2
"""Segments on either side that are looked at: for a duplicate before, for the content of another on both sides."""

_RANK: Mapping[Severity, int] = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_KNOWN = frozenset(rule.id for rule in RULES)
_REPAIRED = frozenset(rule.id for rule in RULES if rule.asks_repair)


def verify(
    segments: Sequence[Segment],
    translations: Mapping[str, Translation],
    brief: Brief,
    *,
    names_in_brackets: bool = False,
) -> tuple[Finding, ...]:
    """All segments once, in the order of the article. `stages/checks.py` keeps what was found while translations change.

    `names_in_brackets` lets Chinese stand in brackets behind a name, as in Luo Jiangchun (罗江春).
    """
    targets = [(translations[s.id].target or "") if s.id in translations else "" for s in segments]
    pairs = [(s.source, target) for s, target in zip(segments, targets, strict=True)]
    if len(pairs) > 1:
        read_ahead(text for pair in pairs for text in pair)
    found: list[Finding] = []
    for n, segment in enumerate(segments):
        before, behind = pairs[max(0, n - NEIGHBOURS) : n], pairs[n + 1 : n + 1 + NEIGHBOURS]
        case = Case(*pairs[n], brief.terms, tuple(reversed(before)), names_in_brackets, tuple(behind), segment.id)
        found += () if segment.verbatim else verify_segment(case)
    return tuple(found)


def verify_segment(case: Case) -> tuple[Finding, ...]:
    """What is wrong with one segment, the most severe first; one finding for one fault."""
    if not case.target:
        return (_gone(case, FindingKind.MISSING, "It has no translation."),)
    if not case.target.strip() and case.source.strip():
        return (_gone(case, FindingKind.EMPTY, "Its translation is empty."),)
    found = sorted(faults(case), key=lambda one: _RANK[one[0].severity])
    return tuple(finding_of(rule, fault, case.segment or None) for rule, fault in found)


def finding_of(rule: Rule, fault: Fault, segment: str | None) -> Finding:
    """What a rule found, as it stands in the report."""
    return Finding(
        segment=segment,
        kind=rule.kind,
        severity=rule.severity,
        detail=rule.sentence(fault),
        rule=rule.id,
        span=fault.span,
        found=fault.found,
        expected=fault.expected,
    )


def asks_repair(finding: Finding) -> bool:
    """True for a finding that is right often enough to ask the model again: no rule's remark is."""
    return finding.rule in _REPAIRED if finding.rule in _KNOWN else finding.severity != Severity.INFO


def _gone(case: Case, kind: FindingKind, detail: str) -> Finding:
    return Finding(segment=case.segment or None, kind=kind, severity=Severity.ERROR, detail=detail, rule=kind.value)
