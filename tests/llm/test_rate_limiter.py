import asyncio
import time

import pytest
from scripted_server import rate_limited, scripted, slow, status

from llm.asking import door, question, until
from summarizer.errors import RateLimited, Transient
from summarizer.llm.rate_limiter import RateLimiter
from summarizer.llm.retrying import Retry, Retrying
from summarizer.llm.tokens import count


async def test_no_more_run_at_once_than_allowed_and_no_fewer() -> None:
    with scripted(always=[slow(0.03)]) as server:
        async with door(server) as model:
            paced = RateLimiter(model, concurrency=3)
            await asyncio.gather(*(paced.ask(question(str(i))) for i in range(9)))
        assert server.most_at_once == 3


async def test_first_come_is_first_served() -> None:
    with scripted(always=[slow(0.005)]) as server:
        async with door(server) as model:
            paced = RateLimiter(model, concurrency=1)
            await asyncio.gather(*(paced.ask(question(f"第{i}句")) for i in range(10)))
        order = [asked.body["messages"][-1]["content"] for asked in server.requests]
        assert order == [f"第{i}句" for i in range(10)]


async def test_a_429_holds_everybody_until_the_wait_is_over() -> None:
    with scripted(first=[rate_limited("0.3")], always=[slow(0.01)]) as server:
        async with door(server) as model:
            retrying = Retrying(RateLimiter(model, concurrency=1), Retry(first_wait_seconds=0))
            await asyncio.gather(*(retrying.ask(question(str(i))) for i in range(4)))
        refused, *others = [asked.at for asked in server.requests]
        assert min(others) - refused >= 0.3


async def test_a_429_slows_down_once_for_all_under_way_and_good_answers_speed_up_again() -> None:
    with scripted(first=[rate_limited("0.01")] * 8, always=[slow(0.02)]) as server:
        async with door(server) as model:
            paced = RateLimiter(model, concurrency=8)
            results = await asyncio.gather(*(paced.ask(question(str(i))) for i in range(8)), return_exceptions=True)
            assert all(isinstance(one, RateLimited) for one in results)
            assert paced.concurrency == 4
            await asyncio.gather(*(paced.ask(question(f"again {i}")) for i in range(40)))
            assert paced.concurrency == 8
            assert server.most_at_once == 8


async def test_under_lasting_429_one_at_a_time_still_goes_on() -> None:
    with scripted(always=[status(429)]) as server:
        async with door(server) as model:
            paced = RateLimiter(model, concurrency=4)
            for i in range(6):
                with pytest.raises(RateLimited):
                    await paced.ask(question(str(i)))
            assert paced.concurrency == 1


async def test_requests_in_the_window_never_pass_the_limit() -> None:
    with scripted() as server:
        async with door(server) as model:
            paced = RateLimiter(model, concurrency=8, requests_per_minute=4, window_seconds=0.5)
            await asyncio.gather(*(paced.ask(question(str(i))) for i in range(10)))
        at = [asked.at for asked in server.requests]
        # half the window: requests reach the server's thread some time after they were let go
        assert all(later - earlier >= 0.25 for earlier, later in zip(at, at[4:], strict=False))


async def test_tokens_in_the_window_are_kept_to_and_a_giant_still_passes() -> None:
    with scripted() as server:
        async with door(server) as model:
            paced = RateLimiter(model, concurrency=8, tokens_per_minute=500, window_seconds=0.3, count=count)
            begun = time.monotonic()
            await asyncio.gather(*(paced.ask(question(str(i), max_output_tokens=400)) for i in range(2)))
            await paced.ask(question("giant", max_output_tokens=4000))
            assert time.monotonic() - begun >= 0.3
        assert server.count() == 3


async def test_whoever_gives_up_in_the_queue_does_not_hold_up_the_others() -> None:
    with scripted(always=[slow(0.1)]) as server:
        async with door(server) as model:
            paced = RateLimiter(model, concurrency=1)
            tasks = [asyncio.create_task(paced.ask(question(str(i)))) for i in range(4)]
            await until(lambda: server.count() == 1)
            tasks[1].cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
        assert isinstance(results[1], asyncio.CancelledError)
        assert server.count() == 3


async def test_a_failure_frees_its_place_and_leaves_the_others_alone() -> None:
    with scripted(first=[status(500)], always=[slow(0.02)]) as server:
        async with door(server) as model:
            paced = RateLimiter(model, concurrency=2)
            results = await asyncio.gather(*(paced.ask(question(str(i))) for i in range(5)), return_exceptions=True)
        assert sum(isinstance(one, Transient) for one in results) == 1
        assert server.count() == 5


async def test_requests_of_an_article_begun_earlier_go_first() -> None:
    with scripted(always=[slow(0.01)]) as server:
        async with door(server) as model:
            paced = RateLimiter(model, concurrency=1)
            begun = [paced.ask(question(f"{article}{i}", article=article)) for i in range(3) for article in "ab"]
            await asyncio.gather(*begun)
        order = [asked.body["messages"][-1]["content"][0] for asked in server.requests]
        assert order == ["a", "a", "a", "b", "b", "b"]
