"""A model that is opened when it is first asked."""

import asyncio
from collections.abc import Awaitable, Callable

from summarizer.errors import LocalModelError, Rejected
from summarizer.model import Answer, Model, Request


class LateModel:
    """Stands for a model that may never be needed. One that cannot be opened is a failed request, not the end of the run."""

    def __init__(self, opened: Callable[[], Awaitable[Model]]) -> None:
        self._opened = opened
        self._lock = asyncio.Lock()
        self._model: Model | None = None

    async def ask(self, request: Request) -> Answer:
        async with self._lock:
            if self._model is None:
                try:
                    self._model = await self._opened()
                except LocalModelError as error:
                    raise Rejected(f"The fallback model cannot be used: {error}", error.hint) from error
        return await self._model.ask(request)
