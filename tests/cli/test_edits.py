"""Work by hand: corrections are applied in every later run, edited results stay, own results are no articles; and the cache."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from scripted_server import ScriptedServer, scripted

from cli.running import ARTICLE, Run


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    with scripted() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test-0123456789")
        yield server


def segments(path: str = "article.report.json") -> dict[str, dict[str, object]]:
    return {s["id"]: s for s in json.loads(Path(path).read_text(encoding="utf-8"))["segments"]}


@pytest.mark.usefixtures("article", "server")
class TestCorrections:
    def test_a_correction_is_made_applied_and_marked_in_every_later_run(self, run: Run) -> None:
        run("translate", "article.txt")
        last = list(segments())[-1]
        outcome = run("edit", "article.txt", "--set", f"{last}=Li Si thinks it will take time.", "--note", "checked")
        assert "Added 1 correction to article.edits.toml" in outcome.err
        for more in ((), ("--no-cache",)):
            assert run("translate", "article.txt", *more).code in (0, 3)
            own = segments()[last]
            assert (own["target"], own["edited"]) == ("Li Si thinks it will take time.", True)
        assert "Li Si thinks it will take time." in Path("article.en.md").read_text(encoding="utf-8")

    def test_segments_are_copied_to_be_changed_in_the_file(self, run: Run) -> None:
        run("translate", "article.txt")
        first, *_ = segments()
        assert run("edit", "article.txt", first).code in (0, 3)
        text = Path("article.edits.toml").read_text(encoding="utf-8")
        assert str(segments()[first]["source"]).strip() in text
        assert run("edit", "article.txt", "p99.s1").code == 2

    def test_a_name_is_corrected_for_the_whole_folder(self, run: Run) -> None:
        Path("other.txt").write_text("李四谈技术\n\n李四表示：“技术会改变整个行业。”\n", encoding="utf-8")
        run("edit", "article.txt", "--name", "李四=Lee Szu")
        run("translate", "other.txt")
        terms = json.loads(Path("other.report.json").read_text(encoding="utf-8"))["terms"]
        assert [t["target"] for t in terms if t["source"] == "李四"] == ["Lee Szu"]

    def test_what_was_written_by_hand_stays_when_more_is_added(self, run: Run) -> None:
        Path("article.edits.toml").write_text("# mine\n[names]\n'王小明' = 'Sam' # stays\n", encoding="utf-8")
        run("edit", "article.txt", "--name", "李四=Lee")
        text = Path("article.edits.toml").read_text(encoding="utf-8")
        assert "# mine" in text
        assert "# stays" in text
        assert json.loads(run("edit", "article.txt", "--json").out)["names"] == {"李四": "Lee", "王小明": "Sam"}

    def test_one_without_a_sentence_is_said(self, run: Run) -> None:
        Path("article.edits.toml").write_text("[[edit]]\nsource='没有这句'\ntarget='x'\n", encoding="utf-8")
        outcome = run("edit", "article.txt")
        assert outcome.code == 3
        assert "no such sentence" in outcome.out

    def test_a_bad_file_is_found_before_anything_is_asked(self, run: Run, server: ScriptedServer) -> None:
        Path("article.edits.toml").write_text("[[edit]]\nsource='x'\n", encoding="utf-8")
        assert run("translate", "article.txt").code == 2
        assert run("batch", "article.txt", "-o", "out").code == 2
        assert server.count() == 0


@pytest.mark.usefixtures("article", "server")
class TestEditedResults:
    def test_one_that_was_edited_stays_and_is_said(self, run: Run) -> None:
        run("translate", "article.txt")
        Path("article.en.md").write_text("my own words", encoding="utf-8")
        again = run("translate", "article.txt", "--chinese-names")
        assert "Kept article.en.md: it was edited" in again.err
        assert Path("article.en.md").read_text(encoding="utf-8") == "my own words"
        run("translate", "article.txt", "--overwrite")
        assert Path("article.en.md.bak").read_text(encoding="utf-8") == "my own words"
        assert Path("article.en.md").read_text(encoding="utf-8") != "my own words"

    def test_a_folder_in_its_place_is_told_of_before_anything_is_paid(self, run: Run, server: ScriptedServer) -> None:
        Path("article.en.md").mkdir()
        assert "A folder has the name of the file" in run("translate", "article.txt").err
        assert server.count() == 0

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
    @pytest.mark.parametrize("command", ["translate", "batch"])
    def test_a_pipe_in_its_place_is_not_waited_for(self, run: Run, command: str) -> None:
        Path("out").mkdir()
        os.mkfifo("out/article.report.json")
        assert run(command, "article.txt", "-o", "out").code in (0, 3)
        assert Path("out/article.report.json").is_file()

    def test_one_that_was_not_edited_is_replaced(self, run: Run) -> None:
        run("translate", "article.txt")
        Path("article.txt").write_text(ARTICLE.replace("李四", "张三"), encoding="utf-8")
        again = run("translate", "article.txt")
        assert "Kept" not in again.err
        assert "张三" in Path("article.report.json").read_text(encoding="utf-8")

    def test_a_batch_keeps_it_too(self, run: Run) -> None:
        run("batch", "article.txt", "-o", "out")
        Path("out/article.en.md").write_text("my own words", encoding="utf-8")
        for more in ((), ("--chinese-names",), ("--no-cache",)):
            assert "edited file" in run("batch", "article.txt", "-o", "out", *more).err
            assert Path("out/article.en.md").read_text(encoding="utf-8") == "my own words"
        [row] = json.loads(Path("out/batch-report.json").read_text(encoding="utf-8"))["files"]
        assert row["kept"] == ["article.en.md"]
        run("batch", "article.txt", "-o", "out", "--overwrite")
        assert Path("out/article.en.md.bak").read_text(encoding="utf-8") == "my own words"


@pytest.mark.usefixtures("article", "server")
class TestOwnResults:
    def test_they_are_no_articles_whatever_their_names(self, run: Run, server: ScriptedServer) -> None:
        run("translate", "article.txt")
        asked = server.count()
        Path("article.en.html").rename("story.html")
        Path("article.en.md").rename("story.md")
        outcome = run("translate", "story.html")
        assert outcome.code == 2
        assert "is a result of this program" in outcome.err
        outcome = run("translate", "story.html", "story.md", "article.txt")
        assert outcome.err.count("Skipped") == 2
        outcome = run("batch", ".", "-o", "out")
        assert "results of this program skipped" in outcome.err
        assert [row["path"] for row in json.loads(Path("out/batch-report.json").read_bytes())["files"]] == [
            "article.txt"
        ]
        assert server.count() <= 2 * asked

    def test_the_page_of_a_folder_is_none_for_a_pattern(self, run: Run) -> None:
        run("batch", "article.txt", "-o", "out")
        outcome = run("batch", "out/*.html", "-o", "again")
        assert outcome.code == 1
        assert "no articles" in outcome.err

    def test_a_second_folder_does_not_overwrite_the_results_of_the_first(self, run: Run) -> None:
        for name, who in (("one", "李四"), ("two", "张三")):
            Path(name).mkdir()
            Path(name, "a.txt").write_text(ARTICLE.replace("李四", who), encoding="utf-8")
        run("batch", "one", "-o", "out")
        refused = run("batch", "two", "-o", "out")
        assert refused.code == 2
        assert "another a.txt" in refused.err
        Path("one").rename("moved")
        assert run("batch", "moved", "-o", "out").code in (0, 3)

    def test_leftovers_are_reported_and_pruned(self, run: Run) -> None:
        Path("in").mkdir()
        for name in ("a", "b"):
            Path("in", f"{name}.txt").write_text(ARTICLE.replace("论坛", f"论坛{name}"), encoding="utf-8")
        run("batch", "in", "-o", "out")
        Path("in/b.txt").unlink()
        outcome = run("batch", "in", "-o", "out", "--format", "md")
        assert "5 files in the folder belong to no article" in outcome.err
        assert "Deleted 5 files" in run("batch", "in", "-o", "out", "--format", "md", "--prune").err
        names = sorted(p.name for p in Path("out").iterdir())
        assert names == ["a.en.md", "batch-report.csv", "batch-report.json", "index.html"]

    def test_copies_are_counted_once(self, run: Run) -> None:
        Path("in").mkdir()
        for name in ("a", "b"):
            Path("in", f"{name}.txt").write_text(ARTICLE, encoding="utf-8")
        assert "1  of these are copies" in run("batch", "in", "-o", "out").err
        cast = json.loads(run("speakers", "out", "--json").out)
        assert all(len(person["seen"]) == 1 for person in cast)


@pytest.mark.usefixtures("article", "server")
class TestCache:
    def test_an_article_is_listed_and_deleted_with_its_words(self, run: Run, tmp_path: Path) -> None:
        Path("other.txt").write_text(ARTICLE.replace("李四", "张三"), encoding="utf-8")
        run("translate", "article.txt")
        run("batch", "other.txt", "-o", "out")
        listed = json.loads(run("cache", "list", "--json").out)
        assert {name for one in listed for name in one["names"]} >= {"article.en.md", "other.en.md"}
        assert json.loads(run("cache", "size", "--json").out)["articles"] == 2
        assert "Deleted" in run("cache", "purge", "article.txt").err
        assert run("cache", "purge", listed[0]["sha256"][:12]).code in (0, 2)
        run("cache", "purge", "--all")
        assert json.loads(run("cache", "list", "--json").out) == []
        for file in (tmp_path / "home").glob("store.sqlite*"):
            assert "王小明".encode() not in file.read_bytes()

    def test_it_is_the_owners_alone(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "home").mkdir(mode=0o755, exist_ok=True)
        run("translate", "article.txt")
        assert (tmp_path / "home").stat().st_mode & 0o777 == 0o700
        files = list((tmp_path / "home").glob("store.sqlite*"))
        assert files
        assert {file.stat().st_mode & 0o777 for file in files} == {0o600}

    def test_what_is_not_there_cannot_be_deleted(self, run: Run) -> None:
        assert run("cache", "purge", "nothing.txt").code == 2
        assert run("cache", "purge").code == 2
