"""Chinese dates and times: 2024年2月29日, 民国113年, 八十年代, 90后, 第三季度, 上半年, 下午3点半, 周六."""

import re
from collections.abc import Sequence

from summarizer.text.lazy_pattern import LazyPattern
from summarizer.text.numbers.latin import clock
from summarizer.text.numbers.numerals import DIGITS, NUMERAL, read
from summarizer.text.numbers.scan import Match, Rule, part, value
from summarizer.text.numbers.values import Value

_FIRST_YEAR_OF_THE_REPUBLIC = 1911
"""民国 years count from here: 民国113年 is 2024."""

_HAN = "[〇零○一二三四五六七八九]"
_DASH = r"\s?[-~至到]\s?"
_NUMBER = "(?:[12][0-9]|3[01]|0?[1-9]|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|三十一?|[一二三四五六七八九])"
_MONTH = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_NUMERAL_BEFORE = r"(?<![\d.一二三四五六七八九十百千])"

_YEARS = LazyPattern(
    rf"""(?P<republic>民国\s?(?P<count>{NUMERAL})\s?年)
    |{_NUMERAL_BEFORE}(?P<year>[12]\d{{3}}|[一二]{_HAN}{{3}})\s?年?(?:{_DASH}(?P<last>[12]\d{{3}}|[一二]{_HAN}{{3}}))?\s?年(?![代前])
    |{_NUMERAL_BEFORE}(?P<short>0\d|[零〇]{_HAN}|9[0-9])\s?年(?!代)""",
    re.VERBOSE,
)
_DATES = LazyPattern(
    rf"""{_NUMERAL_BEFORE}(?P<month>{_MONTH})\s?月\s?(?P<day>{_NUMBER})(?:{_DASH}(?P<last>{_NUMBER}))?
        (?:\s?[日号](?![元内])|(?=\s?[和、及与至到]\s?{_MONTH}\s?月)|(?<=\d)(?=\s[\u4e00-\u9fff])(?!\s[个名人家年倍万亿级月位次]))
    |{_NUMERAL_BEFORE}(?:(?P<from>{_MONTH})\s?月?份?(?:{_DASH}|、))?(?P<alone>{_MONTH})\s?月份?(?![亮球饼])
    |{_NUMERAL_BEFORE}(?:(?P<since>{_NUMBER})\s?日?{_DASH})?(?P<only>{_NUMBER})\s?[日号](?![元本圆币线院楼馆厅店])""",
    re.VERBOSE,
)
_NEIGHBOURING_MONTHS = LazyPattern(
    f"{_NUMERAL_BEFORE}(?P<from>[一二三四五六七八])(?P<to>[二三四五六七八九])月份?(?![亮球饼])"
)
_WEEKDAY = LazyPattern(
    r"(?:星期|礼拜|(?<![一二两三四五六七八九十几\d])周)(?P<day>[一二三四五六日天])(?![次个回年]|\w?[帆鸣鹏伟华])"
)
_DECADE = LazyPattern(
    rf"""(?:(?P<century>{NUMERAL})\s?世纪\s?)?(?P<decade>\d{{0,2}}[0-9]0|[一二]?九?[一二三四五六七八九][十零〇])\s?年代
    |(?<!\d)(?P<born>[05-9][05]|[零五六七八九][零〇五十])[后後](?!来|面|的一)""",
    re.VERBOSE,
)
_CENTURY = LazyPattern(rf"(?<!个)(?P<century>{NUMERAL})\s?世纪")
_PERIOD = LazyPattern(
    rf"""(?<!前)(?:第?(?<!{_HAN})(?P<quarter>[1-4一二三四])\s?季度?(?:报)?|[Qq](?P<q>[1-4])|(?P<q_first>[1-4])[Qq])(?![A-Za-z0-9])
    |(?P<half>[上下])半(?=年|场|季|财年)|H(?P<h>[12])(?![A-Za-z0-9])""",
    re.VERBOSE,
)
_PART = "凌晨|清晨|清早|早上|早晨|上午|中午|下午|午后|傍晚|晚上|晚间|夜里|深夜|[今明昨当][晚早]|[早晚]"
_TIME = LazyPattern(
    rf"""(?P<part>{_PART})?\s?{_NUMERAL_BEFORE}
        (?P<hour>2[0-4]|[01]?\d|二十[一二三四]?|十[一二三四五六七八九]?|[零一二两三四五六七八九])
        \s?[点时](?!\d+%|代)
        (?:(?P<half>半)|(?P<quarter>[一三])刻
          |\s?(?P<minute>[0-5]?\d|[二三四五]?十[一二三四五六七八九]?|零[一-九]|[一二三四五六七八九](?=分))\s?分?
          |(?P<sharp>钟|整))?""",
    re.VERBOSE,
)
_SPOKEN_CLOCK = LazyPattern(rf"(?P<part>{_PART})\s?(?P<hour>\d{{1,2}}):(?P<minute>[0-5]\d)")
_AFTERNOON = re.compile("下午|午后|傍晚|晚|夜")
_CONGRESS = LazyPattern(
    r"(?<![\d一二三四五六七八九])(?P<number>十[一二三四五六七八九]|二十|1[1-9]|20)大(?=[报精以召闭开代会上后提作胜的，。、”》]|$)"
)


_EVENT = LazyPattern(
    r"""(?<![\d.])(?P<month>1[0-2]|0?[1-9])[.·](?P<day>3[01]|[12]\d|0?[1-9])(?![\d.%])
        (?=[”」’]?(?:特?大?强?(?:降雨|暴雨|地震|洪灾|洪水|爆炸|火灾|泥石流)|重?特?大?(?:事件|事故|[\u4e00-\u9fff]{0,4}案)|惨案|运动|讲话|大会))""",
    re.VERBOSE,
)
"""An event called by its day: 7.19强降雨, 9·11事件."""


def _year(written: str) -> int:
    return int(read(written).low)


def _years(match: Match) -> Sequence[Value]:
    if match["republic"]:
        return [value(match, _year(match["count"]) + _FIRST_YEAR_OF_THE_REPUBLIC, kind="year")]
    if match["short"]:
        short = _year(match["short"])
        return [value(match, short + (1900 if short >= 50 else 2000), kind="year", unit="short")]
    return _range(match, _year(match["year"]), _year(match["last"] or match["year"]), "year")


def _range(match: Match, first: int, last: int, kind: str) -> Sequence[Value]:
    """One value, or two where the range runs backwards: from November to January."""
    if first <= last:
        return [value(match, first, last, kind)]  # type: ignore[arg-type]
    return [value(match, n, kind=kind) for n in (first, last)]  # type: ignore[arg-type]


def _dates(match: Match) -> Sequence[Value]:
    if match["only"]:
        return _range(match, _year(match["since"] or match["only"]), _year(match["only"]), "day")
    if match["alone"]:
        return _range(match, _year(match["from"] or match["alone"]), _year(match["alone"]), "month")
    month, day = _year(match["month"]) * 100, _year(match["day"])
    return _range(match, month + day, month + _year(match["last"] or match["day"]), "date")


def _neighbouring_months(match: Match) -> Sequence[Value] | None:
    first, last = DIGITS[match["from"]], DIGITS[match["to"]]
    return [value(match, first, last, "month")] if last == first + 1 else None


def _weekday(match: Match) -> Sequence[Value]:
    return [value(match, 7 if match["day"] == "天" else "一二三四五六日".index(match["day"]) + 1, kind="weekday")]


def _decade(match: Match) -> Sequence[Value]:
    written = match["decade"] or match["born"]
    decade = int(read(written.replace("十", "零") if len(written) == 2 else written).low)
    century = (int(read(match["century"]).low) - 1) * 100 if match["century"] else 0
    return [value(match, century + decade, kind="decade", bound="about" if match["born"] else "")]


def _century(match: Match) -> Sequence[Value]:
    return [value(match, read(match["century"]).low, kind="ordinal")]


def _period(match: Match) -> Sequence[Value]:
    if match["half"] or match["h"]:
        return [value(match, 2 if match["half"] == "下" or match["h"] == "2" else 1, kind="period", unit="half")]
    return [value(match, _year(match["quarter"] or match["q"] or match["q_first"]), kind="period", unit="quarter")]


def _time(match: Match) -> Sequence[Value] | None:
    """None for 3点 alone, which may be three points."""
    if not any(match[g] for g in ("part", "half", "quarter", "minute", "sharp")) and not match[0].endswith("时"):
        return None
    minute = (
        30 if match["half"] else _year(match["quarter"]) * 15 if match["quarter"] else _year(match["minute"] or "0")
    )
    return [clock(match, _year(match["hour"]) % 24, minute, _half_of_day(match["part"]))]


def _spoken_clock(match: Match) -> Sequence[Value]:
    return [clock(match, int(match["hour"]) % 24, int(match["minute"]), _half_of_day(match["part"]))]


def _half_of_day(part_of_day: str | None) -> str:
    if not part_of_day or part_of_day == "中午":
        return ""
    return "p" if _AFTERNOON.search(part_of_day) else "a"


def _event(match: Match) -> Sequence[Value]:
    day = int(match["month"]) * 100 + int(match["day"])
    numbers = (day, int(match["month"]), int(match["day"]))
    return [value(match, day, kind="date", required=False), *(value(match, n, required=False) for n in numbers)]


def _congress(match: Match) -> Sequence[Value]:
    return [part(match, "number", read(match["number"]).low, "ordinal")]


CALENDAR = (
    Rule("clock with the part of the day", _SPOKEN_CLOCK, _spoken_clock, (":",), "下午3:30", "比分3:30"),
    Rule("event called by its day", _EVENT, _event, ("0",), "7.19强降雨", "增长7.19万"),
    Rule("party congress", _CONGRESS, _congress, ("大",), "二十大报告", "二十大碗"),
    Rule("decade", _DECADE, _decade, ("年代", "后", "後"), "八十年代", "八十年"),
    Rule("century", _CENTURY, _century, ("世",), "二十一世纪", "两个世纪"),
    Rule("year", _YEARS, _years, ("年",), "2024年", "3年"),
    Rule("neighbouring months", _NEIGHBOURING_MONTHS, _neighbouring_months, ("月",), "七八月份", "八七月"),
    Rule("date", _DATES, _dates, ("月", "日", "号"), "2月29日", "2个月"),
    Rule("weekday", _WEEKDAY, _weekday, ("星期", "礼拜", "周"), "周六", "三周日均"),
    Rule("quarter or half", _PERIOD, _period, ("季", "q0", "0q", "半", "h0"), "第三季度", "前三季度"),
    Rule("time", _TIME, _time, ("点", "时"), "下午3点半", "3点"),
)
"""In the order in which they must be tried. Rules for ISO dates and bare clock times are `latin`'s."""
