"""From columns to paragraphs: by indents, short last lines and spacing, joined over columns and pages."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from summarizer.readers.legible import aside
from summarizer.readers.page import join
from summarizer.readers.pdf.lines import Line
from summarizer.readers.pdf.order import Column, right_edge
from summarizer.readers.text import LABEL, SENTENCE_END

INDENT = (1.2, 4.5)
"""Sizes by which the first line of a paragraph may be set in."""
SHORT = 1.5
"""Sizes that the last line of a paragraph falls short of the edge, at least; a full line falls short by what may not begin a line."""
SHORTER = 2.2
"""The same of a line that does not end a sentence."""
SPACED = 1.3
"""Distance of two lines, in the usual one of the column, from which they are two paragraphs."""
SPACED_END = 1.12
"""The same where a sentence ends or a line is short, too."""
QUOTATION = 3
"""Lines below each other from which they are a quotation that is set in, and not paragraphs of one line each."""
LARGE = 1.15
"""Size of a heading in sizes of the text."""
NOTE = 0.93
"""Size of the type of footnotes and captions in sizes of the text, at most."""
LOWEST = 0.5
"""Share of a page's height below which footnotes stand."""

_BULLET = re.compile(
    r"[•‧∙●·▪◦‣○■◆※▲△►\uf06c]\s?|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．]\s?(?=\D)|[一二三四五六七八九十]{1,3}、"
)
_NOTE = re.compile(
    r"\s*(?:[\[［(（〔]\s?\d{1,3}\s?[\]］)）〕]|[①-⑳]|[*†‡]|注\s?\d{0,2}[:：]|\d{1,2}(?=[\s.．、\u4e00-\u9fff]))\s*"
)
_WORD = re.compile(r"[”’」』）》、，。！？：；]?[!-~\u00c0-\u024f]+")
_GLUED = re.compile(r"[“‘”’「『（《]*[^“”‘’](?:[，。、！？；：」』）》…]|[“”‘’]+[^“”‘’]?)*")
"""What may not be parted at the end of a line: a character with its punctuation, and what stands beside a quotation mark."""
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]*$", re.IGNORECASE)
_ADDRESS_ON = re.compile(r"[!-~]+")
_AFTER_CHINESE = re.compile(r"[\u3400-\u9fff][!-/:-@\[-`{-~]$")
"""Half-width punctuation after a Chinese character: no space follows it."""
_CUT = re.compile(r"[A-Za-z\u00c0-\u024f]-$")


@dataclass
class Placed:
    """A line with the edges of its column, the usual distance of its lines, and whether first lines are set in there."""

    line: Line
    left: float
    right: float
    pitch: float
    column: int
    quoted: bool = False
    """True among full lines below each other that are set in alike."""

    @property
    def indent(self) -> float:
        return (self.line.x0 - self.left) / self.line.size

    def ends_short(self, after: Line) -> bool:
        """Whether what comes next would have found room on this line."""
        first, glued = _WORD.match(after.plain.strip()), _GLUED.match(after.plain.strip())
        word = min(len(first.group()) * 0.5, 12) + 1 if first else len(glued.group()) if glued else 1
        ended = SENTENCE_END.search(self.line.plain.strip()) is not None
        return (self.right - self.line.x1) / self.line.size > max(SHORT if ended else SHORTER, word + 0.5)

    @property
    def is_full(self) -> bool:
        return (self.right - self.line.x1) / self.line.size < SHORT


@dataclass
class Paragraph:
    """Lines that belong together."""

    lines: list[Placed] = field(default_factory=list)

    @property
    def size(self) -> float:
        return self.lines[0].line.size

    @property
    def cells(self) -> bool:
        return self.lines[0].line.cells

    @property
    def text(self) -> str:
        return joined([one.line for one in self.lines])

    @property
    def plain(self) -> str:
        return "".join(one.line.plain for one in self.lines)

    @property
    def bold(self) -> bool:
        return all(one.line.bold for one in self.lines)


def joined(lines: Sequence[Line]) -> str:
    """The lines as one: without the hyphens of cut words, without spaces inside addresses and between Chinese characters."""
    text = ""
    for line in lines:
        own = line.text
        if not text:
            text = own
        elif _CUT.search(text) and own[:1].islower() and not _ADDRESS.search(text):
            text = text[:-1] + aside("-") + own
        elif text.endswith(" ") or _AFTER_CHINESE.search(text) or (_ADDRESS.search(text) and _ADDRESS_ON.match(own)):
            text += own
        else:
            text = join((text, own))
    return text.rstrip(" ")


def body_size(columns: Iterable[Column]) -> float:
    """The size of most characters."""
    sizes = Counter[float]()
    for column in columns:
        for line in column.lines:
            sizes[round(line.size * 2) / 2] += len(line.glyphs)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def placed(columns: Sequence[Column]) -> list[Placed]:
    """The lines with the edges of their columns: a column of few lines takes those of one that it fits into."""
    own = [_edges(column) for column in columns]
    found: list[Placed] = []
    for n, column in enumerate(columns):
        left, right = own[n] or _borrowed(column, columns, own)
        pitch = _pitch(column)
        found += [Placed(line, left, right, pitch, n) for line in column.lines]
    for start, end in _alike_runs(found):
        for one in found[start:end]:
            one.quoted = end - start >= QUOTATION and sum(o.is_full for o in found[start : end - 1]) > 0.6 * (
                end - start - 1
            )
    return found


def _alike_runs(lines: Sequence[Placed]) -> Iterable[tuple[int, int]]:
    start = 0
    for n in range(1, len(lines) + 1):
        if (
            n == len(lines)
            or lines[n].column != lines[start].column
            or abs(lines[n].indent - lines[start].indent) > 0.3
        ):
            yield start, n
            start = n


def _edges(column: Column) -> tuple[float, float] | None:
    """Where most lines begin and where the full ones end; None where too few lines show it."""
    lines = column.lines
    size = lines[0].size
    right = right_edge(lines)
    if len(lines) < 3 or sum(line.x1 > right - SHORT * size for line in lines) < 2:
        return None
    return min(line.x0 for line in lines), right


def _borrowed(
    column: Column, columns: Sequence[Column], edges: Sequence[tuple[float, float] | None]
) -> tuple[float, float]:
    """The edges of the nearest column into which this one fits."""
    size, at = column.lines[0].size, next(n for n, one in enumerate(columns) if one is column)
    fitting = [
        (abs(n - at), pair)
        for n, pair in enumerate(edges)
        if pair and pair[0] - size < column.x0 < pair[0] + (INDENT[1] + 1) * size and column.x1 < pair[1] + 1.2 * size
    ]
    if not fitting:
        return column.x0, column.x1
    _, (left, right) = min(fitting)
    return min(left, column.x0), max(right, column.x1)


def _pitch(column: Column) -> float:
    steps = [b.y - a.y for a, b in pairwise(column.lines)]
    return median(steps) if len(steps) >= 2 else 0.0


def paragraphs(lines: Sequence[Placed], body: float) -> list[Paragraph]:
    """The paragraphs in order. One of the text goes on after what stands in its way: a footnote, a caption, the end of the page."""
    indents = uses_indents(lines)
    found: list[Paragraph] = []
    hanging = _hanging(lines)
    open_: Paragraph | None = None
    last: Placed | None = None
    for one in lines:
        plain_body = 0.93 < one.line.size / body < 1.07 and not one.line.cells
        if last is not None and last.column == one.column:
            starts = _starts(last, one, body, hanging=one.column in hanging, indents=indents)
            starts = starts and not _hangs(found[-1], one)
            if not starts:
                found[-1].lines.append(one)
                last = one
                continue
        elif plain_body and open_ is not None and _goes_on(open_, one, indents=indents):
            open_.lines.append(one)
            if found[-1] is not open_:
                found.remove(open_)
                found.append(open_)
            last = one
            continue
        paragraph = Paragraph([one])
        found.append(paragraph)
        if plain_body:
            open_ = paragraph
        elif one.line.size > body * LARGE:
            open_ = None
        last = one
    return found


def uses_indents(lines: Sequence[Placed]) -> bool:
    """Whether the first lines of paragraphs are set in: what follows a short line mostly is."""
    after = [
        (INDENT[0] <= b.indent <= INDENT[1])
        for a, b in pairwise(lines)
        if a.column == b.column and a.ends_short(b.line) and SENTENCE_END.search(a.line.plain.strip())
    ]
    return len(after) >= 2 and sum(after) > 0.6 * len(after)


def _hanging(lines: Sequence[Placed]) -> set[int]:
    """Columns in which all lines but the first ones are set in, and those begin with a sign of a list."""
    by_column: dict[int, list[Placed]] = {}
    for one in lines:
        by_column.setdefault(one.column, []).append(one)
    found = set()
    for column, own in by_column.items():
        flush = [one for one in own if one.indent < 0.6]
        signs = sum(_BULLET.match(one.line.plain) is not None for one in flush)
        if flush and len(own) > len(flush) and signs > 0.7 * len(flush) and any(one.indent > 0.8 for one in own):
            found.add(column)
    return found


def _hangs(paragraph: Paragraph, one: Placed) -> bool:
    """Whether a line goes on below the text of an item of a list whose sign stands out to the left."""
    first, last = paragraph.lines[0], paragraph.lines[-1]
    size = one.line.size
    out = (one.line.x0 - first.line.x0) / size
    below = len(paragraph.lines) == 1 or abs(one.line.x0 - last.line.x0) < 0.3 * size
    near = one.pitch == 0 or one.line.y - last.line.y <= SPACED * one.pitch
    sign = _BULLET.match(first.line.plain) is not None and _BULLET.match(one.line.plain) is None
    alike = 0.9 < size / first.line.size < 1.11 and not one.line.cells
    return sign and alike and below and near and 0.6 < out < INDENT[1] and not last.ends_short(one.line)


def _starts(last: Placed, one: Placed, body: float, *, hanging: bool, indents: bool) -> bool:
    """Whether a line of the same column begins a paragraph."""
    line, before = one.line, last.line
    if line.cells or before.cells:
        return True
    if not 0.9 < line.size / before.size < 1.11:
        return True
    step = line.y - before.y
    if line.size > body * LARGE:
        return step > 2.2 * line.size
    ended = SENTENCE_END.search(before.plain.strip()) is not None
    short = last.ends_short(line)
    wide = one.pitch > 0 and step > SPACED * one.pitch
    wider = one.pitch > 0 and step > SPACED_END * one.pitch and (ended or short)
    if wide or wider or (line.bold != before.bold and short):
        return True
    if hanging:
        return one.indent < 0.6
    set_in = (
        INDENT[0] <= one.indent <= INDENT[1]
        and one.indent > last.indent - 0.3
        and (last.indent < one.indent - 0.6 or short or ended or (indents and not one.quoted))
    )
    label = not indents and LABEL.match(line.plain) is not None
    sign = (label or _BULLET.match(line.plain) is not None) and (short or ended)
    return set_in or short or sign


def _goes_on(open_: Paragraph, one: Placed, *, indents: bool) -> bool:
    """Whether a paragraph that stops at the end of its column goes on in this line."""
    last = open_.lines[-1]
    text = last.line.plain.strip()
    if open_.cells or last.ends_short(one.line) or _BULLET.match(one.line.plain) or one.line.bold != last.line.bold:
        return False
    hangs = _BULLET.match(open_.lines[0].line.plain) and len(open_.lines) > 1 and abs(one.indent - last.indent) < 0.3
    if one.indent >= INDENT[0] and not hangs:
        return False
    if not SENTENCE_END.search(text):
        return len(open_.lines) > 1 or len(text) > 14
    return indents and not LABEL.match(one.line.plain)


def is_note(paragraph: Paragraph, body: float, extent: tuple[float, float]) -> bool:
    """A footnote: small type in the lower half of a page that begins with a mark."""
    first = paragraph.lines[0].line
    low = first.y > extent[0] + LOWEST * (extent[1] - extent[0])
    return paragraph.size <= NOTE * body and low and _NOTE.match(paragraph.plain) is not None
