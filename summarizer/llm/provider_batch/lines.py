"""The lines of the files that go to a Batch API and come back from it. Pure functions; shapes as in OpenAI's public reference."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from summarizer.common.chunking import packed
from summarizer.errors import ModelError, Transient
from summarizer.llm.failures import ServerRejection
from summarizer.llm.parameters import parameters
from summarizer.model import Endpoint, Request

URL: Final = "/v1/chat/completions"
MOST_QUESTIONS = 50_000
MOST_BYTES = 200_000_000
"""Limits of one file, from the reference: 50,000 requests and 200 MB."""
_NOT_DONE = ("batch_expired", "batch_cancelled")
"""Codes of questions that were never asked: the batch ended before their turn."""

Completion = Mapping[str, Any]
Outcome = Completion | ServerRejection | ModelError
"""What became of a question: an answer, what the server has against it, or why it was not asked."""


class Line(NamedTuple):
    """A line of an output or error file."""

    key: str
    outcome: Outcome


def written(key: str, request: Request, endpoint: Endpoint, missing: frozenset[str]) -> bytes:
    """The line that asks a question: what would be sent directly, but for streaming, which files cannot."""
    sent = parameters(request, endpoint, missing | {"stream"})
    body = {**{name: value for name, value in sent.items() if name != "extra_body"}, **sent.get("extra_body", {})}
    line = {"custom_id": key, "method": "POST", "url": URL, "body": body}
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def files_of(
    sizes: Iterable[tuple[str, int]], *, most_questions: int = MOST_QUESTIONS, most_bytes: int = MOST_BYTES
) -> Iterator[list[str]]:
    """Keys with the sizes of their lines, cut into files within the limits."""
    return packed(sizes, most=most_bytes, together=most_questions)


def read(line: bytes) -> Line | None:
    """None for a line that cannot be read: its question then counts as not answered."""
    try:
        found = json.loads(line)
        return Line(str(found["custom_id"]), _outcome(found))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _outcome(found: Mapping[str, Any]) -> Outcome:
    error, response = found.get("error"), found.get("response")
    if response is None:
        return _not_done(error or {})
    status, body = int(response["status_code"]), response["body"]
    if status == 200:
        return dict(body)
    said = body.get("error", body) if isinstance(body, dict) else body
    return ServerRejection(status, said or error or "")


def _not_done(error: Mapping[str, Any]) -> Outcome:
    if error.get("code") in _NOT_DONE:
        return Transient(str(error.get("message") or "The batch ended before its turn."))
    return ServerRejection(500, dict(error))
