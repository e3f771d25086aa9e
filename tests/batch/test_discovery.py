import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from summarizer.batch.discovery import Search, find, wanted
from summarizer.errors import UsageError


def lay(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("文", encoding="utf-8")


def names(search: Search) -> list[str]:
    return [found.name for found in search.articles]


def look(
    folder: Path, *given: str, output: str = "out", include: Sequence[str] = (), exclude: Sequence[str] = ()
) -> Search:
    return find([str(folder / one) for one in given], folder / output, include=include, exclude=exclude)


def test_a_folder_is_searched_to_its_bottom_and_in_order(tmp_path: Path) -> None:
    lay(tmp_path, "in/b.txt", "in/a/z.HTML", "in/a/y.md", "in/picture.jpg", "in/a/style.css")
    found = look(tmp_path, "in")
    assert names(found) == ["a/y.md", "a/z.HTML", "b.txt"]
    assert found.others == {".jpg": 1, ".css": 1}


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    lay(tmp_path, "in/a.txt", "in/.b.txt", "in/.git/c.txt")
    assert names(look(tmp_path, "in")) == ["a.txt"]


def test_an_output_folder_inside_is_not_searched_and_results_are_never_articles(tmp_path: Path) -> None:
    lay(tmp_path, "in/a.txt", "in/out/b.txt", "in/c.en.md", "in/c.en.html", "in/c.report.json")
    lay(tmp_path, "in/earlier/batch-report.json", "in/earlier/index.html", "in/own/index.html")
    assert names(look(tmp_path, "in", output="in/out")) == ["a.txt", "own/index.html"]
    lay(tmp_path, "here/a.txt", "here/a.en.md", "here/index.html", "here/batch-report.json", "here/batch-report.csv")
    assert names(look(tmp_path, "here", output="here")) == ["a.txt"]


def test_links_to_files_are_followed_and_links_to_folders_are_not_so_no_loop_is_endless(tmp_path: Path) -> None:
    lay(tmp_path, "in/a/b.txt", "elsewhere/c.txt")
    (tmp_path / "in/a/loop").symlink_to(tmp_path / "in")
    (tmp_path / "in/away").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in/c.txt").symlink_to(tmp_path / "elsewhere/c.txt")
    (tmp_path / "in/nowhere.txt").symlink_to(tmp_path / "no such file")
    assert names(look(tmp_path, "in")) == ["a/b.txt", "c.txt"]


def test_a_pipe_is_no_article(tmp_path: Path) -> None:
    lay(tmp_path, "in/a.txt")
    os.mkfifo(tmp_path / "in" / "pipe.txt")
    assert names(look(tmp_path, "in")) == ["a.txt"]


def test_several_folders_keep_their_names_and_files_named_themselves_are_taken_as_they_are(tmp_path: Path) -> None:
    lay(tmp_path, "one/a.txt", "two/a.txt", "three/letter.doc", "three/.hidden")
    found = look(tmp_path, "one", "two", "three/letter.doc", "three/.hidden")
    assert names(found) == [".hidden", "letter.doc", "one/a.txt", "two/a.txt"]


def test_files_that_would_have_one_name_are_told_apart_by_the_folders_above_them(tmp_path: Path) -> None:
    lay(tmp_path, "2023/news/a.txt", "2024/news/a.txt", "2024/news/b.txt", "2024/c.txt", "2023/c.txt")
    assert names(look(tmp_path, "2023/news", "2024/news")) == ["2023/news/a.txt", "2024/news/a.txt", "news/b.txt"]
    assert names(look(tmp_path, "2024/c.txt", "2023/c.txt")) == ["2023/c.txt", "2024/c.txt"]


def test_names_that_are_printed_alike_are_still_two(tmp_path: Path) -> None:
    lay(tmp_path, r"in/\xff.txt")
    Path(os.fsdecode(bytes(tmp_path / "in") + b"/\xff.txt")).write_text("文", encoding="utf-8")
    found = look(tmp_path, "in")
    assert len(set(names(found))) == len(found.articles) == 2


def test_a_name_never_leads_upwards(tmp_path: Path) -> None:
    lay(tmp_path, "in/deep/er/b.txt", "in/a.txt", "c.txt")
    assert names(look(tmp_path, "in/*/../a.txt")) == ["a.txt"]
    assert names(look(tmp_path, "in/*/../../c.txt")) == ["c.txt"]


def test_what_is_given_twice_is_there_once(tmp_path: Path) -> None:
    lay(tmp_path, "in/a.txt")
    assert len(look(tmp_path, "in/a.txt", "in/a.txt").articles) == 1


def test_a_pattern_goes_into_folders_and_names_begin_after_its_fixed_part(tmp_path: Path) -> None:
    lay(tmp_path, "in/a.txt", "in/deep/er/b.txt", "in/c.html")
    assert names(look(tmp_path, "in/**/*.txt")) == ["a.txt", "deep/er/b.txt"]
    with pytest.raises(UsageError, match="No file matches"):
        look(tmp_path, "in/*.pdf")
    with pytest.raises(UsageError, match="no file or folder"):
        look(tmp_path, "elsewhere")


def test_a_name_that_is_no_utf_8_can_be_printed_and_told_from_another(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in (b"\xff.txt", b"\xfe.txt"):
        Path(os.fsdecode(bytes(tmp_path / "in") + b"/" + name)).write_text("文", encoding="utf-8")
    assert names(look(tmp_path, "in")) == ["\\xfe.txt", "\\xff.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder")
def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    lay(tmp_path, "in/a.txt", "in/closed/b.txt")
    (tmp_path / "in/closed").chmod(0)
    try:
        [(folder, why)] = look(tmp_path, "in").unreadable
    finally:
        (tmp_path / "in/closed").chmod(0o755)
    assert folder.endswith("closed")
    assert "Permission" in why


@pytest.mark.parametrize(
    ("name", "include", "exclude", "taken"),
    [
        ("a.txt", (), (), True),
        ("a.ppt", (), (), False),
        ("a.ppt", ("*.ppt",), (), True),
        ("a.txt", ("*.pdf",), (), False),
        ("2024/a.txt", ("2024/*",), (), True),
        ("2024/deep/a.txt", ("2024/*",), (), True),
        ("2024/a.txt", (), ("2024/",), False),
        ("A.TXT", ("a*",), (), True),
        ("drafts/a.txt", (), ("*draft*",), False),
        ("a.en.md", ("*",), (), False),
    ],
)
def test_which_names_are_taken(name: str, include: Sequence[str], exclude: Sequence[str], taken: bool) -> None:
    assert wanted(name, include, exclude) is taken
