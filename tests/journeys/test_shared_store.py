"""Two machines with one store on PostgreSQL: together they do a folder once, and each ends up with all of it; and what one has submitted to a
provider's Batch API, the other collects."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest
from batch_server import batch_server
from scripted_server import scripted
from wire import runtimes

from journeys.folders import articles_in, done, lay, statuses
from journeys.running import SENTENCES, until
from journeys.test_provider_batch import FAST
from summarizer.llm.provider_batch import polling
from summarizer.store import Store

ANSWERS = runtimes.by_hand(SENTENCES)


async def test_two_machines_do_each_article_once_and_both_have_every_result(tmp_path: Path, postgresql: str) -> None:
    here, there, alone = tmp_path / "here", tmp_path / "there", tmp_path / "alone"
    for machine in (here, there, alone):
        lay(machine / "in", range(6))
    with scripted(answer=ANSWERS) as server:
        both = await asyncio.gather(*(done(server, machine, store=postgresql) for machine in (here, there)))
        asked = {question.text for question in server.requests}
        server.forget()
        await done(server, alone)
        needed = {question.text for question in server.requests}
    became = Counter((path, status) for one in both for path, status in statuses(one).items())
    assert became == {(f"{number:03}.txt", status): 1 for number in range(6) for status in ("done", "skipped")}
    assert asked == needed
    assert articles_in(here / "out") == articles_in(there / "out")
    assert len(articles_in(here / "out")) == 18
    assert not (here / "home" / "store.sqlite").exists()
    with Store.open(postgresql) as store:
        assert [run.exit_code for run in store.work().runs()] == [0, 0]


async def test_a_provider_batch_that_one_machine_submitted_is_collected_by_the_other(
    tmp_path: Path, postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "POLLING", FAST)
    here, there = tmp_path / "here", tmp_path / "there"
    for machine in (here, there):
        lay(machine / "in", range(2))
    with batch_server(answer=ANSWERS) as server, Store.open(postgresql) as store:
        server.held = True
        submitting = asyncio.create_task(done(server, here, store=postgresql, provider_batch=True))
        await asyncio.to_thread(until, lambda: "in_progress" in server.states)
        submitting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await submitting
        assert [one.id for one in store.batches().open()] == ["batch_1"]
        assert store.count_answers() == 0
        server.held = False
        ended = await done(server, there, store=postgresql, provider_batch=True)
        assert store.batches().open() == []
    assert ended.exit_code == 0
    assert len(articles_in(there / "out")) == 6
    assert ["brief_article" in wave for wave in server.waves()] == [True] + [False] * (len(server.waves()) - 1)
    assert set(server.paid.values()) == {1}
    assert not (there / "home" / "store.sqlite").exists()
