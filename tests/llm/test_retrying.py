import asyncio
import time
from itertools import pairwise

import pytest
from scripted_server import drop, hangs_up, rate_limited, scripted, status

from llm.asking import door, question
from summarizer.errors import (
    NotListening,
    QuotaExhausted,
    RateLimited,
    Rejected,
    Transient,
    Unauthorized,
    Unreachable,
)
from summarizer.llm.budgeted import Budgeted, Ledger
from summarizer.llm.failures import StreamInterrupted
from summarizer.llm.retrying import Retry, Retrying
from summarizer.model import Answer, Request, Usage

AT_ONCE = Retry(first_wait_seconds=0)


async def test_what_may_pass_is_tried_again_until_it_has_passed() -> None:
    with scripted(first=[status(500), status(503), drop(), rate_limited("0")]) as server:
        async with door(server) as model:
            answer = await Retrying(model, AT_ONCE).ask(question())
        assert answer.finish == "stop"
        assert server.count() == 5


async def test_after_the_last_try_the_failure_is_told() -> None:
    with scripted(always=[status(500, "still broken")]) as server:
        async with door(server) as model:
            with pytest.raises(Transient, match="still broken"):
                await Retrying(model, AT_ONCE).ask(question())
        assert server.count() == 5


@pytest.mark.parametrize(
    ("code", "word", "kind"),
    [(401, "", Unauthorized), (400, "", Rejected), (429, "insufficient_quota", QuotaExhausted)],
)
async def test_what_cannot_pass_is_not_tried_again(code: int, word: str, kind: type[Exception]) -> None:
    with scripted(always=[status(code, "The prompt is too long", word=word)]) as server:
        async with door(server) as model:
            with pytest.raises(kind):
                await Retrying(model, AT_ONCE).ask(question())
        assert server.count() == 1


async def test_the_servers_own_wait_goes_before_ours() -> None:
    patient = Retry(first_wait_seconds=30)
    told: list[str] = []
    with scripted(first=[rate_limited("0.2")]) as server:
        async with door(server) as model:
            begun = time.monotonic()
            await Retrying(model, patient, notice=told.append).ask(question())
        assert 0.2 <= time.monotonic() - begun < 5
        assert "Trying again" in told[0]


async def test_a_server_that_asks_for_an_hour_is_given_up_on() -> None:
    with scripted(always=[rate_limited("3600")]) as server:
        async with door(server) as model:
            with pytest.raises(RateLimited):
                await Retrying(model, AT_ONCE).ask(question())
        assert server.count() == 1


async def test_waits_grow_from_try_to_try() -> None:
    with scripted(first=[status(500)] * 3) as server:
        async with door(server) as model:
            await Retrying(model, Retry(first_wait_seconds=0.05)).ask(question())
        arrivals = [asked.at for asked in server.requests]
        waits = [after - before for before, after in pairwise(arrivals)]
        assert waits[0] >= 0.05
        assert waits[2] >= 0.2


class Server:
    """A model that is out from time to time: until it has been asked so often, by its own count of looks."""

    def __init__(self, *outcomes: Answer | Exception) -> None:
        self.outcomes = list(outcomes)
        self.asked = 0

    async def ask(self, request: Request) -> Answer:
        self.asked += 1
        await asyncio.sleep(0)
        outcome = self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


FINE = Answer(text="Fine.")
SOON = Retry(first_wait_seconds=0.001, longest_wait_seconds=0.002, patience_seconds=30)
OUT = [
    Transient("503"),
    RateLimited("429"),
    Unreachable("The connection is gone."),
    NotListening("Nothing is listening."),
]


@pytest.mark.parametrize("error", OUT, ids=lambda e: type(e).__name__)
async def test_an_outage_is_waited_for_much_longer_than_the_tries_of_one_question(error: Exception) -> None:
    server = Server(FINE, *[error] * 40, FINE)
    model = Retrying(server, SOON)
    await model.ask(question("一"))
    assert (await model.ask(question("二"))).text == "Fine."
    assert server.asked == 42


async def test_during_an_outage_one_looks_and_the_others_wait() -> None:
    server = Server(FINE, *[Transient("503")] * 60, FINE)
    model = Retrying(server, SOON)
    await model.ask(question("一"))
    answers = await asyncio.gather(*(model.ask(question(str(n))) for n in range(30)))
    assert {answer.text for answer in answers} == {"Fine."}
    assert server.asked == 1 + 60 + 30  # 30 met the outage, one looked 30 times more, then each was answered


async def test_a_question_that_was_under_way_when_the_outage_began_waits_for_its_end_as_well() -> None:
    """Those that were answered after it was asked, and before the outage, say nothing about the server now."""

    class Fails(Server):
        async def ask(self, request: Request) -> Answer:
            if request.messages[-1].content == "early":
                return FINE
            await asyncio.sleep(0.01)
            return await super().ask(request)

    server = Fails(*[Transient("503")] * 30, FINE)
    model = Retrying(server, SOON)
    late = [asyncio.create_task(model.ask(question(str(n)))) for n in range(3)]
    await asyncio.sleep(0)
    await model.ask(question("early"))
    assert {answer.text for answer in await asyncio.gather(*late)} == {"Fine."}
    assert server.asked >= 31


async def test_an_outage_in_the_middle_of_other_outages_is_waited_for_as_the_first() -> None:
    server = Server(FINE, *([Transient("503")] * 7 + [FINE]) * 4)
    model = Retrying(server, SOON)
    await model.ask(question("一"))
    for n in range(4):
        assert (await model.ask(question(str(n)))).text == "Fine."


async def test_a_server_that_hangs_up_without_a_word_is_waited_for_and_may_have_to_be_paid() -> None:
    with scripted(first=[None, *[hangs_up()] * 8]) as server:
        async with door(server) as model:
            ledger = Ledger()
            patient = Retrying(Budgeted(model, ledger, count=len), SOON)
            await patient.ask(question("一"))
            once = ledger.input_tokens
            assert (await patient.ask(question("二"))).finish == "stop"
            assert server.count() == 10
            assert ledger.input_tokens >= 8 * once


async def test_patience_has_an_end_and_is_had_once_by_all() -> None:
    server = Server(Transient("503"))
    model = Retrying(server, SOON.model_copy(update={"patience_seconds": 0.3}))
    begun = time.monotonic()
    outcomes = await asyncio.gather(*(model.ask(question(str(n))) for n in range(20)), return_exceptions=True)
    assert {type(one) for one in outcomes} == {Transient}
    assert 0.3 <= time.monotonic() - begun < 3


async def test_a_server_that_has_answered_nobody_and_puts_off_everybody_is_given_up_on() -> None:
    server = Server(RateLimited("429"))
    model = Retrying(server, SOON.model_copy(update={"patience_seconds": 0.1, "limited_seconds": 0.4}))
    begun = time.monotonic()
    with pytest.raises(RateLimited):
        await model.ask(question("一"))
    assert 0.4 <= time.monotonic() - begun < 3


async def test_whoever_looks_may_be_cancelled_and_another_looks() -> None:
    server = Server(FINE, *[Transient("503")] * 200, FINE)
    model = Retrying(server, SOON)
    await model.ask(question("一"))
    tasks = [asyncio.create_task(model.ask(question(str(n)))) for n in range(5)]
    await asyncio.sleep(0.02)
    tasks[0].cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert [isinstance(one, Answer) for one in outcomes[1:]] == [True] * 4


async def test_a_question_that_fails_while_others_are_answered_is_given_up_after_its_tries() -> None:
    class OneFails(Server):
        async def ask(self, request: Request) -> Answer:
            if request.messages[-1].content == "bad":
                self.asked += 1
                await asyncio.sleep(0.005)
                raise Transient("500")
            await asyncio.sleep(0)
            return FINE

    server = OneFails(FINE)
    model = Retrying(server, SOON)

    async def others() -> None:
        while True:
            await model.ask(question("good"))
            await asyncio.sleep(0.001)

    beside = asyncio.create_task(others())
    with pytest.raises(Transient):
        await model.ask(question("bad"))
    beside.cancel()
    assert server.asked == 5


async def test_a_server_that_was_never_there_is_not_waited_for() -> None:
    server = Server(NotListening("Nothing is listening on 127.0.0.1:9; is the server running?"))
    with pytest.raises(NotListening):
        await Retrying(server, SOON).ask(question())
    assert server.asked == 1


async def test_answers_that_break_off_are_paid_for_and_tried_five_times_only() -> None:
    server = Server(FINE, StreamInterrupted("It broke off.", Usage()))
    model = Retrying(server, SOON)
    await model.ask(question("一"))
    with pytest.raises(StreamInterrupted):
        await model.ask(question("二"))
    assert server.asked == 6
