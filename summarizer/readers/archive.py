"""ZIP archives of articles: `news.zip/one.txt` is an article in one. Nothing is unpacked onto the disk, and no archive in an archive."""

import zipfile
from pathlib import Path, PurePath, PurePosixPath

from summarizer.errors import BinaryInput, InputError
from summarizer.readers.encoding import plausibility
from summarizer.readers.package import Package
from summarizer.readers.suffixes import ARCHIVE, ARTICLES

MOST_ARTICLES = 1_000
SHOWN = 5
"""Names that an error lists."""
MOST_FILE = 60_000_000
"""Bytes of an archive's file."""
_CODECS = ("utf-8", "gb18030", "big5")
"""What archivers write names in without saying so: macOS, Chinese Windows, Windows in Taiwan and Hong Kong."""


def is_archive(data: bytes) -> bool:
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def split(path: Path) -> tuple[Path, str] | None:
    """The archive's file and the name in it, for a path that leads into one; None for others."""
    for above in path.parents:
        if above.suffix.lower() == ARCHIVE and above.is_file():
            return above, path.relative_to(above).as_posix()
    return None


def file_bytes(path: Path) -> bytes:
    """The bytes of a file, or of an article in an archive. Raises OSError, and InputError for an archive that cannot be read."""
    inside = split(path)
    if inside is None:
        return path.read_bytes()
    archive, name = inside
    found = articles(Package(_limited(archive)))
    if name not in found:
        raise FileNotFoundError(2, "No such article in the archive", str(path))
    return found[name].bytes()


def names_in(path: Path) -> tuple[str, ...]:
    """The articles of an archive's file; none for a document that is one by its format. Raises InputError, OSError."""
    data = _limited(path)
    package = Package(data)
    return () if is_document(package) else tuple(articles(package))


def _limited(path: Path) -> bytes:
    if path.stat().st_size > MOST_FILE:
        raise BinaryInput(f"{path.name} is larger than {MOST_FILE // 1_000_000} MB.", "Unpack it, and give the folder.")
    return path.read_bytes()


def is_document(package: Package) -> bool:
    """Whether the archive is a document of some program, and no folder of files."""
    return kind_of(package) != ""


def kind_of(package: Package) -> str:
    """`docx`, `epub`, `xlsx`, or what else the archive is in words; empty for a folder of files."""
    from summarizer.readers import docx, epub, spreadsheet

    names = package.names()
    if epub.is_epub(package):
        return "epub"
    if docx.is_docx(package):
        return "docx"
    if spreadsheet.is_xlsx(package):
        return "xlsx"
    if "[Content_Types].xml" in names:
        return (
            "a PowerPoint file (.pptx)"
            if any(n.startswith("ppt/") for n in names)
            else "an Office document without a text"
        )
    if "META-INF/manifest.xml" in names and "content.xml" in names:
        return "an OpenDocument file"
    return ""


class Member:
    """An article in an archive."""

    def __init__(self, package: Package, inside: str) -> None:
        self._package, self._inside = package, inside

    def bytes(self) -> bytes:
        """Raises InputError where it is damaged, locked or too large."""
        return self._package.read(self._inside)


def articles(package: Package) -> dict[str, Member]:
    """By their names as people see them. Raises BinaryInput for too many."""
    found: dict[str, Member] = {}
    for inside in package.names():
        name = shown_name(package.info(inside))
        path = PurePosixPath(name)
        hidden = any(part.startswith((".", "__MACOSX", "~$")) for part in path.parts)
        if name and not hidden and not inside.endswith("/") and path.suffix.lower() in ARTICLES:
            found.setdefault(name, Member(package, inside))
    if len(found) > MOST_ARTICLES:
        raise BinaryInput(
            f"The archive holds more than {MOST_ARTICLES} articles.",
            "Unpack it, and give the folder to `summarize batch`.",
        )
    return found


def shown_name(info: zipfile.ZipInfo) -> str:
    """The name in the encoding it was written in, and with nothing that leads out of a folder."""
    name = info.filename
    if not info.flag_bits & 0x800 and not name.isascii():
        name = _decoded(name)
    parts = [part.strip() for part in name.replace("\\", "/").split("/")]
    clean = [part for part in parts if part and part not in (".", "..") and not part.endswith(":")]
    return "/".join("".join(c for c in part if c.isprintable() and c not in '<>:"|?*') for part in clean)


def _decoded(name: str) -> str:
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    readings = []
    for codec in _CODECS:
        try:
            readings.append(raw.decode(codec))
        except UnicodeDecodeError:
            continue
        if codec == "utf-8":
            break
    return max(readings, key=plausibility, default=name)


def only_article(package: Package) -> tuple[bytes, str]:
    """The bytes and the name of an archive's one article. Raises InputError for none, for several, and for an archive inside."""
    found = articles(package)
    if len(found) == 1:
        [(name, member)] = found.items()
        return member.bytes(), PurePath(name).name
    if found:
        some = ", ".join(list(found)[:SHOWN]) + (", …" if len(found) > SHOWN else "")
        raise InputError(
            f"The archive holds {len(found)} articles: {some}.",
            f"Name one as ARCHIVE.zip/{next(iter(found))}, or give the archive to `summarize translate` or `summarize batch`.",
        )
    inner = sum(name.lower().endswith((".zip", ".rar", ".7z", ".gz")) for name in package.names())
    if inner:
        raise BinaryInput(
            "The archive holds another archive, which is not opened.", "Unpack it, and give the folder or the articles."
        )
    raise BinaryInput(
        "The archive holds no article.", "Articles end in " + ", ".join(ARTICLES[:3]) + ", .docx, .pdf and the like."
    )
