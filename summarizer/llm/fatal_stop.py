"""Sends nothing more once the server has said no for a reason that every request would meet: a key withdrawn, credit used up."""

import asyncio
from collections.abc import Coroutine
from contextvars import ContextVar
from typing import Any

from summarizer.errors import FATAL_FOR_SERVER, ModelError, Rejected
from summarizer.llm.grace import GRACE
from summarizer.model import Answer, Model, Request

MOST_SUSPICIONS = 3
"""Unclear refusals (403 without a reason) one after the other, with no answer between, that are taken for the account's. Fewer are taken for
the text's: providers tell a moderated text with the status of a wrong key."""


class FatalStop:
    """Stands right before the connection, so that requests which waited for their turn are not sent either."""

    def __init__(self, inner: Model) -> None:
        self._inner = inner
        self._reason: ModelError | None = None
        self._answers = 0
        self._suspicions = 0

    async def ask(self, request: Request) -> Answer:
        if self._reason is not None:
            raise _again(self._reason)
        if GRACE.interrupted:
            raise asyncio.CancelledError
        attempt = ATTEMPT.get()
        if attempt is not None:
            attempt.sent = True
        try:
            answer = await _counted(self._inner.ask(request))
        except FATAL_FOR_SERVER as error:
            raise self._weighed(error) from error
        self._answers += 1
        self._suspicions = 0
        return answer

    def _weighed(self, error: ModelError) -> ModelError:
        if not error.certain and self._answers:
            self._suspicions += 1
            if self._suspicions < MOST_SUSPICIONS:
                return Rejected(str(error), error.hint)
        self._reason = self._reason or error
        return error


async def _counted(asking: Coroutine[Any, Any, Answer]) -> Answer:
    """The answer; until it comes this task is one of those that are at a server."""
    task = asyncio.current_task()
    assert task is not None
    GRACE.under_way.add(task)
    try:
        return await asking
    finally:
        GRACE.under_way.discard(task)


def _again(reason: ModelError) -> ModelError:
    """The same error for a request that was not sent."""
    again = type(reason)(str(reason), reason.hint)
    again.unsent = True
    return again


class Attempt:
    """One try of a question, as whoever pays for it sees it."""

    def __init__(self) -> None:
        self.sent = False
        """True once it may cost something."""


ATTEMPT: ContextVar[Attempt | None] = ContextVar("attempt", default=None)
"""The try under way in this task."""
