"""The article of the README in every format gives the same sentences as its text, so nothing is asked twice."""

import html
import io
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import document_files as files
import pytest
from page_server import Answer, pages

from summarizer.records import Document
from summarizer.stages.clean import clean
from summarizer.stages.read import read
from summarizer.stages.segment import segment
from summarizer.web.copies import page

SEED = Path(__file__).parents[2] / "examples" / "sora-panel.txt"
WHOLE = 0.95
"""Share of the paragraphs that a PDF must give back whole."""


@cache
def article() -> Document:
    return clean(read(SEED.read_bytes(), SEED.name))


def title() -> str:
    return article().blocks[0].as_written


def paragraphs() -> list[str]:
    return [b.as_written for b in article().blocks[1:]]


def sentences(document: Document) -> list[str]:
    return [s.source.strip() for s in segment(document)]


def characters(document: Document) -> str:
    return "".join("".join(b.text.split()) for b in document.blocks)


def zipped(data: bytes) -> bytes:
    """The only file of an archive, with a name as Chinese Windows writes it."""
    return files.packed({"AAAA/BBBB.txt": data}).replace(b"AAAA/BBBB.txt", "稿件/专访.txt".encode("gbk"))


def workbook(title: str, texts: Sequence[str]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["编号", "正文", "备注"])
    for n, text in enumerate((title, *texts), 1):
        sheet.append([n, text, "已核"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


EXACT: dict[str, tuple[str, Callable[[], bytes]]] = {
    "word": ("a.docx", lambda: files.word(title(), paragraphs())),
    "wps": ("a.docx", lambda: files.word(title(), paragraphs(), wps=True)),
    "epub": ("a.epub", lambda: files.book(title(), paragraphs())),
    "mail": ("a.eml", lambda: files.mail(title(), paragraphs())),
    "page": ("a.html", lambda: files.page(title(), paragraphs()).encode()),
    "archive": ("a.zip", lambda: zipped(SEED.read_bytes())),
    "archived document": ("a.zip", lambda: zipped(files.word(title(), paragraphs()))),
    "workbook": ("a.xlsx", lambda: workbook(title(), paragraphs())),
    "table": (
        "a.csv",
        lambda: "".join(
            f'{n},"{text.replace(chr(34), chr(34) * 2)}"\n' for n, text in enumerate((title(), *paragraphs()))
        ).encode("gb18030"),
    ),
}


@pytest.mark.parametrize("kind", EXACT)
def test_a_document_gives_the_sentences_of_its_text(kind: str) -> None:
    name, make = EXACT[kind]
    document = clean(read(make(), name))
    assert sentences(document) == sentences(article())
    assert document.findings == ()


def test_a_page_at_an_address_gives_the_sentences_of_its_text() -> None:
    source = files.page(title(), paragraphs()).replace("charset=utf-8", "charset=gbk").encode("gb18030")
    with pages({"/sora-panel.html": Answer(source, headers={"Content-Type": "text/html; charset=gbk"})}) as server:
        data, name = page(f"{server.address}/sora-panel.html")
    document = clean(read(data, name))
    assert sentences(document) == sentences(article())
    assert document.url == f"{server.address}/sora-panel.html"


def indented(columns: int, folder: Path) -> bytes:
    """The Word document in one or two columns, its paragraphs set in and justified, as LibreOffice prints it."""
    from docx import Document as Word
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = Word(io.BytesIO(files.word(title(), paragraphs())))
    for one in document.paragraphs[1:]:
        one.paragraph_format.first_line_indent, one.paragraph_format.space_after = Pt(22), Pt(0)
        one.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    document.sections[0]._sectPr.find(qn("w:cols")).set(qn("w:num"), str(columns))
    buffer = io.BytesIO()
    document.save(buffer)
    return files.office(buffer.getvalue(), ".docx", "pdf", folder)


PRINTED: dict[str, Callable[[int, Path], bytes]] = {
    "chromium": lambda n, folder: files.chromium_pdf(files.page(title(), paragraphs(), files.STYLES[n]), folder),
    "libreoffice": indented,
    "reportlab": lambda n, _: files.reportlab_pdf(title(), paragraphs(), n),
}
NEEDED = {"chromium": files.CHROMIUM, "libreoffice": files.SOFFICE, "reportlab": "always"}


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("program", PRINTED)
def test_a_pdf_gives_its_paragraphs_whole(program: str, columns: int, tmp_path: Path) -> None:
    if not NEEDED[program]:
        pytest.skip(f"{program} is not installed")
    document = clean(read(PRINTED[program](columns, tmp_path), "a.pdf"))
    assert characters(document) == characters(article())
    texts = {b.text for b in document.blocks}
    whole = sum(b.text in texts for b in article().blocks) / len(article().blocks)
    assert whole >= WHOLE
    assert sum(s in set(sentences(document)) for s in sentences(article())) >= WHOLE * len(sentences(article()))
    assert document.findings == ()
    assert html.unescape(document.title) == article().title
