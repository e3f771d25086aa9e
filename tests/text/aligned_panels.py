"""The four panels as alignment problems: paragraphs that belong together, made hard in known ways with a fixed seed."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from summarizer.text.align import Bead

TABLE = Path(__file__).parents[1] / "panels" / "paragraphs.tsv"
PANELS = ("bbc-newsday-2025", "techsequences-2021", "uberx-consultation-2015", "unlearning-regulation-2025")


class Problem(NamedTuple):
    """Both sides, and which paragraphs belong together."""

    source: list[str]
    target: list[str]
    links: set[tuple[int, int]]


class Tally(NamedTuple):
    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / max(self.found, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.wanted, 1)


def paragraphs(panel: str) -> list[tuple[str, str]]:
    """The panel's paragraphs with their English, in order."""
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(row[4], row[5]) for row in rows if row[0] == panel]


def problem(panel: str, seed: int, *, changed: float) -> Problem:
    """Of the paragraphs so large a share is dropped, added, merged or split, on a side that the seed chooses."""
    chance = random.Random(f"{panel} {seed}")
    made = Problem([], [], set())
    pairs = paragraphs(panel)
    at = 0
    while at < len(pairs):
        way = chance.choice(("drop", "add", "merge", "merge", "split", "split")) if chance.random() < changed else ""
        taken = 2 if way == "merge" and at + 1 < len(pairs) else 1
        sides = [[pair[side] for pair in pairs[at : at + taken]] for side in (0, 1)]
        _lay_out(made, way, sides, chance)
        at += taken
    return made


def _lay_out(made: Problem, way: str, sides: list[list[str]], chance: random.Random) -> None:
    side = chance.randrange(2)
    if way == "merge":
        sides[side] = ["".join(sides[0]) if side == 0 else " ".join(sides[1])]
    elif way == "split":
        sides[side] = _halves(sides[side][0], side)
    elif way == "drop":
        sides[1] = []
    elif way == "add":
        sides[0] = []
    i, j = len(made.source), len(made.target)
    made.source.extend(sides[0])
    made.target.extend(sides[1])
    if len(sides[0]) == len(sides[1]):
        made.links.update((i + n, j + n) for n in range(len(sides[0])))
    else:
        made.links.update((i + n, j + m) for n in range(len(sides[0])) for m in range(len(sides[1])))


def _halves(text: str, side: int) -> list[str]:
    """Cut after the sentence that ends nearest to the middle; whole where there is only one."""
    ends = [
        n + 1 for n, c in enumerate(text[:-1]) if c in ("。！？", ".!?")[side] and (side == 0 or text[n + 1] == " ")
    ]
    if not ends:
        return [text]
    cut = min(ends, key=lambda n: abs(n - len(text) // 2))
    return [text[:cut], text[cut:].strip()]


def links(beads: tuple[Bead, ...]) -> Iterator[tuple[int, int]]:
    for bead in beads:
        yield from ((i, j) for i in bead.source for j in bead.target)


def tally(beads: tuple[Bead, ...], wanted: set[tuple[int, int]]) -> Tally:
    found = set(links(beads))
    return Tally(len(found & wanted), len(found), len(wanted))
