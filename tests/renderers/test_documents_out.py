"""What goes out besides the page: Word, books, tables, subtitles, exchange formats. The consumers themselves are in `test_consumers.py`."""

import csv
import io
import itertools
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from lxml import etree

from summarizer.common.files import Content, encoded
from summarizer.errors import UsageError
from summarizer.records import Cue
from summarizer.renderers.options import Layout, Options
from summarizer.renderers.sheet import guarded, unguarded
from summarizer.report import Report
from summarizer.stages.render import FORMATS, is_result, remarks, render, rendered, require_formats
from summarizer.text.scripts import has_han

TEXTS = ("csv", "tmx", "xliff", "xliff2", "tbx", "omegat")
ARCHIVES = ("docx", "xlsx", "epub")
X12 = "{urn:oasis:names:tc:xliff:document:1.2}"


def made(report: Report, format: str, layout: Layout = "table") -> bytes:
    return encoded(render(report, format, options=Options(layout)))


def text(content: Content) -> str:
    return encoded(content).decode("utf-8-sig")


@pytest.mark.parametrize("format", [*TEXTS, *ARCHIVES])
def test_the_same_report_gives_the_same_file(sora: Report, format: str) -> None:
    assert made(sora, format) == made(sora, format)


@pytest.mark.parametrize("format", ["docx", "epub", "tmx", "xliff", "xliff2", "tbx", "omegat"])
def test_whatever_stands_in_an_article_every_part_is_well_formed(hostile: Report, format: str) -> None:
    for layout in ("table", "stacked", "english"):
        for name, part in parts_of(made(hostile, format, layout)).items():
            if name.endswith((".xml", ".xhtml", ".opf", ".rels", "file")):
                etree.fromstring(part)


def parts_of(data: bytes) -> dict[str, bytes]:
    if not data.startswith(b"PK"):
        return {"file": data}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("format", ["docx", "epub", "xlsx"])
def test_our_own_documents_are_known_as_results(sora: Report, format: str) -> None:
    assert is_result(made(sora, format)[:4000]) or format == "xlsx"


class TestWord:
    def test_a_row_has_number_speaker_chinese_and_english_under_heads_that_repeat(self, sora: Report) -> None:
        document = docx.Document(io.BytesIO(made(sora, "docx")))
        (table,) = document.tables
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        assert rows[0] == ["No.", "Speaker", "Chinese", "English"]
        assert [row[0] for row in rows[1:]] == [s.id for s in sora.segments]
        assert [row[2] for row in rows[1:]] == [s.source.strip() for s in sora.segments]
        by_id = {row[0]: row for row in rows}
        assert by_id["p4.s2"][1] == "Yann LeCun"
        assert by_id["p15.s2"][3] == "[not translated]"
        assert b"<w:tblHeader/>" in parts_of(made(sora, "docx"))["word/document.xml"]

    def test_findings_are_comments_on_their_sentences(self, sora: Report) -> None:
        document = docx.Document(io.BytesIO(made(sora, "docx")))
        told = [comment.text for comment in document.comments]
        assert told == [
            "warning, number: 7万亿美元 = 7 trillion dollars; the English says 7 billion.",
            "error, missing: No answer could be had for this sentence.",
        ]

    def test_the_english_alone_has_no_chinese_and_headings_are_headings(self, sora: Report) -> None:
        document = docx.Document(io.BytesIO(made(sora, "docx", "english")))
        texts = [p.text for p in document.paragraphs if p.style is not None and p.style.name != "Subtitle"]
        assert not any(has_han(one) for one in texts[3:])
        assert {p.style.name for p in document.paragraphs if p.style is not None} >= {"Title", "heading 2"} or {
            p.style.name for p in document.paragraphs if p.style is not None
        } >= {"Title", "Heading 2"}

    def test_stacked_has_each_paragraph_in_english_above_its_chinese(self, sora: Report) -> None:
        document = docx.Document(io.BytesIO(made(sora, "docx", "stacked")))
        styles = [p.style.name for p in document.paragraphs if p.style is not None]
        assert styles.count("Source text") == len(sora.document.blocks)

    def test_chinese_has_a_font_and_narrow_quotation_marks_stay_out_of_it(self, sora: Report) -> None:
        parts = parts_of(made(sora, "docx"))
        assert b'w:eastAsia="SimSun"' in parts["word/styles.xml"]
        tree = etree.fromstring(parts["word/document.xml"])
        space = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
        for run in tree.iterfind(".//w:r", space):
            words = "".join(run.itertext())
            assert (run.find("w:rPr/w:rFonts[@w:hint]", space) is None) or has_han(words) or "“" not in words


class TestTables:
    def test_no_cell_can_be_a_formula(self, build: Callable[..., Report]) -> None:
        evil = ["=1+1", "+cmd", "-2", "@sum", "\t=1", "＝1"]
        report = build([("paragraph", "", "原文。", english) for english in evil])
        rows = list(csv.reader(io.StringIO(text(render(report, "csv")))))
        assert [row[4] for row in rows[1:]] == ["'=1+1", "'+cmd", "'-2", "'@sum", "'=1", "'＝1"]
        assert b"<f>" not in b"".join(parts_of(made(report, "xlsx")).values())

    @pytest.mark.parametrize("cell", ["=1", "'=1", "plain", "'quoted'", "-", ""])
    def test_the_guard_comes_off_again(self, cell: str) -> None:
        assert unguarded(guarded(cell)) == cell or cell == "'=1"

    def test_a_spreadsheet_takes_the_csv_for_utf8(self, sora: Report) -> None:
        assert made(sora, "csv").startswith(b"\xef\xbb\xbfSegment,Kind,Speaker,Chinese,English")


class TestSubtitles:
    def test_sentences_have_their_times_and_long_ones_are_parted(self, timed: Report) -> None:
        blocks = re.split(r"\n\n", text(render(timed, "srt")).strip())
        assert blocks[0].splitlines() == ["1", "00:00:02,000 --> 00:00:05,000", "Good evening."]
        starts = [seconds(block) for block in blocks]
        assert starts == sorted(starts)
        assert all(len(line) <= 60 for block in blocks for line in block.splitlines()[2:])
        joined = " ".join(line for block in blocks for line in block.splitlines()[2:])
        assert joined == " ".join(s.target for s in timed.segments)

    def test_vtt_names_the_speaker_and_shows_the_chinese_if_asked(self, timed: Report) -> None:
        made_ = text(render(timed, "vtt", options=Options("stacked")))
        assert made_.startswith("WEBVTT\n\nNOTE generator: summarizer\n")
        assert "<v Jin Xiaogang>Good evening.\n晚上好。" in made_

    def test_an_article_without_times_is_told_and_the_other_formats_are_written(self, sora: Report) -> None:
        with pytest.raises(UsageError, match="no times"):
            render(sora, "srt")
        assert [path.name for path in rendered(sora, Path(), "a", ["md", "srt"])] == ["a.en.md"]
        assert remarks(sora, ["md", "srt"], Options()) == ("No srt: the article has no times.",)

    def test_the_page_says_when_a_turn_is_said(self, timed: Report) -> None:
        page = text(render(timed, "html"))
        assert re.findall(r'<a class="place"[^>]*>(p\d+)<br><time>([\d:]+)</time>', page) == [
            ("p1", "0:02"),
            ("p2", "0:09"),
        ]

    def test_no_two_subtitles_overlap(self, timed: Report) -> None:
        spans = re.findall(r"(\S+) --> (\S+)", text(render(timed, "srt")))
        assert all(end <= following for (_, end), (following, _) in itertools.pairwise(spans))


@pytest.fixture
def timed(build: Callable[..., Report], sora: Report) -> Report:
    """Two turns: one of two sentences in two cues, one long sentence whose cue has no end."""
    long = "The company said " + "that it would go on with its work and publish all of its results " * 4 + "soon."
    people = tuple(s.model_copy(update={"points": ()}) for s in sora.speakers)
    report = build(
        [
            ("paragraph", "jin-xiaogang", "晚上好。", "Good evening."),
            ("", "jin-xiaogang", "我们开始。", "Let us begin."),
            ("paragraph", "luo-jiangchun", "公司表示会继续工作并公布全部结果。", long),
        ],
        people,
    )
    cues = ((Cue(at=0, start=2, end=5), Cue(at=4, start=5, end=7.5)), (Cue(at=0, start=9),))
    blocks = tuple(b.model_copy(update={"cues": own}) for b, own in zip(report.document.blocks, cues, strict=True))
    return report.model_copy(update={"document": report.document.model_copy(update={"blocks": blocks})})


def seconds(block: str) -> float:
    hours, minutes, rest = block.splitlines()[1].split(" --> ")[0].replace(",", ".").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


class TestExchange:
    def test_a_memory_has_only_sentences_that_no_check_objects_to(self, sora: Report) -> None:
        tree = etree.fromstring(made(sora, "tmx"))
        units = {unit.findtext("prop[@type='x-segment']"): unit for unit in tree.iter("tu")}
        good = [s.id for s in sora.segments if s.status in ("ok", "repaired")]
        assert list(units) == good
        assert units["p4.s2"].findtext("prop[@type='x-speaker']") == "Yann LeCun"
        assert {unit.findtext("prop[@type='x-status']") for unit in units.values()} == {"ok"}

    def test_xliff_has_a_group_a_paragraph_and_says_what_needs_review(self, sora: Report) -> None:
        tree = etree.fromstring(made(sora, "xliff"))
        groups = tree.findall(f".//{X12}group")
        assert [g.get("id") for g in groups] == [b.id for b in sora.document.blocks]
        units = {u.get("id"): u for u in tree.iter(f"{X12}trans-unit")}
        assert list(units) == [s.id for s in sora.segments]
        assert state(units["p12.s1"]) == "needs-review-translation"
        assert state(units["p4.s2"]) == "translated"
        assert units["p15.s2"].find(f"{X12}target") is None
        notes = [(n.get("from"), n.text) for n in units["p12.s1"].iter(f"{X12}note")]
        assert ("summarizer", "warning, number: 7万亿美元 = 7 trillion dollars; the English says 7 billion.") in notes
        assert ("speaker", "Yann LeCun") in [(n.get("from"), n.text) for n in units["p4.s2"].iter(f"{X12}note")]

    def test_xliff_has_its_elements_in_the_order_of_the_strict_schema(self, sora: Report) -> None:
        tree = etree.fromstring(made(sora, "xliff"))
        order = [f"{X12}source", f"{X12}target", f"{X12}note"]
        for unit in tree.iter(f"{X12}trans-unit"):
            places = [order.index(child.tag) for child in unit]
            assert places == sorted(places)
            assert set(unit.attrib) <= {"id", "{http://www.w3.org/XML/1998/namespace}space", "translate"}

    def test_a_project_for_omegat_has_its_folders(self, sora: Report) -> None:
        names = [path.as_posix() for path in rendered(sora, Path(), "a", ["omegat"])]
        assert {name.split("/")[1] for name in names} == {
            "omegat.project", "source", "target", "tm", "omegat", "glossary", "dictionary",
        }  # fmt: skip
        with pytest.raises(UsageError, match="folder"):
            require_formats(["omegat"], to_stdout=True)

    def test_every_suffix_is_of_one_format(self) -> None:
        suffixes = [suffix for one in FORMATS.values() for suffix in one.suffixes]
        assert len(set(suffixes)) == len(suffixes)


def state(unit: etree._Element) -> str | None:
    target = unit.find(f"{X12}target")
    return None if target is None else target.get("state")
