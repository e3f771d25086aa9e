"""The article's own Word document with its English in place: what is kept, and what is said to be lost."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from summarizer.common.files import encoded
from summarizer.records import Decoding, Name
from summarizer.renderers.archive import archive as packed
from summarizer.renderers.options import Options
from summarizer.report import Receipt, Report, ReportDocument, TranslatedSegment, blocks_of
from summarizer.stages.clean import clean
from summarizer.stages.read import read
from summarizer.stages.render import remarks, render
from summarizer.stages.segment import segment
from summarizer.stages.write_back import WrittenBack, write_back

LONG = "河东区图书馆昨天宣布，从下个月一日起，每天的开放时间将从晚上六点延长到晚上九点，周末照常开放。读者不需要另外办理手续。"
Build = Callable[[Document], None]


def translated(data: bytes) -> Report:
    """A report of the document in which every sentence's English is its number and length."""
    document = clean(read(data, "a.docx"))
    segments = segment(document)
    return Report(
        document=ReportDocument(
            title=Name(source=document.title, target="A title"),
            source_language="zh-Hans",
            target_language="en",
            origin="a.docx",
            sha256="0" * 64,
            format="docx",
            decoding=Decoding(encoding="utf-8", confidence=1, basis="utf-8"),
            blocks=blocks_of(document.blocks, segments),
        ),
        segments=tuple(
            TranslatedSegment(id=s.id, source=s.source, target=english(s.source), status="ok") for s in segments
        ),
        receipt=Receipt(model="m"),
    )


def english(source: str) -> str:
    """Rows of tables keep their bars."""
    return " | ".join(f"English of {len(part.strip())} “characters”." for part in source.split("|"))


def written(build: Build) -> tuple[Document, WrittenBack]:
    document = docx.Document()
    build(document)
    held = io.BytesIO()
    document.save(held)
    made = write_back(translated(held.getvalue()), held.getvalue())
    return docx.Document(io.BytesIO(made.content)), made


def test_styles_lists_and_tables_stay_and_every_paragraph_is_english() -> None:
    def build(document: Document) -> None:
        document.add_heading("河东区图书馆延长开放时间", 1)
        document.add_paragraph(LONG)
        document.add_paragraph("第一条规定。", style="List Bullet")
        table = document.add_table(1, 2)
        table.rows[0].cells[0].text, table.rows[0].cells[1].text = "村名", "观众人数"

    document, made = written(build)
    styles = [p.style.name for p in document.paragraphs if p.style is not None]
    assert styles == ["Heading 1", "Normal", "List Bullet"]
    assert [p.text for p in document.paragraphs] == [
        "English of 12 “characters”.",
        "English of 47 “characters”. English of 12 “characters”.",
        "English of 6 “characters”.",
    ]
    assert [c.text for c in document.tables[0].rows[0].cells] == [
        "English of 2 “characters”.",
        "English of 4 “characters”.",
    ]
    assert made.lost == ()


def test_sentences_keep_their_looks_and_what_is_lost_inside_one_is_said() -> None:
    def whole(document: Document) -> None:
        document.add_heading("图书馆", 1)
        paragraph = document.add_paragraph(LONG.split("。")[0] + "。")
        paragraph.add_run(LONG.split("。")[1] + "。").bold = True

    document, made = written(whole)
    runs = document.paragraphs[1].runs
    assert [(bool(run.bold), run.text) for run in runs if run.text.strip()] == [
        (False, "English of 47 “characters”."),
        (True, " English of 12 “characters”."),
    ]
    assert made.lost == ()

    def inside(document: Document) -> None:
        document.add_heading("图书馆", 1)
        paragraph = document.add_paragraph("河东区图书馆昨天")
        paragraph.add_run("宣布").bold = True
        paragraph.add_run("，从下个月一日起，每天的开放时间将延长到晚上九点。")

    document, made = written(inside)
    assert document.paragraphs[1].text == "English of 35 “characters”."
    assert made.lost == ("--layout source: formatting inside sentences was lost in 1 paragraph.",)


def test_pictures_notes_and_what_the_article_does_not_have_stay() -> None:
    def build(document: Document) -> None:
        document.add_heading("河东区图书馆延长开放时间", 1)
        document.add_paragraph(LONG)
        document.sections[0].header.paragraphs[0].text = "页眉"

    document, _ = written(build)
    assert document.sections[0].header.paragraphs[0].text == "页眉"


def test_a_document_with_macros_is_no_docx_and_said_to_be_none() -> None:
    document = docx.Document()
    document.add_heading("河东区图书馆延长开放时间", 1)
    document.add_paragraph(LONG)
    held = io.BytesIO()
    document.save(held)
    with zipfile.ZipFile(held) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    data = packed([(n, c.replace(kind, b"application/vnd.ms-word.document.macroEnabled.main+xml")) for n, c in parts])
    report, options = translated(data), Options("source", data)
    assert "has macros" in " ".join(remarks(report, ["docx"], options))
    assert docx.Document(io.BytesIO(encoded(render(report, "docx", options=options)))).tables


def test_quotation_marks_of_english_are_narrow() -> None:
    def build(document: Document) -> None:
        document.add_heading("图书馆", 1)
        run = document.add_paragraph().add_run(LONG)
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")

    document, _ = written(build)
    (fonts,) = document.paragraphs[1]._p.iter(qn("w:rFonts"))
    assert fonts.get(qn("w:hint")) is None


@pytest.mark.parametrize("text", ["第一。第二。", "同一句话。同一句话。"])
def test_the_same_paragraph_twice_is_translated_twice(text: str) -> None:
    def build(document: Document) -> None:
        document.add_heading("图书馆", 1)
        document.add_paragraph(LONG)
        document.add_paragraph(text)
        document.add_paragraph(LONG)
        document.add_paragraph(text)

    document, _ = written(build)
    texts = [p.text for p in document.paragraphs]
    assert texts[2] == texts[4]
    assert texts[2].startswith("English")
