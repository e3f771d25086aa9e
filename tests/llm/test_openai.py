"""The door over real HTTP, against a scripted server on loopback."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest
from scripted_server import (
    Fault,
    cut,
    drop,
    endless,
    fences,
    loop,
    prose,
    rate_limited,
    refusal,
    refuses,
    refuses_format,
    refuses_system,
    scripted,
    slow,
    status,
    thinks,
)

from llm.asking import SCHEMA, door, endpoint, question, until
from summarizer.errors import NotFound, QuotaExhausted, RateLimited, Rejected, Transient, Unauthorized
from summarizer.llm.failures import StreamInterrupted
from summarizer.llm.parse import parse_object
from summarizer.model import Endpoint
from summarizer.store import Store


async def test_an_answer_streams_in_with_its_usage() -> None:
    with scripted(answer=lambda body: "The weather is fine today.") as server:
        async with door(server) as model:
            answer = await model.ask(question())
        assert (answer.text, answer.finish, answer.model) == ("The weather is fine today.", "stop", "some-model")
        assert answer.usage.input_tokens > 0 < answer.usage.output_tokens
        sent = server.requests[0]
        assert sent.body["stream"] is True
        assert sent.headers["authorization"] == "Bearer sk-test-0123456789"


async def test_the_answer_keeps_to_the_schema_that_was_sent() -> None:
    with scripted() as server:
        async with door(server) as model:
            answer = await model.ask(question(schema=SCHEMA))
    assert set(json.loads(answer.text)) == {"p1.s1", "p1.s2"}


async def test_a_server_without_json_schema_is_asked_with_json_object_and_the_schema_in_words() -> None:
    told: list[str] = []
    with scripted(always=[refuses_format("json_schema")]) as server:
        async with door(server, notice=told.append) as model:
            first = await model.ask(question("一", SCHEMA))
            await model.ask(question("二", SCHEMA))
        assert set(parse_object(first.text, SCHEMA)) == set(SCHEMA["properties"])
        types = [asked.body.get("response_format", {}).get("type") for asked in server.requests]
        assert types == ["json_schema", "json_object", "json_object"]
        assert len(told) == 1


async def test_a_server_without_any_response_format_is_asked_in_words() -> None:
    with scripted(always=[refuses("response_format"), prose(), fences()]) as server:
        async with door(server) as model:
            answer = await model.ask(question(schema=SCHEMA))
        assert set(parse_object(answer.text, SCHEMA)) == set(SCHEMA["properties"])
        assert server.count() == 3
        assert "response_format" not in server.requests[-1].body
        assert server.names() == {"chunk": 3}


@pytest.mark.parametrize("name", ["temperature", "seed", "max_tokens", "stream_options", "prompt_cache_key", "stream"])
async def test_a_refused_parameter_is_left_out_from_then_on(name: str) -> None:
    told: list[str] = []
    with scripted(always=[refuses(name)]) as server:
        async with door(server, notice=told.append) as model:
            answers = [await model.ask(question(text, article="sha")) for text in "一二"]
        assert [answer.finish for answer in answers] == ["stop", "stop"]
        assert [name in asked.body for asked in server.requests] == [True, False, False]
        assert len(told) == 1
        assert all(answer.usage.output_tokens > 0 for answer in answers)


async def test_a_server_that_refuses_everything_optional_is_still_asked() -> None:
    names = (
        "temperature",
        "seed",
        "max_tokens",
        "max_completion_tokens",
        "stream_options",
        "stream",
        "prompt_cache_key",
    )
    with scripted(always=[*(refuses(name) for name in names), refuses("response_format"), refuses_system()]) as server:
        async with door(server) as model:
            answer = await model.ask(question(schema=SCHEMA, article="sha"))
        assert set(parse_object(answer.text, SCHEMA)) == set(SCHEMA["properties"])
        assert set(server.requests[-1].body) == {"model", "messages"}
        assert [message["role"] for message in server.requests[-1].body["messages"]] == ["user"]


async def test_reasoning_effort_is_left_out_where_it_is_refused() -> None:
    with scripted(
        always=[refuses("reasoning_effort", message="Model does not support parameter reasoningEffort.")]
    ) as server:
        async with door(server, model="gpt-5-pro") as model:
            await model.ask(question())
        assert ["reasoning_effort" in asked.body for asked in server.requests] == [True, False]


async def test_a_body_that_forbids_extras_in_the_style_of_a_validator_is_understood() -> None:
    detail = '[{"type": "extra_forbidden", "loc": ["body", "seed"], "msg": "Extra inputs are not permitted"}]'
    with scripted(always=[refuses("seed", message=detail.replace("{", "{{").replace("}", "}}"), status=422)]) as server:
        async with door(server) as model:
            assert (await model.ask(question())).finish == "stop"


async def test_a_schema_the_server_cannot_use_is_put_in_words_for_that_question_only() -> None:
    message = "Invalid schema for response_format 'odd': 'minLength' is not permitted."

    def behave(asked: object) -> list[Fault]:
        return [refuses_format("json_schema", message=message)] if getattr(asked, "name", "") == "odd" else []

    with scripted(behave=behave) as server:
        async with door(server) as model:
            await model.ask(question("一", SCHEMA, answer_name="odd"))
            await model.ask(question("二", SCHEMA))
        types = [asked.body.get("response_format", {}).get("type") for asked in server.requests]
        assert types == ["json_schema", "json_object", "json_schema"]


async def test_a_server_that_takes_the_schema_but_does_not_heed_it_is_told_in_words_next_time() -> None:
    with scripted(answer=lambda body: "It is a fine day.") as server:
        async with door(server) as model:
            await model.ask(question("一", SCHEMA))
            await model.ask(question("二", SCHEMA))
        assert "JSON schema" not in server.requests[0].text
        assert "JSON schema" in server.requests[1].text


async def test_what_was_refused_is_known_to_the_next_run(tmp_path: Path) -> None:
    with scripted(always=[refuses("seed")]) as server:
        for _ in range(2):
            with Store.open(tmp_path / "store.sqlite") as store:
                async with door(server, store=store) as model:
                    await model.ask(question())
        assert ["seed" in asked.body for asked in server.requests] == [True, False, False]


async def test_a_loop_is_ended_while_it_streams() -> None:
    with scripted(always=[loop()]) as server:
        async with door(server) as model:
            answer = await model.ask(question(max_output_tokens=4000))
            assert answer.finish == "loop"
            assert len(answer.text) < 2000
            assert answer.usage.output_tokens > 0
            await until(lambda: server.hung_up == 1)


async def test_an_answer_that_passes_its_limit_is_ended_even_if_the_server_does_not_heed_it() -> None:
    with scripted(always=[endless()]) as server:
        async with door(server) as model:
            answer = await model.ask(question(max_output_tokens=100))
            assert answer.finish == "length"
            assert len(answer.text) < 2000
            await until(lambda: server.hung_up == 1)


async def test_giving_up_closes_the_connection() -> None:
    with scripted(always=[endless(), slow(0, each_piece=0.01)]) as server:
        async with door(server) as model:
            asking = asyncio.create_task(model.ask(question(max_output_tokens=4000)))
            await until(lambda: server.count() == 1)
            await asyncio.sleep(0.1)
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
            await until(lambda: server.hung_up == 1)


async def test_an_answer_cut_at_its_limit_says_so() -> None:
    with scripted(always=[cut(0.8)]) as server:
        async with door(server) as model:
            answer = await model.ask(question(schema=SCHEMA))
    assert answer.finish == "length"
    assert set(parse_object(answer.text, SCHEMA, cut_off=True)) == {"p1.s1"}


@pytest.mark.parametrize("fault", [refusal("I cannot."), Fault(finish="content_filter")])
async def test_a_refusal_is_told_from_an_answer(fault: Fault) -> None:
    with scripted(always=[fault]) as server:
        async with door(server) as model:
            assert (await model.ask(question())).finish == "refusal"


async def test_thoughts_are_not_part_of_the_answer_and_get_room_the_next_time() -> None:
    with scripted(always=[thinks()], answer=lambda body: "<think>more</think>Fine.") as server:
        async with door(server) as model:
            assert (await model.ask(question("一"))).text == "Fine."
            await model.ask(question("二"))
        assert server.requests[0].body["max_tokens"] == 200 < server.requests[1].body["max_tokens"]


async def test_thoughts_that_took_all_the_room_are_an_answer_cut_off() -> None:
    with scripted(answer=lambda body: "<think>It goes on", always=[Fault(finish="length")]) as server:
        async with door(server) as model:
            answer = await model.ask(question())
    assert (answer.text, answer.finish) == ("", "length")


async def test_a_server_that_answers_in_one_piece_all_the_same_is_understood() -> None:
    with scripted(always=[Fault(one_piece=True)], answer=lambda body: "Fine.") as server:
        async with door(server) as model:
            answer = await model.ask(question())
    assert (answer.text, answer.finish) == ("Fine.", "stop")


async def test_tokens_are_estimated_where_the_server_does_not_say_them() -> None:
    with scripted(always=[Fault(no_usage=True)], answer=lambda body: "The weather is fine today.") as server:
        async with door(server) as model:
            usage = (await model.ask(question())).usage
    assert 5 <= usage.output_tokens <= 8 <= usage.input_tokens


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (status(401, "Incorrect API key provided"), Unauthorized),
        (status(404, "The model `some-model` does not exist", word="model_not_found"), Rejected),
        (status(400, "This model's maximum context length is 10 tokens"), Rejected),
        (status(400, "The prompt is too long"), Rejected),
        (status(429, "Quota", word="insufficient_quota"), QuotaExhausted),
        (status(500), Transient),
        (status(503, "Loading model"), Transient),
        (Fault(error_in_stream={"message": "overloaded", "code": 503}), Transient),
        (Fault(error_in_stream={"message": "slow down", "code": "rate_limit_exceeded"}), RateLimited),
        (drop(after=0), Transient),
    ],
)
async def test_a_failure_becomes_its_error(fault: Fault, kind: type[Exception]) -> None:
    with scripted(always=[fault]) as server:
        async with door(server) as model:
            with pytest.raises(kind):
                await model.ask(question())
        assert server.count() == 1  # no hidden retry


async def test_a_rate_limit_carries_the_wait_the_server_asked_for() -> None:
    with scripted(always=[rate_limited("1.5")]) as server:
        async with door(server) as model:
            with pytest.raises(RateLimited) as caught:
                await model.ask(question())
    assert caught.value.retry_after == 1.5


async def test_a_connection_lost_in_the_middle_says_what_it_had_cost() -> None:
    with scripted(always=[drop(after=4)], answer=lambda body: "It was a long and quiet day. " * 20) as server:
        async with door(server) as model:
            with pytest.raises(StreamInterrupted) as caught:
                await model.ask(question())
    assert caught.value.usage.output_tokens > 0 < caught.value.usage.input_tokens


async def test_silence_ends_after_the_time_allowed() -> None:
    with scripted(always=[slow(1.0)]) as server:
        async with door(server, timeout_seconds=0.1) as model:
            with pytest.raises(Transient):
                await model.ask(question())


async def test_nobody_listening_is_transient_and_names_the_server() -> None:
    with scripted() as server:
        gone = endpoint(server)
    from summarizer.llm.capabilities import Capabilities
    from summarizer.llm.openai import OpenAIModel

    model = OpenAIModel(gone, capabilities=Capabilities())
    with pytest.raises(Transient, match=r"Nothing is listening on 127\.0\.0\.1:\d+; is the server running"):
        await model.ask(question())
    await model.aclose()


async def test_a_key_is_never_shown() -> None:
    with scripted(always=[status(401, "The key sk-test-0123456789 is wrong")]) as server:
        async with door(server) as model:
            with pytest.raises(Unauthorized) as caught:
                await model.ask(question())
    assert "sk-test" not in str(caught.value)
    assert "secret" not in repr(Endpoint(model="m", api_key="secret"))


def test_importing_the_door_does_not_load_the_package_behind_it() -> None:
    heavy = "{'openai', 'sqlalchemy', 'genai_prices', 'json_repair'}"
    code = f"import sys, summarizer.llm.assemble; print({heavy} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("place", ["{other}/v1/chat/completions", "http://me:hunter2@articles.invalid/v1"])
async def test_a_server_may_not_send_articles_or_keys_on_to_another(code: int, place: str) -> None:
    with scripted() as other, scripted(always=[status(code, location=place.format(other=other.base_url))]) as server:
        async with door(server) as model:
            with pytest.raises(NotFound, match="passes requests on to http://") as caught:
                await model.ask(question())
        assert "hunter2" not in str(caught.value)
        assert (server.count(), other.count()) == (1, 0)
