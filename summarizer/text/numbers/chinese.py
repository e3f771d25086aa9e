"""The numbers of a Chinese text, simplified or traditional."""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from summarizer.text.lazy_pattern import LazyPattern
from summarizer.text.numbers.chinese_calendar import CALENDAR
from summarizer.text.numbers.chinese_quantity import QUANTITIES
from summarizer.text.numbers.latin import ADDRESSES, CLOCKS, DATES, FRACTIONS, NAMES
from summarizer.text.numbers.numerals import DIGITS, NUMERAL, plain_digits, read
from summarizer.text.numbers.scan import Match, Rule, excepted, scan, value
from summarizer.text.numbers.tables import any_of, units
from summarizer.text.numbers.values import Value

_HALF_UNITS = "年|月|小时|小時|钟头|鐘頭|天|日|世纪|世紀|星期|公里|英里|公斤|斤|吨|噸|公尺|米|秒|分钟|分鐘"
_PARTS = LazyPattern(
    rf"(?P<low_of>{NUMERAL})\s?分之\s?(?P<low>{NUMERAL})"
    rf"(?:[个個]?(?:[至到~-])(?:(?P=low_of)分之)?(?P<high>{NUMERAL}))?(?P<half>半)?|百分之?百|100分之100"
)
_PERCENT_POINTS = LazyPattern(rf"百分之(?P<number>{NUMERAL})[个個]百分[点點]")
_TENTHS = LazyPattern(r"(?P<tenths>[一二两兩三四五六七八九])成(?P<rest>[一二三四五六七八九]|半)(?![年月天个個])")
_INCREASE = LazyPattern(
    rf"(?:[增提上暴激飆飙猛翻]|扩大|擴大|成长|成長|多|快|高出?)[长長加高升涨漲]?(?:了|出|近|约|約|超过|超過|将近|將近)*\s?"
    rf"(?P<number>{NUMERAL})(?:[多余餘几幾])?倍(?P<half>半)?"
)
_DOUBLINGS = LazyPattern(rf"翻了?(?:近|约|約|将近|將近|超过|超過)?(?P<number>{NUMERAL})?[番倍]|加倍|倍增")
_MOST_DOUBLINGS = 30
_DISCOUNT = LazyPattern(r"(?P<number>[1-9](?:\.\d|\d)?|[一二三四五六七八九]{1,2})\s?折(?![中射叠疊腰扣磨])")
_COINS = LazyPattern(
    rf"(?P<whole>{NUMERAL})\s?[元块塊](?P<tenths>[\d一二三四五六七八九])(?P<coin>[角毛](?:钱|錢)?)?(?![\d十百千万萬亿億%.年月])"
)
_HALF_MORE = LazyPattern(rf"(?P<number>{NUMERAL})\s?[个個]半\s?(?P<unit>{_HALF_UNITS})")
_HALF = LazyPattern(
    rf"(?<![一两兩三四五六七八九十大过過])(?<!上)(?<!下)半\s?[个個]?\s?(?:多)?(?P<unit>{_HALF_UNITS})(?![初末])"
)
_EACH = LazyPattern(rf"每[个個]?(?P<unit>{any_of(u for u, unit in units('zh').items() if unit.kind == 'measure')})")
_ONE_HALF = LazyPattern(r"一半|[各大多过過对對]半")
_ORDINAL = LazyPattern(
    rf"第\s?(?P<number>{NUMERAL})(?:\s?(?:至|到|-)\s?第?(?P<last>{NUMERAL}))?\s?(?P<unit>[个個名位次届屆张張条條章节節期季度点點步]?)"
)
_FIRST = LazyPattern("首(?=[个個次位家批届屆款例席先要任部只名轮輪])|头号|頭號|[居榜]首")
_MYRIADS = LazyPattern("[数數]以(?P<number>[十百千万萬亿億]+)[计計]")
_FEW = LazyPattern(
    "[几幾](?![乎何率])|若干|(?<![多少人次总總无無参參倍岁歲分指函系整位])[数數](?=[年月日天周週次名家个個人种種])"
)
_PAIR = LazyPattern("[双雙俩倆]|对比|[二两兩]者")


@lru_cache(maxsize=1024)
def chinese_values(text: str) -> tuple[Value, ...]:
    """Every number in the text, in its order; `text` of a value is the text's own characters."""
    found = scan(plain_digits(text), _RULES)
    return tuple(v.model_copy(update={"text": text[v.start : v.end]}) for v in found)


def _parts(match: Match) -> Sequence[Value]:
    if not match["low_of"]:
        return [value(match, 100, kind="percent", required=False)]
    of, low = read(match["low_of"]).low, read(match["low"])
    high = read(match["high"]).high if match["high"] else low.high
    half = Fraction(1, 2) if match["half"] else 0
    if of == 100:
        certain = low.low != 100 or match[0][-1].isdecimal()
        return [
            value(match, low.low + half, high + half, "percent", approx=low.approx, vague=low.vague, required=certain)
        ]
    return [value(match, low.low / of, high / of, "fraction", approx=low.approx)]


def _percent_points(match: Match) -> Sequence[Value]:
    number = read(match["number"])
    return [value(match, number.low, number.high, "point")]


def _tenths(match: Match) -> Sequence[Value]:
    return [value(match, DIGITS[match["tenths"]] * 10 + DIGITS.get(match["rest"], 5), kind="percent")]


def _increase(match: Match) -> Sequence[Value]:
    number = read(match["number"])
    half = Fraction(1, 2) if match["half"] else 0
    return [
        value(
            match, number.low + half, number.high + half, "times", unit="increase", approx=number.approx or number.vague
        )
    ]


def _doublings(match: Match) -> Sequence[Value] | None:
    """翻番 is twice, 翻两番 four times; 翻三倍 is three times. None for more doublings than anything can have."""
    number = read(match["number"]).low if match["number"] else Fraction(1)
    if match[0].endswith("番") and number > _MOST_DOUBLINGS:
        return None
    times = number if match[0].endswith("倍") and number > 1 else Fraction(2 ** int(number))
    return [value(match, times, kind="times", required=match[0] not in ("加倍", "倍增"))]


def _discount(match: Match) -> Sequence[Value]:
    paid = read(match["number"]).low
    if len(match["number"]) == 2 and not match["number"].isdecimal():
        paid = Fraction(DIGITS[match["number"][0]] * 10 + DIGITS[match["number"][1]])
    return [value(match, paid * 10 if paid < 10 else paid, kind="percent", unit="paid")]


def _coins(match: Match) -> Sequence[Value]:
    return [value(match, read(match["whole"]).low + read(match["tenths"]).low / 10, kind="money", unit="yuan")]


def _half_more(match: Match) -> Sequence[Value]:
    number = read(match["number"])
    unit, half = _unit(match["unit"]), Fraction(1, 2)
    return [value(match, (number.low + half) * unit[1], (number.high + half) * unit[1], "measure", unit=unit[0])]


def _half(match: Match) -> Sequence[Value]:
    unit = _unit(match["unit"])
    return [value(match, unit[1] / 2, kind="measure", unit=unit[0], required=match["unit"] not in ("天", "日"))]


def _unit(written: str) -> tuple[str, Fraction]:
    known = units("zh")
    unit = known.get(written) or known.get("个" + written) or known["天"]
    return unit.name, unit.times


def _each(match: Match) -> Sequence[Value]:
    unit = units("zh")[match["unit"]]
    return [value(match, unit.times, kind="measure", unit=unit.name, required=False)]


def _one_half(match: Match) -> Sequence[Value]:
    return [value(match, Fraction(1, 2), kind="fraction", required=match[0] == "一半")]


def _ordinal(match: Match) -> Sequence[Value]:
    first = read(match["number"]).low
    last = read(match["last"]).high if match["last"] else first
    return [value(match, min(first, last), max(first, last), "ordinal")]


def _first(match: Match) -> Sequence[Value]:
    return [value(match, 1, kind="ordinal", required=False)]


def _myriads(match: Match) -> Sequence[Value]:
    number = read(match["number"]).low
    return [value(match, number, number * 9, approx=True, vague=True)]


def _few(match: Match) -> Sequence[Value]:
    return [value(match, 2, 9, approx=True, vague=True, required=False)]


def _pair(match: Match) -> Sequence[Value]:
    return [value(match, 2, required=False)]


_RULES = (
    ADDRESSES,
    Rule(_MYRIADS, _myriads, ("数以", "數以")),
    Rule(_PERCENT_POINTS, _percent_points, ("百分之",)),
    Rule(_PARTS, _parts, ("分",)),
    excepted("zh"),
    DATES,
    *CALENDAR,
    CLOCKS,
    FRACTIONS,
    NAMES,
    Rule(_ORDINAL, _ordinal, ("第",)),
    Rule(_DOUBLINGS, _doublings, ("翻", "加倍", "倍增")),
    Rule(_INCREASE, _increase, ("倍",)),
    Rule(_TENTHS, _tenths, ("成",)),
    Rule(_DISCOUNT, _discount, ("折",)),
    Rule(_COINS, _coins, ("元", "块", "塊")),
    Rule(_HALF_MORE, _half_more, ("半",)),
    Rule(_HALF, _half, ("半",)),
    Rule(_EACH, _each, ("每",)),
    Rule(_ONE_HALF, _one_half, ("半",)),
    Rule(_FIRST, _first, ("首", "头号", "頭號")),
    QUANTITIES,
    Rule(_FEW, _few, ("几", "幾", "若干", "数", "數")),
    Rule(_PAIR, _pair, ("双", "雙", "俩", "倆", "对比", "者")),
)
