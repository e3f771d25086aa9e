"""What servers do beside the letter of the protocol. Each complete answer is read, each refusal is told in the server's own words after one
request, and each cut answer is known for one."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from scripted_server import Fault, Raw, replies, scripted

from llm.asking import SCHEMA, door, question
from summarizer.errors import (
    ContentFiltered,
    Forbidden,
    ModelError,
    NotFound,
    QuotaExhausted,
    RateLimited,
    Rejected,
    TooLong,
    Transient,
    Unauthorized,
)
from summarizer.llm.failures import StreamInterrupted
from summarizer.llm.parse import parse_object

Body = dict[str, Any]
TEXTS = {"p1.s1": "“It is a fine day,” he said.", "p1.s2": "They didn't object – 30 %…"}
ANSWER = json.dumps(TEXTS, ensure_ascii=False)


def whole(text: Any, finish: Any = "stop", **more: Any) -> Body:
    message = {"role": "assistant", "content": text, **more.pop("message", {})}
    head = {"id": "c", "object": "chat.completion", "created": 1, "model": "m"}
    return {**head, "choices": [{"index": 0, "message": message, "finish_reason": finish}], **more}


def chunk(delta: Any, finish: Any = None, **more: Any) -> Body:
    head = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    return {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}], **more}


def events(*chunks: Any, done: str = "data: [DONE]\n\n", end: str = "\n\n", head: str = "data: ") -> str:
    return "".join(f"{head}{json.dumps(one, ensure_ascii=False)}{end}" for one in chunks) + done


def stream(text: str, finish: Any = "stop", **more: Any) -> str:
    return events(chunk({"role": "assistant", "content": ""}), chunk({"content": text}), chunk({}, finish), **more)


def dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


Make = Callable[[str], Raw]
SSE = "text/event-stream"

COMPLETE: dict[str, Make] = {
    "whole, as text/plain": lambda t: Raw(dumped(whole(t)), "text/plain; charset=utf-8"),
    "whole, as an event stream": lambda t: Raw(dumped(whole(t)), SSE),
    "whole, without a content type": lambda t: Raw(dumped(whole(t)), ""),
    "whole, indented and after blanks": lambda t: Raw("\n\n  " + json.dumps(whole(t), indent=2)),
    "whole, after a byte order mark": lambda t: Raw("\ufeff" + dumped(whole(t))),
    "whole, in a list": lambda t: Raw(dumped([whole(t)])),
    "whole, without finish_reason": lambda t: Raw(dumped(whole(t, None))),
    "whole, with an empty finish_reason": lambda t: Raw(dumped(whole(t, ""))),
    "whole, with an unknown finish_reason": lambda t: Raw(dumped(whole(t, "fini"))),
    "whole, with choices alone": lambda t: Raw(dumped({"choices": whole(t)["choices"]})),
    "whole, with a message alone": lambda t: Raw(dumped({"choices": [{"message": {"content": t}}]})),
    "whole, with text in place of a message": lambda t: Raw(dumped({"choices": [{"text": t, "finish_reason": "stop"}]})),
    "whole, content as parts": lambda t: Raw(dumped(whole([{"type": "text", "text": t}]))),
    "whole, content as two parts": lambda t: Raw(dumped(whole([{"type": "text", "text": p} for p in (t[:9], t[9:])]))),
    "whole, content as parts with a thought": lambda t: Raw(
        dumped(whole([{"type": "thinking", "thinking": [{"type": "text", "text": "Hm."}]}, {"type": "text", "text": t}]))
    ),
    "whole, as the arguments of a tool call": lambda t: Raw(
        dumped(whole(None, "tool_calls", message={"tool_calls": [{"function": {"name": "json", "arguments": t}}]}))
    ),
    "whole, as the arguments of a function call": lambda t: Raw(
        dumped(whole(None, "function_call", message={"function_call": {"name": "json", "arguments": t}}))
    ),
    "whole, as arguments that are an object": lambda t: Raw(
        dumped(whole("", "stop", message={"tool_calls": [{"function": {"arguments": json.loads(t)}}]}))
    ),
    "whole, among the thoughts": lambda t: Raw(dumped(whole("", "stop", message={"reasoning_content": t}))),
    "whole, among thoughts of another name": lambda t: Raw(dumped(whole(None, "stop", message={"reasoning": t}))),
    "whole, in the shape of Ollama's own interface": lambda t: Raw(
        dumped({"model": "m", "message": {"role": "assistant", "content": t}, "done": True})
    ),
    "whole, with error null": lambda t: Raw(dumped(whole(t, error=None))),
    "a stream with empty finish_reasons": lambda t: Raw(
        events(chunk({"content": t[:30]}, ""), chunk({"content": t[30:]}, ""), chunk({}, "")), SSE
    ),
    "a stream without a finish_reason": lambda t: Raw(events(chunk({"content": t})), SSE),
    "a stream without a finish_reason and a mark at its end": lambda t: Raw(events(chunk({"content": t}), done=""), SSE),
    "a stream with an unknown finish_reason": lambda t: Raw(stream(t, "fini"), SSE),
    "a stream that ends in upper case": lambda t: Raw(stream(t, "STOP"), SSE),
    "a stream that ends with an enum's name": lambda t: Raw(stream(t, "FinishReason.STOP"), SSE),
    "a stream as text/plain": lambda t: Raw(stream(t), "text/plain"),
    "a stream as application/json": lambda t: Raw(stream(t)),
    "a stream with line ends of Windows": lambda t: Raw(stream(t, end="\r\n\r\n"), SSE),
    "a stream with one line end between events": lambda t: Raw(stream(t, end="\n"), SSE),
    "a stream without blanks after the colon": lambda t: Raw(stream(t, head="data:"), SSE),
    "a stream with comments and names": lambda t: Raw(
        ": OPENROUTER PROCESSING\n\n" + stream(t, head="event: message\nid: 7\nretry: 100\ndata: "), SSE
    ),
    "a stream of lines of JSON": lambda t: Raw(stream(t, head="", end="\n", done=""), "application/x-ndjson"),
    "a stream with unicode line ends in its text": lambda t: Raw(
        stream(t, done="") + events(chunk({"content": " \u2028\u0085"})), SSE
    ),
    "a stream that ends with a whole message": lambda t: Raw(
        events(chunk({"content": ""}), {"choices": [{"message": {"content": t}, "finish_reason": "stop"}]}), SSE
    ),
    "a stream of tool call pieces": lambda t: Raw(
        events(
            *(chunk({"tool_calls": [{"index": 0, "function": {"arguments": p}}]}) for p in (t[:20], t[20:])),
            chunk({}, "tool_calls"),
        ),
        SSE,
    ),
    "a stream with empty choices between": lambda t: Raw(
        events({"choices": []}, chunk({"content": t}), {"choices": []}, chunk({}, "stop"), {"usage": {"prompt_tokens": 9}}), SSE
    ),
    "a stream with null deltas": lambda t: Raw(
        events(chunk({"content": None}), chunk({"content": t}), {"choices": [{"delta": None, "finish_reason": "stop"}]}), SSE
    ),
}  # fmt: skip


@pytest.mark.parametrize("make", COMPLETE.values(), ids=COMPLETE)
async def test_a_complete_answer_is_read(make: Make) -> None:
    with scripted(answer=lambda body: ANSWER, always=[replies(lambda body, text: make(text))]) as server:
        async with door(server) as model:
            answer = await model.ask(question(schema=SCHEMA))
        assert (answer.finish, server.count()) == ("stop", 1)
    assert parse_object(answer.text, SCHEMA) == TEXTS
    assert answer.usage.input_tokens > 0 < answer.usage.output_tokens


SHORT = ANSWER[:45]
CUT: dict[str, Make] = {
    "a stream that ends in foreign words": lambda t: Raw(stream(t, "MAX_TOKENS"), SSE),
    "a stream that ends at the model's length": lambda t: Raw(stream(t, "model_length"), SSE),
    "a stream that ends for an unknown reason": lambda t: Raw(stream(t, "fini"), SSE),
    "a whole answer without a reason": lambda t: Raw(dumped(whole(t, None))),
    "a whole answer that ends at the length": lambda t: Raw(dumped(whole(t, "length"))),
}


@pytest.mark.parametrize("make", CUT.values(), ids=CUT)
async def test_a_cut_answer_is_not_taken_for_whole(make: Make) -> None:
    with scripted(answer=lambda body: SHORT, always=[replies(lambda body, text: make(text))]) as server:
        async with door(server) as model:
            answer = await model.ask(question(schema=SCHEMA))
    assert answer.finish == "length"
    assert parse_object(answer.text, SCHEMA, cut_off=True) == {"p1.s1": TEXTS["p1.s1"]}


BROKEN: dict[str, Make] = {
    "for want of capacity": lambda t: Raw(stream(t, "insufficient_system_resource"), SSE),
    "for a network error": lambda t: Raw(stream(t, "network_error"), SSE),
    "by an abort": lambda t: Raw(stream(t, "abort"), SSE),
    "without a word": lambda t: Raw(events(chunk({"content": t}), done=""), SSE),
    "by an error in the middle": lambda t: Raw(
        events(chunk({"content": t}), {"error": {"message": "upstream failed", "code": 502}}), SSE
    ),
    "by an error event": lambda t: Raw(
        events(chunk({"content": t}), done="") + 'event: error\ndata: {"message": "overloaded"}\n\n', SSE
    ),
    "with nothing at all": lambda t: Raw("", SSE),
}


@pytest.mark.parametrize("make", BROKEN.values(), ids=BROKEN)
async def test_an_answer_broken_off_may_be_had_by_another_try(make: Make) -> None:
    with scripted(answer=lambda body: SHORT, always=[replies(lambda body, text: make(text))]) as server:
        async with door(server) as model:
            with pytest.raises(Transient) as caught:
                await model.ask(question(schema=SCHEMA))
    assert caught.value.usage.input_tokens > 0


@pytest.mark.parametrize(
    ("finish", "text", "known"),
    [
        ("fini", "It is a fine day.", "stop"),
        ("fini", "It is a fi", "length"),
        ("SAFETY", "", "refusal"),
        ("eos", "It is", "stop"),
    ],
)
async def test_how_plain_text_ended(finish: str, text: str, known: str) -> None:
    with scripted(always=[replies(lambda body, _: Raw(stream(text, finish), SSE))]) as server:
        async with door(server) as model:
            assert (await model.ask(question())).finish == known


def error(message: str, **more: Any) -> str:
    return dumped({"error": {"message": message, **more}})


PAGE = "<!doctype html><html><head><title>Chat</title></head><body><div id=app></div></body></html>"
WAIT = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>" + "x" * 600 + "</body></html>"

REFUSED: dict[str, tuple[Raw, type[ModelError], str]] = {
    "no credit, inside 200": (Raw(error("Insufficient credits. Add more.", code=402)), QuotaExhausted, "Insufficient credits"),
    "no credit, with 403": (
        Raw(dumped({"code": 30001, "message": "Sorry, your account balance is insufficient"}), status=403),
        QuotaExhausted, "balance is insufficient",
    ),
    "no credit, with 400": (
        Raw(error("Access denied, please make sure your account is in good standing.", code="Arrearage"), status=400),
        QuotaExhausted, "good standing",
    ),
    "no credit, with 429": (Raw(error("You exceeded your current quota", code="insufficient_quota"), status=429), QuotaExhausted, "quota"),
    "no credit, in Chinese": (Raw(error("账户余额不足，请充值", code="1113"), status=429), QuotaExhausted, "余额不足"),
    "no endpoint, inside 200": (Raw(dumped({"error": "Unexpected endpoint or method. (POST /chat/completions)"})), NotFound, "Unexpected endpoint"),
    "no endpoint, as text": (Raw("404 page not found", "text/plain", 404), NotFound, "404 page not found"),
    "no endpoint, as text inside 200": (Raw("404 page not found", "text/plain"), NotFound, "404 page not found"),
    "no endpoint, FastAPI": (Raw(dumped({"detail": "Not Found"}), status=404), NotFound, "Not Found"),
    "no model, in an event stream": (
        Raw(error("The model is not available in this group.", code="model_not_found"), SSE), NotFound, "this group",
    ),
    "no model, as an event": (Raw(events({"error": {"message": "Model Not Exist"}}), SSE), NotFound, "Model Not Exist"),
    "no model, with 400": (Raw(error("Model Not Exist", code="invalid_request_error"), status=400), NotFound, "Model Not Exist"),
    "no model, vLLM": (
        Raw(dumped({"object": "error", "message": "The model `m` does not exist.", "code": 404}), status=404), NotFound, "does not exist",
    ),
    "no model, Ollama": (Raw(error('model "m" not found, try pulling it first'), status=404), NotFound, "try pulling"),
    "no deployment, Azure": (
        Raw(error("The API deployment for this resource does not exist.", code="DeploymentNotFound"), status=404), NotFound, "deployment",
    ),
    "a web page": (Raw(PAGE, "text/html; charset=utf-8"), NotFound, "Chat"),
    "a web page as an event stream": (Raw(PAGE, SSE), NotFound, "Chat"),
    "a gateway's page": (Raw(WAIT, "text/html", 403), Forbidden, "Just a moment"),
    "a wrong key, with 400": (
        Raw(
            dumped([{"error": {"code": 400, "message": "API key not valid. Please pass a valid API key.", "status": "INVALID_ARGUMENT",
                               "details": [{"reason": "API_KEY_INVALID"}]}}]), status=400,
        ),
        Unauthorized, "API key not valid",
    ),
    "a wrong key, as text": (Raw("Unauthorized", "text/plain", 401), Unauthorized, "Unauthorized"),
    "a wrong key, DeepSeek": (Raw(error("Authentication Fails (no such user)"), status=401), Unauthorized, "no such user"),
    "a wrong key, inside 200": (
        Raw(dumped({"base_resp": {"status_code": 1004, "status_msg": "invalid api key"}, "choices": None})), Unauthorized, "invalid api key",
    ),
    "the wrong country": (
        Raw(error("Country, region, or territory not supported", code="unsupported_country_region_territory"), status=403),
        Forbidden, "territory not supported",
    ),
    "the wrong country, Google": (
        Raw(dumped([{"error": {"code": 400, "message": "User location is not supported for the API use."}}]), status=400),
        Forbidden, "location",
    ),
    "a filter, Azure": (
        Raw(error("The response was filtered due to the prompt triggering Azure OpenAI's content management policy.", code="content_filter"), status=400),
        ContentFiltered, "management policy",
    ),
    "a filter, DashScope": (
        Raw(error("<400> InternalError.Algo.DataInspectionFailed: Input text data may contain inappropriate content.", code="data_inspection_failed"), status=400),
        ContentFiltered, "inappropriate",
    ),
    "a filter, DeepSeek": (Raw(error("Content Exists Risk", code="invalid_request_error"), status=400), ContentFiltered, "Exists Risk"),
    "a filter, OpenRouter": (
        Raw(error("Your chosen model requires moderation and your input was flagged", code=403), status=403), ContentFiltered, "flagged",
    ),
    "a filter, GLM": (
        Raw(error("系统检测到输入或生成内容可能包含不安全或敏感内容", code="1301"), status=400), ContentFiltered, "敏感",
    ),
    "a filter, inside 200": (Raw(error("Prompt blocked: PROHIBITED_CONTENT", code="x")), ContentFiltered, "blocked"),
    "too long": (Raw(error("This model's maximum context length is 10 tokens."), status=400), TooLong, "maximum context"),
    "too long, DashScope": (Raw(error("Range of input length should be [1, 6000]"), status=400), TooLong, "input length"),
    "too long, inside 200": (Raw(error("request (9000 tokens) exceeds the available context size")), TooLong, "context size"),
    "something of which no rule knows, inside 200": (Raw(error("I do not like Mondays")), Rejected, "Mondays"),
    "a limit, inside 200": (
        Raw(dumped({"choices": None, "usage": None, "error": {"message": "Provider returned error", "code": 429}})), RateLimited, "Provider returned",
    ),
    "a limit by name, inside 200": (Raw(error("Too many requests", code="rate_limit")), RateLimited, "Too many"),
    "a limit that speaks of quota": (
        Raw(error("You exceeded your current quota. Please retry in 34s.", status="RESOURCE_EXHAUSTED"), status=429), RateLimited, "34s",
    ),
    "a failure, inside 200": (Raw(error("Internal server error", code=500)), Transient, "Internal server"),
    "a failure by name, inside 200": (Raw(dumped({"success": False, "msg": "service is busy, try again later"})), Transient, "busy"),
    "a bad gateway's page": (Raw(WAIT.replace("Just a moment...", "502 Bad Gateway"), "text/html", 502), Transient, "502 Bad Gateway"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
async def test_a_refusal_is_told_in_the_servers_words_after_one_request(
    case: tuple[Raw, type[ModelError], str],
) -> None:
    raw, kind, words = case
    unexplained = kind is Rejected
    with scripted(always=[replies(lambda body, text: raw)]) as server:
        async with door(server) as model:
            with pytest.raises(kind) as caught:
                await model.ask(question(schema=SCHEMA))
        assert server.count() == (3 if unexplained else 1)
    assert words in str(caught.value)
    assert "<" not in str(caught.value).replace("<400>", "")
    assert len(str(caught.value)) < 450


def has(*names: str) -> Callable[[Body], bool]:
    return lambda body: any(name in body for name in names)


def google(message: str) -> Raw:
    return Raw(dumped([{"error": {"code": 400, "message": message, "status": "INVALID_ARGUMENT"}}]), status=400)


UNNAMED: dict[str, Fault] = {
    "GLM": replies(
        lambda *_: Raw(dumped({"error": {"code": "1210", "message": "API 调用参数有误，请检查文档。"}}), status=400),
        has("response_format", "seed", "prompt_cache_key"),
    ),
    "Gemini": replies(lambda *_: google("Request contains an invalid argument."), has("response_format")),
    "Gemini, by its schema": replies(
        lambda *_: google("Invalid JSON payload received. Unknown name \"additionalProperties\" at 'generation_config.response_schema'"),
        lambda body: "additionalProperties" in dumped(body.get("response_format")),
    ),
    "SiliconFlow": replies(
        lambda *_: Raw(dumped({"code": 20024, "message": "Json mode is not supported for this model.", "data": None}), status=400),
        has("response_format"),
    ),
    "a thinking model": replies(lambda *_: Raw(dumped({"message": "bad request"}), status=422), has("temperature", "seed")),
    "a list of validation errors": replies(
        lambda *_: Raw(dumped({"detail": [{"loc": ["body"], "msg": "extra fields"}]}), status=422), has("stream_options")
    ),
    "inside 200": replies(lambda *_: Raw(error("parameter error", code=400)), has("prompt_cache_key", "seed")),
}  # fmt: skip


@pytest.mark.parametrize("fault", UNNAMED.values(), ids=UNNAMED)
async def test_parameters_refused_without_a_name_are_left_out_and_remembered(fault: Fault) -> None:
    with scripted(answer=lambda body: ANSWER, always=[fault]) as server:
        async with door(server) as model:
            for text in "一二":
                answer = await model.ask(question(text, schema=SCHEMA, article="sha"))
                assert parse_object(answer.text, SCHEMA) == TEXTS
        assert server.count() <= 4
        assert len([asked for asked in server.requests if "二" in asked.text]) == 1


async def test_a_limit_on_answers_is_kept_to_and_remembered() -> None:
    def refused(body: Body, _: str) -> Raw:
        message = f"max_tokens is too large: {body['max_tokens']}. This model supports at most 1024 completion tokens."
        return Raw(error(message, param="max_tokens", code="invalid_value"), status=400)

    fault = replies(refused, lambda body: body["max_tokens"] > 1024)
    with scripted(answer=lambda body: ANSWER, always=[fault]) as server:
        async with door(server) as model:
            for text in "一二":
                await model.ask(question(text, schema=SCHEMA, max_output_tokens=4000))
        assert [asked.body["max_tokens"] for asked in server.requests] == [4000, 1024, 1024]


@pytest.mark.parametrize(
    ("usage", "known"),
    [
        ({"prompt_tokens": -1, "completion_tokens": None, "total_tokens": "12"}, (None, None)),
        ({"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}, (None, None)),
        ({}, (None, None)),
        ("12", (None, None)),
        ({"prompt_tokens": 700, "completion_tokens": 20}, (700, 20)),
        ({"input_tokens": 700, "output_tokens": 20}, (700, 20)),
        ({"prompt_tokens": 700.0, "completion_tokens": 20.0}, (700, 20)),
        ({"prompt_tokens": 700, "completion_tokens": 20, "total_tokens": 1000}, (700, 300)),
        ({"prompt_tokens": 1e300, "completion_tokens": 20}, (None, 20)),
    ],
)
async def test_counts_that_make_no_sense_are_estimated(usage: Any, known: tuple[int | None, int | None]) -> None:
    raw = Raw(events(chunk({"content": "It is a fine day."}), chunk({}, "stop", usage=usage)), SSE)
    with scripted(always=[replies(lambda *_: raw)]) as server:
        async with door(server) as model:
            found = (await model.ask(question())).usage
    asked, said = known
    assert found.input_tokens == asked if asked else 5 < found.input_tokens < 50
    assert found.output_tokens == said if said else 3 < found.output_tokens < 10


async def test_thoughts_are_counted_apart() -> None:
    usage = {"prompt_tokens": 9, "completion_tokens": 500, "completion_tokens_details": {"reasoning_tokens": 480}}
    raw = Raw(dumped(whole("Fine.", usage=usage)))
    with scripted(always=[replies(lambda *_: raw)]) as server:
        async with door(server) as model:
            assert (await model.ask(question())).usage.reasoning_tokens == 480


async def test_a_window_that_cuts_the_head_is_noticed_and_told_once() -> None:
    def make(body: Body, text: str) -> Raw:
        read = min(500, len(dumped(body["messages"])) // 2)
        return Raw(
            events(
                chunk({"content": "Fine."}), chunk({}, "stop", usage={"prompt_tokens": read, "completion_tokens": 2})
            ),
            SSE,
        )

    told: list[str] = []
    with scripted(always=[replies(make)]) as server:
        async with door(server, notice=told.append) as model:
            for text in ("短句。", "今天天气很好。" * 200):  # the first long one may have been counted so
                assert (await model.ask(question(text))).text == "Fine."
            for text in ("昨天天气不好。" * 300, "明天天气很好。" * 900):
                with pytest.raises(TooLong, match="500 tokens"):
                    await model.ask(question(text))
    assert len(told) == 1
    assert "OLLAMA_CONTEXT_LENGTH" in told[0]


@pytest.mark.parametrize("characters", [1, 2, 4, 5])
async def test_a_server_whose_tokens_are_long_has_no_small_window(characters: int) -> None:
    def make(body: Body, text: str) -> Raw:
        read = sum(len(message["content"]) for message in body["messages"]) // characters
        return Raw(dumped(whole("Fine.", usage={"prompt_tokens": read, "completion_tokens": 2})))

    with scripted(always=[replies(make)]) as server:
        async with door(server) as model:
            for text in ("今天天气很好。" * 500, "Fine weather today. " * 500, "昨天天气不好。" * 1000):
                assert (await model.ask(question(text))).text == "Fine."


async def test_a_server_that_counts_far_too_little_is_noticed_at_once() -> None:
    raw = Raw(dumped(whole("Fine.", usage={"prompt_tokens": 512, "completion_tokens": 2})))
    with scripted(always=[replies(lambda *_: raw)]) as server:
        async with door(server) as model:
            assert (await model.ask(question("天" * (6 * 512 - 30)))).text == "Fine."
            with pytest.raises(TooLong):
                await model.ask(question("天" * (6 * 512)))


@pytest.mark.parametrize("counts", [50, 1, 0])
async def test_a_server_that_counts_nonsense_has_no_small_window(counts: int) -> None:
    raw = Raw(dumped(whole("Fine.", usage={"prompt_tokens": counts, "completion_tokens": 2})))
    with scripted(always=[replies(lambda *_: raw)]) as server:
        async with door(server) as model:
            for text in ("今天天气很好。" * 200, "昨天天气不好。" * 300):
                assert (await model.ask(question(text))).text == "Fine."


async def test_what_cannot_be_shown_in_an_answer_leaves_a_mark() -> None:
    raw = Raw(
        'data: {"choices": [{"delta": {"content": "A\\ud83d \\u0000\\u001b[31mred\\u202e \\ud83d\\ude00."}, "finish_reason": "stop"}]}\n\n',
        SSE,
    )
    with scripted(always=[replies(lambda *_: raw)]) as server:
        async with door(server) as model:
            text = (await model.ask(question())).text
    assert text == "A\ufffd \ufffd\ufffdred\ufffd 😀."
    assert text.encode()


async def test_an_error_of_a_server_is_one_clean_line() -> None:
    raw = Raw(error("Bad\x1b[2J\r\nthing\u202e \ud83d happened"), status=400)
    with scripted(always=[replies(lambda *_: raw)]) as server:
        async with door(server) as model:
            with pytest.raises(Rejected) as caught:
                await model.ask(question())
    assert "Bad thing happened" in str(caught.value)


async def test_an_interrupted_stream_is_charged() -> None:
    raw = Raw(stream(SHORT, "abort"), SSE)
    with scripted(always=[replies(lambda *_: raw)]) as server:
        async with door(server) as model:
            with pytest.raises(StreamInterrupted) as caught:
                await model.ask(question())
    assert caught.value.usage.output_tokens > 3
