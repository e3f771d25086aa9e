"""From characters to lines: what stands on one height and close together, with raised marks and readings set aside."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import median

from summarizer.readers.legible import aside, without_signs
from summarizer.readers.pdf.glyphs import Glyph
from summarizer.text.scripts import has_han

GAP = 0.7
"""Widths of a character from which a gap may part two columns; what CSS leaves between them by default is one."""
SAME_HEIGHT = 0.35
"""Sizes by which characters of one line may differ in height."""
SMALL = 0.8
"""Size of a raised mark or a reading, at most, in sizes of the line that it belongs to."""
OVERPRINT = 0.1
"""Sizes between two prints of one character that is to look bold; two thin letters stand farther apart."""
WORD_GAP = 0.16
"""Sizes from which a gap between two Latin letters is a space, where the file has none."""
WIDE_GAP = 1.2
"""Sizes from which a gap inside a line is shown as a space between Chinese characters, too."""

_WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f]")
_LATIN = re.compile(r"[!-~\u00a1-\u024f\u0370-\u052f\u1e00-\u1eff]")
_MARK = re.compile(r"[\[［(（〔]?\s?(?:\d{1,3}|[*†‡①-⑳])\s?[\]］)）〕]?(?:[,，、]\s?\d{1,3})*")
_READING = re.compile(
    r"[A-Za-z\u00c0-\u01dc\u0300-\u030c\u1e3e\u1e3f' ·\u3040-\u30ff\u3100-\u312f\u02c7\u02ca\u02cb\u02d9]+"
)


@dataclass
class Line:
    """A stretch of a line without a wide gap. `marks` are what is set aside, by the place in `glyphs` before which it stands."""

    glyphs: list[Glyph]
    page: int = 0
    marks: dict[int, str] = field(default_factory=dict)
    cells: bool = False
    """True for a row of a table: wide gaps part its cells."""
    reach: float = 0.0
    """How far to the left a line may begin that goes on from it: first lines are set in."""
    spacing: float = 0.0
    """The usual gap between a Latin letter and a Chinese one, in sizes."""

    def __post_init__(self) -> None:
        ink = [g for g in self.glyphs if not g.char.isspace()] or self.glyphs
        self.x0, self.x1 = min(g.x0 for g in ink), max(g.x1 for g in ink)
        sizes = Counter[float]()
        for g in ink:
            sizes[round(g.size, 1)] += 1
        self.size = sizes.most_common(1)[0][0]
        own = [g.y for g in ink if round(g.size, 1) == self.size]
        self.y = sorted(own)[len(own) // 2]
        self.bold = all(g.bold for g in ink)
        self.reach = self.x0

    def split(self, at: int) -> "list[Line]":
        """The line as two, the second from the glyph `at` on."""
        first = {place: mark for place, mark in self.marks.items() if place <= at}
        second = {place - at: mark for place, mark in self.marks.items() if place > at}
        halves = ((self.glyphs[:at], first), (self.glyphs[at:], second))
        return [Line(glyphs, self.page, marks, spacing=self.spacing) for glyphs, marks in halves]

    @property
    def plain(self) -> str:
        """The text without what is set aside."""
        return without_signs(self.text) if not self.marks else "".join(self._parts({}))

    @property
    def text(self) -> str:
        return "".join(self._parts(self.marks))

    def _parts(self, marks: dict[int, str]) -> Iterable[str]:
        before: Glyph | None = None
        for n, glyph in enumerate(self.glyphs):
            if before is not None and n not in self.marks:  # a mark takes room
                yield self._between(before, glyph)
            if n in marks:
                yield marks[n]
            yield glyph.char
            before = glyph
        yield marks.get(len(self.glyphs), "")

    def _between(self, before: Glyph, after: Glyph) -> str:
        gap = (after.x0 - before.x1) / max(before.size, after.size)
        if before.char.isspace() or after.char.isspace():
            return "| " if self.cells and gap >= GAP else ""
        if gap >= GAP and self.cells:
            return " | "
        if gap >= WIDE_GAP:
            return " "
        if _LATIN.match(before.char) and _LATIN.match(after.char):
            return " " if gap >= WORD_GAP else ""
        mixed = any(_WORD.match(g.char) for g in (before, after))
        return " " if gap - self.stretch - mixed * self.spacing >= WORD_GAP else ""

    @cached_property
    def stretch(self) -> float:
        """The usual gap between two Chinese characters, in sizes: justified lines have some."""
        pairs = pairwise(g for g in self.glyphs if not g.char.isspace())
        found = [(b.x0 - a.x1) / b.size for a, b in pairs if not _LATIN.match(a.char) and not _LATIN.match(b.char)]
        return max(0.0, median(found)) if found else 0.0


def spacing_of(pages: Iterable[Sequence[Glyph]]) -> float:
    """The usual gap of a document between a Latin letter and a Chinese one, in sizes: some programs leave a quarter."""
    between: list[float] = []
    for glyphs in pages:
        for before, after in pairwise(glyphs):
            scripts = [bool(_WORD.match(g.char)) for g in (before, after)]
            if any(scripts) and not all(scripts) and (has_han(before.char) or has_han(after.char)):
                between.append(
                    (after.x0 - before.x1) / after.size if abs(before.y - after.y) < 0.1 * after.size else 0.0
                )
    return max(0.0, median(between)) if between else 0.0


def lines_of(glyphs: Sequence[Glyph], page: int, spacing: float = 0.0) -> list[Line]:
    """The lines from top to bottom, each cut at wide gaps; of a line its parts from left to right."""
    rows: list[list[Glyph]] = []
    for run in _runs(_once(glyphs)):
        _into(rows, run)
    lines = [Line(part, page, spacing=spacing) for row in rows for part in _cut(sorted(row, key=lambda g: g.x0))]
    lines = [_trimmed(line) for line in lines if any(not g.char.isspace() for g in line.glyphs)]
    lines.sort(key=lambda line: (line.y, line.x0))
    return _with_small(lines)


def _once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Without what is printed twice at one place to look bold."""
    seen: dict[tuple[str, int, int], Glyph] = {}
    kept = []
    for g in glyphs:
        step = max(g.size * OVERPRINT, 0.1)
        column, row = round(g.x0 / step), round(g.y / step)
        near = (seen.get((g.char, column + i, row + j)) for i in (-1, 0, 1) for j in (-1, 0, 1))
        if not g.char.isspace() and any(o and abs(o.x0 - g.x0) < step and abs(o.y - g.y) < step for o in near):
            continue
        seen[(g.char, column, row)] = g
        kept.append(g)
    return kept


def _runs(glyphs: Sequence[Glyph]) -> Iterable[list[Glyph]]:
    """Characters that follow each other in the file and on the page; the runs from top to bottom."""
    runs: list[list[Glyph]] = []
    for g in glyphs:
        last = runs[-1][-1] if runs else None
        if (
            last
            and abs(last.y - g.y) < 0.1 * g.size
            and abs(last.size - g.size) < 0.1 * g.size
            and -0.5 < (g.x0 - last.x1) / g.size < GAP
        ):
            runs[-1].append(g)
        else:
            runs.append([g])
    return sorted(runs, key=lambda run: run[0].y)


def _into(rows: list[list[Glyph]], run: list[Glyph]) -> None:
    """Adds a run to the row at its height. Rows come from top to bottom, so that only the last few can be it."""
    size = max(g.size for g in run)
    for row in reversed(rows[-6:]):
        first = row[0]
        if abs(first.y - run[0].y) < SAME_HEIGHT * min(size, first.size) and 0.5 < size / first.size < 2:
            row += run
            return
    rows.append(list(run))


def _cut(row: list[Glyph]) -> Iterable[list[Glyph]]:
    part: list[Glyph] = []
    end = 0.0
    for g in row:
        if part and not g.char.isspace() and g.x0 - end >= GAP * g.size:
            yield part
            part = []
        part.append(g)
        if not g.char.isspace():
            end = max(end, g.x1) if len(part) > 1 else g.x1
    if part:
        yield part


def _trimmed(line: Line) -> Line:
    """Without white space at its ends; a space at the end stays, as it may stand between two words."""
    glyphs = line.glyphs
    start = next(n for n, g in enumerate(glyphs) if not g.char.isspace())
    end = len(glyphs) - next(n for n, g in enumerate(reversed(glyphs)) if not g.char.isspace())
    if end < len(glyphs) and glyphs[end].char == " ":
        end += 1
    return Line(glyphs[start:end], line.page, spacing=line.spacing)


def _with_small(lines: list[Line]) -> list[Line]:
    """The lines with the small ones put into those they belong to: marks of notes, exponents, readings."""
    kept: list[Line] = []
    for n, line in enumerate(lines):
        host = _host(line, lines[max(0, n - 12) : n + 12])
        if host is None:
            kept.append(line)
        else:
            _put(line, host)
    return kept


def _host(small: Line, near: Sequence[Line]) -> Line | None:
    text = small.plain.strip()
    if len(text) > 40 or has_han(text):
        return None
    for line in near:
        if line is small or small.size > SMALL * line.size:
            continue
        up = (line.y - small.y) / line.size
        touches = small.x0 < line.x1 + 0.6 * line.size and small.x1 > line.x0 - 0.3 * line.size
        raised = -0.3 < up < 0.65 and len(text) <= 8
        if touches and (raised or (0.65 <= up < 1.6 and _READING.fullmatch(text))):
            return line
    return None


def _put(small: Line, host: Line) -> None:
    """A mark or a reading is set aside at its place; an exponent is text."""
    text = small.plain.strip()
    up = (host.y - small.y) / host.size
    reading = up >= 0.65
    middle = (small.x0 + small.x1) / 2
    limit = small.x1 - 0.2 * host.size if reading else middle
    at = sum((g.x0 + g.x1) / 2 <= limit for g in host.glyphs)
    before = host.glyphs[at - 1].char if at else ""
    if reading or (_MARK.fullmatch(text) and not (before.isascii() and before.isalnum())):
        host.marks[at] = host.marks.get(at, "") + aside(f"({text})" if reading else text)
        return
    host.glyphs[at:at] = small.glyphs
    host.marks = {place + (len(small.glyphs) if place > at else 0): mark for place, mark in host.marks.items()}
    host.x0, host.x1 = min(host.x0, small.x0), max(host.x1, small.x1)


def merged(parts: Sequence[Line], *, cells: bool = False) -> Line:
    """The parts of one line as a line."""
    glyphs: list[Glyph] = []
    marks: dict[int, str] = {}
    for part in parts:
        marks |= {len(glyphs) + place: mark for place, mark in part.marks.items()}
        glyphs += part.glyphs
    return Line(glyphs, parts[0].page, marks, cells, spacing=parts[0].spacing)


def rows_of(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines that stand at one height, from top to bottom; in each from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: one.y):
        if rows and abs(rows[-1][0].y - line.y) < SAME_HEIGHT * min(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda one: one.x0) for row in rows]
