"""verify: Segment, Translation -> Finding...   no model; what a careful reader of both sides would mark.

To add a check: write a function of a `Case` in `text/checks`, and give it one line in `CHECKS`.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
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

NEIGHBOURS = 2
"""Segments on either side that are looked at: for a duplicate before, for a name or the content of another on both sides."""

_RANK: Mapping[Severity, int] = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def verify(
    segments: Sequence[Segment],
    translations: Mapping[str, Translation],
    brief: Brief,
    *,
    names_in_brackets: bool = False,
    only: str | None = None,
) -> tuple[Finding, ...]:
    """What is wrong, in the order of the article, inside a segment the most severe first; one finding for one fault.

    `names_in_brackets` lets Chinese stand in brackets behind a name, as in Luo Jiangchun (罗江春). `only` is the one
    segment that is asked about, where the others are there to be read beside it.
    """
    findings: list[Finding] = []
    targets = [translations[s.id].target if s.id in translations else None for s in segments]
    pairs = [(s.source, target or "") for s, target in zip(segments, targets, strict=True)]
    if len(pairs) > 1:
        read_ahead(text for pair in pairs for text in pair)
    for n, (segment, target) in enumerate(zip(segments, targets, strict=True)):
        if only is not None and segment.id != only:
            continue
        before, behind = pairs[max(0, n - NEIGHBOURS) : n], pairs[n + 1 : n + 1 + NEIGHBOURS]
        case = Case(*pairs[n], brief.terms, tuple(reversed(before)), names_in_brackets, tuple(behind))
        findings += _untranslated(segment, target) or _found(segment, case)
    return tuple(findings)


def _untranslated(segment: Segment, target: str | None) -> list[Finding]:
    if target is None:
        return [
            Finding(
                segment=segment.id, kind=FindingKind.MISSING, severity=Severity.ERROR, detail="It has no translation."
            )
        ]
    if not target.strip() and segment.source.strip():
        return [
            Finding(
                segment=segment.id, kind=FindingKind.EMPTY, severity=Severity.ERROR, detail="Its translation is empty."
            )
        ]
    return []


def _found(segment: Segment, case: Case) -> list[Finding]:
    faults = _faults(case)
    return [Finding(segment=segment.id, kind=c.kind, severity=c.severity, detail=detail) for c, detail in faults]


@lru_cache(maxsize=4096)
def _faults(case: Case) -> tuple[tuple[Check, str], ...]:
    """The checks that find something, the most severe first, and what each says. Remembered: an article is verified several times
    on its way, and most of its sentences stay as they are."""
    found: list[tuple[Check, str]] = []
    explained: set[str] = set()
    for check in CHECKS:
        if check.kind in explained or "*" in explained:
            continue
        detail = check.test(case)
        if detail:
            found.append((check, detail))
            explained.update(check.explains)
    return tuple(sorted(found, key=lambda one: _RANK[one[0].severity]))
