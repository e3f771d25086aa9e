"""Files that are ZIP archives of XML: opened with limits, so that no small file can fill the machine."""

import io
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

    def names(self) -> list[str]:
        return list(self._infos)

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
        found = self.read(name)
        if not found:
            return None
        try:
            return etree.fromstring(found, _PARSER)
        except etree.XMLSyntaxError as error:
            raise _damaged() from error


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
        f"The document unpacks to more than {MOST_BYTES // 1_000_000} MB.",
        "Save the article alone, as text or as a smaller document.",
    )
