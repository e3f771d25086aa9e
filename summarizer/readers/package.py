"""Files that are ZIP archives of XML: opened with limits, so that no small file can fill the machine."""

import io
import re
import zipfile
import zlib
from pathlib import PurePosixPath

from lxml import etree

from summarizer.errors import BinaryInput, UndecodableInput

MOST_BYTES = 50_000_000
"""Unpacked, all parts that are read together. A long novel has 3 MB."""
MOST_RATIO = 100
"""Unpacked bytes for each packed one of a part. XML packs to a tenth; a bomb to a thousandth."""
MOST_PARTS = 5_000

MOST_TAGS = 1_500_000
"""Tags and attributes of the parts that are parsed. A tree of as many takes 180 to 280 MB."""
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

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True)


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
        self._tags = MOST_TAGS
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
        try:
            return etree.fromstring(found, _PARSER)
        except etree.XMLSyntaxError as error:
            raise _damaged() from error


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
