"""English dates and times: February 29, 2024; 29 Feb; the 1980s; third quarter; 2:00 p.m.; half past three."""

import re
from collections.abc import Sequence

from summarizer.text.lazy_pattern import LazyPattern
from summarizer.text.numbers.latin import clock
from summarizer.text.numbers.scan import Match, Rule, beginnings, part, value, words
from summarizer.text.numbers.values import Value
from summarizer.text.numbers.words import ONES, SMALL, TENS, amount

_FLAGS = re.IGNORECASE
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTH = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?![a-z])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"[12]\d{3}"
_DASH = r"\s?(?:[-–—]|to|and)\s?"
_PLURAL_TENS = "|".join(w.removesuffix("y") + "ies" for w in TENS)

_DATES = LazyPattern(
    rf"\b(?P<month>{_MONTH})\s(?:the\s)?(?P<day>{_DAY})(?!\d|\s?%|,\d)(?:{_DASH}(?P<last>{_DAY})(?!\d|\s?%|\s{_MONTH}))?(?:,?\s(?:of\s)?(?P<year>{_YEAR})\b)?"
    rf"|\b(?:the\s)?(?:(?P<first>{_DAY}){_DASH})?(?P<day2>{_DAY})\s(?:of\s)?(?P<month2>{_MONTH})(?:,?\s(?P<year2>{_YEAR})\b)?"
    rf"|\b(?:(?P<from>{_MONTH}){_DASH})?(?P<month3>{_MONTH})(?:,?\s(?:of\s)?(?P<year3>{_YEAR})\b)?"
)
_SLASHED = LazyPattern(rf"(?<![\d/])(?P<month>1[0-2]|0?[1-9])/(?P<day>3[01]|[12]\d|0?[1-9])/(?P<year>{_YEAR})(?![\d/])")
_DECADES = LazyPattern(
    rf"(?<![\d.])(?:(?P<figures>\d{{3}}0)['’]?s|['’]?(?P<short>\d0)['’]?s|(?P<post>post-(?:19|20)?)(?P<born>\d[05])['’]?s)\b|\b(?P<word>{_PLURAL_TENS})\b",
    _FLAGS,
)
_YEARS = LazyPattern(
    r"(?<![\d,.$€£¥/-])(?P<first>1[5-9]\d\d|20\d\d)(?:\s?[-–—]\s?|\sto\s|\sand\s)(?P<last>1[5-9]\d\d|20\d\d|\d\d)(?![\d,.-]*\d|\s?%)"
    r"|(?<![\d,.$€£¥/-])(?P<one>1[5-9]\d\d|20\d\d)(?![\d]|[,.]\d|\s?(?:%|percent|people|million|billion|yuan|dollars|years|cases|times))"
)
_WORD_YEARS = LazyPattern(rf"\b(?P<century>nineteen|twenty)\s(?P<rest>{SMALL})", _FLAGS)
_WEEKDAYS = LazyPattern(rf"\b({'|'.join(_DAYS)})s?\b", _FLAGS)
_PERIODS = LazyPattern(
    r"\b(?:(?P<n>first|second|third|fourth|1st|2nd|3rd|4th|last|latter|final)[-\s](?P<what>quarter|half)\b|Q(?P<q>[1-4])\b|(?P<q_first>[1-4])Q\b|H(?P<h>[12])\b)",
    _FLAGS,
)
_TIMES = LazyPattern(
    r"(?<![\d:.])(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap]\.?\s?m\b\.?)"
    rf"|\b(?P<hour2>\d\d?|{SMALL})\s?o['’]?clock\b(?:\sin\sthe\s(?P<part>morning|afternoon|evening))?"
    rf"|\b(?P<past>half|quarter)[-\s]past\s(?P<hour3>\d\d?|{SMALL})"
    r"|\b(?P<named>noon|midnight|midday)\b",
    _FLAGS,
)


def _month(written: str) -> int:
    return next(n for n, m in enumerate(_MONTHS, 1) if m.startswith(written[:3].lower()))


def _dates(match: Match) -> Sequence[Value]:
    if match["month3"]:
        return _months(match)
    suffix = "2" if match["month2"] else ""
    month, day = _month(match["month" + suffix]) * 100, _day(match["day" + suffix])
    first = _day(match["first"]) if match["first"] else day
    last = _day(match["last"]) if match["last"] else day
    return [value(match, month + min(first, day), month + max(last, day), "date"), *_year(match, "year" + suffix)]


def _months(match: Match) -> Sequence[Value]:
    """ "May", "March" and the like are months only where a year or another month says so; else they may be one."""
    last = _month(match["month3"])
    first = _month(match["from"]) if match["from"] else last
    sure = bool(match["from"] or match["year3"]) or match["month3"] not in (
        "May",
        "March",
        "Mar",
        "Jan",
        "June",
        "August",
        "April",
    )
    return [value(match, first, last, "month", required=sure), *_year(match, "year3")]


def _day(written: str) -> int:
    return int(re.sub(r"\D", "", written))


def _year(match: Match, group: str) -> list[Value]:
    return [part(match, group, int(match[group]), "year")] if match[group] else []


def _slashed(match: Match) -> Sequence[Value]:
    date = int(match["month"]) * 100 + int(match["day"])
    return [value(match, date, kind="date"), *_year(match, "year")]


def _decades(match: Match) -> Sequence[Value]:
    if match["word"]:
        decade = TENS[match["word"].lower().removesuffix("ies") + "y"]
    else:
        decade = int(match["figures"] or match["short"] or match["born"])
    return [value(match, decade, kind="decade", bound="about" if match["born"] else "")]


def _years(match: Match) -> Sequence[Value]:
    if match["one"]:
        return [value(match, int(match["one"]), kind="year")]
    first, last = int(match["first"]), match["last"]
    return [value(match, first, first // 100 * 100 + int(last) if len(last) == 2 else int(last), "year")]


def _word_years(match: Match) -> Sequence[Value] | None:
    rest = amount(match["rest"])
    century = amount(match["century"])
    return [value(match, century * 100 + rest, kind="year")] if rest >= 10 else None


def _weekdays(match: Match) -> Sequence[Value]:
    return [value(match, _DAYS.index(match[1].lower()) + 1, kind="weekday", required=False)]


_ORDER = {"f": 1, "1": 1, "s": 2, "2": 2, "l": 2, "t": 3, "3": 3, "4": 4}


def _periods(match: Match) -> Sequence[Value]:
    if match["q"] or match["q_first"]:
        return [value(match, int(match["q"] or match["q_first"]), kind="period", unit="quarter")]
    if match["h"]:
        return [value(match, int(match["h"]), kind="period", unit="half")]
    written = match["n"].lower()
    number = {"fourth": 4, "final": 4 if match["what"].lower() == "quarter" else 2}.get(written, _ORDER[written[0]])
    return [
        value(match, number, kind="period", unit=match["what"].lower(), required=match["what"].lower() == "quarter")
    ]


def _times(match: Match) -> Sequence[Value]:
    if match["named"]:
        hour = 0 if match["named"].lower() == "midnight" else 12
        return [value(match, hour * 60, kind="time", required=False)]
    if match["past"]:
        minute = 30 if match["past"].lower() == "half" else 15
        return [clock(match, _hour(match["hour3"]), minute, "")]
    if match["hour2"]:
        half = "" if not match["part"] else "a" if match["part"].lower() == "morning" else "p"
        return [clock(match, _hour(match["hour2"]), 0, half)]
    return [clock(match, int(match["hour"]), int(match["minute"] or 0), match["half"])]


def _hour(written: str) -> int:
    return int(written) if written.isdecimal() else ONES.get(written.lower(), 0)


CALENDAR = (
    Rule("date in slashes", _SLASHED, _slashed, ("/",), "2/29/2024", "2/29"),
    Rule("time", _TIMES, _times, ("0", "clock", "past", *words("noon", "midnight", "midday")), "3 p.m.", "3 points"),
    Rule("date", _DATES, _dates, beginnings(month[:3] for month in _MONTHS), "February 29, 2024", "Febrile"),
    Rule("decade", _DECADES, _decades, ("0", *words(*_PLURAL_TENS.split("|"))), "the 1980s", "1980"),
    Rule(
        "year in words", _WORD_YEARS, _word_years, words("nineteen", "twenty"), "nineteen ninety-seven", "nineteen two"
    ),
    Rule("year", _YEARS, _years, ("0",), "in 2019", "2019 people"),
    Rule("weekday", _WEEKDAYS, _weekdays, words(*_DAYS, *(f"{day}s" for day in _DAYS)), "Monday", "Money"),
    Rule("quarter or half", _PERIODS, _periods, ("quarter", "half", "q0", "0q", "h0"), "third quarter", "a quarter"),
)
"""In the order in which they must be tried."""
