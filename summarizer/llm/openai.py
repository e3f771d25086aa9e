"""The door itself: any OpenAI-compatible chat-completions server. Only this and `provider_batch/provider.py` import `openai`, which
takes a second to load."""

import json
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from summarizer.errors import ModelError, Transient, Unreachable
from summarizer.llm import tokens
from summarizer.llm.capabilities import Capabilities, names_of, refused_part, schema_at_fault, too_long
from summarizer.llm.failures import StreamInterrupted, failure
from summarizer.llm.model import Answer, Endpoint, Request, Usage
from summarizer.llm.parameters import OPENAI_URL, parameters, room, server_of
from summarizer.llm.stream import StreamAccumulator

if TYPE_CHECKING:
    from openai import APIStatusError, AsyncOpenAI

_REFUSALS = {400, 404, 415, 422, 500, 501}
"""Statuses with which servers refuse a parameter. 404 and 500 count only where the message says what is not supported."""
_SHORTEST_KEY = 8
"""Shorter ones are placeholders, and words of the message."""


@dataclass(frozen=True)
class ServerRejection:
    """An error status, with the object in which the server says what is wrong."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    def word(self, name: str) -> str:
        """One of the server's own words for it: `code`, `type`, or the `param` at fault."""
        return str(self.body.get(name) or "") if isinstance(self.body, dict) else ""


class OpenAIModel:
    """Asks one model at one server. One try a question: retrying, pacing and money are the wrappers' business.

    A parameter that the server refuses is left out and the question is asked again at once; such refusals cost nothing and are not
    counted. Answers stream, so that a loop, or an answer longer than allowed, is ended by closing the connection.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        capabilities: Capabilities,
        timeout_seconds: float = 300.0,
        count: Callable[[str, str], int] = tokens.count,
        headers: Callable[[Mapping[str, str]], None] = lambda _: None,
    ) -> None:
        """`timeout_seconds` is the longest silence; a local model needs minutes before its first word on a long text. `headers` is told
        those of each answer, in the task that asks."""
        self._endpoint = endpoint
        self._server = server_of(endpoint)
        self._capabilities = capabilities
        self._timeout_seconds = timeout_seconds
        self._count = count
        self._headers = headers
        self._connected: AsyncOpenAI | None = None

    async def ask(self, request: Request) -> Answer:
        """The answer, whole or not (see its `finish`). Raises the branches of `ModelError`."""
        import httpx2
        import openai

        only_now: frozenset[str] = frozenset()
        while True:
            missing = self.missing() | only_now
            sent = parameters(request, self._endpoint, missing)
            heard = StreamAccumulator(room(request, self._endpoint, missing))
            try:
                await self._listen(sent, heard)
            except openai.APIStatusError as error:
                only_now |= self.learned(request, refusal(error), sent)
                continue
            except (openai.APIError, httpx2.HTTPError, json.JSONDecodeError, ValidationError) as error:
                raise self._broken(error, request, heard) from error
            return self._answer(request, heard, sent)

    def read(self, request: Request, completion: Mapping[str, Any], missing: frozenset[str]) -> Answer:
        """The answer in a completion that came another way, to a question that was sent without what is `missing`. Raises
        `ModelError` where there is none in it."""
        from openai.types.chat import ChatCompletion

        heard = StreamAccumulator(room(request, self._endpoint, missing))
        heard.whole(ChatCompletion.construct(**completion))
        return self._answer(request, heard, parameters(request, self._endpoint, missing))

    def learned(self, request: Request, refusal: ServerRejection, sent: dict[str, Any]) -> frozenset[str]:
        """What to leave out of this question alone; what the server never takes is remembered instead. Raises where leaving
        something out would not help."""
        message = _message(refusal.body)
        part = _refused(refusal, message, names_of(sent))
        if part is None:
            raise self.failure(refusal)
        if part == "json_schema" and schema_at_fault(message):
            self._capabilities.say(f"{self._server} does not take the schema {request.answer_name!r}: {message[:200]}")
            return frozenset({part})
        self._capabilities.mark_unsupported(self._server, self._endpoint.model, part)
        return frozenset()

    def failure(self, refusal: ServerRejection) -> ModelError:
        """The error that a refusal amounts to. A key that the server repeats in it is not passed on."""
        message, key = _message(refusal.body), self._endpoint.api_key
        shown = message.replace(key, "…") if len(key) >= _SHORTEST_KEY else message
        words = f"{refusal.word('code')} {refusal.word('type')}"
        return failure(refusal.status, shown, code=words, headers=refusal.headers)

    def missing(self) -> frozenset[str]:
        """What the server is known not to take."""
        return self._capabilities.missing(self._server, self._endpoint.model)

    def room(self, request: Request) -> int:
        """Most output tokens the request can cost: its answer, and thoughts where the model thinks."""
        return room(request, self._endpoint, self.missing())

    async def aclose(self) -> None:
        if self._connected is not None:
            await self._connected.close()
            self._connected = None

    def client(self) -> "AsyncOpenAI":
        """The connection, made when it is first needed."""
        if self._connected is None:
            import openai

            base_url = self._endpoint.base_url or OPENAI_URL
            self._connected = openai.AsyncOpenAI(
                api_key=self._endpoint.api_key or "none",
                base_url=base_url,
                max_retries=0,
                timeout=openai.Timeout(self._timeout_seconds, connect=15.0, pool=None),
                http_client=openai.DefaultAsyncHttpx2Client(trust_env=False, verify=_no_tls())
                if self._endpoint.near
                else None,
            )
        return self._connected

    async def _listen(self, sent: dict[str, Any], heard: StreamAccumulator) -> None:
        """Hears the answer to its end, or to where it must be ended; leaving the stream closes it, and the server stops."""
        reply = await self.client().chat.completions.create(**sent)
        if not sent.get("stream"):
            heard.whole(reply)
            return
        async with reply as stream:
            self._headers(stream.response.headers)
            if "json" in stream.response.headers.get("content-type", ""):
                heard.whole(_completion(await stream.response.aread()))
                return
            async for chunk in stream:
                heard.chunk(chunk)
                if heard.ended:
                    return

    def _broken(self, error: Exception, request: Request, heard: StreamAccumulator) -> ModelError:
        """The error for a connection that failed, or a failure told in the middle of the stream."""
        body = getattr(error, "body", None)
        if isinstance(body, dict):
            return self.failure(ServerRejection(_status(body), body))
        if heard.everything:
            return StreamInterrupted(
                "The connection was lost in the middle of an answer.", self._estimate(request, heard)
            )
        return self.unreached(error)

    def unreached(self, error: Exception) -> ModelError:
        """The error for a server that did not answer at all, or not in a way that can be read."""
        cause = type(error.__cause__).__name__
        if type(error).__name__ == "APITimeoutError" and cause != "ConnectTimeout":
            hint = "Raise the timeout if it is only slow."
            return Transient(f"{self._server} said nothing for {self._timeout_seconds:.0f} s.", hint)
        why = " ".join(str(one).rstrip(".") for one in (error, error.__cause__) if one and str(one))
        kind = Unreachable if cause in ("ConnectError", "ConnectTimeout") else Transient
        return kind(f"{self._server} cannot be reached ({why}).", "Look at the address, and at the connection.")

    def _answer(self, request: Request, heard: StreamAccumulator, sent: dict[str, Any]) -> Answer:
        if heard.reason is None and heard.ended is None:
            raise StreamInterrupted("The answer broke off before its end.", self._estimate(request, heard))
        if heard.reason == "error":
            raise StreamInterrupted("The server gave up in the middle of an answer.", self._estimate(request, heard))
        self._observe(heard, sent)
        usage = heard.usage or self._estimate(request, heard)
        text = heard.text or heard.refusal
        return Answer(text=text, finish=heard.finish, usage=usage, model=heard.model or self._endpoint.model)

    def _observe(self, heard: StreamAccumulator, sent: dict[str, Any]) -> None:
        """Learns from an answer: a model that thinks needs room, and one that was held to a schema always writes a brace."""
        if heard.thought and "reasoning_effort" not in sent:
            self._capabilities.mark_unsupported(self._server, self._endpoint.model, "terse")
        constrained = sent.get("response_format", {}).get("type") == "json_schema"
        if constrained and heard.finish == "stop" and heard.text and "{" not in heard.text:
            self._capabilities.mark_unsupported(self._server, self._endpoint.model, "enforced_schema")

    def _estimate(self, request: Request, heard: StreamAccumulator) -> Usage:
        """Tokens by our own count, for answers whose server never came to say them."""
        if heard.usage:
            return heard.usage
        model = self._endpoint.model
        asked = sum(self._count(message.content, model) for message in request.messages)
        return Usage(input_tokens=asked, output_tokens=self._count(heard.everything, model))


def _no_tls() -> ssl.SSLContext:
    """For a server on this machine, which no proxy of the environment may come between: trusts no certificate, and so takes none of the
    50 ms that loading them takes."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def refusal(error: "APIStatusError") -> ServerRejection:
    return ServerRejection(error.status_code, error.body or str(error), dict(error.response.headers))


def _refused(refusal: ServerRejection, message: str, sent: list[str]) -> str | None:
    """The part of the request that the server does not take; None where the error is another."""
    unsupported = "not support" in message or "unsupported" in message.lower() or "not implemented" in message.lower()
    if refusal.status not in _REFUSALS or (refusal.status in (404, 500) and not unsupported):
        return None
    part = refused_part(refusal.word("param"), sent) or refused_part(message, sent)
    return None if too_long(message) and part != "json_schema" else part


def _message(body: Any) -> str:
    """What the server said, out of the shapes servers say it in."""
    if isinstance(body, dict):
        said = body.get("message") or body.get("detail") or body.get("error") or body
        return said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    return str(body)


def _status(body: dict[str, Any]) -> int:
    """The HTTP status an error inside a stream stands for; 500, which may pass, where it does not say."""
    code = str(body.get("code") or "")
    if code.isdigit():
        return int(code)
    if "rate_limit" in code:
        return 429
    return 400 if too_long(str(body.get("message") or "")) else 500


def _completion(body: bytes) -> Any:
    """A whole answer from a server that does not heed `stream`."""
    from openai.types.chat import ChatCompletion

    return ChatCompletion.model_validate_json(body)
