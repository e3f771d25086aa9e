"""Questions through a Batch API: each answered once and paid once, whatever befalls the batch, the network, or this process."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from batch_server import BatchServer, Ending, batch_server, unsupported
from scripted_server import ScriptedServer, scripted

from llm.asking import SCHEMA, question, until
from summarizer.errors import BudgetExceeded, Cancelled, ModelError, QuotaExhausted, Rejected, Transient, UsageError
from summarizer.llm.assemble import Assembled, assemble_batched
from summarizer.llm.budgeted import Ledger
from summarizer.llm.cached import key_of
from summarizer.llm.parameters import server_of
from summarizer.llm.prices import Price
from summarizer.llm.provider_batch import submitting
from summarizer.llm.provider_batch.polling import PollingPolicy
from summarizer.model import Answer, Endpoint, Request
from summarizer.store import Store

FAST = PollingPolicy(quiet=0.05, longest_gathering=0.3, first_poll=0.02, longest_poll=0.05, lease=0.4, patience=5)
PRICE = Price(input=1e-6, cached_input=1e-6, output=1e-5)
A_REQUEST_USD = 8e-6 + 100e-5
"""Of 第0句。 and the words around it: 8 tokens sent (o200k), 100 answered."""


@asynccontextmanager
async def batched(
    server: BatchServer | ScriptedServer,
    store: Store,
    *,
    ledger: Ledger | None = None,
    notices: list[str] | None = None,
    **more: Any,
) -> AsyncIterator[Assembled]:
    endpoint = Endpoint(model="some-model", base_url=server.base_url, api_key="sk-test-0123456789")
    said = notices if notices is not None else []
    given: dict[str, Any] = {"price": PRICE, "polling": FAST, "notice": said.append, "timeout_seconds": 10, **more}
    model = await assemble_batched(endpoint, store=store, ledger=ledger or Ledger(), **given)
    try:
        yield model
    finally:
        await model.aclose()


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with Store.open(tmp_path / "store.sqlite") as store:
        yield store


def questions(count: int, **more: Any) -> list[Request]:
    return [question(f"第{number}句。", **more) for number in range(count)]


async def ask_all(model: Assembled, asked: Sequence[Request]) -> list[Answer | BaseException]:
    return await asyncio.gather(*map(model.ask, asked), return_exceptions=True)


def texts(answers: Sequence[Answer | BaseException]) -> list[str]:
    assert all(isinstance(one, Answer) for one in answers), answers
    return [one.text for one in answers if isinstance(one, Answer)]


async def test_what_is_asked_together_goes_together_and_each_gets_its_own_answer(store: Store) -> None:
    ledger, notices = Ledger(), list[str]()
    with batch_server(answer=lambda body: body["messages"][-1]["content"]) as server:
        async with batched(server, store, ledger=ledger, notices=notices) as model:
            asked = questions(30)
            assert texts(await ask_all(model, asked)) == [one.messages[-1].content for one in asked]
        assert len(server.batches) == 1
        assert server.states == ["completed"]
    assert ledger.requests == 30
    assert ledger.cost_usd == pytest.approx(30 * A_REQUEST_USD)
    assert any("Submitted batch_1: 30 requests (translate 30)" in one for one in notices)
    assert store.batches().open() == []
    assert store.batches().latest(1)[0].cost_usd == pytest.approx(30 * A_REQUEST_USD)


async def test_a_line_asks_what_would_be_asked_directly_but_for_streaming(store: Store) -> None:
    with batch_server() as server:
        async with batched(server, store) as model:
            await model.ask(question("今天。", SCHEMA, article="0" * 64))
        (line,) = [json.loads(one) for one in server.files["file-1"].splitlines()]
    assert line["method"] == "POST"
    assert line["url"] == "/v1/chat/completions"
    assert len(line["custom_id"]) == 64
    body = line["body"]
    assert body["model"] == "some-model"
    assert body["response_format"]["json_schema"]["schema"] == SCHEMA
    assert body["prompt_cache_key"] == "0" * 64
    assert not {"stream", "stream_options", "extra_body"} & body.keys()


async def test_answers_are_remembered_and_never_asked_again(store: Store) -> None:
    with batch_server() as server:
        for _ in range(2):
            async with batched(server, store) as model:
                texts(await ask_all(model, questions(3)))
        assert len(server.batches) == 1


async def test_a_parameter_that_is_refused_is_left_out_in_the_next_wave(store: Store) -> None:
    def line(body: dict[str, Any]) -> Any:
        return unsupported("seed") if "seed" in body else None

    notices = list[str]()
    with batch_server(line=line) as server:
        async with batched(server, store, notices=notices) as model:
            texts(await ask_all(model, questions(5)))
            texts(await ask_all(model, questions(5, temperature=0.5)))
        assert [sum("seed" in one["body"] for one in batch.asked) for batch in server.batches.values()] == [5, 0, 0]
    assert sum("does not take a seed" in one for one in notices) == 1


async def test_a_parameter_refused_in_validation_is_left_out_too(store: Store) -> None:
    def script(number: int, bodies: list[dict[str, Any]]) -> Ending | None:
        at = [n for n, body in enumerate(bodies, 1) if "seed" in body]
        faults = [{"code": "invalid_request", "line": n, "message": "Unknown parameter", "param": "seed"} for n in at]
        return Ending("failed", faults=tuple(faults[:2])) if faults else None

    with batch_server(script=script) as server:
        async with batched(server, store) as model:
            texts(await ask_all(model, questions(5)))
        assert server.states == ["failed", "completed"]


async def test_what_the_server_will_never_take_fails_alone(store: Store) -> None:
    def line(body: dict[str, Any]) -> Any:
        bad = "第2句" in body["messages"][-1]["content"]
        return (400, {"message": "Invalid content.", "type": "invalid_request_error"}) if bad else None

    with batch_server(line=line) as server:
        async with batched(server, store) as model:
            answers = await ask_all(model, questions(4))
        assert len(server.batches) == 1
    assert isinstance(answers[2], Rejected)
    assert len(texts([one for one in answers if one is not answers[2]])) == 3


async def test_a_line_that_may_pass_goes_again_and_the_others_are_not_paid_twice(store: Store) -> None:
    seen = set[str]()

    def line(body: dict[str, Any]) -> Any:
        text = body["messages"][-1]["content"]
        first = text not in seen
        seen.add(text)
        return (500, {"message": "The server had an error."}) if first and "1" in text else None

    ledger = Ledger()
    with batch_server(line=line) as server:
        async with batched(server, store, ledger=ledger) as model:
            texts(await ask_all(model, questions(12)))
        assert [len(one.asked) for one in server.batches.values()] == [12, 3]
        assert set(server.paid.values()) == {1}
    assert (ledger.requests, ledger.failed_requests) == (15, 3)


async def test_what_a_batch_left_undone_is_done_by_the_next(store: Store) -> None:
    def script(number: int, bodies: list[dict[str, Any]]) -> Ending | None:
        return Ending("expired", after=4) if number == 1 else None

    with batch_server(script=script) as server:
        async with batched(server, store) as model:
            texts(await ask_all(model, questions(10)))
        assert server.states == ["expired", "completed"]
        assert [len(one.asked) for one in server.batches.values()] == [10, 6]
        assert set(server.paid.values()) == {1}


async def test_what_was_cancelled_is_not_sent_again_before_the_next_run(store: Store) -> None:
    def script(number: int, bodies: list[dict[str, Any]]) -> Ending | None:
        return Ending("cancelled", after=4) if number == 1 else None

    with batch_server(script=script) as server:
        async with batched(server, store) as model:
            answers = await ask_all(model, questions(10))
            later = await ask_all(model, [question("更晚的一句。")])
        assert sum(isinstance(one, Cancelled) for one in answers) == 6
        assert isinstance(later[0], Cancelled)
        assert server.states == ["cancelled"]
        async with batched(server, store) as model:
            texts(await ask_all(model, questions(10)))
        assert [len(one.asked) for one in server.batches.values()] == [10, 6]
        assert set(server.paid.values()) == {1}


async def test_a_batch_that_always_fails_ends_as_an_error_and_not_in_a_circle(store: Store) -> None:
    with batch_server(script=lambda number, bodies: Ending("failed")) as server:
        async with batched(server, store) as model:
            answers = await ask_all(model, questions(3))
        assert len(server.batches) == 4
    assert all(isinstance(one, Transient) for one in answers)


async def test_an_account_without_credit_is_told_of(store: Store) -> None:
    broke = {"code": "billing_hard_limit_reached", "message": "Billing hard limit has been reached.", "line": None}
    with batch_server(script=lambda number, bodies: Ending("failed", faults=(broke,))) as server:
        async with batched(server, store) as model:
            answers = await ask_all(model, questions(3))
    assert all(isinstance(one, QuotaExhausted) for one in answers)


async def test_where_the_providers_queue_is_too_small_smaller_batches_follow_each_other(store: Store) -> None:
    full = {"code": "token_limit_exceeded", "message": "Enqueued token limit reached.", "line": None}

    def script(number: int, bodies: list[dict[str, Any]]) -> Ending | None:
        others = [one for one in server.batches.values() if one.shown["status"] in ("in_progress", "finalizing")]
        crowded = len(bodies) > 4 or any(one.shown["id"] != f"batch_{number}" for one in others)
        return Ending("failed", faults=(full,)) if crowded else None

    with batch_server(script=script) as server:
        async with batched(server, store) as model:
            texts(await ask_all(model, questions(10)))
        assert set(server.paid.values()) == {1}
        assert all(len(one.asked) <= 4 for one in server.batches.values() if one.shown["status"] == "completed")


async def test_files_keep_to_the_limits(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submitting, "MOST_QUESTIONS", 4)
    with batch_server() as server:
        async with batched(server, store) as model:
            texts(await ask_all(model, questions(10)))
        assert sorted(len(one.asked) for one in server.batches.values()) == [2, 4, 4]


async def test_a_provider_that_fails_for_a_while_is_asked_again(store: Store) -> None:
    with batch_server() as server:
        async with batched(server, store) as model:
            asking = asyncio.create_task(ask_all(model, questions(3)))
            server.down = 6
            texts(await asking)
        assert len(server.batches) == 1


async def test_a_provider_that_fails_at_the_start_is_asked_again_too(store: Store) -> None:
    notices: list[str] = []
    with batch_server() as server:
        server.down = 2
        async with batched(server, store, notices=notices) as model:
            texts(await ask_all(model, questions(3)))
    assert "tried again" in notices[0]


async def test_a_batch_whose_beginning_was_not_heard_of_is_found_by_its_name(store: Store) -> None:
    with batch_server() as server:
        server.lose_create = True
        async with batched(server, store) as model:
            texts(await ask_all(model, questions(3)))
        assert len(server.batches) == 1
        assert set(server.paid.values()) == {1}


async def test_whoever_waits_for_another_processs_batch_stops_too_when_that_is_cancelled(store: Store) -> None:
    with batch_server() as server:
        server.held = True
        async with batched(server, store) as first, batched(server, store) as second:
            asking = asyncio.gather(ask_all(first, questions(3)), ask_all(second, questions(3)))
            await until(lambda: "in_progress" in server.states)
            server.batches["batch_1"].shown["status"] = "cancelling"
            answers = [one for asked in await asking for one in asked]
    assert [type(one) for one in answers] == [Cancelled] * 6
    assert server.states == ["cancelled"]


async def submit_and_leave(server: BatchServer, store: Store, asked: list[Request]) -> None:
    """As a process does that ends while its batch is under way; the server holds that there."""
    server.held = True
    async with batched(server, store) as model:
        asking = asyncio.create_task(ask_all(model, asked))
        await until(lambda: "in_progress" in server.states)
    asking.cancel()


async def test_another_process_takes_over_what_one_that_ended_had_submitted(store: Store) -> None:
    with batch_server() as server:
        await submit_and_leave(server, store, questions(8))
        async with batched(server, store) as second:
            again = asyncio.create_task(ask_all(second, questions(10)))
            await asyncio.sleep(0.2)
            server.held = False
            texts(await again)
        assert [len(one.asked) for one in server.batches.values()] == [8, 2]
        assert set(server.paid.values()) == {1}


async def test_what_ended_meanwhile_is_collected_at_the_start_also_what_nobody_asks_for(store: Store) -> None:
    with batch_server() as server:
        await submit_and_leave(server, store, questions(8))
        server.held = False
        for batch in server.batches.values():
            while batch.shown["status"] != "completed":
                server._advance(batch)
        async with batched(server, store) as model:
            assert store.count_answers() == 8
            texts(await ask_all(model, questions(8)))
        assert len(server.batches) == 1


async def test_an_answer_that_was_paid_for_is_given_even_where_it_is_not_worth_storing(store: Store) -> None:
    with batch_server(answer=lambda body: "") as server:
        await submit_and_leave(server, store, questions(1))
        server.held = False
        server._advance(server.batches["batch_1"])
        server._advance(server.batches["batch_1"])
        async with batched(server, store) as model:
            (answer,) = await ask_all(model, questions(1))
        assert len(server.batches) == 1
    assert isinstance(answer, Answer)
    assert answer.text == ""


async def test_two_processes_that_ask_the_same_at_once_pay_once(store: Store) -> None:
    with batch_server() as server:
        async with batched(server, store) as one, batched(server, store) as other:
            answers = await asyncio.gather(ask_all(one, questions(6)), ask_all(other, questions(6)))
        assert texts(answers[0]) == texts(answers[1])
        assert set(server.paid.values()) == {1}


async def test_a_process_killed_before_it_submitted_holds_its_questions_no_longer_than_its_lease(store: Store) -> None:
    with batch_server() as server:
        endpoint = Endpoint(model="some-model", base_url=server.base_url)
        claimed = {key_of(one, endpoint): one for one in questions(3)}
        store.batches().claim("killed-1", server_of(endpoint), "some-model", claimed, lease_seconds=0.3)
        async with batched(server, store) as model:
            texts(await ask_all(model, questions(3)))
        assert set(server.paid.values()) == {1}
    assert store.batches().open() == []


async def test_a_batch_that_the_provider_has_forgotten_is_sent_again(store: Store) -> None:
    with batch_server() as server:
        server.held = True
        async with batched(server, store) as model:
            asking = asyncio.create_task(ask_all(model, questions(2)))
            await until(lambda: "in_progress" in server.states)
            server.batches["batch_gone"] = server.batches.pop("batch_1")
            server.held = False
            texts(await asking)
        assert len(server.batches) == 2


async def test_no_more_is_submitted_than_the_limit_on_money_allows(store: Store) -> None:
    ledger = Ledger()
    with batch_server() as server:
        async with batched(server, store, ledger=ledger, max_cost_usd=4 * A_REQUEST_USD) as model:
            answers = await ask_all(model, questions(12))
        assert len(server.bodies()) < 12
    assert ledger.cost_usd is not None
    assert ledger.cost_usd <= 4 * A_REQUEST_USD + 1e-9
    refused = [one for one in answers if isinstance(one, BaseException)]
    assert refused
    assert all(isinstance(one, BudgetExceeded) for one in refused)


async def test_a_server_without_a_batch_api_is_told_of_before_anything_is_asked(store: Store) -> None:
    with scripted() as server, pytest.raises(UsageError, match="has no Batch API"):
        async with batched(server, store):
            pass
    assert server.count() == 0


async def test_a_provider_that_cannot_be_asked_is_told_of_before_anything_is(store: Store) -> None:
    with batch_server() as server:
        server.down = 100
        with pytest.raises(ModelError, match="503"):
            async with batched(server, store):
                pass
    assert server.files == {}
