"""Keeps to a pace: so many requests at once, so many requests and tokens a minute, and slower when the server says so."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from summarizer.errors import RateLimited
from summarizer.llm.model import Answer, Model, Request

_WINDOW_SECONDS = 60.0


@dataclass
class _Sent:
    """A request in the last minute. `tokens` is a guess until its answer has come."""

    at: float
    tokens: int


class Paced:
    """First come, first served. A 429 halves what may run at once and holds everybody until the server's Retry-After is over; each
    round of good answers allows one more again, up to `concurrency`."""

    def __init__(
        self,
        inner: Model,
        *,
        concurrency: int,
        requests_per_minute: int | None = None,
        tokens_per_minute: int | None = None,
        count: Callable[[str], int] = lambda text: len(text) // 2,
        window_seconds: float = _WINDOW_SECONDS,
    ) -> None:
        """`count` counts tokens, and is asked only where there is a limit on them."""
        self._inner = inner
        self._most = max(1, concurrency)
        self._now = float(self._most)
        self._requests, self._tokens, self._window = requests_per_minute, tokens_per_minute, window_seconds
        self._count = count
        self._running = 0
        self._sent: deque[_Sent] = deque()
        self._held_until = 0.0
        self._shrunk_at = 0.0
        self._turn = asyncio.Lock()
        self._changed = asyncio.Event()

    @property
    def concurrency(self) -> int:
        """How many may run at once now."""
        return int(self._now)

    async def ask(self, request: Request) -> Answer:
        sent = await self._start(self._expected(request))
        started = sent.at
        try:
            answer = await self._inner.ask(request)
        except RateLimited as error:
            self._slow_down(error, started)
            raise
        else:
            sent.tokens = answer.usage.input_tokens + answer.usage.output_tokens
            self._now = min(self._most, self._now + 1 / self._now)
            return answer
        finally:
            self._running -= 1
            self._changed.set()

    async def _start(self, tokens: int) -> _Sent:
        """Waits for one's turn: the lock keeps the order, only its holder waits for the pace."""
        async with self._turn:
            while (delay := self._delay_seconds(tokens)) != 0:
                self._changed.clear()
                try:
                    await asyncio.wait_for(self._changed.wait(), delay)
                except TimeoutError:
                    continue
            sent = _Sent(time.monotonic(), tokens)
            self._sent.append(sent)
            self._running += 1
            return sent

    def _delay_seconds(self, tokens: int) -> float | None:
        """0 to start now; None to wait until another ends."""
        now = time.monotonic()
        if now < self._held_until:
            return self._held_until - now
        if self._running >= self.concurrency:
            return None
        while self._sent and self._sent[0].at <= now - self._window:
            self._sent.popleft()
        return self._sent[0].at + self._window - now if self._sent and self._minute_is_full(tokens) else 0

    def _minute_is_full(self, tokens: int) -> bool:
        requests = self._requests is not None and len(self._sent) >= self._requests
        return requests or (self._tokens is not None and sum(s.tokens for s in self._sent) + tokens > self._tokens)

    def _slow_down(self, error: RateLimited, started: float) -> None:
        """Requests under way together are refused together: only the first of them halves the pace."""
        now = time.monotonic()
        self._held_until = max(self._held_until, now + (error.retry_after or 0))
        if started >= self._shrunk_at:
            self._now = max(1.0, self._now / 2)
            self._shrunk_at = now

    def _expected(self, request: Request) -> int:
        if self._tokens is None:
            return 0
        return sum(self._count(message.content) for message in request.messages) + request.max_output_tokens
