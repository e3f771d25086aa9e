"""`summarize runs`: what past batches did."""

import json
from pathlib import Path

import pytest

from cli.running import Run
from summarizer.settings import home
from summarizer.store import Entry, Store
from summarizer.store.job_queue import JobQueue

FAILED = Entry(
    path="坏\x1b/b.txt", key="2", status="failed", error="b.txt is\nbinary.", hint="Give text.", seconds=0.25
)


def _one_run(work: JobQueue) -> None:
    number = work.start_run(folder="文章", output="out", model="gpt-6-luna", files=3)
    work.record(number, Entry(path="a.txt", key="1", status="done", cost_usd=0.0125, seconds=9.5))
    work.record(number, FAILED)
    work.record(number, Entry(path="c.txt", key="3", status="skipped"))
    work.end_run(number, exit_code=3, cost_usd=0.0125)


@pytest.fixture
def past() -> None:
    """Run 1 ended with a file that failed; run 2 was killed after its first file."""
    with Store.open(home() / "store.sqlite") as store:
        work = store.work()
        _one_run(work)
        killed = work.start_run(folder="more", output="out", model="m", files=9)
        work.record(killed, Entry(path="x.txt", key="4", status="findings", cost_usd=0.5))


@pytest.mark.usefixtures("past")
def test_runs_are_listed_the_newest_first(run: Run) -> None:
    head, *rows = [line.split("\t") for line in run("runs").out.splitlines()]
    assert head == ["Run", "Started", "Folder", "Files", "Done", "Findings", "Failed", "Skipped", "Cost", "Exit code"]
    killed, ended = ([row[0], *row[2:]] for row in rows)
    assert killed == ["2", "more", "9", "0", "1", "0", "0", "$0.5000", "-"]
    assert ended == ["1", "文章", "3", "1", "0", "1", "1", "$0.0125", "3"]


@pytest.mark.usefixtures("past")
def test_only_the_last_runs_are_listed_as_json_too(run: Run) -> None:
    [only] = json.loads(run("runs", "--last", "1", "--format", "json").out)
    assert (only["id"], only["ended"], only["counts"], only["cost_usd"]) == (2, None, {"findings": 1}, 0.5)


@pytest.mark.usefixtures("past")
def test_the_files_of_a_run_are_shown(run: Run) -> None:
    outcome = run("runs", "show", "1")
    about = outcome.err.strip()
    assert about.startswith("Run 1, ")
    assert about.endswith(": 文章 → out, gpt-6-luna, $0.0125, exit code 3")
    assert outcome.out.splitlines()[1:] == [
        "a.txt\tdone\t9.5\t$0.0125\t",
        "c.txt\tskipped\t0.0\t$0.0000\t",
        "坏\\x1b/b.txt\tfailed\t0.2\t$0.0000\tb.txt is binary. Give text.",
    ]


@pytest.mark.usefixtures("past")
def test_only_the_failed_files_are_shown_as_json_too(run: Run) -> None:
    found = json.loads(run("runs", "show", "1", "--failed", "--format", "json").out)
    assert found["run"]["counts"] == {"done": 1, "failed": 1, "skipped": 1}
    assert found["files"] == [FAILED.model_dump(mode="json")]
    outcome = run("runs", "show", "2", "--failed")
    assert outcome.err.endswith("No failed files.\n")


def test_without_runs_it_is_said_how_to_make_one(run: Run) -> None:
    outcome = run("runs")
    assert (outcome.code, outcome.out) == (0, "")
    assert "summarize batch" in outcome.err
    assert run("runs", "--format", "json").out == "[]\n"


def test_a_run_that_is_not_there_is_wrong_usage(run: Run) -> None:
    outcome = run("runs", "show", "7")
    assert outcome.code == 2
    assert "no run 7" in outcome.err


def test_runs_are_read_from_the_store_that_is_set(
    run: Run, postgresql: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SUMMARIZER_STORE", postgresql)
    with Store.open(postgresql) as store:
        _one_run(store.work())
    assert json.loads(run("runs", "--format", "json").out)[0]["folder"] == "文章"
    monkeypatch.setenv("SUMMARIZER_STORE", postgresql.replace(":p%25w", ":wrong-secret"))
    outcome = run("runs")
    assert outcome.code == 1
    assert "lets nobody in with this user and password" in outcome.err
    assert "wrong-secret" not in outcome.err
