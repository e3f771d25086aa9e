"""What has to hold before the first request that costs something: a second server that a run will need is there, and takes its key."""

import asyncio
from collections.abc import Awaitable, Callable

from summarizer.errors import ModelError
from summarizer.model import Answer, Model, Request

Check = Callable[[], Awaitable[None]]
"""Raises ModelError where it does not hold."""


class Precondition:
    """Stands before the connection: answers from the store need no server."""

    def __init__(self, inner: Model, check: Check) -> None:
        self._inner, self._check = inner, check
        self._holds = False
        self._checking = asyncio.Lock()

    async def ask(self, request: Request) -> Answer:
        async with self._checking:
            if not self._holds:
                try:
                    await self._check()
                except ModelError as error:
                    error.unsent = True
                    raise
                self._holds = True
        return await self._inner.ask(request)
