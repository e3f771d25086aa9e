"""The door: the blocks of a PDF with a text layer, read in a process of its own."""

from importlib.util import find_spec

from summarizer.errors import UsageError
from summarizer.readers import confined
from summarizer.readers.page import Page

MOST_BYTES = 100_000_000


def is_pdf(data: bytes) -> bool:
    """The signature may stand a little behind the beginning."""
    return b"%PDF-" in data[:1024] and not data.lstrip().startswith(b"<")


def blocks(data: bytes) -> Page:
    """Raises UsageError where the library is missing, BinaryInput for a scan or a locked file, UndecodableInput for a damaged one."""
    if find_spec("pypdfium2") is None:
        raise UsageError(
            "Reading a PDF needs the package pypdfium2", "Install it with: pip install 'summarizer[documents]'."
        )
    return Page.model_validate(confined.run("summarizer.readers.pdf.child", "PDF", data))
