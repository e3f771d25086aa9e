"""Batches that are killed, stopped or out of money, and two at once: nothing is lost, nothing is paid for twice."""

import asyncio
import signal
from pathlib import Path

import pytest
from scripted_server import ScriptedServer, scripted, slow
from wire import runtimes

from journeys.folders import articles_in, done, lay, mixed, reports
from journeys.running import SENTENCES, environment, start, until
from journeys.test_interrupted import remembered
from summarizer.batch import one_at_a_time
from summarizer.llm import assemble as assembling
from summarizer.llm.prices import Price
from summarizer.report import Receipt, Report
from summarizer.settings import Settings
from summarizer.store import Store

ANSWERS = runtimes.by_hand(SENTENCES)
AT_ONCE = 4
COMMAND = ("batch", "in", "--output", "out", "--concurrency", str(AT_ONCE))
UNPAID = Receipt(model="")


def made(output: Path) -> dict[str, Report]:
    """Every report without what the run took, which a run in two parts cannot have in common with one in one part."""
    return {name: report.model_copy(update={"receipt": UNPAID}) for name, report in reports(output)}


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
        server.always.clear()
        server.forget()
        resumed = await done(server, stopped, concurrency=AT_ONCE)
        assert len(before & set(questions(server))) == len(before) - kept
        assert resumed.counts["failed"] == 2
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


async def test_of_two_batches_with_one_store_file_one_waits_and_then_finds_everything_done(tmp_path: Path) -> None:
    lay(tmp_path / "in", range(4))
    with scripted(answer=ANSWERS, always=[slow(0.02)]) as server:
        one, other = await asyncio.gather(
            done(server, tmp_path, concurrency=2), done(server, tmp_path, concurrency=2, output="other")
        )
        asked = questions(server)
    assert one.exit_code == other.exit_code == 0
    assert sorted([one.counts["done"], other.counts["done"]]) == [0, 4]
    assert sorted([one.counts["skipped"], other.counts["skipped"]]) == [0, 4]
    assert len(set(asked)) == len(asked)
    assert articles_in(tmp_path / "out") == articles_in(tmp_path / "other")


async def test_who_waits_for_another_batch_is_told_so(tmp_path: Path) -> None:
    settings, told = Settings(), list[str]()
    async with one_at_a_time.alone(settings, tmp_path / "home", told.append):
        waiting = asyncio.create_task(_enter(settings, tmp_path / "home", told))
        await asyncio.sleep(3 * one_at_a_time.LOOK_SECONDS)
        assert not waiting.done()
    await waiting
    assert set(told) == {"Waiting for another batch with the same store to end."}
    async with one_at_a_time.alone(Settings(cache=False), tmp_path / "nowhere", told.append):
        assert not (tmp_path / "nowhere").exists()


async def _enter(settings: Settings, home: Path, told: list[str]) -> None:
    async with one_at_a_time.alone(settings, home, told.append):
        pass


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
