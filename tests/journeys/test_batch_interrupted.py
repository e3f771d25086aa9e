"""Batches that are killed, stopped or out of money, and two at once: nothing is lost, nothing is paid for twice."""

import asyncio
import json
import signal
from pathlib import Path

import pytest
from scripted_server import ScriptedServer, scripted, slow
from wire import runtimes

from journeys.folders import Ear, articles_in, done, lay, mixed, reports, statuses
from journeys.running import SENTENCES, environment, start, until
from journeys.test_interrupted import remembered
from summarizer.batch import worker as at_work
from summarizer.batch.lease_owner import is_dead, worker_identity
from summarizer.batch.run import plan, run
from summarizer.batch.worker import Limits
from summarizer.llm import assemble as assembling
from summarizer.llm.prices import Price
from summarizer.report import Receipt, Report
from summarizer.settings import Settings
from summarizer.store import Outcome, Store

ANSWERS = runtimes.by_hand(SENTENCES)
AT_ONCE = 4
COMMAND = ("batch", "in", "--output", "out", "--concurrency", str(AT_ONCE))
UNPAID = Receipt(model="")


def made(output: Path) -> dict[str, Report]:
    """Every report without what the run took, which a run in two parts cannot have in common with one in one part."""
    return {name: report.model_copy(update={"receipt": UNPAID}) for name, report in reports(output)}


def claimed(home: Path) -> int:
    """Articles that somebody has a claim on."""
    with Store.open(home / "store.sqlite") as store, store._engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM articles WHERE worker IS NOT NULL").scalar_one())


def questions(server: ScriptedServer) -> list[str]:
    return [asked.text for asked in server.requests]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """What the mixed folder comes to in one run."""
    root = tmp_path_factory.mktemp("whole")
    mixed(root / "in")
    with scripted(answer=ANSWERS) as server:
        asyncio.run(done(server, root, concurrency=AT_ONCE))
    return made(root / "out")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["killed", "Ctrl-C"])
async def test_a_batch_that_is_stopped_goes_on_pays_nothing_twice_and_ends_the_same(
    how: signal.Signals, undisturbed: dict[str, Report], tmp_path: Path
) -> None:
    stopped = tmp_path / "stopped"
    mixed(stopped / "in")
    with scripted(answer=ANSWERS, always=[slow(0.15)]) as server:
        with start(*COMMAND, cwd=stopped, environ=environment(server, stopped / "home")) as process:
            until(lambda: len(server.answered) >= 15)
            process.send_signal(how)
            _, said = process.communicate(timeout=30)
        finished = articles_in(stopped / "out")
        before, kept = set(questions(server)), remembered(stopped / "home")
        assert 0 < kept <= len(before)
        assert how == signal.SIGKILL or claimed(stopped / "home") == 0
        server.always.clear()
        server.forget()
        resumed = await done(server, stopped, concurrency=AT_ONCE)
        assert len(before & set(questions(server))) == len(before) - kept
        assert resumed.counts["failed"] == 2
        assert claimed(stopped / "home") == 0
        assert finished.items() <= articles_in(stopped / "out").items()
    assert made(stopped / "out") == undisturbed
    assert len(undisturbed) == 10
    assert not list((stopped / "out").rglob("*.tmp"))
    if how == signal.SIGINT:
        assert process.returncode == 130
        assert said.decode().splitlines()[-1].startswith("Interrupted.")
        assert b"Traceback" not in said
        with Store.open(stopped / "home/store.sqlite") as store:
            assert [one.exit_code for one in store.work().runs()] == [3, 130]


async def test_two_batches_at_once_on_one_store_do_each_article_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_work, "LOOK_SECONDS", 0.05)
    lay(tmp_path / "in", range(10))
    with scripted(answer=ANSWERS, always=[slow(0.02)]) as server:
        one, other = await asyncio.gather(
            done(server, tmp_path, concurrency=2), done(server, tmp_path, concurrency=2, output="other")
        )
        asked = questions(server)
    assert one.exit_code == other.exit_code == 0
    worked = {path for each in (one, other) for path, status in statuses(each).items() if status == "done"}
    assert one.counts["done"] + other.counts["done"] == len(worked) == 10
    assert one.counts["done"]
    assert other.counts["done"]
    assert len(set(asked)) >= len(asked) - 2, "two batches may ask the same at the same moment, not one after the other"
    assert articles_in(tmp_path / "out") == articles_in(tmp_path / "other")


async def test_an_article_that_another_batch_keeps_is_told_at_the_end_and_done_when_that_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_work, "PATIENCE_SECONDS", 0.0)
    lay(tmp_path / "in", range(2))
    with scripted(answer=ANSWERS) as server:
        first = await done(server, tmp_path, limits=Limits(max_files=1))
        [(path, second)] = [(row.path, row.key) for row in first.rows if row.status == "not begun"]
        with Store.open(tmp_path / "home/store.sqlite") as store:
            work = store.work()
            assert work.claim(second, "another machine", lease_seconds=60) == "yours"
            waiting = await done(server, tmp_path)
            assert statuses(waiting)[path] == "elsewhere"
            assert waiting.counts["skipped"] == 1
            assert waiting.exit_code == 3
            work.release(second, "another machine")
            assert work.claim(second, f"{worker_identity().split()[0]} 4194305 abcd", lease_seconds=60) == "yours"
            taken_over = await done(server, tmp_path)
    assert statuses(taken_over)[path] == "done"


async def test_what_another_batch_finishes_meanwhile_is_taken_from_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_work, "LOOK_SECONDS", 0.05)
    lay(tmp_path / "in", [1])
    with scripted(answer=ANSWERS) as server:
        await done(server, tmp_path)
        key = json.loads((tmp_path / "out/batch-report.json").read_bytes())["files"][0]["key"]
        with Store.open(tmp_path / "home/store.sqlite") as store:
            kept = store.work().finished(key)
        assert kept
        (tmp_path / "home/store.sqlite").unlink()
        with Store.open(tmp_path / "home/store.sqlite") as store:
            work = store.work()
            work.claim(key, "another machine", lease_seconds=60)
            server.forget()
            batch = asyncio.create_task(done(server, tmp_path))
            await asyncio.sleep(0.3)
            work.finish(key, "another machine", Outcome.model_validate(kept[0]), kept[1])
            assert statuses(await batch) == {"001.txt": "skipped"}
    assert server.count() == 0


async def test_where_the_money_ends_the_rest_is_not_begun_and_more_money_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assembling, "price_for", lambda *_, **__: Price(1e-6, 1e-6, 1e-6))
    lay(tmp_path / "in", range(8))
    limit = 0.014
    with scripted(answer=ANSWERS) as server:
        poor = await done(server, tmp_path, max_cost=limit, concurrency=2)
        assert poor.exit_code == 3
        assert poor.cost_usd is not None
        assert 0 < poor.cost_usd <= limit
        assert "limit" in poor.stopped
        assert poor.counts["done"]
        assert poor.counts["not begun"]
        assert len(articles_in(tmp_path / "out")) == 3 * poor.counts["done"], (
            "what was cut short is not shown as a result"
        )
        before = set(questions(server))
        server.forget()
        rich = await done(server, tmp_path)
        assert not before & set(questions(server))
    assert rich.exit_code == 0
    assert len(articles_in(tmp_path / "out")) == 24


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")
async def test_an_interrupt_gives_every_claim_back(tmp_path: Path) -> None:
    lay(tmp_path / "in", range(6))
    with scripted(answer=ANSWERS, always=[slow(0.1)]) as server:
        settings = {
            "model": "some-model",
            "base_url": server.base_url,
            "api_key": "sk-test-0123456789",
            "concurrency": 4,
        }
        found = plan([str(tmp_path / "in")], tmp_path / "out")
        batch = run(found, Settings.model_validate(settings), tmp_path / "home", Limits(), Ear())
        task = asyncio.create_task(batch)
        await asyncio.to_thread(until, lambda: server.count() >= 6)
        assert claimed(tmp_path / "home") > 0
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert claimed(tmp_path / "home") == 0


def test_only_a_process_of_this_machine_can_be_known_to_have_ended() -> None:
    own = worker_identity()
    machine, number, _ = own.split(" ")
    assert not is_dead(own)
    assert is_dead(f"{machine} 4194305 abcd")
    assert not is_dead(f"elsewhere/pid:[1] {number} abcd")
    assert not is_dead("a name of another shape")
    assert not is_dead("")
