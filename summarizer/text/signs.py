"""Words that say something by standing there: denials (`data/negation.tsv`), hedges (`data/hedges.tsv`)."""

import re
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from summarizer.text.scripts import simplified, table
from summarizer.text.starts import starts

_WORD = re.compile(r"[\w']+")
Language = Literal["zh", "en"]


class Sign(NamedTuple):
    """`word` as the text has it; `gloss` is its usual English, where the table gives one."""

    word: str
    kind: str
    gloss: str = ""


class _Row(NamedTuple):
    """`starts` are sought in what `_held` returns: without any of them the pattern does not match."""

    pattern: re.Pattern[str]
    kind: str
    gloss: str
    starts: tuple[str, ...]


@lru_cache(maxsize=512)
def signs(name: str, language: Language, text: str) -> tuple[Sign, ...]:
    """The words of the table `data/<name>.tsv` that stand in the text, in its order and without overlap; of several that begin at
    one place, the longest."""
    key = simplified(text) if language == "zh" else text.replace("’", "'")
    held = _held(key, language)
    rows = [row for row in _rows(name, language) if any(map(held.__contains__, row.starts))]
    found = [(m.start(), -m.end(), order, row) for order, row in enumerate(rows) for m in row.pattern.finditer(key)]
    said, read = [], 0
    for start, end, _, row in sorted(found):
        if start >= read and -end > start:
            said.append(Sign(text[start:-end], row.kind, row.gloss))
            read = -end
    return tuple(said)


def _held(key: str, language: Language) -> str:
    """English with single blanks before all words and nothing else between them."""
    return key if language == "zh" else f" {' '.join(_WORD.findall(key.lower()))}"


@cache
def _rows(name: str, language: Language) -> tuple[_Row, ...]:
    """In the order in which rows that match the same are preferred."""
    return tuple(_row(*row) for row in sorted(table(f"{name}.tsv")) if row[0] == language)


def _row(language: str, kind: str, word: str, gloss: str = "") -> _Row:
    if language == "zh":
        return _Row(re.compile(word, re.IGNORECASE), kind, gloss, starts(word))
    pattern = re.compile(rf"(?<![\w'])(?:{word})(?![\w'])", re.IGNORECASE)
    return _Row(pattern, kind, gloss, tuple(f" {start.rstrip()}" if start else "" for start in starts(word)))
