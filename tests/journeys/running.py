"""How the journeys run the program: the real command line, in this process or in one of its own, against a scripted server."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

import pytest
from articles.shelf import library_english, library_text

from summarizer.report import Report

ROOT = Path(__file__).parents[2]
SENTENCES = library_english()
START = [sys.executable, "-c", "from summarizer.cli import main; main()"]
"""What the console script does."""
SET_BY_USERS = ("SUMMARIZER_", "OPENAI_")


class Served(Protocol):
    """A server that stands for a model's provider."""

    base_url: str


def lay_out(folder: Path, name: str = "library.txt", text: str | None = None) -> Path:
    """The short article as a file."""
    path = folder / name
    path.write_text(library_text() if text is None else text, encoding="utf-8")
    return path


def environment(server: Served, home: Path) -> dict[str, str]:
    """Ours without what the user has set, with the server's."""
    ours = {k: v for k, v in os.environ.items() if not k.startswith(SET_BY_USERS)}
    return ours | {
        "SUMMARIZER_HOME": str(home),
        "OPENAI_BASE_URL": server.base_url,
        "OPENAI_API_KEY": "sk-test-0123456789",
        "SUMMARIZER_MODEL": "some-model",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "100",
    }


def reach(server: Served, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same environment for what runs in this process."""
    for name in [n for n in os.environ if n.startswith(SET_BY_USERS)]:
        monkeypatch.delenv(name)
    for name, value in environment(server, home).items():
        monkeypatch.setenv(name, value)


def start(*words: str, cwd: Path, environ: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*START, *words], cwd=cwd, env=dict(environ), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Waits for something to happen in another process."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def report_of(folder: Path, stem: str = "library") -> Report:
    return Report.model_validate_json((folder / f"{stem}.report.json").read_bytes())


def by_hand(report: Report) -> set[str]:
    """Segments whose English is the one made by hand, to the letter."""
    return {s.id for s in report.segments if s.target == SENTENCES.get(s.source.strip())}


def missing(report: Report) -> set[str]:
    return {s.id for s in report.segments if s.status == "failed"}


def errors(report: Report) -> set[str]:
    return {f.segment for f in report.findings if f.severity == "error" and f.segment}
