"""PDF: what stands where on the page decides what is a line, a column and a paragraph; what cannot be read is said."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import document_files as files
import pytest

from summarizer.errors import BinaryInput, UndecodableInput
from summarizer.readers import confined
from summarizer.readers.pdf.reader import blocks
from summarizer.records import Document
from summarizer.stages.read import read

FONT = "STSong-Light"
A = "河东区图书馆昨天宣布，从下个月一日起，每天的开放时间将从晚上六点延长到晚上九点，周末照常开放，读者不需要另外办理手续。馆长林秋月说：“这是居民提了三年的要求，我们今年终于凑齐了人手。”据统计，去年到馆读者超过一百二十万人次，其中晚间离馆的读者约占三成。"
B = "对于延长开放后的安全问题，副馆长何建平表示，馆方已经与街道派出所和地铁运营方商定，末班车之前在出口处安排志愿者引导。他同时指出，志愿者的报名人数比预期多出一倍，其中一半是附近大学的学生。"
C = "不过，也有读者提出不同意见。家住河堤路的祁小雨认为，延长开放时间固然是好事，但是儿童阅览区在晚上七点之后就会关灯，“带孩子来的家长下班已经六点半了，等于没有延长”。"
D = "图书馆方面回应称，儿童阅览区的照明改造将于秋季完成，届时开放时间会与其他区域一致。区文化局局长赵志远则强调，公共文化设施的服务时间应当由居民来决定，“我们会每半年做一次调查”。"
TEXT = [A, B, C, D] * 3
HEAD = "<h1>图书馆延长开放时间</h1>"
JUSTIFIED = "p{margin:0;text-indent:2em;text-align:justify}"
chromium = pytest.mark.skipif(not files.CHROMIUM, reason="Chromium is not installed")


def p(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.fixture
def printed(tmp_path: Path) -> Callable[[str, str], Document]:
    def printed(style: str, body: str) -> Document:
        source = files.PAGE.format(title="图书馆延长开放时间", style=style, body=body)
        document = read(files.chromium_pdf(source, tmp_path), "a.pdf")
        assert document.findings == ()
        return document

    return printed


Printed = Callable[[str, str], Document]


def texts(document: Document) -> list[str]:
    return [b.text for b in document.blocks]


def gone(document: Document) -> dict[str, str]:
    return {piece.text: piece.reason for piece in document.removed}


@chromium
class TestPrinted:
    def test_a_newspaper_page_is_read_column_by_column_below_its_headline(self, printed: Printed) -> None:
        style = "@page{size:A3;margin:15mm;@top-center{content:'河东日报　第1版'}@bottom-center{content:counter(page)}} body{columns:3;column-gap:1.5em;font-size:10pt;line-height:1.6} h1{column-span:all;font-size:30pt} h2{font-size:14pt}"
        body = HEAD + p(A, B) + "<h2>儿童区何时亮灯</h2>" + p(C) + "<div style='height:90px;background:#ccc'></div>"
        caption = "图为读者在新装的自助借还机前排队。"
        body += f"<p style='font-size:8pt;text-indent:0'>{caption}</p>" + p(*TEXT)
        document = printed(style + JUSTIFIED, body)
        assert texts(document) == ["图书馆延长开放时间", A, B, "儿童区何时亮灯", C, caption, *TEXT]
        assert document.blocks[0].kind == document.blocks[3].kind == "heading"
        assert "page number" in gone(document).values()

    def test_footnotes_come_last_and_their_marks_leave_the_sentence(self, printed: Printed) -> None:
        style = "@page{size:A5;margin:18mm} .fn{font-size:8pt;text-indent:0} sup{font-size:60%}" + JUSTIFIED
        notes = ["据《河东县志》卷三记载，图书馆始建于一九二四年。", "何建平，二〇一九年起任副馆长。"]
        marked = f"<p>{A[:60]}<sup>1</sup>{A[60:]}</p><p>{B}<sup>2</sup></p><p>面积为30m<sup>2</sup>的展厅。{C}</p>"
        foot = "".join(f"<p class=fn>[{n}] {note}</p>" for n, note in enumerate(notes, 1))
        document = printed(style, f"{HEAD}{marked}<div style='margin-top:2em'>{foot}</div>")
        assert texts(document)[1:4] == [A, B, f"面积为30m2的展厅。{C}"]
        assert [text.partition("] ")[2] or text for text in texts(document)[4:]] == notes

    def test_a_table_is_read_row_by_row(self, printed: Printed) -> None:
        rows = [
            ["区名", "开放时间", "读者人次"],
            ["河东区", "八点至二十一点", "120万"],
            ["江南新区", "九点至二十点", "33万"],
        ]
        table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        document = printed(
            "@page{size:A4;margin:20mm} td{border:1px solid;padding:2px 12px}" + JUSTIFIED,
            f"{HEAD}{p(A)}<table>{table}</table>{p(B)}",
        )
        assert texts(document) == ["图书馆延长开放时间", A, *(" | ".join(row) for row in rows), B]
        assert [b.kind for b in document.blocks][2:5] == ["table_row"] * 3

    def test_paragraphs_are_parted_by_space_where_none_is_set_in(self, printed: Printed) -> None:
        document = printed("@page{size:A5;margin:20mm} p{margin:0 0 1em}", HEAD + p(*TEXT))
        assert texts(document)[1:] == TEXT

    def test_vertical_writing_goes_down_and_to_the_left(self, printed: Printed) -> None:
        latin = "2024年OpenAI公司发布了新的模型，图书馆也打算试用一下。"
        document = printed(
            "@page{size:A5;margin:20mm} html{writing-mode:vertical-rl} p{margin:0;text-indent:2em;line-height:1.8}",
            HEAD + p(*TEXT[:4], latin),
        )
        assert texts(document) == ["图书馆延长开放时间", *TEXT[:4], latin]

    def test_words_cut_at_the_end_of_a_line_and_long_addresses_are_whole(self, printed: Printed) -> None:
        address = "https://www.example.org/library/news/2024/05/06/opening-hours-extended-until-nine.html"
        english = "The municipal library announced yesterday that the opening hours would be considerably extended notwithstanding the unavailability of additional personnel."
        document = printed(
            "@page{size:A5;margin:30mm} p{margin:0 0 .8em;hyphens:auto;overflow-wrap:anywhere}",
            f"{HEAD}<p lang=en>{english}</p>{p(A + '详情见' + address + '。')}",
        )
        assert texts(document)[1:] == [english, f"{A}详情见{address}。"]

    def test_watermarks_and_readings_stand_beside_the_text(self, printed: Printed) -> None:
        style = (
            "@page{size:A4;margin:20mm} .m{position:fixed;top:40%;left:20%;transform:rotate(-35deg);font-size:60pt;color:#ddd}"
            + JUSTIFIED
        )
        document = printed(
            style, f"<div class=m>内部资料</div>{HEAD}<p>镇长<ruby>逄<rt>páng</rt></ruby>志远说水来了。{A}</p>"
        )
        assert texts(document)[1] == f"镇长逄志远说水来了。{A}"
        assert "páng" in document.blocks[1].as_written
        assert gone(document)["内部资料"] == "watermark"

    @pytest.mark.parametrize("angle", [90, 180, 270])
    def test_a_page_that_is_turned_reads_the_same(self, angle: int, tmp_path: Path) -> None:
        import pypdfium2

        source = files.PAGE.format(title="", style=f"@page{{size:A5;margin:20mm}} {JUSTIFIED}", body=HEAD + p(*TEXT))
        turned = pypdfium2.PdfDocument(files.chromium_pdf(source, tmp_path))
        for one in turned:
            one.set_rotation(angle)
        buffer = io.BytesIO()
        turned.save(buffer)
        assert texts(read(buffer.getvalue(), "a.pdf"))[1:] == TEXT

    def test_fonts_that_do_not_say_what_they_mean_are_refused(self, tmp_path: Path) -> None:
        data = files.chromium_pdf(files.PAGE.format(title="", style="", body=p(A)), tmp_path)
        with pytest.raises(UndecodableInput, match="no Unicode value"):
            blocks(data.replace(b"/ToUnicode", b"/ToUnicodX"))


def made(pages: str, **more: Any) -> bytes:
    """Pages of text (t), of one picture (i) or of nothing (b)."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    drawn = canvas.Canvas(buffer, **more)
    for number, kind in enumerate(pages, 1):
        if kind == "t":
            drawn.setFont(FONT, 12)
            for row in range(5):
                drawn.drawString(
                    72, 700 - 20 * row, f"第{number}页第{row}行：图书馆昨天宣布延长开放时间，周末照常开放。"
                )
        elif kind == "i":
            drawn.drawImage(ImageReader(Image.new("RGB", (60, 80), (200, 200, 200))), 0, 0, 595, 842)
        drawn.showPage()
    drawn.save()
    return buffer.getvalue()


class TestRefused:
    @pytest.mark.parametrize(
        ("pages", "says"),
        [("i", "Page 1 is a picture"), ("iii", "All pages are pictures"), ("titiit", "Pages 2, 4-5 are pictures")],
    )
    def test_scans_are_refused_by_their_pages(self, pages: str, says: str) -> None:
        with pytest.raises(BinaryInput, match=says) as found:
            blocks(made(pages))
        assert "OCR" in found.value.hint

    def test_a_locked_file_is_refused_and_one_that_only_may_not_be_printed_is_read(self) -> None:
        from reportlab.lib.pdfencrypt import StandardEncryption

        with pytest.raises(BinaryInput, match="password"):
            blocks(made("t", encrypt=StandardEncryption("user", "owner")))
        assert blocks(made("t", encrypt=StandardEncryption("", "owner", canPrint=0))).blocks

    def test_empty_pages_are_no_scans(self) -> None:
        assert len(blocks(made("tbt")).blocks) >= 2

    def test_a_document_of_too_many_pages_is_refused(self) -> None:
        with pytest.raises(BinaryInput, match="700 pages"):
            blocks(made("b" * 700))


class TestFurniture:
    def test_heads_and_numbers_go_and_a_paragraph_runs_over_the_page(self) -> None:
        document = read(files.reportlab_pdf("图书馆延长开放时间", TEXT * 3), "a.pdf")
        assert texts(document)[1:] == TEXT * 3
        assert gone(document)["河东日报 2024年2月29日"] == "running title"
        assert {"- 1 -", "- 2 -"} <= set(gone(document))

    def test_sentences_that_every_page_has_stay(self) -> None:
        assert sum(text.count("周末照常开放") for text in texts(read(made("tt"), "a.pdf"))) == 10


class TestConfined:
    """What crashes, hangs or grows in the child is an error here."""

    @pytest.fixture
    def module(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
        def module(code: str) -> str:
            (tmp_path / "made_reader.py").write_text(
                f"from summarizer.readers.confined import serve\n{code}\nserve(work)\n"
            )
            return "made_reader"

        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        monkeypatch.setattr(confined, "WALL_SECONDS", 60)
        return module

    @pytest.mark.parametrize(
        ("code", "says"),
        [
            ("def work(data):\n    import ctypes\n    ctypes.string_at(0)", "failed"),
            ("def work(data):\n    while True: pass", "takes too long"),
            ("def work(data):\n    return len(b'x' * 3_000_000_000)", "takes too much memory"),
            ("def work(data):\n    raise ValueError('x')", "failed"),
        ],
    )
    def test_the_end_of_the_child_is_said(self, code: str, says: str, module: Callable[[str], str]) -> None:
        with pytest.raises(UndecodableInput, match=says):
            confined.run(module(code), "PDF", b"x")

    def test_its_result_and_its_errors_come_through(self, module: Callable[[str], str]) -> None:
        assert confined.run(module("def work(data):\n    return [len(data)]"), "PDF", b"abc") == [3]
        with pytest.raises(BinaryInput, match="locked"):
            confined.run(
                module(
                    "from summarizer.errors import BinaryInput\ndef work(data):\n    raise BinaryInput('locked', 'x')"
                ),
                "PDF",
                b"",
            )


def test_a_text_that_speaks_of_the_signature_is_a_text() -> None:
    assert read(f"文件的开头是 %PDF-1.7 这几个字符。{A}".encode(), "a.txt").format == "text"
