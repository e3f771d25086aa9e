"""`python -m benchmarks.names`: precision and recall of the name finder on invented sentences, each alone, two thirds of them used for
its weights and one third never; `--fit` prints the weights of the rules about Chinese names anew (needs numpy).

The sentences stand in tests/text/names/sentences.txt; a seeded generator puts names into them, 22 of 100 with a given name of one
character. A reading is right if it has the edges of the name exactly.
"""

import argparse
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from summarizer.text.names import chinese
from summarizer.text.names.finder import find_names
from summarizer.text.names.passage import Passage
from summarizer.text.names.romanise import surnames
from summarizer.text.names.tables import rows

SENTENCES = Path(__file__).parents[1] / "tests/text/names/sentences.txt"
UNSEEN = SENTENCES.with_name("unseen.txt")
"""Sentences written when the finder was finished, and measured once."""
TIMES = 20
"""Fillings of each sentence."""
_SLOT = re.compile(r"<P>|\{(?P<person>[^}]+)\}|\[(?P<organisation>[^\]]+)\]")
_USUAL = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚鹏辉玲华红浩宇轩梓涵怡雨晨欣佳思嘉子志建国文晓春海玉秀淑雅雯琪睿博俊峰飞亮斌云燕洁颖倩婷雪莹慧"
"""Characters of given names, each as likely as five others."""


class Filled(NamedTuple):
    """A sentence with names in it; spans are [start, end)."""

    text: str
    people: frozenset[tuple[int, int]]
    organisations: frozenset[tuple[int, int]]


class Score(NamedTuple):
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)


def sentences() -> tuple[list[str], list[str]]:
    """Those used for the weights, and the third that is only measured."""
    lines = _lines(SENTENCES)
    return [line for n, line in enumerate(lines) if n % 3 != 2], lines[2::3]


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line and line[0] != "#"]


class Namer:
    """Makes up names, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._families = [cells[0] for cells in rows("surname_order.txt")]
        self._rare = [
            name for name, entry in surnames().items() if entry.use == "common" and name not in self._families
        ]
        scores = {character: float(score) for character, score in rows("given_characters.tsv")}
        self._given = [c for c, score in scores.items() if score >= 1.5] + list(_USUAL) * 5

    def name(self) -> str:
        ranked = range(len(self._families))
        if self._random.random() < 0.1:
            family = self._random.choice(self._rare)
        else:
            family = self._random.choices(self._families, [1 / (rank + 8) for rank in ranked])[0]
        length = 1 if self._random.random() < 0.22 else 2
        return family + "".join(self._random.choice(self._given) for _ in range(length))


def filled(line: str, namer: Namer) -> Filled:
    """The sentence with a made-up name in each slot."""
    text, at = "", 0
    people: set[tuple[int, int]] = set()
    organisations: set[tuple[int, int]] = set()
    for slot in _SLOT.finditer(line):
        text += line[at : slot.start()]
        value = slot["person"] or slot["organisation"] or namer.name()
        (organisations if slot["organisation"] else people).add((len(text), len(text) + len(value)))
        text, at = text + value, slot.end()
    return Filled(text + line[at:], frozenset(people), frozenset(organisations))


def scored(lines: Sequence[str], kind: str, seed: int) -> Score:
    """Of one kind of name, counted over all fillings."""
    namer, right, wrong, missed = Namer(seed), 0, 0, 0
    for line in lines:
        for _ in range(TIMES if "<P>" in line else 1):
            sentence = filled(line, namer)
            names = find_names([sentence.text])
            found = {(m.start, m.end) for e in names.entities if e.kind == kind and e.named for m in e.mentions}
            gold = sentence.people if kind == "person" else sentence.organisations
            right, wrong, missed = right + len(found & gold), wrong + len(found - gold), missed + len(gold - found)
    return Score(right, wrong, missed)


def fitted(lines: Sequence[str], seed: int) -> dict[str, float]:
    """The weights under which the right choice at each place (a name, or none) is likeliest: a conditional logit, fitted by Adam."""
    import numpy as np

    groups, labels, rules = _examples(lines, seed)
    place = {rule: n for n, rule in enumerate(rules)}
    size = max(map(len, groups))
    x = np.zeros((len(groups), size, len(rules) + 1))
    y, there = np.zeros((len(groups), size)), np.zeros((len(groups), size), dtype=bool)
    for row, (group, label) in enumerate(zip(groups, labels, strict=True)):
        for column, candidate in enumerate(group):
            there[row, column], x[row, column, -1] = True, 1.0
            y[row, column] = column == label
            for rule, _, strength in candidate.features:
                x[row, column, place[rule]] += strength
    weights, mean, square = (np.zeros(len(rules) + 1) for _ in range(3))
    penalty = np.append(np.full(len(rules), 3.0), 0.0)
    for step in range(1, 1500):
        z = np.where(there, x @ weights, -1e9)
        top = np.maximum(z.max(axis=1), 0.0)
        power = np.exp(z - top[:, None])
        likely = power / (power.sum(axis=1) + np.exp(-top))[:, None]
        slope = np.einsum("ij,ijk->k", likely - y, x) + penalty * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        weights -= 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return dict(zip([*rules, "base-chinese"], (round(float(w), 2) for w in weights), strict=True))


def _examples(lines: Sequence[str], seed: int) -> tuple[list[list[chinese.Candidate]], list[int], list[str]]:
    """Candidates that begin at one place, which of them is right (-1 if none), and the rules that occur."""
    chinese.WEAK = chinese.HOPELESS = float("-inf")
    namer = Namer(seed)
    groups: list[list[chinese.Candidate]] = []
    labels: list[int] = []
    for line in lines:
        for _ in range(TIMES if "<P>" in line else 3):
            sentence = filled(line, namer)
            for group in _by_start(sentence):
                spans = [(c.start, c.end) for c in group]
                groups.append(group)
                labels.append(next((n for n, span in enumerate(spans) if span in sentence.people), -1))
    rules = sorted({rule for group in groups for candidate in group for rule, _, _ in candidate.features})
    return groups, labels, rules


def _by_start(sentence: Filled) -> Iterator[list[chinese.Candidate]]:
    found: dict[int, list[chinese.Candidate]] = defaultdict(list)
    for candidate in chinese.chinese_candidates(Passage(0, sentence.text)):
        found[candidate.start].append(candidate)
    yield from found.values()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true", help="print the weights anew")
    used, held = sentences()
    if parser.parse_args().fit:
        for rule, weight in sorted(fitted(used, 1).items()):
            print(f"{rule}\t{weight}")
        return
    for which, lines in (("used for the weights", used), ("not used", held), ("unseen", _lines(UNSEEN))):
        for kind in ("person", "organisation"):
            score = scored(lines, kind, 2)
            print(
                f"{which}: {kind} precision {score.precision:.3f}, recall {score.recall:.3f} of {score.right + score.missed}"
            )


if __name__ == "__main__":
    main()
