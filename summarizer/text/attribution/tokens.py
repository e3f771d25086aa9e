"""The words of a clause as the rules see them, and what a noun phrase may be."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from summarizer.text.attribution.passages import ASIDE, QUOTED, Line

SubjectKind = Literal[
    "named",
    "organisation",
    "pronoun",
    "organisation pronoun",
    "definite",
    "anonymous",
    "described",
    "parties",
    "author",
    "reporter",
    "media",
    "evidence",
    "none",
    "unknown",
]


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a name, bracket, quoted term or book title taken as one. `entity`: the place of a name in `Names.entities`."""

    start: int
    end: int
    text: str
    tag: str
    entity: int | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """[start, end) are the words, as offsets into the line. `loose`: words that are no usual gap lie between it and the verb.
    `entities`: of a name, and of all those joined to it."""

    kind: SubjectKind
    start: int
    end: int
    text: str
    entities: tuple[int, ...] = ()
    loose: bool = False
    count: int = 0
    head: str = ""
    """Of an unnamed person: the noun that says what they are (高管, 居民)."""


_PAIRED = re.compile("《[^《》\n]{1,40}》|<[^<>\n]{1,40}>|【[^】\n]{1,30}】")


_COMPOUND = re.compile("关注组")
"""Nouns that the dictionary cuts at a verb."""


NUMBER = re.compile(r"[\d.,%~-]+|[零一二两三四五六七八九十百千万亿半多几数]+")


def tokens_of(line: Line, start: int, end: int, names: Sequence[tuple[int, int, int]]) -> tuple[Token, ...]:
    """The tokens of a stretch of the line; `names` are (start, end, entity) of the line, in order and without overlap."""
    near = names[bisect_left(names, (start,)) : bisect_left(names, (end,))]
    fixed: list[tuple[int, int, str, int | None]] = [(a, b, "name", entity) for a, b, entity in near if b <= end]
    fixed += [(m.start(), m.end(), "n", None) for m in _COMPOUND.finditer(line.key, start, end)]
    fixed += [(m.start(), m.end(), "title", None) for m in _PAIRED.finditer(line.key, start, end)]
    fixed += [(m.start(), m.end(), "aside", None) for m in re.finditer(f"{ASIDE}+", line.prose[start:end])]
    fixed = [(a + start, b + start, t, e) if t == "aside" else (a, b, t, e) for a, b, t, e in fixed]
    fixed += [(a + start, b + start, "quoted", None) for a, b in _quoted(line.prose[start:end])]
    found: list[Token] = []
    at = start
    for a, b, tag, entity in sorted(fixed, key=lambda one: (one[0], -one[1])):
        if a < at:
            continue
        found += _plain(line, at, a)
        found.append(Token(a, b, line.key[a:b], tag, entity))
        at = b
    return (*found, *_plain(line, at, end))


def _quoted(prose: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(f'[“「『"‘]?{QUOTED}+[”」』"’]?', prose)]


def _plain(line: Line, start: int, end: int) -> list[Token]:
    """The dictionary's words between two places; one that a name cuts in two keeps only its own part."""
    found = []
    for word in line.words_between(start, end):
        a, b = max(word.start, start), min(word.end, end)
        if a < b and line.key[a:b].strip():
            found.append(Token(a, b, line.key[a:b], word.tag if (a, b) == (word.start, word.end) else "part"))
    return found
