"""Several processes on one store, one of them killed: every article is done, and done once."""

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from store.conftest import Sql
from summarizer.store import Outcome, Store

KEYS = [f"{number:064x}" for number in range(200)]
VICTIM = "victim"
VICTIMS_CLAIMS = 30
LEASE_SECONDS = 1.0


def _log(notes: Path, worker: str, what: str, key: str) -> None:
    with (notes / worker).open("a") as file:
        file.write(f"{what} {key}\n")


def _work(place: str, worker: str, ready: Any, notes: Path) -> None:
    """Goes round all keys until every one is finished; the victim is killed with its hands full."""
    keys = random.Random(worker).sample(KEYS, len(KEYS))
    claims = count(1)
    with Store.open(place) as store:
        work = store.work()
        ready.wait()
        while keys:
            key = keys.pop(0)
            answer = work.claim(key, worker, lease_seconds=LEASE_SECONDS if worker == VICTIM else 300)
            if answer == "taken":
                keys.append(key)
                time.sleep(0.01)
            if answer != "yours":
                continue
            _log(notes, worker, "claimed", key)
            if worker != VICTIM:
                kept = work.finish(key, worker, Outcome(status="done"), f"{key} by {worker}".encode())
                _log(notes, worker, "finished" if kept else "lost", key)
            elif next(claims) == VICTIMS_CLAIMS:
                os.kill(os.getpid(), signal.SIGKILL)


def test_every_article_is_done_once_and_those_of_a_killed_worker_are_taken_over(place: str, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = ["one", "two", VICTIM]
    ready, notes = context.Barrier(len(workers)), tmp_path / "notes"
    notes.mkdir()
    processes = [context.Process(target=_work, args=(place, worker, ready, notes)) for worker in workers]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, -signal.SIGKILL]
    did = {worker: [line.split() for line in (notes / worker).read_text().splitlines()] for worker in workers}
    finished = {key: worker for worker, lines in did.items() for what, key in lines if what == "finished"}
    owners = Counter(key for lines in did.values() for what, key in lines if what == "claimed")
    half_done = {key for what, key in did[VICTIM]}
    assert len(half_done) == VICTIMS_CLAIMS
    assert owners == {key: 2 if key in half_done else 1 for key in KEYS}
    assert all(what != "lost" for lines in did.values() for what, _ in lines)
    with Store.open(place) as store:
        for key in KEYS:
            assert store.work().finished(key) == (Outcome(status="done"), f"{key} by {finished[key]}".encode())


def test_only_one_of_many_gets_a_claim_that_ran_out(place: str) -> None:
    """The moment at which several see the same lease run out."""
    with Store.open(place) as store, ThreadPoolExecutor(4) as pool:
        work = store.work()
        for key in KEYS[:25]:
            work.claim(key, VICTIM, lease_seconds=-1)
            answers = list(pool.map(partial(work.claim, key, lease_seconds=60), "abcd"))
            assert sorted(answers) == ["taken", "taken", "taken", "yours"]


def test_leases_are_compared_by_the_databases_clock_not_the_machines(place: str, sql: Sql, monkeypatch: Any) -> None:
    monkeypatch.setattr(time, "time", lambda: 0.0)
    with Store.open(place) as store:
        store.work().claim("k", "a", lease_seconds=100)
    clock = "extract(epoch from now())" if place.startswith("postgresql:") else "unixepoch()"
    [(left,)] = sql(f"SELECT expires - {clock} FROM articles")
    assert 90 < float(str(left)) <= 101
