"""Writes glossaries that `load` reads back as they were, and that other programs open: CSV, TSV, TBX-Basic (ISO 30042:2019)."""

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from types import MappingProxyType
from typing import NamedTuple

from lxml import etree

from summarizer.glossary.read import SUBJECT
from summarizer.records import TermKind
from summarizer.text.lazy_pattern import lazy

HEADER = ("source", "target", "kind", "origin", "count", "aliases")
NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_XML = lazy("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Entry(NamedTuple):
    """A line to be written. Without a target it is written as a remark, for someone to fill in and uncover."""

    source: str
    target: str
    kind: TermKind
    origin: str
    uses: int
    aliases: tuple[str, ...] = ()


def as_csv(entries: Sequence[Entry]) -> str:
    return _table(entries, ",")


def as_tsv(entries: Sequence[Entry]) -> str:
    return _table(entries, "\t")


def _table(entries: Sequence[Entry], delimiter: str) -> str:
    made = StringIO(newline="")
    writer = csv.writer(made, delimiter=delimiter, lineterminator="\n")
    writer.writerow(HEADER)
    for entry in entries:
        mark = "" if entry.target else "# "
        aliases = "|".join(alias for alias in entry.aliases if "|" not in alias)
        writer.writerow((mark + entry.source, *entry[1:5], aliases))
    return made.getvalue()


def as_tbx(entries: Sequence[Entry]) -> str:
    """TBX-Basic of version 3 in its DCA style. Entries without English are comments."""
    root = etree.Element(
        f"{{{NAMESPACE}}}tbx", {"style": "dca", "type": "TBX-Basic", _LANGUAGE: "en"}, {None: NAMESPACE}
    )
    head = _sub(_sub(root, "tbxHeader"), "fileDesc")
    _sub(_sub(head, "titleStmt"), "title", "Names and terms")
    _sub(_sub(head, "sourceDesc"), "p", "Proposed by summarize glossary extract")
    body = _sub(_sub(root, "text"), "body")
    for number, entry in enumerate(entries, 1):
        body.append(concept(number, entry) if entry.target else remark(entry))
    etree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + str(etree.tostring(root, encoding="unicode")) + "\n"


def concept(number: int, entry: Entry) -> etree._Element:
    """An entry of a TBX file."""
    concept = etree.Element(f"{{{NAMESPACE}}}conceptEntry", {"id": f"c{number}"})
    _sub(concept, "descrip", entry.kind, type=SUBJECT)
    _sub(concept, "admin", entry.origin, type="source")
    _sub(concept, "note", f"count: {entry.uses}")
    for language, words in (("zh", (entry.source, *entry.aliases)), ("en", (entry.target,))):
        section = etree.SubElement(concept, f"{{{NAMESPACE}}}langSec", {_LANGUAGE: language})
        for word in words:
            _sub(_sub(section, "termSec"), "term", word)
    return concept


def remark(entry: Entry) -> etree._Element:
    """An entry without English, as a comment for someone to fill in."""
    said = f" {entry.source}: {entry.kind}, {entry.origin}, {entry.uses} "
    comment: etree._Element = etree.Comment(_NOT_XML.sub("", re.sub("-(?=-)", "- ", said)))
    return comment


def _sub(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    element.text = _NOT_XML.sub("", text) or None
    return element


WRITERS: Mapping[str, Callable[[Sequence[Entry]], str]] = MappingProxyType(
    {".csv": as_csv, ".tsv": as_tsv, ".tbx": as_tbx}
)
"""What writes a file, by the ending of its name."""
