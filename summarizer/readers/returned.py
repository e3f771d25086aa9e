"""Files of ours that come back corrected: a Word document, a workbook, CSV, XLIFF, TMX. What is read of each sentence is its id, where
the file has one, its Chinese and its English. Archives are opened with the limits of all input (`package.py`), XML without entities."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from summarizer.errors import BinaryInput, InputError, UndecodableInput
from summarizer.readers.encoding import decode
from summarizer.readers.package import MOST_BYTES, Package

SEGMENT = re.compile(r"[a-z]+\d+\.s\d+")
MOST_ROWS = 100_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_GONE = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}rt"})
_BREAKS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_COLUMN = re.compile(r"[A-Z]{1,3}")
_CODES = ("bpt", "ept", "ph", "it", "ut")
"""Elements inside a segment that hold codes of a tool and no words."""


class Returned(NamedTuple):
    """One sentence of a returned file. `segment` and `source` are empty where the file does not say them."""

    segment: str
    source: str
    target: str


def sentences(data: bytes) -> list[Returned] | None:
    """What a returned file holds, None for one that is none of these formats (Markdown, say). Raises InputError for a damaged file, one
    that is too large, and one that is not ours."""
    if data.startswith(b"PK\x03\x04"):
        return list(_of_archive(Package(data)))
    if len(data) > MOST_BYTES:
        raise BinaryInput(f"The file has more than {MOST_BYTES // 1_000_000} MB.", "That is no article.")
    text = decode(data)[0].lstrip("\ufeff").lstrip()
    if text.startswith(("<?xml", "<xliff", "<tmx", "<!DOCTYPE tmx")):
        return _of_xml(data)
    if text.startswith(("Segment,", "Segment;", "Segment\t")):
        return list(_of_csv(text))
    return None


def _of_archive(package: Package) -> Iterator[Returned]:
    names = package.names()
    if "word/document.xml" in names:
        return _of_docx(package)
    if "xl/workbook.xml" in names:
        return _of_xlsx(package)
    raise InputError("The archive is neither a Word document nor a workbook.", "Give the file that was sent out.")


def _of_docx(package: Package) -> Iterator[Returned]:
    """Rows of the table; elsewhere by the bookmarks at the sentences."""
    tree = package.xml("word/document.xml")
    if tree is None:
        raise _not_ours()
    seen: set[str] = set()
    for row in tree.iter(f"{_W}tr"):
        cells = [_shown(cell).strip() for cell in row.iterchildren(f"{_W}tc")]
        if len(cells) >= 4 and SEGMENT.fullmatch(cells[0]):
            seen.add(cells[0])
            yield Returned(cells[0], cells[2], cells[3])
    for segment, english in _bookmarked(tree):
        if segment not in seen:
            yield Returned(segment, "", english)


def _bookmarked(tree: etree._Element) -> Iterator[tuple[str, str]]:
    """A sentence runs from its bookmark to the next one's, or to the end of its paragraph: programs move the ends of bookmarks, and what
    is typed at a sentence's end stands behind its own. What stands before the first in a paragraph belongs to that."""
    for paragraph in tree.iter(f"{_W}p"):
        own: list[tuple[str, list[str]]] = [("", [])]
        walker = etree.iterwalk(paragraph, events=("start",))
        for _, element in walker:
            if element.tag in _GONE or (element.tag == f"{_W}p" and element is not paragraph):
                walker.skip_subtree()
                continue
            name = (element.get(f"{_W}name") or "").removeprefix("s_").replace("_", ".")
            if element.tag == f"{_W}bookmarkStart" and SEGMENT.fullmatch(name):
                own.append((name, []))
            own[-1][1].append(_part(element))
        before, *sentences = ((name, "".join(parts)) for name, parts in own)
        for n, (name, text) in enumerate(sentences):
            yield name, (before[1] + text if n == 0 else text).strip()


def _shown(element: etree._Element) -> str:
    """The text as it would be if all tracked changes were accepted; a line for each paragraph."""
    parts: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, own in walker:
        if own.tag in _GONE:
            if event == "start":
                walker.skip_subtree()
        elif event == "start":
            parts.append(_part(own))
        elif own.tag == f"{_W}p":
            parts.append("\n")
    return "".join(parts)


def _part(element: etree._Element) -> str:
    return (element.text or "") if element.tag == f"{_W}t" else _BREAKS.get(element.tag, "")


def _of_xlsx(package: Package) -> Iterator[Returned]:
    """The first sheet whose heads name the columns."""
    shared = _shared(package)
    for name in sorted(one for one in package.names() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", one)):
        tree = package.xml(name)
        found = list(_of_rows(_rows(tree, shared))) if tree is not None else []
        if found:
            yield from found
            return
    raise _not_ours()


def _shared(package: Package) -> list[str]:
    tree = package.xml("xl/sharedStrings.xml")
    return [] if tree is None else [_cell_text(one) for one in tree.iterchildren(f"{_S}si")]


def _cell_text(element: etree._Element) -> str:
    """All runs of a string, without the readings over them."""
    return "".join(t.text or "" for t in element.iter(f"{_S}t") if t.getparent().tag != f"{_S}rPh")


def _rows(sheet: etree._Element, shared: Sequence[str]) -> Iterator[list[str]]:
    for number, row in enumerate(sheet.iter(f"{_S}row")):
        if number >= MOST_ROWS:
            return
        cells: dict[int, str] = {}
        for position, cell in enumerate(row.iterchildren(f"{_S}c")):
            named = _COLUMN.match(cell.get("r") or "")
            column = _column(named[0]) if named else position
            if column < 64:  # a sheet of ours has seven columns
                cells[column] = _value(cell, shared)
        yield [cells.get(n, "") for n in range(max(cells, default=-1) + 1)]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell: etree._Element, shared: Sequence[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _cell_text(cell)
    value = cell.findtext(f"{_S}v") or ""
    if cell.get("t") == "s":
        return shared[int(value)] if value.isdigit() and int(value) < len(shared) else ""
    return value


def _of_csv(text: str) -> Iterator[Returned]:
    mark = text[len("Segment")]
    try:
        yield from _of_rows(list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise UndecodableInput(f"The table cannot be read: {error}.", "Save it again as CSV.") from error


def _of_rows(rows: Iterator[list[str]]) -> Iterator[Returned]:
    """By the heads of the columns, whatever their order."""
    places: dict[str, int] = {}
    for number, row in enumerate(rows):
        if number >= MOST_ROWS:
            return
        if not places:
            named = {cell.strip(): n for n, cell in enumerate(row)}
            if not {"Segment", "Chinese", "English"} <= named.keys():
                if number > 20:
                    return
                continue
            places = named
            continue
        segment, source, target = (
            _unguarded(row[places[name]]) if places[name] < len(row) else ""
            for name in ("Segment", "Chinese", "English")
        )
        if SEGMENT.fullmatch(segment.strip()):
            yield Returned(segment.strip(), source, target)


_GUARDED = re.compile(r"'[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")


def _unguarded(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from taking the cell for a formula."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _of_xml(data: bytes) -> list[Returned]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UndecodableInput("The file is not well-formed XML.", "Export it again from your program.") from error
    kind = etree.QName(root).localname
    if kind == "xliff":
        return list(_of_xliff(root))
    if kind == "tmx":
        return list(_of_tmx(root))
    raise _not_ours()


def _of_xliff(root: etree._Element) -> Iterator[Returned]:
    """Versions 1.2 and 2: units by their ids."""
    for unit in root.iter("{*}trans-unit", "{*}unit"):
        parts = list(unit.iter("{*}segment")) or [unit]
        source = "".join(_words(one.find("{*}source")) for one in parts)
        target = " ".join(filter(None, (_words(one.find("{*}target")) for one in parts)))
        id = next((one for one in (unit.get("id"), unit.get("resname")) if one and SEGMENT.fullmatch(one)), "")
        if source or id:
            yield Returned(id, source, target)


def _of_tmx(root: etree._Element) -> Iterator[Returned]:
    for unit in root.iter("{*}tu"):
        texts: dict[str, str] = {}
        for variant in unit.iterchildren("{*}tuv"):
            language = (variant.get(_XML_LANGUAGE) or variant.get("lang") or "").lower()[:2]
            texts.setdefault(language, _words(variant.find("{*}seg")))
        props = {p.get("type"): p.text or "" for p in unit.iterchildren("{*}prop")}
        id = props.get("x-segment", "")
        if texts.get("zh") and texts.get("en"):
            yield Returned(id if SEGMENT.fullmatch(id) else "", texts["zh"], texts["en"])


def _words(element: etree._Element | None) -> str:
    """Its text without a tool's codes."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and etree.QName(child).localname not in _CODES:
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _not_ours() -> InputError:
    return InputError(
        "The file holds no sentences of an article.",
        "Give a file that this program wrote (.docx, .xlsx, .csv, .xlf, .tmx, .en.md), as it came back.",
    )
