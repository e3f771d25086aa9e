"""When two values are one: 半年 and "six months", 九成 and "nine out of ten", 翻番 and "up 100 %".

A value can be read in several ways ("scales"): 50 % is a share of 1/2, 三倍 a factor of 3 or, after 增长, of 4. Two values
agree where they are equal on a scale they share. Where both are of one family (two sums of money, two lengths), only that
family's own scale counts, so that 3 years is not 3 months and 5 美元 is not 5 yuan.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from summarizer.text.numbers.latin import key
from summarizer.text.numbers.tables import sizes
from summarizer.text.numbers.values import Value

_HALF_DAY = 720
_ROUNDED = Fraction(3, 100)
"""How far a converted measure may be off: writers round 10公里 to 6 miles and 6.2 miles."""
_CALENDAR = Fraction(8, 100)
"""Likewise between days and months: 半个月 is two weeks."""
_CURRENCIES_ALIKE = {
    "yuan": {"yuan", "CNY", "TWD", "HKD", "dollar", "JPY"},
    "dollar": {"dollar", "USD", "TWD", "HKD", "yuan"},
}
OF_A_DATE = "of a date"
"""Unit of a day that was taken out of a date: it is the 4th of some month, never four of something."""
_DOZEN = 12
"""Said for any number of its size, as in 十几 "a dozen"."""
_BY_MONTHS = {"month", "quarter", "year", "decade", "century"}


class Reading(NamedTuple):
    scale: str
    low: Fraction
    high: Fraction
    slack: Fraction = Fraction(0)


def agree(one: Value, other: Value) -> bool:
    """True where a reader would take the two for the same number. Order does not matter."""
    if "name" in (one.kind, other.kind):
        return one.kind == other.kind and _same_name(one.text, other.text)
    if _opposed(one, other):
        return False
    if one.kind == other.kind == "measure":
        return _same_measure(one, other)
    if one.kind == other.kind == "time":
        return _same_time(one, other)
    loose = _looseness(one, other)
    theirs = tuple(readings(other))
    mixed = not (one.kind == other.kind == "times")
    return any(
        a.scale == b.scale and (mixed or a.scale != "share") and _meet(a, b, loose)
        for a in readings(one)
        for b in theirs
    )


def _same_name(one: str, other: str) -> bool:
    a, b = key(one), key(other)
    return a == b or a.startswith(b) or b.startswith(a)


def _opposed(one: Value, other: Value) -> bool:
    """The same figure, but of different things."""
    if _is_torn(one, other) or {one.kind, other.kind} == {"percent", "point"}:
        return True
    if {one.unit, other.unit} == {"paid", "off"}:
        return one.low + other.low != 100
    if one.kind == other.kind == "money":
        return not same_currency(one.unit, other.unit)
    return one.kind == other.kind == "period" and one.unit != other.unit


def same_currency(one: str, other: str) -> bool:
    """元 may be yuan or a Taiwan or Hong Kong dollar; "$" any dollar."""
    return one == other or other in _CURRENCIES_ALIKE.get(one, ()) or one in _CURRENCIES_ALIKE.get(other, ())


def _same_measure(one: Value, other: Value) -> bool:
    known = sizes()
    loose = _looseness(one, other)
    if one.unit == other.unit or not {one.unit, other.unit} <= known.keys():
        return _meet(Reading("", one.low, one.high), Reading("", other.low, other.high), loose)
    a, b = known[one.unit], known[other.unit]
    if a.dimension != b.dimension:
        return False
    slack = _slack(one.unit, other.unit, a.dimension)
    return _meet(
        Reading("", one.low * a.size, one.high * a.size, slack),
        Reading("", other.low * b.size, other.high * b.size),
        loose,
    )


def _slack(one: str, other: str, dimension: str) -> Fraction:
    if dimension != "time":
        return _ROUNDED
    return Fraction(0) if (one in _BY_MONTHS) == (other in _BY_MONTHS) else _CALENDAR


def _same_time(one: Value, other: Value) -> bool:
    whole = 2 * _HALF_DAY if one.unit and other.unit else _HALF_DAY
    return (one.low - other.low) % whole == 0


def readings(v: Value) -> Iterator[Reading]:
    """The scales a value can be read on."""
    match v.kind:
        case "percent" | "fraction":
            yield from _shares(v)
        case "times":
            yield from _factors(v)
        case "day":
            yield Reading("day", v.low, v.high)
            if v.unit != OF_A_DATE:
                yield Reading("number", v.low, v.high)
        case "decade":
            yield from _decades(v)
        case "date" | "month" | "weekday" | "point":
            yield Reading(v.kind, v.low, v.high)
        case "time":
            if v.low % 60 == 0:
                yield from (Reading("number", hour, hour) for hour in {v.low / 60, v.low / 60 % 12})
        case _:
            yield Reading("number", v.low, v.high)
            yield from _more_of_a_number(v)


def _shares(v: Value) -> Iterator[Reading]:
    whole = 100 if v.kind == "percent" else 1
    low, high = v.low / whole, v.high / whole
    yield Reading("share", low, high)
    if v.unit == "paid":
        yield Reading("share", 1 - high, 1 - low)
    if v.kind == "fraction":
        yield Reading("number", low, high)
    if v.text.lower().endswith("quarters"):
        yield Reading("number", low * 4, high * 4)


def _factors(v: Value) -> Iterator[Reading]:
    yield Reading("number", v.low, v.high)
    yield Reading("share", v.low, v.high)
    yield Reading("factor", v.low, v.high)
    if v.unit == "increase":
        yield Reading("number", v.low + 1, v.high + 1)
        yield Reading("factor", v.low + 1, v.high + 1)
    elif v.low > 1:
        yield Reading("share", v.low - 1, v.high - 1)
    elif v.low == 1:
        yield Reading("factor", v.low + 1, v.high + 1)


def _decades(v: Value) -> Iterator[Reading]:
    for century in (0, 1900, 2000) if v.low < 100 else (0,):
        yield Reading("decade", v.low + century, v.high + century)
        yield Reading("number", v.low + century, v.high + century)


def _more_of_a_number(v: Value) -> Iterator[Reading]:
    if v.kind == "plain" and 0 < v.low < 1:
        yield Reading("share", v.low, v.high)
    if v.kind == "measure" and v.unit == "day":
        yield Reading("day", v.low, v.high)
    if v.kind == "ordinal":
        yield Reading("day", v.low, v.high)
    if v.kind == "measure" and v.unit == "year" and v.text.endswith("年") and v.low.denominator == 1:
        yield from (
            Reading("number", v.low + start, v.high + start) for start in (1900, 1911, 2000) if 10 < v.low < 130
        )


def _looseness(one: Value, other: Value) -> bool:
    """Whether it is enough that the two overlap: a word without a figure beside another, or beside a range."""
    if not (one.vague or other.vague):
        return False
    exact = next((v for v in (one, other) if v.low == v.high), None)
    return exact is None or exact.low == _DOZEN


def _is_torn(one: Value, other: Value) -> bool:
    """A figure and a range in figures are never one value."""
    return (one.low == one.high) != (other.low == other.high) and not (one.vague or other.vague)


def _meet(a: Reading, b: Reading, loose: bool) -> bool:
    """A figure beside a vague range counts for its lower end: 十几 is "more than ten"."""
    if loose:
        return a.low <= b.high and b.low <= a.high
    if (a.low == a.high) != (b.low == b.high):
        return _close(a.low, b.low, a.slack)
    return _close(a.low, b.low, a.slack) and _close(a.high, b.high, a.slack)


def _close(one: Fraction, other: Fraction, slack: Fraction) -> bool:
    return abs(one - other) <= slack * max(one, other)
