"""Work that several workers share: claims, outcomes, runs."""

import pytest

from summarizer.errors import UsageError
from summarizer.report import Receipt
from summarizer.store import Entry, Outcome, Store

DONE = Outcome(status="done")
FAILED = Outcome(status="failed", error="Nothing to translate.", exit_code=1)


def test_a_claimed_article_is_taken_until_its_lease_runs_out(place: str) -> None:
    with Store.open(place) as store:
        work = store.work()
        assert work.claim("k", "a", lease_seconds=60) == "yours"
        assert work.claim("k", "b", lease_seconds=60) == work.claim("k", "a", lease_seconds=60) == "taken"
        assert work.renew("k", "a", lease_seconds=-1)
        assert work.claim("k", "b", lease_seconds=60) == "yours"
        assert not work.renew("k", "a", lease_seconds=60)


def test_what_was_lost_to_another_worker_cannot_be_finished(place: str) -> None:
    with Store.open(place) as store:
        work = store.work()
        assert work.claim("k", "a", lease_seconds=-1) == work.claim("k", "b", lease_seconds=60) == "yours"
        assert not work.finish("k", "a", DONE, b"of a")
        assert work.finished("k") is None
        assert work.finish("k", "b", DONE, b"of b")
        assert not work.finish("k", "b", FAILED, None)
        assert work.finished("k") == (DONE, b"of b")
        assert work.claim("k", "a", lease_seconds=60) == "finished"


def test_what_failed_may_be_claimed_again(place: str) -> None:
    with Store.open(place) as store:
        work = store.work()
        assert work.claim("k", "a", lease_seconds=60) == "yours"
        assert work.finish("k", "a", FAILED, None)
        assert work.finished("k") == (FAILED, None)
        assert work.claim("k", "b", lease_seconds=60) == "yours"


def test_what_is_released_is_free_at_once(place: str) -> None:
    with Store.open(place) as store:
        work = store.work()
        work.claim("k", "a", lease_seconds=60)
        work.release("k", "b")
        assert work.claim("k", "b", lease_seconds=60) == "taken"
        work.release("k", "a")
        assert work.claim("k", "b", lease_seconds=60) == "yours"


def test_a_run_is_listed_with_its_files_and_what_became_of_them(place: str) -> None:
    with Store.open(place) as store:
        work = store.work()
        first = work.start_run(folder="in", output="out", model="m", files=2)
        second = work.start_run(folder="in", output="out", model="m", files=1)
        work.record(first, Entry(path="b.txt", key="2", status="failed", error="No.", hint="Do.", cost_usd=None))
        work.record(first, Entry(path="a.txt", key="1", status="failed"))
        work.record(first, Entry(path="a.txt", key="1", status="done", cost_usd=0.5, seconds=2.5, input_tokens=7))
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


def test_file_names_of_any_bytes_are_kept(place: str) -> None:
    odd = "坏\udce4\x01"
    with Store.open(place) as store:
        work = store.work()
        run = work.start_run(folder=odd, output=odd, model="m", files=1)
        entry = Entry(path=odd, key="k", status="failed", error=f"{odd} is binary.")
        work.record(run, entry)
        assert work.run(run) == (work.runs()[0], [entry])
        assert work.runs()[0].folder == odd
        failed = Outcome(status="failed", error=odd, receipt=Receipt(model="m", cost_usd=None), findings={"number": 2})
        work.claim("k", odd, lease_seconds=9)
        assert work.finish("k", odd, failed, None)
        assert work.finished("k") == (failed, None)


def test_a_run_that_is_not_there_is_wrong_usage(place: str) -> None:
    with Store.open(place) as store, pytest.raises(UsageError, match="no run 7"):
        store.work().run(7)
