"""A PDF document as blocks: its sheets become lines, columns and paragraphs; what printing added is moved aside."""

from collections.abc import Callable, Iterable, Sequence

from summarizer.readers import notes
from summarizer.readers.account import characters, finding, missing, written
from summarizer.readers.legible import without_signs
from summarizer.readers.page import Page, block, numbered
from summarizer.readers.pdf.furniture import furniture
from summarizer.readers.pdf.glyphs import Sheet
from summarizer.readers.pdf.lines import Line, lines_of, spacing_of
from summarizer.readers.pdf.order import Column, in_order
from summarizer.readers.pdf.paragraphs import LARGE, Paragraph, body_size, is_note, paragraphs, placed
from summarizer.readers.text import HEADING_COLUMNS, LABEL, SENTENCE_END, columns
from summarizer.records import Block, Removed
from summarizer.text.scripts import has_han

_ITEM = ("•", "‧", "∙", "●", "▪", "◦", "‣", "■", "◆", "※")


def page_of(sheets: Sequence[Sheet], step: Callable[[], None] = lambda: None) -> Page:
    """The blocks in reading order, footnotes last; running heads, page numbers and watermarks in `removed`.
    `step` is called for each page."""
    spacing = spacing_of(direction.glyphs for sheet in sheets for direction in sheet.directions)
    read = [
        (number, direction, lines_of(direction.glyphs, number, spacing))
        for number, sheet in enumerate(sheets)
        for direction in sheet.directions
    ]
    extents = [direction.extent for _, direction, _ in read]
    gone = furniture([lines for _, _, lines in read], extents)
    removed = [Removed(text=text, reason="watermark") for sheet in sheets if (text := sheet.askew.strip())]
    ordered: list[Column] = []
    extent_of: dict[int, tuple[float, float]] = {}
    for _, direction, lines in read:
        step()
        removed += [Removed(text=line.plain.strip(), reason=gone[id(line)]) for line in lines if id(line) in gone]
        own = in_order([line for line in lines if id(line) not in gone])
        for column in own:
            extent_of |= {id(line): direction.extent for line in column.lines}
        ordered += own
    body = body_size(ordered)
    found = paragraphs(placed(ordered), body)
    aside_ = [p for p in found if is_note(p, body, extent_of.get(id(p.lines[0].line), (0, 1)))]
    found = [p for p in found if not any(p is note for note in aside_)] + aside_
    texts = notes.without_marks([p.text for p in found])
    blocks = numbered(_block(p, text, _levels(found, body), body) for p, text in zip(found, texts, strict=True))
    page = Page(blocks=blocks, removed=tuple(removed))
    lost = finding(missing(characters(_read(read, sheets)), characters([*written(page), *_signs(found)])))
    return page.model_copy(update={"findings": (lost,)}) if lost else page


def _read(read: Iterable[tuple[int, object, Sequence[Line]]], sheets: Iterable[Sheet]) -> list[str]:
    """All that was on the pages, as lines."""
    return [
        *("".join(g.char for g in line.glyphs) for _, _, lines in read for line in lines),
        *(s.askew for s in sheets),
    ]


def _signs(found: Iterable[Paragraph]) -> list[str]:
    """The signs of lists, which are markup."""
    return [sign for p in found for sign in _ITEM if p.plain.startswith(sign)]


def _levels(found: Iterable[Paragraph], body: float) -> dict[float, int]:
    """The level of each size of heading: the largest is the first."""
    sizes = sorted({round(p.size) for p in found if p.size > LARGE * body}, reverse=True)
    return {size: min(n, 6) for n, size in enumerate(sizes, 1)}


def _block(paragraph: Paragraph, text: str, levels: dict[float, int], body: float) -> Block:
    plain = without_signs(text)
    if paragraph.cells:
        return block("table_row", text)
    sign = next((sign for sign in _ITEM if text.startswith(sign)), "")
    if sign:
        return block("list_item", text[len(sign) :], 1)
    short = columns(plain) <= HEADING_COLUMNS and has_han(plain)
    if paragraph.size > LARGE * body and columns(plain) <= 2 * HEADING_COLUMNS:
        return block("heading", text, levels[round(paragraph.size)])
    if (
        short
        and paragraph.bold
        and len(paragraph.lines) <= 2
        and not SENTENCE_END.search(plain)
        and not LABEL.match(plain)
    ):
        return block("heading", text, 2)
    return block("paragraph", text)
