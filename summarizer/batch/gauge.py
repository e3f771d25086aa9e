"""The model as a batch sees it: how busy it is, which articles it failed, and whether there is any sense in going on."""

import asyncio

from summarizer.errors import HOPELESS, ModelError
from summarizer.llm.model import Answer, Model, Request


class Gauge:
    """Stands before the model. `changed` is set whenever a question begins or ends."""

    def __init__(self, inner: Model, changed: asyncio.Event) -> None:
        self._inner, self._changed = inner, changed
        self.under_way = 0
        self.hopeless: ModelError | None = None
        self._failed: dict[str, ModelError] = {}
        self._head = self

    def beside(self, inner: Model) -> "Gauge":
        """The same gauge before another model: it counts with this one."""
        other = Gauge(inner, self._changed)
        other._failed, other._head = self._failed, self._head
        return other

    async def ask(self, request: Request) -> Answer:
        self._step(1)
        try:
            return await self._inner.ask(request)
        except ModelError as error:
            self._failed.setdefault(request.article, error)
            if isinstance(error, HOPELESS):
                self._failed[request.article] = error
                self._head.hopeless = self._head.hopeless or error
            raise
        finally:
            self._step(-1)

    def failure(self, article: str) -> ModelError | None:
        """A question about this article (its SHA-256) that was not answered at all; asking for it forgets it."""
        return self._failed.pop(article, None)

    def _step(self, questions: int) -> None:
        self._head.under_way += questions
        self._changed.set()
