"""The provider that the benchmarks and users practise on: its limits are limits, its faults come as often as told, its answers fit."""

import asyncio
import json
import time

import openai
import pytest

from benchmarks.simulator import Behaviour, simulated
from benchmarks.simulator.answers import answer, english
from benchmarks.simulator.limits import Limits
from summarizer.records import Brief, Name, Segment, Translation
from summarizer.stages.verify import verify

SOURCE = "河边的农民慢慢地整理书本，花园的读者也来搬运木桌。"


def test_limits_are_a_minutes_worth_that_fills_evenly() -> None:
    limits = Limits(60, 1000, now=0.0)
    assert all(limits.refused(10, 0.0) == 0 for _ in range(60))
    assert limits.refused(10, 0.0) == pytest.approx(1.0)
    assert limits.refused(10, 1.0) == 0
    assert limits.refused(900, 2.0) > 20
    headers = limits.headers()
    assert headers["x-ratelimit-limit-tokens"] == "1000"
    assert int(headers["x-ratelimit-remaining-requests"]) <= 1


def test_faults_come_as_often_as_told_and_the_same_way_each_time() -> None:
    behaviour = Behaviour(faults={"429": 0.1, "dropped": 0.2}, seed=7)
    fell = [behaviour.fault(f"question {n}", 1) for n in range(2000)]
    assert fell == [behaviour.fault(f"question {n}", 1) for n in range(2000)]
    assert 150 < fell.count("429") < 250
    assert 340 < fell.count("dropped") < 460
    assert fell.count(None) == 2000 - fell.count("429") - fell.count("dropped")


def test_a_fault_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no such fault: fire"):
        Behaviour(faults={"fire": 0.1})


def test_what_it_says_passes_for_a_translation() -> None:
    segments = [
        Segment(id=f"p1.s{n}", block="p1", source=SOURCE.replace("书本", what)) for n, what in enumerate("书画灯伞")
    ]
    said = {s.id: Translation(segment=s.id, target=english(s.source, {})) for s in segments}
    assert len({t.target for t in said.values()}) == len(segments)
    assert not verify(segments, said, Brief(title=Name(source="")))


def test_an_answer_satisfies_the_schema_it_is_sent() -> None:
    schema = {
        "type": "object",
        "properties": {
            "who": {"type": "string", "enum": ["a", "b"]},
            "of": {"type": "array", "items": {"type": "string"}, "minItems": 2},
        },
    }
    body = {
        "messages": [{"role": "user", "content": "Who?"}],
        "response_format": {"type": "json_schema", "json_schema": {"name": "n", "schema": schema}},
    }
    said = json.loads(answer(body))
    assert said["who"] == "a"
    assert len(said["of"]) == 2


async def test_it_serves_the_openai_client_in_time_counts_and_refuses_with_a_wait() -> None:
    with simulated(Behaviour(first_token_seconds=0.05, tokens_per_second=400, requests_per_minute=2)) as simulator:
        async with openai.AsyncOpenAI(api_key="none", base_url=simulator.base_url, max_retries=0) as client:

            async def ask(stream: bool) -> str:
                given = {"model": "m", "messages": [{"role": "user", "content": SOURCE}], "stream": stream}
                reply = await client.chat.completions.create(**given)  # type: ignore[call-overload]
                if not stream:
                    return str(reply.choices[0].message.content)
                return "".join([c.choices[0].delta.content or "" async for c in reply if c.choices])

            begun = time.monotonic()
            streamed, whole = await asyncio.gather(ask(True), ask(False))
            assert streamed == whole == english(SOURCE, {})
            assert time.monotonic() - begun >= 0.05 + len(whole) / 3 / 400
            with pytest.raises(openai.RateLimitError) as refused:
                await ask(False)
        assert float(refused.value.response.headers["retry-after"]) > 20
        counted = simulator.stats(anew=True)
        assert (counted["requests"], counted["answered"], counted["over the limit"], counted["answered_twice"]) == (
            3,
            2,
            1,
            1,
        )
        assert simulator.stats().get("requests", 0) == 0
