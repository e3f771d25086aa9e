"""Every format, archive and address in every command and from Python."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import document_files as files
import pytest
from page_server import Answer, Pages, pages
from scripted_server import ScriptedServer, scripted

from cli.running import Run
from summarizer import api
from summarizer.errors import InputError
from summarizer.readers import office

TITLE = "图书馆延长开放时间"
TURNS = [
    "河东区图书馆昨天宣布，从下个月一日起，每天的开放时间将从晚上六点延长到晚上九点，周末照常开放，读者不需要另外办理手续。",
    "馆长林秋月表示：“这是居民提了三年的要求，我们今年终于凑齐了人手。”她说，志愿者会在出口处引导读者。",
    "读者祁小雨认为，延长开放时间固然是好事，但是儿童阅览区在晚上七点之后就会关灯，带孩子来的家长用不上。",
]
DONE = (0, 3)


def workbook() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("标题", "正文"), (TITLE, TURNS[0]), ("", TURNS[1]), ("", TURNS[2])):
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def archive() -> bytes:
    return files.packed({"one.txt": "\n\n".join([TITLE, *TURNS]), "sub/two.docx": files.word(TITLE, TURNS)})


SOURCES: dict[str, Callable[[], bytes]] = {
    "a.docx": lambda: files.word(TITLE, TURNS),
    "a.epub": lambda: files.book(TITLE, TURNS),
    "a.eml": lambda: files.mail(TITLE, TURNS),
    "a.pdf": lambda: files.reportlab_pdf(TITLE, TURNS),
    "a.xlsx": workbook,
    "a.csv": lambda: (
        "编号,正文\n".encode("gb18030") + "".join(f"{n},{t}\n" for n, t in enumerate(TURNS)).encode("gb18030")
    ),
    "a.html": lambda: files.page(TITLE, TURNS).encode(),
    "a.txt": lambda: "\n\n".join([TITLE, *TURNS]).encode("gbk"),
    "a.zip": archive,
}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    with scripted() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test-0123456789")
        yield server


@pytest.fixture
def site() -> Iterator[Pages]:
    page = Answer(
        files.page(TITLE, TURNS).replace("charset=utf-8", "charset=gbk").encode("gb18030"),
        headers={"Content-Type": "text/html; charset=gbk"},
    )
    with pages(
        {"/opening-hours.html": page, "/second-article.html": page, "/secret.html": Answer(status=403)}
    ) as found:
        yield found


@pytest.mark.parametrize("name", [name for name in SOURCES if name != "a.zip"])
def test_every_command_takes_a_document(name: str, run: Run) -> None:
    Path(name).write_bytes(SOURCES[name]())
    Path("english.txt").write_text("The library is open longer.\n\nLin Qiuyue said so.\n", encoding="utf-8")
    inspected = run("inspect", name, "--json")
    assert inspected.code == 0
    assert TURNS[2] in inspected.out
    spoken = json.loads(run("speakers", name, "--json").out)
    assert "林秋月" in json.dumps(spoken, ensure_ascii=False)
    assert run("check", name, "english.txt").code in DONE
    assert TURNS[1] in [b.text for b in api.inspect(Path(name)).prepared.document.blocks]


def test_a_folder_with_all_formats_runs_through_batch(run: Run, server: ScriptedServer) -> None:
    Path("in").mkdir()
    for name, make in SOURCES.items():
        Path("in", name.replace("a.", f"{name[2:]}.")).write_bytes(make())
    Path("in/broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    Path("in/broken.zip").write_bytes(b"PK\x03\x04 nothing")
    assert run("batch", "in", "--output", "out", "--quiet").code in DONE
    rows = {row["path"]: row for row in json.loads(Path("out/batch-report.json").read_text(encoding="utf-8"))["files"]}
    assert {name for name, row in rows.items() if row["status"] == "failed"} == {"broken.pdf", "broken.zip"}
    assert {"zip.zip/one.txt", "zip.zip/sub/two.docx", "pdf.pdf", "xlsx.xlsx"} <= set(rows)
    assert Path("out/zip.zip/sub/two.en.md").is_file()
    asked = server.count()
    assert run("batch", "in", "--output", "out", "--quiet").code in DONE
    assert server.count() == asked


def test_an_archive_is_translated_into_a_folder_of_its_name(run: Run, server: ScriptedServer) -> None:
    Path("news.zip").write_bytes(archive())
    assert run("translate", "news.zip").code in DONE
    assert Path("news/one.en.md").is_file()
    assert Path("news/sub/two.report.json").is_file()
    assert "news.zip/one.txt" in run("inspect", "news.zip").err
    assert run("inspect", "news.zip/sub/two.docx").code == 0
    assert "No such file" in run("inspect", "news.zip/three.txt").err


def test_an_address_is_translated_beside_a_copy_of_its_page(run: Run, server: ScriptedServer, site: Pages) -> None:
    assert run("translate", f"{site.address}/opening-hours.html", "--output", "out").code in DONE
    found = {path.name for path in Path("out").iterdir()}
    stem = "127.0.0.1-opening-hours"
    assert found == {f"{stem}.html", f"{stem}.en.md", f"{stem}.en.html", f"{stem}.report.json"}
    report = json.loads(Path("out", f"{stem}.report.json").read_text(encoding="utf-8"))
    assert report["document"]["url"] == f"{site.address}/opening-hours.html"
    asked = server.count()
    assert run("translate", f"out/{stem}.html", "--output", "again").code in DONE
    assert server.count() == asked


def test_a_list_of_addresses_goes_on_after_one_that_fails(run: Run, server: ScriptedServer, site: Pages) -> None:
    Path("list.txt").write_text(
        f"# heute\n{site.address}/secret.html\n{site.address}/opening-hours.html\n", encoding="utf-8"
    )
    outcome = run("translate", "list.txt", "--output", "out")
    assert outcome.code == 3
    assert "only after a login" in outcome.err
    assert Path("out/127.0.0.1-opening-hours.en.md").is_file()


def test_a_batch_of_addresses_fetches_each_page_once(run: Run, server: ScriptedServer, site: Pages) -> None:
    Path("list.txt").write_text(
        "".join(f"{site.address}/{name}.html\n" for name in ("opening-hours", "secret", "second-article")),
        encoding="utf-8",
    )
    assert run("batch", "list.txt", "--output", "out", "--quiet").code in DONE
    rows = {
        row["path"]: row["status"]
        for row in json.loads(Path("out/batch-report.json").read_text(encoding="utf-8"))["files"]
    }
    assert rows[f"{site.address}/secret.html"] == "failed"
    assert len(rows) == 3
    assert run("batch", "list.txt", "--output", "out", "--quiet").code in DONE
    assert [path for path, _ in site.requests].count("/opening-hours.html") == 1


def test_inspect_speakers_and_python_take_an_address(run: Run, site: Pages) -> None:
    address = f"{site.address}/opening-hours.html"
    assert TURNS[0] in run("inspect", address, "--json").out
    assert "林秋月" in run("speakers", address).out
    assert api.inspect(address).prepared.document.url == address


def test_no_setting_lets_a_private_address_through(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with pages({"/a.html": Answer(b"x")}, allowed=False) as private:
        for name in ("SUMMARIZER_ALLOW", "SUMMARIZER_ALLOWED", "SUMMARIZER_ALLOW_PRIVATE"):
            monkeypatch.setenv(name, "127.0.0.1")
        outcome = run("inspect", f"{private.address}/a.html")
    assert outcome.code == 1
    assert "no address of the public net" in outcome.err
    assert private.requests == []


def test_documents_of_older_programs_say_what_to_do(run: Run) -> None:
    Path("a.rtf").write_bytes(b"{\\rtf1 \\u-29577 ?}")
    Path("a.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") * 3)
    for name in ("a.rtf", "a.doc"):
        outcome = run("inspect", name)
        assert outcome.code == 1
        assert "save it as .docx" in outcome.err


@pytest.mark.skipif(not office.program(), reason="LibreOffice is not installed")
def test_convert_reads_them_with_libreoffice_and_always_alike(run: Run, tmp_path: Path) -> None:
    word = files.word(TITLE, TURNS)
    for suffix, target in ((".doc", "doc:MS Word 97"), (".rtf", "rtf")):
        data = files.office(word, ".docx", target, tmp_path)
        Path(f"a{suffix}").write_bytes(data)
        inspected = run("inspect", f"a{suffix}", "--convert", "--json")
        assert inspected.code == 0
        assert all(turn in inspected.out for turn in TURNS)
        assert office.converted(data) == office.converted(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a PNG image"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "a JPEG image"),
        (b"Rar!\x1a\x07\x01\x00", "a RAR archive"),
        (b"PK\x03\x04", "damaged"),
        (b"%PDF-1.4", "damaged"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        api.inspect(data)


def test_a_member_of_an_archive_keeps_its_name_from_chinese_windows() -> None:
    made = files.packed({"AAAA/BBBBBB.txt": TURNS[0], "__MACOSX/x.txt": "x"})
    Path("c.zip").write_bytes(made.replace(b"AAAA/BBBBBB.txt", "稿件/专访一.txt".encode("gbk")))
    from summarizer.readers.archive import names_in

    assert names_in(Path("c.zip")) == ("稿件/专访一.txt",)
    assert api.inspect(Path("c.zip/稿件/专访一.txt")).prepared.document.origin == "专访一.txt"
