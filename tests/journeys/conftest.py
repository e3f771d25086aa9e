"""Runs the command line in this process, in an empty folder; no setting of the user's reaches it."""

import os
import signal
import sys
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Protocol

import pytest
from cli.running import Outcome
from scripted_server import ScriptedServer

from journeys.running import environment
from summarizer.cli import main
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
        for name in [n for n in os.environ if n.startswith(("SUMMARIZER_", "OPENAI_"))]:
            monkeypatch.delenv(name)
        for name, value in environment(server, tmp_path / "home").items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["summarize", "translate", *words])
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main()
        outcome = Outcome(int(ended.value.code or 0), *capfd.readouterr())
        assert "Traceback" not in outcome.err
        return outcome

    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    yield run
    for one, handler in before.items():
        signal.signal(one, handler)
