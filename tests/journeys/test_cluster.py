"""Runs in the queue of a PostgreSQL store, done by `summarize work` in processes of their own: what one leaves another does, whatever
happens to it, and the result is the one of a single undisturbed process."""

import asyncio
import signal
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.request import urlopen

import pytest
from scripted_server import ScriptedServer, scripted, slow, status
from wire import runtimes

from journeys.folders import articles_in, done, lay, mixed, text
from journeys.running import SENTENCES, environment, start, until
from journeys.test_batch_interrupted import made
from summarizer.batch import queued_run, working
from summarizer.batch.metrics import Metrics
from summarizer.batch.queued import cancel_run, open_queue, retry_run, run_detached
from summarizer.batch.run import KEEP, plan
from summarizer.batch.run_config import RunConfig
from summarizer.batch.worker import Limits
from summarizer.errors import Unauthorized, UsageError
from summarizer.llm import assemble as assembling
from summarizer.llm.prices import Price
from summarizer.queue import Serving
from summarizer.settings import Settings
from summarizer.store import Run, Store

ANSWERS = runtimes.by_hand(SENTENCES)
WORK = ("work", "--concurrency", "4")


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted(answer=ANSWERS) as server:
        yield server


class Machine:
    """One machine that shares a store and a folder with others."""

    def __init__(self, root: Path, server: ScriptedServer, store: str, name: str = "a") -> None:
        self.root, self.store = root, store
        self.environ: Mapping[str, str] = environment(server, root / f"home-{name}") | {"SUMMARIZER_STORE": store}

    def run(self, *words: str) -> "subprocess.CompletedProcess[bytes]":
        with self.start(*words) as process:
            out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(words, process.returncode, out, err)

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        return start(*words, cwd=self.root, environ=self.environ)

    def queue(self, *more: str) -> int:
        """The number of a run that only waits."""
        queued = self.run("batch", "in", "--output", "out", "--detach", *more)
        assert queued.returncode == 0, queued.stderr.decode()
        return int(queued.stdout)

    def about(self, number: int) -> Run:
        with Store.open(self.store) as store:
            return store.work().about(number)


class Shared:
    """A run's folder and store, worked on in this process."""

    def __init__(self, root: Path, server: ScriptedServer, store: str) -> None:
        self.root, self.server, self.said = root, server, list[str]()
        self.settings = Settings(
            model="some-model", base_url=server.base_url, api_key="sk-test-0123456789", store=store, concurrency=4
        )

    async def queue(self, **settings: object) -> int:
        found = plan([str(self.root / "in")], self.root / "out")
        chosen = self.settings.model_copy(update=settings)
        return await run_detached(found, chosen, self.root / "home", Limits(), KEEP, self.said.append)

    async def work(self) -> None:
        """Until nothing is left that can be done here."""
        await working.work(
            self.settings, self.root / "home", Serving(), self.said.append, Metrics(), grace_seconds=5, until_empty=True
        )

    def about(self, number: int) -> Run:
        with Store.open(self.settings.store) as store:
            return store.work().about(number)


@pytest.fixture
def shared(tmp_path: Path, server: ScriptedServer, postgresql: str, monkeypatch: pytest.MonkeyPatch) -> Shared:
    monkeypatch.setattr(working, "LOOK_SECONDS", 0.2)
    return Shared(tmp_path, server, postgresql)


def test_workers_do_what_was_queued_and_the_result_is_that_of_one_process(
    tmp_path: Path, postgresql: str, server: ScriptedServer
) -> None:
    mixed(tmp_path / "in")
    mixed(tmp_path / "alone" / "in")
    machine = Machine(tmp_path, server, postgresql)
    number = machine.queue()
    assert server.count() == 0
    assert machine.about(number).counts == {"queued": 12}
    with machine.start(*WORK, "--until-empty") as one, machine.start(*WORK, "--until-empty") as other:
        said = [process.communicate(timeout=120) for process in (one, other)]
    assert (one.returncode, other.returncode) == (0, 0), said
    assert machine.about(number).exit_code == 3, "two files of the folder are no articles"
    watched = machine.run("runs", "watch", str(number))
    assert watched.returncode == 3
    assert b"exit code 3" in watched.stderr
    asked = [question.text for question in server.requests]
    assert len(set(asked)) >= len(asked) - 2, "two may ask the same at the same moment, not one after the other"
    alone = asyncio.run(done(server, tmp_path / "alone", concurrency=4))
    assert alone.exit_code == 3
    assert made(tmp_path / "out") == made(tmp_path / "alone" / "out")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(
        p.name for p in (tmp_path / "alone" / "out").iterdir()
    )


def test_what_a_killed_worker_had_is_done_by_another_and_not_paid_again(
    tmp_path: Path, postgresql: str, server: ScriptedServer
) -> None:
    lay(tmp_path / "in", range(8))
    machine = Machine(tmp_path, server, postgresql)
    server.always.append(slow(0.1))
    number = machine.queue()
    with machine.start(*WORK) as victim:
        until(lambda: len(server.answered) >= 12)
        victim.kill()
    with Store.open(postgresql) as store:
        kept = store.count_answers()
    asked = len(server.requests)
    before = {question.text for question in server.requests}
    server.forget()
    with machine.start(*WORK, "--until-empty") as process:
        process.communicate(timeout=150)
    assert machine.about(number).exit_code == 0
    again = before & {question.text for question in server.requests}
    assert len(again) <= asked - kept, "only what was under way when it was killed is asked again"
    assert len(articles_in(tmp_path / "out")) == 24


def test_a_worker_that_is_ended_finishes_what_it_can_and_gives_the_rest_back(
    tmp_path: Path, postgresql: str, server: ScriptedServer
) -> None:
    lay(tmp_path / "in", range(6))
    machine = Machine(tmp_path, server, postgresql)
    server.always.append(slow(0.3))
    number = machine.queue()
    with machine.start("work", "--concurrency", "2", "--port", "0") as process:
        assert process.stderr is not None
        address = process.stderr.readline().decode().split()[-1]
        until(lambda: len(server.answered) >= 2)
        ready = urlopen(f"{address}/readyz").read()
        until(lambda: b'summarizer_jobs{queue="run' in urlopen(f"{address}/metrics").read())
        metrics = urlopen(f"{address}/metrics").read().decode()
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert ready == b"ok\n"
    assert "summarizer_requests_total" in metrics
    assert "summarizer_question_seconds_bucket" in metrics
    counts = machine.about(number).counts
    assert counts.get("done", 0) + counts.get("queued", 0) == 6
    assert counts["done"]
    assert counts["queued"]

    async def waiting() -> Mapping[tuple[str, str], int]:
        async with open_queue(Settings(store=postgresql), tmp_path) as (_, queue):
            return await queue.counts()

    assert asyncio.run(waiting()) == {(f"run {number}", "todo"): counts["queued"]}


async def test_a_run_can_be_cancelled_and_taken_up_again(shared: Shared) -> None:
    lay(shared.root / "in", range(3))
    number = await shared.queue()
    assert await cancel_run(shared.settings, shared.root, number) == 3
    await shared.work()
    assert shared.server.count() == 0
    assert shared.about(number).stopped == queued_run.CANCELLED
    assert shared.about(number).counts == {"not begun": 3}
    with pytest.raises(UsageError, match="not under way"):
        await cancel_run(shared.settings, shared.root, number)
    assert await retry_run(shared.settings, shared.root, number) == 3
    await shared.work()
    assert (shared.about(number).exit_code, shared.about(number).counts) == (0, {"done": 3})
    assert await retry_run(shared.settings, shared.root, number) == 0


async def test_what_failed_is_tried_again_alone(shared: Shared) -> None:
    lay(shared.root / "in", range(3))
    broken = text(1).splitlines()[0]
    shared.server.behave = lambda asked: [status(400, "No.")] if broken in asked.text else []
    number = await shared.queue()
    await shared.work()
    assert shared.about(number).counts == {"done": 2, "failed": 1}
    shared.server.behave = None
    answered = {question.text for question in shared.server.answered}
    shared.server.forget()
    assert await retry_run(shared.settings, shared.root, number) == 1
    await shared.work()
    assert (shared.about(number).exit_code, shared.about(number).counts) == (0, {"done": 3})
    assert not answered & {question.text for question in shared.server.requests}


async def test_the_same_batch_again_takes_the_place_of_one_that_nobody_works_on(shared: Shared) -> None:
    lay(shared.root / "in", range(2))
    first = await shared.queue()
    again = await done(shared.server, shared.root, store=shared.settings.store)
    assert again.exit_code == 0
    assert shared.about(first).exit_code == 130
    assert shared.about(first + 1).counts == {"done": 2}


async def test_a_run_whose_folders_are_elsewhere_is_left_to_others(shared: Shared) -> None:
    lay(shared.root / "in", range(1))
    number = await shared.queue()
    (shared.root / "in").rename(shared.root / "away")
    await shared.work()
    assert any("not on this machine" in one for one in shared.said)
    assert shared.about(number).counts == {"queued": 1}


async def test_a_worker_with_a_wrong_key_ends_and_leaves_the_articles_to_others(shared: Shared) -> None:
    lay(shared.root / "in", range(4))
    number = await shared.queue()
    shared.server.always.append(status(401, "Incorrect API key provided."))
    with pytest.raises(Unauthorized):
        await shared.work()
    assert shared.about(number).counts == {"queued": 4}
    shared.server.always.clear()
    await shared.work()
    assert shared.about(number).counts == {"done": 4}


async def test_the_money_of_a_run_is_one_for_all_its_workers(shared: Shared, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assembling, "price_for", lambda *_, **__: Price(1e-6, 1e-6, 1e-6))
    lay(shared.root / "in", range(8))
    limit = 0.014
    number = await shared.queue(max_cost=limit)
    await asyncio.gather(shared.work(), shared.work())
    about = shared.about(number)
    assert about.exit_code == 3
    assert "limit" in about.stopped
    assert 0 < about.counts["done"] < 8
    assert about.cost_usd is not None
    assert 0 < about.cost_usd <= limit


@pytest.mark.parametrize("limits", [Limits(max_files=2), Limits(fail_fast=True)])
async def test_the_limits_of_a_batch_hold_in_the_queue_too(
    tmp_path: Path, postgresql: str, server: ScriptedServer, limits: Limits
) -> None:
    lay(tmp_path / "in", range(5))
    if limits.fail_fast:
        server.always.append(status(400, "No."))
    ended = await done(server, tmp_path, limits=limits, store=postgresql, concurrency=1)
    if limits.fail_fast:
        assert ended.counts["failed"] == 1
        assert "failed" in ended.stopped
    else:
        assert ended.counts["done"] == 2
    assert sum(ended.counts.values()) == 5
    assert ended.counts["not begun"] == 5 - ended.counts["done"] - ended.counts["failed"]


def test_no_key_stands_in_the_store(tmp_path: Path) -> None:
    settings = Settings(api_key="sk-secret-1", review_api_key="sk-secret-2", store="postgresql://u:secret-3@h/d")
    config = RunConfig.of(
        settings, ["in"], tmp_path, limits=Limits(), overwrite=False, prune=False, names={}
    ).model_dump_json()
    assert "secret" not in config
    own = Settings(api_key="sk-own-key-1", store="postgresql://h/e", concurrency=7)
    restored = RunConfig.model_validate_json(config).settings_for(own)
    assert (restored.api_key, restored.store, restored.concurrency) == ("sk-own-key-1", "postgresql://h/e", 7)


def test_what_needs_a_queue_says_so(tmp_path: Path, server: ScriptedServer) -> None:
    lay(tmp_path / "in", range(1))
    machine = Machine(tmp_path, server, str(tmp_path / "store.sqlite"))
    said = machine.run("work")
    assert said.returncode == 2
    assert b"SUMMARIZER_STORE" in said.stderr
