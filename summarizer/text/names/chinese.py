"""Candidates for Chinese personal names: a surname with one or two characters, and what speaks for and against each."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from summarizer.text.names.context import words
from summarizer.text.names.entities import NameKind
from summarizer.text.names.passage import HAN, Passage
from summarizer.text.names.romanise import surnames
from summarizer.text.names.surroundings import left_of, right_of
from summarizer.text.names.tables import rows
from summarizer.text.words import is_word

LEAST_CHARACTER = -2.2
"""A given name holds no character rarer in names than this (的, 了, 这, 说)."""
_FUNCTION_TAGS = frozenset(("d", "p", "c", "u", "r", "y", "ul", "uj", "ug", "uz", "ud", "uv"))
_NAME_TAGS = frozenset(("nr", "nrfg", "nrt"))


Feature = tuple[str, str, float]
"""A rule's id, the words it matched, and its strength (mostly 1)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may hold a name."""

    block: int
    start: int
    end: int
    form: str
    """Folded."""
    features: tuple[Feature, ...]
    kind: NameKind = "person"
    whole: bool = True
    """False for an organisation without a name of its own (法院, 警方)."""


@cache
def given_scores() -> dict[str, float]:
    """For each character the logarithm of how much commoner it is in given names than elsewhere."""
    return {character: float(score) for character, score in rows("given_characters.tsv")}


@cache
def _rank() -> dict[str, int]:
    from summarizer.text.scripts import table

    return {row[0]: number for number, row in enumerate(table("surname_order.txt"), 1)}


def chinese_candidates(passage: Passage) -> Iterator[Candidate]:
    """Every place of the block that has the shape of a Chinese personal name."""
    key, known = passage.key, surnames()
    for start, character in enumerate(key):
        if character in known or key[start : start + 2] in known:
            yield from _from(passage, start)


def _from(passage: Passage, start: int) -> Iterator[Candidate]:
    key, known = passage.key, surnames()
    double = key[start : start + 2] in known
    shapes = [(2, 4), (2, 3)] if double else []
    if key[start] in known:
        shapes += [(1, 3), (1, 2)]
        if not double and key[start + 1 : start + 2] in known:
            shapes.append((2, 4))
    for family, length in shapes:
        form = key[start : start + length]
        if len(form) == length and all(map(HAN.match, form)) and _possible(form[family:]):
            yield Candidate(passage.number, start, start + length, form, tuple(_features(passage, start, family, form)), "person")


def _possible(given: str) -> bool:
    scores = given_scores()
    return min(scores.get(character, 0.0) for character in given) > LEAST_CHARACTER


def _features(passage: Passage, start: int, family: int, form: str) -> Iterator[Feature]:
    end = start + len(form)
    yield _surname_rule(form[:family]), form[:family], 1.0
    scores = given_scores()
    given = form[family:]
    yield "given-characters", given, sum(scores.get(c, 0.0) for c in given) / len(given)
    if len(given) == 1:
        yield "one-given-character", given, 1.0
    yield from _word_features(passage, start, end, family)
    for rule, found in (left_of(passage, start), right_of(passage, end)):
        yield rule, found, 1.0


def _surname_rule(family: str) -> str:
    surname = surnames().get(family)
    if surname is None:
        return "surname-two"
    if len(family) == 2:
        return "surname-everyday" if surname.use == "word" else "surname-double"
    if surname.use == "common":
        return "surname-frequent" if _rank().get(family, 1000) <= 100 else "surname-common"
    return "surname-rare" if surname.use == "rare" else "surname-everyday" if family not in _rank() else "surname-frequent-word"


def _word_features(passage: Passage, start: int, end: int, family: int) -> Iterator[Feature]:
    form = passage.key[start:end]
    if not passage.is_edge(start):
        yield "word-over-start", passage.word(start).text, 1.0
    first = passage.word(start)
    if first.start == start and first.end == end:
        yield ("listed-name" if first.tag in _NAME_TAGS else "listed-word"), form, 1.0
        return
    if is_word(form):
        yield "listed-word", form, 0.5
    if not passage.is_edge(end):
        over = passage.word(end)
        yield "word-over-end", over.text, 1.0
    elif passage.word(end - 1).start == end - 1 and len(form) - family == 2:
        yield from _last_word(form[-1], passage.word(end - 1).tag)
        if passage.key[end : end + 1] in ("着", "了", "过"):
            yield "acts-at-end", passage.key[end - 1 : end + 1], 1.0
    if first.start == start and start + family < first.end < end and first.tag not in _NAME_TAGS:
        yield "word-at-start", first.text, 1.0
    given = passage.word(start + family)
    if given.start == start + family and given.end == end and end - given.start == 2:
        yield ("given-listed" if given.tag in _NAME_TAGS else "given-is-word"), given.text, 1.0


def _last_word(character: str, tag: str) -> Iterator[Feature]:
    """The last character is cut off as a word of its own; it counts the more, the rarer it is in given names."""
    strength = 1.5 - given_scores().get(character, 0.0)
    if strength <= 0:
        return
    if character in words("follows"):
        yield "adverb-at-end", character, strength
    elif tag in _FUNCTION_TAGS or tag[0] == "v":
        yield "verb-at-end", character, strength
