"""The connection to any OpenAI-compatible chat-completions server. Only this and `provider_batch/provider.py` import `openai`, which
takes a second to load."""

import json
import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from summarizer.errors import Forbidden, ModelError, NotListening, TooLong, Transient, Unreachable
from summarizer.llm import tokens
from summarizer.llm.addresses import proxy_for, shown_proxy, split_address
from summarizer.llm.capabilities import (
    OPTIONAL,
    Capabilities,
    answer_limit,
    limit_part,
    names_of,
    refused_part,
    schema_at_fault,
    too_long,
)
from summarizer.llm.failures import ServerRejection, StreamInterrupted, failure, rule_for, web_page
from summarizer.llm.parameters import OPENAI_URL, parameters, room, server_of
from summarizer.llm.parse import has_all
from summarizer.llm.reply import ReplyDecoder
from summarizer.llm.stream import StreamAccumulator, usage_of
from summarizer.llm.window import ContextWindow
from summarizer.model import Answer, Endpoint, Finish, Request, Usage
from summarizer.secrets import know, know_address, masked, without_secrets

if TYPE_CHECKING:
    from openai import APIStatusError, AsyncOpenAI

_REFUSALS = {400, 404, 415, 422, 500, 501}
"""Statuses with which servers refuse a parameter. 404 and 500 count only where the message says what is not supported."""
_UNNAMED = {400, 415, 422}
"""Statuses with which servers refuse a request without saying which part of it."""
_MAYBE_BILLED = {408, 504, 524}
"""Statuses of a gateway that waited in vain: behind it an answer may have been written."""
_MOST_IN_VAIN = 2
"""After so many requests that were refused with and without optional parameters, these are not to blame."""
_SENTENCE_END = re.compile(r"""[.!?。！？…"'”’)\]}]\s*\Z""")


class _Attempt:
    """What is left out of one question, and which of that is only tried."""

    def __init__(self) -> None:
        self.left_out: frozenset[str] = frozenset()
        self.tried: frozenset[str] = frozenset()
        self.rejection: ServerRejection | None = None
        """The first one without a name, which is told if nothing helps."""


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
        self._in_vain = 0
        self._window = ContextWindow()
        self._connected: AsyncOpenAI | None = None
        know(endpoint.api_key)
        know_address(endpoint.base_url)

    async def ask(self, request: Request) -> Answer:
        """The answer, whole or not (see its `finish`). Raises the branches of `ModelError`."""
        import httpx2
        import openai

        attempt = _Attempt()
        while True:
            missing = self.missing() | attempt.left_out
            sent = parameters(request, self._endpoint, missing)
            heard = StreamAccumulator(room(request, self._endpoint, missing))
            try:
                await self._listen(sent, heard)
            except openai.APIStatusError as error:
                heard.rejection = refusal(error)
            except (openai.APIError, httpx2.HTTPError, ValueError) as error:
                raise self._broken(error, request, heard) from error
            if heard.rejection and not heard.everything:
                self._learn(request, heard.rejection, sent, attempt)
                continue
            answer = self._answer(request, heard, sent)
            self._settle(attempt)
            return answer

    def read(self, request: Request, completion: Mapping[str, Any], missing: frozenset[str]) -> Answer:
        """The answer in a completion that came another way, to a question that was sent without what is `missing`. Raises
        `ModelError` where there is none in it."""
        heard = StreamAccumulator(room(request, self._endpoint, missing))
        heard.take(dict(completion))
        if heard.rejection and not heard.everything:
            raise self.failure(heard.rejection)
        return self._answer(request, heard, parameters(request, self._endpoint, missing))

    def learned(self, request: Request, refusal: ServerRejection, sent: dict[str, Any]) -> frozenset[str]:
        """What to leave out of this question alone; what the server never takes is remembered instead. Raises if leaving
        something out would not help."""
        message = refusal.message
        if (limit := answer_limit(message)) and self._lowers(limit, sent) and refusal.status in _REFUSALS:
            self._capabilities.mark_unsupported(self._server, self._endpoint.model, limit_part(limit))
            return frozenset()
        part = _refused(refusal, message, names_of(sent))
        if part is None:
            raise self.failure(refusal)
        if part == "json_schema" and schema_at_fault(message):
            self._capabilities.say(f"{self._server} does not take the schema {request.answer_name!r}: {message[:200]}")
            return frozenset({part})
        self._capabilities.mark_unsupported(self._server, self._endpoint.model, part)
        return frozenset()

    def _learn(self, request: Request, refusal: ServerRejection, sent: dict[str, Any], attempt: _Attempt) -> None:
        """Changes the attempt so that another one may succeed. Raises if none would."""
        try:
            attempt.left_out |= self.learned(request, refusal, sent)
        except ModelError:
            optional = self._next_optional(refusal, sent, attempt)
            if not optional:
                raise self._best_failure(request, refusal, attempt) from None
            attempt.rejection = attempt.rejection or refusal
            attempt.tried |= optional
            attempt.left_out |= optional

    def _next_optional(self, refusal: ServerRejection, sent: Mapping[str, object], attempt: _Attempt) -> frozenset[str]:
        """What to leave out of a request that was refused for no reason told; nothing if a reason was, or if it did not help before."""
        if refusal.status not in _UNNAMED or self._in_vain >= _MOST_IN_VAIN:
            return frozenset()
        if rule_for(f"{refusal.message} {refusal.words}") or too_long(refusal.message):
            return frozenset()
        names = set(names_of(sent))
        return next((some for some in OPTIONAL if some & names - attempt.left_out), frozenset())

    def _best_failure(self, request: Request, refusal: ServerRejection, attempt: _Attempt) -> ModelError:
        if attempt.tried:
            self._in_vain += 1
        error = self.failure(attempt.rejection or refusal)
        if refusal.status in _MAYBE_BILLED:
            error.usage = Usage(input_tokens=self._asked_tokens(request) + self._schema_tokens(request))
        return error

    def _settle(self, attempt: _Attempt) -> None:
        """Remembers what had to be left out for an answer to come."""
        for part in sorted(attempt.tried):
            self._capabilities.mark_unsupported(self._server, self._endpoint.model, part)
        self._in_vain = 0 if attempt.tried else self._in_vain

    def _lowers(self, limit: int, sent: Mapping[str, Any]) -> bool:
        """True if the limit is lower than what was asked for."""
        return limit < int(sent.get("max_tokens") or sent.get("max_completion_tokens") or 0)

    def failure(self, refusal: ServerRejection) -> ModelError:
        """The error that a refusal amounts to. A key that the server repeats in it is not passed on."""
        return failure(refusal.status, masked(refusal.message), code=refusal.words, headers=refusal.headers)

    def missing(self) -> frozenset[str]:
        """What the server is known not to take."""
        return self._capabilities.missing(self._server, self._endpoint.model)

    def room(self, request: Request) -> int:
        """Most output tokens the request can cost: its answer, and thoughts where the model thinks."""
        return room(request, self._endpoint, self.missing())

    async def require(self) -> None:
        """Raises ModelError if nobody is there, or the key is refused. Asks for the list of models, which costs nothing; a server
        without one, or with another trouble that may pass, is taken as it is."""
        import openai

        try:
            await self.client().models.list()
        except openai.APIStatusError as error:
            if error.status_code == 401:
                raise self.failure(refusal(error)) from None
        except openai.APIConnectionError as error:
            found = self.unreached(error)
            if isinstance(found, (Unreachable, Forbidden)):
                raise found from None
        except (openai.APIError, ValueError):
            return

    async def aclose(self) -> None:
        if self._connected is not None:
            await self._connected.close()
            self._connected = None

    def client(self) -> "AsyncOpenAI":
        """The connection, made when it is first needed."""
        if self._connected is None:
            import openai

            address = split_address(self._endpoint.base_url or OPENAI_URL)
            key = self._endpoint.api_key or "none"
            headers = {"api-key": key} if address.azure else {}
            self._connected = openai.AsyncOpenAI(
                api_key=key,
                base_url=address.base,
                default_query=dict(address.query),
                default_headers=headers,
                max_retries=0,
                timeout=openai.Timeout(self._timeout_seconds, connect=15.0, pool=None),
                http_client=openai.DefaultAsyncHttpx2Client(trust_env=False, verify=_no_tls(), follow_redirects=False)
                if self._endpoint.near
                else openai.DefaultAsyncHttpx2Client(follow_redirects=False),
            )
        return self._connected

    async def _listen(self, sent: dict[str, Any], heard: StreamAccumulator) -> None:
        """Hears the answer to its end, or to where it must be ended; leaving the response closes it, and the server stops."""
        decoder = ReplyDecoder()
        async with self.client().chat.completions.with_streaming_response.create(**sent) as response:
            self._headers(response.headers)
            async for data in response.iter_bytes():
                for payload in decoder.feed(data):
                    heard.take(payload)
                if heard.over:
                    return
            for payload in decoder.end():
                heard.take(payload)

    def _broken(self, error: Exception, request: Request, heard: StreamAccumulator) -> ModelError:
        """The error for a connection that failed."""
        if heard.everything:
            usage = self._estimate(request, heard)
            return StreamInterrupted("The connection was lost in the middle of an answer.", usage)
        found = self.unreached(error)
        if isinstance(found, (Unreachable, Forbidden)):
            return found
        if _timed_out(_names(error)):
            return StreamInterrupted(str(found), self._estimate(request, heard), found.hint)
        found.usage = self._estimate(request, heard)  # nobody tells whether it was billed
        return found

    def unreached(self, error: Exception) -> ModelError:
        """The error for a server that did not answer at all, or not in a way that can be read."""
        chain = list(_causes(error))
        names = _names(error)
        where = urlsplit(split_address(self._endpoint.base_url or OPENAI_URL).base).netloc.rpartition("@")[2]
        if tls := next((one for one in chain if isinstance(one, ssl.SSLError)), None):
            return _insecure(tls, where)
        refused = any(isinstance(one, ConnectionRefusedError) for one in chain)
        if (refused or "ProxyError" in names) and (proxy := proxy_for(self._endpoint)):
            return NotListening(
                f"The proxy that the environment names does not answer ({shown_proxy(proxy)}).",
                "Start it, or unset ALL_PROXY, HTTP_PROXY and HTTPS_PROXY to go without.",
            )
        if refused:
            return NotListening(f"Nothing is listening on {where}; is the server running?", "Check --base-url.")
        if _timed_out(names):
            hint = "Raise the timeout if it is only slow."
            return Transient(f"{self._server} said nothing for {self._timeout_seconds:.0f} s.", hint)
        why = " ".join(dict.fromkeys(str(one).rstrip(".") for one in chain[:3] if str(one)))
        kind = Unreachable if names & {"ConnectError", "ConnectTimeout", "ProxyError"} else Transient
        return kind(
            f"{self._server} cannot be reached ({why}).", "Check the URL and your network. Is the server running?"
        )

    def _answer(self, request: Request, heard: StreamAccumulator, sent: dict[str, Any]) -> Answer:
        if heard.page:
            raise web_page(heard.page)
        estimate = self._estimate(request, heard)
        if heard.rejection:
            error = self.failure(heard.rejection)
            error.usage = estimate
            raise error
        finish = finish_of(heard, request)
        if finish is None:
            why = (
                "The server gave up in the middle of an answer."
                if heard.reason
                else "The answer broke off before its end."
            )
            raise StreamInterrupted(why, estimate)
        self._observe(heard, sent, finish)
        usage = usage_of(heard.counts, estimate)
        self._watch_window(request, heard.counts.get("prompt_tokens", 0), usage)
        text = without_secrets(heard.text or heard.refusal)  # a server may repeat what it was sent
        model = without_secrets(heard.model) or self._endpoint.model
        return Answer(text=text, finish=finish, usage=usage, model=model)

    def _watch_window(self, request: Request, counted: int, usage: Usage) -> None:
        """Raises TooLong if the server read less of the question than was sent."""
        characters = sum(len(message.content) for message in request.messages)
        cut = self._window.cut(self._asked_tokens(request), counted, characters)
        if cut:
            self._capabilities.say(
                f"{self._endpoint.model} at {self._server} reads only the last {cut:,} tokens of a request and does not say so. "
                "Raise its context (Ollama: OLLAMA_CONTEXT_LENGTH; llama.cpp: --ctx-size; LM Studio: Context Length)."
            )
            error = TooLong(
                f"The server cut the request to {cut:,} tokens without saying so.",
                "Raise the server's context (Ollama: OLLAMA_CONTEXT_LENGTH), or lower --chunk-tokens.",
            )
            error.usage = usage
            raise error

    def _observe(self, heard: StreamAccumulator, sent: dict[str, Any], finish: Finish) -> None:
        """Learns from an answer: a model that thinks needs room, and one that was held to a schema always writes a brace."""
        if heard.thought and "reasoning_effort" not in sent:
            self._capabilities.mark_unsupported(self._server, self._endpoint.model, "terse")
        constrained = sent.get("response_format", {}).get("type") == "json_schema"
        if constrained and finish == "stop" and heard.text and "{" not in heard.text:
            self._capabilities.mark_unsupported(self._server, self._endpoint.model, "enforced_schema")

    def _asked_tokens(self, request: Request) -> int:
        return sum(self._count(message.content, self._endpoint.model) for message in request.messages)

    def _schema_tokens(self, request: Request) -> int:
        """Providers bill the schema as part of the question."""
        if request.answer_schema is None:
            return 0
        return self._count(json.dumps(request.answer_schema, ensure_ascii=False), self._endpoint.model)

    def _estimate(self, request: Request, heard: StreamAccumulator) -> Usage:
        """Tokens by our own count, for answers whose server never came to say them."""
        output = self._count(heard.everything, self._endpoint.model)
        asked = self._asked_tokens(request) + self._schema_tokens(request)
        return Usage(input_tokens=asked, output_tokens=output)


def finish_of(heard: StreamAccumulator, request: Request) -> Finish | None:
    """How an answer ended; None if the server broke it off and another try may bring all of it. A reason that is missing or unknown
    does not make an answer whole: its own form does."""
    if heard.ended:
        return heard.ended
    if heard.refusal and not heard.text:
        return "refusal"
    ending = heard.ending
    if ending == "interrupted":
        return None
    if ending == "length":
        return "loop" if heard.looping else "length"
    if ending in ("stop", "refusal"):
        return "stop" if ending == "stop" else "refusal"
    if request.answer_schema is not None:
        if has_all(heard.text, request.answer_schema):
            return "stop"
        return "length" if heard.complete or heard.reason else None
    if not heard.complete and not heard.reason:
        return None
    whole = heard.complete if not heard.reason else bool(_SENTENCE_END.search(heard.text))
    return "stop" if whole else "length"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error with what it came from, also of groups of errors."""
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop(0)
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__ or one.__context__, *getattr(one, "exceptions", ())]


def _names(error: BaseException) -> set[str]:
    """The types of an error and of all it came from."""
    return {type(one).__name__ for one in _causes(error)}


def _timed_out(names: set[str]) -> bool:
    """True where the server was reached, and did not answer in time."""
    return "APITimeoutError" in names and "ConnectTimeout" not in names


def _insecure(error: ssl.SSLError, where: str) -> Forbidden:
    reason = getattr(error, "verify_message", "") or (error.reason or "").replace("_", " ").lower() or str(error)
    if "wrong version" in reason or "record layer" in reason or "http request" in reason:
        return Forbidden(f"{where} does not speak TLS ({reason}).", "Write http:// instead of https:// in --base-url.")
    return Forbidden(
        f"The TLS certificate of {where} is not trusted ({reason}).",
        "Check the address; for a certificate of your own set SSL_CERT_FILE to the file of its authority.",
    )


def _no_tls() -> ssl.SSLContext:
    """For a server on this machine, which no proxy of the environment may come between: trusts no certificate, and so takes none of the
    50 ms that loading them takes."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def refusal(error: "APIStatusError") -> ServerRejection:
    """The body as the server sent it: the package hands on only what stands under `error`."""
    try:
        body = error.response.json()
    except ValueError:
        body = error.response.text
    return ServerRejection(error.status_code, body or "no explanation", dict(error.response.headers))


def _refused(refusal: ServerRejection, message: str, sent: list[str]) -> str | None:
    """The part of the request that the server does not take; None where the error is another."""
    unsupported = "not support" in message or "unsupported" in message.lower() or "not implemented" in message.lower()
    if refusal.status not in _REFUSALS or (refusal.status in (404, 500) and not unsupported):
        return None
    part = refused_part(refusal.word("param"), sent) or refused_part(message, sent)
    if part is None or ((rule := rule_for(f"{message} {refusal.words}")) and rule.id != "address"):
        return part if part and part in ("json_schema", "json_object") and unsupported else None
    return None if too_long(message) and part != "json_schema" else part
