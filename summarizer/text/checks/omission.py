"""Does the English leave out a clause of its source.

Evidence for each clause, as in a likelihood ratio: everyday words (`text/lexicon.py`) and figures of the clause that the English has or has
not, and by how much the English is shorter than its source would let expect.
"""

import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from summarizer.records import FindingKind, Severity
from summarizer.text.checks.case import Case
from summarizer.text.checks.rule import Fault, Rule
from summarizer.text.lexicon import Entry, key, said, words_in
from summarizer.text.scripts import han_count

_CLAUSE = re.compile(r"[^，,；;。：:！？!?…]+[，,；;。：:！？!?…”」』]*")
_FIGURE = re.compile(r"[0-9][0-9.,]*[0-9]|[0-9]|[A-Za-z][A-Za-z0-9]+")
_ACRONYM = re.compile(r"\b[A-Z]{2,6}s?\b")
_OWN = re.compile(r"[A-Za-z0-9]")

LEAST_HAN = 12
SHORTEST_CLAUSE = 6
LARGEST_SHARE = 0.8
"""Of the source's characters that the clause may have; where nearly all is missing, `length` says so."""
UNSAID, SAID, FIGURE_SAID, ACRONYM_SAID = 1.3, -1.8, -2.5, -2.0
"""Evidence (natural logarithms) of a word of the clause that the English has not, has, of a figure that it has, and of an acronym that may
stand for many of its words."""
LENGTH_SPREAD = 0.19
"""Standard deviation of the logarithm of English length to expected length, on 710 pairs of panels and news."""
MOST_LENGTH = 6.0
CHARACTERS = 3.9
THRESHOLD = 3.0
"""Evidence from which on a clause counts as left out. On 166 pairs of news and 200 of panels (development) with a clause dropped on
purpose, and on the same pairs as they are: see docs/quality.md."""


class Clause(NamedTuple):
    """A clause, or two next to each other, and how strongly it seems to be missing."""

    text: str
    evidence: float


def clause_left_out(case: Case) -> Fault | None:
    """The clause that is most surely missing."""
    if case.han < LEAST_HAN or not case.target.strip():
        return None
    best = _least_said(case)
    return Fault(expected=best.text.strip()) if best and best.evidence > THRESHOLD else None


def seems_short(case: Case) -> bool:
    """True where a clause is likelier left out than not, given that something else says so too."""
    best = _least_said(case) if case.han >= LEAST_HAN else None
    return best is not None and best.evidence > 0


def _least_said(case: Case) -> Clause | None:
    return max(_clauses(case.source, case.target), key=lambda clause: clause.evidence, default=None)


def _clauses(source: str, target: str) -> Iterator[Clause]:
    pieces = list(_CLAUSE.finditer(source))
    sizes = [han_count(piece[0]) for piece in pieces]
    known, english = words_in(source), key(target)
    shortened = ACRONYM_SAID * len(set(_ACRONYM.findall(target)) - set(_FIGURE.findall(source)))
    total, length = sum(sizes), len(target.strip()) - len(_OWN.findall(source))
    for first in range(len(pieces)):
        for last in range(first, min(first + 2, len(pieces))):
            size = sum(sizes[first : last + 1])
            if SHORTEST_CLAUSE <= size <= LARGEST_SHARE * total:
                start, end = pieces[first].start(), pieces[last].end()
                words = _words(known, start, end, english)
                evidence = words + _figures(source[start:end], english) + shortened
                if words > 0:
                    yield Clause(source[start:end], evidence + _length(length, total - size, total))


def _words(known: Sequence[Entry], start: int, end: int, english: str) -> float:
    """Of the telling words that stand in the clause only."""
    outside = {entry.word for entry in known if not start <= entry.start < end}
    inside = {entry.word: entry for entry in known if start <= entry.start < end and entry.word not in outside}
    return sum(SAID if said(entry, english) else UNSAID for entry in inside.values() if not entry.weak)


def _figures(clause: str, english: str) -> float:
    figures = {figure.replace(",", "").casefold() for figure in _FIGURE.findall(clause)}
    plain = english.replace(",", "")
    return sum(FIGURE_SAID for figure in figures if figure in plain)


def _length(length: int, without: int, whole: int) -> float:
    """How much likelier the length is for the source without the clause."""
    evidence = _surprise(length, CHARACTERS * whole) - _surprise(length, CHARACTERS * without)
    return max(-MOST_LENGTH, min(MOST_LENGTH, evidence))


def _surprise(length: int, expected: float) -> float:
    return (math.log(max(length, 1) / expected) / LENGTH_SPREAD) ** 2 / 2


RULES = (
    Rule(
        id="clause-left-out",
        kind=FindingKind.OMISSION,
        severity=Severity.WARNING,
        looks_for="A clause of the source of which the English has no word, in an English that is short by about as much.",
        message="“{expected}” seems to be left out.",
        test=clause_left_out,
        passes=Case(
            "警方表示，司机已被送往医院接受治疗，事故原因正在调查。",
            "Police said the driver had been taken to hospital for treatment, and the cause of the accident is under investigation.",
        ),
        fails=Case(
            "警方表示，司机已被送往医院接受治疗，事故原因正在调查。",
            "Police said the cause of the accident is under investigation.",
        ),
    ),
)
