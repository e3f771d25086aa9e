"""Turns what a server or the network said into our errors. Knows HTTP, not the package that spoke it."""

import email.utils
import math
import time
from collections.abc import Mapping

from summarizer.errors import ModelError, NotFound, QuotaExhausted, RateLimited, Rejected, Transient, Unauthorized
from summarizer.llm.capabilities import too_long
from summarizer.llm.model import Usage

_NO_CREDIT = {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "insufficient_balance"}
_SHOWN_CHARACTERS = 300


class StreamInterrupted(Transient):
    """The answer broke off while it came. `usage` is what it cost until then, by our own count: a provider bills that."""

    def __init__(self, message: str, usage: Usage) -> None:
        super().__init__(message)
        self.usage = usage


def failure(status: int, message: str, *, code: str = "", headers: Mapping[str, str] | None = None) -> ModelError:
    """The error for an HTTP status, or for a status inside a stream. `code` holds the server's own words for it."""
    said = f"({status}: {_short(message)})"
    if status == 402 or _NO_CREDIT & set(code.split()):
        return QuotaExhausted(
            f"The account has no credit left {said}.", "Top it up at the provider, or name another model."
        )
    if status == 429:
        wait = retry_after(headers or {})
        return RateLimited(f"The server asks for fewer requests {said}.", "Lower --concurrency.", retry_after=wait)
    if status in (401, 403):
        hint = "Set OPENAI_API_KEY to a key of this server (OPENAI_BASE_URL, or --base-url, names the server)."
        return Unauthorized(f"The server does not accept the key {said}.", hint)
    if status in (408, 409, 425) or status >= 500:
        return Transient(f"The server failed {said}.")
    return _rejected(status, message, said)


def _rejected(status: int, message: str, said: str) -> Rejected:
    if too_long(message) or status == 413:
        return Rejected(f"The request is longer than the model can take {said}.", "Lower --chunk-tokens.")
    if status in (404, 405):
        hint = "Look at the model's name (--model) and at the server's address, which often ends in /v1 (--base-url)."
        return NotFound(f"The server does not know this model or address {said}.", hint)
    return Rejected(
        f"The server does not take the request {said}.", "Try another model or server (--model, --base-url)."
    )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait as the server said them: `retry-after-ms`, or `retry-after` in seconds or as a date. None where it did not."""
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        try:
            seconds = float(headers[name]) / unit
        except (KeyError, ValueError):
            continue
        if math.isfinite(seconds):
            return max(0.0, seconds)
    date = email.utils.parsedate_tz(headers.get("retry-after"))
    return max(0.0, email.utils.mktime_tz(date) - time.time()) if date else None


def _short(message: str) -> str:
    line = " ".join(message.split())
    return line if len(line) <= _SHOWN_CHARACTERS else line[:_SHOWN_CHARACTERS] + "…"
