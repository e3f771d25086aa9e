"""The tables of attribution: reporting verbs and the words that show who speaks. Simplified script; look up folded text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from summarizer.text.once import once
from summarizer.text.scripts import table


@dataclass(frozen=True, slots=True)
class Verb:
    """A reporting verb. `not_after` and `not_before`: directly beside one of these it reports nothing."""

    word: str
    reported: bool
    quoted: bool
    strength: str
    """`strong`; `weak` if it needs a quotation, a mark or a longer clause behind it; `comma` if it needs a mark right behind it."""
    not_after: tuple[str, ...]
    not_before: tuple[str, ...]
    kind: str
    """`opinion`, `forecast`, `as` (将X称为), `view` (在X看来) or empty."""

    @property
    def strong(self) -> bool:
        return self.strength == "strong"


@once
def verbs() -> dict[str, Verb]:
    return {row[0]: _verb(row) for row in table("reporting_verbs.tsv")[1:]}


@once
def verb_openings() -> frozenset[str]:
    """The characters that reporting verbs begin with."""
    return frozenset(word[0] for word in verbs())


def _verb(row: tuple[str, ...]) -> Verb:
    word, reported, quoted, strength, after, before, kind = (*row, *[""] * (7 - len(row)))
    not_after, not_before = _listed(after), _listed(before)
    return Verb(word, reported == "yes", quoted == "yes", strength, not_after, not_before, kind)


def is_speech(word: str) -> bool:
    """A verb of saying, not of thinking or expecting: what somebody says of another's opinion quotes nobody."""
    verb = verbs().get(word) or verbs().get(word[:-1])
    return bool(verb) and verb is not None and verb.kind == "" and verb.quoted


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(",")))


@once
def _words() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for kind, word in table("attribution_words.tsv"):
        found.setdefault(kind, set()).add(word)
    return {kind: frozenset(words) for kind, words in found.items()}


@cache
def words(*kinds: str) -> frozenset[str]:
    """The words of these kinds, in simplified script."""
    return frozenset().union(*(_words()[kind] for kind in kinds))


def alternatives(choices: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first; one that never matches if there are none."""
    ordered = sorted(set(choices), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(re.escape, ordered)) + ")" if ordered else "(?!)"


@cache
def pattern(*kinds: str) -> str:
    """A regular expression for any word of these kinds."""
    return alternatives(words(*kinds))


@once
def verb_pattern() -> re.Pattern[str]:
    """A reporting verb, with 称, 说 or 道 behind it if it has one (解释称, 强调说, 回应道)."""
    return re.compile(f"(?P<verb>{alternatives(verbs())})(?P<tail>[称说道])?")


def ending(text: str, *kinds: str) -> str:
    """The longest word of these kinds that the text ends with; empty if there is none."""
    known = words(*kinds)
    return next((text[at:] for at in range(len(text)) if text[at:] in known), "")
