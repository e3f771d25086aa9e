"""Characters that would break names, numbers and sentences are normalised in a block's text; what the page has is kept beside it.

Compatibility ideographs and radicals, vertical and small punctuation, full-width letters and figures, characters of no width,
pinyin glosses and footnote marks. A reader that knows of a gloss or mark from its format says so with `aside` or `instead`.
"""

import re
import unicodedata
from bisect import bisect_right
from functools import cache

from summarizer.readers.pinyin import is_gloss
from summarizer.records import Block, Original
from summarizer.text.lazy_pattern import lazy
from summarizer.text.scripts import table

_OPEN, _CLOSE, _SHOWN = "\ufdd0", "\ufdd1", "\ufdd2"
"""Noncharacters, which no text may hold: around what a reader sets aside, and before what is shown in its place."""

_ODD = lazy(
    rf"""
      {_OPEN} (?P<aside>[^{_OPEN}{_CLOSE}{_SHOWN}]*) (?:{_SHOWN} (?P<shown>[^{_OPEN}{_CLOSE}{_SHOWN}]*))? {_CLOSE}
    | (?P<zero>[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]+)
    | (?P<wide>[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+(?:\u3000(?=[\uff21-\uff3a\uff41-\uff5a]))?)
    | (?P<form>[\u2e80-\u2fdf\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe44\ufe47\ufe48\ufe50-\ufe6b\U0002f800-\U0002fa1f]+)
    | (?<=(?P<before>[\u3400-\u9fff])) [（(] (?P<gloss>[A-Za-z\u00c0-\u01dc\u0300-\u030c\u1e3e\u1e3f' ·]{{1,40}}[1-5]?) [）)]
    """,
    re.VERBOSE,
)
_STRAY = lazy(f"[{_OPEN}{_CLOSE}{_SHOWN}]")
_WIDTH = {n: chr(n - 0xFEE0) for n in range(0xFF01, 0xFF5F)} | {0x3000: " "}


def aside(text: str) -> str:
    """`text` as part of a line that is no part of the sentence around it: a footnote mark, a reading."""
    return instead(text, "")


def instead(text: str, shown: str) -> str:
    """`text` as part of a line in which the sentence has `shown`."""
    return f"{_OPEN}{without_signs(text)}{_SHOWN}{shown}{_CLOSE}" if text else shown


def without_signs(text: str) -> str:
    """The page's own characters, without the signs of this module."""
    return _STRAY.sub("", re.sub(f"{_SHOWN}[^{_CLOSE}]*", "", text))


def legible(block: Block) -> Block:
    """The block with its text normalised, and each change in `originals`. Cues move along."""
    if block.originals:
        return block
    if block.kind == "code" or not _ODD.search(block.text):
        return block if not _STRAY.search(block.text) else block.model_copy(update={"text": without_signs(block.text)})
    parts: list[str] = []
    originals: list[Original] = []
    moved: list[tuple[int, int]] = [(0, 0)]
    length = at = 0
    for found in _ODD.finditer(block.text):
        written, shown = _shown(block.text, found)
        if written == shown:
            continue
        parts += [_STRAY.sub("", block.text[at : found.start()]), shown]
        start = length + len(parts[-2])
        length, at = start + len(shown), found.end()
        moved.append((at, length))
        originals.append(Original(start=start, end=length, text=written))
    text = "".join((*parts, _STRAY.sub("", block.text[at:])))
    if not originals or not text.strip():
        return block.model_copy(update={"text": without_signs(block.text)})
    cues = tuple(cue.model_copy(update={"at": _moved(cue.at, moved)}) for cue in block.cues)
    return block.model_copy(update={"text": text, "originals": tuple(originals), "cues": cues})


def _moved(position: int, moved: list[tuple[int, int]]) -> int:
    """Where a position of the old text is in the new one; one inside a change is at its end."""
    before, after = moved[bisect_right(moved, position, key=lambda pair: pair[0]) - 1]
    return after + position - before


def _shown(text: str, found: re.Match[str]) -> tuple[str, str]:
    """What the page has, and what the sentence has."""
    written = found.group()
    if found.lastgroup in ("aside", "shown"):
        return found["aside"], found["shown"] or ""
    if found["zero"]:
        return written, written if _joins_pictures(text, found) else ""
    if found["wide"]:
        return written, written.translate(_WIDTH)
    if found["form"]:
        return written, "".join(map(_ordinary, written))
    return written, "" if is_gloss(found["gloss"], text[max(0, found.start() - 8) : found.start()]) else written


def _joins_pictures(text: str, found: re.Match[str]) -> bool:
    """A joiner or variation selector that is part of an emoji."""
    return (
        found.start() > 0
        and unicodedata.category(text[found.start() - 1]) in ("So", "Sk", "Sm", "Po", "Nd")
        and set(found.group()) <= {"\u200d", "\ufe0e", "\ufe0f"}
    )


@cache
def _ordinary(char: str) -> str:
    ordinary = _forms().get(char) or unicodedata.normalize("NFKC", char)
    return ordinary if len(ordinary) == 1 else char


@cache
def _forms() -> dict[str, str]:
    return {row[0]: row[1] for row in table("compatibility.tsv")}


def part(block: Block, start: int, end: int) -> Block:
    """The block with the characters from `start` to `end` alone."""
    inside = [o for o in block.originals if start <= o.start and o.end <= end]
    moved = (o.model_copy(update={"start": o.start - start, "end": o.end - start}) for o in inside)
    cues = (c.model_copy(update={"at": max(0, c.at - start)}) for c in block.cues if c.at < end)
    return block.model_copy(update={"text": block.text[start:end], "originals": tuple(moved), "cues": tuple(cues)})
