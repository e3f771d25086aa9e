"""What the tests of the door ask, and whom."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from scripted_server import ScriptedServer

from summarizer.llm.capabilities import Capabilities
from summarizer.llm.openai import OpenAIModel
from summarizer.model import Endpoint, Message, Request
from summarizer.store import Store

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"p1.s1": {"type": "string"}, "p1.s2": {"type": "string"}},
    "required": ["p1.s1", "p1.s2"],
    "additionalProperties": False,
}


def question(text: str = "今天天气很好。", schema: dict[str, Any] | None = None, **more: Any) -> Request:
    messages = (Message(role="system", content="You translate Chinese."), Message(role="user", content=text))
    given = {
        "stage": "translate",
        "prompt": "translate/chunk.md",
        "max_output_tokens": 200,
        "answer_name": "chunk",
        **more,
    }
    return Request(messages=messages, answer_schema=schema, **given)


def endpoint(server: ScriptedServer, model: str = "some-model", **more: Any) -> Endpoint:
    return Endpoint(model=model, base_url=server.base_url, api_key="sk-test-0123456789", **more)


@asynccontextmanager
async def door(
    server: ScriptedServer,
    *,
    store: Store | None = None,
    notice: Callable[[str], None] = lambda _: None,
    timeout_seconds: float = 5.0,
    **more: Any,
) -> AsyncIterator[OpenAIModel]:
    """The door to a scripted server, closed afterwards."""
    model = OpenAIModel(
        endpoint(server, **more), capabilities=Capabilities(store, notice=notice), timeout_seconds=timeout_seconds
    )
    try:
        yield model
    finally:
        await model.aclose()


async def until(condition: Callable[[], bool]) -> None:
    """Waits for the server's thread to notice something."""
    for _ in range(500):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen within five seconds")
