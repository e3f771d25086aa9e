"""The tables of speech: verbs and words, read once. They lie in `text/data/`, one fact a line."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

DATA = files("summarizer.text") / "data"


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb that hands words to somebody. `not_after` and `not_before`: what may not stand directly beside it."""

    word: str
    reported: bool
    direct: bool
    strong: bool
    not_after: tuple[str, ...]
    not_before: tuple[str, ...]
    opinion: bool


def _rows(name: str) -> list[list[str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


def _verb(row: list[str]) -> Verb:
    word, reported, direct, strength, after, before, note = row + [""] * (7 - len(row))
    return Verb(
        word,
        reported == "yes",
        direct == "yes",
        strength == "strong",
        tuple(filter(None, after.split(","))),
        tuple(filter(None, before.split(","))),
        note == "opinion",
    )


@cache
def verbs() -> dict[str, Verb]:
    return {row[0]: _verb(row) for row in _rows("speech_verbs.tsv")}


@cache
def _words() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for kind, word in _rows("speech_words.tsv"):
        found.setdefault(kind, set()).add(word)
    return {kind: frozenset(words) for kind, words in found.items()}


def words(kind: str) -> frozenset[str]:
    """The words of one kind, both scripts."""
    return _words()[kind]


def alternatives(choices: frozenset[str] | set[str] | tuple[str, ...]) -> str:
    """A regular expression for any of them, the longest first; matches nothing where there is none."""
    ordered = sorted(choices, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(re.escape, ordered)) + ")" if ordered else "(?!)"


@cache
def pattern(*kinds: str) -> str:
    """A regular expression for any word of these kinds."""
    return alternatives(frozenset().union(*(words(kind) for kind in kinds)))


@cache
def verb_pattern() -> re.Pattern[str]:
    """A verb, with 称, 说 or 道 behind it where it has one (解释称, 强调说, 回应道)."""
    return re.compile(f"(?P<verb>{alternatives(frozenset(verbs()))})(?P<tail>[称稱说說道])?")
