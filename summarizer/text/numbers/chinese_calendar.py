"""Chinese dates and times: 2024年2月29日, 民國113年, 八十年代, 90后, 第三季度, 上半年, 下午3点半, 週六."""

import re
from collections.abc import Sequence

from summarizer.text.lazy_pattern import LazyPattern
from summarizer.text.numbers.latin import clock
from summarizer.text.numbers.numerals import NUMERAL, read
from summarizer.text.numbers.scan import Match, Rule, value
from summarizer.text.numbers.values import Value

_FIRST_YEAR_OF_THE_REPUBLIC = 1911
"""民國 years count from here: 民國113年 is 2024."""

_HAN = "[〇零○一二三四五六七八九]"
_DASH = r"\s?[-–—~～至到]\s?"
_NUMBER = "(?:[12][0-9]|3[01]|0?[1-9]|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|三十一?|[一二三四五六七八九])"
_MONTH = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_NUMERAL_BEFORE = r"(?<![\d.一二三四五六七八九十百千])"

_YEARS = LazyPattern(
    rf"(?P<republic>民[国國]\s?(?P<count>{NUMERAL})\s?年)"
    rf"|{_NUMERAL_BEFORE}(?P<year>[12]\d{{3}}|[一二]{_HAN}{{3}})\s?年?(?:{_DASH}(?P<last>[12]\d{{3}}|[一二]{_HAN}{{3}}))?\s?年(?![代前])"
    rf"|{_NUMERAL_BEFORE}(?P<short>0\d|[零〇]{_HAN}|9[0-9])\s?年(?!代)"
)
_DATES = LazyPattern(
    rf"{_NUMERAL_BEFORE}(?P<month>{_MONTH})\s?月\s?(?P<day>{_NUMBER})(?:{_DASH}(?P<last>{_NUMBER}))?\s?[日号號](?![元内])"
    rf"|{_NUMERAL_BEFORE}(?:(?P<from>{_MONTH})\s?月?{_DASH})?(?P<alone>{_MONTH})\s?月份?(?![亮球饼餅])"
    rf"|{_NUMERAL_BEFORE}(?P<only>{_NUMBER})\s?日(?![元本圓圆币幣])"
)
_WEEKDAY = LazyPattern(
    r"(?:星期|礼拜|禮拜|(?<![一二两兩三四五六七八九十几\d])[周週])(?P<day>[一二三四五六日天])(?![次个個回年])"
)
_DECADE = LazyPattern(
    rf"(?:(?P<century>{NUMERAL})\s?世[纪紀])?(?P<decade>\d{{0,2}}[0-9]0|[一二]?九?[一二三四五六七八九][十零〇])\s?年代"
    r"|(?<![\d])(?P<born>[05-9][05]|[零五六七八九][零〇五十])[后後]"
)
_CENTURY = LazyPattern(rf"(?<!个)(?<!個)(?P<century>{NUMERAL})\s?世[纪紀]")
_PERIOD = LazyPattern(
    rf"(?<!前)(?:第?(?<!{_HAN})(?P<quarter>[1-4一二三四])\s?季度?(?:[报報])?|[Qq](?P<q>[1-4])|(?P<q_first>[1-4])[Qq])(?![A-Za-z0-9])"
    r"|(?P<half>[上下])半(?=年|場|场|季|財年|财年)|H(?P<h>[12])(?![A-Za-z0-9])"
)
_PART = "凌晨|清晨|清早|早上|早晨|上午|中午|下午|午后|傍晚|晚上|晚间|晚間|夜里|夜裡|深夜|[今明昨当當]晚|[早晚]"
_TIME = LazyPattern(
    rf"(?P<part>{_PART})?\s?{_NUMERAL_BEFORE}(?P<hour>2[0-4]|[01]?\d|二十[一二三四]?|十[一二三四五六七八九]?|[零一二两兩三四五六七八九])"
    rf"\s?[点點时時](?!\d+%)(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<minute>[0-5]?\d|[二三四五]?十[一二三四五六七八九]?|零[一-九])分?"
    rf"|(?P<sharp>钟|鐘|整))?"
)
_SPOKEN_CLOCK = LazyPattern(rf"(?P<part>{_PART})\s?(?P<hour>\d{{1,2}}):(?P<minute>[0-5]\d)")
_AFTERNOON = re.compile("下午|午后|傍晚|晚|夜")


def _year(written: str) -> int:
    return int(read(written).low)


def _years(match: Match) -> Sequence[Value]:
    if match["republic"]:
        return [value(match, _year(match["count"]) + _FIRST_YEAR_OF_THE_REPUBLIC, kind="year")]
    if match["short"]:
        short = _year(match["short"])
        return [value(match, short + (1900 if short >= 50 else 2000), kind="year", unit="short")]
    first = _year(match["year"])
    return [value(match, first, _year(match["last"] or match["year"]), "year")]


def _dates(match: Match) -> Sequence[Value]:
    if match["only"]:
        return [value(match, _year(match["only"]), kind="day")]
    if match["alone"]:
        last = _year(match["alone"])
        return [value(match, _year(match["from"] or match["alone"]), last, "month")]
    month, day = _year(match["month"]) * 100, _year(match["day"])
    return [value(match, month + day, month + _year(match["last"] or match["day"]), "date")]


def _weekday(match: Match) -> Sequence[Value]:
    return [value(match, 7 if match["day"] == "天" else "一二三四五六日".index(match["day"]) + 1, kind="weekday")]


def _decade(match: Match) -> Sequence[Value]:
    written = match["decade"] or match["born"]
    decade = int(read(written.replace("十", "零") if len(written) == 2 else written).low)
    century = (int(read(match["century"]).low) - 1) * 100 if match["century"] else 0
    return [value(match, century + decade, kind="decade", approx=bool(match["born"]))]


def _century(match: Match) -> Sequence[Value]:
    return [value(match, read(match["century"]).low, kind="ordinal")]


def _period(match: Match) -> Sequence[Value]:
    if match["half"] or match["h"]:
        return [value(match, 2 if match["half"] == "下" or match["h"] == "2" else 1, kind="period", unit="half")]
    return [value(match, _year(match["quarter"] or match["q"] or match["q_first"]), kind="period", unit="quarter")]


def _time(match: Match) -> Sequence[Value] | None:
    """None for 3点 alone, which may be three points."""
    if not any(match[g] for g in ("part", "half", "quarter", "minute", "sharp")):
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


CALENDAR = (
    Rule(_SPOKEN_CLOCK, _spoken_clock, (":",)),
    Rule(_DECADE, _decade, ("年代", "后", "後")),
    Rule(_CENTURY, _century, ("世",)),
    Rule(_YEARS, _years, ("年",)),
    Rule(_DATES, _dates, ("月", "日")),
    Rule(_WEEKDAY, _weekday, ("星期", "礼拜", "禮拜", "周", "週")),
    Rule(_PERIOD, _period, ("季", "q0", "0q", "半", "h0")),
    Rule(_TIME, _time, ("点", "點", "时", "時")),
)
"""In the order in which they must be tried. Rules for ISO dates and bare clock times are `latin`'s."""
