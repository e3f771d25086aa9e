"""verify: Segment, Translation -> Finding...   no model; what a careful reader of both sides would mark.

To add a check: write a function of a `Case` in `text/checks`, and give it one line in `CHECKS`.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from summarizer.records import Brief, Finding, Segment, Severity, Translation
from summarizer.text.checks import Case
from summarizer.text.checks.added import added_greeting, added_name, added_office
from summarizer.text.checks.carried import address_invented, address_lost, latin_name_lost
from summarizer.text.checks.figures import other_number, wrong_magnitude
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

    kind: str
    severity: Severity
    test: Callable[[Case], str | None]
    explains: tuple[str, ...] = ()


MEANING = ("negation", "hedge", "speech")
LEFT_OUT = ("term", "name", "address", "question", "number", *MEANING)
"""Kinds of findings that a sentence has of itself where part of it is not there."""

CHECKS: tuple[Check, ...] = (
    Check("refusal", "error", refusal, ("*",)),
    Check("copied", "error", copied, ("*",)),
    Check("language", "error", other_language, ("*",)),
    Check("repetition", "error", repetition, ("length", "cut off", "quotes", "number", *MEANING)),
    Check("scaffolding", "error", scaffolding, ("length", "cut off", "quotes", "leftover", "number", *MEANING)),
    Check("duplicate", "error", duplicate, ("neighbour", "length", "quotes", *LEFT_OUT)),
    Check("neighbour", "warning", neighbour, ("neighbour", "length", "question", "quotes", *MEANING)),
    Check("neighbour", "warning", echo, ("neighbour", "length")),
    Check("neighbour", "info", neighbours_content),
    Check("leftover", "error", leftover),
    Check("swap", "error", name_swapped, ("term",)),
    Check("length", "error", far_too_short, ("length", "cut off", "quotes", *LEFT_OUT)),
    Check("cut off", "error", broken_off, ("length", "cut off", "quotes", *LEFT_OUT)),
    Check("length", "error", far_too_long, ("length", "quotes", *MEANING)),
    Check("number", "error", wrong_magnitude),
    Check("cut off", "warning", no_end_mark, ("quotes", "question", *MEANING)),
    Check("length", "warning", too_short, ("term", "name", "question", *MEANING)),
    Check("length", "warning", too_long),
    Check("question", "warning", question_lost, ("negation", "hedge")),
    Check("number", "warning", other_number),
    Check("term", "warning", term_unused),
    Check("added", "warning", added_name, ("added",)),
    Check("added", "warning", added_office, ("added",)),
    Check("added", "warning", added_greeting, ("added",)),
    Check("name", "warning", latin_name_lost),
    Check("address", "error", address_lost, ("address",)),
    Check("address", "warning", address_invented),
    Check("negation", "warning", negation_lost),
    Check("negation", "warning", negation_gained),
    Check("hedge", "warning", hedge_flattened),
    Check("hedge", "info", hedge_added),
    Check("speech", "info", speech_unquoted, ("quotes",)),
    Check("speech", "info", speech_gained, ("quotes",)),
    Check("quotes", "info", unbalanced_quotes),
)
"""In the order in which a fault is given a name: what comes first explains what comes after."""

NEIGHBOURS = 2
"""Segments on either side that are looked at: for a duplicate before, for a name or the content of another on both sides."""

_RANK: Mapping[Severity, int] = {"error": 0, "warning": 1, "info": 2}


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
        return [Finding(segment=segment.id, kind="missing", severity="error", detail="It has no translation.")]
    if not target.strip() and segment.source.strip():
        return [Finding(segment=segment.id, kind="empty", severity="error", detail="Its translation is empty.")]
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
