"""Human work is never overwritten: results that were edited, leftovers of earlier batches, copies."""

from pathlib import Path

import pytest

from summarizer.batch.leftovers import Previous, leftovers, prune
from summarizer.batch.results import NEARLY_ALL, ArticleResult, mostly_failed
from summarizer.common.kept import digest, write_unless_edited


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.en.md"


def test_a_file_as_it_was_written_is_replaced(file: Path) -> None:
    file.write_text("one", encoding="utf-8")
    done = write_unless_edited(file.parent, {file: "two"}, {file: digest("one")})
    assert (file.read_text(encoding="utf-8"), done.kept) == ("two", ())


def test_an_edited_file_stays_and_is_reported(file: Path) -> None:
    file.write_text("mine", encoding="utf-8")
    done = write_unless_edited(file.parent, {file: "two"}, {file: digest("one")})
    assert (file.read_text(encoding="utf-8"), done.kept, done.digests) == ("mine", (file,), {file: digest("one")})


def test_a_file_that_nobody_knows_stays(file: Path) -> None:
    file.write_text("mine", encoding="utf-8")
    assert write_unless_edited(file.parent, {file: "two"}, {}).kept == (file,)


def test_overwriting_keeps_every_edit_beside(file: Path) -> None:
    for text in ("mine", "mine again"):
        file.write_text(text, encoding="utf-8")
        write_unless_edited(file.parent, {file: "two"}, {file: digest("two")}, overwrite=True)
    assert file.read_text(encoding="utf-8") == "two"
    copies = [file.with_name("a.en.md.bak"), file.with_name("a.en.md.bak2")]
    assert [copy.read_text(encoding="utf-8") for copy in copies] == ["mine", "mine again"]


def test_what_is_the_same_is_not_touched(file: Path) -> None:
    file.write_text("two", encoding="utf-8")
    before = file.stat().st_mtime_ns
    assert write_unless_edited(file.parent, {file: "two"}, {}).kept == ()
    assert file.stat().st_mtime_ns == before


class TestLeftovers:
    def row(self, path: str, *files: str, **more: object) -> ArticleResult:
        outputs = {name: digest(name) for name in files}
        return ArticleResult.model_validate({"path": path, "status": "done", "outputs": outputs, **more})

    def lay(self, folder: Path, *names: str) -> None:
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(name, encoding="utf-8")

    def test_results_of_an_article_that_is_gone_and_of_a_format_no_longer_wanted(self, tmp_path: Path) -> None:
        self.lay(tmp_path, "a.en.md", "a.en.html", "x/b.en.md")
        rows = {"a.txt": self.row("a.txt", "a.en.md", "a.en.html"), "x/b.txt": self.row("x/b.txt", "x/b.en.md")}
        left = leftovers(tmp_path, Previous(rows, {}), [self.row("a.txt", "a.en.md")])
        assert list(left) == ["a.en.html", "x/b.en.md"]
        assert leftovers(tmp_path, Previous({}, left), [self.row("a.txt", "a.en.md")]) == left
        deleted, stays = prune(tmp_path, left)
        assert (deleted, stays) == (["a.en.html", "x/b.en.md"], {})
        assert [p.name for p in tmp_path.rglob("*")] == ["a.en.md"]

    def test_what_an_article_has_from_before_is_none_while_it_fails(self, tmp_path: Path) -> None:
        self.lay(tmp_path, "a.en.md")
        before = Previous({"a.txt": self.row("a.txt", "a.en.md")}, {})
        assert leftovers(tmp_path, before, [self.row("a.txt", status="failed")]) == {}

    def test_an_edited_one_is_never_deleted(self, tmp_path: Path) -> None:
        self.lay(tmp_path, "a.en.md")
        (tmp_path / "a.en.md").write_text("mine", encoding="utf-8")
        assert prune(tmp_path, {"a.en.md": digest("a.en.md")}) == ([], {"a.en.md": digest("a.en.md")})
        assert (tmp_path / "a.en.md").exists()

    @pytest.mark.parametrize("name", ["../mine.txt", "/etc/hostname"])
    def test_nothing_outside_the_folder_is_deleted(self, name: str, tmp_path: Path) -> None:
        (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
        inside = tmp_path / "out"
        inside.mkdir()
        assert leftovers(inside, Previous({}, {name: digest("mine")}), []) == {}
        assert prune(inside, {name: digest("mine")})[0] == []
        assert (tmp_path / "mine.txt").exists()


def test_nearly_all_failed_is_a_failure_and_less_is_not() -> None:
    assert mostly_failed(101, 103) == "101 of 103 sentences were not translated."
    assert mostly_failed(9, 10) == "9 of 10 sentences were not translated."
    assert mostly_failed(89, 100) == ""
    assert NEARLY_ALL == 0.9
