"""The queue: jobs are taken once, come back from workers that are gone, and can be cancelled."""

import asyncio
import multiprocessing
import os
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import postgres_server
import pytest

from summarizer.errors import StoreError
from summarizer.queue import Later, NewJob, Queue, Serving, TakenJob, schema
from summarizer.queue import queue as at_work
from summarizer.store.postgresql import Postgresql

GRACE = 5.0


def jobs(count: int) -> list[NewJob]:
    return [NewJob({"number": number}, f"job {number}") for number in range(count)]


async def done(queue: Queue, did: list[int], *, until_done: int, concurrency: int = 4) -> None:
    """Works until so many jobs were done."""
    serving = Serving(["q"])

    async def handle(job: TakenJob) -> None:
        did.append(int(job.arguments["number"]))
        if len(did) >= until_done:
            serving.stop()

    await queue.serve(serving, {"count": handle}, concurrency=concurrency, grace_seconds=GRACE)


async def test_jobs_are_done_in_their_order_and_leave_nothing_behind(postgresql: str) -> None:
    did: list[int] = []
    async with Queue.open(postgresql) as queue:
        assert await queue.put("q", "count", jobs(600)) == 600
        assert await queue.put("another", "count", jobs(3)) == 0, "a name waits once, in whatever queue"
        assert await queue.put("another", "count", [NewJob({"number": 7}, "of another name")]) == 1
        assert await queue.counts() == {("q", "todo"): 600, ("another", "todo"): 1}
        await done(queue, did, until_done=600, concurrency=1)
        assert await queue.counts() == {("another", "todo"): 1}
    assert did == list(range(600))


async def test_names_and_arguments_may_hold_any_characters(postgresql: str) -> None:
    odd, seen = "坏\udce4\x00", list[str]()
    serving = Serving(["q"])

    async def handle(job: TakenJob) -> None:
        seen.append(str(job.arguments["odd"]))
        serving.stop()

    async with Queue.open(postgresql) as queue:
        await queue.put("q", "count", [NewJob({"odd": odd}, odd)])
        await queue.serve(serving, {"count": handle}, concurrency=1, grace_seconds=GRACE)
    assert seen == [odd]


async def test_several_workers_do_each_job_once(postgresql: str) -> None:
    did: list[int] = []
    async with Queue.open(postgresql) as one, Queue.open(postgresql) as other:
        await one.put("q", "count", jobs(100))

        async def work(queue: Queue, serving: Serving) -> None:
            async def handle(job: TakenJob) -> None:
                did.append(int(job.arguments["number"]))
                await asyncio.sleep(0)

            await queue.serve(serving, {"count": handle}, concurrency=4, grace_seconds=GRACE)

        both = [Serving(["q"]), Serving(["q"])]
        working = asyncio.gather(*(work(queue, serving) for queue, serving in zip((one, other), both, strict=True)))
        while await one.counts():  # noqa: ASYNC110  nobody else tells
            await asyncio.sleep(0.05)
        for serving in both:
            serving.stop()
        await working
    assert sorted(did) == list(range(100))


async def test_a_job_that_is_given_back_is_done_later_and_one_that_fails_is_not_done_again(postgresql: str) -> None:
    attempts: Counter[int] = Counter()
    serving = Serving(["q"])

    async def handle(job: TakenJob) -> None:
        number = int(job.arguments["number"])
        attempts[number] += 1
        if number == 0 and attempts[0] < 3:
            raise Later(0.1)
        if number == 1:
            raise ValueError("a fault")
        if number == 0:
            serving.stop()

    async with Queue.open(postgresql) as queue:
        await queue.put("q", "count", jobs(2))
        await queue.serve(serving, {"count": handle}, concurrency=2, grace_seconds=GRACE)
        assert await queue.counts() == {("q", "failed"): 1}
    assert attempts == {0: 3, 1: 1}


async def test_what_has_not_ended_when_the_worker_must_goes_back_into_the_queue(postgresql: str) -> None:
    begun, ended, serving = asyncio.Event(), list[int](), Serving(["q"])

    async def handle(job: TakenJob) -> None:
        begun.set()
        await asyncio.sleep(0.3 if job.arguments["number"] == 0 else 60)
        ended.append(int(job.arguments["number"]))

    async with Queue.open(postgresql) as queue:
        await queue.put("q", "count", jobs(3))
        working = asyncio.create_task(queue.serve(serving, {"count": handle}, concurrency=2, grace_seconds=1))
        await begun.wait()
        serving.stop()
        await working
        assert await queue.counts() == {("q", "todo"): 2}
    assert ended == [0]


async def test_what_waits_can_be_cancelled_and_what_runs_ends(postgresql: str) -> None:
    did: list[int] = []
    async with Queue.open(postgresql) as queue:
        await queue.put("q", "count", jobs(600))
        cancelled = [int(one["number"]) async for page in queue.cancel("q") for one in page]
        assert sorted(cancelled) == list(range(600))
        await queue.put("q", "count", jobs(1))
        await done(queue, did, until_done=1)
        assert await queue.counts() == {}
    assert did == [0]


def _take_and_hold(place: str) -> None:
    async def hold() -> None:
        async def handle(job: TakenJob) -> None:
            os.kill(os.getpid(), signal.SIGKILL)

        async with Queue.open(place) as queue:
            await queue.serve(Serving(["q"]), {"count": handle}, concurrency=1, grace_seconds=0)

    asyncio.run(hold())


async def test_the_jobs_of_a_worker_that_was_killed_are_taken_over(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    did: list[int] = []
    async with Queue.open(postgresql) as queue:
        await queue.put("q", "count", jobs(2))
        victim = multiprocessing.get_context("spawn").Process(target=_take_and_hold, args=(postgresql,))
        victim.start()
        await asyncio.to_thread(victim.join)
        assert victim.exitcode == -signal.SIGKILL
        assert await queue.counts() == {("q", "doing"): 1, ("q", "todo"): 1}
        monkeypatch.setattr(at_work, "STALLED_SECONDS", 1.0)
        monkeypatch.setattr(at_work, "HEARTBEAT_SECONDS", 0.2)
        monkeypatch.setattr(at_work, "LOOK_SECONDS", 0.2)
        await done(queue, did, until_done=2)
    assert sorted(did) == [0, 1]


async def test_a_server_that_is_started_again_is_waited_for(postgresql: str, postgresql_port: int) -> None:
    """Here all connections are cut, as a restart does."""
    did, serving = list[int](), Serving(["q"])

    async def handle(job: TakenJob) -> None:
        did.append(int(job.arguments["number"]))
        if len(did) == 3:
            with postgres_server.connect(postgresql_port) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'one' AND pid <> pg_backend_pid()"
                )
        if set(did) == set(range(6)):
            serving.stop()

    async with Queue.open(postgresql) as queue:
        await queue.put("q", "count", jobs(6))
        await queue.serve(serving, {"count": handle}, concurrency=1, grace_seconds=GRACE)
    assert set(did) == set(range(6))


def test_many_processes_make_the_tables_once_and_later_migrations_are_applied_one_by_one(
    postgresql: str, postgresql_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = Postgresql(postgresql).conninfo
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(schema.upgrade, [address] * 6))
    later = {"99.00.00_01_a.sql": "CREATE TABLE later (a INT)", "99.00.00_02_b.sql": "INSERT INTO later VALUES (1)"}
    there = schema._migrations()
    monkeypatch.setattr(schema, "_migrations", lambda: {**there, **later})
    for _ in range(2):
        schema.upgrade(address)
    with postgres_server.connect(postgresql_port, "one") as connection:
        assert connection.execute("SELECT count(*) FROM later").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM summarizer_queue_migrations").fetchone() == (len(there) + 2,)


def test_tables_of_another_program_are_used_if_they_are_new_enough(postgresql: str, postgresql_port: int) -> None:
    address = Postgresql(postgresql).conninfo
    with postgres_server.connect(postgresql_port, "one") as connection:
        connection.execute("CREATE TABLE procrastinate_jobs (id INT)")
        with pytest.raises(StoreError, match="older Procrastinate"):
            schema.upgrade(address)
        connection.execute("DROP TABLE procrastinate_jobs")
        connection.execute(schema._text("schema.sql"))
    schema.upgrade(address)
    schema.upgrade(address)
