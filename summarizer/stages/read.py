"""Read: bytes become a `Document`. Format and encoding are decided from the bytes; what the name says only breaks a tie."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePath
from typing import Literal

from summarizer.errors import BinaryInput, InputError
from summarizer.readers import encoding as encodings
from summarizer.readers import mhtml
from summarizer.readers.damage import damage
from summarizer.readers.entities import without_references
from summarizer.readers.page import Page
from summarizer.readers.suffixes import TABLES
from summarizer.records import Decoding, Document, Finding, FindingKind, Segment, Severity
from summarizer.text.scripts import language_of

Format = Literal["text", "markdown", "html", "transcript", "docx", "epub", "eml", "pdf", "xlsx", "csv"]

_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_HTML_TAG = re.compile(
    r"</?(?:p|div|span|a|br|h[1-6]|table|td|tr|ul|ol|li|section|article|img|strong|font)\b[^<>]*>", re.I
)
_MARKDOWN = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"\A---\r?\n(?:[^\n]*\n){0,40}?---\r?$",
        r"^#{1,6} \S",
        r"!?\[[^\]\n]*\]\((?:https?:|/|\.)[^)\s]*\)",
        r"^(?:```|~~~)",
        r"^\|?[ :-]*-{3,}[ :-]*\|[ :|-]*$",
        r"\*\*[^*\n]+\*\*",
        r"^> \S",
        r"^[-*+] \S",
    )
)
"""Signs that a text is Markdown: front matter, headings, links, fences, tables, bold, quotes, lists."""

LAID_OUT = ("html", "docx", "epub", "pdf", "xlsx", "csv")
"""Formats that can mark headings, and often do not."""
MARKDOWN_NAMES = (".md", ".markdown", ".mdown")
HTML_TAGS = 0.3
"""Tags a line from which a text that begins with no document element is a fragment of a page all the same."""


def read(data: bytes, origin: str, *, encoding: str | None = None) -> Document:
    """The article as it stands on its page, junk included. `origin` is shortened to its base name, so that no report tells
    where on a machine the article lay. `encoding` overrides the decision. Raises EmptyInput, BinaryInput, UndecodableInput.
    """
    name = PurePath(origin.replace("\\", "/")).name or origin
    inside, declared = mhtml.unpacked(data) or (data, None)
    kind, page, decoding = _document(inside, encoding) or _plain(inside, name, declared, encoding)
    if kind in LAID_OUT:
        from summarizer.readers.text import with_headings

        page = page.model_copy(update={"blocks": with_headings(page.blocks)})
    fields = set(Page.model_fields) - {"markup"}
    return Document(
        origin=name,
        sha256=hashlib.sha256(data).hexdigest(),
        format=kind,
        decoding=decoding,
        language=language_of("".join(b.text for b in page.blocks)),
        **{field: getattr(page, field) for field in fields},
    )


DECLARED = Decoding(encoding="utf-8", confidence=1, basis="declared")


def _document(data: bytes, encoding: str | None) -> tuple[Format, Page, Decoding] | None:
    """What says its own encoding, part by part: a Word document, a book, a message, a PDF, a workbook; None for other files."""
    from summarizer.readers import mail, office
    from summarizer.readers.pdf import reader as pdf

    if mail.is_mail(data):
        return "eml", mail.blocks(data), DECLARED
    if pdf.is_pdf(data):
        return "pdf", pdf.blocks(data), DECLARED
    if suffix := office.suffix_of(data):
        raise office.refusal(suffix)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(data, encoding)
    return None


def _packed(data: bytes, encoding: str | None) -> tuple[Format, Page, Decoding]:
    """A document that is an archive of parts, or the one article in an archive of files."""
    from summarizer.readers import archive, docx, epub, spreadsheet
    from summarizer.readers.package import Package

    package = Package(data)
    kind = archive.kind_of(package)
    readers: dict[str, tuple[Format, Callable[[Package], Page]]] = {
        "epub": ("epub", epub.blocks),
        "docx": ("docx", docx.blocks),
        "xlsx": ("xlsx", spreadsheet.xlsx),
    }
    if kind in readers:
        name, blocks = readers[kind]
        page = blocks(package)
        return name, page.model_copy(update={"findings": (*page.findings, *package.findings())}), DECLARED
    if kind:
        raise BinaryInput(f"The input is {kind}, which is not read.", "Save the article as .docx, .pdf or text.")
    inside, inner = archive.only_article(package)
    if archive.is_archive(inside):
        if archive.kind_of(Package(inside)) == "":
            raise BinaryInput(
                "The archive holds another archive, which is not opened.", "Unpack it, and give the articles."
            )
        return _packed(inside, encoding)
    return _document(inside, encoding) or _plain(inside, inner, None, encoding)


def _plain(data: bytes, name: str, declared: str | None, given: str | None) -> tuple[Format, Page, Decoding]:
    """A file of text."""
    text, decoding = encodings.decode(data, declared=declared, given=given)
    if name.lower().endswith(TABLES) and (page := _table(text)):
        return "csv", page, decoding
    kind = format_of(text, name)
    kind, page = _page(without_references(text) if kind == "text" else text, kind)
    return kind, page, decoding


def _table(text: str) -> Page | None:
    from summarizer.readers import spreadsheet

    return spreadsheet.text_table(text)


def source_findings(document: Document, segments: Iterable[Segment]) -> tuple[Finding, ...]:
    """What was wrong with the source before anything was translated: lost text, bytes that no encoding explains, and the
    sentences that are damaged."""
    found = [*document.findings, *_decoding_findings(document.decoding)]
    for segment in segments:
        if piece := damage(segment.source):
            detail = f"The source is damaged here and its words are lost: {piece}"
            found.append(_finding(FindingKind.DAMAGED_SOURCE, Severity.WARNING, detail, segment.id))
    return tuple(found)


def _decoding_findings(decoding: Decoding) -> Iterator[Finding]:
    if decoding.restored_from:
        detail = f"The file was {decoding.encoding} that had been read as {decoding.restored_from} and saved again; it was restored."
        yield _finding(FindingKind.ENCODING, Severity.INFO, detail)
    if decoding.other_lines:
        lines = "1 line was" if decoding.other_lines == 1 else f"{decoding.other_lines} lines were"
        yield _finding(
            FindingKind.ENCODING, Severity.WARNING, f"{lines} in another encoding than the rest of the file."
        )
    if decoding.replaced:
        places = "1 place" if decoding.replaced == 1 else f"{decoding.replaced} places"
        detail = f"The file is damaged in {places}; what stood there is shown as \ufffd."
        yield _finding(FindingKind.ENCODING, Severity.WARNING, detail)


def _finding(kind: FindingKind, severity: Severity, detail: str, segment: str | None = None) -> Finding:
    return Finding(segment=segment, kind=kind, severity=severity, detail=detail)


def read_path(path: Path, *, encoding: str | None = None) -> Document:
    """`read` for a file, or an article in an archive. Raises InputError where it cannot be opened."""
    from summarizer.readers.archive import file_bytes

    try:
        data = file_bytes(path)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", "Check the name and the permissions.") from error
    return read(data, path.name, encoding=encoding)


def format_of(text: str, name: str = "") -> Format:
    """HTML by its tags; Markdown by two signs, or by the name where there is at most one; everything else is text."""
    if _HTML_START.match(text.lstrip("\ufeff")):
        return "html"
    lines = [line for line in text.splitlines() if line.strip()]
    if text.lstrip().startswith("<") and len(_HTML_TAG.findall(text)) > HTML_TAGS * len(lines):
        return "html"
    if name.lower().endswith(MARKDOWN_NAMES):
        return "markdown"
    return "markdown" if sum(sign.search(text) is not None for sign in _MARKDOWN) >= 2 else "text"


def _page(text: str, kind: Format) -> tuple[Format, Page]:
    """The reader for the format; imported when needed, as the one for HTML is slow to load. A text may be a transcript."""
    if kind == "html":
        from summarizer.readers import html

        return kind, html.blocks(text)
    if kind == "text" and (page := _transcript(text)):
        return "transcript", page
    if kind == "markdown":
        from summarizer.readers import markdown

        return kind, markdown.blocks(text)
    from summarizer.readers import text as plain

    return kind, plain.blocks(text)


def _transcript(text: str) -> Page | None:
    from summarizer.readers import account, forum, subtitles, transcript

    page = subtitles.blocks(text) if subtitles.is_subtitles(text) else forum.thread(text) or transcript.transcript(text)
    if not page:
        return None
    held = [*account.written(page), *page.markup]
    lost = account.finding(account.missing(account.letters([text]), account.letters(held)))
    return page.model_copy(update={"findings": (lost,)}) if lost else page
