"""English amounts: a number, or a range of two, with the currency sign before it and the unit after it."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from summarizer.text.lazy_pattern import LazyPattern
from summarizer.text.numbers.latin import SIGNS
from summarizer.text.numbers.scan import Match, Rule, value, words
from summarizer.text.numbers.tables import Unit, any_of, units
from summarizer.text.numbers.values import Value
from summarizer.text.numbers.words import NUMBER, NUMBER_WORDS, amount, magnitude

_COUNT = Unit("plain", "", Fraction(1))
_FORMS = dict(units("en").items())
_LOWER = {form.lower(): unit for form, unit in _FORMS.items()}
UNIT = rf"(?:{any_of(_FORMS)})(?![A-Za-z])"
"""A unit as it stands in a text, for `re` with IGNORECASE."""
_SIGN = any_of(SIGNS)
_ABOUT = r"about|around|roughly|approximately|nearly|almost|over|more than|at least|up to|some|close to|under|less than"
_FLAGS = re.IGNORECASE

_START = rf"(?:\b(?P<about>{_ABOUT})\s)?(?P<sign>(?:{_SIGN})\s?)?"
_RANGE = (
    rf"(?:(?P<between>between|from)\s)?(?P<first>{NUMBER})(?:[\s-]?(?:{UNIT}))?"
    rf"(?P<separator>\s?[-–—~]\s?|\sto\s|-to-|\sor\s|\sand\s)(?:{_SIGN})?"
)
_END = (
    rf"(?P<number>{NUMBER})(?P<half>[-\s]and[-\s]a[-\s]half)?(?P<more>\s?\+|[-\s]odd|-plus)?"
    rf"(?:[\s-]{{0,2}}(?P<unit>{UNIT}))?(?P<half_more>\sand\sa\shalf)?"
)
_RANGES = LazyPattern(_START + _RANGE + _END, _FLAGS)
_SINGLES = LazyPattern(_START + _END, _FLAGS)
_AND_A_HALF = LazyPattern(_START + _END.replace("a[-\\s]half)?", "a[-\\s]half)", 1), _FLAGS)
_FRACTIONAL = LazyPattern(rf"\b(?P<half>half[-\s](?:an?[-\s])?)(?P<unit>{UNIT})", _FLAGS)
_ONE_AND_HALF = LazyPattern(rf"\b(?:an?|one)\s(?P<unit>{UNIT})\sand\sa\shalf\b", _FLAGS)
_SINGLE = LazyPattern(rf"\b(?:an?|each|every|per)\s(?P<unit>{UNIT})(?P<or_two>\sor\stwo\b)?", _FLAGS)


def unit_of(written: str | None) -> Unit:
    """The unit that a form names; case counts only where it must (MW)."""
    if not written:
        return _COUNT
    form = re.sub(r"[\s-]", " ", written)
    return _FORMS.get(written) or _FORMS.get(form) or _LOWER.get(form.lower()) or _LOWER[written.lower()]


def _range(match: Match) -> Sequence[Value] | None:
    """None for "two and three", which are two numbers."""
    if match["separator"].strip() == "and" and (match["between"] or "").lower() != "between":
        return None
    low, high = _ends(match)
    return _values(match, low, high) if low < high else None


def _single_one(match: Match) -> Sequence[Value]:
    number = amount(match["number"])
    return _values(match, number, number)


def _values(match: Match, low: Fraction, high: Fraction) -> Sequence[Value]:
    unit = unit_of(match["unit"])
    if match["sign"]:
        unit = Unit("money", _currency(match["sign"], unit), Fraction(1))
    half = Fraction(1, 2) if match["half"] or match["half_more"] else Fraction(0)
    low, high = ((n + half) * unit.times for n in (low, high))
    approx = bool(match["about"] or match["more"])
    required = low > 1 or low != high or match["number"][0].isdigit()
    begin = match.start("sign") if match["sign"] else match.start(_begins(match))
    more: dict[str, Any] = {"begin": begin, "unit": unit.name, "approx": approx, "required": required}
    return [value(match, low, high, unit.kind, **more)]


def _begins(match: Match) -> str:
    return "first" if match.groupdict().get("first") else "number"


def _currency(sign: str, unit: Unit) -> str:
    known = {s.upper(): name for s, name in SIGNS.items()}[sign.strip().upper()]
    return unit.name if unit.kind == "money" and unit.name != "dollar" and known == "dollar" else known


def _ends(match: Match) -> tuple[Fraction, Fraction]:
    """The range: in "2 to 3 billion" the first number has the magnitude of the second."""
    first, high = amount(match["first"]), amount(match["number"])
    scale = magnitude(match["number"])
    if magnitude(match["first"]) == 1 and first < high / scale:
        first *= scale
    return first, high


def _fractional(match: Match) -> Sequence[Value]:
    unit = unit_of(match["unit"])
    return [value(match, unit.times / 2, kind=unit.kind, unit=unit.name)]


def _one_and_half(match: Match) -> Sequence[Value]:
    unit = unit_of(match["unit"])
    return [value(match, unit.times * 3 / 2, kind=unit.kind, unit=unit.name)]


def _single(match: Match) -> Sequence[Value]:
    """ "A week" may stand for seven days; "a day or two" is a range."""
    unit = unit_of(match["unit"])
    last = unit.times * (2 if match["or_two"] else 1)
    return [value(match, unit.times, last, unit.kind, unit=unit.name, required=False)]


QUANTITIES = (
    Rule(_RANGES, _range, NUMBER_WORDS),
    Rule(_SINGLES, _single_one, NUMBER_WORDS),
)
AND_A_HALF = (Rule(_ONE_AND_HALF, _one_and_half, words("half")), Rule(_AND_A_HALF, _single_one, ("half",)))
HALVES = Rule(_FRACTIONAL, _fractional, words("half"))
SINGLE_SPANS = Rule(_SINGLE, _single, words("a", "an", "each", "every", "per"))
