"""verify: Case -> Finding...   no model; what a careful reader of both sides of a segment would mark.

To add a check: write a function of a `Case` in `text/checks`, and give it one line in `CHECKS`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from summarizer.records import Brief, Finding, FindingKind, Segment, Severity, Translation
from summarizer.text.checks import Case
from summarizer.text.checks.added import added_greeting, added_name, added_office
from summarizer.text.checks.carried import address_invented, address_lost, latin_name_lost
from summarizer.text.checks.figures import number_remark, other_number, wrong_magnitude
from summarizer.text.checks.hedging import hedge_added, hedge_flattened
from summarizer.text.checks.junk import refusal, scaffolding
from summarizer.text.checks.language import copied, leftover, other_language
from summarizer.text.checks.length import far_too_long, far_too_short, too_long, too_short
from summarizer.text.checks.meaning import neighbours_content, read_ahead
from summarizer.text.checks.negation import negation_gained, negation_lost
from summarizer.text.checks.repeats import duplicate, echo, neighbour, repetition
from summarizer.text.checks.shape import broken_off, no_end_mark, question_lost, unbalanced_quotes
from summarizer.text.checks.speech import speech_gained, speech_unquoted
from summarizer.text.checks.swap import name_swapped
from summarizer.text.checks.terms import term_unused


class Check(NamedTuple):
    """`explains`: findings of these kinds are the same fault seen again and are left out; `*` is all of them."""

    kind: FindingKind
    severity: Severity
    test: Callable[[Case], str | None]
    explains: tuple[str, ...] = ()


MEANING = (FindingKind.NEGATION, FindingKind.CERTAINTY, FindingKind.MISSING_QUOTES, FindingKind.ADDED_QUOTES)
LEFT_OUT = (FindingKind.TERM, FindingKind.NAME, FindingKind.ADDRESS, FindingKind.QUESTION, FindingKind.NUMBER, *MEANING)
"""Kinds of findings that a sentence has of itself where part of it is not there."""

CHECKS: tuple[Check, ...] = (
    Check(FindingKind.REFUSAL, Severity.ERROR, refusal, ("*",)),
    Check(FindingKind.COPIED, Severity.ERROR, copied, ("*",)),
    Check(FindingKind.WRONG_LANGUAGE, Severity.ERROR, other_language, ("*",)),
    Check(
        FindingKind.REPETITION,
        Severity.ERROR,
        repetition,
        (FindingKind.LENGTH, FindingKind.TRUNCATED, FindingKind.UNBALANCED_QUOTES, FindingKind.NUMBER, *MEANING),
    ),
    Check(
        FindingKind.MODEL_CHATTER,
        Severity.ERROR,
        scaffolding,
        (
            FindingKind.LENGTH,
            FindingKind.TRUNCATED,
            FindingKind.UNBALANCED_QUOTES,
            FindingKind.UNTRANSLATED,
            FindingKind.NUMBER,
            *MEANING,
        ),
    ),
    Check(
        FindingKind.DUPLICATE,
        Severity.ERROR,
        duplicate,
        (FindingKind.CROSS_SEGMENT, FindingKind.LENGTH, FindingKind.UNBALANCED_QUOTES, *LEFT_OUT),
    ),
    Check(
        FindingKind.CROSS_SEGMENT,
        Severity.WARNING,
        neighbour,
        (FindingKind.CROSS_SEGMENT, FindingKind.LENGTH, FindingKind.QUESTION, FindingKind.UNBALANCED_QUOTES, *MEANING),
    ),
    Check(FindingKind.CROSS_SEGMENT, Severity.WARNING, echo, (FindingKind.CROSS_SEGMENT, FindingKind.LENGTH)),
    Check(FindingKind.CROSS_SEGMENT, Severity.INFO, neighbours_content),
    Check(FindingKind.UNTRANSLATED, Severity.ERROR, leftover),
    Check(FindingKind.SWAPPED_NAME, Severity.ERROR, name_swapped, (FindingKind.TERM,)),
    Check(
        FindingKind.LENGTH,
        Severity.ERROR,
        far_too_short,
        (FindingKind.LENGTH, FindingKind.TRUNCATED, FindingKind.UNBALANCED_QUOTES, *LEFT_OUT),
    ),
    Check(
        FindingKind.TRUNCATED,
        Severity.ERROR,
        broken_off,
        (FindingKind.LENGTH, FindingKind.TRUNCATED, FindingKind.UNBALANCED_QUOTES, *LEFT_OUT),
    ),
    Check(
        FindingKind.LENGTH, Severity.ERROR, far_too_long, (FindingKind.LENGTH, FindingKind.UNBALANCED_QUOTES, *MEANING)
    ),
    Check(FindingKind.NUMBER, Severity.ERROR, wrong_magnitude),
    Check(
        FindingKind.TRUNCATED,
        Severity.WARNING,
        no_end_mark,
        (FindingKind.UNBALANCED_QUOTES, FindingKind.QUESTION, *MEANING),
    ),
    Check(
        FindingKind.LENGTH,
        Severity.WARNING,
        too_short,
        (FindingKind.TERM, FindingKind.NAME, FindingKind.QUESTION, *MEANING),
    ),
    Check(FindingKind.LENGTH, Severity.WARNING, too_long),
    Check(FindingKind.QUESTION, Severity.WARNING, question_lost, (FindingKind.NEGATION, FindingKind.CERTAINTY)),
    Check(FindingKind.NUMBER, Severity.WARNING, other_number),
    Check(FindingKind.NUMBER, Severity.INFO, number_remark),
    Check(FindingKind.TERM, Severity.WARNING, term_unused),
    Check(FindingKind.ADDITION, Severity.WARNING, added_name, (FindingKind.ADDITION,)),
    Check(FindingKind.ADDITION, Severity.WARNING, added_office, (FindingKind.ADDITION,)),
    Check(FindingKind.ADDITION, Severity.WARNING, added_greeting, (FindingKind.ADDITION,)),
    Check(FindingKind.NAME, Severity.WARNING, latin_name_lost),
    Check(FindingKind.ADDRESS, Severity.ERROR, address_lost, (FindingKind.ADDRESS,)),
    Check(FindingKind.ADDRESS, Severity.WARNING, address_invented),
    Check(FindingKind.NEGATION, Severity.WARNING, negation_lost),
    Check(FindingKind.NEGATION, Severity.WARNING, negation_gained),
    Check(FindingKind.CERTAINTY, Severity.WARNING, hedge_flattened),
    Check(FindingKind.CERTAINTY, Severity.INFO, hedge_added),
    Check(FindingKind.MISSING_QUOTES, Severity.INFO, speech_unquoted, (FindingKind.UNBALANCED_QUOTES,)),
    Check(FindingKind.ADDED_QUOTES, Severity.INFO, speech_gained, (FindingKind.UNBALANCED_QUOTES,)),
    Check(FindingKind.UNBALANCED_QUOTES, Severity.INFO, unbalanced_quotes),
)
"""In the order in which a fault is given a name: what comes first explains what comes after."""

__all__ = ["CHECKS", "NEIGHBOURS", "Check", "asks_repair", "read_ahead", "verify", "verify_segment"]
NEIGHBOURS = 2
"""Segments on either side that are looked at: for a duplicate before, for a name or the content of another on both sides."""

_RANK: Mapping[Severity, int] = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def verify(
    segments: Sequence[Segment],
    translations: Mapping[str, Translation],
    brief: Brief,
    *,
    names_in_brackets: bool = False,
) -> tuple[Finding, ...]:
    """All segments once, in the order of the article. `stages/checks.py` keeps what was found while translations change."""
    targets = [(translations[s.id].target or "") if s.id in translations else "" for s in segments]
    pairs = [(s.source, target) for s, target in zip(segments, targets, strict=True)]
    if len(pairs) > 1:
        read_ahead(text for pair in pairs for text in pair)
    found: list[Finding] = []
    for n, segment in enumerate(segments):
        if segment.verbatim:
            continue
        before, behind = pairs[max(0, n - NEIGHBOURS) : n], pairs[n + 1 : n + 1 + NEIGHBOURS]
        found += verify_segment(
            Case(*pairs[n], brief.terms, tuple(reversed(before)), names_in_brackets, tuple(behind), segment.id)
        )
    return tuple(found)


def verify_segment(case: Case) -> tuple[Finding, ...]:
    """What is wrong with a segment, the most severe first; one finding for one fault."""
    if not case.target:
        return (_finding(case, FindingKind.MISSING, Severity.ERROR, "It has no translation."),)
    if not case.target.strip() and case.source.strip():
        return (_finding(case, FindingKind.EMPTY, Severity.ERROR, "Its translation is empty."),)
    found: list[Finding] = []
    explained: set[str] = set()
    for check in CHECKS:
        if check.kind in explained or "*" in explained:
            continue
        if detail := check.test(case):
            found.append(_finding(case, check.kind, check.severity, detail))
            explained.update(check.explains)
    return tuple(sorted(found, key=lambda finding: _RANK[finding.severity]))


def asks_repair(finding: Finding) -> bool:
    """True for a finding that is right often enough to ask the model again: no remark is."""
    return finding.severity != Severity.INFO


def _finding(case: Case, kind: FindingKind, severity: Severity, detail: str) -> Finding:
    return Finding(segment=case.segment, kind=kind, severity=severity, detail=detail)
