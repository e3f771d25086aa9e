"""Reads translation memories: TMX as Trados, memoQ, OmegaT and others export it, in any encoding XML allows, one unit at a time."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from lxml import etree

from summarizer.errors import UsageError

MOST_BYTES = 2_000_000_000
"""No memory is larger; a million units in UTF-16 have about a gigabyte."""
MOST_UNITS = 2_000_000
LONGEST = 2_000
"""Characters of the longest side of a unit that is kept: a sentence, not a page."""
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_SHOWN = ("hi", "sub")
"""Elements inside a segment whose words are the sentence's; the others hold codes of the tool."""


def units_of(path: Path) -> Iterator[tuple[str, str]]:
    """Chinese and English of every unit that has both, in the order of the file. Raises UsageError for a file that is no TMX, at the
    place where it stops being one. Entities are not expanded and nothing is fetched."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UsageError(f"{path} has more than {MOST_BYTES // 1_000_000:,} MB", "Split the memory.")
        with path.open("rb") as file:
            yield from _units(file, path)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", "Check the path and its permissions.") from error


def _units(file: IO[bytes], path: Path) -> Iterator[tuple[str, str]]:
    seen = 0
    try:
        context = etree.iterparse(
            file, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        root: etree._Element | None = None
        for event, element in context:
            if root is None:
                root = element
                if etree.QName(element).localname != "tmx":
                    raise UsageError(f"{path} is XML but no TMX", "Export the memory as TMX 1.4.")
            if event == "end" and element.tag == "tu":
                if found := _sides(element):
                    yield found
                seen += 1
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
                if seen >= MOST_UNITS:
                    return
    except (etree.XMLSyntaxError, UnicodeError, LookupError) as error:
        line = getattr(error, "lineno", None) or 1
        raise UsageError(f"{path}, line {line}: not well-formed XML", "Export the memory again as TMX.") from error


def _sides(unit: etree._Element) -> tuple[str, str] | None:
    source = target = ""
    for variant in unit.iterfind("tuv"):
        language = (variant.get(_XML_LANGUAGE) or variant.get("lang") or "").lower()
        segment = variant.find("seg")
        if segment is None:
            continue
        if language.startswith("zh") and not source:
            source = _words(segment)
        elif language.startswith("en") and not target:
            target = _words(segment)
    if source and target and len(source) <= LONGEST and len(target) <= 4 * LONGEST:
        return source, target
    return None


def _words(segment: etree._Element) -> str:
    """Its text without the tool's codes."""
    if not len(segment):
        return " ".join((segment.text or "").split())
    parts = [segment.text or ""]
    for child in segment:
        if etree.QName(child).localname in _SHOWN if isinstance(child.tag, str) else False:
            parts.append(_words(child))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())
