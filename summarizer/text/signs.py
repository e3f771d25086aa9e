"""Words that say something by standing there: denials (`data/negation.tsv`), hedges (`data/hedges.tsv`)."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from summarizer.text.lazy_pattern import LazyPattern
from summarizer.text.literal_prefixes import literal_prefixes
from summarizer.text.scripts import simplified, table

Language = Literal["zh", "en"]
BEGINS = r"(?<!\w)(?<!\w')"
"""Before an English word: nothing that belongs to it. An apostrophe in front may be a quotation mark: 'No man is an island'."""


class Sign(NamedTuple):
    """`word` as the text has it; `gloss` is its usual English, where the table gives one."""

    word: str
    kind: str
    gloss: str = ""


class _Row(NamedTuple):
    pattern: LazyPattern
    kind: str
    gloss: str


class _Table(NamedTuple):
    """The rows of one language, in the order in which rows that match the same are preferred; where each may begin, and what finds
    these places."""

    rows: tuple[_Row, ...]
    places: dict[str, tuple[int, ...]]
    likely: re.Pattern[str]


@lru_cache(maxsize=512)
def signs(name: str, language: Language, text: str) -> tuple[Sign, ...]:
    """The words of the table `data/<name>.tsv` that stand in the text, in its order and without overlap; of several that begin at
    one place, the longest."""
    key = simplified(text) if language == "zh" else text.replace("’", "'")
    known = _signs_of(name, language)
    found = [(m.start(), -m.end(), n, known.rows[n]) for n, m in _found(known, key)]
    said, read = [], 0
    for start, end, _, row in sorted(found):
        if start >= read and -end > start:
            said.append(Sign(text[start:-end], row.kind, row.gloss))
            read = -end
    return tuple(said)


def _found(known: _Table, key: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Rows with their matches. A row is only tried where it may begin, which is far quicker than to search the text for each."""
    rows, places = known.rows, known.places
    likely: dict[int, list[int]] = {}
    for at, begin in _beginnings(known, key):
        for n in places.get(begin, ()):
            likely.setdefault(n, []).append(at)
    for n, starts_at in likely.items():
        yield from ((n, match) for match in _matches(rows[n].pattern.compiled, key, starts_at))
    for n in places.get("", ()):
        yield from ((n, match) for match in rows[n].pattern.compiled.finditer(key))


def _matches(pattern: re.Pattern[str], key: str, places: Sequence[int]) -> Iterator[re.Match[str]]:
    """The matches at these places, in order and without overlap."""
    read = 0
    for place in places:
        if place >= read and (match := pattern.match(key, place)):
            yield match
            read = match.end()


def _beginnings(known: _Table, key: str) -> Iterator[tuple[int, str]]:
    """Each place where a word of the table may begin, with the characters there that `places` knows it by."""
    return ((found.start(), found[0].lower()) for found in known.likely.finditer(key))


@cache
def _signs_of(name: str, language: Language) -> _Table:
    listed = sorted(row for row in table(f"{name}.tsv") if row[0] == language)
    places = _places(listed, 1 if language == "zh" else 2)
    begin = "|".join(sorted(filter(None, places)))
    likely = re.compile(f"[{begin}]" if language == "zh" else rf"{BEGINS}(?:{begin})", re.IGNORECASE)
    return _Table(tuple(_row(*row) for row in listed), places, likely)


def _places(listed: Sequence[tuple[str, ...]], length: int) -> dict[str, tuple[int, ...]]:
    """The first characters of matches, so many (English: letters of a word), to the rows; "" to those that do not say."""
    found: dict[str, tuple[int, ...]] = {}
    for n, row in enumerate(listed):
        begin = {start[:length].strip() for start in literal_prefixes(row[2])}
        for start in begin if all(len(start) == length for start in begin) else {""}:
            found[start] = (*found.get(start, ()), n)
    return found


def _row(language: str, kind: str, word: str, gloss: str = "") -> _Row:
    whole = word if language == "zh" else rf"{BEGINS}(?:{word})(?![\w']\w|\w)"
    return _Row(LazyPattern(whole, re.IGNORECASE), kind, gloss)
