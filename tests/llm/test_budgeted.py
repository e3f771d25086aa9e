import asyncio
import json
import math
import random

import pytest
from scripted_server import Fault, drop, rate_limited, refuses, scripted, slow, status

from llm.asking import SCHEMA, door, question, until
from summarizer.errors import BudgetExceeded, ModelError, Transient
from summarizer.llm.budgeted import Budgeted, BudgetReservations, Ledger
from summarizer.llm.failures import StreamInterrupted
from summarizer.llm.fatal_stop import ATTEMPT
from summarizer.llm.prices import Price
from summarizer.llm.rate_limiter import RateLimiter
from summarizer.llm.retrying import Retry, Retrying
from summarizer.llm.tokens import count
from summarizer.model import Answer, Request, Usage

PRICE = Price(input=1e-6, cached_input=1e-7, output=1e-5)


async def test_what_was_paid_is_the_sum_of_what_the_answers_cost() -> None:
    ledger = Ledger()
    with scripted() as server:
        async with door(server) as model:
            budgeted = Budgeted(model, ledger, price=PRICE, count=count)
            answers = [await budgeted.ask(question(str(i))) for i in range(3)]
    assert ledger.requests == 3
    assert ledger.output_tokens == sum(a.usage.output_tokens for a in answers)
    assert ledger.cost_usd == pytest.approx(sum(PRICE.cost(a.usage) for a in answers))


async def test_every_try_is_counted_and_the_failed_ones_too() -> None:
    ledger = Ledger()
    with scripted(first=[status(500), rate_limited("0")]) as server:
        async with door(server) as model:
            await Retrying(Budgeted(model, ledger, price=PRICE, count=count), Retry(first_wait_seconds=0)).ask(
                question()
            )
        assert (ledger.requests, ledger.failed_requests) == (3, 2) == (server.count(), 2)


async def test_an_answer_that_broke_off_is_paid_for_as_the_provider_bills_it() -> None:
    ledger = Ledger()
    with scripted(always=[drop(after=10)], answer=lambda body: "It was a long and quiet day. " * 20) as server:
        async with door(server) as model:
            with pytest.raises(Transient):
                await Budgeted(model, ledger, price=PRICE, count=count).ask(question())
    assert ledger.output_tokens > 10
    assert ledger.cost_usd


async def test_a_request_that_could_pass_the_limit_is_not_sent() -> None:
    ledger = Ledger()
    with scripted() as server:
        async with door(server) as model:
            budgeted = Budgeted(model, ledger, price=PRICE, max_cost_usd=0.0001, count=count)
            with pytest.raises(BudgetExceeded) as caught:
                await budgeted.ask(question(max_output_tokens=200))
        assert server.count() == ledger.requests == 0
    assert "--max-cost" in caught.value.hint


@pytest.mark.parametrize("limit", [0.003, 0.005, 0.01])
async def test_the_limit_holds_with_many_requests_at_once_and_is_made_use_of(limit: float) -> None:
    ledger = Ledger()
    with scripted(answer=lambda body: "Good day to all. " * 40, always=[slow(0.01)]) as server:
        async with door(server) as model:
            budgeted = Budgeted(model, ledger, price=PRICE, max_cost_usd=limit, count=count)
            asked = (budgeted.ask(question(str(i), max_output_tokens=200)) for i in range(12))
            results = await asyncio.gather(*asked, return_exceptions=True)
    refused = [one for one in results if isinstance(one, BudgetExceeded)]
    assert ledger.cost_usd is not None
    assert ledger.cost_usd <= limit
    assert len(refused) == 12 - ledger.requests
    assert ledger.cost_usd + 0.0025 > limit or not refused


async def test_a_request_that_only_others_stand_in_the_way_of_waits_for_them() -> None:
    ledger = Ledger()
    with scripted(always=[slow(0.02)]) as server:
        async with door(server) as model:
            budgeted = Budgeted(model, ledger, price=PRICE, max_cost_usd=0.012, count=count)
            await asyncio.gather(*(budgeted.ask(question(str(i), max_output_tokens=1000)) for i in range(5)))
        assert server.count() == 5
        assert server.most_at_once == 1


async def test_money_that_is_waited_for_goes_to_the_article_begun_first() -> None:
    with scripted(always=[slow(0.02)]) as server:
        async with door(server) as model:
            budgeted = Budgeted(model, Ledger(), price=PRICE, max_cost_usd=0.012, count=count)
            asked = [("一", "early"), *((word, "late") for word in "二三四"), ("五", "early")]
            questions = [question(word, article=article, max_output_tokens=1000) for word, article in asked]
            await asyncio.gather(*map(budgeted.ask, questions))
    order = [next(word for word, _ in asked if word in one.text) for one in server.requests]
    assert order[:2] == ["一", "五"]


async def test_a_request_given_up_frees_what_it_had_reserved() -> None:
    with scripted(first=[slow(0.5)]) as server:
        async with door(server) as model:
            budgeted = Budgeted(model, Ledger(), price=PRICE, max_cost_usd=0.012, count=count)
            first = asyncio.create_task(budgeted.ask(question("一", max_output_tokens=1000)))
            await until(lambda: server.count() == 1)
            first.cancel()
            assert (await budgeted.ask(question("二", max_output_tokens=1000))).finish == "stop"


async def test_thoughts_are_part_of_the_most_a_request_can_cost() -> None:
    with scripted() as server:
        async with door(server, model="gpt-5-mini") as model:
            budgeted = Budgeted(model, Ledger(), price=PRICE, max_cost_usd=0.01, count=count, room=model.room)
            with pytest.raises(BudgetExceeded):
                await budgeted.ask(question())
        assert server.count() == 0


async def test_a_refused_parameter_costs_nothing() -> None:
    ledger = Ledger()
    with scripted(always=[refuses("seed")]) as server:
        async with door(server) as model:
            await Budgeted(model, ledger, price=PRICE, count=count).ask(question(schema=SCHEMA))
        assert (server.count(), ledger.requests, ledger.failed_requests) == (2, 1, 0)


def test_what_is_not_known_is_not_shown_as_zero() -> None:
    ledger = Ledger()
    assert ledger.cost_usd == 0
    ledger.charge(Usage(input_tokens=5), None)
    assert ledger.cost_usd is None
    assert ledger.receipt("m", seconds=1.0, prompts={}).cost_usd is None


def test_a_limit_without_a_price_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a price"):
        Budgeted(None, Ledger(), max_cost_usd=1.0, count=count)  # type: ignore[arg-type]


class BilledServer:
    """A model that bills by its own counts, whatever it tells: input as `true` tokens for each of ours, output up to the room."""

    def __init__(self, *, true: float, faults: float = 0.0, told: bool = True, seed: int = 1) -> None:
        self.true, self.faults, self.told = true, faults, told
        self.random = random.Random(seed)
        self.billed = 0.0

    async def ask(self, request: Request) -> Answer:
        asked = math.ceil(self.true * sum(count(m.content) for m in request.messages)) + 7
        said = self.random.randint(1, request.max_output_tokens)
        attempt = ATTEMPT.get()
        assert attempt
        attempt.sent = True
        usage = Usage(input_tokens=asked, output_tokens=said)
        self.billed += PRICE.cost(usage)
        await asyncio.sleep(self.random.random() * 0.005)
        ours = Usage(input_tokens=sum(count(m.content) for m in request.messages), output_tokens=said // 3)
        if self.random.random() < self.faults:
            raise StreamInterrupted("It broke off.", ours)
        return Answer(text="Fine.", usage=usage if self.told else ours)


@pytest.mark.parametrize("true", [0.9, 1.0, 1 / 0.9])
@pytest.mark.parametrize("faults", [0.0, 0.4])
async def test_the_limit_is_never_passed_by_the_servers_own_count(true: float, faults: float) -> None:
    """With 64 requests at once, retries, answers that broke off, and a token counter that errs by 10 %."""
    for seed in range(5):
        server, ledger = BilledServer(true=true, faults=faults, seed=seed), Ledger()
        budgeted = Budgeted(server, ledger, price=PRICE, max_cost_usd=0.05, count=count)
        retrying = Retrying(budgeted, Retry(first_wait_seconds=0))
        asked = (
            retrying.ask(question(f"{n} 今天天气很好。" * 20, article=f"a{n // 7}", max_output_tokens=300))
            for n in range(200)
        )
        outcomes = await asyncio.gather(*asked, return_exceptions=True)
        assert server.billed <= 0.05
        assert server.billed > 0.025, "the money is made use of"
        assert any(isinstance(one, BudgetExceeded) for one in outcomes)


async def test_a_counter_that_errs_by_more_is_noticed_from_what_the_server_counts() -> None:
    server, ledger = BilledServer(true=1.6), Ledger()
    budgeted = Budgeted(server, ledger, price=PRICE, max_cost_usd=0.02, count=count)
    asked = (budgeted.ask(question(f"{n} 今天天气很好。" * 60, max_output_tokens=20)) for n in range(200))
    outcomes = [await asyncio.gather(one, return_exceptions=True) for one in asked]
    assert isinstance(outcomes[-1][0], BudgetExceeded)
    assert server.billed <= 0.02


@pytest.mark.parametrize("fault", [slow(5), drop(after=0)], ids=["time-out", "broken"])
async def test_an_attempt_that_may_have_been_billed_is_charged(fault: Fault) -> None:
    ledger = Ledger()
    with scripted(always=[fault]) as server:
        async with door(server, timeout_seconds=0.2) as model:
            with pytest.raises(Transient):
                await Budgeted(model, ledger, price=PRICE, count=count).ask(question(schema=SCHEMA))
    assert ledger.input_tokens > count("今天天气很好。") + count(json.dumps(SCHEMA))
    assert ledger.cost_usd


@pytest.mark.parametrize("code", [400, 401, 429, 500, 503])
async def test_an_error_that_no_provider_bills_is_not_charged(code: int) -> None:
    ledger = Ledger()
    with scripted(always=[status(code, "The prompt is too long")]) as server:
        async with door(server) as model:
            with pytest.raises(ModelError):
                await Budgeted(model, ledger, price=PRICE, count=count).ask(question())
    assert (ledger.input_tokens, ledger.cost_usd) == (0, 0)


async def test_a_request_given_up_on_the_way_is_charged() -> None:
    ledger = Ledger()
    server = BilledServer(true=1.0)
    server.random = random.Random(3)
    budgeted = Budgeted(server, ledger, price=PRICE, max_cost_usd=1, count=count)
    task = asyncio.create_task(budgeted.ask(question()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ledger.input_tokens > 0


@pytest.mark.parametrize("at_once", [4, 64])
async def test_the_money_finishes_about_as_many_articles_with_many_requests_at_once(at_once: int) -> None:
    """An article is a brief, then eight chunks at once, then two summaries."""
    server, ledger, reservations = BilledServer(true=1.0), Ledger(), BudgetReservations()
    limited = RateLimiter(server, concurrency=at_once)
    budgeted = Budgeted(limited, ledger, price=PRICE, max_cost_usd=0.1, count=count, reservations=reservations)
    finished: list[int] = []

    async def ask(article: int, text: str, room: int) -> None:
        await budgeted.ask(question(text, article=str(article), max_output_tokens=room))

    async def article(number: int) -> None:
        try:
            await ask(number, f"{number} 今天天气很好。" * 80, 300)
            await asyncio.gather(*(ask(number, f"{number} {n} 今天天气很好。" * 10, 100) for n in range(8)))
            await asyncio.gather(*(ask(number, f"{number} {n} Fine weather. " * 40, 100) for n in range(2)))
            finished.append(number)
        except BudgetExceeded:
            pass
        finally:
            await reservations.finish(str(number))

    await asyncio.gather(*(article(number) for number in range(60)))
    assert server.billed <= 0.1
    assert len(finished) >= 8, (len(finished), server.billed)
