import asyncio
from pathlib import Path
from typing import Any

import pytest
from scripted_server import Fault, cut, loop, refusal, scripted, slow, status
from sqlalchemy import event

from llm.asking import SCHEMA, door, endpoint, question, until
from summarizer.errors import Transient
from summarizer.llm.budgeted import Ledger
from summarizer.llm.cached import CachedModel, key_of
from summarizer.model import Endpoint
from summarizer.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


async def test_the_same_question_is_paid_for_once_also_in_the_next_run(path: Path) -> None:
    with scripted() as server:
        answers = []
        for _ in range(2):
            ledger = Ledger()
            with Store.open(path) as store:
                async with door(server) as model:
                    remembering = CachedModel(model, endpoint(server), store, ledger)
                    answers += [await remembering.ask(question("一", SCHEMA)), await remembering.ask(question("二"))]
        assert server.count() == 2
    assert [answer.remembered for answer in answers] == [False, False, True, True]
    assert [answer.text for answer in answers[:2]] == [answer.text for answer in answers[2:]]
    assert (ledger.cached_answers, ledger.requests, ledger.cost_usd) == (2, 0, 0.0)


@pytest.mark.parametrize(
    "fault",
    [cut(), refusal(), loop(), Fault(rewrite=lambda text: ""), Fault(rewrite=lambda text: "Sorry {what}?")],
    ids=["cut off", "refusal", "loop", "empty", "no object"],
)
async def test_what_is_no_good_answer_is_asked_again(path: Path, fault: Fault) -> None:
    with scripted(first=[fault]) as server, Store.open(path) as store:
        async with door(server) as model:
            remembering = CachedModel(model, endpoint(server), store, Ledger())
            await remembering.ask(question(schema=SCHEMA))
            again = await remembering.ask(question(schema=SCHEMA))
        assert (again.finish, again.remembered) == ("stop", False)
        assert store.count_answers() == 1


async def test_equal_questions_at_the_same_time_are_asked_once_even_without_a_store() -> None:
    ledger = Ledger()
    with scripted(always=[slow(0.05)]) as server:
        async with door(server) as model:
            remembering = CachedModel(model, endpoint(server), None, ledger)
            answers = await asyncio.gather(*(remembering.ask(question()) for _ in range(5)))
        assert server.count() == 1
    assert sorted(answer.remembered for answer in answers) == [False, True, True, True, True]
    assert ledger.cached_answers == 4


async def test_whoever_gives_up_leaves_the_others_their_answer() -> None:
    with scripted(always=[slow(0.1)]) as server:
        async with door(server) as model:
            remembering = CachedModel(model, endpoint(server), None, Ledger())
            tasks = [asyncio.create_task(remembering.ask(question())) for _ in range(2)]
            await until(lambda: server.count() == 1)
            tasks[0].cancel()
            assert (await tasks[1]).finish == "stop"
        assert server.count() == 1


async def test_when_everybody_gave_up_the_question_is_asked_anew() -> None:
    with scripted(first=[slow(0.5)]) as server:
        async with door(server) as model:
            remembering = CachedModel(model, endpoint(server), None, Ledger())
            task = asyncio.create_task(remembering.ask(question()))
            await until(lambda: server.count() == 1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert (await remembering.ask(question())).finish == "stop"
        assert server.count() == 2


async def test_a_failure_is_told_to_all_who_asked_and_not_remembered() -> None:
    with scripted(first=[status(500)]) as server:
        async with door(server) as model:
            remembering = CachedModel(model, endpoint(server), None, Ledger())
            results = await asyncio.gather(*(remembering.ask(question()) for _ in range(2)), return_exceptions=True)
            assert all(isinstance(one, Transient) for one in results)
            assert (await remembering.ask(question())).finish == "stop"


async def test_with_the_disk_full_the_answer_is_given_all_the_same(path: Path) -> None:
    told: list[str] = []
    long = " ".join(f"Day {i} was long." for i in range(400))
    with scripted(answer=lambda body: long) as server, Store.open(path) as store:

        @event.listens_for(store._engine, "connect")
        def no_room(connection: Any, _: Any) -> None:
            connection.execute("PRAGMA max_page_count = 1")

        store._engine.dispose()
        async with door(server) as model:
            remembering = CachedModel(model, endpoint(server), store, Ledger(), notice=told.append)
            asked = (remembering.ask(question(str(i), max_output_tokens=20_000)) for i in range(3))
            answers = await asyncio.gather(*asked)
    assert [answer.text for answer in answers] == [long] * 3
    assert len(told) == 1
    assert "disk is full" in told[0]


def test_the_key_is_made_of_all_that_shapes_the_answer_and_of_nothing_else() -> None:
    here = Endpoint(model="m", base_url="https://llm.example/v1", api_key="one")
    key = key_of(question(), here)
    same = [
        key_of(question(max_output_tokens=9), here),
        key_of(question(article="other", stage="brief", prompt="x.md"), here),
        key_of(question(), here.model_copy(update={"api_key": "two", "answer_tokens": 5})),
    ]
    other = [
        key_of(question("别的"), here),
        key_of(question(schema=SCHEMA), here),
        key_of(question(temperature=0.5), here),
        key_of(question(answer_name="else"), here),
        key_of(question(), here.model_copy(update={"model": "n"})),
        key_of(question(), here.model_copy(update={"base_url": "https://other.example/v1"})),
    ]
    assert set(same) == {key}
    assert key not in other
    assert len(set(other)) == len(other)


def test_the_embedded_server_is_the_same_one_on_every_port() -> None:
    ports = [Endpoint(model="q.gguf", base_url=f"http://127.0.0.1:{port}/v1", local=True) for port in (4000, 5000)]
    assert len({key_of(question(), one) for one in ports}) == 1
