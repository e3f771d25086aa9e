"""An article in every format that newsrooms keep, made by the programs that people use, for tests of the readers."""

import html
import io
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from pathlib import Path

SOFFICE = shutil.which("soffice")
CHROMIUM = shutil.which("chromium")
PAGE = "<!DOCTYPE html><html lang=zh-CN><head><meta charset=utf-8><title>{title}</title><style>{style}</style></head><body>{body}</body></html>"
STYLES = {
    1: "@page{size:A4;margin:22mm} p{text-indent:2em;margin:0 0 .4em;text-align:justify} h1{text-align:center}",
    2: "@page{size:A4;margin:20mm} body{columns:2;column-gap:2em} h1{column-span:all} p{text-indent:2em;margin:0;text-align:justify}",
}


def packed(parts: Mapping[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive of the parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def page(title: str, paragraphs: Sequence[str], style: str = "") -> str:
    body = f"<h1>{html.escape(title)}</h1>" + "".join(f"<p>{html.escape(one)}</p>\n" for one in paragraphs)
    return PAGE.format(title=html.escape(title), style=style, body=body)


def chromium_pdf(source: str, folder: Path) -> bytes:
    """The page as Chromium prints it."""
    (folder / "page.html").write_text(source, encoding="utf-8")
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--user-data-dir={folder}/profile",
    ]
    command = [str(CHROMIUM), *options, f"--print-to-pdf={folder}/page.pdf", f"file://{folder}/page.html"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / "page.pdf").read_bytes()


def office(data: bytes, suffix: str, target: str, folder: Path) -> bytes:
    """A file as LibreOffice writes it in another format."""
    (folder / f"office{suffix}").write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/office-profile"
    command = [str(SOFFICE), "--headless", profile, "--convert-to", target, "--outdir", str(folder)]
    subprocess.run([*command, str(folder / f"office{suffix}")], check=True, capture_output=True, timeout=150)
    return (folder / f"office.{target.split(':')[0]}").read_bytes()


def reportlab_pdf(title: str, paragraphs: Sequence[str], columns: int = 1, font: str = "STSong-Light") -> bytes:
    """The article with a running head and page numbers, in one or two columns, in a font that every viewer has."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    pdfmetrics.registerFont(UnicodeCIDFont(font))
    plain = ParagraphStyle("p", fontName=font, fontSize=11, leading=17, firstLineIndent=22, wordWrap="CJK")
    head = ParagraphStyle("h", fontName=font, fontSize=18, leading=26, wordWrap="CJK", spaceAfter=12)

    def furniture(canvas: object, document: object) -> None:
        canvas.setFont(font, 9)  # type: ignore[attr-defined]
        canvas.drawString(70, A4[1] - 40, "河东日报 2024年2月29日")  # type: ignore[attr-defined]
        canvas.drawCentredString(A4[0] / 2, 30, f"- {document.page} -")  # type: ignore[attr-defined]

    width, gap = A4[0] - 140, 22
    each = (width - gap * (columns - 1)) / columns
    frames = [Frame(70 + n * (each + gap), 70, each, A4[1] - 140, 0, 0, 0, 0) for n in range(columns)]
    buffer = io.BytesIO()
    document = BaseDocTemplate(buffer, pagesize=A4, pageTemplates=[PageTemplate("a", frames, onPage=furniture)])
    document.build([Paragraph(html.escape(title), head), *(Paragraph(html.escape(one), plain) for one in paragraphs)])
    return buffer.getvalue()


def word(title: str, paragraphs: Sequence[str], *, wps: bool = False) -> bytes:
    """A Word document as python-docx writes it; as WPS does, every few characters are a run of their own, with its own styles."""
    from docx import Document

    document = Document()
    document.add_heading(title, 0 if not wps else 1)
    for one in paragraphs:
        paragraph = document.add_paragraph()
        for start in range(0, len(one), 5 if wps else len(one) or 1):
            run = paragraph.add_run(one[start : start + (5 if wps else len(one))])
            run.bold = bool(wps and start % 2)
    buffer = io.BytesIO()
    document.save(buffer)
    if not wps:
        return buffer.getvalue()
    parts = {name: zipfile.ZipFile(buffer).read(name) for name in zipfile.ZipFile(buffer).namelist()}
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b'w:val="Heading 1"', b'w:val="heading 1"')
    parts["customXml/item1.xml"] = (
        b'<s:customData xmlns="http://www.wps.cn/officeDocument/2013/wpsCustomData" xmlns:s="http://www.wps.cn/officeDocument/2013/wpsCustomData"/>'
    )
    parts["docProps/app.xml"] = (
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>WPS Office_12.1</Application></Properties>'
    )
    return packed(parts)


def book(title: str, paragraphs: Sequence[str]) -> bytes:
    """An EPUB with one document."""
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" version="3.0"><metadata>'
        f"<dc:title>{html.escape(title)}</dc:title></metadata>"
        '<manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>'
    )
    container = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>'
    parts = {"mimetype": "application/epub+zip", "META-INF/container.xml": container, "a.opf": opf}
    return packed(parts | {"a.xhtml": page(title, paragraphs)}, method=zipfile.ZIP_STORED)


def mail(title: str, paragraphs: Sequence[str]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", title
    message["Date"] = "Thu, 29 Feb 2024 12:40:31 +0800"
    message.set_content("\n\n".join(paragraphs) + "\n", charset="utf-8")
    return message.as_bytes()
