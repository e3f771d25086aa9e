"""When two values are one: 半年 and "six months", 九成 and "nine out of ten", 翻番 and "up 100 %".

A value can be read in several ways ("scales"): 50 % is a share of 1/2, 三倍 a factor of 3 or, after 增长, of 4. Two values
agree where they are equal on a scale they share. Where both are of one family (two sums of money, two lengths), only that
family's own scale counts, so that 3 years is not 3 months and 5 美元 is not 5 yuan.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from summarizer.text.numbers.latin import key
from summarizer.text.numbers.tables import sizes
from summarizer.text.numbers.values import OR_LATER, OR_PART, Value

_HALF_DAY = 720
_ROUNDED = Fraction(3, 100)
"""How far a converted measure may be off: writers round 10公里 to 6 miles and 6.2 miles."""
_CALENDAR = Fraction(8, 100)
"""Likewise between days and months: 半个月 is two weeks."""
_DOLLARS = frozenset(("USD", "TWD", "HKD", "SGD", "AUD", "CAD", "NZD", "MOP"))
_CURRENCIES_ALIKE = {
    "yuan": frozenset(("CNY",)),
    "yen or yuan": frozenset(("CNY", "yuan", "JPY")),
    "dollar": _DOLLARS,
    "cents": frozenset((*_DOLLARS, "CNY", "yuan", "local", "EUR", "dollar")),
    "local": frozenset(("TWD", "HKD", "MOP", "SGD", "CNY", "yuan", "dollar", "JPY", "KRW", "yen or yuan")),
    "local or US": frozenset((*_DOLLARS, "CNY", "yuan", "dollar", "local")),
}
"""What a written currency may stand for. `local` is 元 in a text that is not from the mainland."""
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
    if (
        one.kind == other.kind
        and one.kind in _ON_ONE_SCALE
        and one.exact
        and other.exact
        and not (one.unit or other.unit)
    ):
        return one.low == other.low
    if one.unit in _LETTERS or other.unit in _LETTERS:
        return any(_agree(a, b) for a in senses(one) for b in senses(other))
    return _agree(one, other)


_ON_ONE_SCALE = frozenset(("plain", "year", "date", "month", "weekday"))


_LETTERS: dict[str, tuple[tuple[int, str], ...]] = {
    "m?": ((10**6, "metre"), (10**6, "minute")),
    "k?": ((10**3, "kilometre"),),
}


def senses(v: Value) -> tuple[Value, ...]:
    """30m is thirty million, or metres or minutes."""
    return tuple(_senses(v)) if v.unit in _LETTERS else (v,)


def _senses(v: Value) -> Iterator[Value]:
    yield v.model_copy(update={"unit": ""})
    for times, unit in _LETTERS[v.unit]:
        yield v.model_copy(update={"kind": "measure", "unit": unit, "low": v.low / times, "high": v.high / times})


def _agree(one: Value, other: Value) -> bool:
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
    """The same, or the same but for letters around the figures: 卡-52M and Ka-52M, iPhone15 and iPhone 15 Pro."""
    a, b = key(one), key(other)
    if a == b or a.startswith(b) or b.startswith(a):
        return True
    shorter, longer = sorted((a, b), key=len)
    return (shorter[0].isdecimal() and longer.endswith(shorter)) or (
        re.sub(r"\D", "", a) == re.sub(r"\D", "", b) and len(re.sub(r"\D", "", a)) >= 8
    )


_COUNTED = frozenset(("person", "thing"))
_CLOCK_UNITS = frozenset(("second", "minute", "hour"))


def _opposed(one: Value, other: Value) -> bool:
    """The same figure, but of different things."""
    kinds = {one.kind, other.kind}
    if _is_torn(one, other) or kinds == {"percent", "point"}:
        return True
    if {one.unit, other.unit} == {"paid", "off"}:
        return one.low + other.low != 100
    if kinds == {"money"}:
        return not same_currency(one.unit, other.unit)
    if "plain" in kinds and (_counted(one, other) or {one.unit, other.unit} == {"degree", "degree Fahrenheit"}):
        return True
    if kinds <= {"ordinal", "measure"} and "ordinal" in kinds and one.unit and other.unit and one.unit != other.unit:
        return bool({one.unit, other.unit} & _CLOCK_UNITS)
    return kinds == {"period"} and one.unit != other.unit


def _counted(one: Value, other: Value) -> bool:
    """A count of people or things (15人, 15栋) is no money, no measure and no rank."""
    for count, thing in ((one, other), (other, one)):
        if count.kind == "plain" and count.unit in _COUNTED:
            return thing.kind in ("money", "measure") or (
                thing.kind == "ordinal" and thing.low > 3 and thing.text[:1].isdecimal()
            )
    return False


def same_currency(one: str, other: str) -> bool:
    """元 is yuan, "$" any dollar, ¥ yuan or yen."""
    return one == other or other in _CURRENCIES_ALIKE.get(one, ()) or one in _CURRENCIES_ALIKE.get(other, ())


def _same_measure(one: Value, other: Value) -> bool:
    known = sizes()
    loose = _looseness(one, other)
    if one.unit == other.unit:
        return _meet(Reading("", one.low, one.high), Reading("", other.low, other.high), loose)
    if not {one.unit, other.unit} <= known.keys():
        return False
    a, b = known[one.unit], known[other.unit]
    if a.dimension != b.dimension:
        return False
    if a.dimension == "temperature":
        return _same_temperature(one, other)
    slack = _slack(one.unit, other.unit, a.dimension)
    return _meet(
        Reading("", one.low * a.size, one.high * a.size, slack),
        Reading("", other.low * b.size, other.high * b.size),
        loose,
    )


def _same_temperature(one: Value, other: Value) -> bool:
    celsius, fahrenheit = (one, other) if one.unit == "degree Celsius" else (other, one)
    return abs(celsius.low * Fraction(9, 5) + 32 - fahrenheit.low) < 1


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
    """增长两倍 is "by two times" and "tripled"; "doubled" is a factor only, twice as much or 100 % more."""
    if v.unit == "factor":
        yield Reading("factor", v.low, v.high)
        yield Reading("share", v.low - 1, v.high - 1)
        return
    yield Reading("number", v.low, v.high)
    yield Reading("share", v.low, v.high)
    if v.unit in ("increase", "either"):
        yield Reading("factor", v.low + 1, v.high + 1)
        yield Reading("number", v.low + 1, v.high + 1)
    if v.unit != "increase":
        yield Reading("factor", v.low, v.high)
        if v.low > 1:
            yield Reading("share", v.low - 1, v.high - 1)
    if v.low == 1:
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
        if v.unit == OR_LATER:
            yield Reading("number", v.low - 1, v.high - 1)
        if v.unit == OR_PART:
            yield Reading("share", 1 / v.low, 1 / v.low)
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
    return one == other or (slack > 0 and abs(one - other) <= slack * max(one, other))
