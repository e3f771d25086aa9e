"""Runs the command line in this process, in an empty folder; no setting of the user's reaches it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from cli.running import Outcome, called, signals_kept
from scripted_server import ScriptedServer

from journeys.running import reach
from summarizer.llm import retrying


class Translate(Protocol):
    def __call__(self, server: ScriptedServer, *words: str, stdin: bytes = b"") -> Outcome: ...


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program's own tries again follow each other at once."""
    monkeypatch.setattr(retrying, "USUAL", retrying.Retry(first_wait_seconds=0.02))


@pytest.fixture
def translate(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Translate]:
    """`summarize translate` with these words. What escapes as a traceback fails the test."""

    def run(server: ScriptedServer, *words: str, stdin: bytes = b"") -> Outcome:
        reach(server, tmp_path / "home", monkeypatch)
        outcome = called(monkeypatch, capfd, "translate", *words, stdin=stdin)
        assert "Traceback" not in outcome.err
        return outcome

    with signals_kept():
        yield run
