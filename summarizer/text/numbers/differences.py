"""What one side of a translation says in numbers and the other does not."""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

from summarizer.text.numbers.agree import OF_A_DATE, agree
from summarizer.text.numbers.chinese import chinese_values
from summarizer.text.numbers.english import english_values
from summarizer.text.numbers.values import Mismatch, MismatchKind, Value, say

Values = tuple[Value, ...]


@lru_cache(maxsize=1024)
def compare(source: str, target: str) -> tuple[Mismatch, ...]:
    """Every number of the Chinese `source` that the English `target` lacks, has otherwise, or has too much.

    Order does not matter, and a number may be repeated: what counts is that each has a partner on the other side.
    """
    ours, theirs = chinese_values(source), english_values(target)
    return _paired(unmatched(ours, theirs), unmatched(theirs, ours))


def unmatched(values: Values, others: Values) -> Values:
    """Those of `values` that must have a partner among `others` and have none."""
    return tuple(v for v in values if v.required and not _has_partner(v, others))


def _has_partner(v: Value, others: Values) -> bool:
    """Whole against whole, else piece by piece: "from 3 … up to 5" is the range 3至5."""
    if any(agree(v, other) for other in others):
        return True
    pool = others + tuple(a for other in others for a in atoms(other))
    pieces = tuple(atoms(v)) or ((v,) if v.low == v.high else ())
    return bool(pieces) and all(any(agree(piece, other) for other in pool) for piece in pieces)


def atoms(v: Value) -> Iterator[Value]:
    """What a value is made of: the ends of a range, the month and day of a date, the figures in a name."""
    if v.kind == "name":
        yield from (_piece(v, Fraction(n), "plain") for n in re.findall(r"\d+(?:\.\d+)?", v.text))
    elif v.kind == "date":
        for end in dict.fromkeys((v.low, v.high)):
            yield _piece(v, Fraction(end // 100), "month")
            yield _piece(v, Fraction(end % 100), "day", unit=OF_A_DATE)
    elif v.low != v.high and not v.vague:
        yield from (_piece(v, end, v.kind) for end in (v.low, v.high))


def _piece(v: Value, number: Fraction, kind: str, **more: Any) -> Value:
    changed: dict[str, Any] = {"low": number, "high": number, "kind": kind, **more}
    return v.model_copy(update=changed)


def _paired(ours: Values, theirs: Values) -> tuple[Mismatch, ...]:
    """The leftovers of both sides, those that belong together as one."""
    found: list[Mismatch] = []
    left = list(theirs)
    for v in ours:
        kind, partner = _partner(v, left, alone=len(ours) == len(theirs) == 1)
        if partner:
            left.remove(partner)
        found.append(_mismatch(kind, v, partner))
    return (*found, *(_mismatch("extra", None, t) for t in left))


def _partner(v: Value, left: list[Value], *, alone: bool) -> tuple[MismatchKind, Value | None]:
    for other in left:
        if same_figures(v, other):
            return "magnitude", other
    for other in left:
        if v.kind != "name" and (v.low, v.high) == (other.low, other.high):
            return "unit", other
    for other in left:
        if v.kind == other.kind or alone:
            return "value", other
    return "missing", None


def same_figures(one: Value, other: Value) -> bool:
    """The same digits with another magnitude: 7万亿 and "7 billion"."""
    if min(one.low, one.high, other.low, other.high) <= 0 or "name" in (one.kind, other.kind):
        return False
    low, high = one.low / other.low, one.high / other.high
    return low == high != 1 and is_power_of_ten(low)


def is_power_of_ten(ratio: Fraction) -> bool:
    digits = str(max(ratio.numerator, ratio.denominator))
    return min(ratio.numerator, ratio.denominator) == 1 and digits == "1" + "0" * (len(digits) - 1)


def _mismatch(kind: MismatchKind, source: Value | None, target: Value | None) -> Mismatch:
    if source is None:
        assert target is not None
        detail = f"{target.text} is not in the Chinese"
    elif target is None:
        detail = f"{_explained(source)}: not in the English"
    else:
        detail = f"{_explained(source)}; the English says {_said(source, target)}"
    return Mismatch(kind=kind, source=source, target=target, detail=detail)


def _explained(v: Value) -> str:
    """The Chinese words and their value; a bare figure needs no explanation."""
    return v.text if re.fullmatch(r"[\d.,]+\s?[%年]?|.*[A-Za-z].*", v.text, re.DOTALL) else f"{v.text} = {say(v)}"


def _said(source: Value, target: Value) -> str:
    """The English words; with what was read from them where the words alone would look the same."""
    return target.text if target.text != say(source) else f"{target.text} ({say(target)})"
