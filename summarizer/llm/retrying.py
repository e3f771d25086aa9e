"""Asks again where a failure may pass. The package's own hidden retries are off, so that every try is seen and counted."""

from collections.abc import Callable

from pydantic import Field
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    wait_exponential,
    wait_random,
)

from summarizer.errors import RateLimited, Transient
from summarizer.model import Answer, Model, Request
from summarizer.records import Record


class Retry(Record):
    """How often and how patiently. Waits double from the first to the longest; a server's own Retry-After goes before them."""

    attempts: int = Field(default=5, ge=1)
    first_wait_seconds: float = Field(default=1.0, ge=0)
    longest_wait_seconds: float = Field(default=60.0, ge=0)
    longest_retry_after_seconds: float = Field(default=600.0, ge=0)
    """A server that asks for more is given up on: better to say so than to sit silently for an hour."""


USUAL = Retry()


class Retrying:
    """Tries again after `Transient` errors, and only after those. Raises the last one."""

    def __init__(
        self, inner: Model, retry: Retry | None = None, *, notice: Callable[[str], None] = lambda _: None
    ) -> None:
        self._inner = inner
        self._retry = retry or USUAL
        self._notice = notice
        first = self._retry.first_wait_seconds
        self._backoff = wait_exponential(multiplier=first, max=self._retry.longest_wait_seconds) + wait_random(0, first)

    async def ask(self, request: Request) -> Answer:
        tries = AsyncRetrying(
            retry=retry_if_exception(self._may_pass),
            stop=stop_after_attempt(self._retry.attempts),
            wait=self._wait_seconds,
            before_sleep=self._say,
            reraise=True,
        )
        return await tries(self._inner.ask, request)

    def _may_pass(self, error: BaseException) -> bool:
        if isinstance(error, RateLimited):
            return (error.retry_after or 0) <= self._retry.longest_retry_after_seconds
        return isinstance(error, Transient)

    def _wait_seconds(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, RateLimited) else None
        return asked or self._backoff(state)

    def _say(self, state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        self._notice(f"{error} Trying again in {state.upcoming_sleep:.0f} s.")
