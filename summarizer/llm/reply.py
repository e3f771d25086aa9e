"""Reads the bytes of a reply into the objects in it, whatever the server labels them: events of a stream, one whole object, lines of JSON.

What counts is how the reply begins, not its content type: servers send whole answers as `text/event-stream`, streams as `text/plain`,
and web pages with status 200.
"""

import json
from dataclasses import dataclass, field
from typing import Any, Literal

_BLANKS = b" \t\r\n\xef\xbb\xbf"
_FIELDS = (b"data", b"event", b"id", b"retry", b":")
"""How the lines of an event stream begin (WHATWG HTML, section 9.2)."""
_LONGEST_FIELD = 6
_MOST_BYTES = 64_000_000
"""A reply longer than this is no answer of a language model."""


class Done:
    """The mark `[DONE]`: the server says that the stream is complete."""


@dataclass(frozen=True)
class Unreadable:
    """Text that is not JSON."""

    text: str


Payload = Done | Unreadable | Any


@dataclass
class ReplyDecoder:
    """Fed with bytes as they come; each call returns the objects that are complete by then."""

    _kind: Literal["", "events", "whole"] = ""
    _rest: bytearray = field(default_factory=bytearray)
    _data: list[str] = field(default_factory=list)
    _event: str = ""

    def feed(self, data: bytes) -> list[Payload]:
        self._rest += data
        if len(self._rest) > _MOST_BYTES:
            raise ValueError("the reply is too long")
        if not self._kind:
            self._kind = _kind(bytes(self._rest[:64]))
        if self._kind != "events":
            return []
        *lines, rest = bytes(self._rest).split(b"\n")
        self._rest = bytearray(rest)
        return [payload for line in lines for payload in self._line(line)]

    def end(self) -> list[Payload]:
        """What is left when the connection closes."""
        rest, self._rest = bytes(self._rest), bytearray()
        if self._kind != "events":
            return _whole(rest)
        return [*self._line(rest), *self._dispatch()]

    def _line(self, line: bytes) -> list[Payload]:
        text = line.decode("utf-8", "replace").strip("\r\ufeff")
        if not text.strip():
            return self._dispatch()
        name, _, value = text.partition(":")
        if name == "data":
            return self._taken(value.removeprefix(" "))
        if name == "event":
            self._event = value.strip()
        elif text.startswith("{"):  # a line of JSON among events
            return self._taken(text)
        return []

    def _taken(self, value: str) -> list[Payload]:
        """The object of a `data` line, at once if it is one by itself: not every server ends events with an empty line."""
        if value.strip() == "[DONE]":
            return [*self._dispatch(), Done()]
        self._data.append(value)
        try:
            found = json.loads("\n".join(self._data))
        except (ValueError, RecursionError):
            return []
        self._data.clear()
        return [self._named(found)]

    def _dispatch(self) -> list[Payload]:
        """What an event held that is no JSON."""
        text = "\n".join(self._data).strip()
        self._data.clear()
        event, self._event = self._event, ""
        return [{"error": text} if event == "error" else Unreadable(text)] if text else []

    def _named(self, found: Any) -> Any:
        if self._event == "error" and not (isinstance(found, dict) and found.get("error")):
            return {"error": found}
        return found


def _kind(start: bytes) -> Literal["", "events", "whole"]:
    """Empty while the reply is too short to tell."""
    start = start.lstrip(_BLANKS)
    if any(start.startswith(name + b":") or (name == b":" and start.startswith(name)) for name in _FIELDS):
        return "events"
    if len(start) < _LONGEST_FIELD and any((name + b":").startswith(start) for name in _FIELDS):
        return ""
    return "whole" if start else ""


def _whole(data: bytes) -> list[Payload]:
    """The one object of a reply, or the objects of its lines."""
    text = data.decode("utf-8-sig", "replace").strip()
    if not text:
        return []
    decoder, at = json.JSONDecoder(strict=False), 0
    found: list[Payload] = []
    while at < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return [*found, Unreadable(text[at:] if found else text)]
        if not isinstance(value, (dict, list)):
            return [Unreadable(text)]
        found.append(value)
        while at < len(text) and text[at].isspace():
            at += 1
    return found
