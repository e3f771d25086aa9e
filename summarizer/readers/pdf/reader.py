"""The door: the blocks of a PDF with a text layer, read in a process of its own."""

from importlib.util import find_spec

from summarizer.errors import InputError
from summarizer.readers import confined
from summarizer.readers.page import Page


def is_pdf(data: bytes) -> bool:
    """The signature may stand a little behind the beginning; a text that only speaks of it has no objects."""
    if data[:64].lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF-"):
        return True
    return b"%PDF-" in data[:1024] and b"startxref" in data and b"endobj" in data


def blocks(data: bytes) -> Page:
    """Raises InputError where the library is missing, BinaryInput for a scan or a locked file, UndecodableInput for a damaged one."""
    if find_spec("pypdfium2") is None:
        raise InputError(
            "Reading a PDF needs the package pypdfium2", "Install it with: pip install 'summarizer[documents]'."
        )
    return Page.model_validate(confined.run("summarizer.readers.pdf.child", "PDF", data))
