"""An index over the units of translation memories: exact matches by a table, similar ones by rapidfuzz among a short list.

Similarity is that of rapidfuzz's `ratio`: the characters two sentences have in common in order, twice, over the characters of both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from summarizer.memory.shortlist import Shortlist
from summarizer.text.scripts import has_han

LEAST = 75.0
"""Similarity in percent from which a match is shown to the model: the threshold that translators' programs come with."""
SHORTEST = 4
"""Characters of the shortest sentence for which similar ones are looked for; of shorter ones half is chance."""
PER_SENTENCE = 2


class Unit(NamedTuple):
    """A sentence with its English. `origin` is what the reader is told of where it comes from; `article` is the SHA-256 of the article
    that a correction was made in, empty for others."""

    source: str
    target: str
    origin: str
    article: str = ""


class Match(NamedTuple):
    unit: Unit
    score: float
    """Similarity in percent."""


def plain(text: str) -> str:
    """What is compared: the text without white space, which segmentation may give to either side."""
    return "".join(text.split())


@dataclass(frozen=True)
class Memory:
    """The units of all memories in force; of two for one sentence the first is taken."""

    units: Sequence[Unit] = ()
    own: str = ""
    """The article at hand: corrections made in it are no memory for it, they are applied to it."""

    def of(self, article: str) -> "Memory":
        """The same, for an article (its SHA-256)."""
        if not any(unit.article == article for unit in self._corrections):
            return self
        return Memory([unit for unit in self.units if unit.article != article], article)

    @cached_property
    def _corrections(self) -> Sequence[Unit]:
        return [unit for unit in self.units if unit.article]

    @cached_property
    def _exact(self) -> dict[str, Unit]:
        found: dict[str, Unit] = {}
        for unit in self.units:
            found.setdefault(plain(unit.source), unit)
        return found

    @cached_property
    def _shortlist(self) -> Shortlist:
        return Shortlist((source for source in self._exact if len(source) >= SHORTEST), LEAST / 100)

    def exact(self, source: str) -> Unit | None:
        """The unit of this very sentence; None where there is none, or nothing Chinese in it."""
        return self._exact.get(plain(source)) if self.units and has_han(source) else None

    def similar(self, source: str, most: int = PER_SENTENCE) -> Sequence[Match]:
        """The units of the most similar sentences, the nearest first; the very sentence is not among them."""
        wanted = plain(source)
        if not self.units or len(wanted) < SHORTEST or not has_han(wanted):
            return ()
        from rapidfuzz import fuzz, process  # only now: runs without a memory do not need it

        near = self._shortlist.near(wanted)
        found = process.extract(wanted, near, scorer=fuzz.ratio, score_cutoff=LEAST, limit=most + 1)
        matches = [Match(self._exact[text], score) for text, score, _ in found if text != wanted]
        return matches[:most]

    def standing(self, text: str) -> tuple[Unit, ...]:
        """The corrections whose sentence stands in a text: what decides, among other things, whether an article is up to date."""
        within = plain(text)
        return tuple(unit for unit in self._corrections if plain(unit.source) in within)

    def joined(self, units: Iterable[Unit]) -> "Memory":
        """With these behind its own."""
        return replace(self, units=(*self.units, *units))


NO_MEMORY = Memory()
