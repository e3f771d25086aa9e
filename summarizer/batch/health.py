"""The model as a batch sees it: how busy it is, which articles it failed, and whether there is any sense in going on."""

import asyncio
import time

from summarizer.errors import FATAL_ERRORS, ModelError, Unreachable
from summarizer.model import Answer, Endpoint, Model, Request

OUTAGE_SECONDS = 1800.0
"""How long to wait for a server that has become unreachable."""
OUTAGE_LOOK_SECONDS = 30.0


class Health:
    """The state of a run's models together. `changed` is set whenever a question begins or ends."""

    def __init__(self) -> None:
        self.changed = asyncio.Event()
        self.under_way = 0
        self.hopeless: ModelError | None = None
        self._failed: dict[str, ModelError] = {}

    def watched(self, model: Model, endpoint: Endpoint) -> Model:
        """The model with a monitor before it, to be handed to `open_runtime`."""
        return HealthMonitor(model, self, patient=not endpoint.local)

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

    def __init__(self, inner: Model, health: Health, *, patient: bool = True) -> None:
        """`patient`: a server that cannot be reached may come back; the one of this very run does not."""
        self._inner, self._health, self._patient = inner, health, patient
        self._answered: float | None = None

    async def ask(self, request: Request) -> Answer:
        self._health.step(1)
        try:
            return await self._patiently(request)
        except ModelError as error:
            self._health.failed(request.article, error)
            raise
        finally:
            self._health.step(-1)

    async def _patiently(self, request: Request) -> Answer:
        """Waits while a server that answered in this run cannot be reached: in a long night a connection may be gone for a while."""
        while True:
            try:
                answer = await self._inner.ask(request)
            except Unreachable:
                if not self._patient or self._answered is None or time.monotonic() - self._answered > OUTAGE_SECONDS:
                    raise
                await asyncio.sleep(OUTAGE_LOOK_SECONDS)
            else:
                if not answer.remembered:
                    self._answered = time.monotonic()
                return answer
