"""The numbers of a Chinese text, simplified or traditional."""

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from summarizer.text.lazy_pattern import LazyPattern
from summarizer.text.numbers.chinese_calendar import CALENDAR
from summarizer.text.numbers.chinese_quantity import GRAMMAR, QUANTITIES
from summarizer.text.numbers.latin import ADDRESSES, CLOCKS, DATES, DIMENSIONS, FRACTIONS, NAMES, TELEPHONES
from summarizer.text.numbers.numerals import DIGITS, NUMERAL, folded, read
from summarizer.text.numbers.scan import Match, Rule, excepted, long_runs, scan, value
from summarizer.text.numbers.tables import any_of, units
from summarizer.text.numbers.values import OR_LATER, Bound, Value

_HALF_UNITS = "年|月|小时|钟头|天|日|世纪|星期|公里|英里|公斤|斤|吨|公尺|米|秒|分钟"
_PARTS = LazyPattern(
    rf"""(?P<of>{NUMERAL})\s?分之\s?(?P<low>{NUMERAL})(?!决赛)
        (?:个?[至到~-](?:(?P=of)分之)?(?P<high>{NUMERAL})(?!分之))?(?P<half>半)?
    |百分之?百|100分之100""",
    re.VERBOSE,
)
_PERCENT_POINTS = LazyPattern(rf"百分之(?P<number>{NUMERAL})个百分点")
_TENTHS = LazyPattern(r"(?P<tenths>[一二两三四五六七八九])成(?P<rest>[一二三四五六七八九]|半)(?![年月天个])")
_INCREASE = LazyPattern(
    rf"""(?:增(?:长|加|多|大|幅达?|至?)?|提[高升]|上[涨升]|暴[涨增]|激增|飙升|猛增|扩大|成长|多|快|高|涨|升|翻)(?:出|了)*
        (?P<into>到|至|为|成)?(?:原来的)?(?P<around>近|约|超过|将近|逾|超)?\s?
        (?P<number>{NUMERAL})(?:[多余几])?倍(?P<half>半)?""",
    re.VERBOSE,
)
_DOUBLINGS = LazyPattern(rf"翻了?(?:近|约|将近|超过)?(?P<number>{NUMERAL})?番|加倍|倍增")
_MOST_DOUBLINGS = 30
_DISCOUNT = LazyPattern(r"(?P<number>[1-9](?:\.\d|\d)?|[一二三四五六七八九]{1,2})\s?折(?![中射叠腰扣磨])")
_CLASSIFIERS = "斤个颗只件张本条杯瓶袋包盒台辆套次份支位间块晚天年月日碗串根把双小平两公"
_COINS = LazyPattern(
    rf"""(?P<whole>{NUMERAL})\s?[元块](?P<tenths>[\d一二三四五六七八九])
        (?P<coin>[角毛]钱?)?(?![\d十百千万亿%.年月{_CLASSIFIERS}])""",
    re.VERBOSE,
)
_HEIGHT = LazyPattern(rf"(?P<metres>{NUMERAL})米(?P<rest>[\d一二三四五六七八九]{{1,2}})(?![\d十百千万亿.,%米个年月])")
_HALF_MORE = LazyPattern(rf"(?P<number>{NUMERAL})\s?个半\s?(?P<unit>{_HALF_UNITS})")
_HALF = LazyPattern(rf"(?<![一两三四五六七八九十大过])(?<!上)(?<!下)半\s?个?\s?多?(?P<unit>{_HALF_UNITS})(?![初末])")
_EACH = LazyPattern(rf"每个?(?P<unit>{any_of(u for u, unit in units('zh').items() if unit.kind == 'measure')})")
_ONE_HALF = LazyPattern(r"一半|[各大多过对]半")
_ORDINAL = LazyPattern(
    rf"""第\s?(?P<number>{NUMERAL})(?:\s?(?:至|到|-)\s?第?(?P<last>{NUMERAL}))?
        \s?(?P<unit>分钟|秒钟?|小时|天|年|周|[个名位次届张条章节期季度点步])?""",
    re.VERBOSE,
)
_NEXT = re.compile("[天年周]|个(?:月|星期|礼拜)")
"""After 第二 and the like: 第二天 is also "the next day", 第三天 "two days later"."""
_FIRST = LazyPattern("首(?=[个次位家批届款例席先要任部只名轮])|头号|[居榜]首")
_MYRIADS = LazyPattern("数以(?P<number>[十百千万亿]+)计")
_FEW = LazyPattern("几(?![乎何率])|若干|(?<![多少人次总无参倍岁分指函系整位])数(?=[年月日天周次名家个人种])")
_PAIR = LazyPattern("[双俩]|仨|对比|[二两]者")
_SCORE = LazyPattern(
    r"(?<![\d.])(?P<ours>\d{1,3}|[一二三四五六七八九十]|十[一二三四五六七八九])\s?比\s?(?P<theirs>\d{1,3}(?![\d.%])|[零一二三四五六七八九十])(?![百千万亿较如起])"
)
_LIST = LazyPattern(
    r"(?<![一二三四五六七八九十百千万\d])(?P<digits>[一二三四五六七八九]{2,5})(?=年级|级(?:风|地震|以上)|楼|环)"
)


@lru_cache(maxsize=1024)
def chinese_values(text: str, names: tuple[tuple[int, int], ...] = ()) -> tuple[Value, ...]:
    """Every number in the text, in its order; `text` of a value is the text's own characters. What stands in one of the spans
    `names` is no number: 五道口, 三一重工."""
    plain = folded(text)
    found = GRAMMAR.read(plain, scan(plain, _RULES, (*names, *long_runs(plain))))
    return found if plain == text else tuple(v.model_copy(update={"text": text[v.start : v.end]}) for v in found)


def _parts(match: Match) -> Sequence[Value]:
    if not match["of"]:
        return [value(match, 100, kind="percent", required=False)]
    of, low = read(match["of"]).low, read(match["low"])
    high = read(match["high"]).high if match["high"] else low.high
    half = Fraction(1, 2) if match["half"] else 0
    bound = low.bound
    if of == 100:
        certain = low.low != 100 or match[0][-1].isdecimal()
        return [
            value(match, low.low + half, max(high, low.low) + half, "percent", bound=bound, vague=low.vague, required=certain)
        ]  # fmt: skip
    return (
        [value(match, low.low / of, max(high, low.low) / of, "fraction", bound=bound, parts=(low.low, of))]
        if of
        else []
    )


def _percent_points(match: Match) -> Sequence[Value]:
    number = read(match["number"])
    return [value(match, number.low, number.high, "point")]


def _tenths(match: Match) -> Sequence[Value]:
    return [value(match, DIGITS[match["tenths"]] * 10 + DIGITS.get(match["rest"], 5), kind="percent")]


def _increase(match: Match) -> Sequence[Value]:
    """增长三倍 is an increase by three times; 增至三倍 and 翻三倍 (which is said both ways) are not."""
    number = read(match["number"])
    half = Fraction(1, 2) if match["half"] else 0
    unit = "" if match["into"] else "either" if match[0].startswith("翻") else "increase"
    more = _AROUND.get(match["around"] or "", number.bound)
    return [
        value(match, number.low + half, number.high + half, "times", unit=unit, bound=more, vague=number.vague, trend="up")
    ]  # fmt: skip


_AROUND: dict[str, Bound] = {
    "近": "nearly",
    "将近": "nearly",
    "约": "about",
    "超过": "over",
    "超": "over",
    "逾": "over",
}


def _doublings(match: Match) -> Sequence[Value] | None:
    """翻番 is twice, 翻两番 four times. None for more doublings than anything can have."""
    number = read(match["number"]).low if match["number"] else Fraction(1)
    if number > _MOST_DOUBLINGS or number.denominator != 1:
        return None
    return [value(match, Fraction(2 ** int(number)), kind="times", required=match[0] not in ("加倍", "倍增"))]


def _discount(match: Match) -> Sequence[Value]:
    paid = read(match["number"]).low
    if len(match["number"]) == 2 and not match["number"].isdecimal():
        paid = Fraction(DIGITS[match["number"][0]] * 10 + DIGITS[match["number"][1]])
    return [value(match, paid * 10 if paid < 10 else paid, kind="percent", unit="paid")]


def _coins(match: Match) -> Sequence[Value]:
    return [value(match, read(match["whole"]).low + read(match["tenths"]).low / 10, kind="money", unit="yuan")]


def _height(match: Match) -> Sequence[Value]:
    """一米八, 1米75."""
    rest = read(match["rest"]).low / 10 ** len(match["rest"])
    return [value(match, read(match["metres"]).low + rest, kind="measure", unit="metre")]


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
    bound = "over" if match[0] in ("过半", "大半", "多半") else ""
    return [value(match, Fraction(1, 2), kind="fraction", bound=bound, required=match[0] == "一半")]


def _ordinal(match: Match) -> Sequence[Value]:
    first = read(match["number"]).low
    last = read(match["last"]).high if match["last"] else first
    written = units("zh").get(match["unit"] or "")
    unit = written.name if written and written.kind == "measure" else ""
    found = [value(match, min(first, last), max(first, last), "ordinal", unit=unit)]
    if first > 1 and first == last and _NEXT.match(match.string, match.end("number")):
        found[0] = value(match, first, kind="ordinal", unit=OR_LATER, required=first > 2)
        if first == 2:
            found.append(value(match, 1, required=False))
    return found


def _first(match: Match) -> Sequence[Value]:
    return [value(match, 1, kind="ordinal", required=False)]


def _myriads(match: Match) -> Sequence[Value]:
    number = read(match["number"]).low
    return [value(match, number, number * 9, vague=True)]


def _few(match: Match) -> Sequence[Value]:
    return [value(match, 2, 9, vague=True, required=False)]


def _pair(match: Match) -> Sequence[Value]:
    return [value(match, 3 if match[0] == "仨" else 2, required=match[0] == "仨")]


def _score(match: Match) -> Sequence[Value]:
    sides = [(side, read(match[side]).low) for side in ("ours", "theirs")]
    return [value(match, n, begin=match.start(side), end=match.end(side), required=n > 0) for side, n in sides]


def _list(match: Match) -> Sequence[Value] | None:
    """三四五年级 are grades 3, 4 and 5; each is a value, of which the middle ones may fall into a range."""
    digits = [DIGITS[c] for c in match["digits"]]
    if any(b != a + 1 for a, b in pairwise(digits)):
        return None
    return [value(match, n, required=n in (digits[0], digits[-1])) for n in digits]


_RULES = (
    ADDRESSES,
    Rule("数以万计", _MYRIADS, _myriads, ("数以",), "数以万计", "数以下"),
    Rule(
        "percentage points with 百分之", _PERCENT_POINTS, _percent_points, ("百分之",), "百分之二个百分点", "百分之二"
    ),
    Rule("share of a whole", _PARTS, _parts, ("分",), "四分之三", "三分"),
    Rule("grades and the like", _LIST, _list, ("年级", "级", "楼", "环"), "三四五年级", "三五年级"),
    excepted("zh"),
    DATES,
    *CALENDAR,
    CLOCKS,
    FRACTIONS,
    TELEPHONES,
    DIMENSIONS,
    NAMES,
    Rule("score", _SCORE, _score, ("比",), "3比2", "百比一"),
    Rule("ordinal", _ORDINAL, _ordinal, ("第",), "第三", "三"),
    Rule("doublings", _DOUBLINGS, _doublings, ("翻", "加倍", "倍增"), "翻了两番", "两番"),
    Rule("increase by times", _INCREASE, _increase, ("倍",), "增长了三倍", "三倍"),
    Rule("tenths", _TENTHS, _tenths, ("成",), "两成五", "两成"),
    Rule("discount", _DISCOUNT, _discount, ("折",), "八折", "八折中"),
    Rule("yuan and jiao", _COINS, _coins, ("元", "块"), "3块5", "两块一斤"),
    Rule("metres and centimetres", _HEIGHT, _height, ("米",), "一米八", "一米"),
    Rule("个半", _HALF_MORE, _half_more, ("半",), "两个半小时", "两个小时"),
    Rule("half a unit", _HALF, _half, ("半",), "半年", "半导体"),
    Rule("each unit", _EACH, _each, ("每",), "每年", "每位"),
    Rule("half", _ONE_HALF, _one_half, ("半",), "一半", "半夜"),
    Rule("first", _FIRST, _first, ("首", "头号"), "首次", "首都"),
    QUANTITIES,
    Rule("few", _FEW, _few, ("几", "若干", "数"), "好几", "几乎"),
    Rule("pair", _PAIR, _pair, ("双", "俩", "仨", "对比", "者"), "俩", "两"),
)
