"""Books in EPUB: the documents of the spine in order, each read as a web page that is all article."""

from collections.abc import Iterator

from lxml import etree

from summarizer.readers.account import finding, letters, missing, shown_text, written
from summarizer.readers.encoding import decode
from summarizer.readers.flow import flow_of, tree_of
from summarizer.readers.legible import without_signs
from summarizer.readers.notes import blocks_without_marks
from summarizer.readers.package import Package, beside, require_size
from summarizer.readers.page import Page, block, numbered
from summarizer.records import Block, Removed

_CONTAINER = "META-INF/container.xml"


def is_epub(package: Package) -> bool:
    return _CONTAINER in package.names()


def blocks(package: Package) -> Page:
    """The documents of the spine as one page."""
    name = _opf(package)
    opf = package.xml(name)
    if opf is None:
        return Page()
    found: list[Block] = []
    removed: list[Removed] = []
    shown: list[str] = []
    for part in _spine(opf, name):
        data = package.page(part)
        if not data.strip():
            continue
        tree = tree_of(decode(data)[0])
        flow = flow_of(tree)
        titles = [str(title) for title in tree.xpath("//title//text()")]
        shown += shown_text(tree)
        require_size(shown, len(found) + len(flow.runs))
        removed += [*flow.beside, *(Removed(text=title, reason="page title") for title in titles if title.strip())]
        for run in flow.runs:
            if run.hint and run.hint.reason == "navigation":
                removed.append(Removed(text=without_signs(run.text), reason="navigation"))
            else:
                found.append(block(run.kind, run.text, run.level))
    page = Page(
        title=_field(opf, "title"),
        author=_field(opf, "creator"),
        publication=_field(opf, "publisher"),
        date=_day(_field(opf, "date")),
        blocks=numbered(blocks_without_marks(found)),
        removed=tuple(removed),
    )
    lost = finding(missing(letters(shown), letters(written(page))))
    return page.model_copy(update={"findings": (lost,)}) if lost else page


def _opf(package: Package) -> str:
    container = package.xml(_CONTAINER)
    paths = [] if container is None else [e.get("full-path") for e in container.iter("{*}rootfile")]
    return next((path for path in paths if path), "")


def _spine(opf: etree._Element, name: str) -> Iterator[str]:
    """The names of the documents in reading order, without those that list the others."""
    items = {item.get("id"): item for item in opf.iter("{*}item")}
    for ref in opf.iter("{*}itemref"):
        item = items.get(ref.get("idref"))
        if item is not None and item.get("href") and "nav" not in (item.get("properties") or "").split():
            yield beside(name, item.get("href") or "")


def _field(opf: etree._Element, name: str) -> str:
    found = (element.text or "" for element in opf.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}"))
    return next((" ".join(text.split()) for text in found if text.strip()), "")


def _day(value: str) -> str | None:
    from summarizer.text.dateline import date_in

    return date_in(value)
