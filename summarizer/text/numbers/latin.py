"""What both languages write alike: addresses, ISO dates, clock times, names with figures in them (GPT-4, 5G, H100)."""

import re
from collections.abc import Sequence
from fractions import Fraction

from summarizer.text.lazy_pattern import LazyPattern
from summarizer.text.numbers.scan import Match, Rule, masked, part, value
from summarizer.text.numbers.values import Value

ABBREVIATED = {
    "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "b": 10**9, "bn": 10**9, "t": 10**12, "tn": 10**12, "trn": 10**12,
}  # fmt: skip
ABBREVIATION = r"(?:[kKMBTm]|mn|mln|bn|tn|trn)(?![A-Za-z0-9])"
"""A magnitude joined to figures: 10B, 7bn, 5k."""

SIGNS = {
    "US$": "USD", "U.S.$": "USD", "USD": "USD", "NT$": "TWD", "TWD": "TWD", "HK$": "HKD", "HKD": "HKD", "$": "dollar", "€": "EUR",
    "EUR": "EUR", "£": "GBP", "GBP": "GBP", "¥": "yen or yuan", "RMB": "CNY", "CNY": "CNY", "CN¥": "CNY", "JP¥": "JPY", "₩": "KRW",
    "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "S$": "SGD", "SG$": "SGD", "NZ$": "NZD", "₽": "RUB", "₹": "INR", "฿": "THB",
    "KRW": "KRW", "JPY": "JPY", "SGD": "SGD", "AUD": "AUD", "CAD": "CAD", "NTD": "TWD", "MOP": "MOP", "RUB": "RUB", "CHF": "CHF", "INR": "INR",
}  # fmt: skip

_DATE = LazyPattern(
    r"(?<![\d./-])(?P<year>[12]\d{3})(?P<sep>[-/.])(?P<month>1[0-2]|0?[1-9])(?P=sep)(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
)
_CLOCK = LazyPattern(
    r"""(?<![\d:.]) (?P<hour>2[0-4]|[01]?\d):(?P<minute>[0-5]\d) (?::[0-5]\d)? (?![\d:])
        (?:\s?(?P<half>[ap]\.?\s?m\b\.?))?""",
    re.IGNORECASE | re.VERBOSE,
)
_PREFIX = "mid|late|early|pre|post|sub|top|non|under|over|than|RMB|USD|EUR|CNY|TWD|HKD|NTD|KRW|JPY|SGD|AUD|CAD|MOP|RUB|CHF|INR|GBP|GDP|CPI|PPI|PMI"
"""Letters before a figure that are no part of a name with it."""
_NAME = LazyPattern(
    rf"""(?<![A-Za-z0-9$€£¥.])
    (?:(?!(?:{_PREFIX})-?\d)[A-Za-z]+(?:-?\d+(?:\.\d+)*)+(?:[A-Za-z]\d+)*(?:-?[A-Za-z]{{1,2}}(?![A-Za-z]))?   # GPT-4, H100, iPhone15
      |\d+(?:\.\d+){{2,}}                                                                      # 1.2.3
      |\d{{2,4}}(?:-\d{{2,4}}){{2,}}                                                           # 010-1234-5678
      |(?<=[\u4e00-\u9fff]-)\d+[A-Za-z]{{1,2}}                                                 # 卡-52M
      |\d+(?:[A-LN-Z][A-Za-z]{{0,2}}(?:\d+[A-Za-z]*)?|[Dp]|x\d+))                              # 5G, 3D, 1080p
    (?![A-Za-z0-9]|\s?[%％])""",
    re.VERBOSE,
)
_NOT_A_NAME = re.compile(
    rf"""\d+(?:\.\d+)?(?:{ABBREVIATION}|AM|PM|KM|KG|ST|ND|RD|TH|GW|KW|BP|USD|EUR|RMB|NTD|TWD|GB|TB|MB|KB|PB|Hz|MHZ|GHZ)$
        |[QH]\d$|[12]H\d*$|\d+[QH]$""",
    re.VERBOSE,
)
_TELEPHONE = LazyPattern(r"(?<![\d.,])0?\d{2,4}(?:[ -]\d{2,4}){2,4}(?![\d,.]\d|\d)")
_DIMENSIONS = LazyPattern(
    r"""(?<![\w.])(?P<figures>\d+(?:\.\d+)?(?:\s?(?:mm|cm|m|in|毫米|厘米|米))?(?:\s?[x×*]\s?\d+(?:\.\d+)?(?:\s?(?:mm|cm|m|in|毫米|厘米|米))?){1,3})
        (?![A-Za-z0-9])""",
    re.VERBOSE,
)
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


def _date(match: Match) -> Sequence[Value]:
    month_and_day = int(match["month"]) * 100 + int(match["day"])
    return [part(match, "year", int(match["year"]), "year"), value(match, month_and_day, kind="date")]


def _clock(match: Match) -> Sequence[Value]:
    return [clock(match, int(match["hour"]) % 24, int(match["minute"]), match["half"] or "")]


def clock(match: Match, hour: int, minute: int, half: str) -> Value:
    """A time of day; `half` is the a.m. or p.m. beside it. From 13 on an hour says it itself."""
    if half and half[0] in "pP":
        hour = hour % 12 + 12
    elif half:
        hour %= 12
    return value(match, hour * 60 + minute, kind="time", unit="am/pm" if half or hour > 12 else "")


def _name(match: Match) -> Sequence[Value] | None:
    if _NOT_A_NAME.match(match[0]) and match.string[match.start() - 1 : match.start()] != "-":
        return None
    return [value(match, Fraction(0), kind="name")]


def _telephone(match: Match) -> Sequence[Value] | None:
    digits = re.sub(r"\D", "", match[0])
    if len(digits) < 8 or re.fullmatch(r"[12]\d{3}[ -][12]\d{3}.*", match[0]):
        return None
    return [value(match, Fraction(0), kind="name")]


def _dimensions(match: Match) -> Sequence[Value]:
    return [value(match, Fraction(n)) for n in _FIGURE.findall(match["figures"])]


def _part_of(match: Match) -> Sequence[Value] | None:
    n, d = int(match[1]), int(match[2])
    return [value(match, Fraction(n, d), kind="fraction")] if n < d else None


_ADDRESS_CHARACTERS = "[!#-'*-;=?-~]"
"""Printable ASCII but quotes, brackets and angles: Chinese may follow an address without a space."""
ADDRESSES = masked(
    "address",
    rf"https?://{_ADDRESS_CHARACTERS}+|www\.{_ADDRESS_CHARACTERS}+"
    r"|(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|<[A-Za-z/][^<>]*>|&[#A-Za-z0-9]+;",
    needs=("http", "www.", "@", "<", "&"),
    example="a1@b2.cn",
    counter="a1 b2",
)
FRACTIONS = Rule(
    "slashed fraction", LazyPattern(r"(?<![\d/.])(\d{1,3})/(\d{1,3}|10{3,6})(?![\d/])"), _part_of, ("/",), "1/3", "24/7"
)
NAMES = Rule("name with figures", _NAME, _name, ("0",), "GPT-4", "GDP10%")
TELEPHONES = Rule("telephone number", _TELEPHONE, _telephone, ("0",), "021 644 83 46", "10 20 30")
DIMENSIONS = Rule("dimensions", _DIMENSIONS, _dimensions, ("0",), "62x40x272mm", "62 mm")
CLOCKS = Rule("clock", _CLOCK, _clock, (":",), "15:30", "15:75")
DATES = Rule("date in figures", _DATE, _date, ("0",), "2024-02-29", "2024-29")


def key(name: str) -> str:
    """A name as it is compared: GPT-4 and gpt 4 are one."""
    return re.sub(r"[\s-]", "", name).casefold()
