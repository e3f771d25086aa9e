"""All wrappers together, over real HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from scripted_server import Fault, ScriptedServer, drop, rate_limited, refuses, scripted, status

from llm.asking import SCHEMA, endpoint, question
from summarizer.errors import BudgetExceeded, SettingsError, Transient
from summarizer.llm.assemble import Assembled, assemble
from summarizer.llm.budgeted import Ledger
from summarizer.llm.prices import Price
from summarizer.llm.retrying import Retry
from summarizer.store import Store

AT_ONCE = Retry(first_wait_seconds=0.01, longest_wait_seconds=0.05)


@asynccontextmanager
async def assembled(server: ScriptedServer, ledger: Ledger, **more: Any) -> AsyncIterator[Assembled]:
    given = {"store": None, "concurrency": 4, "retry": AT_ONCE, **more}
    model = assemble(endpoint(server), ledger=ledger, **given)
    try:
        yield model
    finally:
        await model.aclose()


async def test_a_bad_morning_at_the_server_is_survived_and_accounted_for() -> None:
    ledger = Ledger()
    bad = [status(500), rate_limited("0.02"), drop(), None, status(503), rate_limited("0.02")]
    with scripted(first=bad, always=[refuses("seed")]) as server:
        async with assembled(server, ledger, price=Price(1e-6, 1e-6, 1e-6)) as model:
            answers = await asyncio.gather(*(model.ask(question(str(i), SCHEMA)) for i in range(10)))
        assert all(answer.finish == "stop" for answer in answers)
        assert len(server.answered) == 10
        assert ledger.failed_requests == ledger.requests - 10 <= 5
        assert ledger.cost_usd


async def test_a_run_that_was_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    def behave(asked: Any) -> list[Fault]:
        return (
            [status(400, "stop here: content policy")]
            if asked.text.endswith(("7", "8", "9")) and server.count() <= 10
            else []
        )

    with scripted(behave=behave) as server:
        for lost in (3, 0):
            ledger = Ledger()
            with Store.open(tmp_path / "store.sqlite") as store:
                async with assembled(server, ledger, store=store) as model:
                    asked = (model.ask(question(str(i))) for i in range(10))
                    results = await asyncio.gather(*asked, return_exceptions=True)
            assert sum(isinstance(one, Exception) for one in results) == lost
        assert server.count() == 13
        assert (ledger.cached_answers, ledger.requests) == (7, 3)


async def test_a_failure_leaves_its_siblings_alone() -> None:
    with scripted(behave=lambda asked: [status(500)] if asked.text.endswith("3") else []) as server:
        async with assembled(server, Ledger()) as model:
            results = await asyncio.gather(*(model.ask(question(str(i))) for i in range(6)), return_exceptions=True)
    assert [isinstance(one, Transient) for one in results] == [False, False, False, True, False, False]


async def test_the_limit_on_money_stops_the_run_and_keeps_what_was_answered(tmp_path: Path) -> None:
    ledger = Ledger()
    price = Price(1e-5, 1e-5, 1e-5)
    with scripted() as server, Store.open(tmp_path / "store.sqlite") as store:
        async with assembled(server, ledger, store=store, price=price, max_cost_usd=0.004) as model:
            asked = (model.ask(question(str(i))) for i in range(30))
            results = await asyncio.gather(*asked, return_exceptions=True)
        assert 0 < sum(isinstance(one, BudgetExceeded) for one in results) < 30
        assert store.count_answers() == server.count() == ledger.requests
    assert ledger.cost_usd is not None
    assert ledger.cost_usd <= 0.004


def test_a_limit_that_cannot_be_kept_is_refused_at_the_start() -> None:
    with scripted() as server, pytest.raises(SettingsError, match="price"):
        assemble(endpoint(server), store=None, ledger=Ledger(), concurrency=1, max_cost_usd=1.0)


async def test_the_embedded_model_is_free_and_any_limit_holds() -> None:
    ledger = Ledger()
    with scripted() as server:
        local = endpoint(server, local=True)
        model = assemble(local, store=None, ledger=ledger, concurrency=4, max_cost_usd=0.0)
        await model.ask(question())
        await model.aclose()
        assert server.requests[0].body["cache_prompt"] is True
    assert ledger.cost_usd == 0
