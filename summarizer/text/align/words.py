"""How much the everyday words of a source unit speak for one target unit or several: a likelihood ratio over `text/lexicon.py`."""

from collections.abc import Sequence
from functools import cached_property

from summarizer.text.lexicon import Entry, key, said, words_in

SAID, UNSAID = 1.5, -1.5
"""Evidence of a word that the English says, and of one that it does not. On the four panels a paragraph's own English says 88 % of its
words, another paragraph of the same panel 20 %; the two figures are what a cautious reader of both would take."""
LEAST, MOST = -9.0, 12.0
"""Bounds for one unit, so that no single one outweighs the order of all others."""
FEWEST = 3
"""Words of a unit from which on it counts in `worst`."""
LONG = 60
"""English characters from which on a unit should say something of the source."""
IDLE = 4.0
"""Cost of a unit of the English in a group that says no word of the source's that the others do not say."""


class Words:
    """The words of every source unit, and which target units say them, as bit masks."""

    def __init__(self, source: Sequence[str], target: Sequence[str]) -> None:
        self.source = [_telling(text) for text in source]
        self.target = target
        self.long = [len(text.strip()) >= LONG for text in target]

    @cached_property
    def _english(self) -> list[str]:
        return [key(text) for text in self.target]

    @cached_property
    def _said(self) -> list[list[int]]:
        """For each source unit and target unit: the bits of the source's words that the target says."""
        places: dict[str, int] = {}
        for entries in self.source:
            for entry in entries:
                if entry.word not in places:
                    places[entry.word] = sum(1 << j for j, text in enumerate(self._english) if said(entry, text))
        return [
            [
                sum(1 << n for n, entry in enumerate(entries) if places[entry.word] >> j & 1)
                for j in range(len(self.target))
            ]
            for entries in self.source
        ]

    @cached_property
    def _one_to_one(self) -> list[list[float]]:
        return [[self.of(i, range(j, j + 1)) for j in range(len(self.target))] for i in range(len(self.source))]

    def evidence(self, source: range, target: range) -> float:
        """Natural logarithm of how much likelier the two are a translation than not, less the cost of idle units of the English. In a
        group what speaks against one of its units counts in full, what speaks for the others beside the best a quarter: they may say the
        same."""
        if not source or not target:
            return 0.0
        if len(source) == len(target) == 1:
            return self._one_to_one[source.start][target.start]
        each = [self.of(i, target) for i in source]
        best = max(each)
        total = best + sum(e if e < 0 else e / 4 for e in each) - (best if best < 0 else best / 4)
        return total - (self._idle(source, target) if len(target) > 1 else 0.0)

    def of(self, unit: int, target: range) -> float:
        """The evidence of one source unit."""
        mask = 0
        for j in target:
            mask |= self._said[unit][j]
        hits, all_words = mask.bit_count(), len(self.source[unit])
        return max(LEAST, min(MOST, SAID * hits + UNSAID * (all_words - hits)))

    def share(self, unit: int, target: range) -> tuple[int, int]:
        """How many of the unit's words these target units say, of how many."""
        mask = 0
        for j in target:
            mask |= self._said[unit][j]
        return mask.bit_count(), len(self.source[unit])

    def _idle(self, source: range, target: range) -> float:
        if sum(len(self.source[i]) for i in source) < FEWEST:
            return 0.0
        cost = 0.0
        for j in target:
            others = [m for m in target if m != j]
            new = any(self._said[i][j] & ~_either(self._said[i], others) for i in source)
            cost += IDLE if self.long[j] and not new else 0.0
        return cost


def _either(row: Sequence[int], places: Sequence[int]) -> int:
    mask = 0
    for place in places:
        mask |= row[place]
    return mask


def _telling(text: str) -> tuple[Entry, ...]:
    return tuple({entry.word: entry for entry in words_in(text) if not entry.weak}.values())
