"""What has been heard of an answer so far, and whether it has to be ended."""

from dataclasses import dataclass, field
from typing import Any

from summarizer.llm.loops import TAIL, looping
from summarizer.llm.model import Finish, Usage
from summarizer.llm.thoughts import has_thoughts, without_thoughts

_CHECK_EVERY = 32
"""Deltas between two looks for a loop."""
_LONGEST_TOKEN = 10
"""Characters a token, on average over an answer: never reached by text (English has 4 to 5), so what passes it comes from a server
that pays no heed to its limit."""
_FINISHES: dict[str, Finish] = {
    "length": "length",
    "max_tokens": "length",
    "content_filter": "refusal",
    "refusal": "refusal",
    "safety": "refusal",
}


@dataclass
class StreamAccumulator:
    """Fed by `chunk` while an answer streams, or once by `whole`."""

    room: int
    """Most tokens the server was allowed."""
    pieces: list[str] = field(default_factory=list)
    thoughts: list[str] = field(default_factory=list)
    refusal: str = ""
    reason: str | None = None
    """The server's finish_reason; None until it has said one."""
    usage: Usage | None = None
    model: str = ""
    ended: Finish | None = None
    """Why we ended the answer ourselves."""
    _characters: int = 0
    _deltas: int = 0
    _tail: str = ""

    def whole(self, completion: Any) -> None:
        """Takes in an answer that came in one piece."""
        self._about(completion)
        for choice in (getattr(completion, "choices", None) or ())[:1]:
            self._said(choice.message)
            self.reason = choice.finish_reason or "stop"

    def chunk(self, chunk: Any) -> None:
        """Takes in one event of a stream. Afterwards `ended` says whether to listen on."""
        self._about(chunk)
        for choice in (getattr(chunk, "choices", None) or ())[:1]:
            if choice.delta is not None:
                self._said(choice.delta)
            self.reason = choice.finish_reason or self.reason
        self._watch()

    @property
    def text(self) -> str:
        return without_thoughts("".join(self.pieces))

    @property
    def everything(self) -> str:
        """All that was produced, thoughts included."""
        return "".join(self.thoughts) + "".join(self.pieces)

    @property
    def thought(self) -> bool:
        return bool(self.thoughts) or has_thoughts("".join(self.pieces))

    @property
    def finish(self) -> Finish:
        """How the answer ended. One that filled its room with a loop is a loop, whoever ended it."""
        if self.ended:
            return self.ended
        if self.refusal:
            return "refusal"
        finish = _FINISHES.get(self.reason or "", "stop")
        return "loop" if finish == "length" and looping(self._tail) else finish

    def _said(self, said: Any) -> None:
        self._add(self.pieces, said.content)
        self._add(self.thoughts, getattr(said, "reasoning_content", None) or getattr(said, "reasoning", None))
        self.refusal += getattr(said, "refusal", None) or ""

    def _add(self, pieces: list[str], piece: object) -> None:
        if isinstance(piece, str) and piece:
            pieces.append(piece)
            self._characters += len(piece)
            self._tail = (self._tail + piece)[-TAIL:]

    def _watch(self) -> None:
        self._deltas += 1
        if self._characters > _LONGEST_TOKEN * self.room + 200:
            self.ended = "loop" if looping(self._tail) else "length"
        elif self._deltas % _CHECK_EVERY == 0 and looping(self._tail):
            self.ended = "loop"

    def _about(self, reply: Any) -> None:
        self.model = getattr(reply, "model", None) or self.model
        usage = getattr(reply, "usage", None)
        if usage is not None:
            self.usage = _usage(usage)


def _usage(usage: Any) -> Usage:
    """The server's count. DeepSeek names what was cached in its own way."""
    details = getattr(usage, "prompt_tokens_details", None)
    cached = getattr(details, "cached_tokens", None) or getattr(usage, "prompt_cache_hit_tokens", None) or 0
    tokens = getattr(usage, "prompt_tokens", None) or 0
    output = getattr(usage, "completion_tokens", None) or 0
    return Usage(input_tokens=tokens, cached_input_tokens=min(cached, tokens), output_tokens=output)
