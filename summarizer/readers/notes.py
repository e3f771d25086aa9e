"""Marks of footnotes leave their sentences: 大水[1]。 where a note [1] stands below, or where the marks count from 1 on."""

import re
from collections.abc import Iterable, Sequence

from summarizer.readers.legible import aside
from summarizer.records import Block

_MARK = re.compile(
    r"(?<=[^\s\[［(（|\d、，])(?:\[\^(?P<named>[^\]\s\[]{1,32})\]|[\[［〔]\s?(?P<number>\d{1,3})\s?[\]］〕](?![(（\[:：])|(?P<raised>[¹²³⁴-⁹]{1,3}))"
)
_NOTE = re.compile(
    r"^\s*(?:\[\^(?P<named>[^\]\s\[]{1,32})\]\s*[:：]?|[\[［〔]\s?(?P<number>\d{1,3})\s?[\]］〕]\s*[:：]?|(?P<raised>[¹²³⁴-⁹]{1,3}))\s*(?=\S)"
)
_DIGITS = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹", "123456789")
_MEASURE = re.compile(r"[A-Za-z米]$")


def without_marks(texts: Sequence[str]) -> list[str]:
    """The texts with their footnote marks, and the marks that notes begin with, set aside."""
    notes = {name for text in texts if (name := _name(_NOTE.match(text)))}
    used = [name for text in texts for found in _MARK.finditer(text) if (name := _name(found))]
    marks = notes | (set(used) if _counts_from_one(used) else set())
    if not marks:
        return list(texts)
    return [_marked(text, marks, begins=bool(notes & set(used))) for text in texts]


def blocks_without_marks(found: Sequence[Block]) -> list[Block]:
    """The same for blocks whose text is not normalised yet."""
    texts = without_marks([b.text for b in found])
    return [b if b.kind == "code" else b.model_copy(update={"text": t}) for b, t in zip(found, texts, strict=True)]


def _name(found: re.Match[str] | None) -> str:
    if not found:
        return ""
    if found["raised"] and _MEASURE.search(found.string[: found.start()][-1:]):
        return ""
    return found["named"] or found["number"] or (found["raised"] or "").translate(_DIGITS)


def _counts_from_one(used: Iterable[str]) -> bool:
    """Two marks at least, from 1 up without a gap."""
    numbers = list(dict.fromkeys(int(name) for name in used if name.isdecimal()))
    return len(numbers) >= 2 and numbers == list(range(1, len(numbers) + 1))


def _marked(text: str, marks: set[str], *, begins: bool) -> str:
    note = _NOTE.match(text) if begins else None
    start = note.end() if note and _name(note) in marks else 0
    rest = _MARK.sub(lambda found: aside(found.group()) if _name(found) in marks else found.group(), text[start:])
    return aside(text[:start]) + rest
