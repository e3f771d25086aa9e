"""Files that are ZIP archives of XML: opened with limits, so that no small file can fill the machine."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import PurePosixPath

from lxml import etree

from summarizer.errors import BinaryInput, UndecodableInput
from summarizer.records import Finding, FindingKind, Severity

MOST_BYTES = 50_000_000
"""Unpacked, all parts that are read together. A long novel has 3 MB."""
MOST_RATIO = 100
"""Unpacked bytes for each packed one of a part. XML packs to a tenth; a bomb to a thousandth."""
MOST_PARTS = 5_000

MOST_TAGS = 1_500_000
"""Tags and attributes of the parts that are parsed. A tree of as many takes 180 to 280 MB."""
MOST_PAGE_TAGS = 200_000
"""Tags of the web pages in a book: each takes more time than one of plain XML."""
MOST_TEXT = 1_500_000
"""Characters of a document. A long novel has a million; reading as many takes some seconds."""
MOST_BLOCKS = 30_000
"""Paragraphs and rows of a document. The same novel has 20,000."""
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)
_STRICT = b"http://purl.oclc.org/ooxml/"
_OPEN = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)
"""Names of the strict form of Office Open XML, and those of the usual one."""


class Package:
    """The parts of an archive, by name. Raises UndecodableInput for one that is damaged and BinaryInput for one that is too large or
    locked."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self._infos = {info.filename: info for info in self._archive.infolist()}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise _damaged() from error
        if len(self._infos) > MOST_PARTS:
            raise _too_large()
        self._left = MOST_BYTES
        self._tags, self._page_tags = MOST_TAGS, MOST_PAGE_TAGS
        self._torn = False
        self._trees: dict[str, etree._Element | None] = {}

    def names(self) -> list[str]:
        return list(self._infos)

    def info(self, name: str) -> zipfile.ZipInfo:
        return self._infos[name]

    def read(self, name: str) -> bytes:
        """A part's bytes; empty where there is no such part."""
        info = self._infos.get(name)
        if info is None:
            return b""
        if info.flag_bits & 0x1:
            raise BinaryInput("The document is locked with a password.", "Open it, and save it without a password.")
        if info.file_size > MOST_RATIO * max(info.compress_size, 1_000) or info.file_size > self._left:
            raise _too_large()
        try:
            with self._archive.open(info) as part:
                found = part.read(self._left + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise _damaged() from error
        if len(found) > self._left:
            raise _too_large()
        self._left -= len(found)
        return found

    def page(self, name: str) -> bytes:
        """The bytes of a web page. Raises BinaryInput where all of them hold more tags than are read."""
        found = self.read(name)
        self._page_tags -= found.count(b"<")
        if self._page_tags < 0:
            raise _too_large()
        return found

    def xml(self, name: str) -> etree._Element | None:
        """A part as a tree, without entities; None where there is none. What is badly formed is read as far as it goes."""
        if name not in self._trees:
            self._trees[name] = self._parsed(self.read(name))
        return self._trees[name]

    def _parsed(self, found: bytes) -> etree._Element | None:
        if not found.strip():
            return None
        found = _plain(found)
        self._tags -= found.count(b"<") + found.count(b'="') + found.count(b"='")
        if self._tags < 0:
            raise _too_large()
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True)
        try:
            tree = etree.fromstring(found, parser)
        except etree.XMLSyntaxError as error:
            raise _damaged() from error
        self._torn = self._torn or any(error.level >= etree.ErrorLevels.FATAL for error in parser.error_log)
        return tree

    def findings(self) -> tuple[Finding, ...]:
        """An error where a part that was parsed is torn: what stood behind the tear is not read."""
        detail = "The document is damaged, and what stood behind the damage is missing."
        torn = Finding(segment=None, kind=FindingKind.LOST_TEXT, severity=Severity.ERROR, detail=detail)
        return (torn,) if self._torn else ()


def _plain(found: bytes) -> bytes:
    """XML in UTF-8 under the usual names, without a document type: an entity could stand for anything, also inside an attribute."""
    if b"\0" in found[:4] or found.startswith((b"\xff\xfe", b"\xfe\xff")):
        codec = (
            "utf-16"
            if found.startswith((b"\xff\xfe", b"\xfe\xff"))
            else "utf-16-le"
            if found[1:2] == b"\0"
            else "utf-16-be"
        )
        found = re.sub(r"^\s*<\?xml[^>]*\?>", "", found.decode(codec, "replace").lstrip("\ufeff")).encode()
    for _ in range(8):
        at = found.find(b"<!DOCTYPE")
        declared = _DOCTYPE.match(found, at) if at >= 0 else None
        if declared is None:
            break
        found = found[:at] + found[declared.end() :]
    if b"<!DOCTYPE" in found:
        raise _damaged()
    for strict, usual in _OPEN if _STRICT in found else ():
        found = found.replace(strict, usual)
    return found


def require_size(texts: Iterable[str], blocks: int) -> None:
    """Raises BinaryInput for a document that holds more than is read at once."""
    if blocks > MOST_BLOCKS or sum(map(len, texts)) > MOST_TEXT:
        raise BinaryInput(
            f"The document holds more than {MOST_TEXT:,} characters or {MOST_BLOCKS:,} paragraphs.",
            "Save the article alone.",
        )


def beside(name: str, target: str) -> str:
    """The name of a part that another one refers to."""
    parts: list[str] = []
    for part in (PurePosixPath(name).parent / target.split("#")[0]).parts:
        if part == "..":
            parts = parts[:-1]
        elif part not in (".", "/"):
            parts.append(part)
    return "/".join(parts)


def _damaged() -> UndecodableInput:
    return UndecodableInput(
        "The document is damaged and cannot be opened.", "Open it in its own program, and save it again."
    )


def _too_large() -> BinaryInput:
    return BinaryInput(
        f"The document unpacks to more than {MOST_BYTES // 1_000_000} MB, or to more parts than are read.",
        "Save the article alone, as text or as a smaller document.",
    )
