"""Terms as TBX of version 2 (`martif`), which translation tools read; entries also for files of version 3 (ISO 30042:2019, DCA style)."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree

from summarizer.records import TermKind
from summarizer.renderers.options import Options
from summarizer.report import Report

SUBJECT = "subjectField"
"""The category that holds the kind of a term."""
NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">\n'
_NAMES = {2: ("", "termEntry", "langSet", "tig"), 3: (f"{{{NAMESPACE}}}", "conceptEntry", "langSec", "termSec")}
"""Of the namespace and of the elements in each version."""


class Entry(NamedTuple):
    """A term to be written. Without a target it is written as a remark, for someone to fill in and uncover."""

    source: str
    target: str
    kind: TermKind
    origin: str
    uses: int
    aliases: tuple[str, ...] = ()


def render(report: Report, options: Options) -> str:  # noqa: ARG001  every format is told the same
    """The names and terms of the article, with how often each stands in it."""
    text = "\n".join(segment.source for segment in report.segments)
    entries = [
        Entry(t.source, t.target, t.kind, t.origin, sum(map(text.count, (t.source, *t.aliases))), t.aliases)
        for t in report.terms
        if t.target
    ]
    return written(entries, f"Names and terms of {report.document.origin}")


def written(entries: Iterable[Entry], said: str) -> str:
    """A TBX file of version 2. Entries without English are comments."""
    root = etree.Element("martif", {"type": "TBX-Basic", _LANGUAGE: "en"})
    head = _sub(_sub(root, "martifHeader"), "fileDesc")
    _sub(_sub(head, "titleStmt"), "title", "Names and terms")
    _sub(_sub(head, "sourceDesc"), "p", said)
    body = _sub(_sub(root, "text"), "body")
    for number, entry in enumerate(entries, 1):
        body.append(concept(number, entry) if entry.target else remark(entry))
    etree.indent(root)
    return _HEAD + str(etree.tostring(root, encoding="unicode")) + "\n"


def concept(number: int, entry: Entry, *, version: int = 2) -> etree._Element:
    """An entry of a TBX file."""
    space, name, section, term = _NAMES[version]
    made = etree.Element(space + name, {"id": f"c{number}"})
    _sub(made, "descrip", entry.kind, type=SUBJECT)
    _sub(made, "admin", entry.origin, type="source")
    _sub(made, "note", f"count: {entry.uses}")
    for language, words in (("zh", (entry.source, *entry.aliases)), ("en", (entry.target,))):
        own = etree.SubElement(made, space + section, {_LANGUAGE: language})
        for word in words:
            _sub(_sub(own, term), "term", word)
    return made


def remark(entry: Entry) -> etree._Element:
    """An entry without English, as a comment for someone to fill in."""
    said = f" {entry.source}: {entry.kind}, {entry.origin}, {entry.uses} "
    comment: etree._Element = etree.Comment(_NOT_XML.sub("", re.sub("-(?=-)", "- ", said)))
    return comment


def _sub(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    """With the parent's namespace."""
    space = etree.QName(parent).namespace
    element = etree.SubElement(parent, f"{{{space}}}{name}" if space else name, attributes)
    element.text = _NOT_XML.sub("", text) or None
    return element
