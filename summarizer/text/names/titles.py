"""Titles, offices and roles that stand beside a personal name (`titles.tsv`)."""

import re
from functools import cache

from summarizer.text.names.tables import rows


@cache
def titles() -> frozenset[str]:
    """All of them, in both scripts."""
    return frozenset(cells[0] for cells in rows("titles.tsv"))


@cache
def before_name() -> re.Pattern[str]:
    """A title at the end of what stands before a name; a space may follow it: 记者 刘奕湛."""
    return re.compile(f"(?:{_any_but('after')})[ 　]?$")


@cache
def behind_name() -> re.Pattern[str]:
    """A title at the beginning of what stands behind a name: 黄幼青总经理."""
    return re.compile(_any_but("before"))


def _any_but(place: str) -> str:
    names = [cells[0] for cells in rows("titles.tsv") if cells[2] != place]
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))
