"""Chinese and mixed numerals, in simplified script: 三亿零二百万, 8万6千, 3.5万, 7万亿, 十几, 七八百, 数千万, 100多万.

兆 is 10¹² as in Taiwan (the caller keeps 兆赫 away). A lone digit after 百 or more counts tenths of it: 三万五 is 35,000.
"""

import re
from fractions import Fraction
from typing import NamedTuple

from summarizer.text.numbers.values import Bound
from summarizer.text.scripts import simplified

DIGITS = {c: n for n, cs in enumerate(("〇零○", "一", "二两", "三", "四", "五", "六", "七", "八", "九")) for c in cs}
SMALL = {"十": 10, "百": 100, "千": 1000}
BIG = {"万": 10**4, "亿": 10**8, "兆": 10**12}
FORMAL = dict(zip("壹贰叁参肆伍陆柒捌玖拾佰仟", "一二三三四五六七八九十百千", strict=True))

_D = "[〇零○一二两三四五六七八九]"
_NOT_TRILLION = "赫瓦帕字比位欧焦伏周安卡"
"""What follows 兆 where it is mega: 兆赫, 兆瓦, 兆焦."""
_M = f"[十百万亿]|千(?!瓦)|兆(?![{_NOT_TRILLION}])"
_HIGH = "[百千万亿]"
ARABIC = r"(?<!\d)(?>\d{1,3}(?:,\d{3})++(?!\d)|\d++)(?:\.\d++)?+"
_PIECE = (
    rf"{ARABIC}\s?[多余来几]?\s?(?:{_M})|{ARABIC}|(?<!\d){_D}|{_M}|[廿卅]|(?<=[十百千万亿])(?:几|[多余来](?={_HIGH}))"
)
NUMERAL = (
    rf"(?:好?[几数](?=[十百千万亿])|(?<![以晚早之])上(?={_HIGH}))?(?:{_PIECE})++"
    rf"(?:(?<={_D[:-1]}十百])点{_D}+(?![十分])(?:{_M})*)?"
)
"""A numeral as it stands in a text. Written for `re`; holds no groups that catch. Possessive (`++`), so that a long run of
figures is tried once and not in every way of cutting it up."""

NUMERAL_CHARACTERS = ("0", *DIGITS, *SMALL, *BIG, "廿", "卅")
"""One of these stands in every numeral; 0 is any figure."""

_VAGUE = re.compile("[几数上]")
_FORMAL_RUN = re.compile(
    f"(?<=第)[{''.join(FORMAL)}]|(?:[零{''.join(FORMAL)}][拾佰仟万亿]){{1,}}[零{''.join(FORMAL)}]?"
)
_TOKEN = re.compile(rf"{ARABIC}|.")
_PAIR = re.compile(rf"(?<!{_D})({_D})({_D})(?!{_D})")
_LONE_DIGITS = re.compile(f"{_D}{{2,}}")
_WIDTH = {
    "％": "%", "．": ".", "～": "~", "－": "-", "—": "-", "–": "-", "‐": "-", "‑": "-", "−": "-", "＄": "$", "￥": "¥", "￡": "£", "￦": "₩",
    "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u3000": " ", "／": "/", "：": ":", "＋": "+", "＊": "*", "＜": "<", "＞": ">",
}  # fmt: skip
_HALF_WIDTH = str.maketrans(_WIDTH) | {0xFF10 + n: str(n) for n in range(10)}


class Numeral(NamedTuple):
    """What a numeral says: `vague` where a word like 几 stands for a digit; `bound` is that of 多, 余 or 来 behind one."""

    low: Fraction
    high: Fraction
    bound: Bound
    vague: bool


def folded(text: str) -> str:
    """The text in simplified script, as long as before, with full-width figures and signs in ASCII and formal numerals (壹贰叁) in
    everyday ones."""
    text = simplified(text).translate(_HALF_WIDTH)
    return _FORMAL_RUN.sub(lambda m: "".join(FORMAL.get(c, c) for c in m[0]), text)


def read(written: str) -> Numeral:
    """The value of what `NUMERAL` matches."""
    run = re.sub(r"[\s,]", "", written)
    bound: Bound = "over" if re.search("[多余]", run) or run.startswith("上") else "about" if "来" in run else ""
    run = re.sub("[多余来]", "", run)
    low, high = sorted(cardinal(v) for v in _ends(run))
    return Numeral(low, high, bound, bool(_VAGUE.search(run)))


def _ends(run: str) -> tuple[str, str]:
    """The least and the greatest plain numeral that a run stands for: 十几 is 十 and 十九, 七八百 is 七百 and 八百."""
    run = run.removeprefix("好")
    if run.startswith("上"):
        plain = _VAGUE.sub("", run[1:])
        return plain, "九" + plain
    if _VAGUE.search(run):
        low = re.sub("(?<=十)几", "", run)
        return re.sub(_VAGUE, "二" if low == run and run[0] in "几数" else "", low), re.sub(_VAGUE, "九", run)
    pair = _PAIR.search(run)
    if pair and _neighbours(pair[1], pair[2], alone=len(run) == 2):
        return run[: pair.start()] + pair[1] + run[pair.end() :], run[: pair.start()] + pair[2] + run[pair.end() :]
    return run, run


def _neighbours(first: str, second: str, *, alone: bool) -> bool:
    """七八 is 7 to 8, 三五 alone 3 to 5; 零五 and 九八 are digits."""
    a, b = DIGITS[first], DIGITS[second]
    return a > 0 and (b == a + 1 or (alone and (a, b) == (3, 5)))


def cardinal(run: str) -> Fraction:
    """The value of a numeral without 几, 多 and the like."""
    whole, point, rest = re.sub("廿", "二十", re.sub("卅", "三十", run)).partition("点")
    if point:
        return _with_decimals(whole, rest)
    if _LONE_DIGITS.fullmatch(whole):
        return Fraction("".join(str(DIGITS[c]) for c in whole))
    return _Sum().of(whole)


def _with_decimals(whole: str, rest: str) -> Fraction:
    digits = re.match(f"{_D}+", rest)
    if digits is None:
        return cardinal(whole)
    decimals = "".join(str(DIGITS[c]) for c in digits[0])
    number = cardinal(whole) + Fraction(int(decimals), 10 ** len(decimals))
    for unit in rest[digits.end() :]:
        number *= SMALL.get(unit) or BIG[unit]
    return number


class _Sum:
    """Adds a numeral up from left to right; a big unit multiplies all that is smaller and stands before it (7万亿)."""

    def __init__(self) -> None:
        self.groups: list[tuple[int, Fraction]] = []
        self.section = Fraction(0)
        self.coefficient: Fraction | None = None
        self.last_unit = 1

    def of(self, run: str) -> Fraction:
        for token in _TOKEN.findall(run):
            self._take(token)
        if self.coefficient is not None:
            tenth = self.last_unit > 10 and self.coefficient < 10 and self.coefficient.denominator == 1
            self.section += self.coefficient * (Fraction(self.last_unit, 10) if tenth else 1)
        return self.section + sum(amount for _, amount in self.groups)

    def _take(self, token: str) -> None:
        if token in BIG:
            self._close(BIG[token])
        elif token in SMALL:
            self.section += (1 if self.coefficient is None else self.coefficient) * SMALL[token]
            self.coefficient, self.last_unit = None, SMALL[token]
        elif token in "零〇○":
            self.coefficient, self.last_unit = (None if self.coefficient is None else self.coefficient * 10), 1
        else:
            digit = Fraction(DIGITS[token]) if token in DIGITS else Fraction(token.replace(",", ""))
            self.coefficient = digit if self.coefficient is None else self.coefficient * 10 + digit

    def _close(self, unit: int) -> None:
        amount = self.section + (self.coefficient or Fraction(0))
        while self.groups and self.groups[-1][0] < unit:
            amount += self.groups.pop()[1]
        self.groups.append((unit, (amount or Fraction(1)) * unit))
        self.section, self.coefficient, self.last_unit = Fraction(0), None, unit


def scale(written: str) -> int:
    """What the trailing units of a figure multiply it by: 10亿 has 10⁸, 三十 none (its unit is part of the number)."""
    tail = re.search("[万亿兆百千]+$", written.replace(" ", ""))
    return int(read(tail[0]).low) if tail else 1
