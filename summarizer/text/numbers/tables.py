"""The tables beside the code: units, their sizes, bounds, trends, and what looks like a number and is none. One fact a line."""

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from typing import Literal, NamedTuple, cast

from summarizer.text.numbers.values import Bound, Kind, Trend
from summarizer.text.once import once
from summarizer.text.scripts import table

Language = Literal["zh", "en"]
Side = Literal["before", "after"]


class Unit(NamedTuple):
    """What a unit's written form says: 成 is percent, 10 of them each."""

    kind: Kind
    name: str
    times: Fraction


class Size(NamedTuple):
    """How much of its dimension a unit of measure is, in the dimension's base unit."""

    dimension: str
    size: Fraction


@cache
def units(language: Language) -> dict[str, Unit]:
    """Written form to unit; English forms are lower case unless a capital tells them apart (MW)."""
    found: dict[str, Unit] = {}
    for row_language, written, kind, name, times in table("number_units.tsv"):
        if row_language == language:
            unit = Unit(cast(Kind, kind), name.removeprefix("-"), Fraction(times))
            found |= {form.replace("_", " "): unit for form in written.split(" ")}
    return found


@once
def sizes() -> dict[str, Size]:
    """A unit's name to its dimension and its size in that dimension's base unit."""
    return {name: Size(dimension, Fraction(size)) for name, dimension, size in table("unit_sizes.tsv")}


@cache
def bounds(language: Language, side: Side) -> dict[str, Bound]:
    """Pattern of the words beside a figure to what they say of it."""
    rows = (row for row in table("number_bounds.tsv") if row[:2] == (language, side))
    return {form.replace("_", " "): cast(Bound, bound) for _, _, forms, bound in rows for form in forms.split(" ")}


@cache
def trends(language: Language) -> dict[str, Trend]:
    """Pattern of a word of change to its direction."""
    rows = (row for row in table("number_trends.tsv") if row[0] == language)
    return {form: cast(Trend, trend) for _, trend, forms in rows for form in forms.split(" ")}


@cache
def exceptions(language: Language) -> dict[str, tuple[tuple[Kind, Fraction], ...]]:
    """Patterns that hold numerals but no number, and the numbers their translation may nevertheless hold."""
    rows = ((*row, "") for row in table("number_exceptions.tsv") if row[0] == language)
    return {row[1]: tuple(_allowed(n) for n in row[2].split()) for row in rows}


def _allowed(written: str) -> tuple[Kind, Fraction]:
    """`11` or, with its kind, `date:1111`."""
    kind, _, number = written.rpartition(":")
    return cast(Kind, kind or "plain"), Fraction(number)


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


def any_pattern(patterns: Iterable[str]) -> str:
    """A pattern for any of the patterns, the longest first."""
    return "|".join(sorted(patterns, key=len, reverse=True))
