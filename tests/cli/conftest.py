"""Runs commands as the console script does, in this process, in an empty folder and with an empty environment."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.running import ARTICLE, Outcome, Run, called, signals_kept


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No setting reaches a test from outside, and signal handlers are as they were after it."""
    for name in list(os.environ):
        if name.startswith(("SUMMARIZER_", "OPENAI_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("SUMMARIZER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "100")
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    with signals_kept():
        yield


@pytest.fixture
def article() -> Path:
    """A short article in the current folder."""
    path = Path("article.txt")
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: str, stdin: bytes = b"") -> Outcome:
        return called(monkeypatch, capsys, *words, stdin=stdin)

    return run
