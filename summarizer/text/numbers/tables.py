"""The tables beside the code: units, their sizes, and what looks like a number and is none. One fact a line."""

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple, cast

from summarizer.text.numbers.values import Kind

Language = Literal["zh", "en"]


class Unit(NamedTuple):
    """What a unit's written form says: 成 is percent, 10 of them each."""

    kind: Kind
    name: str
    times: Fraction


class Size(NamedTuple):
    """How much of its dimension a unit of measure is, in the dimension's base unit."""

    dimension: str
    size: Fraction


def _rows(name: str) -> list[list[str]]:
    text = (files("summarizer.text") / "data" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def units(language: Language) -> dict[str, Unit]:
    """Written form to unit; English forms are lower case unless a capital tells them apart (MW)."""
    found: dict[str, Unit] = {}
    for row_language, written, kind, name, times in _rows("number_units.tsv"):
        if row_language == language:
            unit = Unit(cast(Kind, kind), name.removeprefix("-"), Fraction(times))
            found |= {form.replace("_", " "): unit for form in written.split(" ")}
    return found


@cache
def sizes() -> dict[str, Size]:
    """A unit's name to its dimension and its size in that dimension's base unit."""
    return {name: Size(dimension, Fraction(size)) for name, dimension, size in _rows("unit_sizes.tsv")}


@cache
def exceptions(language: Language) -> dict[str, tuple[tuple[Kind, Fraction], ...]]:
    """Patterns that hold numerals but no number, and the numbers their translation may nevertheless hold."""
    rows = ((*row, "") for row in _rows("number_exceptions.tsv") if row[0] == language)
    return {row[1]: tuple(_allowed(n) for n in row[2].split()) for row in rows}


def _allowed(written: str) -> tuple[Kind, Fraction]:
    """`11` or, with its kind, `date:1111`."""
    kind, _, number = written.rpartition(":")
    return cast(Kind, kind or "plain"), Fraction(number)


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
