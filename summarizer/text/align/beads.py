"""The cheapest way to walk through both sides at once, one bead (a group of units on either side) after another.

W. A. Gale and K. W. Church, A Program for Aligning Sentences in Bilingual Corpora, Computational Linguistics 19(1), 1993.
"""

import math
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from summarizer.records import Term
from summarizer.text.align.anchors import Weights, anchors
from summarizer.text.align.words import Words
from summarizer.text.scripts import han_count

CHARACTERS = 3.8
"""English characters for a Chinese one, Latin letters and digits aside: mean of 582 paragraphs of four CC0 panels."""
VARIANCE = 6.0
"""Of the English length for each expected character. The same paragraphs have 4.6; translators of news are freer."""
SHAPES: dict[tuple[int, int], float] = {
    (1, 1): 0.1,
    (1, 2): 4.0,
    (2, 1): 4.0,
    (2, 2): 6.0,
    (1, 3): 5.5,
    (3, 1): 5.5,
    (1, 4): 7.0,
    (4, 1): 7.0,
    (1, 0): 5.0,
    (0, 1): 5.0,
}
"""What each bead costs beside its length. Gale and Church (table 5) give -log of their frequencies, 0.1, 2.4, 4.5 and 4.6; and a
unit without a partner costs more the longer it is. Here that is fixed, since a long paragraph may well be missing, and groups
cost more, since otherwise a missing one goes with its neighbour. Tuned on the four panels (tests/text/aligned_panels.py)."""
ANCHOR = 1.2
"""What one nat of shared anchors saves; tuned likewise."""
WORDS = 0.8
"""What one nat of evidence from everyday words saves; tuned likewise."""
MOST_LENGTH_COST = 30.0
EXACT = 60_000
"""Pairs of units up to which every path is tried; above, those within a corridor around the surest anchors."""
CORRIDOR = 40


class Bead(NamedTuple):
    """Units that are each other's translation, as half-open ranges; one of them is empty where a side has nothing."""

    source: range
    target: range


class _Likeness(NamedTuple):
    """What units have in common: anchors, and everyday words."""

    anchors: Weights
    words: Words


class _Lengths(NamedTuple):
    """Running sums, in expected and in real English characters."""

    source: list[float]
    target: list[float]


def align(
    source: Sequence[str], target: Sequence[str], terms: Sequence[Term] = (), alone: Collection[int] = ()
) -> tuple[Bead, ...]:
    """Beads that hold every unit of both sides once, in order. `terms` are names with their English, as far as known; the
    source units of `alone` (headings) are never put together with others."""
    lengths = _Lengths(_sums(expected_length(s) for s in source), _sums(float(len(t.strip())) for t in target))
    shared = anchors(source, target, terms)
    lows, highs = _corridor(shared, len(source), len(target))
    back = _walk(lengths, _Likeness(shared, Words(source, target)), (lows, highs), frozenset(alone))
    return tuple(_path(back, len(source), len(target)))


def expected_length(source: str) -> float:
    """English characters that the Chinese should need."""
    return CHARACTERS * han_count(source) + sum(c.isascii() and c.isalnum() for c in source)


def _sums(lengths: Iterator[float]) -> list[float]:
    return list(accumulate(lengths, initial=0.0))


def _walk(
    lengths: _Lengths, likeness: _Likeness, corridor: tuple[Sequence[int], Sequence[int]], alone: frozenset[int]
) -> dict[int, tuple[int, int]]:
    """For each point (source units done × width + target units done) the shape of the bead that leads there most cheaply."""
    ours, theirs = lengths
    lows, highs = corridor
    width = len(theirs)
    cost: list[dict[int, float]] = [{} for _ in ours]
    back: dict[int, tuple[int, int]] = {}
    cost[0][0] = 0.0
    for i in range(len(ours)):
        for j in range(lows[i], highs[i] + 1):
            best, shape = cost[i].get(j, math.inf), None
            for (di, dj), price in SHAPES.items():
                if di > 1 and not alone.isdisjoint(range(i - di, i)):
                    continue
                if di > i or dj > j or (before := cost[i - di].get(j - dj)) is None or before + price - 60 > best:
                    continue
                total = before + price
                if di and dj:
                    total += _length_cost(ours[i] - ours[i - di], theirs[j] - theirs[j - dj])
                    total -= ANCHOR * _common(likeness.anchors, i, di, j, dj)
                    total -= WORDS * likeness.words.evidence(range(i - di, i), range(j - dj, j))
                if total < best:
                    best, shape = total, (di, dj)
            if shape:
                cost[i][j], back[i * width + j] = best, shape
    return back


def _common(shared: Weights, i: int, di: int, j: int, dj: int) -> float:
    """The weight of what the units before (i, j) have in common. Of a unit with several partners the best counts in full and
    the others half: they mostly share the same things."""
    if di == dj == 1:
        return shared[i - 1].get(j - 1, 0.0)
    table = [[shared[n].get(m, 0.0) for m in range(j - dj, j)] for n in range(i - di, i)]
    if di == dj:
        return sum(map(max, table))
    found = table[0] if di == 1 else [row[0] for row in table]
    return (sum(found) + max(found)) / 2


def _length_cost(expected: float, real: float) -> float:
    """-log of how likely it is that the lengths differ so much, up to a constant."""
    difference = real - expected
    return min(MOST_LENGTH_COST, difference * difference / (2 * VARIANCE * max((expected + real) / 2, 8.0)))


def _path(back: dict[int, tuple[int, int]], i: int, j: int) -> list[Bead]:
    width, found = j + 1, []
    while i or j:
        di, dj = back[i * width + j]
        found.append(Bead(range(i - di, i), range(j - dj, j)))
        i, j = i - di, j - dj
    return found[::-1]


def _corridor(shared: Weights, units: int, others: int) -> tuple[list[int], list[int]]:
    """The target units that are worth trying for each number of source units: all of them, or those near the line through
    the surest anchors."""
    if units * others <= EXACT:
        return [0] * (units + 1), [others] * (units + 1)
    line = [(0, 0), *_rising(shared), (units, others)]
    lows, highs = [others] * (units + 1), [0] * (units + 1)
    for (i, j), (next_i, next_j) in pairwise(line):
        for n in range(i, next_i + 1):
            lows[n] = min(lows[n], max(0, j - CORRIDOR))
            highs[n] = max(highs[n], min(others, next_j + CORRIDOR))
    return lows, highs


def _rising(shared: Weights) -> list[tuple[int, int]]:
    """Points that are each other's best partner by far, as the longest chain in which both sides go forward."""
    best = [(i, *_best(row)) for i, row in enumerate(shared) if row]
    from_there: dict[int, tuple[float, int]] = {}
    for i, j, weight, _ in best:
        from_there[j] = max(from_there.get(j, (0.0, -1)), (weight, i))
    sure = [(i, j) for i, j, weight, second in best if weight > 1.5 * second + 4 and from_there[j][1] == i]
    return _longest_chain(sure)


def _best(row: dict[int, float]) -> tuple[int, float, float]:
    """The best partner, its weight, and the weight of the second best."""
    ranked = sorted(((weight, -j) for j, weight in row.items()), reverse=True)
    return -ranked[0][1], ranked[0][0], ranked[1][0] if len(ranked) > 1 else 0.0


def _longest_chain(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    lengths: list[int] = []
    before: list[int] = []
    for n, (_, j) in enumerate(points):
        length, last = max(((lengths[m] + 1, m) for m in range(n) if points[m][1] < j), default=(1, -1))
        lengths.append(length)
        before.append(last)
    at = max(range(len(points)), key=lambda n: lengths[n], default=-1)
    chain = []
    while at >= 0:
        chain.append(points[at])
        at = before[at]
    return chain[::-1]
