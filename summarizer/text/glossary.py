"""A user's own names and terms, from CSV, TSV or TBX. They outrank everything else that knows an English form.

CSV and TSV have the columns source, target, kind, aliases (separated by |); the last two may be missing. A header line
may name the columns in another order, in English or Chinese; without one they stand in this order. Lines that begin
with # are remarks. TBX is read in both its shapes, `martif` (version 2) and `tbx` (version 3, ISO 30042:2019).
"""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import NamedTuple, cast, get_args

from lxml import etree

from summarizer.errors import GlossaryError, InputError
from summarizer.readers.encoding import decode
from summarizer.records import Term, TermKind
from summarizer.text.scripts import has_han, simplified

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
SHAPE = "Each line is: Chinese, English, and if you like kind and aliases (a|b)."
OUTDATED = ("deprecated", "superseded")
"""Words in a TBX term's administrative status that mean: do not use."""


class Line(NamedTuple):
    """One entry as it was read, with its line in the file."""

    number: int
    source: str
    target: str
    kind: str = ""
    aliases: tuple[str, ...] = ()


def load(path: Path) -> tuple[Term, ...]:
    """The terms of a glossary file, in its order, with origin `glossary`; lines that say the same are one term.

    The encoding is found from the bytes, the format from the content. Raises GlossaryError, with the line where one is
    at fault.
    """
    text = _text(path)
    lines = _tbx(text, path) if text.lstrip().startswith("<") else _table(text, path)
    terms = _terms(lines, path)
    if not terms:
        raise GlossaryError(f"The glossary {path.name} holds no terms.", SHAPE)
    return terms


def standing(terms: Sequence[Term], text: str) -> tuple[Term, ...]:
    """The terms of which a form stands in the text, in either script; `source` and aliases are as the text writes them."""
    key = simplified(text)
    found = []
    for term in terms:
        forms = [text[at : at + len(form)] for form in (term.source, *term.aliases) for at in _places(form, key)]
        if forms:
            first, *others = dict.fromkeys(forms)
            found.append(term.model_copy(update={"source": first, "aliases": tuple(others)}))
    return tuple(found)


def _places(form: str, key: str) -> Iterator[int]:
    wanted, at = simplified(form), -1
    while (at := key.find(wanted, at + 1)) >= 0:
        yield at


def _text(path: Path) -> str:
    try:
        return decode(path.read_bytes())[0].lstrip("\ufeff")
    except OSError as error:
        raise GlossaryError(
            f"The glossary {path} cannot be read: {error.strerror}.", "Check the path and its permissions."
        ) from error
    except InputError as error:
        raise GlossaryError(f"The glossary {path.name} cannot be read: {error}", "Save it as UTF-8 text.") from error


def _terms(lines: Iterator[Line], path: Path) -> tuple[Term, ...]:
    """Each source once; one English form for a Chinese form, whether it is a source or an alias."""
    terms: dict[str, Term] = {}
    seen: dict[str, Line] = {}
    for line in lines:
        for form in (line.source, *line.aliases):
            earlier = seen.setdefault(form, line)
            if earlier.target != line.target:
                raise GlossaryError(
                    f"{path.name}, line {line.number}: {form} is “{line.target}” here and “{earlier.target}” in line "
                    f"{earlier.number}.",
                    "Keep one English form for each Chinese one.",
                )
        term = _term(line, path)
        known = terms.get(line.source)
        merged = tuple(dict.fromkeys([*(known.aliases if known else ()), *term.aliases]))
        terms[line.source] = (known or term).model_copy(update={"aliases": merged})
    return tuple(terms.values())


def _term(line: Line, path: Path) -> Term:
    where = f"{path.name}, line {line.number}"
    if not line.source or not line.target:
        missing = "English" if line.source else "Chinese"
        raise GlossaryError(f"{where}: the {missing} form is missing.", SHAPE)
    if has_han(line.target) and not has_han(line.source):
        raise GlossaryError(
            f"{where}: the Chinese stands where English is expected.", "Begin with a line: source,target"
        )
    kind = line.kind.casefold() or "term"
    if kind not in get_args(TermKind):
        raise GlossaryError(
            f"{where}: “{line.kind}” is no kind of term.", f"Use one of: {', '.join(get_args(TermKind))}."
        )
    aliases = tuple(alias for alias in line.aliases if alias != line.source)
    return Term(source=line.source, target=line.target, kind=cast("TermKind", kind), origin="glossary", aliases=aliases)


def _table(text: str, path: Path) -> Iterator[Line]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    order: list[str] | None = None
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells) or cells[0].lstrip().startswith("#"):
                continue
            if order is None:
                order = _header(cells)
                if order:
                    continue
            yield _line(cells, order or list(COLUMNS), reader.line_num)
    except csv.Error as error:
        raise GlossaryError(f"{path.name}, line {reader.line_num}: {error}.", "Check the quotation marks.") from error


def _delimiter(text: str) -> str:
    """Of tab, comma and semicolon the one that the first line with any of them has first."""
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    marks = (mark for line in lines for mark in line if mark in "\t,;")
    return next(marks, ",")


def _header(cells: list[str]) -> list[str]:
    """The columns in the header's order (unknown ones empty), or nothing where the line is no header."""
    names = [cell.strip().casefold() for cell in cells]
    order = [next((column for column, known in COLUMNS.items() if name in known), "") for name in names]
    return order if {"source", "target"} <= set(order) else []


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
    if chinese and english:
        yield Line(entry.sourceline or 0, chinese[0], english[0], "", tuple(chinese[1:]))


def _word(term: etree._Element) -> str:
    """The term's words; empty where the file says that it is out of use."""
    holder = next(term.iterancestors("{*}tig", "{*}ntig", "{*}termSec"), term)
    status = " ".join("".join(note.itertext()) for note in holder.iter("{*}termNote"))
    return "" if any(word in status for word in OUTDATED) else " ".join("".join(term.itertext()).split())
