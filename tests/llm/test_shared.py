"""Rate and budget that several processes share: here several models on one store, each as a process of its own would have it."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from scripted_server import ScriptedServer, rate_limited, scripted, slow

from llm.asking import endpoint, question
from summarizer.errors import BudgetExceeded
from summarizer.llm.assemble import Assembled, Shared, assemble
from summarizer.llm.budgeted import Ledger
from summarizer.llm.prices import Price
from summarizer.llm.retrying import Retry
from summarizer.llm.shared_budget import SharedBudget
from summarizer.store import Store
from summarizer.store.rates import BURST_SECONDS

PRICE = Price(input=1e-6, cached_input=1e-7, output=1e-5)


@asynccontextmanager
async def worker(
    server: ScriptedServer, store: Store, name: str, *, cap: float | None = None, rpm: int | None = None
) -> AsyncIterator[Assembled]:
    """A model as a worker of that name has it."""
    budget = SharedBudget(store.budgets(), "run 1", name, cap)
    await budget.open()
    model = assemble(
        endpoint(server), store=None, ledger=Ledger(), concurrency=8, max_cost_usd=cap, price=PRICE,
        requests_per_minute=rpm, retry=Retry(first_wait_seconds=0), shared=Shared(store.rates(), budget),
    )  # fmt: skip
    try:
        yield model
    finally:
        await model.aclose()
        await budget.aclose()


@pytest.mark.parametrize("limit", [0.02, 0.05])
async def test_the_limit_holds_over_all_workers_and_is_made_use_of(limit: float, tmp_path: Path) -> None:
    with (
        scripted(answer=lambda body: "Good day to all. " * 30, always=[slow(0.01)]) as server,
        Store.open(tmp_path / "store.sqlite") as store,
    ):
        async with worker(server, store, "a", cap=limit) as a, worker(server, store, "b", cap=limit) as b:
            asked = (
                model.ask(question(f"{name} {n}", max_output_tokens=200))
                for n in range(30)
                for name, model in (("a", a), ("b", b))
            )
            results = await asyncio.gather(*asked, return_exceptions=True)
        balance = store.budgets().balance("run 1")
    answers = [one for one in results if not isinstance(one, BaseException)]
    paid = sum(PRICE.cost(answer.usage) for answer in answers)
    assert paid <= limit
    assert paid + 0.0025 > limit
    assert all(isinstance(one, BudgetExceeded) for one in results if isinstance(one, BaseException))
    assert balance is not None
    assert balance.spent == pytest.approx(paid)
    assert balance.reserved == pytest.approx(0)


async def test_what_is_spent_without_a_limit_is_known_too(tmp_path: Path) -> None:
    with scripted() as server, Store.open(tmp_path / "store.sqlite") as store:
        async with worker(server, store, "a") as model:
            answer = await model.ask(question())
        balance = store.budgets().balance("run 1")
    assert balance is not None
    assert balance.spent == pytest.approx(PRICE.cost(answer.usage))


async def test_workers_together_keep_to_the_rate(tmp_path: Path) -> None:
    rpm = 300
    sent: list[float] = []

    def answer(body: object) -> str:
        sent.append(time.monotonic())
        return "Good day."

    with scripted(answer=answer) as server, Store.open(tmp_path / "store.sqlite") as store:
        async with worker(server, store, "a", rpm=rpm) as a, worker(server, store, "b", rpm=rpm) as b:
            asked = (model.ask(question(f"{name} {n}")) for n in range(6) for name, model in (("a", a), ("b", b)))
            await asyncio.gather(*asked)
    sent.sort()
    assert sent[-1] - sent[0] >= 11 * 60 / rpm - BURST_SECONDS - 0.1
    assert sum(later - earlier > 0.1 for earlier, later in pairwise(sent)) >= 5


async def test_a_refusal_of_one_worker_slows_the_other(tmp_path: Path) -> None:
    with scripted() as server, Store.open(tmp_path / "store.sqlite") as store:
        async with worker(server, store, "a") as a, worker(server, store, "b") as b:
            await b.ask(question("before"))
            server.first.append(rate_limited("3"))
            refused = asyncio.create_task(a.ask(question("refused")))
            await asyncio.sleep(1.2)
            begun = time.monotonic()
            await b.ask(question("after"))
            assert time.monotonic() - begun > 1
            await refused
