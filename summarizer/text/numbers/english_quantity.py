"""English amounts: a number with the currency sign before it and the unit after it. Ranges and bounds are `grammar`'s."""

import re
from collections.abc import Sequence
from fractions import Fraction

from summarizer.text.lazy_pattern import LazyPattern, lazy
from summarizer.text.numbers.grammar import Grammar
from summarizer.text.numbers.latin import SIGNS
from summarizer.text.numbers.scan import Match, Rule, value, words
from summarizer.text.numbers.tables import Unit, any_of, units
from summarizer.text.numbers.values import Value
from summarizer.text.numbers.words import FIGURES, NUMBER, NUMBER_WORDS, amount, magnitude

_COUNT = Unit("plain", "", Fraction(1))
_FORMS = dict(units("en").items())
_LOWER = {form.lower(): unit for form, unit in _FORMS.items()}
UNIT = rf"(?:{any_of(_FORMS)})(?![A-Za-z])"
"""A unit as it stands in a text, for `re` with IGNORECASE."""
_SIGN = any_of(SIGNS)
_SIGNS = {s.upper(): name for s, name in SIGNS.items()}
_FLAGS = re.IGNORECASE

_AMOUNT = (
    rf"(?P<sign>(?<![A-Za-z])(?:{_SIGN})\s?)?(?P<number>(?(sign){FIGURES}|{NUMBER}))(?P<half>[-\s]and[-\s]a[-\s]half(?![-\s][mb]illion|[-\s]trillion|[-\s]thousand)|\s?½)?(?P<more>\s?\+|[-\s]odd\b|-plus)?"
    rf"(?:[\s-]{{0,2}}(?P<unit>{UNIT}))?(?P<half_more>\sand\sa\shalf)?"
)
_SINGLES = LazyPattern(_AMOUNT, _FLAGS)
_AND_A_HALF = LazyPattern(_AMOUNT.replace(r"\s?½)?", r"\s?½)", 1), _FLAGS)
_FRACTIONAL = LazyPattern(rf"\b(?P<half>half[-\s](?:an?[-\s])?)(?P<unit>{UNIT})", _FLAGS)
_ONE_AND_HALF = LazyPattern(rf"\b(?:an?|one|the|this|last|past|first|next)\s(?P<unit>{UNIT})\sand\sa\shalf\b", _FLAGS)
_SINGLE = LazyPattern(
    rf"\b(?:(?:an?|each|every|per)\s|(?:(?:the|this|that|past|last|next|coming|previous|recent)\s){{1,2}}(?=decade|centur))"
    rf"(?P<unit>{UNIT})(?P<or_two>\sor\stwo\b)?",
    _FLAGS,
)
_BARE = LazyPattern(
    r"\b(?:per|every|each)\s(?P<size>hundred|thousand|million|billion)\b|\b(?P<age>decade|century)-(?:long|old)\b|\b(?:a|one)\sscore\b",
    _FLAGS,
)
_AMBIGUOUS = lazy(r"\d(?P<letter>[mMkK])$")


def unit_of(written: str | None) -> Unit:
    """The unit that a form names; case counts only where it must (MW)."""
    if not written:
        return _COUNT
    form = re.sub(r"[\s-]", " ", written)
    return _FORMS.get(written) or _FORMS.get(form) or _LOWER.get(form.lower()) or _LOWER[written.lower()]


def _amount(match: Match) -> Sequence[Value]:
    unit = unit_of(match["unit"])
    if match["sign"]:
        unit = Unit("money", _currency(match["sign"], unit), Fraction(1))
    number = amount(match["number"]) + (Fraction(1, 2) if match["half_more"] else 0)
    if match["half"]:
        number += Fraction(1, 2)
    number *= unit.times
    letter = None if match["sign"] or match["unit"] else _AMBIGUOUS.search(match["number"])
    return [
        value(match, number, kind=unit.kind, begin=match.start("sign") if match["sign"] else match.start("number"),
              unit=f"{letter['letter'].lower()}?" if letter else unit.name, bound="over" if match["more"] else "",
              required=(number > 1 and not _in_a_name(match)) or match["number"][0].isdigit())
    ]  # fmt: skip


_NAME_BEHIND = re.compile(r"\s[A-Z][a-z]")
_BEGINS = re.compile(r"(?:^|[.!?:“\"‘(]\s?)$")


def _in_a_name(match: Match) -> bool:
    """True for a capitalised word inside a sentence before another one: the Four Corners, Seven Sisters. Its Chinese may write the name by
    its sound."""
    word = match["number"]
    return (
        word.isalpha()
        and word.istitle()
        and not match["unit"]
        and _NAME_BEHIND.match(match.string, match.end("number")) is not None
        and not _BEGINS.search(match.string, max(0, match.start() - 2), match.start())
    )


def _currency(sign: str, unit: Unit) -> str:
    known = _SIGNS[sign.strip().upper()]
    return unit.name if unit.kind == "money" and unit.name != "dollar" and known == "dollar" else known


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


_SIZES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}


def _bare(match: Match) -> Sequence[Value]:
    if match["age"]:
        return [value(match, 1, kind="measure", unit=match["age"].lower(), required=False)]
    return [value(match, _SIZES[match["size"].lower()] if match["size"] else 20, required=False)]


QUANTITIES = (Rule("amount", _SINGLES, _amount, NUMBER_WORDS, "5 billion yuan", "billions"),)
AND_A_HALF = (
    Rule("a unit and a half", _ONE_AND_HALF, _one_and_half, words("half"), "a year and a half", "half a year"),
    Rule("a number and a half", _AND_A_HALF, _amount, ("half", "½"), "two and a half times", "two and three"),
)
HALVES = Rule("half a unit", _FRACTIONAL, _fractional, words("half"), "half an hour", "half of them")
SINGLE_SPANS = Rule(
    "a unit",
    _SINGLE,
    _single,
    words("a", "an", "each", "every", "per", "decade", "century", "decades"),
    "a decade",
    "two decades",
)
BARE = Rule(
    "bare magnitude",
    _BARE,
    _bare,
    ("hundred", "thousand", "million", "billion", "decade", "century", *words("score")),
    "per million",
    "millions",
)

_NUMBER = lazy(NUMBER, _FLAGS)


def _number(written: str) -> Fraction | None:
    found = _NUMBER.search(written)
    return amount(found[0]) if found else None


def _scale(written: str) -> int:
    found = _NUMBER.search(written)
    return magnitude(found[0]) if found else 1


GRAMMAR = Grammar("en", r"\s?[-–—~]\s?|\s?to\s|-to-|\sor\s|\sand\s", _scale, _number)
