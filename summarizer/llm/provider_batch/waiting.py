"""The questions that wait for answers in this process."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from summarizer.llm.failures import ServerRejection
from summarizer.model import Answer, Request

Outcome = Answer | ServerRejection | Exception


@dataclass(eq=False)
class Question:
    """`missing`: what is left out of it when it is sent. `batch`: our name for the batch that holds it; empty as long as none does."""

    key: str
    request: Request
    missing: frozenset[str]
    batch: str = ""
    outcome: "asyncio.Future[Outcome]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def is_in(self, batch: str) -> None:
        """Another process, or an earlier run, submitted it: nobody knows with which parameters."""
        self.batch, self.missing = batch, frozenset()


class Waiting:
    """By their keys; `came` is called when one is added."""

    def __init__(self, came: Callable[[], None]) -> None:
        self._questions: dict[str, Question] = {}
        self._came = came

    async def __call__(self, question: Question) -> Outcome:
        """Waits for the outcome. Who asks what somebody waits for already gets the same."""
        if (same := self._questions.get(question.key)) is not None:
            return await asyncio.shield(same.outcome)
        self._questions[question.key] = question
        self._came()
        try:
            return await question.outcome
        finally:
            if self._questions.get(question.key) is question:
                del self._questions[question.key]

    def get(self, key: str) -> Question | None:
        return self._questions.get(key)

    def all(self) -> Iterator[Question]:
        yield from list(self._questions.values())

    def fresh(self) -> list[Question]:
        """Those that no batch holds."""
        return [one for one in self._questions.values() if not one.batch]

    def of(self, batch: str) -> list[Question]:
        return [one for one in self._questions.values() if one.batch == batch]

    def deliver(self, key: str, outcome: Outcome) -> None:
        """Nothing happens where nobody waits for it any more."""
        question = self._questions.pop(key, None)
        if question is not None and not question.outcome.done():
            question.outcome.set_result(outcome)
