"""Whatever a user can get wrong is said in one or two lines on standard error, without a traceback, before anything is asked."""

from pathlib import Path

import pytest

from cli.running import ARTICLE, Run


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("translate", "missing.txt"), 2, "No such file: missing.txt"),
        (("translate", "."), 2, "'.' is a directory"),
        (("translate",), 2, "Missing argument"),
        (("tranlsate", "article.txt"), 2, "No such command"),
        (("translate", "article.txt", "--colour"), 2, "No such option"),
        (("translate", "article.txt", "--to", "de"), 2, "invalid value 'de' for --to (choose from en, en-US, en-GB)"),
        (("translate", "article.txt", "--from", "ja"), 2, "invalid value 'ja' for --from"),
        (("translate", "article.txt", "--format", "rtf"), 2, "choose from md, html, json"),
        (("translate", "article.txt", "--format", ","), 2, "--format"),
        (("translate", "article.txt", "--max-cost", "-1"), 2, "--max-cost"),
        (("translate", "article.txt", "--max-cost", "cheap"), 2, "--max-cost"),
        (("translate", "article.txt", "--concurrency", "0"), 2, "--concurrency"),
        (("translate", "article.txt", "--concurrency", "1000"), 2, "--concurrency"),
        (("translate", "article.txt", "--chunk-tokens", "0"), 2, "--chunk-tokens"),
        (("translate", "article.txt", "--glossary", "none.csv"), 2, "none.csv"),
        (("translate", "article.txt", "--glossary", "."), 2, "is a directory"),
        (("translate", "article.txt", "--prompts", "none"), 2, "none"),
        (("translate", "article.txt", "--base-url", "localhost"), 2, "it has to begin with http:// or https://"),
        (("translate", "article.txt", "--model", "gpt-none"), 2, "gpt-none needs a key or a server"),
        (("translate", "article.txt", "--model", "none.gguf"), 1, "There is no local model none.gguf"),
        (("translate", "article.txt", "--output", "article.txt"), 2, "article.txt"),
        (("translate", "article.txt", "-q", "-v"), 2, "--quiet and --verbose"),
        (("translate", "article.txt", "article.txt"), 2, "would both write"),
        (("inspect", "missing.txt"), 2, "No such file: missing.txt"),
        (("inspect", "empty.txt"), 1, "empty"),
        (("inspect", "blank.txt"), 1, ""),
        (("inspect", "picture.txt"), 1, ""),
        (("inspect", "english.txt"), 1, ""),
    ],
)
def test_a_mistake_is_said_in_two_lines(run: Run, article: Path, words: tuple[str, ...], code: int, said: str) -> None:
    Path("empty.txt").write_bytes(b"")
    Path("blank.txt").write_bytes(b" \n\n \n")
    Path("picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    Path("english.txt").write_text("Nothing in this file is Chinese, not a word of it.\n", encoding="utf-8")
    outcome = run(*words)
    lines = outcome.err.splitlines()
    assert outcome.code == code, outcome.err
    assert outcome.out == ""
    assert 1 <= len(lines) <= 2, outcome.err
    assert lines[0].startswith("Error: ")
    assert said in lines[0]


def test_a_glossary_that_cannot_be_read_names_the_line(run: Run, article: Path) -> None:
    Path("names.csv").write_text("王小明,Wang Xiaoming\n李四\n", encoding="utf-8")
    outcome = run("translate", "article.txt", "--model", "local", "--glossary", "names.csv")
    assert outcome.code == 2
    assert "names.csv" in outcome.err
    assert "2" in outcome.err


def test_a_prompt_that_misspells_a_variable_is_named(run: Run, article: Path) -> None:
    folder = Path("own/translate")
    folder.mkdir(parents=True)
    wrong = "---\npurpose: test\nvariables:\n  sentence: it\n---\n# User\n{{ sentense }}\n"
    (folder / "sentence.md").write_text(wrong, encoding="utf-8")
    outcome = run("inspect", "article.txt", "--model", "local", "--prompts", "own")
    assert outcome.code == 2
    assert "translate/sentence.md" in outcome.err
    assert "sentense" in outcome.err


def test_a_bad_value_names_the_file_or_the_variable_it_stands_in(
    run: Run, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("summarizer.toml").write_text("concurrency = 0\n", encoding="utf-8")
    outcome = run("inspect", "article.txt")
    assert outcome.code == 2
    assert "concurrency in" in outcome.err
    assert "summarizer.toml" in outcome.err
    Path("summarizer.toml").unlink()
    monkeypatch.setenv("SUMMARIZER_CONCURRENCY", "many")
    assert "invalid value 'many' for SUMMARIZER_CONCURRENCY" in run("inspect", "article.txt").err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("modle = 'x'\n", "modle, which is not a setting"),
        ("api_key = 'sk-0'\n", "holds api_key"),
        ("model = \n", "cannot be read"),
    ],
)
def test_a_settings_file_that_cannot_be_used_is_named(run: Run, article: Path, text: str, said: str) -> None:
    Path("summarizer.toml").write_text(text, encoding="utf-8")
    outcome = run("config")
    assert outcome.code == 2
    assert said in outcome.err
    assert "summarizer.toml" in outcome.err
    assert "sk-0" not in outcome.err


def test_results_that_would_overwrite_each_other_are_refused_before_anything_is_asked(run: Run, article: Path) -> None:
    Path("article.html").write_text(f"<p>{ARTICLE}</p>", encoding="utf-8")
    Path("other").mkdir()
    Path("other/article.txt").write_text(ARTICLE, encoding="utf-8")
    beside = run("translate", "article.txt", "article.html")
    assert beside.code == 2
    assert "article.txt and article.html would both write" in beside.err
    gathered = run("translate", "article.txt", "other/article.txt", "--output", "out")
    assert gathered.code == 2
    assert not Path("out").exists()


def test_a_folder_that_takes_no_files_is_seen_before_anything_is_asked(run: Run, article: Path) -> None:
    outcome = run("translate", "article.txt", "--output", "article.txt/deeper")
    assert outcome.code == 1
    assert "No files can be written" in outcome.err
