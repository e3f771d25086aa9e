"""Folders through a provider's Batch API, by the real command line: in waves, at half the price, and over the end of a process."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from batch_server import BatchServer, Ending, batch_server
from cli.running import Outcome, Run, called, signals_kept
from wire import runtimes

from journeys import running
from journeys.folders import articles_in, lay
from journeys.running import SENTENCES, until
from summarizer.llm.provider_batch import polling
from summarizer.report import Report

ANSWERS = runtimes.by_hand(SENTENCES)
FAST = polling.PollingPolicy(quiet=0.1, longest_gathering=2, first_poll=0.02, longest_poll=0.05, lease=1, patience=5)
BATCH = ("batch", "in", "-o", "out", "--provider-batch")
START = (
    "from summarizer.llm.provider_batch import polling\n"
    "polling.POLLING = polling.PollingPolicy(quiet=0.1, longest_gathering=2, first_poll=0.02, longest_poll=0.05, lease=1, patience=5)\n"
    "from summarizer.cli import main; main()"
)
"""The console script, with the waits made short."""


def environment(server: BatchServer, home: Path) -> dict[str, str]:
    """As wide as its tables."""
    return running.environment(server, home) | {"COLUMNS": "200"}


@pytest.fixture
def server() -> Iterator[BatchServer]:
    with batch_server(answer=ANSWERS) as server:
        yield server


@pytest.fixture
def run(
    server: BatchServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """The command line in this process, in a folder of its own, with that server."""
    monkeypatch.setattr(polling, "POLLING", FAST)
    monkeypatch.chdir(tmp_path)
    running.reach(server, tmp_path / "home", monkeypatch)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words: str, stdin: bytes = b"") -> Outcome:
        outcome = called(monkeypatch, capfd, *words, stdin=stdin)
        assert "Traceback" not in outcome.err
        return outcome

    with signals_kept():
        yield run


def test_a_folder_goes_in_waves_and_comes_out_complete(server: BatchServer, run: Run, tmp_path: Path) -> None:
    lay(tmp_path / "in", range(3))
    ended = run(*BATCH)
    assert ended.code == 0, ended.err
    assert len(articles_in(tmp_path / "out")) == 9
    for path in (tmp_path / "out").glob("*.report.json"):
        assert all(one.target for one in Report.model_validate_json(path.read_bytes()).segments)
    first = server.waves()[0]
    assert first == {"brief_article": 3}
    assert len(server.batches) <= 12
    assert set(server.paid.values()) == {1}
    listed = run("batch", "status")
    assert listed.out.count("completed") == len(server.batches)
    assert "not collected" not in listed.out


def test_a_killed_batch_is_taken_over_and_nothing_is_paid_twice(server: BatchServer, run: Run, tmp_path: Path) -> None:
    lay(tmp_path / "in", range(2))
    server.held = True
    command = [sys.executable, "-c", START, *BATCH]
    with subprocess.Popen(command, cwd=tmp_path, env=environment(server, tmp_path / "home")) as process:
        until(lambda: "in_progress" in server.states)
        process.kill()
    assert "in_progress, not collected" in run("batch", "status").out
    server.held = False
    ended = run(*BATCH)
    assert ended.code in (0, 3), ended.err
    assert set(server.paid.values()) == {1}
    assert server.waves()[0] == {"brief_article": 2}
    assert all("brief_article" not in wave for wave in server.waves()[1:])


def test_an_interrupt_leaves_the_batch_running_and_says_how_to_go_on(
    server: BatchServer, run: Run, tmp_path: Path
) -> None:
    lay(tmp_path / "in", range(2))
    server.held = True
    command = [sys.executable, "-c", START, *BATCH]
    environ = environment(server, tmp_path / "home")
    with subprocess.Popen(command, cwd=tmp_path, env=environ, stderr=subprocess.PIPE) as process:
        until(lambda: "in_progress" in server.states)
        process.send_signal(signal.SIGINT)
        said = (process.communicate(timeout=30)[1] or b"").decode()
    assert process.returncode == 130
    assert "keep running at the provider" in said
    assert "summarize batch status" in said
    assert server.states == ["in_progress"]
    found = json.loads(run("batch", "status", "--json").out)
    assert [(one["id"], one["state"], one["questions"]) for one in found] == [("batch_1", "in_progress", 2)]
    assert run("batch", "cancel", "batch_9").code == 2
    assert "batch_1: cancelling" in run("batch", "cancel", "--all").err
    server.held = False
    assert run(*BATCH).code == 0
    assert server.states[0] == "cancelled"
    assert "No batches in progress." in run("batch", "cancel", "--all").err


def test_a_batch_that_expires_costs_time_and_nothing_else(tmp_path: Path, run: Run, server: BatchServer) -> None:
    lay(tmp_path / "in", range(2))
    server.script = lambda number, bodies: Ending("expired", after=1) if number <= 2 else None
    ended = run(*BATCH)
    assert ended.code == 0, ended.err
    assert server.states.count("expired") == 2
    assert set(server.paid.values()) == {1}


def test_a_dry_run_asks_nobody_and_reckons_half_the_price(server: BatchServer, run: Run, tmp_path: Path) -> None:
    lay(tmp_path / "in", [1])
    dry = ("batch", "in", "-o", "out", "--dry-run", "--model", "gpt-6-luna", "--base-url", "https://api.openai.com/v1")
    usual, half = run(*dry), run(*dry, "--provider-batch")
    assert "half price" in half.out
    assert "half price" not in usual.out
    assert "waves" in half.out
    assert server.calls.total() == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--model", "local"), "--provider-batch needs a hosted model"),
        (("--no-cache",), "--provider-batch and --no-cache are mutually exclusive"),
    ],
)
def test_what_cannot_go_together_is_wrong_usage(
    server: BatchServer, run: Run, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    lay(tmp_path / "in", [1])
    for more in ((), ("--dry-run",)):
        ended = run(*BATCH, *words, *more)
        assert (ended.code, said in ended.err) == (2, True), ended.err
    assert server.calls.total() == 0


def test_a_folder_with_a_commands_name_is_reached_by_its_path(server: BatchServer, run: Run, tmp_path: Path) -> None:
    lay(tmp_path / "status", [1])
    assert run("batch", "./status", "-o", "out", "--provider-batch").code == 0
    assert len(articles_in(tmp_path / "out")) == 3
    assert "completed" in run("batch", "status").out
