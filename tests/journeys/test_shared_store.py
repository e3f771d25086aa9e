"""Two machines with one store on PostgreSQL: together they do a folder once, and each ends up with all of it."""

import asyncio
from collections import Counter
from pathlib import Path

from scripted_server import scripted
from wire import desks

from journeys.folders import articles_in, done, lay, statuses
from journeys.running import SENTENCES
from summarizer.store import Store

ANSWERS = desks.by_hand(SENTENCES)


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
