"""What printing put on every page: running heads, page numbers, and the lines that browsers add."""

import re
from collections import Counter
from collections.abc import Sequence

from summarizer.readers.pdf.lines import Line, rows_of
from summarizer.text.boilerplate import reads_as_sentence

EDGE = 3
"""Rows at the top and at the bottom of a page among which it stands."""
HEIGHT = 1.5
"""Sizes by which its height may differ from page to page."""
APART = 1.6
"""Sizes between a number and the text above it, at least, where only one page has it."""

_NUMBER = re.compile(
    r"第\s?\d{1,4}\s?[页版](?:\s?[,，/|·]?\s?[(（]?\s?共\s?\d{1,4}\s?页\s?[)）]?)?|[-—–~·•]+\s?\d{1,4}\s?[-—–~·•]+|(?:page|p\.?)\s?\d{1,4}(?:\s(?:of|/)\s\d{1,4})?|\d{1,4}\s?/\s?\d{1,4}",
    re.IGNORECASE,
)
_BARE = re.compile(r"\d{1,4}")
_PRINTED = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\s+(?:[上下]午\s?)?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AP]M)?\b.*",
    re.IGNORECASE,
)
"""The head that browsers print: the time, and the page's title."""
BESIDE = 60
"""Characters of what may stand in one row with a page's number: the title of the paper, the address of a page."""


def furniture(pages: Sequence[Sequence[Line]], extents: Sequence[tuple[float, float]]) -> dict[int, str]:
    """By the identity of a line why it is no part of the text."""
    edges = [_edges(lines) for lines in pages]
    counts = Counter(
        key for own, extent in zip(edges, extents, strict=True) for key in {_key(line, extent) for line in own}
    )
    numbers = _numbers(edges)
    found: dict[int, str] = {}
    for lines, own, extent in zip(pages, edges, extents, strict=True):
        beside = _beside_number(lines)
        for line in own:
            text = line.plain.strip()
            if id(line) in beside:
                found[id(line)] = "running title"
            elif _NUMBER.fullmatch(text) or (
                _BARE.fullmatch(text) and (id(line) in numbers or _stands_alone(line, lines))
            ):
                found[id(line)] = "page number"
            elif (_PRINTED.fullmatch(text) and line.y <= lines[0].y + line.size) or _near(counts, line, extent) >= 2:
                found[id(line)] = "running title"
    return found


def _beside_number(lines: Sequence[Line]) -> set[int]:
    """What stands in the first or the last row of a page together with its number."""
    found: set[int] = set()
    rows = rows_of(lines)
    for row in (rows[0], rows[-1]) if len(rows) > 2 else ():
        others = [line for line in row if not _NUMBER.fullmatch(line.plain.strip())]
        if len(others) < len(row) and all(len(o.plain) <= BESIDE and not reads_as_sentence(o.plain) for o in others):
            found |= {id(line) for line in others}
    return found


def _edges(lines: Sequence[Line]) -> list[Line]:
    rows = rows_of(lines)
    return [line for row in ([*rows[:EDGE], *rows[-EDGE:]] if len(rows) > 2 * EDGE else rows) for line in row]


def _key(line: Line, extent: tuple[float, float]) -> tuple[str, int, bool]:
    """Its words without numbers, where on the page it stands, and whether in the upper half."""
    words = re.sub(r"[\d\s一二三四五六七八九十]+", "#", line.plain.strip())
    top = line.y - extent[0] < extent[1] - line.y
    place = line.y - extent[0] if top else extent[1] - line.y
    return words, round(place / (HEIGHT * max(line.size, 6))), top


def _near(counts: Counter[tuple[str, int, bool]], line: Line, extent: tuple[float, float]) -> int:
    words, place, top = _key(line, extent)
    if len(words.replace("#", "")) < 2 or reads_as_sentence(line.plain):
        return 0
    return sum(counts[(words, at, top)] for at in (place - 1, place, place + 1))


def _numbers(edges: Sequence[Sequence[Line]]) -> set[int]:
    """Bare numbers that go up with the pages."""
    bare = [
        (page, int(text), line)
        for page, own in enumerate(edges)
        for line in own
        if _BARE.fullmatch(text := line.plain.strip())
    ]
    offsets = Counter(number - page for page, number, _ in bare)
    return {id(line) for page, number, line in bare if offsets[number - page] >= 2}


def _stands_alone(line: Line, lines: Sequence[Line]) -> bool:
    """A number below all else on its page, with some space above."""
    others = [other for other in lines if other is not line]
    return bool(others) and line.y - max(other.y for other in others) > APART * max(line.size, 8)
