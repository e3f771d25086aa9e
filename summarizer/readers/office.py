"""Documents of older programs (.doc, .wps, .rtf, .odt): what they are, and how LibreOffice makes .docx of them where it is wanted."""

import io
import os
import shutil
import signal
import subprocess
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path

from summarizer.errors import BinaryInput, InputError, UndecodableInput

SECONDS = 120
"""For one document. A first start of LibreOffice takes ten."""
MOST_OUTPUT = 50_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = (
    ("EncryptedPackage", ""),
    ("WordDocument", ".doc"),
    ("Workbook", ".xls"),
    ("PowerPoint Document", ".ppt"),
    ("MatOST", ".wps"),
)
_KINDS = {
    ".doc": "an old Word or WPS document (.doc, .wps)",
    ".wps": "an old Works document (.wps)",
    ".xls": "an old Excel workbook (.xls)",
    ".ppt": "an old PowerPoint file (.ppt)",
    ".rtf": "a rich-text document (.rtf)",
    ".odt": "an OpenDocument text (.odt)",
}
_TARGETS = {".doc": "docx", ".wps": "docx", ".rtf": "docx", ".odt": "docx", ".xls": "xlsx"}
_NAMES = ("soffice", "libreoffice")


def suffix_of(data: bytes) -> str:
    """What an older program's document is called; empty for all else. Raises BinaryInput for a document of today that is locked."""
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    if data.startswith(b"PK\x03\x04") and b"application/vnd.oasis.opendocument.text" in data[:200]:
        return ".odt"
    if not data.startswith(_OLE):
        return ""
    for stream, suffix in _STREAMS:
        if stream.encode("utf-16-le") in data:
            if not suffix:
                raise BinaryInput("The document is locked with a password.", "Open it, and save it without a password.")
            return suffix
    return ".doc"


def refusal(suffix: str) -> BinaryInput:
    """That it is not read, and what to do."""
    save = (
        "open it in Word, WPS or LibreOffice and save it as .docx"
        if suffix != ".xls"
        else "open it and save it as .xlsx"
    )
    convert = " (or repeat with --convert)" if program() and suffix in _TARGETS else ""
    return BinaryInput(
        f"The input is {_KINDS[suffix]}, which is not read directly.", f"{save[0].upper()}{save[1:]}{convert}."
    )


def program() -> str:
    """The path of LibreOffice; empty where it is not installed."""
    return next((found for name in _NAMES if (found := shutil.which(name))), "")


def converted(data: bytes) -> bytes:
    """The document as LibreOffice saves it for today's programs; what needs no conversion as it is. The same bytes give the same
    result. Raises InputError where there is no LibreOffice or it cannot read the file."""
    suffix = suffix_of(data)
    if suffix not in _TARGETS:
        return data
    if not program():
        raise InputError(
            "Converting this document needs LibreOffice, which is not installed.",
            "Install it, or save the document as .docx.",
        )
    with tempfile.TemporaryDirectory(prefix="summarizer-") as made:
        folder = Path(made)
        (folder / f"article{suffix}").write_bytes(data)
        _run(folder, f"article{suffix}", _TARGETS[suffix])
        result = folder / f"article.{_TARGETS[suffix]}"
        if not result.is_file() or result.stat().st_size > MOST_OUTPUT:
            raise UndecodableInput(
                "LibreOffice cannot read this document.", "Open it in its own program, and save it as .docx."
            )
        return _settled(result.read_bytes())


def _run(folder: Path, name: str, target: str) -> None:
    """In a process group of its own, so that all of it ends with its time. Macros are off in a new profile."""
    options = ["--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command = [program(), *options, "--convert-to", target, "--outdir", str(folder), str(folder / name)]
    devnull = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=devnull, stdout=devnull, stderr=devnull, start_new_session=True)
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise UndecodableInput(
            "LibreOffice takes too long over this document.", "Open it in its own program, and save it as .docx."
        ) from error
    finally:
        if process.poll() is None:
            with suppress(OSError, AttributeError):  # Windows has no such groups
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()


def _settled(data: bytes) -> bytes:
    """The parts with the text alone, without the time at which they were written."""
    buffer = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
            for info in sorted(old.infolist(), key=lambda one: one.filename):
                if not info.filename.startswith("docProps/") and info.filename.endswith((".xml", ".rels")):
                    new.writestr(zipfile.ZipInfo(info.filename), old.read(info), zipfile.ZIP_DEFLATED)
    except (zipfile.BadZipFile, OSError) as error:
        raise UndecodableInput(
            "LibreOffice cannot read this document.", "Open it in its own program, and save it as .docx."
        ) from error
    return buffer.getvalue()
