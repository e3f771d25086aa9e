"""Word documents: paragraphs, headings, lists and tables in order, with what was inserted and without what was deleted.

An own walk over the XML, and no library: none keeps tracked changes, text boxes, content controls, footnotes and readings over
characters all together, and the one in common use takes minutes for a crafted file of some hundred kilobytes.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from summarizer.readers.account import finding, letters, missing, written
from summarizer.readers.legible import aside, legible, without_signs
from summarizer.readers.notes import blocks_without_marks
from summarizer.readers.package import Package, require_size
from summarizer.readers.page import Page, block, numbered, squeeze
from summarizer.records import Block, BlockKind, Removed

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
CELL = 120
"""Characters of the longest cell of a table of data; longer ones are paragraphs, laid out side by side."""

_HEADING = re.compile(r"(?:heading|标题|標題)\s?([1-6])$", re.IGNORECASE)
_TITLE = re.compile(r"title|标题|標題", re.IGNORECASE)
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_TEXT = frozenset({f"{_W}t", _MATH})
_SKIPPED = frozenset({f"{_W}instrText", f"{_W}delInstrText"})
_DELETED = frozenset({f"{_W}del", f"{_W}moveFrom"})
_BREAKS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}softHyphen": ""}
_NOTES = {f"{_W}footnoteReference", f"{_W}endnoteReference"}
_BESIDE = {
    "header": "running title",
    "footer": "running title",
    "comments": "comment",
    "diagrams/data": "drawing",
    "charts/chart": "drawing",
}


def is_docx(package: Package) -> bool:
    return _main(package) in package.names()


def _main(package: Package) -> str:
    """The name of the part with the text: what the package says, if it is a Word document."""
    relations = package.xml("_rels/.rels")
    targets = () if relations is None else (r for r in relations if str(r.get("Type")).endswith("/officeDocument"))
    named = next(((r.get("Target") or "").lstrip("/") for r in targets), "")
    return named if named.startswith("word/") else "word/document.xml"


def blocks(package: Package) -> Page:
    """Everything in order; foot- and endnotes come last."""
    main = _main(package)
    document = package.xml(main)
    if document is None:
        return Page()
    trees = [document, *(t for n in ("footnotes", "endnotes") if (t := package.xml(f"word/{n}.xml")) is not None)]
    require_size(_texts(trees), max(sum(1 for _ in tree.iter(f"{_W}p")) for tree in trees))
    walker = _Walker(*_styles(package.xml("word/styles.xml")))
    for tree in trees:
        walker.walk(tree)
    removed = [*walker.removed, *_beside(package)]
    page = Page(blocks=numbered(blocks_without_marks(walker.blocks)), removed=tuple(removed))
    lost = finding(missing(letters(_texts(trees)), letters(written(page))))
    return page.model_copy(update={"findings": (lost,)}) if lost else page


@dataclass(frozen=True)
class Placed:
    """A paragraph of the document with the block it became, for whoever writes into the document. `texts` are the elements that hold
    its shown text."""

    element: etree._Element
    texts: tuple[etree._Element, ...]
    block: Block


def placed(package: Package) -> Iterator[tuple[str, etree._Element, list[Placed]]]:
    """Name and tree of every part that `blocks` reads, with the paragraphs that hold text, in its order and with the text that it hands
    on. Rows of tables are their paragraphs."""
    styles = _styles(package.xml("word/styles.xml"))
    for name in (_main(package), "word/footnotes.xml", "word/endnotes.xml"):
        tree = package.xml(name)
        if tree is not None:
            walker = _Walker(*styles)
            walker.walk(tree)
            yield name, tree, [Placed(element, tuple(own.shown), legible(made)) for element, own, made in walker.placed]


def _texts(trees: Iterable[etree._Element]) -> Iterator[str]:
    """All text of the parts, but that of the fallbacks, which repeats."""
    for tree in trees:
        walker = etree.iterwalk(tree, events=("start",))
        for _, element in walker:
            if _repeats(element):
                walker.skip_subtree()
            elif element.tag in _TEXT or element.tag in (f"{_W}delText", _DRAWN):
                yield element.text or ""


def _repeats(element: etree._Element) -> bool:
    """What an older program would show in place of what stands before it."""
    return element.tag == _FALLBACK and any(sibling.tag == _CHOICE for sibling in element.itersiblings(preceding=True))


def _styles(tree: etree._Element | None) -> tuple[dict[str, int], frozenset[str]]:
    """The level of each style that is one of headings: 1 to 6; and the styles whose text is hidden."""
    levels: dict[str, int] = {}
    hidden: set[str] = set()
    for style in () if tree is None else tree.iter(f"{_W}style"):
        name = next((own.get(f"{_W}val") or "" for own in style.iter(f"{_W}name")), "")
        outline = next((own.get(f"{_W}val") or "" for own in style.iter(f"{_W}outlineLvl")), "")
        found = _HEADING.search(name)
        if found or (outline in "012345" and outline):
            levels[style.get(f"{_W}styleId") or ""] = int(found[1]) if found else int(outline) + 1
        elif _TITLE.fullmatch(name):
            levels[style.get(f"{_W}styleId") or ""] = 1
        if _is_on(style.find(f"{_W}rPr/{_W}vanish")):
            hidden.add(style.get(f"{_W}styleId") or "")
    return levels, frozenset(hidden)


def _beside(package: Package) -> Iterator[Removed]:
    """Headers, footers and comments; the words in diagrams and charts."""
    for name in package.names():
        found = re.fullmatch(r"word/(header|footer|comments|diagrams/data|charts/chart)\d*\.xml", name)
        tree = package.xml(name) if found else None
        if found and tree is not None:
            yield from (Removed(text=text, reason=_BESIDE[found[1]]) for text in _lines(tree))


def _lines(tree: etree._Element) -> Iterator[str]:
    """The text of each paragraph, in one pass: paragraphs may lie in each other."""
    parts: list[str] = []
    for _, element in etree.iterwalk(tree, events=("end",)):
        if element.tag in _TEXT or element.tag == _DRAWN:
            parts.append(element.text or "")
        elif element.tag == f"{_W}p" or (isinstance(element.tag, str) and element.tag.endswith("}p")):
            if text := squeeze("".join(parts)):
                yield text
            parts.clear()
    if text := squeeze("".join(parts)):
        yield text


@dataclass
class _Paragraph:
    """What is known of a paragraph while it is read."""

    text: list[str] = field(default_factory=list)
    shown: list[etree._Element] = field(default_factory=list)
    """The elements that hold its shown text."""
    kind: BlockKind = "paragraph"
    level: int = 0
    hidden: bool = False


@dataclass
class _Row:
    """The cells of a table's row, each with its blocks."""

    cells: list[list[Block]] = field(default_factory=list)


@dataclass
class _Walker:
    """Blocks in the document's order. Paragraphs and rows that are open lie on stacks, as text boxes stand inside paragraphs and
    tables inside cells."""

    styles: dict[str, int]
    hidden_styles: frozenset[str] = frozenset()
    blocks: list[Block] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    paragraphs: list[_Paragraph] = field(default_factory=list)
    rows: list[_Row] = field(default_factory=list)
    placed: list[tuple[etree._Element, _Paragraph, Block]] = field(default_factory=list)
    """The paragraphs that hold text."""
    deleted: int = 0
    readings: int = 0
    hidden: bool = False

    def walk(self, tree: etree._Element) -> None:
        walker = etree.iterwalk(tree, events=("start", "end"))
        for event, element in walker:
            if element.tag in _SKIPPED or (element.tag == _FALLBACK and _repeats(element)):
                if event == "start":
                    walker.skip_subtree()
            elif event == "start":
                self._start(element)
            else:
                self._end(element)

    def _start(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == f"{_W}p":
            self.paragraphs.append(_Paragraph())
        elif tag == f"{_W}tr":
            self.rows.append(_Row())
        elif tag == f"{_W}tc" and self.rows:
            self.rows[-1].cells.append([])
        elif tag in _DELETED:
            self.deleted += 1
        elif tag == f"{_W}rt":
            self.readings += 1
        elif tag == f"{_W}r":
            self.hidden = self._is_hidden(element)
        elif tag == _PICTURE:
            described = element.get("descr") or ""
            self.removed += [Removed(text=described, reason="description")] if described.strip() else []
        elif tag == f"{_W}pPr" and self.paragraphs:
            self._properties(element)
        elif self.paragraphs:
            self._text(element)
        elif tag in _TEXT and (element.text or "").strip():
            self.removed.append(Removed(text=element.text, reason="outside the text"))

    def _is_hidden(self, run: etree._Element) -> bool:
        mark, style = run.find(f"{_W}rPr/{_W}vanish"), run.find(f"{_W}rPr/{_W}rStyle")
        if mark is not None:
            return _is_on(mark)
        own = self.paragraphs[-1].hidden if self.paragraphs else False
        return own or (style is not None and style.get(f"{_W}val") in self.hidden_styles)

    def _text(self, element: etree._Element) -> None:
        tag, parts = element.tag, self.paragraphs[-1].text
        if tag == f"{_W}delText" or (tag in _TEXT and (self.deleted or self.hidden)):
            reason = "tracked deletion" if tag == f"{_W}delText" or self.deleted else "hidden text"
            self.removed += [Removed(text=element.text, reason=reason)] if (element.text or "").strip() else []
        elif tag in _TEXT:
            parts.append(aside(f"({element.text})") if self.readings and element.text else element.text or "")
            self.paragraphs[-1].shown += [] if self.readings else [element]
        elif tag in _BREAKS and not self.deleted:
            parts.append(_BREAKS[tag])
        elif tag == f"{_W}sym":
            parts.append(_symbol(element.get(f"{_W}char") or ""))
        elif tag == _DRAWN and (element.text or "").strip():
            self.removed.append(Removed(text=element.text, reason="drawing"))
        elif tag in _NOTES:
            parts.append(aside(f"[{element.get(f'{_W}id')}]"))

    def _properties(self, element: etree._Element) -> None:
        """Heading, list item or plain, by style, outline level and numbering."""
        own = self.paragraphs[-1]
        own.hidden = (
            element.find(f"{_W}pStyle") is not None
            and element.find(f"{_W}pStyle").get(f"{_W}val") in self.hidden_styles
        )
        style = element.find(f"{_W}pStyle")
        outline = element.find(f"{_W}outlineLvl")
        level = self.styles.get(style.get(f"{_W}val") or "", 0) if style is not None else 0
        if outline is not None and (outline.get(f"{_W}val") or "") in tuple("012345"):
            level = int(outline.get(f"{_W}val") or 0) + 1
        numbering = element.find(f"{_W}numPr")
        if level:
            own.kind, own.level = "heading", level
        elif numbering is not None:
            depth = numbering.find(f"{_W}ilvl")
            deep = depth.get(f"{_W}val") if depth is not None else "0"
            own.kind, own.level = "list_item", min(int(deep or 0), 8) + 1 if (deep or "0").isdigit() else 1

    def _end(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == f"{_W}p" and self.paragraphs:
            self._paragraph(self.paragraphs.pop(), element)
        elif tag == f"{_W}tr" and self.rows:
            self._row(self.rows.pop())
        elif tag in _DELETED:
            self.deleted -= 1
        elif tag == f"{_W}rt":
            self.readings -= 1
        elif tag == f"{_W}r":
            self.hidden = False

    def _paragraph(self, own: _Paragraph, element: etree._Element) -> None:
        text = squeeze("".join(own.text))
        if text:
            made = block(own.kind, text, own.level)
            self.placed.append((element, own, made))
            self._put([made])

    def _row(self, row: _Row) -> None:
        """A row of data as one block; where a cell holds paragraphs, these."""
        own = [found for cell in row.cells for found in cell]
        short = all(len(cell) <= 1 and all(len(without_signs(b.text)) <= CELL for b in cell) for cell in row.cells)
        if short and len(row.cells) > 1 and len(own) > 1:
            texts = [cell[0].text if cell else "" for cell in row.cells]
            self._put([block("table_row", " | ".join(texts))])
        else:
            self._put(own)

    def _put(self, found: list[Block]) -> None:
        if self.rows and self.rows[-1].cells:
            self.rows[-1].cells[-1] += found
        else:
            self.blocks += found


def _is_on(mark: etree._Element | None) -> bool:
    return mark is not None and mark.get(f"{_W}val") not in ("0", "false", "off")


def _symbol(code: str) -> str:
    """A character of a symbol font: what it is in Unicode, where its font keeps to that; else nothing can be said of it."""
    try:
        char = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return "" if "\ue000" <= char <= "\uf8ff" or not char.isprintable() else char
