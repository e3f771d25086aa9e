"""The text a browser would show of an HTML page, as runs in page order, each with what is known about its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import lxml.html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from summarizer.readers.page import squeeze
from summarizer.records import BlockKind
from summarizer.text.scripts import table

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_TAGS = {name: says for what, name, says in table("boilerplate_html.tsv") if what == "tag"}
_CLASSES = {name: says for what, name, says in table("boilerplate_html.tsv") if what == "class"}
_CELL_CHARS = 120
"""A table with longer cells is there for the layout: old pages put the whole article into one."""


class Run(NamedTuple):
    """Text between two block boundaries. `linked` and `bold` are shares of its characters; `places` are the elements
    around it, outermost first; `hints` are those whose name says that they hold no article, with a reason."""

    text: str
    kind: BlockKind
    level: int
    linked: float
    bold: float
    places: tuple[HtmlElement, ...]
    hints: tuple[tuple[HtmlElement, str], ...]


class _Place(NamedTuple):
    kind: BlockKind = "paragraph"
    level: int = 0
    linked: bool = False
    bold: bool = False
    pre: bool = False
    places: tuple[HtmlElement, ...] = ()
    hints: tuple[tuple[HtmlElement, str], ...] = ()


def tree_of(source: str) -> HtmlElement:
    """The parsed page; an empty one where nothing is left of it, as of a lone closing tag. An encoding declaration would be
    refused beside decoded text, so it is dropped."""
    without = re.sub(r"^\s*<\?xml[^>]*\?>", "", source)
    parser = lxml.html.HTMLParser(encoding=None, huge_tree=True)
    try:
        return lxml.html.document_fromstring(without or "<p></p>", parser=parser)
    except ParserError:
        return lxml.html.document_fromstring("<p></p>", parser=parser)


def runs_of(source: str | HtmlElement) -> list[Run]:
    tree = tree_of(source) if isinstance(source, str) else source
    body = tree.find("body")
    collector = _Collector()
    collector.walk(tree if body is None else body, _Place())
    collector.flush(_Place())
    return collector.runs


@dataclass
class _Collector:
    """Walks the tree; text gathers in `parts` until a block boundary flushes it into a run."""

    runs: list[Run] = field(default_factory=list)
    parts: list[tuple[str, bool, bool]] = field(default_factory=list)

    def walk(self, element: HtmlElement, place: _Place) -> None:
        tag = element.tag if isinstance(element.tag, str) else None
        if tag is None or _TAGS.get(tag) == "unseen":
            return
        if tag == "br":
            self._break(place)
        elif tag == "tr" and (cells := _data_cells(element)):
            self.flush(place)
            self.parts.append((" | ".join(cells), False, False))
            self.flush(_inside(element, place)._replace(kind="table_row"))
        elif _TAGS.get(tag) == "inline" and "caption" not in map(_CLASSES.get, names_of(element)):
            bold = place.bold or tag in ("b", "strong")
            self._children(element, place._replace(linked=place.linked or tag == "a", bold=bold))
        else:
            self.flush(place)
            inner = _inside(element, place)
            self._children(element, inner)
            self.flush(inner)

    def _children(self, element: HtmlElement, place: _Place) -> None:
        self._add(element.text, place)
        for child in element:
            self.walk(child, place)
            self._add(child.tail, place)

    def _add(self, text: str | None, place: _Place) -> None:
        if not text:
            return
        lines = text.split("\n") if place.pre else [text]
        for n, line in enumerate(lines):
            if n:
                self.flush(place)
            self.parts.append((line, place.linked, place.bold))

    def _break(self, place: _Place) -> None:
        """A line break ends a paragraph, as old pages use it; in a heading, list item or caption it is white space."""
        if place.kind == "paragraph":
            self.flush(place)
        else:
            self.parts.append(("\n", False, False))

    def flush(self, place: _Place) -> None:
        text = squeeze("".join(part for part, _, _ in self.parts))
        if text:
            kind, level = place.kind, place.level
            shares = [_share(self.parts, n) for n in (1, 2)]
            self.runs.append(Run(text, kind, level, shares[0], shares[1], place.places, place.hints))
        self.parts.clear()


def _share(parts: list[tuple[str, bool, bool]], which: int) -> float:
    sizes = [(len(part[0].strip()), part[which]) for part in parts]
    total = sum(size for size, _ in sizes)
    return sum(size for size, flag in sizes if flag) / total if total else 0.0


def _inside(element: HtmlElement, place: _Place) -> _Place:
    tag = element.tag
    says = [word for word in (_TAGS.get(tag), *map(_CLASSES.get, names_of(element))) if word]
    hints = tuple((element, word) for word in says[:1] if word not in ("inline", "caption"))
    place = place._replace(places=(*place.places, element), hints=(*place.hints, *hints))
    if tag in _HEADINGS:
        return place._replace(kind="heading", level=_HEADINGS[tag])
    if "caption" in says:
        return place._replace(kind="caption", level=0)
    if tag in ("ul", "ol"):
        return place._replace(level=place.level + 1 if place.kind == "list_item" else 1)
    if tag in ("li", "dd", "dt"):
        return place._replace(kind="list_item", level=max(1, place.level))
    return place._replace(pre=place.pre or tag == "pre")


def names_of(element: HtmlElement) -> list[str]:
    """The words of its classes and id, in lower case: `article-related artShare` gives article, related, art, share and more."""
    raw = f"{element.get('class') or ''} {element.get('id') or ''}"
    whole = raw.lower().split()
    words = re.sub(r"([a-z])([A-Z])", r"\1 \2", raw).lower()
    return [*whole, *(word for word in re.split(r"[\s_\-\d:]+", words) if word)]


def _data_cells(row: HtmlElement) -> list[str]:
    """The texts of a row's cells, where it is a row of data; empty where the table is there for the layout."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or any(True for cell in cells for _ in cell.iter("table", "div", "ul", "ol", "h1", "h2", "h3")):
        return []
    texts = [squeeze("".join(_seen(cell))) for cell in cells]
    if any(len(text) > _CELL_CHARS for text in texts) or sum(map(bool, texts)) < 2:
        return []
    return texts


def _seen(element: HtmlElement) -> Iterator[str]:
    if not isinstance(element.tag, str) or _TAGS.get(element.tag) == "unseen":
        return
    if element.text:
        yield element.text
    for child in element:
        yield from _seen(child)
        if child.tail:
            yield child.tail
