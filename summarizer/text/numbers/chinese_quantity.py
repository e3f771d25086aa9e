"""Chinese amounts: a numeral, or a range of two, with the currency sign before it and the unit after it."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from summarizer.text.lazy_pattern import LazyPattern
from summarizer.text.numbers.latin import ABBREVIATED, ABBREVIATION, SIGNS
from summarizer.text.numbers.numerals import NUMERAL, NUMERAL_CHARACTERS, Numeral, read
from summarizer.text.numbers.scan import Match, Rule, value
from summarizer.text.numbers.tables import Unit, any_of, units
from summarizer.text.numbers.values import Value

_SEPARATOR = r"\s?(?:[-–—~～至到]|或(?:是|者)?|(?<=[一二三四五六七八])、(?=[二三四五六七八九](?!、)))\s?"
_COUNT = Unit("plain", "", Fraction(1))
_UNITS = any_of(units("zh"))
_NOT_TENTHS = "功为為立員员长長就本年熟交效绩績果型品份因千"
_UNIT = rf"(?!成[{_NOT_TENTHS}])(?:{_UNITS})"
_SIGN = any_of(SIGNS)
_SIDES = "左右|上下|以上|以下|开外|開外|有余|有餘|[多余餘许許]"

_FIRST = (
    f"[约約近逾超至不最好几幾数數上{''.join(NUMERAL_CHARACTERS[1:])}\\d\\s{re.escape(''.join({s[0] for s in SIGNS}))}]"
)
"""What an amount can begin with: without this look ahead most of the pattern would be tried at every character."""

_QUANTITY = LazyPattern(
    rf"(?={_FIRST})(?P<about>约|約|近|逾|超[过過]?|至少|不到|不足|最多)?\s?(?P<sign>{_SIGN})?\s?"
    rf"(?:(?P<first>{NUMERAL})(?P<first_abbreviation>{ABBREVIATION})?\s?(?P<first_unit>{_UNIT})?{_SEPARATOR}(?:{_SIGN})?)?"
    rf"(?P<number>{NUMERAL})(?P<abbreviation>{ABBREVIATION})?(?P<many>[多余餘来來几幾])?"
    rf"\s?(?P<unit>{_UNIT})?(?P<half>半(?![导導岛島年个個天月数數径徑]))?(?P<sides>{_SIDES})?"
)


def _quantity(match: Match) -> Sequence[Value]:
    """One value, or two where what looks like a range is none (四、九人)."""
    unit = units("zh").get(match["unit"] or "", _COUNT)
    if match["sign"]:
        unit = Unit("money", _currency(match["sign"], unit), Fraction(1))
    numeral = _amount(match, "number", "abbreviation")
    if not match["first"]:
        return [_value(match, "number", unit, numeral)]
    first, first_unit = _first(match, numeral), units("zh").get(match["first_unit"] or "", unit)
    if first.low < numeral.high and first_unit[:2] == unit[:2] and _is_range(match, first, numeral):
        return [_value(match, "first", unit, numeral._replace(low=first.low))]
    return [_value(match, "first", first_unit, first, match.end("first")), _value(match, "number", unit, numeral)]


def _is_range(match: Match, first: Numeral, last: Numeral) -> bool:
    return "、" not in match[0] or last.low == first.low + 1


def _value(match: Match, group: str, unit: Unit, numeral: Numeral, end: int | None = None) -> Value:
    half = Fraction(1, 2) if match["half"] and unit.kind in ("measure", "times") else Fraction(0)
    low, high = (numeral.low + half) * unit.times, (numeral.high + half) * unit.times
    begin = match.start("sign") if match["sign"] and (group == "first" or not match["first"]) else match.start(group)
    more = _strength(match, group, unit, numeral)
    return value(match, low, high, unit.kind, begin=begin, end=end, unit=unit.name, vague=numeral.vague, **more)


def _currency(sign: str, unit: Unit) -> str:
    return unit.name if unit.kind == "money" and unit.name != "yuan" else SIGNS[sign]


def _amount(match: Match, number: str, abbreviation: str) -> Numeral:
    numeral = read(match[number])
    times = ABBREVIATED[match[abbreviation].lower()] if match[abbreviation] else 1
    return numeral._replace(low=numeral.low * times, high=numeral.high * times)


def _first(match: Match, last: Numeral) -> Numeral:
    """The lower end of a range: in 5至10亿 it has the magnitude of the upper."""
    first = _amount(match, "first", "first_abbreviation")
    scale = _scale(match["number"])
    if scale > 1 and not re.search("[十百千万萬亿億兆]", match["first"]) and first.low < last.high / scale:
        return first._replace(low=first.low * scale, high=first.high * scale)
    return first


def _scale(written: str) -> int:
    """What the trailing units of a figure multiply it by: 10亿 has 10⁸, 三十 none (its unit is part of the number)."""
    tail = re.search("[万萬亿億兆百千]+$", written.replace(" ", ""))
    return int(read(tail[0]).low) if tail else 1


def _strength(match: Match, group: str, unit: Unit, numeral: Numeral) -> dict[str, Any]:
    approx = numeral.approx or numeral.vague or bool(match["about"] or match["many"] or match["sides"])
    return {"approx": approx, "required": _is_required(match, group, unit, numeral)}


def _is_required(match: Match, group: str, unit: Unit, numeral: Numeral) -> bool:
    """One of something may become "a"; a lone character without a unit (三国, 百姓) may be part of a word."""
    written = match[group]
    if match["sign"] or unit.kind not in ("plain", "measure", "money", "times") or match["half"]:
        return True
    if numeral.low == numeral.high == 1:
        return unit.kind == "times"
    if numeral.low == 0 and not written.isascii():
        return False
    return len(written) > 1 or written.isdecimal() or bool(match["unit"])


QUANTITIES = Rule(_QUANTITY, _quantity, NUMERAL_CHARACTERS)
