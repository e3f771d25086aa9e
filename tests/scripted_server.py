"""A chat-completions server on loopback whose answers are scripted: no model is behind it, and nothing it says is a translation.

It speaks the protocol of OpenAI's API, streaming and not, satisfies the JSON schema it is sent, and misbehaves on demand, so that what the
program does about faults can be tested over real HTTP. Use it to test faults and counting; quality is tested on recordings of a
real model.

    with scripted() as server:                                  # well-behaved
    with scripted(always=[refuses("temperature")]) as server:   # to every request
    with scripted(first=[status(500), drop()]) as server:       # the first request fails, the second breaks off, then all is well
    with scripted(behave=lambda asked: [cut()] if asked.name == "chunk" else []) as server:

`answer=` is a hook `(body) -> str` that writes the answers; `sample` and `asked_schema` help it.
"""

import hashlib
import json
import re
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

_IN_WORDS = re.compile(r"valid against this JSON schema \((?P<name>[^)]*)\):\n(?P<schema>.*)\Z", re.DOTALL)
_WHO = ("The company", "The ministry", "A researcher", "The founder", "The report", "An engineer")
_DID = ("explained", "described", "presented", "welcomed", "questioned", "defended")
_WHAT = (
    "the new plan",
    "the early results",
    "the next step",
    "a careful approach",
    "the open problem",
    "the old method",
)
_WHERE = ("in the capital", "at the meeting", "to the public", "after the vote", "before the summer", "in plain words")


@dataclass(frozen=True)
class Asked:
    """A request as the server saw it."""

    body: dict[str, Any]
    headers: Mapping[str, str]
    """Names in lower case."""
    path: str
    at: float
    """`time.monotonic()` of its arrival."""

    @property
    def name(self) -> str:
        """The answer schema's name, also where it was sent in words; empty for plain text."""
        return asked_schema(self.body)[0]

    @property
    def text(self) -> str:
        """All messages, joined."""
        return "\n".join(str(message["content"]) for message in self.body["messages"])


@dataclass(frozen=True)
class Fault:
    """One way to misbehave. Made by the functions below."""

    status: int = 200
    message: str = ""
    code: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    only_if: Callable[[dict[str, Any]], bool] = lambda body: True
    rewrite: Callable[[str], str] = lambda text: text
    finish: str | None = None
    refusal: str = ""
    thoughts: str = ""
    drop_after: int | None = None
    """Pieces sent before the connection is cut."""
    hangs_up: bool = False
    repeat: str = ""
    endless: bool = False
    wait_seconds: float = 0.0
    piece_seconds: float = 0.0
    error_in_stream: dict[str, Any] | None = None
    no_usage: bool = False
    one_piece: bool = False
    raw: Callable[[dict[str, Any], str], "Raw"] | None = None
    """The whole reply, made of the request and the answer."""


@dataclass(frozen=True)
class Raw:
    """A reply byte by byte."""

    body: str | bytes
    content_type: str = "application/json"
    status: int = 200


def replies(make: Callable[[dict[str, Any], str], Raw], only_if: Callable[[dict[str, Any]], bool] = bool) -> Fault:
    """Replies with what `make` makes of the request's body and of the answer."""
    return Fault(raw=make, only_if=only_if)


def refuses(
    *names: str, message: str = "Unsupported parameter: '{name}' is not supported with this model.", status: int = 400
) -> Fault:
    """Refuses requests that carry any of these parameters; `{name}` in the message is the first one."""

    def carries(body: dict[str, Any]) -> bool:
        return any(name in body for name in names)

    return Fault(status=status, message=message.format(name=names[0]), only_if=carries)


def refuses_format(
    *types: str, message: str = "This response_format type is unavailable now", status: int = 400
) -> Fault:
    """Refuses these response formats: `json_schema`, `json_object`."""

    def carries(body: dict[str, Any]) -> bool:
        return body.get("response_format", {}).get("type") in types

    return Fault(status=status, message=message, only_if=carries)


def refuses_system(message: str = "System role not supported") -> Fault:
    return Fault(status=400, message=message, only_if=lambda body: body["messages"][0]["role"] == "system")


def status(code: int, message: str = "scripted failure", *, word: str | None = None, **headers: str) -> Fault:
    """Answers with an HTTP error; `retry_after="1"` becomes the header Retry-After."""
    return Fault(code, message, word, {name.replace("_", "-"): value for name, value in headers.items()})


def rate_limited(retry_after: str = "0.05") -> Fault:
    return status(429, "Rate limit reached for requests", word="rate_limit_exceeded", retry_after=retry_after)


def prose() -> Fault:
    return Fault(rewrite=lambda text: f"Certainly! Here is the answer {{as asked}}:\n\n{text}\n\nI hope this helps.")


def fences() -> Fault:
    return Fault(rewrite=lambda text: f"```json\n{text}\n```")


def cut(share: float = 0.6) -> Fault:
    """Ends the answer at its limit, after this share of it."""
    return Fault(rewrite=lambda text: text[: int(len(text) * share)], finish="length")


def drop(after: int = 3) -> Fault:
    return Fault(drop_after=after)


def hangs_up() -> Fault:
    """Closes the connection without a word."""
    return Fault(hangs_up=True)


def loop(text: str = "and the result is the same, ") -> Fault:
    """Repeats itself until the client hangs up (or 20,000 times)."""
    return Fault(repeat=text)


def endless() -> Fault:
    """Says ever new things until the client hangs up, whatever max_tokens was."""
    return Fault(endless=True)


def slow(seconds: float, *, each_piece: float = 0.0) -> Fault:
    return Fault(wait_seconds=seconds, piece_seconds=each_piece)


def refusal(text: str = "I'm sorry, I cannot help with that.") -> Fault:
    return Fault(refusal=text)


def thinks(thoughts: str = "Let me see. The user wants an answer.") -> Fault:
    """Sends thoughts beside the answer, as `reasoning_content`."""
    return Fault(thoughts=thoughts)


class ScriptedServer:
    """What a test sees of the server. `always` and `first` may be changed while it runs."""

    def __init__(
        self,
        answer: Callable[[dict[str, Any]], str] | None,
        always: Sequence[Fault],
        first: Iterable[Fault | None],
        behave: Callable[[Asked], Sequence[Fault]] | None,
        lists: "Fault | None" = None,
    ) -> None:
        self.answer = answer or default_answer
        self.always = list(always)
        self.first = deque(first)
        self.behave = behave
        self.lists = lists or status(404, "no such list")
        self.base_url = ""
        self.requests: list[Asked] = []
        self.answered: list[Asked] = []
        """Requests whose answer was sent to its end."""
        self.hung_up = 0
        """Answers that the client did not hear to the end."""
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()

    def count(self, name: str | None = None) -> int:
        """Requests so far, or those for one answer schema."""
        return len(self.requests) if name is None else self.names()[name]

    def names(self) -> Counter[str]:
        """How many requests came for each answer schema."""
        return Counter(asked.name for asked in self.requests)

    def forget(self) -> None:
        """Counts anew from here."""
        with self._lock:
            self.requests, self.answered, self.hung_up, self.most_at_once = [], [], 0, self._at_once

    def faults_for(self, asked: Asked) -> list[Fault]:
        with self._lock:
            self.requests.append(asked)
            due = self.first.popleft() if self.first else None
        faults = [*self.always, *([due] if due else []), *(self.behave(asked) if self.behave else ())]
        return [fault for fault in faults if fault.only_if(asked.body)]

    def enter(self) -> None:
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)

    def leave(self, asked: Asked, *, heard: bool) -> None:
        with self._lock:
            self._at_once -= 1
            if heard:
                self.answered.append(asked)


@contextmanager
def scripted(
    *,
    answer: Callable[[dict[str, Any]], str] | None = None,
    always: Sequence[Fault] = (),
    first: Iterable[Fault | None] = (),
    behave: Callable[[Asked], Sequence[Fault]] | None = None,
    lists: Fault | None = None,
) -> Iterator[ScriptedServer]:
    """Runs a server while the block runs. `lists` is how it answers for its list of models. `first` holds a fault, or None for a good answer, for each of the first requests."""
    server = ScriptedServer(answer, always, first, behave, lists)
    http = _Http(("127.0.0.1", 0), _handler(server))
    server.base_url = f"http://127.0.0.1:{http.server_address[1]}/v1"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def asked_schema(body: dict[str, Any]) -> tuple[str, dict[str, Any] | None]:
    """The name and schema of the answer a request wants, from `response_format` or from the words of its last message."""
    form = body.get("response_format", {})
    if form.get("type") == "json_schema":
        return form["json_schema"]["name"], form["json_schema"]["schema"]
    found = _IN_WORDS.search(str(body["messages"][-1]["content"]))
    return (found["name"], json.loads(found["schema"])) if found else ("", None)


def default_answer(body: dict[str, Any]) -> str:
    """Something that satisfies the request's schema, always the same for the same request; a sentence where there is no schema."""
    asked = str(body["messages"][-1]["content"])
    schema = asked_schema(body)[1]
    return sentence(asked) if schema is None else json.dumps(sample(schema, asked), ensure_ascii=False)


def sentence(seed: str) -> str:
    """One of some thousand English sentences."""
    digest = hashlib.sha256(seed.encode()).digest()
    words = [options[digest[i] % len(options)] for i, options in enumerate((_WHO, _DID, _WHAT, _WHERE))]
    return " ".join(words) + "."


def sample(schema: dict[str, Any], seed: str, root: dict[str, Any] | None = None) -> Any:
    """A value that is valid against the schema: the first of an enum, one item of an array unless it may not, a sentence for a string."""
    root = root or schema
    if "$ref" in schema:
        return sample(_resolved(schema["$ref"], root), seed, root)
    if "const" in schema or "enum" in schema:
        return schema.get("const", next(iter(schema.get("enum", [None]))))
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return sample(schema[several][0], seed, root)
    kind = schema.get("type", "object")
    if kind == "object":
        return {name: sample(part, f"{seed}/{name}", root) for name, part in schema.get("properties", {}).items()}
    if kind == "array":
        items = max(schema.get("minItems", 1), 1 if schema.get("maxItems", 1) else 0)
        return [sample(schema.get("items", {"type": "string"}), f"{seed}/{i}", root) for i in range(items)]
    plain = {"integer": schema.get("minimum", 1), "number": schema.get("minimum", 0.5), "boolean": True, "null": None}
    return plain.get(kind if isinstance(kind, str) else kind[0], sentence(seed))


def _resolved(ref: str, root: dict[str, Any]) -> dict[str, Any]:
    found: Any = root
    for step in ref.removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of the test."""


def _handler(server: ScriptedServer) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        scripted = server

    return Handler


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    scripted: ScriptedServer

    def log_message(self, format: str, *args: object) -> None:
        """Keeps quiet."""

    def do_GET(self) -> None:
        fault = self.scripted.lists
        self._send(fault.status, {"error": {"message": fault.message, "code": fault.code}}, fault.headers)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        asked = Asked(body, {name.lower(): value for name, value in self.headers.items()}, self.path, time.monotonic())
        self.scripted.enter()
        heard = False
        try:
            heard = self._reply(asked, self.scripted.faults_for(asked))
        except (BrokenPipeError, ConnectionResetError):
            self.scripted.hung_up += 1
            self.close_connection = True
        finally:
            self.scripted.leave(asked, heard=heard)

    def _reply(self, asked: Asked, faults: list[Fault]) -> bool:
        for fault in faults:
            time.sleep(fault.wait_seconds)
            if fault.hangs_up:
                raise ConnectionResetError
        failed = next((fault for fault in faults if fault.status != 200), None)
        if failed:
            error = {"message": failed.message, "type": "scripted", "code": failed.code}
            self._send(failed.status, {"error": error}, failed.headers)
            return False
        how = _merged(faults)
        text = how.rewrite(self.scripted.answer(asked.body))
        if how.raw:
            self._send_raw(how.raw(asked.body, text))
            return True
        if asked.body.get("stream") and not how.one_piece:
            return self._stream(asked.body, text, how)
        self._send(200, _whole(asked.body, text, how), {})
        return True

    def _send_raw(self, reply: Raw) -> None:
        data = reply.body.encode("utf-8", "surrogatepass") if isinstance(reply.body, str) else reply.body
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _send(self, status: int, body: dict[str, Any], headers: Mapping[str, str]) -> None:
        data = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, body: dict[str, Any], text: str, how: Fault) -> bool:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        for number, delta in enumerate(_deltas(text, how)):
            if number == how.drop_after:
                return False
            self._event(body, {"delta": delta, "finish_reason": None})
            time.sleep(how.piece_seconds)
        if how.error_in_stream:
            self._data({"error": how.error_in_stream})
            return False
        self._event(body, {"delta": {}, "finish_reason": how.finish or "stop"})
        if body.get("stream_options", {}).get("include_usage") and not how.no_usage:
            self._data({**_head(body, "chat.completion.chunk"), "choices": [], "usage": _usage(body, text)})
        self.wfile.write(b"data: [DONE]\n\n")
        return True

    def _event(self, body: dict[str, Any], choice: dict[str, Any]) -> None:
        self._data({**_head(body, "chat.completion.chunk"), "choices": [{"index": 0, **choice}]})

    def _data(self, event: dict[str, Any]) -> None:
        self.wfile.write(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())
        self.wfile.flush()


def _merged(faults: list[Fault]) -> Fault:
    """Faults of one request together: rewrites one after the other, else the last word counts."""
    merged = Fault()
    plain = Fault()
    for fault in faults:
        said = {name: value for name, value in vars(fault).items() if value != getattr(plain, name)}
        before, after = merged.rewrite, fault.rewrite
        said["rewrite"] = lambda text, before=before, after=after: after(before(text))
        merged = replace(merged, **said)
    return merged


def _deltas(text: str, how: Fault) -> Iterator[dict[str, Any]]:
    yield {"role": "assistant", "content": ""}
    if how.refusal:
        yield {"refusal": how.refusal}
        return
    if how.thoughts:
        yield {"reasoning_content": how.thoughts}
    yield from ({"content": piece} for piece in _pieces(text, how))


def _pieces(text: str, how: Fault) -> Iterator[str]:
    if how.repeat:
        yield from (how.repeat for _ in range(20_000))
    elif how.endless:
        yield from (sentence(str(number)) + f" {number} " for number in count())
    else:
        yield from (text[i : i + 12] for i in range(0, len(text), 12))


def _whole(body: dict[str, Any], text: str, how: Fault) -> dict[str, Any]:
    message = {"role": "assistant", "content": None if how.refusal else text, "refusal": how.refusal or None}
    choice = {"index": 0, "message": message, "finish_reason": how.finish or "stop"}
    return {**_head(body, "chat.completion"), "choices": [choice], "usage": _usage(body, text)}


def _head(body: dict[str, Any], kind: str) -> dict[str, Any]:
    return {"id": "scripted-1", "object": kind, "created": 0, "model": body["model"]}


def _usage(body: dict[str, Any], text: str) -> dict[str, Any]:
    """Four characters a token, both ways."""
    asked = sum(len(str(message["content"])) for message in body["messages"]) // 4 + 1
    said = len(text) // 4 + 1
    details = {"cached_tokens": 0}
    return {
        "prompt_tokens": asked,
        "completion_tokens": said,
        "total_tokens": asked + said,
        "prompt_tokens_details": details,
    }
