"""Plain text: a line is a block, unless the lines were wrapped at a fixed width; short lines between paragraphs are headings.

Lines that were cut inside a sentence are joined; numbers and running titles of printed pages go to `removed`.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

from summarizer.readers import notes, tags
from summarizer.readers.account import characters, finding, missing, written
from summarizer.readers.furniture import furniture
from summarizer.readers.page import Page, block, join, numbered, strip
from summarizer.records import Block, Removed
from summarizer.text.scripts import has_han

SENTENCE_END = re.compile(r"[。！？!?；;…：:][”’」』）)\]》】\"']*$")
LABEL = re.compile(r"^[^\s。！？，,；;：:“”\"《》]{1,16}(?:\s[^\s。！？，,；;：:“”\"《》]{1,16}){0,3}\s?[：:]")
"""`Name（title）：` at the start of a line: a turn of a conversation, a guest with their title, a credit."""
_BULLET = re.compile(r"^(?:[•‧∙●·▪◦‣○■◆※][\s\u3000]*|[*\-][ \t\u3000]+)(?=\S)")
_INDENT = re.compile(r"^(?:\u3000\u3000| {2,}|\t)")
_NUMBERED = re.compile(r"^(?:第?[一二三四五六七八九十]{1,3}[、，．.：: 章节部]|[（(][一二三四五六七八九十]{1,3}[）)])")
_INSIDE = re.compile(r"[，。！？；、,](?=[^\s”’」』）)])")
_CLOSED = re.compile(r"[。．.；;，,、：:…—”’」』）)\]]$")

LONG = 60
"""Columns from which a line below a heading counts as a paragraph: some thirty Chinese characters."""
SHORT = 24
"""Columns from which a sentence above a heading counts as one: the last paragraph of a section may be brief."""
HEADING_COLUMNS = 64
"""Columns up to which a line may be a heading. Headings of Chinese features rarely pass 25 characters; two clauses may."""
WRAP_COLUMNS = (40, 110)
"""Widths that text is wrapped at: e-mail and terminals 60 to 80, print columns less. Verse is narrower."""
NARROW_COLUMNS = 20
"""Width of the narrowest printed column. Below `WRAP_COLUMNS` lines are prose where sentences end inside them: in verse and
lists they end with the line."""
NARROW_LINES = 5
"""Lines from which so narrow a column is believed."""
SLACK = 6
"""Columns a wrapped line may fall short: punctuation that may not begin a line, or a Latin word, moves to the next."""
CUT_COLUMNS = 48
"""Columns from which a line that stops inside a sentence before the end of a page goes on after it."""


class Line(NamedTuple):
    """`after_blank` and `before_blank` say what stands around it; the ends of the text count as blank."""

    text: str
    indented: bool
    after_blank: bool
    before_blank: bool

    @property
    def columns(self) -> int:
        return columns(self.text)


def columns(text: str) -> int:
    """How wide it is on a terminal: Chinese characters take two columns."""
    return sum(2 if east_asian_width(c) in "WF" or c in "“”‘’…—" else 1 for c in text)


def blocks(text: str) -> Page:
    """The text's lines as blocks; wrapped lines are joined to the paragraphs they were."""
    read, removed = _without_furniture(lines_of(text))
    read, markup = _without_markup(read)
    width = wrap_width(read) or wrap_width(close_up(read))
    if width:
        read = unwrap(read if wrap_width(read) else close_up(read), width)
    read = [
        line._replace(text=text) for line, text in zip(read, notes.without_marks([x.text for x in read]), strict=True)
    ]
    spaced = _spaced(read)
    page = Page(blocks=numbered(_block(read, n, spaced) for n in range(len(read))), removed=(*removed, *markup))
    lost = finding(missing(characters([text]), characters([*written(page), *map(_bullet, read)])))
    return page.model_copy(update={"findings": (lost,)}) if lost else page


def _bullet(line: "Line") -> str:
    """The sign that makes a line an item of a list: markup."""
    found = _BULLET.match(line.text)
    return found.group() if found else ""


def _without_furniture(lines: Sequence["Line"]) -> tuple[list["Line"], list[Removed]]:
    """The lines of the text, those joined that went over the end of a page."""
    found = furniture([line.text for line in lines])
    removed = [Removed(text=lines[n].text, reason=reason) for n, reason in found.items()]
    kept: list[Line] = []
    over = False
    for n, line in enumerate(lines):
        if n in found:
            over = bool(kept)
        elif over and _goes_over(kept[-1], line):
            kept[-1] = Line(
                join((kept[-1].text, line.text)), kept[-1].indented, kept[-1].after_blank, line.before_blank
            )
            over = False
        else:
            kept.append(line)
            over = False
    return kept, removed


def _goes_over(last: "Line", line: "Line") -> bool:
    """Whether a sentence that stops at the end of a page goes on with the next line."""
    begins = line.indented or _BULLET.match(line.text) or LABEL.match(line.text) or _NUMBERED.match(line.text)
    return last.columns >= CUT_COLUMNS and not SENTENCE_END.search(last.text) and not begins


def _without_markup(lines: Sequence["Line"]) -> tuple[list["Line"], list[Removed]]:
    """HTML that was left in a text: tags and embedded players move aside, the words between them stay."""
    bare: list[Line] = []
    removed: list[Removed] = []
    for line in lines:
        text, markup = tags.without_markup(line.text)
        removed += [Removed(text=tag, reason="markup") for tag in markup]
        bare += [line._replace(text=strip(text))] if strip(text) else []
    return bare, removed


def lines_of(text: str) -> list[Line]:
    raw = text.splitlines()
    held = [bool(strip(line)) for line in raw]
    return [
        Line(
            strip(line),
            _INDENT.match(line) is not None,
            n == 0 or not held[n - 1],
            n + 1 == len(raw) or not held[n + 1],
        )
        for n, line in enumerate(raw)
        if held[n]
    ]


def close_up(lines: Sequence[Line]) -> list[Line]:
    """The lines as they are without the blank ones, where a blank line follows every line: some scans are read so."""
    if sum(line.before_blank for line in lines) < 0.9 * len(lines):
        return list(lines)
    return [line._replace(after_blank=n == 0, before_blank=n + 1 == len(lines)) for n, line in enumerate(lines)]


def wrap_width(lines: Sequence[Line]) -> int | None:
    """The columns the text was wrapped at, or None: most lines that go on in the next one are then about equally wide."""
    running = [line for line in lines if not line.before_blank]
    if len(running) < 4:
        return None
    width = sorted(line.columns for line in running)[int(len(running) * 0.9)]
    wider = sum(line.columns > width + SLACK for line in lines)
    if not NARROW_COLUMNS <= width <= WRAP_COLUMNS[1] or wider > len(lines) // 20:
        return None
    full = [line for line in running if line.columns >= width - SLACK]
    open_ended = [line for line in full if not SENTENCE_END.search(line.text)]
    if width < WRAP_COLUMNS[0] and not _is_narrow_prose(full):
        return None
    return width if len(full) >= 0.5 * len(running) and len(open_ended) >= 0.6 * len(full) else None


def _is_narrow_prose(full: Sequence[Line]) -> bool:
    """Sentences and clauses that end inside the lines show that it is no verse and no list."""
    inside = sum(bool(_INSIDE.search(line.text)) for line in full)
    return len(full) >= NARROW_LINES and inside >= 0.3 * len(full)


def unwrap(lines: Sequence[Line], width: int) -> list[Line]:
    """A new paragraph starts after a blank line, at an indent, at a bullet or label, and after a line that is not full."""
    paragraphs: list[list[Line]] = []
    some_flush = any(not line.indented for line in lines)
    for line in lines:
        starts = (
            line.after_blank or (line.indented and some_flush) or _BULLET.match(line.text) or LABEL.match(line.text)
        )
        if not paragraphs or starts or paragraphs[-1][-1].columns < width - SLACK:
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    return [
        Line(join(line.text for line in p), p[0].indented, p[0].after_blank, p[-1].before_blank) for p in paragraphs
    ]


def _spaced(lines: Sequence[Line]) -> bool:
    """True where blank lines stand between paragraphs, or between turns of several lines; headings have them as well."""
    paragraphs = [line for line in lines if line.columns >= LONG]
    labelled = sum(LABEL.match(line.text) is not None for line in paragraphs)
    return sum(line.after_blank for line in paragraphs) > 0.6 * len(paragraphs) or labelled > max(
        2, 0.15 * len(paragraphs)
    )


def _block(lines: Sequence[Line], n: int, spaced: bool) -> Block:
    line = lines[n]
    bullet = _BULLET.match(line.text)
    if bullet:
        return block("list_item", line.text[bullet.end() :], 1)
    return block("heading", line.text, 2) if _is_heading(lines, n, spaced) else block("paragraph", line.text)


def _is_heading(lines: Sequence[Line], n: int, spaced: bool) -> bool:
    line = lines[n]
    if line.columns > HEADING_COLUMNS or _CLOSED.search(line.text) or LABEL.match(line.text) or not has_han(line.text):
        return False
    if spaced and not (line.after_blank and line.before_blank):
        return False
    if not 0 < n < len(lines) - 1 or not _carries(lines[n + 1], LONG):
        return False
    return _carries(lines[n - 1], SHORT) or _NUMBERED.match(line.text) is not None


def with_headings(found: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks of a document that marks none of its headings, with those marked that a text would have: short paragraphs between
    longer ones. So an article has the same sentences in whatever format it comes."""
    if any(b.kind == "heading" and b.level != 1 for b in found):
        return tuple(found)
    lines = [Line(strip(b.text), False, True, True) for b in found]
    return tuple(
        b.model_copy(update={"kind": "heading", "level": 2})
        if b.kind == "paragraph" and not b.speaker and _is_heading(lines, n, True)
        else b
        for n, b in enumerate(found)
    )


def _carries(line: Line, least: int) -> bool:
    """A paragraph, or a line of a list of guests or turns: what may stand before and after a heading."""
    return (line.columns >= least and bool(SENTENCE_END.search(line.text))) or bool(LABEL.match(line.text))
