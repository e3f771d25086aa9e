"""Whose value is it: 甲公司营收5亿元，乙公司8亿元 with the two amounts exchanged in the English."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from summarizer.text.numbers.agree import agree
from summarizer.text.numbers.values import Value

_STEMS = dict(zip("甲乙丙丁", "ABCD", strict=True))
_STEM = re.compile("[甲乙丙丁](?=[公方队组厂校班国省市村店队司企人]|$|[，、])")
_LATIN = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z]+(?![A-Za-z])")


def exchanged(
    source: str, target: str, ours: Sequence[Value], theirs: Sequence[Value], names: Sequence[tuple[str, str]]
) -> Iterator[tuple[Value, Value]]:
    """Pairs of a value and the one that stands in its place. Judged only where two names alternate with two values of one kind on
    both sides, each once."""
    alike = tuple(_alike(ours))
    places = _places(source, target, names) if alike else []
    if len(places) < 2:
        return
    for first, second in alike:
        partners = [[t for t in theirs if agree(v, t)] for v in (first, second)]
        if any(len(found) != 1 for found in partners) or partners[0][0] is partners[1][0]:
            continue
        one, two = partners[0][0], partners[1][0]
        beside = _beside(first, second, [a for a, _ in places]), _beside(one, two, [b for _, b in places])
        if beside[0] is not None and beside[1] is not None and beside[0] == beside[1][::-1]:
            yield first, two


def _places(source: str, target: str, names: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
    """Where names stand that are in both texts exactly once."""
    pairs = [*names, *((c, f" {_STEMS[c]}") for c in dict.fromkeys(_STEM.findall(source)))]
    pairs += [(word, word) for word in dict.fromkeys(_LATIN.findall(source))]
    found = [
        (source.find(a), target.find(b))
        for a, b in dict.fromkeys(pairs)
        if a and b and source.count(a) == 1 and target.count(b) == 1
    ]
    return list(dict.fromkeys(found))


def _alike(values: Sequence[Value]) -> Iterator[tuple[Value, Value]]:
    """Neighbouring values of one kind and unit that differ."""
    amounts = [v for v in values if v.kind in ("money", "percent", "plain", "measure", "times") and v.required]
    for one, two in pairwise(amounts):
        if (one.kind, one.unit) == (two.kind, two.unit) and (one.low, one.high) != (two.low, two.high):
            yield one, two


def _beside(first: Value, second: Value, anchors: Sequence[int]) -> tuple[int, int] | None:
    """Which two names the two values belong to, in the order of the values: of names and values that alternate, or of names before
    all values, the Nth name has the Nth value. None where it is anybody's guess."""
    order = sorted((first, second), key=lambda v: v.start)
    near = sorted((at, n) for n, at in enumerate(anchors) if at <= order[1].start)
    before = [n for at, n in near if at <= order[0].start]
    between = [n for at, n in near if order[0].end <= at]
    if before and len(between) == 1:
        found = before[-1], between[0]
    elif len(before) == 2 and not between:
        found = before[0], before[1]
    else:
        return None
    return found if order[0] is first else found[::-1]
