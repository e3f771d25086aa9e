"""Chinese amounts: a numeral with the currency sign before it and the unit after it. Ranges and bounds are `grammar`'s."""

import re
from collections.abc import Sequence
from fractions import Fraction

from summarizer.text.lazy_pattern import LazyPattern
from summarizer.text.numbers.grammar import Grammar
from summarizer.text.numbers.latin import ABBREVIATED, ABBREVIATION, SIGNS
from summarizer.text.numbers.numerals import NUMERAL, NUMERAL_CHARACTERS, Numeral, read, scale
from summarizer.text.numbers.scan import Match, Rule, value
from summarizer.text.numbers.tables import Unit, any_of, units
from summarizer.text.numbers.values import Value

_COUNT = Unit("plain", "", Fraction(1))
_NOT_TENTHS = "功为立员长就本年熟交效绩果型品份因千"
_UNIT = rf"(?!成[{_NOT_TENTHS}]|里[面程士昂约昆拉德斯边应]|两[国地党岸会]|码头|盾牌|磅礴|克[隆服]|伏击|升[级学至到了起]|里的)(?:{any_of(units('zh'))})"
_SIGN = any_of(SIGNS)
_HALF = "半(?![导岛年个天月数径路夜场官自步价成信途])"

_FIRST = f"[好几数上{''.join(NUMERAL_CHARACTERS[1:])}\\d{re.escape(''.join({s[0] for s in SIGNS}))}]"
"""What an amount can begin with: without this look ahead most of the pattern would be tried at every character."""

_QUANTITY = LazyPattern(
    rf"(?={_FIRST})(?:(?P<sign>{_SIGN})\s?)?(?P<number>{NUMERAL})(?P<abbreviation>{ABBREVIATION})?(?P<many>\s?(?:个(?=多(?:小时|钟头|星期|世纪|季度)))?[多余来几](?![数何])|(?<=[百千万亿])把(?=[块个人斤年]))?"
    rf"(?:\s?(?P<unit>{_UNIT})(?P<half>{_HALF})?)?"
)


def _quantity(match: Match) -> Sequence[Value]:
    unit = units("zh").get(match["unit"] or "", _COUNT)
    if match["sign"]:
        unit = Unit("money", _currency(match["sign"], unit), Fraction(1))
    numeral = _amount(match)
    half = Fraction(1, 2) if match["half"] else Fraction(0)
    low, high = (numeral.low + half) * unit.times, (numeral.high + half) * unit.times
    many = (match["many"] or "").strip().lstrip("个")
    bound = "about" if many in ("来", "把") else "over" if many or "多" in (match["unit"] or "") else numeral.bound
    required = _is_required(match, unit, numeral)
    return [
        value(match, low, high, unit.kind, unit=unit.name, vague=numeral.vague, bound=bound, required=required)
    ]  # fmt: skip


def _currency(sign: str, unit: Unit) -> str:
    return unit.name if unit.kind == "money" and unit.name != "yuan" else SIGNS[sign]


def _amount(match: Match) -> Numeral:
    numeral = read(match["number"])
    times = ABBREVIATED[match["abbreviation"].lower()] if match["abbreviation"] else 1
    return numeral._replace(low=numeral.low * times, high=numeral.high * times)


def _is_required(match: Match, unit: Unit, numeral: Numeral) -> bool:
    """One of something may become "a"; a lone character without a unit (三国, 百姓) may be part of a word."""
    written = match["number"]
    if match["sign"] or unit.kind not in ("plain", "measure", "money", "times") or match["half"]:
        return True
    if numeral.low == numeral.high == 1:
        return unit.kind == "times"
    if numeral.low == 0 and not written.isascii():
        return False
    return len(written) > 1 or written.isdecimal() or bool(match["unit"])


QUANTITIES = Rule("amount", _QUANTITY, _quantity, NUMERAL_CHARACTERS, "5亿元", "元")

_NUMERAL = re.compile(NUMERAL)


def _scale(written: str) -> int:
    found = _NUMERAL.search(written)
    return scale(found[0]) if found else 1


def _number(written: str) -> Fraction | None:
    found = _NUMERAL.search(written)
    return read(found[0]).high if found else None


GRAMMAR = Grammar(
    "zh", r"\s?(?:[-~至到]|或(?:是|者)?|(?<=[一二三四五六七八])、(?=[二三四五六七八九])|、)\s?", _scale, _number
)
