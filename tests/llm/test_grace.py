"""The first interrupt keeps what is paid for, the second ends at once."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from scripted_server import scripted, slow

from llm.asking import endpoint, question, until
from summarizer.llm.assemble import assemble
from summarizer.llm.budgeted import Ledger
from summarizer.llm.grace import GRACE
from summarizer.store import Store


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    GRACE.reset()
    yield
    GRACE.reset()


@pytest.mark.parametrize(("seconds", "patience", "kept"), [(0.5, 20.0, True), (60.0, 0.5, False)])
async def test_answers_under_way_at_an_interrupt_are_kept_if_they_come_soon(
    tmp_path: Path, seconds: float, patience: float, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("summarizer.llm.cached.CachedModel.drain.__defaults__", (patience,))
    with scripted(always=[slow(seconds)]) as server, Store.open(tmp_path / "store.sqlite") as store:
        ledger = Ledger()
        model = assemble(endpoint(server), store=store, ledger=ledger, concurrency=1)
        asking = [asyncio.create_task(model.ask(question(text))) for text in "一二"]
        await until(lambda: server.count() == 1)
        assert GRACE.begin()
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
        begun = time.monotonic()
        await model.aclose()
        assert time.monotonic() - begun < 15
        assert server.count() == 1, "what waited for its turn is not sent any more"
        GRACE.reset()
        server.always = []
        again = assemble(endpoint(server), store=store, ledger=ledger, concurrency=1)
        remembered = [(await again.ask(question(text))).remembered for text in "一二"]
        assert any(remembered) is kept
        await again.aclose()


def test_only_the_first_interrupt_waits_and_only_for_answers_under_way() -> None:
    assert not GRACE.begin()
    GRACE.reset()

    async def main() -> None:
        task = asyncio.current_task()
        assert task
        GRACE.under_way.add(task)
        assert GRACE.begin()
        assert not GRACE.begin()

    asyncio.run(main())
