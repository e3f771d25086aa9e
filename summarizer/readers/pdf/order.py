"""From lines to columns, and the order in which they are read: that of T. M. Breuel, "High performance document layout analysis" (2003)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from summarizer.readers.pdf.glyphs import Glyph
from summarizer.readers.pdf.lines import GAP, Line, merged, rows_of

COLUMN_ROWS = 3
"""Rows from which a gap at one place is one between columns."""
PROSE = 8
"""Characters of a line of the narrowest column of prose; the cells of tables have fewer."""
FULL = 0.45
"""Share of a column's lines that reach its right edge; of the cells of a table few do."""
SET_IN = 3
"""Sizes by which a line may be set in and stand over a short one all the same."""
NARROW = 0.25
"""Sizes between a line that hangs over and the next column, at least."""
CELL_GAP = 1.0
"""Sizes between two cells of a table, at least; the words of a justified line stand closer."""
FAR = 2.4
"""Sizes between two lines of one column, at most."""
MOST_BLOCKS = 400
"""On one page; with more the rows are read from top to bottom."""


@dataclass
class Column:
    """Lines below each other, of one size, with nothing beside them that goes with them."""

    lines: list[Line] = field(default_factory=list)

    @property
    def x0(self) -> float:
        return min(line.x0 for line in self.lines)

    @property
    def x1(self) -> float:
        return max(line.x1 for line in self.lines)

    @property
    def top(self) -> float:
        return self.lines[0].y

    @property
    def bottom(self) -> float:
        return self.lines[-1].y


def in_order(lines: Sequence[Line]) -> list[Column]:
    """A page's lines in columns, in the order in which they are read; the parts of a line that no column parts are joined."""
    if not lines:
        return []
    if not lines:
        return []
    columns = _chained(_joined(_recut(lines)))
    if len(columns) > MOST_BLOCKS:
        return sorted(columns, key=lambda one: (one.top, one.x0))
    return _sorted(columns)


def _recut(lines: Sequence[Line]) -> list[Line]:
    """The lines, cut also at narrow gaps where many others begin: a line that hangs over leaves little room before the next column."""
    starts = Counter(round(line.x0) for line in lines)
    often = [x for x, count in starts.items() if count >= 2 * COLUMN_ROWS]
    found: list[Line] = []
    for line in lines:
        at = next((n for n in range(1, len(line.glyphs)) if _may_part(line.glyphs[n - 1], line.glyphs[n], often)), 0)
        found += line.split(at) if at else [line]
    return found


def _may_part(before: Glyph, after: Glyph, often: Sequence[int]) -> bool:
    gap = (after.x0 - before.x1) / after.size
    return NARROW <= gap < GAP and any(abs(after.x0 - x) <= 1 for x in often)


class Gutter(NamedTuple):
    """The space between two columns: where it ends, and from where to where on the page it goes."""

    x: float
    top: float
    bottom: float


def gutters(rows: Sequence[Sequence[Line]]) -> list[Gutter]:
    """The spaces that nothing crosses, with lines of prose on both sides. They stand left of where many lines begin."""
    parts = [part for row in rows for part in row]
    found: list[Gutter] = []
    for edge in _edges(parts):
        for band in _bands(rows, edge):
            inside = [part for row in band for part in row]
            size = median(part.size for part in inside)
            lefts = _nearest(band, edge + 0.2 * size)
            rights = [part for part in inside if edge - 0.2 * size <= part.x0 <= edge + 5 * size]
            if _is_prose(lefts) and _is_prose(rights):
                found.append(Gutter(edge, band[0][0].y - size, band[-1][-1].y + size))
    return found


def _nearest(band: Sequence[Sequence[Line]], edge: float) -> list[Line]:
    """The part of each row that is nearest to the left of the edge; not those of a column farther away."""
    found = [part for row in band for part in [p for p in row if p.x1 <= edge][-1:]]
    start = median(part.x0 for part in found) if found else 0.0
    return [part for part in found if part.x1 > start]


def _edges(parts: Sequence[Line]) -> list[float]:
    """Places a little left of where several parts of lines begin, but the leftmost."""
    starts = Counter(round(part.x0) for part in parts)
    size = median(part.size for part in parts)
    often = sorted(x for x, count in starts.items() if count + starts[x + 1] >= COLUMN_ROWS and count >= starts[x + 1])
    return [x - 0.3 * size for x in often if x > min(starts) + size]


def _bands(rows: Sequence[Sequence[Line]], edge: float) -> Iterable[list[Sequence[Line]]]:
    """Rows below each other in which nothing crosses the edge."""
    band: list[Sequence[Line]] = []
    for row in rows:
        if any(part.x0 < edge - 0.3 * part.size and part.x1 > edge + 0.4 * part.size for part in row):
            if band:
                yield band
            band = []
        else:
            band.append(row)
    if band:
        yield band


def _joined(lines: Sequence[Line]) -> list[Line]:
    """The lines with their parts joined, but over the gaps between columns."""
    rows = rows_of(lines)
    between = gutters(rows)
    joined: list[Line] = []
    for n, row in enumerate(rows):
        part = [row[0]]
        for right in row[1:]:
            left = part[-1]
            if any(
                left.x1 - 0.5 * left.size <= g.x <= right.x0 + 0.5 * right.size and g.top < right.y < g.bottom
                for g in between
            ):
                joined.append(_one(part, rows, n))
                part = []
            part.append(right)
        joined.append(_one(part, rows, n))
    for line in joined:
        walls = [g.x for g in between if g.top < line.y < g.bottom and g.x <= line.x0 + 0.5 * line.size]
        line.reach = max([line.x0 - SET_IN * line.size, *walls])
    return joined


def _one(part: Sequence[Line], rows: Sequence[Sequence[Line]], n: int) -> Line:
    """The parts of a line as one: cells of a table where a line above or below is parted too."""
    if len(part) == 1:
        return part[0]
    near = [rows[k] for k in (n - 1, n + 1) if 0 <= k < len(rows)]
    close = [row for row in near if abs(row[0].y - part[0].y) < 2 * FAR * part[0].size]
    return merged(part, cells=any(_same_columns(part, row) for row in close))


def _same_columns(row: Sequence[Line], other: Sequence[Line]) -> bool:
    """Whether two rows are parted at the same places: their cells begin, end or have their middles below each other."""
    inside = [part for part in other if row[0].x0 - 1 <= part.x0 <= row[-1].x1]
    few, many = sorted((row, inside), key=len)
    if len(few) < 2 or any(b.x0 - a.x1 < CELL_GAP * a.size for a, b in pairwise(row)):
        return False
    return all(any(_below_each_other(a, b) for b in many) for a in few)


def _below_each_other(one: Line, other: Line) -> bool:
    near = 0.5 * one.size
    places = ((one.x0, other.x0), (one.x1, other.x1), ((one.x0 + one.x1) / 2, (other.x0 + other.x1) / 2))
    return any(abs(a - b) < near for a, b in places)


def _is_prose(lines: Sequence[Line]) -> bool:
    """Whether the lines are those of a column of text: long enough, and most of them full."""
    if len(lines) < COLUMN_ROWS or median(len(line.plain.strip()) for line in lines) < PROSE:
        return False
    end = right_edge(lines)
    return sum(line.x1 > end - 2 * line.size for line in lines) >= FULL * len(lines)


def right_edge(lines: Sequence[Line]) -> float:
    """Where full lines end: the farthest place to which a tenth of the lines go, and two at least. What hangs over is not counted."""
    ends = sorted((line.x1 for line in lines), reverse=True)
    need = max(2, len(ends) // 10)
    for end in ends:
        if sum(end - 0.6 * line.size < line.x1 <= end for line in lines) >= need:
            return end
    return ends[0]


def _chained(lines: Sequence[Line]) -> list[Column]:
    """Columns: each line goes on with the one below where neither has another neighbour."""
    ordered = sorted(lines, key=lambda line: (line.y, line.x0))
    below = {n: _below(ordered, n) for n in range(len(ordered))}
    above: dict[int, list[int]] = {}
    for n, found in below.items():
        for m in found:
            above.setdefault(m, []).append(n)
    column_of: dict[int, Column] = {}
    columns: list[Column] = []
    for n, line in enumerate(ordered):
        before = above.get(n, [])
        goes_on = len(before) == 1 and len(below[before[0]]) == 1
        if not goes_on:
            columns.append(Column())
        column_of[n] = column_of[before[0]] if goes_on else columns[-1]
        column_of[n].lines.append(line)
    return columns


def _alike(line: Line, other: Line) -> bool:
    return (
        0.88 < line.size / other.size < 1.14 and abs(other.y - line.y) < FAR * line.size and line.cells == other.cells
    )


def _below(lines: Sequence[Line], n: int) -> list[int]:
    """The nearest lines below of its size that overlap it, none of them below another."""
    line = lines[n]
    found: list[int] = []
    for m in range(n + 1, len(lines)):
        other = lines[m]
        if other.y > line.y + 2 * FAR * max(line.size, other.size):
            break
        overlap = min(line.x1, other.x1) - max(line.reach, other.reach)
        if overlap <= 0.1 * min(line.x1 - line.x0, other.x1 - other.x0) or other.y <= line.y + 0.3 * line.size:
            continue
        between = (k for k in lines[n + 1 : m] if line.y + 0.3 * line.size < k.y < other.y - 0.3 * other.size)
        if _alike(line, other) and not any(_hides(k, line, other) for k in between):
            found.append(m)
    return found


def _hides(between: Line, line: Line, other: Line) -> bool:
    return all(min(between.x1, one.x1) > max(between.reach, one.reach) for one in (line, other))


def _meet(one: Line | Column, other: Line | Column) -> bool:
    return min(one.x1, other.x1) - max(one.x0, other.x0) > 0


def _sorted(columns: Sequence[Column]) -> list[Column]:
    """Breuel's order: what is above comes before what it overlaps; what is left before what is right, unless something between the two
    goes over both."""
    before: dict[int, set[int]] = {n: set() for n in range(len(columns))}
    for a, one in enumerate(columns):
        for b, other in enumerate(columns):
            if a != b and _precedes(one, other, columns):
                before[b].add(a)
    left = sorted(range(len(columns)), key=lambda n: (columns[n].top, columns[n].x0))
    done: list[Column] = []
    while left:
        free = [n for n in left if not before[n] & set(left)]
        chosen = min(
            free or left,
            key=lambda n: (_after(columns[n], done), columns[n].x0 if free else columns[n].top, columns[n].top),
        )
        done.append(columns[chosen])
        left.remove(chosen)
    return done


def _after(column: Column, done: Sequence[Column]) -> bool:
    """False for what goes on right below the last column, so that a column is finished before the next one."""
    return not (done and _meet(done[-1], column) and column.top > done[-1].top)


def _precedes(one: Column, other: Column, columns: Sequence[Column]) -> bool:
    if _meet(one, other):
        return one.top < other.top
    if one.x1 > other.x0:
        return False
    low, high = sorted((one.top, other.top))
    return not any(
        low < c.top < high and c is not one and c is not other and _meet(c, one) and _meet(c, other) for c in columns
    )
