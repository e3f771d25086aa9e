# ruff: noqa: ARG001 - every way to damage a text has one signature
"""Faults put into English sentences on purpose, without a look at the checks: each way says what it did and gives the damaged text.

Used on pairs of any origin (`benchmarks/checks.py`); a fixed seed, so that two runs damage the same.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple


class Pair(NamedTuple):
    source: str
    target: str


class Fault(NamedTuple):
    """`kind` of the damage, and the English with it."""

    kind: str
    damaged: str


Damage = Callable[[str, random.Random, Sequence[Pair]], Iterator[str]]


def seeded(pairs: Sequence[Pair], seed: int = 7) -> Iterator[tuple[Pair, Fault]]:
    """Every pair in every way that it can be damaged, once each."""
    chance = random.Random(seed)
    for pair in pairs:
        for kind, damage in WAYS.items():
            found = [text for text in damage(pair.target, chance, pairs) if text.strip() != pair.target.strip()]
            if found:
                yield pair, Fault(kind, chance.choice(found))


def _exchanged(text: str, table: Mapping[str, str]) -> Iterator[str]:
    """The text with one word exchanged, at each place where a word of the table stands."""
    for found in re.finditer(r"(?<![\w'’])(?:" + "|".join(table) + r")(?![\w'’])", text, re.IGNORECASE):
        new = table[found[0].lower()]
        yield text[: found.start()] + (new.capitalize() if found[0][0].isupper() else new) + text[found.end() :]


def negation_lost(text: str, chance: random.Random, others: Sequence[Pair]) -> Iterator[str]:
    """Only where there is one denial, so that none is left."""
    marks = list(re.finditer(r" not\b|n[’']t\b|\bnever \b|\bno (?=[a-z])", text))
    if len(marks) == 1:
        plain = re.sub(r"\bwon[’']t", "will", re.sub(r"\bcan[’']?t|\bcannot", "can", text))
        yield re.sub(r" not\b|n[’']t\b|\bnever |\bno (?=[a-z])", "", plain, count=1)


def negation_gained(text: str, chance: random.Random, others: Sequence[Pair]) -> Iterator[str]:
    for found in re.finditer(r"\b(?:is|are|was|were|will|can|should|must|would|has|have)\b(?! not|n[’']t)", text):
        yield text[: found.end()] + " not" + text[found.end() :]


def clause_dropped(text: str, chance: random.Random, others: Sequence[Pair]) -> Iterator[str]:
    for found in re.finditer(r", ([^,.;:!?()“”\"]+)(?=[,.;!?])", text):
        if len(found[1].split()) >= 4:
            yield text[: found.start()] + text[found.end() :]
    first = re.match(r"([A-Z][^,.;:!?()“”\"]+), (\w)", text)
    if first and len(first[1].split()) >= 4:
        yield first[2].upper() + text[first.end() :]


def sentence_dropped(text: str, chance: random.Random, others: Sequence[Pair]) -> Iterator[str]:
    parts = re.split(r"(?<=[.!?]) (?=[A-Z“\"])", text)
    if len(parts) > 1:
        yield from (" ".join(parts[:n] + parts[n + 1 :]) for n in range(len(parts)))


HEDGES = {
    "might": "will", "may": "will", "could": "will", "probably ": "", "perhaps ": "", "likely ": "", "possibly ": "", "seems": "is",
    "appears": "is", "reportedly ": "", "allegedly ": "", "is expected to": "will", "are expected to": "will", "suspected ": "",
}  # fmt: skip


def hedge_lost(text: str, chance: random.Random, others: Sequence[Pair]) -> Iterator[str]:
    """All of them."""
    damaged = text
    for hedge, plain in HEDGES.items():
        damaged = re.sub(rf"\b{hedge}\b" if hedge[-1] != " " else rf"\b{hedge}", plain, damaged)
    yield damaged


_NAME = re.compile(r"(?<![.!?“\"] )(?<!^)\b[A-Z][a-z]+(?: [A-Z][a-z]+)+\b")


def names_exchanged(text: str, chance: random.Random, others: Sequence[Pair]) -> Iterator[str]:
    """A full name for one of another sentence."""
    strange = [
        name for other in chance.sample(list(others), min(20, len(others))) for name in _NAME.findall(other.target)
    ]
    strange = [name for name in strange if name not in text]
    for found in _NAME.finditer(text):
        if strange:
            yield text[: found.start()] + chance.choice(strange) + text[found.end() :]


RANKS = {
    "vice president": "president", "deputy director": "director", "vice chairman": "chairman", "deputy prime minister": "prime minister",
    "associate professor": "professor", "deputy mayor": "mayor", "vice minister": "minister", "deputy minister": "minister",
    "deputy secretary": "secretary", "deputy head": "head", "vice premier": "premier", "deputy general manager": "general manager",
    "master's": "doctoral", "bachelor's": "master's", "lieutenant general": "major general", "major general": "lieutenant general",
}  # fmt: skip


def rank_changed(text: str, chance: random.Random, others: Sequence[Pair]) -> Iterator[str]:
    yield from _exchanged(text, RANKS)


HE = {"he": "she", "she": "he", "his": "her", "him": "her", "himself": "herself", "herself": "himself", "her": "his"}


def gender_changed(text: str, chance: random.Random, others: Sequence[Pair]) -> Iterator[str]:
    """Every pronoun."""
    yield re.sub(
        r"\b(?:he|she|his|him|her|himself|herself)\b",
        lambda found: HE[found[0].lower()].capitalize() if found[0][0].isupper() else HE[found[0]],
        text,
        flags=re.IGNORECASE,
    )


COMPARISONS = {
    "higher": "lower", "lower": "higher", "more": "less", "fewer": "more", "larger": "smaller", "smaller": "larger", "better": "worse",
    "worse": "better", "faster": "slower", "slower": "faster", "earlier": "later", "later": "earlier", "stronger": "weaker",
}  # fmt: skip


def comparison_turned(text: str, chance: random.Random, others: Sequence[Pair]) -> Iterator[str]:
    """Only comparisons with than."""
    if re.search(r"\bthan\b", text):
        yield from _exchanged(text, COMPARISONS)


def digit_changed(text: str, chance: random.Random, others: Sequence[Pair]) -> Iterator[str]:
    for found in re.finditer(r"\b\d[\d,]*(?:\.\d+)?\b", text):
        at = found.start() + chance.choice([n for n, c in enumerate(found[0]) if c.isdigit()])
        yield text[:at] + str((int(text[at]) + chance.randint(1, 8)) % 10) + text[at + 1 :]


def magnitude_changed(text: str, chance: random.Random, others: Sequence[Pair]) -> Iterator[str]:
    yield from _exchanged(
        text, {"million": "billion", "billion": "trillion", "trillion": "billion", "thousand": "million"}
    )


def quotation_lost(text: str, chance: random.Random, others: Sequence[Pair]) -> Iterator[str]:
    if len(re.findall(r"[“”\"]", text)) >= 2:
        yield re.sub(r"[“”\"]", "", text)


def quotation_open(text: str, chance: random.Random, others: Sequence[Pair]) -> Iterator[str]:
    marks = [m.start() for m in re.finditer(r"[“”\"]", text)]
    if len(marks) >= 2 and len(marks) % 2 == 0:
        at = chance.choice(marks)
        yield text[:at] + text[at + 1 :]


def letter_dropped(text: str, chance: random.Random, others: Sequence[Pair]) -> Iterator[str]:
    for found in re.finditer(r"(?<![\w-])[a-z]{8,}(?![\w-])", text):
        at = found.start() + chance.randint(2, len(found[0]) - 3)
        yield text[:at] + text[at + 1 :]


def cut_off(text: str, chance: random.Random, others: Sequence[Pair]) -> Iterator[str]:
    words = text.split()
    if len(words) > 9:
        yield " ".join(words[: int(len(words) * chance.uniform(0.35, 0.75))])


def question_told(text: str, chance: random.Random, others: Sequence[Pair]) -> Iterator[str]:
    if "?" in text:
        yield text.replace("?", ".")


def said_twice(text: str, chance: random.Random, others: Sequence[Pair]) -> Iterator[str]:
    yield f"{text} {text}"


def another_sentence(text: str, chance: random.Random, others: Sequence[Pair]) -> Iterator[str]:
    """The English of another sentence, of about the same length."""
    near = [o.target for o in others if 0.8 < len(o.target) / max(1, len(text)) < 1.25 and o.target != text]
    if near:
        yield chance.choice(near)


WAYS: Mapping[str, Damage] = {
    "negation lost": negation_lost,
    "negation gained": negation_gained,
    "clause dropped": clause_dropped,
    "sentence dropped": sentence_dropped,
    "hedge lost": hedge_lost,
    "name exchanged": names_exchanged,
    "rank changed": rank_changed,
    "gender changed": gender_changed,
    "comparison turned": comparison_turned,
    "digit changed": digit_changed,
    "magnitude changed": magnitude_changed,
    "quotation marks lost": quotation_lost,
    "quotation mark lost": quotation_open,
    "letter dropped": letter_dropped,
    "cut off": cut_off,
    "question told": question_told,
    "said twice": said_twice,
    "another sentence": another_sentence,
}
