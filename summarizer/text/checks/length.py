"""Is the English as long as such a Chinese sentence needs.

Bounds from 1,393 pairs: 587 paragraphs and 634 sentences of four panels (CC0, github.com/audreyt/transcript) and 174 sentences of news by
professional translators. English characters for a Chinese one, Latin letters and digits of the source left out on both sides:

    Chinese characters   lowest   median   highest
    4 to 9                 1.4      3.5      6.4
    10 to 14               1.8      3.8      9.1
    15 to 29               2.1      3.8      7.1
    30 to 59               2.3      3.8      5.8
    60 and more            2.4      3.8      5.6

The lower bound fades out towards four characters, where a sentence may be said in a word (是的。 Yes.); the upper one rises there, since
official titles are long in English.
"""

import re

from summarizer.records import FindingKind, Severity
from summarizer.text.checks.case import Case
from summarizer.text.checks.rule import Fault, Rule

_OWN = re.compile(r"[A-Za-z0-9]")


def far_too_short(case: Case) -> Fault | None:
    """Less than three fifths of the shortest English that was seen for such a source."""
    if case.han and _ratio(case) < 0.6 * _least(case.han):
        return _measured(case)
    return None


def too_short(case: Case) -> Fault | None:
    if case.han and _ratio(case) < _least(case.han):
        return _measured(case)
    return None


def far_too_long(case: Case) -> Fault | None:
    if case.han and _ratio(case) > 1.7 * _most(case.han):
        return _measured(case)
    return None


def too_long(case: Case) -> Fault | None:
    if case.han and _ratio(case) > _most(case.han):
        return _measured(case)
    return None


def _measured(case: Case) -> Fault:
    return Fault(found=f"{_ratio(case):.1f}", expected=f"{_least(case.han):.1f} to {_most(case.han):.1f}")


def _ratio(case: Case) -> float:
    return (len(case.target.strip()) - len(_OWN.findall(case.source))) / case.han


def _least(han: int) -> float:
    return 2.3 - 9 / han


def _most(han: int) -> float:
    return 6.6 + 66 / han


_PASSES = Case(
    "双方周三在北京就气候变化问题举行会谈。", "The two sides held talks on climate change in Beijing on Wednesday."
)
_FIGURES = "({found} English characters for a Chinese one; {expected} are usual)"

RULES = (
    Rule(
        id="far-too-short",
        kind=FindingKind.LENGTH,
        severity=Severity.ERROR,
        looks_for="An English that is less than three fifths as long as the shortest that such a source has been seen with.",
        message=f"It is far too short for its source: most of it seems to be left out {_FIGURES}.",
        test=far_too_short,
        passes=_PASSES,
        fails=Case(_PASSES.source, "They talked."),
        explains=(
            FindingKind.LENGTH,
            FindingKind.TRUNCATED,
            FindingKind.OMISSION,
            FindingKind.UNBALANCED_QUOTES,
            FindingKind.MISSING_QUOTES,
            FindingKind.QUESTION,
            FindingKind.NEGATION,
            FindingKind.CERTAINTY,
        ),
    ),
    Rule(
        id="too-short",
        kind=FindingKind.LENGTH,
        severity=Severity.WARNING,
        looks_for="An English that is shorter than such a source has been seen with.",
        message=f"It is short for its source and seems to leave something out {_FIGURES}.",
        test=too_short,
        passes=_PASSES,
        fails=Case(_PASSES.source, "The two sides held talks."),
        explains=(
            FindingKind.OMISSION,
            FindingKind.QUESTION,
            FindingKind.NEGATION,
            FindingKind.CERTAINTY,
            FindingKind.MISSING_QUOTES,
        ),
    ),
    Rule(
        id="far-too-long",
        kind=FindingKind.LENGTH,
        severity=Severity.ERROR,
        looks_for="An English that is far longer than the longest that such a source has been seen with.",
        message=f"It is far too long for its source: something seems to be added {_FIGURES}.",
        test=far_too_long,
        passes=_PASSES,
        fails=Case(_PASSES.source, 5 * (_PASSES.target + " ")),
        explains=(FindingKind.LENGTH, FindingKind.UNBALANCED_QUOTES, FindingKind.NEGATION, FindingKind.CERTAINTY),
    ),
    Rule(
        id="too-long",
        kind=FindingKind.LENGTH,
        severity=Severity.WARNING,
        looks_for="An English that is longer than such a source has been seen with.",
        message=f"It is long for its source and seems to hold something that is not in it {_FIGURES}.",
        test=too_long,
        passes=Case(
            "香港特区政府政务司司长：全力抗疫",
            "Chief Secretary for Administration of the Hong Kong Special Administrative Region Government: We make every effort to fight"
            " the epidemic",
        ),
        fails=Case(_PASSES.source, 3 * (_PASSES.target + " ")),
    ),
)
