"""What is kept of runs and articles."""

import pytest

from summarizer.errors import UsageError
from summarizer.report import Receipt
from summarizer.store import Entry, Outcome, Store
from summarizer.store.job_queue import PAGE, Queued

DONE = Outcome(status="done")
FAILED = Outcome(status="failed", error="Nothing to translate.", exit_code=1)


def test_an_outcome_is_kept_with_its_report_until_another_takes_its_place(place: str) -> None:
    with Store.open(place) as store:
        work = store.work()
        assert work.finished("k") is None
        work.finish("k", FAILED, None)
        assert work.finished("k") == (FAILED, None)
        work.finish("k", DONE, b"the report", "sha")
        assert work.finished("k") == (DONE, b"the report")


def test_a_run_is_listed_with_its_files_and_what_became_of_them(place: str) -> None:
    with Store.open(place) as store:
        work = store.work()
        first = work.start_run(folder="in", output="out", model="m", files=2)
        second = work.start_run(folder="in", output="out", model="m", files=1)
        work.record(first, Entry(path="b.txt", key="2", status="failed", error="No.", hint="Do.", cost_usd=None))
        work.record(first, Entry(path="a.txt", key="1", status="failed"))
        work.record(first, Entry(path="a.txt", key="1", status="done", cost_usd=0.5, seconds=2.5, input_tokens=7))
        assert work.about(first).cost_usd is None
        work.end_run(first, exit_code=3, cost_usd=0.5)
        assert [run.id for run in work.runs()] == [second, first]
        assert [run.id for run in work.runs(last=1)] == [second]
        run, entries = work.run(first)
        assert run == work.runs()[1]
        assert run.counts == {"done": 1, "failed": 1}
        assert (run.exit_code, run.cost_usd, run.files) == (3, 0.5, 2)
        assert run.ended is not None
        assert run.ended >= run.started
        assert [(e.path, e.status, e.cost_usd, e.input_tokens) for e in entries] == [
            ("a.txt", "done", 0.5, 7),
            ("b.txt", "failed", None, 0),
        ]
        assert work.run(second)[0].ended is None
        assert work.open_runs() == []


def test_the_articles_of_a_run_wait_until_something_became_of_them(place: str) -> None:
    with Store.open(place) as store:
        work = store.work()
        run = work.start_run(folder="in", output="out", model="m", files=PAGE + 2, config="{}")
        work.add(run, (Queued(f"{n:05}.txt", f"/in/{n:05}.txt", f"{n:05}") for n in range(PAGE + 2)))
        pages = list(work.pages(run, "queued"))
        assert [len(page) for page in pages] == [PAGE, 2]
        assert (
            pages[1][1]
            == work.queued(run, f"{PAGE + 1:05}.txt")
            == Queued(f"{PAGE + 1:05}.txt", f"/in/{PAGE + 1:05}.txt", f"{PAGE + 1:05}")
        )
        assert work.waiting(run)
        assert [one.id for one in work.open_runs()] == [run]
        work.record(run, Entry(path="00001.txt", key="k", status="failed", error="No."), '{"path":"00001.txt"}')
        [(at, result)] = work.done_since(run, 0)
        assert result == work.result(run, "00001.txt") == '{"path":"00001.txt"}'
        assert work.done_since(run, at) == []
        for page in pages:
            work.leave(run, [one.path for one in page], "Cancelled.")
        assert not work.waiting(run)
        assert work.about(run).counts == {"failed": 1, "not begun": PAGE + 1}
        results = list(work.results(run))
        assert len(results) == PAGE + 2
        assert results[:2] == [
            '{"path": "00000.txt", "status": "not begun", "error": "Cancelled."}',
            '{"path":"00001.txt"}',
        ]
        work.requeue(run, ["00001.txt"])
        assert [one.path for page in work.pages(run, "queued") for one in page] == ["00001.txt"]
        assert work.queued(run, "00001.txt") == Queued("00001.txt", "/in/00001.txt", "00001")


def test_a_run_can_be_stopped_and_go_on(place: str) -> None:
    with Store.open(place) as store:
        work = store.work()
        run = work.start_run(folder="in", output="out", model="m", files=1, config="{}")
        later = work.start_run(folder="in", output="out", model="m", files=1, config="{}")
        assert work.last_into("out", later) == run
        assert work.last_into("out", run) == 0
        work.stop(run, "No money.")
        work.stop(run, "No key.")
        assert work.about(run).stopped == "No money."
        work.end_run(run, exit_code=3, cost_usd=None)
        work.reopen(run)
        assert (work.about(run).stopped, work.about(run).ended) == ("", None)
        assert [work.begin(run, 2) for _ in range(3)] == [True, True, False]
        assert work.begin(run, None)


def test_file_names_of_any_bytes_are_kept(place: str) -> None:
    odd = "坏\udce4\x01"
    with Store.open(place) as store:
        work = store.work()
        run = work.start_run(folder=odd, output=odd, model="m", files=1)
        work.add(run, [Queued(odd, odd, odd)])
        assert work.has_place(run, odd)
        assert work.queued(run, odd) == (odd, odd, odd)
        entry = Entry(path=odd, key="k", status="failed", error=f"{odd} is binary.")
        work.record(run, entry)
        assert work.run(run) == (work.runs()[0], [entry])
        assert work.runs()[0].folder == odd
        failed = Outcome(status="failed", error=odd, receipt=Receipt(model="m", cost_usd=None), findings={"number": 2})
        work.finish("k", failed, None)
        assert work.finished("k") == (failed, None)


def test_a_run_that_is_not_there_is_wrong_usage(place: str) -> None:
    with Store.open(place) as store, pytest.raises(UsageError, match="no run 7"):
        store.work().run(7)
