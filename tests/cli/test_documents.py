"""Documents out and back: formats of `translate`, `export`, corrections that come back with `apply`, and translation memories."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
import pytest
from docx.oxml.ns import qn
from scripted_server import ScriptedServer, scripted

from cli.running import ARTICLE, Run
from summarizer.renderers.archive import archive

SUBTITLES = (
    "1\n00:00:01,000 --> 00:00:04,000\n大家好，我们开始今天的讨论。\n\n"
    "2\n00:00:05,000 --> 00:00:09,000\n公司今年的收入增长了三成。\n"
)
NEW = "The two of them agreed on nothing at all."


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    with scripted() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test-0123456789")
        yield server


def segments(path: str = "article.report.json") -> dict[str, dict[str, Any]]:
    return {s["id"]: s for s in json.loads(Path(path).read_text(encoding="utf-8"))["segments"]}


def findings(path: str) -> list[tuple[str, str]]:
    return [(f["segment"], f["kind"]) for f in json.loads(Path(path).read_text(encoding="utf-8"))["findings"]]


def repacked(path: Path, change: Callable[[str, str], str]) -> None:
    with zipfile.ZipFile(path) as old:
        parts = [(name, old.read(name)) for name in old.namelist()]
    path.write_bytes(archive([(name, change(name, part.decode()).encode()) for name, part in parts]))


def in_word(path: Path, was: str, now: str) -> None:
    """As a tracked change: the old words deleted, the new ones inserted."""
    document = docx.Document(str(path))
    cell = next(cell for row in document.tables[0].rows for cell in row.cells if cell.text == was)
    run = cell.paragraphs[0].runs[0]._r
    deleted, inserted = (
        run.makeelement(qn(f"w:{name}"), {qn("w:id"): "9", qn("w:author"): "Ann"}) for name in ("del", "ins")
    )
    run.addprevious(deleted)
    run.addprevious(inserted)
    fresh = run.makeelement(qn("w:r"), {})
    text = fresh.makeelement(qn("w:t"), {})
    text.text = now
    fresh.append(text)
    inserted.append(fresh)
    run.find(qn("w:t")).tag = qn("w:delText")
    deleted.append(run)
    document.save(str(path))


def in_text(path: Path, was: str, now: str) -> None:
    text = path.read_text(encoding="utf-8-sig")
    assert was in text
    path.write_text(text.replace(was, now), encoding="utf-8")


def in_workbook(path: Path, was: str, now: str) -> None:
    repacked(path, lambda name, text: text.replace(escape(was), now) if "sharedStrings" in name else text)


RETURNS: list[tuple[str, str, Callable[[Path, str, str], None]]] = [
    ("docx", "article.en.docx", in_word),
    ("xlsx", "article.en.xlsx", in_workbook),
    ("csv", "article.en.csv", in_text),
    ("xliff", "article.xlf", in_text),
    ("xliff2", "article.xliff2.xlf", in_text),
    ("omegat", "article.omegat/omegat/project_save.tmx", in_text),
    ("md", "article.en.md", in_text),
]


@pytest.mark.usefixtures("article", "server")
class TestApply:
    @pytest.mark.parametrize(("format", "file", "correct"), RETURNS, ids=[one[0] for one in RETURNS])
    def test_what_was_corrected_in_a_returned_file_is_in_every_later_run(
        self, run: Run, format: str, file: str, correct: Callable[[Path, str, str], None]
    ) -> None:
        assert run("translate", "article.txt", "--format", f"json,{format}").code in (0, 3)
        last = list(segments())[-1]
        correct(Path(file), segments()[last]["target"], NEW)
        outcome = run("apply", "article.txt", file, "--note", "proofread", "--json")
        assert outcome.code == 0, outcome.err
        told = json.loads(outcome.out)
        assert [(one["segment"], one["target"], one["note"]) for one in told["added"]] == [(last, NEW, "proofread")]
        assert told["unchanged"] == len(segments()) - 1
        assert run("translate", "article.txt", "--format", "json").code in (0, 3)
        assert (segments()[last]["target"], segments()[last]["edited"]) == (NEW, True)
        assert "0 corrections added" in run("apply", "article.txt", file).err

    @pytest.mark.parametrize("layout", ["stacked", "english"])
    def test_bookmarks_find_the_sentences_of_running_text(self, run: Run, layout: str) -> None:
        run("translate", "article.txt", "--format", "json,docx", "--layout", layout)
        last = list(segments())[-1]
        was = escape(segments()[last]["target"])
        repacked(Path("article.en.docx"), lambda name, text: text.replace(f">{was}<", f">{NEW}<"))
        told = json.loads(run("apply", "article.txt", "article.en.docx", "--json").out)
        assert [(one["segment"], one["target"]) for one in told["added"]] == [(last, NEW)]

    def test_what_matches_no_sentence_is_listed(self, run: Run) -> None:
        run("translate", "article.txt", "--format", "json,csv")
        path = Path("article.en.csv")
        path.write_text(
            path.read_text(encoding="utf-8") + "p99.s1,paragraph,,没有这句话。,No such sentence.,ok,\r\n",
            encoding="utf-8",
        )
        outcome = run("apply", "article.txt", "article.en.csv")
        assert outcome.code == 3
        assert "Matches no sentence: p99.s1: 没有这句话。" in outcome.err

    def test_a_sentence_that_moved_is_found_by_its_chinese(self, run: Run) -> None:
        run("translate", "article.txt", "--format", "json,csv")
        last = list(segments())[-1]
        in_text(Path("article.en.csv"), f"{last},", "p77.s7,")
        in_text(Path("article.en.csv"), segments()[last]["target"], NEW)
        told = json.loads(run("apply", "article.txt", "article.en.csv", "--json").out)
        assert [one["segment"] for one in told["added"]] == [last]

    def test_in_markdown_a_changed_paragraph_goes_to_its_sentences(self, run: Run) -> None:
        run("translate", "article.txt", "--format", "json,md")
        first, second = (one for one in segments().values() if str(one["id"]).startswith("p2."))
        in_text(Path("article.en.md"), str(second["target"]).split()[0], "Quite")
        told = json.loads(run("apply", "article.txt", "article.en.md", "--json").out)
        changed = {one["segment"]: one["target"] for one in told["added"]}
        assert set(changed) <= {first["id"], second["id"]}
        assert any("Quite" in text for text in changed.values())

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"PK\x03\x04 broken",
            b"<xliff>",
            b"<html/>",
            "只有中文。".encode(),
            b"Segment,Chinese\r\n1,2\r\n",
            b"\x00" * 100,
        ],
    )
    def test_what_is_no_returned_file_is_told_in_two_lines(self, run: Run, content: bytes) -> None:
        run("translate", "article.txt", "--format", "json")
        Path("back").write_bytes(content)
        outcome = run("apply", "article.txt", "back")
        assert outcome.code in (1, 2)
        assert outcome.err.splitlines()[-2].startswith("Error: ")
        assert not Path("article.edits.toml").exists()

    def test_a_document_that_unpacks_without_end_is_refused(self, run: Run) -> None:
        run("translate", "article.txt", "--format", "json")
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("word/document.xml", b"<a>" + b" " * 60_000_000)
        Path("bomb.docx").write_bytes(bomb.getvalue())
        outcome = run("apply", "article.txt", "bomb.docx")
        assert outcome.code == 1
        assert "unpacks to more than" in outcome.err


@pytest.mark.usefixtures("article", "server")
class TestFormats:
    def test_a_report_is_written_in_other_formats_without_asking(self, run: Run, server: ScriptedServer) -> None:
        run("translate", "article.txt", "--format", "json")
        asked = len(server.requests)
        outcome = run("export", "article.txt", "--format", "docx,omegat,tmx", "--output", "out")
        assert outcome.code == 0, outcome.err
        assert Path("out/article.en.docx").exists()
        assert Path("out/article.omegat/source/article.xlf").exists()
        assert len(server.requests) == asked
        assert run("export", "article.report.json", "--format", "epub").code == 0
        assert Path("article.en.epub").exists()

    def test_an_article_without_times_gets_no_subtitles_and_says_so(self, run: Run) -> None:
        outcome = run("translate", "article.txt", "--format", "json,srt")
        assert "No srt: the article has no times." in outcome.err
        assert not Path("article.en.srt").exists()

    def test_a_folder_of_which_some_have_no_times_is_done_all_the_same(self, run: Run) -> None:
        Path("in").mkdir()
        Path("article.txt").rename("in/article.txt")
        Path("in/talk.srt").write_text(SUBTITLES, encoding="utf-8")
        assert run("batch", "in", "--output", "out", "--format", "srt").code in (0, 3)
        assert [path.name for path in Path("out").glob("*.srt")] == ["talk.en.srt"]
        assert run("translate", "in/article.txt", "--format", "srt").code in (0, 3)

    def test_a_transcript_gets_subtitles(self, run: Run) -> None:
        Path("talk.srt").write_text(SUBTITLES, encoding="utf-8")
        assert run("translate", "talk.srt", "--format", "vtt,srt").code in (0, 3)
        made = Path("talk.en.srt").read_text(encoding="utf-8")
        assert re.findall(r"(\S+) --> (\S+)", made)[0][0] == "00:00:01,000"
        assert Path("talk.en.vtt").read_text(encoding="utf-8").startswith("WEBVTT")

    def test_a_folder_cannot_go_to_standard_output(self, run: Run) -> None:
        outcome = run("translate", "-", "--format", "omegat", stdin=ARTICLE.encode())
        assert outcome.code == 2
        assert "is a folder" in outcome.err

    def test_a_batch_writes_every_format_once_and_knows_its_own_results(self, run: Run) -> None:
        Path("in").mkdir()
        Path("article.txt").rename("in/article.txt")
        formats = "json,docx,epub,xlsx,csv,tmx,xliff,xliff2,tbx,omegat,srt"
        assert run("batch", "in", "--output", "out", "--format", formats).code in (0, 3)
        before = {p: p.stat().st_mtime_ns for p in Path("out").rglob("article*") if p.is_file()}
        assert len(before) == 10
        rows = json.loads(Path("out/batch-report.json").read_text(encoding="utf-8"))["files"]
        assert [row["remarks"] for row in rows] == [["No srt: the article has no times."]]
        again = run("batch", "in", "--output", "out", "--format", formats)
        assert {p: p.stat().st_mtime_ns for p in Path("out").rglob("article*") if p.is_file()} == before, again.err
        outcome = run("batch", "out", "--output", "more")
        assert "There are no articles in out." in outcome.err
        assert not list(Path("more").glob("*.en.*"))


@pytest.mark.usefixtures("article", "server")
class TestMemory:
    OTHER = "另一篇文章\n\n李四认为，还需要时间观察。\n\n王小明表示：“这项技术会改变整个行业吗。”\n"

    def test_a_sentence_of_the_memory_is_taken_from_it_and_marked(self, run: Run, server: ScriptedServer) -> None:
        tmx = (
            '<tmx version="1.4"><header srclang="zh"/><body><tu><tuv xml:lang="zh"><seg>李四认为，还需要时间观察。</seg></tuv>'
            '<tuv xml:lang="en"><seg>Li Si thinks it will take time.</seg></tuv></tu></body></tmx>'
        )
        Path("old.tmx").write_text(tmx, encoding="utf-8")
        run("translate", "article.txt", "--memory", "old.tmx", "--format", "json")
        last = list(segments())[-1]
        assert segments()[last]["target"] == "Li Si thinks it will take time."
        assert (last, "memory") in findings("article.report.json")
        chunks = [asked.text for asked in server.requests if asked.name == "translate_chunk"]
        assert all(f'"{last}"' not in text for text in chunks)

    def test_a_correction_serves_other_articles_exactly_and_as_an_example(
        self, run: Run, server: ScriptedServer
    ) -> None:
        run("translate", "article.txt", "--format", "json")
        last, quoted = list(segments())[-1], next(i for i, s in segments().items() if "改变整个行业" in s["source"])
        run("edit", "article.txt", "--set", f"{last}=Li Si thinks it will take time.")
        run("edit", "article.txt", "--set", f"{quoted}=Wang Xiaoming said, “This will change the whole industry.”")
        Path("other.txt").write_text(self.OTHER, encoding="utf-8")
        before = len(server.requests)
        run("translate", "other.txt", "--format", "json")
        assert "Li Si thinks it will take time." in [s["target"] for s in segments("other.report.json").values()]
        told = "\n".join(asked.text for asked in server.requests[before:])
        assert "Similar sentences as they were translated before" in told
        assert "This will change the whole industry." in told
        run("translate", "other.txt", "--format", "json", "--no-corrections", "--no-cache")
        assert "Li Si thinks it will take time." not in [s["target"] for s in segments("other.report.json").values()]

    def test_without_a_memory_nothing_is_asked_otherwise(self, run: Run, server: ScriptedServer) -> None:
        run("translate", "article.txt", "--format", "json")
        first = [asked.body["messages"] for asked in server.requests]
        run("translate", "article.txt", "--format", "json", "--no-cache", "--no-corrections")
        second = [asked.body["messages"] for asked in server.requests[len(first) :]]
        assert sorted(map(str, first)) == sorted(map(str, second))
        assert not any("Similar sentences" in str(messages) for messages in first)

    def test_a_correction_redoes_an_article_of_a_batch_that_has_the_sentence(self, run: Run) -> None:
        run("translate", "article.txt", "--format", "json")
        Path("in").mkdir()
        Path("in/other.txt").write_text(self.OTHER, encoding="utf-8")
        Path("in/third.txt").write_text("第三篇文章\n\n天气预报说，明天会下雨，请大家带好雨伞。\n", encoding="utf-8")
        run("batch", "in", "--output", "out")
        run("edit", "article.txt", "--set", f"{list(segments())[-1]}=Li Si thinks it will take time.")
        run("batch", "in", "--output", "out")
        rows = json.loads(Path("out/batch-report.json").read_text(encoding="utf-8"))["files"]
        assert {row["path"]: row["status"] for row in rows}["third.txt"] == "skipped"
        assert {row["path"]: row["status"] for row in rows}["other.txt"] != "skipped"

    def test_what_is_no_memory_costs_nothing(self, run: Run, server: ScriptedServer) -> None:
        Path("not.tmx").write_text("<html/>", encoding="utf-8")
        outcome = run("translate", "article.txt", "--memory", "not.tmx")
        assert outcome.code == 2
        assert "is XML but no TMX" in outcome.err
        assert not server.requests
