import time
from itertools import pairwise

import pytest
from scripted_server import drop, rate_limited, scripted, status

from llm.asking import door, question
from summarizer.errors import QuotaExhausted, RateLimited, Rejected, Transient, Unauthorized
from summarizer.llm.retrying import Retry, Retrying

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
