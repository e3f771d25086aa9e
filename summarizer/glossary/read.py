"""Reads glossary files as people have them; nothing is judged here but the shape of the file.

CSV and TSV have the columns source, target, kind, aliases (separated by |); the last two may be missing. A header line
may name the columns in another order, in English or Chinese, with others among them; without one they stand in this order.
Lines that begin with # are remarks. TBX is read in both its shapes, `martif` (version 2) and `tbx` (version 3, ISO
30042:2019); an entry's subjectField is its kind where it names one of ours.
"""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import NamedTuple, get_args

from lxml import etree

from summarizer.errors import GlossaryError, InputError
from summarizer.readers.encoding import decode
from summarizer.records import TermKind
from summarizer.renderers.tbx import SUBJECT
from summarizer.text.scripts import has_han

COLUMNS = {
    "source": ("source", "zh", "zh-cn", "zh-tw", "chinese", "source term", "原文", "中文", "源语言", "术语", "術語"),
    "target": (
        "target",
        "en",
        "en-us",
        "en-gb",
        "english",
        "target term",
        "translation",
        "译文",
        "譯文",
        "英文",
        "英语",
    ),
    "kind": ("kind", "type", "category", "类型", "類型", "类别", "類別"),
    "aliases": ("aliases", "alias", "variants", "别名", "別名"),
}
KINDS: tuple[str, ...] = get_args(TermKind)
SHAPE = "Each line is: Chinese, English, and if you like kind and aliases (a|b)."
OUTDATED = ("deprecated", "superseded")
"""Words in a TBX term's administrative status that mean: do not use."""


class Line(NamedTuple):
    """One entry as it was read, with its line in the file. `passed_over`: an entry for other languages, which is no fault."""

    number: int
    source: str
    target: str
    kind: str = ""
    aliases: tuple[str, ...] = ()
    passed_over: bool = False


def lines_of(path: Path) -> Iterator[Line]:
    """The entries of a glossary file, in its order.

    The encoding is found from the bytes, the format from the content. Raises GlossaryError where the file cannot be read or
    is not in the shape it seems to be in, with the line where one is at fault.
    """
    text = text_of(path)
    return _tbx(text, path) if text.lstrip().startswith("<") else _table(text, path)


def text_of(path: Path) -> str:
    """The file's text, in whatever encoding. Raises GlossaryError."""
    try:
        return decode(path.read_bytes())[0].lstrip("\ufeff")
    except OSError as error:
        raise GlossaryError(
            f"The glossary {path} cannot be read: {error.strerror}.", "Check the path and its permissions."
        ) from error
    except InputError as error:
        raise GlossaryError(f"The glossary {path.name} cannot be read: {error}", "Save it as UTF-8 text.") from error


def _table(text: str, path: Path) -> Iterator[Line]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    order: list[str] | None = None
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells) or cells[0].lstrip().startswith("#"):
                continue
            if order is None:
                order = column_order(cells)
                if order:
                    continue
                if missing := _half_a_header(cells):
                    where = f"{path.name}, line {reader.line_num}"
                    raise GlossaryError(f"{where}: the header names no column for the {missing}.", SHAPE)
            yield _line(cells, order or list(COLUMNS), reader.line_num)
    except csv.Error as error:
        raise GlossaryError(f"{path.name}, line {reader.line_num}: {error}.", "Check the quotation marks.") from error


def delimiter_of(text: str) -> str:
    """Of tab, comma and semicolon the one that the first line with any of them has first."""
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    marks = (mark for line in lines for mark in line if mark in "\t,;")
    return next(marks, ",")


def column_order(cells: list[str]) -> list[str]:
    """The columns in the header's order (unknown ones empty), or nothing where the line is no header."""
    names = [cell.strip().casefold() for cell in cells]
    order = [next((column for column, known in COLUMNS.items() if name in known), "") for name in names]
    return order if {"source", "target"} <= set(order) else []


def _half_a_header(cells: list[str]) -> str:
    """What a first line leaves out that names only one of the two columns: English, or Chinese; empty for an entry."""
    names = {cell.strip().casefold() for cell in cells}
    if has_han("".join(names)):
        return ""
    source, target = (bool(names & set(COLUMNS[column])) for column in ("source", "target"))
    return "" if source == target else "English" if source else "Chinese"


def _line(cells: list[str], order: list[str], number: int) -> Line:
    by_column = {column: cell.strip() for column, cell in zip(order, cells, strict=False) if column}
    aliases = tuple(alias.strip() for alias in by_column.get("aliases", "").split("|") if alias.strip())
    return Line(number, by_column.get("source", ""), by_column.get("target", ""), by_column.get("kind", ""), aliases)


def _tbx(text: str, path: Path) -> Iterator[Line]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser, base_url=None)
    except (etree.XMLSyntaxError, ValueError) as error:
        at = getattr(error, "lineno", None) or 1
        raise GlossaryError(f"{path.name}, line {at}: not well-formed XML.", "Export it again as TBX.") from error
    if etree.QName(root).localname not in ("martif", "tbx"):
        raise GlossaryError(f"{path.name} is XML but not TBX.", "A TBX file begins with <martif> or <tbx>.")
    etree.strip_elements(root, etree.Entity, etree.Comment, etree.PI, with_tail=False)
    for entry in root.iter("{*}termEntry", "{*}conceptEntry"):
        yield from _entry(entry)


def _entry(entry: etree._Element) -> Iterator[Line]:
    """The first Chinese term is the source and the first English one the target; an entry without both is passed over."""
    chinese: list[str] = []
    english: list[str] = []
    for section in entry.iter("{*}langSet", "{*}langSec"):
        language = (section.get("{http://www.w3.org/XML/1998/namespace}lang") or section.get("lang") or "").casefold()
        words = chinese if language.startswith("zh") else english if language.startswith("en") else []
        words += [word for term in section.iter("{*}term") if (word := _word(term))]
    if chinese or english:
        source, target = "".join(chinese[:1]), "".join(english[:1])
        passed_over = not (chinese and english)
        yield Line(entry.sourceline or 0, source, target, _kind(entry), tuple(chinese[1:]), passed_over)


def _kind(entry: etree._Element) -> str:
    fields = ("".join(d.itertext()).strip().casefold() for d in entry.iter("{*}descrip") if d.get("type") == SUBJECT)
    return next((field for field in fields if field in KINDS), "")


def _word(term: etree._Element) -> str:
    """The term's words; empty where the file says that it is out of use."""
    holder = next(term.iterancestors("{*}tig", "{*}ntig", "{*}termSec"), term)
    status = " ".join("".join(note.itertext()) for note in holder.iter("{*}termNote"))
    return "" if any(word in status for word in OUTDATED) else " ".join("".join(term.itertext()).split())
