"""Asks again if a failure may pass. The package's own hidden retries are off, so that every try is seen and counted.

Two kinds of failure are told apart. One that others do not meet costs a few tries. One that everybody meets is an outage: then a single
request looks every now and then whether the server is back, and all others wait for it.
"""

import asyncio
import time
from collections.abc import Callable

from pydantic import Field
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, wait_exponential, wait_random

from summarizer.errors import NotListening, RateLimited, Transient
from summarizer.llm.failures import StreamInterrupted
from summarizer.model import Answer, Model, Request
from summarizer.records import Record


class Retry(Record):
    """How often and how patiently. Waits double from the first to the longest; a server's own Retry-After goes before them."""

    attempts: int = Field(default=5, ge=1)
    first_wait_seconds: float = Field(default=1.0, ge=0)
    longest_wait_seconds: float = Field(default=60.0, ge=0)
    longest_retry_after_seconds: float = Field(default=600.0, ge=0)
    """A server that asks for more is given up on: better to say so than to sit silently for an hour."""
    patience_seconds: float = Field(default=0.0, ge=0)
    """How long an outage is waited for. 0: no longer than the attempts last."""
    limited_attempts: int = Field(default=10, ge=1)
    """Tries of a request that the server puts off (429) while it answers others: it has only to wait its turn."""
    limited_seconds: float = Field(default=60.0, ge=0)
    """How long a server that puts off every request (429) and has answered none is waited for: providers count by the minute, so that
    later it is no limit on requests a minute."""


USUAL = Retry()


class _Outage:
    """Shared by all questions to a server: whether it answers, and who looks."""

    def __init__(self) -> None:
        self.answers = 0
        """So many were had."""
        self._since: float | None = None
        self._leader: object | None = None
        self._changed = asyncio.Condition()

    def seconds(self) -> float:
        return 0.0 if self._since is None else time.monotonic() - self._since

    async def over(self) -> None:
        """An answer came."""
        self.answers += 1
        if self._since is not None:
            async with self._changed:
                self._since = self._leader = None
                self._changed.notify_all()

    async def resign(self, who: object) -> None:
        """Whoever looked looks no more, so that another one does."""
        if self._leader is who:
            async with self._changed:
                self._leader = None
                self._changed.notify_all()

    async def wait(self, who: object, seconds: float) -> None:
        """For the one that looks: the time until the next look. For all others: until the server is back, or nobody looks."""
        self._since = self._since or time.monotonic()
        async with self._changed:
            while self._leader not in (None, who) and self._since is not None:
                await self._changed.wait()
            if self._since is None:
                return
            self._leader = who
        await asyncio.sleep(seconds)


class _Question:
    """The tries of one question."""

    def __init__(self, outage: _Outage) -> None:
        self.answers_before = outage.answers
        """Answers that all questions had together when it was asked, or last failed."""
        self.tries = 0
        self.failures = 0
        """Tries that failed although others were answered since the one before."""
        self.interrupted = 0
        self.singled_out = False
        """True if its last failure came while others were answered."""


class Retrying:
    """Tries again after `Transient` errors, and only after those. Raises the last one."""

    def __init__(
        self, inner: Model, retry: Retry | None = None, *, notice: Callable[[str], None] = lambda _: None
    ) -> None:
        self._inner = inner
        self._retry = retry or USUAL
        self._notice = notice
        self._outage = _Outage()
        first = self._retry.first_wait_seconds
        self._backoff = wait_exponential(multiplier=first, max=self._retry.longest_wait_seconds) + wait_random(0, first)

    async def ask(self, request: Request) -> Answer:
        question = _Question(self._outage)

        def stop(state: RetryCallState) -> bool:
            return self._stops(question, _error(state))

        async def pause(seconds: float) -> None:
            if self._retry.patience_seconds and question.tries and not question.singled_out:
                await self._outage.wait(question, seconds)
            else:
                await asyncio.sleep(seconds)

        tries = AsyncRetrying(
            retry=retry_if_exception(self._may_pass),
            stop=stop,
            wait=self._wait_seconds,
            sleep=pause,
            before_sleep=self._say,
            reraise=True,
        )
        try:
            answer: Answer = await tries(self._inner.ask, request)
        finally:
            await self._outage.resign(question)
        await self._outage.over()
        return answer

    def _may_pass(self, error: BaseException) -> bool:
        """A server that was never there is not waited for: more likely the address is wrong, or nobody has started it."""
        if isinstance(error, NotListening):
            return self._outage.answers > 0
        if isinstance(error, RateLimited):
            return (error.retry_after or 0) <= self._retry.longest_retry_after_seconds
        return isinstance(error, Transient)

    def _stops(self, question: _Question, error: BaseException | None) -> bool:
        """True if the question is given up: too many tries while the server answers others, or an outage that lasts too long."""
        if isinstance(error, StreamInterrupted):
            question.interrupted += 1
            return question.interrupted >= self._retry.attempts
        patience = self._retry.patience_seconds
        limited = isinstance(error, RateLimited) and patience > 0
        most = max(self._retry.attempts, self._retry.limited_attempts if limited else 0)
        if limited and not self._outage.answers:
            most, patience = self._retry.attempts, max(patience, self._retry.limited_seconds)
        question.singled_out = self._outage.answers > question.answers_before
        question.answers_before = self._outage.answers
        question.tries += 1
        question.failures += question.singled_out
        if question.failures >= most:
            return True
        return question.tries >= most and self._outage.seconds() >= patience

    def _wait_seconds(self, state: RetryCallState) -> float:
        error = _error(state)
        asked = error.retry_after if isinstance(error, RateLimited) else None
        return asked or self._backoff(state)

    def _say(self, state: RetryCallState) -> None:
        self._notice(f"{_error(state)} Trying again in {state.upcoming_sleep:.0f} s.")


def _error(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None
