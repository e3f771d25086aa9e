"""The model as a batch sees it: how busy it is, which articles it failed, and whether there is any sense in going on."""

import asyncio

from summarizer.errors import FATAL_ERRORS, ModelError, Unreachable
from summarizer.model import Answer, Endpoint, Model, Request


class Health:
    """The state of a run's models together. `changed` is set whenever a question begins or ends."""

    def __init__(self) -> None:
        self.changed = asyncio.Event()
        self.under_way = 0
        self.hopeless: ModelError | None = None
        self._failed: dict[str, ModelError] = {}

    def watched(self, model: Model, endpoint: Endpoint) -> Model:
        """The model with a monitor before it, to be handed to `open_runtime`."""
        del endpoint
        return HealthMonitor(model, self)

    def failure(self, article: str) -> ModelError | None:
        """A question about this article (its SHA-256) that was not answered at all; asking for it forgets it."""
        return self._failed.pop(article, None)

    def failed(self, article: str, error: ModelError) -> None:
        self._failed.setdefault(article, error)
        if isinstance(error, (*FATAL_ERRORS, Unreachable)):
            self._failed[article] = error
            self.hopeless = self.hopeless or error

    def step(self, questions: int) -> None:
        self.under_way += questions
        self.changed.set()


class HealthMonitor:
    """Stands before one model and tells `health` how it goes."""

    def __init__(self, inner: Model, health: Health) -> None:
        self._inner, self._health = inner, health

    async def ask(self, request: Request) -> Answer:
        self._health.step(1)
        try:
            return await self._inner.ask(request)
        except ModelError as error:
            self._health.failed(request.article, error)
            raise
        finally:
            self._health.step(-1)
