"""The text a browser would show of an HTML page, as runs in page order, each with what is known about its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import lxml.html
from lxml import etree
from lxml.etree import ParserError
from lxml.html import HtmlElement

from summarizer.readers.legible import aside, without_signs
from summarizer.readers.page import squeeze
from summarizer.records import BlockKind, Removed
from summarizer.text.scripts import table

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_TAGS = {name: says for what, name, says in table("boilerplate_html.tsv") if what == "tag"}
_CLASSES = {name: says for what, name, says in table("boilerplate_html.tsv") if what == "class"}
_CELL_CHARS = 120
"""A table with longer cells is there for the layout: old pages put the whole article into one."""

DEEPEST = 2000
"""Elements inside each other up to which the parser keeps the text; it drops what is nested deeper than 2,048."""

_NESTING_TAG = re.compile(r"</?(?!pre\b|script\b|style\b|textarea\b|title\b|h[1-6]\b)[a-zA-Z][^<>]*>")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_WORDS = re.compile(r"\w")
_NOTE_MARK = re.compile(r"[\[［(（〔]?\s*(?:\d{1,3}|[*†‡①-⑳ivx]{1,4}|注\s?\d{0,3})\s*[\]］)）〕]?")
_CELL_END = "\ufdd3"
"""A noncharacter between the cells of a row of data."""


class Hint(NamedTuple):
    """The nearest element around a run whose name says that it holds no article, and why."""

    element: HtmlElement
    reason: str


class Run(NamedTuple):
    """Text between two block boundaries. `linked` and `bold` are shares of its characters; `element` is the block element
    around it."""

    text: str
    kind: BlockKind
    level: int
    linked: float
    bold: float
    element: HtmlElement
    hint: Hint | None


class Flow(NamedTuple):
    """The runs, and what stands beside them: comments, descriptions of pictures, what no browser shows."""

    runs: tuple[Run, ...]
    beside: tuple[Removed, ...]


class _Place(NamedTuple):
    """What is known inside an element. `gloss`: its text is a reading or a mark, no part of the sentence around it."""

    element: HtmlElement
    kind: BlockKind = "paragraph"
    level: int = 0
    linked: bool = False
    bold: bool = False
    pre: bool = False
    gloss: bool = False
    block: bool = True
    hint: Hint | None = None


def tree_of(source: str) -> HtmlElement:
    """The parsed page; an empty one where nothing is left of it, as of a lone closing tag. An encoding declaration would be
    refused beside decoded text, so it is dropped. A page nested deeper than the parser goes is read without its nesting."""
    without = re.sub(r"^\s*<\?xml[^>]*\?>", "", source)
    tree = _parsed(without)
    if any(True for _ in _deep(tree)):
        tree = _parsed(_NESTING_TAG.sub("<br>", without))
    return tree


def _parsed(source: str) -> HtmlElement:
    parser = lxml.html.HTMLParser(encoding=None, huge_tree=True)
    try:
        return lxml.html.document_fromstring(source or "<p></p>", parser=parser)
    except ParserError:
        return lxml.html.document_fromstring("<p></p>", parser=parser)


def _deep(tree: HtmlElement) -> Iterator[int]:
    """The depths that are too deep."""
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            yield depth


def runs_of(source: str | HtmlElement) -> tuple[Run, ...]:
    return flow_of(source).runs


def flow_of(source: str | HtmlElement) -> Flow:
    tree = tree_of(source) if isinstance(source, str) else source
    collector = _Collector([_Place(tree)])
    collector.walk(tree)
    return Flow(tuple(collector.runs), tuple(collector.beside))


@dataclass
class _Collector:
    """Walks the tree without recursion; text gathers in `parts` until a block boundary flushes it into a run."""

    places: list[_Place]
    runs: list[Run] = field(default_factory=list)
    beside: list[Removed] = field(default_factory=list)
    parts: list[tuple[str, bool, bool]] = field(default_factory=list)
    rows: int = 0
    """Rows of data that are open."""

    def walk(self, tree: HtmlElement) -> None:
        walker = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
        for event, element in walker:
            if event == "start":
                if not self._start(element):
                    walker.skip_subtree()
            elif event == "end":
                self._end(element)
            else:
                self._put_aside("comment", element.text if event == "comment" else "")
                self._add(element.tail)
        self._flush(self.places[0])

    def _start(self, element: HtmlElement) -> bool:
        """Takes an element in; False where what is in it is passed over."""
        place, tag = self.places[-1], element.tag
        says = _TAGS.get(tag)
        self._described(element)
        if says == "unseen":
            self._unseen(element)
            self.places.append(place._replace(element=element, block=False))
            return False
        if tag == "br":
            self._break()
        inline = says == "inline" and "caption" not in map(_CLASSES.get, names_of(element))
        if tag == "br" or inline:
            self.places.append(_inline(element, place))
        elif self.rows and tag in ("td", "th"):
            self.parts.append((_CELL_END, False, False))
            self.places.append(place._replace(element=element, block=False))
        else:
            self._flush(place)
            row = tag == "tr" and _is_data_row(element)
            self.rows += row
            inside = _block(element, place)
            self.places.append(inside._replace(kind="table_row") if row else inside)
        self._add(element.text)
        return True

    def _end(self, element: HtmlElement) -> None:
        place = self.places.pop()
        if place.block:
            self._flush(place)
            self.rows -= place.kind == "table_row" and element.tag == "tr"
        self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if not text:
            return
        place = self.places[-1]
        if place.gloss:
            text = aside(" ".join(text.split()))
        self.parts.append((text, place.linked, place.bold))

    def _break(self) -> None:
        """A line break ends a paragraph, as old pages use it; in a heading, list item or caption it is white space."""
        place = self.places[-1]
        if place.kind == "paragraph":
            self._flush(_around(self.places))
        else:
            self.parts.append(("\n", False, False))

    def _unseen(self, element: HtmlElement) -> None:
        if element.tag in ("script", "style", "title"):
            return
        self._put_aside("not shown", _text_in(element))
        for comment in element.iter(etree.Comment):
            self._put_aside("comment", comment.text)

    def _described(self, element: HtmlElement) -> None:
        for name in ("alt", "title"):
            self._put_aside("description", element.get(name))

    def _put_aside(self, reason: str, text: str | None) -> None:
        if text and _WORDS.search(text):
            self.beside.append(Removed(text=" ".join(text.split()), reason=reason))

    def _flush(self, place: _Place) -> None:
        raw = "".join(part for part, _, _ in self.parts)
        shares = [_share(self.parts, n) for n in (1, 2)] if raw else []
        self.parts.clear()
        for text in _texts(raw, place):
            self.runs.append(Run(text, place.kind, place.level, shares[0], shares[1], place.element, place.hint))


def _texts(raw: str, place: _Place) -> list[str]:
    """What a run is made of: lines of code as they stand, a row of cells, or text with its white space squeezed."""
    if place.kind == "code":
        code = without_signs(raw).strip("\n")
        return [code.expandtabs(4)] if code.strip() else []
    if place.kind == "table_row":
        cells = [squeeze(cell) for cell in raw.split(_CELL_END)]
        return [" | ".join(cells if cells[0] else cells[1:])] if any(cells) else []
    text = [squeeze(line) for line in raw.split("\n")] if place.pre else [squeeze(raw)]
    return [line for line in text if line]


def _text_in(element: HtmlElement) -> str:
    """The text of an element without that of scripts, styles and the page's title. In one pass: an XPath sorts what it finds."""
    parts: list[str | None] = []
    for inner in element.iter():
        if isinstance(inner.tag, str) and inner.tag not in ("script", "style", "title"):
            parts.append(inner.text)
        if inner is not element:
            parts.append(inner.tail)
    return "".join(part for part in parts if part)


def _share(parts: list[tuple[str, bool, bool]], which: int) -> float:
    sizes = [(len(part[0].strip()), part[which]) for part in parts]
    total = sum(size for size, _ in sizes)
    return sum(size for size, flag in sizes if flag) / total if total else 0.0


def _around(places: list[_Place]) -> _Place:
    """The innermost place that is a block of its own."""
    innermost: _Place = next(place for place in reversed(places) if place.block)
    return innermost


def _inline(element: HtmlElement, place: _Place) -> _Place:
    tag: str = element.tag
    inside: _Place = place._replace(
        element=element,
        block=False,
        linked=place.linked or (tag == "a" and element.get("href") is not None),
        bold=place.bold or tag in ("b", "strong"),
        gloss=place.gloss or tag in ("rt", "rp", "rtc") or _is_note_mark(element),
    )
    return inside


def _is_note_mark(element: HtmlElement) -> bool:
    """The mark of a footnote: raised and linked, or raised in brackets, or a link to a place on the page; not 10<sup>2</sup>."""
    if element.tag not in ("sup", "a"):
        return False
    text = "".join(map(str, element.itertext())).strip()
    if len(text) > 8 or not _NOTE_MARK.fullmatch(text):
        return False
    if element.tag == "a":
        return re.search("#.", element.get("href") or "") is not None
    named = any(word in ("footnote", "fn", "note", "ref", "reference", "noteref") for word in names_of(element))
    return named or not text.isalnum() or any(True for _ in element.iter("a"))


def _block(element: HtmlElement, place: _Place) -> _Place:
    tag = element.tag
    says = [word for word in (_TAGS.get(tag), *map(_CLASSES.get, names_of(element))) if word]
    reasons = [word for word in says if word not in ("inline", "caption")]
    if _HIDDEN.search(element.get("style") or ""):
        reasons.append("not shown")
    hint = Hint(element, reasons[0]) if reasons else place.hint
    place = place._replace(element=element, block=True, hint=hint)
    if tag in _HEADINGS:
        return place._replace(kind="heading", level=_HEADINGS[tag])
    if "caption" in says:
        return place._replace(kind="caption", level=0)
    if tag in ("ul", "ol"):
        return place._replace(level=place.level + 1 if place.kind == "list_item" else 1)
    if tag in ("li", "dd", "dt"):
        return place._replace(kind="list_item", level=max(1, place.level))
    if tag == "pre":
        return place._replace(kind="code" if _is_code(element) else place.kind, pre=True)
    return place


def _is_code(element: HtmlElement) -> bool:
    """A <pre> of a program and not of a letter or poem: it says so, or hardly a line of it is Chinese prose."""
    if any(True for _ in element.iter("code", "samp", "kbd")):
        return True
    if {"code", "highlight", "hljs", "prettyprint", "lang", "language", "syntaxhighlighter", "brush"} & set(
        names_of(element)
    ):
        return True
    text = "".join(map(str, element.itertext()))
    return sum(c.isascii() and not c.isspace() for c in text) > 0.7 * sum(not c.isspace() for c in text)


def names_of(element: HtmlElement) -> list[str]:
    """The words of its classes and id, in lower case: `article-related artShare` gives article, related, art, share and more."""
    raw = f"{element.get('class') or ''} {element.get('id') or ''}"
    if raw == " ":
        return []
    whole = raw.lower().split()
    words = re.sub(r"([a-z])([A-Z])", r"\1 \2", raw).lower()
    return [*whole, *(word for word in re.split(r"[\s_\-\d:]+", words) if word)]


def _is_data_row(row: HtmlElement) -> bool:
    """Whether the cells of a row hold data; a table that is there for the layout has more in them."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or any(
        True for cell in cells for _ in cell.iter("table", "div", "ul", "ol", "h1", "h2", "h3", "pre")
    ):
        return False
    texts = [squeeze(_text_in(cell)) for cell in cells]
    return all(len(text) <= _CELL_CHARS for text in texts) and sum(map(bool, texts)) >= 2
