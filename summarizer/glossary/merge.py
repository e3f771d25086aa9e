"""Adds proposed entries to a glossary that somebody may have worked on: what stands there stays to the letter."""

import csv
from collections.abc import Collection, Iterator, Sequence
from io import StringIO
from pathlib import Path

from lxml import etree

from summarizer.errors import GlossaryError
from summarizer.glossary.read import COLUMNS, column_order, delimiter_of, lines_of, text_of
from summarizer.glossary.write import HEADER, Entry
from summarizer.renderers.tbx import concept, remark
from summarizer.text.lazy_pattern import lazy

_TBX_REMARK = lazy(r"<!-- (.*?): \w+, \w+, \d+ -->")


def merge(path: Path, entries: Sequence[Entry]) -> tuple[str, tuple[Entry, ...]]:
    """The file's text with the entries it does not have yet behind what it has, and which those are. An entry is there if its Chinese form
    is, as a source or an alias; one that stands there as a comment is added again only with English. Raises GlossaryError."""
    text = text_of(path)
    lines = tuple(lines_of(path)) if text.strip() else ()
    there = {form for line in lines for form in (line.source, *line.aliases)}
    xml = text.lstrip().startswith("<")
    commented = set(_TBX_REMARK.findall(text)) if xml else set(_commented(text))
    new = tuple(e for e in entries if e.source not in there and (e.target or e.source not in commented))
    if not new:
        return text, ()
    return (_into_tbx(text, path, new) if xml else _into_table(text, new)), new


def _commented(text: str) -> Iterator[str]:
    """The Chinese forms of the rows that are comments."""
    delimiter = delimiter_of(text)
    for line in text.splitlines():
        if line.lstrip().startswith("#"):
            yield line.lstrip().removeprefix("#").split(delimiter)[0].strip().strip('"').removeprefix("# ")


def _into_table(text: str, new: Sequence[Entry]) -> str:
    delimiter = delimiter_of(text)
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    first = next((cells for cells in rows if any(cells) and not cells[0].lstrip().startswith("#")), None)
    order: Collection[str] = HEADER if first is None else column_order(first) or tuple(COLUMNS)
    made = StringIO(newline="")
    writer = csv.writer(made, delimiter=delimiter, lineterminator="\r\n" if "\r\n" in text else "\n")
    if first is None:
        writer.writerow(HEADER)
    for entry in new:
        cells = {**entry._asdict(), "aliases": "|".join(a for a in entry.aliases if "|" not in a), "count": entry.uses}
        cells["source"] = ("" if entry.target else "# ") + entry.source
        row = [cells.get(column, "") for column in order]
        if not entry.target and not str(row[0]).startswith("#"):
            row[0] = f"# {row[0]}"
        writer.writerow(row)
    return text + ("" if not text or text.endswith("\n") else "\n") + made.getvalue()


def _into_tbx(text: str, path: Path, new: Sequence[Entry]) -> str:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(text.encode("utf-8"), parser)
    body = next(root.iter("{*}body"), None)
    kind = etree.QName(root).localname
    if body is None or kind not in ("tbx", "martif"):
        raise GlossaryError(f"{path.name} is XML but not TBX.", "Name another file with --output.")
    version = 3 if kind == "tbx" else 2
    taken = len(body) + 1
    for number, entry in enumerate(new, taken):
        body.append(concept(number, entry, version=version) if entry.target else remark(entry))
    etree.indent(root)
    doctype = f"{root.getroottree().docinfo.doctype}\n" if root.getroottree().docinfo.doctype else ""
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + doctype + str(etree.tostring(root, encoding="unicode")) + "\n"
