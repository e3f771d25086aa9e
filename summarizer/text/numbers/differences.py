"""What one side of a translation says in numbers and the other does not.

Every value looks for a partner on the other side (`agree`). Those without one are paired as far as they belong together; those
with one are then compared in what stands around them: bound, "to" or "by", up or down, and whose value it is.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

from summarizer.records import Severity
from summarizer.text.numbers.agree import OF_A_DATE, agree, same_currency
from summarizer.text.numbers.assignment import exchanged
from summarizer.text.numbers.chinese import chinese_values
from summarizer.text.numbers.english import english_values
from summarizer.text.numbers.sentences import sentence
from summarizer.text.numbers.values import Bound, Mismatch, MismatchKind, Value

Values = tuple[Value, ...]
Names = tuple[tuple[str, str], ...]
"""Names as they stand in the Chinese and in the English."""

_ELSEWHERE = re.compile("台湾|臺灣|台北|台币|香港|港岛|港交所|澳门|新加坡|日本|東京|东京|韩国|首尔")
_IN_DOLLARS = re.compile("美国|美國|美股|华尔街|華爾街|加拿大|澳大利亚|澳洲|新西兰")
_TRADITIONAL = re.compile("[們個這來時對說國會學為過與開發實現後點應當種從動進兩員關門問間機經業產話還體點頭無萬億圓]")
"""Frequent characters that simplified script writes otherwise: a text with one of them is not from the mainland."""


@lru_cache(maxsize=1024)
def compare(source: str, target: str, names: Names = ()) -> tuple[Mismatch, ...]:
    """Every number of the Chinese `source` that the English `target` lacks, has otherwise, or has too much.

    Order does not matter, and a number may be repeated: what counts is that each has a partner on the other side. `names` are
    masked on both sides, and values are held against the names that they stand beside.
    """
    ours = localised(source, chinese_values(source, _spans(source, (ours for ours, _ in names))))
    theirs = english_values(target, _spans(target, (theirs for _, theirs in names)))
    left, right = unmatched(ours, theirs), unmatched(theirs, ours)
    supplied = tuple(v for v in right if _is_supplied(v, ours))
    right = tuple(v for v in right if v not in supplied)
    apart = _paired(left, right, _idle(ours, theirs), _idle(theirs, ours)) if left or right else ()
    return (
        *apart,
        *(_mismatch("supplied", None, v) for v in supplied),
        *_disagreements(ours, theirs),
        *_frost(source, target, ours, theirs),
        *(_mismatch("swapped", *pair) for pair in exchanged(source, target, ours, theirs, names)),
    )


def localised(source: str, values: Values) -> Values:
    """元 of a text in traditional script, or of one about another place, may be that place's own."""
    if not any(v.unit == "yuan" for v in values):
        return values
    if _IN_DOLLARS.search(source):
        unit = "local or US"
    elif _TRADITIONAL.search(source) or _ELSEWHERE.search(source):
        unit = "local"
    else:
        return values
    return tuple(v.model_copy(update={"unit": unit}) if v.unit == "yuan" else v for v in values)


def _spans(text: str, names: Iterator[str]) -> tuple[tuple[int, int], ...]:
    """Where names with a numeral in them stand, and what a longer name holds of a shorter one once."""
    found = (m.span() for name in names if name for m in re.finditer(re.escape(name), text))
    return tuple(sorted(set(found)))


def unmatched(values: Values, others: Values) -> Values:
    """Those of `values` that must have a partner among `others` and have none."""
    return tuple(v for v in values if v.required and not _has_partner(v, others))


def unsupported(values: Values, others: Values) -> Values:
    """Those of a summary's values that the words it rests on do not have. What the summary counts itself ("two reasons", "three of the
    five speakers") and a year that the article's date gives need no support."""
    return tuple(v for v in unmatched(values, others) if not _counts(v) and not _is_supplied(v, others))


_MOST_COUNTED = 12
"""Up to here style guides write numbers in words, and a summary counts points and people."""


def _counts(v: Value) -> bool:
    return (
        v.kind in ("plain", "ordinal", "fraction")
        and max((v.high, *v.parts)) <= _MOST_COUNTED
        and not any(c.isdecimal() for c in v.text)
    )


def _has_partner(v: Value, others: Values) -> bool:
    """Whole against whole, else piece by piece: "from 3 … up to 5" is the range 3至5."""
    if any(agree(v, other) for other in others):
        return True
    pool = others + tuple(a for other in others for a in atoms(other))
    pieces = tuple(atoms(v)) or ((v,) if v.low == v.high else ())
    if not pieces or not all(any(agree(piece, other) for other in pool) for piece in pieces):
        return False
    return v.kind != "date" or not any(other.kind == "date" and _conflict(v, other) for other in others)


def _conflict(one: Value, other: Value) -> bool:
    """Two dates that share the day or the month, and not the other."""
    (a, b), (c, d) = divmod(int(one.low), 100), divmod(int(other.low), 100)
    return (a == c) != (b == d)


def atoms(v: Value) -> Iterator[Value]:
    """What a value is made of: the ends of a range, the month and day of a date, the figures in a name or a share."""
    if v.kind == "name":
        yield from (_piece(v, Fraction(n), "plain") for n in re.findall(r"\d+(?:\.\d+)?", v.text))
    elif v.kind == "date":
        for end in dict.fromkeys((v.low, v.high)):
            yield _piece(v, Fraction(end // 100), "month")
            yield _piece(v, Fraction(end % 100), "day", unit=OF_A_DATE)
    elif v.parts:
        yield from (_piece(v, n, "plain", parts=()) for n in v.parts)
    elif v.low != v.high and not v.vague:
        yield from (_piece(v, end, v.kind) for end in (v.low, v.high))


def _piece(v: Value, number: Fraction, kind: str, **more: Any) -> Value:
    changed: dict[str, Any] = {"low": number, "high": number, "kind": kind, **more}
    return v.model_copy(update=changed)


def _is_supplied(v: Value, ours: Values) -> bool:
    """A year or a month that the date of the article gives: 25日 and "July 25", 去年 and "2019"."""
    if v.kind == "date":
        return any(o.kind == "day" and o.low <= v.low % 100 <= o.high for o in ours)
    if v.kind == "year":
        return not any(o.kind in ("year", "decade") for o in ours)
    return v.kind == "month" and not any(o.kind in ("month", "date") for o in ours)


def _idle(values: Values, others: Values) -> list[Value]:
    """Those that need no partner and have none: "doubled" is one for 增加了两倍 that says something else."""
    return [v for v in values if not v.required and v.kind in _PAIRED_IDLY and not _has_partner(v, others)]


_PAIRED_IDLY = frozenset(("times", "fraction", "ordinal", "weekday", "plain"))


def _paired(ours: Values, theirs: Values, idle_ours: list[Value], idle_theirs: list[Value]) -> tuple[Mismatch, ...]:
    """The leftovers of both sides, those that belong together as one."""
    found: list[Mismatch] = []
    left = list(theirs)
    for v in ours:
        kind, partner = _partner(v, left, alone=len(ours) == len(theirs) == 1)
        if partner:
            left.remove(partner)
        elif partner := _idle_partner(v, idle_theirs):
            kind = "value"
        found.append(_mismatch(kind, v, partner))
    for t in left:
        partner = _idle_partner(t, idle_ours)
        found.append(_mismatch("value" if partner else "extra", partner, t))
    return tuple(found)


def _idle_partner(v: Value, idle: list[Value]) -> Value | None:
    """Of counts only two words without a figure: 几十家 and "hundreds"."""
    partner = next((t for t in idle if t.kind == v.kind and (v.kind != "plain" or (v.vague and t.vague))), None)
    if partner:
        idle.remove(partner)
    return partner


def _partner(v: Value, left: list[Value], *, alone: bool) -> tuple[MismatchKind, Value | None]:
    for other in left:
        if v.kind != "name" and (v.low, v.high) == (other.low, other.high):
            return _unlike(v, other), other
    for other in left:
        if same_figures(v, other):
            return "magnitude", other
    for other in left:
        if v.kind == other.kind or alone:
            return "value", other
    return "missing", None


def _unlike(one: Value, other: Value) -> MismatchKind:
    if one.kind == other.kind == "money" and not same_currency(one.unit, other.unit):
        return "currency"
    return "ordinal" if "ordinal" in (one.kind, other.kind) and one.kind != other.kind else "unit"


def same_figures(one: Value, other: Value) -> bool:
    """The same digits with another magnitude: 7万亿 and "7 billion"."""
    if min(one.low, one.high, other.low, other.high) <= 0 or "name" in (one.kind, other.kind):
        return False
    if not {one.kind, other.kind} <= _AMOUNTS:
        return False
    low, high = one.low / other.low, one.high / other.high
    return low == high != 1 and is_power_of_ten(low)


_AMOUNTS = frozenset(("plain", "percent", "point", "fraction", "times", "money", "measure"))


def is_power_of_ten(ratio: Fraction) -> bool:
    digits = str(max(ratio.numerator, ratio.denominator))
    return min(ratio.numerator, ratio.denominator) == 1 and digits == "1" + "0" * (len(digits) - 1)


_SIDE: dict[Bound, int] = {"over": 1, "least": 1, "nearly": -1, "under": -1, "most": -1, "about": 0}


def _disagreements(ours: Values, theirs: Values) -> Iterator[Mismatch]:
    """Values that have partners, of which none says the same about the figure."""
    telling = any(t.bound or t.base or t.trend for t in theirs)
    for v in ours:
        if not v.required or v.kind in _UNBOUNDED or not (telling or v.bound or v.base or v.trend):
            continue
        partners = [t for t in theirs if t.kind != "decade" and agree(v, t)]
        if not partners:
            continue
        if not _bounds_agree(v, partners) and not any(_ends(t, v) for t in theirs):
            yield _mismatch("bound", v, partners[0])
        if v.base and all(t.base and t.base != v.base for t in partners):
            yield _mismatch("base", v, partners[0])
        elif v.trend and all(t.trend and t.trend != v.trend for t in partners):
            yield _mismatch("trend", v, partners[0])


_DEGREES = frozenset(("degree Celsius", "degree Fahrenheit", "degree"))
_BELOW_ZERO = re.compile(r"零下|冰点以下|(?<![\w℃°])[-−－负負](?=\s?[\d一二三四五六七八九十])")
_FROST = re.compile(
    r"\b(?:minus|negative|sub-?zero|below (?:zero|freezing)|of frost)\b|(?<![\w℃°])[-−–](?=\d)", re.IGNORECASE
)


def _frost(source: str, target: str, ours: Values, theirs: Values) -> Iterator[Mismatch]:
    """零下18摄氏度 made 18 degrees: where one side has a temperature below zero and the other nothing of the kind, and the figure is the
    same in the same unit."""
    if bool(_BELOW_ZERO.search(source)) == bool(_FROST.search(target)):
        return
    for v in ours:
        partner = next((t for t in theirs if v.unit in _DEGREES and t.unit == v.unit and t.low == v.low != 0), None)
        if partner and _signed(source, v, _BELOW_ZERO) != _signed(target, partner, _FROST):
            yield _mismatch("value", v, partner)


def _signed(text: str, v: Value, sign: re.Pattern[str]) -> bool:
    """True where the sign stands right before the value or, in English, behind it."""
    return sign.search(text[max(0, v.start - 10) : v.end + 18]) is not None


_UNBOUNDED = frozenset(("name", "time", "decade", "weekday", "ordinal"))


def _ends(t: Value, v: Value) -> bool:
    """True where the value is an end of the range: 35℃以上37℃以下 is "between 35 and 37 ℃"."""
    return t.kind == v.kind and t.low != t.high and v.low in (t.low, t.high)


def _bounds_agree(v: Value, partners: list[Value]) -> bool:
    """One partner is enough. 上千 is "a thousand" and "thousands" as well as "over a thousand", but not "less than a thousand"."""
    if v.vague:
        return v.bound != "over" or any(t.vague or _SIDE.get(t.bound, 1) >= 0 for t in partners)
    if v.bound:
        return any(_same_bound(v.bound, t.bound) for t in partners)
    return not v.exact or any(t.bound in ("", "most") or t.vague for t in partners)


def _same_bound(one: Bound, other: Bound) -> bool:
    return one == other or ({one, other} <= {"over", "least"}) or ({one, other} <= {"under", "most", "nearly"}) or (
        {one, other} <= {"about", "nearly"}
    )  # fmt: skip


def _mismatch(kind: MismatchKind, source: Value | None, target: Value | None) -> Mismatch:
    return Mismatch(
        kind=kind,
        severity=severity(kind, source, target),
        source=source,
        target=target,
        detail=sentence(kind, source, target),
    )


def severity(kind: MismatchKind, source: Value | None, target: Value | None) -> Severity:
    """How far the finding deserves belief: what depends on how a language counts ("three" for 三个, "both") is a remark."""
    match kind:
        case "magnitude" if source and target and source.exact and target.exact:
            return Severity.ERROR
        case "supplied":
            return Severity.INFO
        case "bound":
            return Severity.WARNING if source and target and _contradict(source, target) else Severity.INFO
        case "missing" | "extra":
            v = source or target
            return Severity.WARNING if v is not None and _is_firm(v) else Severity.INFO
    return Severity.WARNING


def _contradict(one: Value, other: Value) -> bool:
    """Bounds on opposite sides, or a firm one (以上, 不到) made a rough one. 多 and 余 are often "about", and 近 is."""
    if not one.bound or not other.bound or not ((one.exact or one.vague) and other.exact):
        return False
    a, b = _SIDE[one.bound], _SIDE[other.bound]
    if a * b < 0:
        return True
    soft = (
        one.text.rstrip("人名个家年天万亿元")[-1:] in ("多", "余", "来", "几") or "多" in one.text or "余" in one.text
    )
    return (a == 0) != (b == 0) and not soft and "nearly" not in (one.bound, other.bound)


def _is_firm(v: Value) -> bool:
    """A figure, a number above two, or one with a unit: such a one is not lost in another turn of phrase."""
    if v.vague or v.kind in ("weekday", "name"):
        return v.vague and v.low >= _LEAST_VAGUE
    if any(c.isdecimal() for c in v.text) or v.kind in _FIRM:
        return True
    if v.kind == "ordinal":
        return v.high > _FEW
    counted = v.high == _FEW - 1 and bool(v.unit or len(v.text) > 1) and not v.text.isascii()
    return v.high >= _FEW or v.low.denominator != 1 or counted


_FIRM = frozenset(("percent", "point", "money", "date", "day", "month", "year", "period", "fraction"))
_LEAST_VAGUE = 100
"""数百 and 上千 are said in English, 几 and 几十 may be "some" and "many"."""
_FEW = 3
"""Below, words for a number come and go with the grammar: 两国, "the two", "both", "a second"."""
