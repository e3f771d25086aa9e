"""Is the English as long as such a Chinese sentence needs.

Bounds from 587 paragraphs of four panels (CC0, github.com/audreyt/transcript), English characters for a Chinese
character, Latin letters and digits of the source left out on both sides:

    Chinese characters   lowest   median   highest
    4 to 7                 1.6      3.6      4.7
    8 to 14                1.4      4.1      9.1
    15 to 29               2.4      4.0      6.4
    30 to 59               2.3      3.9      5.8
    60 and more            2.4      3.8      5.4

The lower bound fades out towards four characters, where a sentence may be said in a word (是的。 Yes.). On these
paragraphs, which the bounds were set on, none is out of bounds.
"""

import re

from summarizer.text.checks.case import Case

_OWN = re.compile(r"[A-Za-z0-9]")


def far_too_short(case: Case) -> str | None:
    """Less than three fifths of the shortest English that was seen for such a source."""
    if case.han and _ratio(case) < 0.6 * _least(case.han):
        return "It is far too short for its source: most of it seems to be left out."
    return None


def too_short(case: Case) -> str | None:
    if case.han and _ratio(case) < _least(case.han):
        return "It is short for its source and seems to leave something out."
    return None


def far_too_long(case: Case) -> str | None:
    if case.han and _ratio(case) > 2 * _most(case.han):
        return "It is far too long for its source: something seems to be added."
    return None


def too_long(case: Case) -> str | None:
    if case.han and _ratio(case) > _most(case.han):
        return "It is long for its source and seems to hold something that is not in it."
    return None


def _ratio(case: Case) -> float:
    return (len(case.target.strip()) - len(_OWN.findall(case.source))) / case.han


def _least(han: int) -> float:
    return 2.4 - 9 / han


def _most(han: int) -> float:
    return 5.8 + 40 / han
