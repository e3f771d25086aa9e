"""Keeps to a pace: so many requests at once, so many requests and tokens a minute, and slower when the server says so."""

import asyncio
import heapq
import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import count as count_up

from summarizer.errors import RateLimited
from summarizer.llm.rates import MINUTE_SECONDS, Bucket, SentRequest, Window, allowance
from summarizer.model import Answer, Model, Request

_sent: ContextVar[SentRequest] = ContextVar("sent")
"""The request whose headers are heard."""


@dataclass(order=True)
class _Waiting:
    """A request in the queue: those of articles begun earlier go first, so that articles are finished rather than all begun."""

    article: int
    number: int
    tokens: int = field(compare=False)
    turn: "asyncio.Future[SentRequest]" = field(compare=False)


class RateLimiter:
    """A 429 halves what may run at once and holds everybody until the server's Retry-After is over; each round of good answers allows
    one more again, up to `concurrency`. Limits a minute are those given, and those that the server tells in its headers."""

    def __init__(
        self,
        inner: Model,
        *,
        concurrency: int,
        requests_per_minute: int | None = None,
        tokens_per_minute: int | None = None,
        count: Callable[[str], int] = lambda text: len(text) // 2,
        window_seconds: float = MINUTE_SECONDS,
    ) -> None:
        """`count` counts tokens."""
        self._inner = inner
        self._most = max(1, concurrency)
        self._now = float(self._most)
        given = ((requests_per_minute, False), (tokens_per_minute, True))
        self._windows = [Window(limit, window_seconds, tokens=tokens) for limit, tokens in given if limit is not None]
        self._buckets = {"requests": Bucket(tokens=False), "tokens": Bucket(tokens=True)}
        self._limits: tuple[Window | Bucket, ...] = (*self._windows, *self._buckets.values())
        self._count = count
        self._running = 0
        self._held_until = 0.0
        self._shrunk_at = 0.0
        self._queue: list[_Waiting] = []
        self._numbers = count_up()
        self._articles: dict[str, int] = {}
        self._timer: asyncio.TimerHandle | None = None

    @property
    def concurrency(self) -> int:
        """How many may run at once now."""
        return int(self._now)

    async def ask(self, request: Request) -> Answer:
        sent = await self._turn(request)
        _sent.set(sent)
        try:
            answer = await self._inner.ask(request)
        except RateLimited as error:
            self.slow_down(error.retry_after or 0, sent.at)
            raise
        else:
            self._correct(sent, answer.usage.input_tokens + answer.usage.output_tokens)
            self._now = min(self._most, self._now + 1 / self._now)
            return answer
        finally:
            self._end(sent)

    def heard(self, headers: Mapping[str, str]) -> None:
        """The headers of an answer. To be called in the task that asks."""
        for of, bucket in self._buckets.items():
            if told := allowance(headers, of):
                bucket.heard(told, _sent.get(), time.monotonic())

    async def _turn(self, request: Request) -> SentRequest:
        """Waits in the queue until the request may go."""
        article = self._articles.setdefault(request.article, len(self._articles))
        turn: asyncio.Future[SentRequest] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._queue, _Waiting(article, next(self._numbers), self.expected(request), turn))
        self._let_go()
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._end(turn.result())
            raise

    def _let_go(self) -> None:
        """Lets go all that may go now, and comes back when the next may."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        while self._queue:
            first = self._queue[0]
            if first.turn.cancelled():
                heapq.heappop(self._queue)
                continue
            if self._running >= self.concurrency:
                return
            if (delay := self._delay(first.tokens)) > 0:
                self._timer = asyncio.get_running_loop().call_later(delay, self._let_go)
                return
            heapq.heappop(self._queue)
            first.turn.set_result(self._begin(first))

    def _delay(self, tokens: int) -> float:
        """Seconds until one more may go."""
        now = time.monotonic()
        return max(self._held_until - now, *(limit.delay(tokens, now) for limit in self._limits))

    def _begin(self, first: _Waiting) -> SentRequest:
        sent = SentRequest(time.monotonic(), first.number, first.tokens)
        for limit in self._limits:
            limit.add(sent)
        self._running += 1
        return sent

    def _end(self, sent: SentRequest) -> None:
        self._running -= 1
        for bucket in self._buckets.values():
            bucket.forget(sent)
        self._let_go()

    def _correct(self, sent: SentRequest, tokens: int) -> None:
        for window in self._windows:
            window.correct(sent, tokens)
        sent.tokens = tokens

    def slow_down(self, wait_seconds: float, started: float | None = None) -> None:
        """Somebody was refused, of this process or another. Requests under way together are refused together: only the first of them
        halves the pace."""
        now = time.monotonic()
        self._held_until = max(self._held_until, now + wait_seconds)
        if started is None or started >= self._shrunk_at:
            self._now = max(1.0, self._now / 2)
            self._shrunk_at = now

    def expected(self, request: Request) -> int:
        """What a provider takes off its allowance when the request arrives: the words, and the room for the answer."""
        return sum(self._count(message.content) for message in request.messages) + request.max_output_tokens
