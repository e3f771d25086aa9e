"""Tables with a column of text (.xlsx, .csv): each row's text is a turn or a paragraph; the other columns are moved aside."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from summarizer.readers.account import finding, letters, missing, written
from summarizer.readers.package import MOST_BLOCKS, Package, beside, require_size
from summarizer.readers.page import Page, block, numbered, squeeze, strip
from summarizer.readers.suffixes import TABLES
from summarizer.records import Block, Removed
from summarizer.text.scripts import han_count, table

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_COLUMN = re.compile(r"([A-Z]{1,3})\d*")
MOST_COLUMNS = 400
"""Columns of the widest table; cells farther right are read as of the last."""
SAMPLE = 50
"""Rows that show how a table's cells are parted."""
SAME = 0.8
"""Share of these rows that must have as many cells as most have."""

Rows = list[list[str]]


class Sheet(NamedTuple):
    """A table: the name of its sheet, empty for a file of text, and its rows."""

    name: str
    rows: Rows
    hidden: bool = False


def is_xlsx(package: Package) -> bool:
    return _workbook(package) in package.names()


def xlsx(package: Package) -> Page:
    return _page(_sheets(package))


def is_table(name: str) -> bool:
    return name.lower().endswith(TABLES)


def text_table(text: str) -> Page | None:
    """A file of text as a table; None where its lines are not parted alike."""
    rows = _parted(text)
    return _page([Sheet("", rows)]) if rows else None


def _parted(text: str) -> Rows | None:
    csv.field_size_limit(max(csv.field_size_limit(), 10_000_000))
    best: tuple[int, Rows] = (1, [])
    for delimiter in ",\t;|":
        try:
            rows = [
                row
                for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
                if any(map(str.strip, row))
            ]
        except csv.Error:
            continue
        counts = [len(row) for row in rows[:SAMPLE]]
        usual = max(set(counts), key=counts.count, default=1)
        if usual > best[0] and counts.count(usual) >= SAME * len(counts):
            best = (usual, rows)
    return best[1] or None


def _page(sheets: Iterable[Sheet]) -> Page:
    blocks: list[Block] = []
    removed: list[Removed] = []
    texts: list[str] = []
    for sheet in sheets:
        require_size((cell for row in sheet.rows for cell in row), len(sheet.rows))
        texts += [sheet.name, *(cell for row in sheet.rows for cell in row)]
        removed += [Removed(text=sheet.name, reason="sheet name")] if sheet.name else []
        if sheet.hidden:
            removed += [Removed(text=line, reason="hidden sheet") for row in sheet.rows if (line := _line(row))]
        else:
            _read(sheet.rows, blocks, removed)
    page = Page(blocks=numbered(blocks), removed=tuple(removed))
    lost = finding(missing(letters(texts), letters(written(page))))
    return page.model_copy(update={"findings": (lost,)}) if lost else page


def _line(row: Sequence[str]) -> str:
    return " | ".join(cell for one in row if (cell := squeeze(one)))


class _Columns(NamedTuple):
    """Which column is what; -1 for none. `head`: the first row names them."""

    text: int
    speaker: int
    title: int
    head: bool


def _read(rows: Rows, blocks: list[Block], removed: list[Removed]) -> None:
    columns = _columns(rows)
    for number, row in enumerate(rows):
        if columns.head and number == 0:
            removed += [Removed(text=line, reason="column heading")] if (line := _line(row)) else []
            continue
        taken = {columns.text, columns.speaker, columns.title}
        text, speaker, title = (_cell(row, n) for n in (columns.text, columns.speaker, columns.title))
        blocks += [block("heading", squeeze(title), 2)] if title else []
        blocks += list(_turn(text, speaker))
        rest = _line([cell for n, cell in enumerate(row) if n not in taken])
        removed += [Removed(text=rest, reason="other column")] if rest else []


def _cell(row: Sequence[str], n: int) -> str:
    return strip(row[n]) if 0 <= n < len(row) else ""


def _turn(text: str, speaker: str) -> Iterator[Block]:
    """The paragraphs of a cell; the speaker's name begins the first, as in a transcript."""
    lines = [line for one in text.splitlines() if (line := squeeze(one))] or ([""] if speaker else [])
    label = squeeze(speaker)
    for n, line in enumerate(lines):
        own = f"{label.rstrip(':：')}：{line}" if label and n == 0 else line
        yield block("paragraph", own).model_copy(update={"speaker": label.rstrip(":：")})


def _columns(rows: Rows) -> _Columns:
    """The columns by the names in the first row; else the text is where most of the Chinese stands."""
    width = min(MOST_COLUMNS, max(map(len, rows), default=0))
    chinese = [sum(han_count(row[n]) for row in rows if n < len(row)) for n in range(width)]
    names = _names()
    first = [names.get(squeeze(cell).casefold(), "") for cell in rows[0][:width]] if rows else []
    named = {kind: first.index(kind) for kind in ("text", "speaker", "title") if kind in first}
    fullest = max(range(width), key=chinese.__getitem__, default=-1)
    text = named.get("text", fullest)
    if text >= 0 and not chinese[text]:
        text = fullest
    head = bool(named)
    return _Columns(
        text,
        named.get("speaker", -1) if named.get("speaker") != text else -1,
        named.get("title", -1) if named.get("title") != text else -1,
        head,
    )


def _names() -> Mapping[str, str]:
    return {name.casefold(): kind for kind, name in table("columns.tsv")}


def _workbook(package: Package) -> str:
    relations = package.xml("_rels/.rels")
    targets = () if relations is None else (r for r in relations if str(r.get("Type")).endswith("/officeDocument"))
    named = next(((r.get("Target") or "").lstrip("/") for r in targets), "")
    return named if named.startswith("xl/") else "xl/workbook.xml"


def _sheets(package: Package) -> Iterator[Sheet]:
    """The sheets in the workbook's order."""
    name = _workbook(package)
    book = package.xml(name)
    folder, _, base = name.rpartition("/")
    relations = package.xml(f"{folder}/_rels/{base}.rels")
    targets = {} if relations is None else {r.get("Id"): beside(name, r.get("Target") or "") for r in relations}
    strings = _strings(package.xml(f"{folder}/sharedStrings.xml"))
    for sheet in () if book is None else book.iter(f"{_S}sheet"):
        target = targets.get(sheet.get(f"{_R}id"), "")
        target = target if target in package.names() else target.removeprefix(f"{folder}/")
        tree = package.xml(target) if target else None
        if tree is not None:
            yield Sheet(sheet.get("name") or "", _rows(tree, strings), sheet.get("state") in ("hidden", "veryHidden"))


def _strings(tree: etree._Element | None) -> list[str]:
    return [] if tree is None else [_text(one) for one in tree.iter(f"{_S}si")]


def _text(element: etree._Element) -> str:
    """The text of a cell without the readings beside it."""
    return "".join(t.text or "" for t in element.iter(f"{_S}t") if t.getparent().tag != f"{_S}rPh")


def _rows(tree: etree._Element, strings: Sequence[str]) -> Rows:
    rows: Rows = []
    for row in tree.iter(f"{_S}row"):
        own: list[str] = []
        for cell in row.iter(f"{_S}c"):
            at = min(_number(cell.get("r") or "", len(own)), MOST_COLUMNS - 1)
            own += [""] * (at + 1 - len(own))
            own[at] = f"{own[at]} {_value(cell, strings)}".strip(" ")
        if any(own):
            rows.append(own)
        if len(rows) > MOST_BLOCKS:
            break
    return rows


def _number(place: str, otherwise: int) -> int:
    found = _COLUMN.match(place)
    if not found:
        return otherwise
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: etree._Element, strings: Sequence[str]) -> str:
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return _text(cell)
    raw = next((v.text or "" for v in cell.iter(f"{_S}v")), "")
    if kind == "s":
        return strings[int(raw)] if raw.isdigit() and int(raw) < len(strings) else ""
    return {"1": "TRUE", "0": "FALSE"}.get(raw, raw) if kind == "b" else raw
