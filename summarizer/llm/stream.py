"""What has been received of an answer so far, and whether it has to be ended."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from summarizer.llm.failures import ServerRejection, is_page, status_of
from summarizer.llm.loops import TAIL, looping
from summarizer.llm.reply import Done, Payload, Unreadable
from summarizer.llm.sanitize import sanitized
from summarizer.llm.thoughts import has_thoughts, without_thoughts
from summarizer.model import Finish, Usage

_CHECK_EVERY = 32
"""Deltas between two looks for a loop."""
_LONGEST_TOKEN = 10
"""Characters a token, on average over an answer: never reached by text (English has 4 to 5), so what passes it comes from a server
that pays no heed to its limit."""
Ending = Literal["stop", "length", "refusal", "interrupted", "unknown"]
_ENDINGS: Mapping[str, Ending] = {
    **dict.fromkeys(("stop", "eos", "eos_token", "end", "end_turn", "stop_sequence", "stop_string", "complete"), "stop"),
    **dict.fromkeys(("completed", "finished", "finish", "done", "normal", "tool_calls", "function_call", "tool_use"), "stop"),
    **dict.fromkeys(("length", "max_tokens", "max_length", "model_length", "token_limit", "max_output_tokens"), "length"),
    **dict.fromkeys(("max_completion_tokens", "model_context_window_exceeded", "truncated"), "length"),
    **dict.fromkeys(("content_filter", "content_filtered", "refusal", "safety", "sensitive", "recitation"), "refusal"),
    **dict.fromkeys(("blocklist", "prohibited_content", "spii", "guardrail_intervened", "image_safety"), "refusal"),
    **dict.fromkeys(("insufficient_system_resource", "error", "network_error", "abort", "aborted"), "interrupted"),
    **dict.fromkeys(("cancelled", "canceled", "timeout", "time_limit", "malformed_function_call"), "interrupted"),
}  # fmt: skip
"""How servers say that an answer has ended, in lower case: OpenAI, Anthropic, Google, Mistral, DeepSeek, GLM, vLLM, llama.cpp, TGI, Bedrock."""


@dataclass
class StreamAccumulator:
    """Fed by `take` with the objects of a reply, streamed or whole."""

    room: int
    """Most tokens the server was allowed."""
    pieces: list[str] = field(default_factory=list)
    thoughts: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    """What was said as the arguments of a tool call."""
    refusal: str = ""
    reason: str | None = None
    """The server's finish_reason; None until it has said one."""
    complete: bool = False
    """True once the server said that nothing more comes: a whole answer, or the mark at the end of a stream."""
    counts: dict[str, int] = field(default_factory=dict)
    """The counts of `usage` that make sense."""
    model: str = ""
    ended: Finish | None = None
    """Why we ended the answer ourselves."""
    rejection: ServerRejection | None = None
    """An error in place of an answer, or in the middle of it."""
    page: str = ""
    """A web page in place of an answer."""
    _characters: int = 0
    _deltas: int = 0
    _tail: str = ""

    def take(self, payload: Payload) -> None:
        """Takes in one object. Afterwards `ended`, `rejection` and `page` say whether to listen on."""
        if isinstance(payload, Done):
            self.complete = True
        elif isinstance(payload, Unreadable):
            self._unreadable(payload.text)
        elif isinstance(payload, list) and payload:
            self.take(payload[0] if isinstance(payload[0], dict) else Unreadable(json.dumps(payload)))
        elif isinstance(payload, dict):
            self._object(payload)
        else:
            self._unreadable(json.dumps(payload))

    @property
    def over(self) -> bool:
        """True if there is no sense in listening on."""
        return bool(self.ended or self.rejection or self.page)

    @property
    def text(self) -> str:
        """The answer. One that stands in a tool call or, with nothing else, among the thoughts, is an answer too if it is JSON."""
        said = without_thoughts("".join(self.pieces))
        if not said.strip():
            said = next(
                (one for one in ("".join(self.called), "".join(self.thoughts)) if one.lstrip().startswith("{")), said
            )
        return sanitized(said)

    @property
    def everything(self) -> str:
        """All that was produced, thoughts included."""
        return "".join((*self.thoughts, *self.pieces, *self.called))

    @property
    def thought(self) -> bool:
        return bool(self.thoughts) or has_thoughts("".join(self.pieces))

    @property
    def ending(self) -> Ending:
        """How the server says that the answer ended."""
        return _ENDINGS.get((self.reason or "").strip().lower().rpartition(".")[2], "unknown")

    @property
    def looping(self) -> bool:
        return looping(self._tail)

    def _object(self, found: Mapping[str, Any]) -> None:
        choice = _choice(found)
        if choice is None and (rejection := _rejection(found)):
            self.rejection = rejection
            return
        self.model = _text(found.get("model")) or self.model
        self._count(found.get("usage") or (choice or {}).get("usage"))
        if choice is None:
            return
        whole = "delta" not in choice or not isinstance(choice["delta"], Mapping)
        message = choice.get("message") if whole else choice["delta"]
        self._said(message if isinstance(message, Mapping) else choice)
        self.reason = _text(choice.get("finish_reason")) or _text(choice.get("stop_reason")) or self.reason
        self.complete = self.complete or (whole and isinstance(message, Mapping))
        if error := found.get("error") or choice.get("error"):
            self.rejection = _told({"error": error})
        self._watch()

    def _said(self, message: Mapping[str, Any]) -> None:
        for piece, thought in _parts(message.get("content", message.get("text"))):
            self._add(self.thoughts if thought else self.pieces, piece)
        for name in ("reasoning_content", "reasoning", "thinking"):
            if isinstance(message.get(name), str) and message[name]:
                self._add(self.thoughts, message[name])
                break
        for call in (*_list(message.get("tool_calls")), {"function": message.get("function_call")}):
            function = call.get("function") if isinstance(call, Mapping) else None
            arguments = function.get("arguments") if isinstance(function, Mapping) else None
            self._add(
                self.called, arguments if isinstance(arguments, str) else json.dumps(arguments) if arguments else ""
            )
        self.refusal += _text(message.get("refusal"))

    def _add(self, pieces: list[str], piece: str) -> None:
        if piece:
            pieces.append(piece)
            self._characters += len(piece)
            self._tail = (self._tail + piece)[-TAIL:]

    def _watch(self) -> None:
        self._deltas += 1
        if self.complete:
            return
        if self._characters > _LONGEST_TOKEN * self.room + 200:
            self.ended = "loop" if looping(self._tail) else "length"
        elif self._deltas % _CHECK_EVERY == 0 and looping(self._tail):
            self.ended = "loop"

    def _unreadable(self, text: str) -> None:
        if is_page(text):
            self.page = text
        elif not self.everything:
            self.rejection = _told(text)

    def _count(self, usage: Any) -> None:
        """Keeps the counts that can be: whole numbers that are not negative. A later one goes before an earlier one."""
        if not isinstance(usage, Mapping):
            return
        for name, value in _counts(usage):
            if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1e9:
                self.counts[name] = int(value)


def usage_of(counts: Mapping[str, int], estimate: Usage) -> Usage:
    """The server's counts, and our own for what it did not count. Thoughts are output, though some servers count them in the total only."""
    asked = counts.get("prompt_tokens") or estimate.input_tokens
    said = counts.get("completion_tokens", 0)
    if counts.get("prompt_tokens") and counts.get("total_tokens"):
        said = max(said, counts["total_tokens"] - counts["prompt_tokens"])
    cached = counts.get("cached_tokens") or counts.get("prompt_cache_hit_tokens") or 0
    return Usage(
        input_tokens=asked,
        cached_input_tokens=min(cached, asked),
        output_tokens=said or estimate.output_tokens,
        reasoning_tokens=min(counts.get("reasoning_tokens", 0), said),
    )


def _counts(usage: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """DeepSeek names what was cached in its own way; newer servers name the two counts as in OpenAI's other interface."""
    for name, other in (
        ("prompt_tokens", "input_tokens"),
        ("completion_tokens", "output_tokens"),
        ("total_tokens", ""),
    ):
        yield name, usage.get(name, usage.get(other))
    yield "prompt_cache_hit_tokens", usage.get("prompt_cache_hit_tokens")
    for details, name in (
        ("prompt_tokens_details", "cached_tokens"),
        ("completion_tokens_details", "reasoning_tokens"),
    ):
        inner = usage.get(details)
        yield name, inner.get(name) if isinstance(inner, Mapping) else None


def _choice(found: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The first choice; of Ollama's own interface the message."""
    first = next((one for one in _list(found.get("choices")) if isinstance(one, Mapping)), None)
    return found if first is None and isinstance(found.get("message"), Mapping) else first


def _parts(content: Any) -> Iterator[tuple[str, bool]]:
    """The text in a message's content, a string or a list of parts, each with whether it is a thought."""
    if isinstance(content, str):
        yield content, False
    elif isinstance(content, Mapping):
        thought = "think" in _text(content.get("type")) or "reason" in _text(content.get("type"))
        for name in ("text", "content", "thinking"):
            if isinstance(content.get(name), str):
                yield content[name], thought
            elif isinstance(content.get(name), list):
                yield from ((_text(one.get("text")), thought) for one in content[name] if isinstance(one, Mapping))
    elif isinstance(content, list):
        for one in content:
            if isinstance(one, (str, Mapping)):
                yield from _parts(one)


def _rejection(found: Mapping[str, Any]) -> ServerRejection | None:
    """The error in an object without an answer. An object with neither, as some servers send to keep a connection alive, is nothing."""
    for name in ("error", "errors", "detail", "error_msg", "base_resp"):
        if found.get(name):
            return _told(dict(found))
    if "choices" in found and not found.get("message") and not found.get("msg"):
        return None
    told = any(_text(found.get(name)) for name in ("message", "msg"))
    return _told(dict(found)) if told or found.get("success") is False else None


def _told(body: Any) -> ServerRejection:
    rejection = ServerRejection(500, body)
    return ServerRejection(status_of(rejection), body)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
