"""The model as a batch sees it: how busy it is, which articles it failed, and whether there is any sense in going on."""

import asyncio
import time

from summarizer.errors import FATAL_ERRORS, ModelError, Unreachable
from summarizer.llm.model import Answer, Model, Request

OUTAGE_SECONDS = 1800.0
"""For so long a server that answered before, and cannot be reached now, is waited for."""
OUTAGE_LOOK_SECONDS = 30.0


class HealthMonitor:
    """Stands before the model. `changed` is set whenever a question begins or ends."""

    def __init__(self, inner: Model, changed: asyncio.Event, *, patient: bool = True) -> None:
        """`patient`: a server that cannot be reached may come back; the one of this very run does not."""
        self._inner, self._changed, self._patient = inner, changed, patient
        self.under_way = 0
        self.hopeless: ModelError | None = None
        self._answered: float | None = None
        self._failed: dict[str, ModelError] = {}
        self._head = self

    def beside(self, inner: Model) -> "HealthMonitor":
        """The same gauge before another model: it counts with this one."""
        other = HealthMonitor(inner, self._changed, patient=self._patient)
        other._failed, other._head = self._failed, self._head
        return other

    async def ask(self, request: Request) -> Answer:
        self._step(1)
        try:
            return await self._patiently(request)
        except ModelError as error:
            self._failed.setdefault(request.article, error)
            if isinstance(error, (*FATAL_ERRORS, Unreachable)):
                self._failed[request.article] = error
                self._head.hopeless = self._head.hopeless or error
            raise
        finally:
            self._step(-1)

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

    def failure(self, article: str) -> ModelError | None:
        """A question about this article (its SHA-256) that was not answered at all; asking for it forgets it."""
        return self._failed.pop(article, None)

    def _step(self, questions: int) -> None:
        self._head.under_way += questions
        self._changed.set()
