"""Word documents, books and messages: everything in order, nothing of what was deleted, and no file that fills the machine."""

import io
import random
import time
import zipfile
from email.message import EmailMessage

import pytest

from summarizer.errors import BinaryInput, InputError, UndecodableInput
from summarizer.records import Document
from summarizer.stages.clean import clean
from summarizer.stages.read import read

LONG = "河东区图书馆昨天宣布，从下个月一日起，每天的开放时间将从晚上六点延长到晚上九点，周末照常开放，读者不需要另外办理手续。"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
STYLES = f'<w:styles {W}><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style><w:style w:styleId="T"><w:name w:val="Title"/></w:style></w:styles>'


def packed(parts: dict[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def docx(body: str, **more: str) -> bytes:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": STYLES,
    }
    return packed(parts | {f"word/{name}.xml": f"<w:{name} {W}>{part}</w:{name}>" for name, part in more.items()})


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def article(data: bytes, name: str = "a.docx") -> Document:
    document = clean(read(data, name))
    assert document.findings == ()
    return document


def gone(document: Document) -> dict[str, str]:
    return {piece.text: piece.reason for piece in document.removed}


class TestWord:
    def test_headings_lists_and_tables_keep_their_kinds(self) -> None:
        number = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
        table = "<w:tbl><w:tr><w:tc>" + p(r("村名")) + "</w:tc><w:tc>" + p(r("观众")) + "</w:tc></w:tr></w:tbl>"
        document = article(
            docx(
                p(r("图书馆"), properties='<w:pStyle w:val="T"/>')
                + p(r(LONG))
                + p(r("小标题"), properties='<w:outlineLvl w:val="1"/>')
                + p(r("甲"), properties=number)
                + table
            )
        )
        assert [(b.kind, b.level, b.text) for b in document.blocks] == [
            ("heading", 1, "图书馆"), ("paragraph", 0, LONG), ("heading", 2, "小标题"), ("list_item", 2, "甲"), ("table_row", 0, "村名 | 观众"),
        ]  # fmt: skip

    def test_insertions_are_text_and_deletions_are_not(self) -> None:
        deleted = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        document = article(
            docx(p(r("图书馆")) + p(r("开放时间"), f"<w:ins>{r('现在')}</w:ins>", deleted, r(f"延长了。{LONG}")))
        )
        assert document.blocks[1].text == f"开放时间现在延长了。{LONG}"
        assert gone(document)["旧"] == "tracked deletion"

    def test_text_boxes_controls_links_and_hidden_text(self) -> None:
        box = f"<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{p(r('框里的话。'))}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{p(r('框里的话。'))}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
        control = f"<w:sdt><w:sdtContent>{p(r('控件里的话。'))}</w:sdtContent></w:sdt>"
        document = article(
            docx(
                p(r("题目"))
                + p(r(LONG), box)
                + control
                + p(f"<w:hyperlink>{r('链接的字')}</w:hyperlink>", r("看不见", "<w:vanish/>"), r("在这里。"))
            )
        )
        texts = [b.text for b in document.blocks]
        assert texts.count("框里的话。") == 1
        assert "控件里的话。" in texts
        assert "链接的字在这里。" in texts
        assert gone(document)["看不见"] == "hidden text"

    def test_footnotes_and_readings_leave_the_sentence(self) -> None:
        ruby = "<w:r><w:ruby><w:rt><w:r><w:t>páng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>逄</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
        document = article(
            docx(
                p(r("题目")) + p(r(LONG)) + p(r("镇长"), ruby, r("志远说水来了"), mark, r("。")),
                footnotes=f'<w:footnote w:id="2">{p(r("据县志记载。"))}</w:footnote>',
            )
        )
        assert [b.text for b in document.blocks][2:] == ["镇长逄志远说水来了。", "据县志记载。"]
        assert "(páng)" in document.blocks[2].as_written

    def test_headers_and_comments_are_moved_aside(self) -> None:
        document = article(
            docx(
                p(r("题目")) + p(r(LONG)),
                header="" + p(r("河东日报")),
                comments=f"<w:comment>{p(r('请核实'))}</w:comment>",
            )
        )
        assert gone(document) == {"河东日报": "running title", "请核实": "comment"}

    def test_formulas_symbols_hidden_styles_and_descriptions(self) -> None:
        math = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>E=mc</m:t></m:r></m:oMath>'
        symbol = '<w:r><w:sym w:font="Wingdings" w:char="2192"/></w:r>'
        picture = '<w:r><w:drawing><wp:docPr xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" id="1" descr="馆前广场"/></w:drawing></w:r>'
        styles = "<w:style w:styleId='H'><w:name w:val='hidden'/><w:rPr><w:vanish/></w:rPr></w:style>"
        data = docx(
            p(r("题目")) + p(r(LONG), math, symbol, picture) + p(r("藏起来的话。"), properties='<w:pStyle w:val="H"/>'),
            styles=styles,
        )
        document = article(data)
        assert document.blocks[1].text == f"{LONG}E=mc→"
        assert gone(document) == {"馆前广场": "description", "藏起来的话。": "hidden text"}

    def test_what_only_older_programs_show_is_read_where_nothing_else_is(self) -> None:
        box = f"<w:r><mc:AlternateContent><mc:Fallback><w:txbxContent>{p(r('只在这里的话。'))}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
        assert "只在这里的话。" in [b.text for b in article(docx(p(r("题目")) + p(r(LONG), box))).blocks]

    def test_the_strict_form_and_other_names_of_the_part_are_read(self) -> None:
        usual, strict = (
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        body = f"<w:document {W}><w:body>{p(r('题目'))}{p(r(LONG))}</w:body></w:document>".replace(usual, strict)
        relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>'
        data = packed({"[Content_Types].xml": "<Types/>", "_rels/.rels": relations, "word/document2.xml": body})
        assert [b.text for b in article(data).blocks] == ["题目", LONG]

    def test_typed_marks_of_notes_leave_the_sentence(self) -> None:
        document = article(docx(p(r("题目")) + p(r(f"{LONG[:-1]}[1]。")) + p(r("[1] 据县志记载。"))))
        assert [b.text for b in document.blocks] == ["题目", LONG, "据县志记载。"]

    def test_a_document_that_is_torn_says_that_something_is_missing(self) -> None:
        torn = packed({"word/document.xml": f"<w:document {W}><w:body>{p(r('题目'))}{p(r(LONG))}<w:p><w:r><w:t>半句"})
        assert [f.kind for f in read(torn, "a.docx").findings] == ["lost-text"]


class TestTables:
    def test_the_named_columns_are_text_speaker_and_title(self) -> None:
        rows = [
            ["序号", "发言人", "时间", "发言内容"],
            ["1", "林秋月", "00:01", LONG],
            ["2", "祁小雨：", "00:09", "我有不同意见。\n第二段。"],
        ]
        text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
        document = read(text.encode("gb18030"), "a.csv")
        assert [(b.speaker, b.text) for b in document.blocks] == [
            ("林秋月", f"林秋月：{LONG}"), ("祁小雨", "祁小雨：我有不同意见。"), ("祁小雨", "第二段。"),
        ]  # fmt: skip
        assert gone(document)["1 | 00:01"] == "other column"
        assert document.findings == ()

    def test_without_names_the_column_with_the_most_chinese_is_the_text(self) -> None:
        document = read("\n".join(f"{n}\t河东日报\t{LONG}" for n in range(4)).encode(), "a.tsv")
        assert [b.text for b in document.blocks] == [LONG] * 4
        assert document.format == "csv"

    def test_a_text_with_commas_is_no_table(self) -> None:
        assert read(f"{LONG}\n{LONG}".encode(), "a.txt").format == "text"
        assert read(f"{LONG}\n第二行，没有列。".encode(), "a.csv").format == "text"

    def test_a_workbook_with_hidden_sheets_and_readings(self) -> None:
        from openpyxl import Workbook

        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "访谈"
        sheet.append(["嘉宾", "正文"])
        sheet.append(["林秋月", LONG])
        hidden = book.create_sheet("草稿")
        hidden.append(["不要的话"])
        hidden.sheet_state = "hidden"
        buffer = io.BytesIO()
        book.save(buffer)
        document = read(buffer.getvalue(), "a.xlsx")
        assert [b.text for b in document.blocks] == [f"林秋月：{LONG}"]
        assert gone(document) == {
            "访谈": "sheet name",
            "嘉宾 | 正文": "column heading",
            "草稿": "sheet name",
            "不要的话": "hidden sheet",
        }
        assert document.findings == ()


class TestBooks:
    def test_the_documents_of_the_spine_are_read_in_order(self) -> None:
        opf = (
            '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>河堤夜话</dc:title><dc:creator>祁小雨</dc:creator>'
            '<dc:date>2024-06-01</dc:date></metadata><manifest><item id="n" href="nav.xhtml" properties="nav"/><item id="b" href="t/two.xhtml"/><item id="a" href="t/one.xhtml"/></manifest>'
            '<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>'
        )
        page = "<html><head><title>{0}</title></head><body><h2>{0}</h2><p>{1}</p></body></html>"
        data = packed(
            {
                "mimetype": "application/epub+zip",
                "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OPS/a.opf"/></rootfiles></container>',
                "OPS/a.opf": opf, "OPS/nav.xhtml": page.format("目录", "第一章"), "OPS/t/one.xhtml": page.format("第一章", LONG), "OPS/t/two.xhtml": page.format("第二章", LONG),
            },
            method=zipfile.ZIP_STORED,
        )  # fmt: skip
        document = article(data, "a.epub")
        assert [b.text for b in document.blocks] == ["河堤夜话", "第一章", LONG, "第二章", LONG]
        assert (document.format, document.author, document.date) == ("epub", "祁小雨", "2024-06-01")


class TestMail:
    @pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
    @pytest.mark.parametrize("html", [False, True], ids=["text", "page"])
    def test_the_message_with_its_subject_day_and_sender(self, charset: str, html: bool) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = (
            "林秋月 <lin@example.org>",
            "he@example.org",
            "图书馆延长开放时间",
        )
        message["Date"] = "Mon, 06 May 2024 10:22:00 +0800"
        message.set_content(f"{LONG}\n\n{LONG}\n", charset=charset)
        if html:
            message.add_alternative(
                f"<html><body><p>{LONG}</p><p>{LONG}</p></body></html>", subtype="html", charset=charset
            )
        message.add_attachment(b"x", maintype="application", subtype="octet-stream", filename="附件.bin")
        document = article(message.as_bytes(), "a.eml")
        assert [b.text for b in document.blocks] == ["图书馆延长开放时间", LONG, LONG]
        assert (document.format, document.author, document.date) == ("eml", "林秋月", "2024-05-06")
        assert gone(document)["附件.bin"] == "attachment"

    def test_a_letter_in_an_article_is_none(self) -> None:
        assert article(f"From: 林秋月\nTo: 何建平\n\n{LONG}\n".encode(), "a.txt").format == "text"


class TestHostileFiles:
    def test_a_bomb_is_refused_at_once(self) -> None:
        started = time.process_time()
        for part in (b"<w:p>" * 20_000_000, b"<a>" + b" " * 80_000_000):
            with pytest.raises(BinaryInput, match="unpacks to more than"):
                read(packed({"[Content_Types].xml": "", "word/document.xml": part}), "a.docx")
            break
        assert time.process_time() - started < 20

    def test_entities_are_not_expanded_and_nothing_is_fetched(self) -> None:
        body = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "{"汉" * 100}">]><w:document {W}><w:body>{p(r("题目"))}{p(r(LONG + "&x;&y;"))}</w:body></w:document>'
        document = read(packed({"word/document.xml": body}), "a.docx")
        assert "root:" not in "".join(b.text for b in document.blocks)
        assert "汉汉" not in "".join(b.text for b in document.blocks)

    @pytest.mark.parametrize("seed", range(100))
    def test_a_damaged_document_is_an_error_of_ours_or_is_read(self, seed: int) -> None:
        source = bytearray(docx(p(r("题目")) + p(r(LONG)) * 3))
        rng = random.Random(seed)
        if seed % 3 == 0:
            del source[rng.randrange(4, len(source)) :]
        for _ in range(1 + seed % 7):
            if source:
                source[rng.randrange(min(4, len(source) - 1), len(source))] = rng.randrange(256)
        try:
            clean(read(bytes(source), "a.docx"))
        except InputError:
            return

    def test_an_archive_that_is_none_is_an_error(self) -> None:
        with pytest.raises(UndecodableInput, match="damaged"):
            read(b"PK\x03\x04 word/document.xml", "a.docx")
