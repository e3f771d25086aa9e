"""Keeps to a rate that all workers on a store share: the limits that were given, and a stop for everybody when the server refuses one."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from math import ceil
from typing import NamedTuple

from summarizer.errors import RateLimited
from summarizer.model import Answer, Model, Request
from summarizer.store.rates import RateLimits, Rates, Turn

GRANTS_FROM = 5000
"""Requests a minute from which on a worker takes up to a second's worth at once: one statement for each would be more than 80 a second."""
LOOK_SECONDS = 1.0
"""How old the knowledge may be that another worker was refused."""
REFUSED_SECONDS = 1.0
"""How long everybody waits after a refusal that does not say how long."""


class _Waiting(NamedTuple):
    tokens: int
    turn: "asyncio.Future[None]"


class SharedPace:
    """Stands before one provider's model in each worker. Requests wait here for the time that the database gives them."""

    def __init__(
        self,
        inner: Model,
        rates: Rates,
        place: tuple[str, str],
        limits: RateLimits,
        *,
        expected: Callable[[Request], int],
        refused: Callable[[float], None],
    ) -> None:
        """`place` is server and model; `expected` counts what a request may take; `refused` is told when another worker was refused, with
        the seconds for which nobody asks."""
        self._inner, self._rates, self._place, self._limits = inner, rates, place, limits
        self._expected, self._refused = expected, refused
        self._queue: deque[_Waiting] = deque()
        self._giving: asyncio.Task[None] | None = None
        self._opened = False
        self._correction = 0.0
        self._seen: int | None = None
        self._looked = float("-inf")
        self._looking = asyncio.Lock()
        self._held_until = 0.0

    async def ask(self, request: Request) -> Answer:
        tokens = self._expected(request) if self._limits.tokens else 0
        await (self._turn(tokens) if self._limits.given else self._look())
        try:
            answer = await self._inner.ask(request)
        except RateLimited as error:
            wait = error.retry_after or REFUSED_SECONDS
            self._seen = await asyncio.to_thread(self._rates.refuse, *self._place, wait)
            raise
        self._correction += answer.usage.input_tokens + answer.usage.output_tokens - tokens
        return answer

    async def _open(self) -> None:
        if not self._opened:
            await asyncio.to_thread(self._rates.open, *self._place)
            self._opened = True

    async def _look(self) -> None:
        """Without limits: waits only while everybody does."""
        async with self._looking:
            if time.monotonic() - self._looked >= LOOK_SECONDS:
                await self._open()
                self._hear(await asyncio.to_thread(self._rates.look, *self._place))
        await asyncio.sleep(max(0.0, self._held_until - time.monotonic()))

    def _hear(self, turn: Turn) -> None:
        self._looked = time.monotonic()
        self._held_until = self._looked + turn.wait_seconds
        if self._seen is not None and turn.refused > self._seen:
            self._refused(turn.wait_seconds)
        self._seen = turn.refused

    async def _turn(self, tokens: int) -> None:
        waiting = _Waiting(tokens, asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        if self._giving is None or self._giving.done():
            self._giving = asyncio.create_task(self._give())
        await waiting.turn

    async def _give(self) -> None:
        """Takes grants for those that wait, one after the other, so that a stop holds for all but the grant that was taken."""
        most = ceil(self._limits.requests / 60) if (self._limits.requests or 0) > GRANTS_FROM else 1  # type: ignore[operator]
        group: list[_Waiting] = []
        try:
            await self._open()
            while group := self._next(most):
                await self._grant(group)
        except Exception as error:  # noqa: BLE001  whoever waits has to hear of it
            for one in (*group, *self._queue):
                if not one.turn.done():
                    one.turn.set_exception(error)
            self._queue.clear()

    def _next(self, most: int) -> list[_Waiting]:
        group: list[_Waiting] = []
        while self._queue and len(group) < most:
            one = self._queue.popleft()
            if not one.turn.done():
                group.append(one)
        return group

    async def _grant(self, group: list[_Waiting]) -> None:
        correction, self._correction = self._correction, 0.0
        tokens = sum(one.tokens for one in group) + correction
        take = self._rates.take
        turn = await asyncio.to_thread(take, *self._place, self._limits, requests=len(group), tokens=tokens)
        begin = time.monotonic() + turn.wait_seconds
        self._hear(turn._replace(wait_seconds=0.0))
        for number, one in enumerate(group):
            await asyncio.sleep(max(0.0, begin + number * turn.step_seconds - time.monotonic()))
            if not one.turn.done():
                one.turn.set_result(None)
