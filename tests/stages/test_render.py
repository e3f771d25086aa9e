import errno
import os
import stat
from pathlib import Path

import pytest

from summarizer.common.files import encoded
from summarizer.errors import InputError, OutputError, UsageError
from summarizer.records import Decoding, Name
from summarizer.report import MARKDOWN_MARK, Receipt, Report, ReportBlock, ReportDocument, TranslatedSegment
from summarizer.stages.render import READABLE, load, render, write


@pytest.fixture
def report() -> Report:
    document = ReportDocument(
        title=Name(source="标题", target="A title"),
        source_language="zh-Hans",
        target_language="en",
        origin="a.txt",
        sha256="0" * 64,
        format="text",
        decoding=Decoding(encoding="utf-8", confidence=1, basis="utf-8"),
        blocks=(ReportBlock(id="p1", kind="paragraph", segments=("p1.s1",)),),
    )
    segment = TranslatedSegment(id="p1.s1", source="一。", target="One.", status="ok")
    return Report(document=document, segments=(segment,), receipt=Receipt(model="a-model"))


def test_each_format_is_written_under_its_name(report: Report, tmp_path: Path) -> None:
    paths = write(report, tmp_path / "new" / "folder", "a", ("md", "html", "json"))
    assert [p.name for p in paths] == ["a.en.md", "a.en.html", "a.report.json"]
    for path, name in zip(paths, READABLE, strict=True):
        assert path.read_bytes() == encoded(render(report, name))
    assert sorted((tmp_path / "new" / "folder").iterdir()) == sorted(paths)


def test_a_report_is_read_back_as_it_was(report: Report, tmp_path: Path) -> None:
    (path,) = write(report, tmp_path, "a", ["json"])
    assert load(path) == report


def test_lines_end_the_same_everywhere(report: Report, tmp_path: Path) -> None:
    for path in write(report, tmp_path, "a"):
        assert b"\r" not in path.read_bytes()
        assert path.read_bytes().endswith(b"\n")


def test_writing_again_replaces_what_was_there(report: Report, tmp_path: Path) -> None:
    (tmp_path / "a.en.md").write_text("old")
    (path,) = write(report, tmp_path, "a", ["md"])
    assert path.read_text(encoding="utf-8").startswith(f"{MARKDOWN_MARK}\n\n# A title")


def test_files_have_the_permissions_of_any_new_file(report: Report, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.touch()
    (path,) = write(report, tmp_path, "a", ["md"])
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(other.stat().st_mode)


def test_a_link_in_the_folder_is_replaced_and_not_written_through(report: Report, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("mine")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "a.en.md").symlink_to(outside)
    write(report, folder, "a", ["md"])
    assert outside.read_text() == "mine"


def test_an_unknown_format_says_which_there_are(report: Report, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="rtf") as caught:
        write(report, tmp_path, "a", ["md", "rtf"])
    assert "md, html, json" in caught.value.hint
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("stem", ["", "..", "../a", "a/b", "/a"])
def test_a_name_cannot_lead_out_of_the_folder(report: Report, tmp_path: Path, stem: str) -> None:
    with pytest.raises(UsageError):
        write(report, tmp_path / "out", stem)


def test_a_file_where_the_folder_should_be_is_told(report: Report, tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(OutputError, match="could not be written") as caught:
        write(report, tmp_path / "out", "a")
    assert "--output" in caught.value.hint


def test_a_name_too_long_is_told_and_leaves_nothing(report: Report, tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        write(report, tmp_path, "a" * 300)
    assert "too long" in caught.value.hint
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not Path("/dev/full").exists() or os.name != "posix", reason="needs a device that is always full")
def test_a_full_disk_is_told_and_leaves_nothing_behind(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.en.md").write_text("old")
    opened = Path.open
    with monkeypatch.context() as patched:
        patched.setattr(
            Path, "open", lambda self, mode, **more: opened(Path("/dev/full"), mode.replace("x", "w"), **more)
        )
        with pytest.raises(OutputError, match=os.strerror(errno.ENOSPC)) as caught:
            write(report, tmp_path, "a")
    assert "disk is full" in caught.value.hint
    assert [p.name for p in tmp_path.iterdir()] == ["a.en.md"]
    assert (tmp_path / "a.en.md").read_text() == "old"


@pytest.mark.parametrize("content", ["", "{}", "not json", '{"schema_version": "9"}'])
def test_what_is_not_a_report_is_told(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.report.json"
    path.write_text(content)
    with pytest.raises(InputError, match="not a report") as caught:
        load(path)
    assert caught.value.hint


def test_a_report_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load(tmp_path / "none.report.json")
