"""Takes over the answers of a batch that has ended: each is stored, then given to whoever waits for it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from summarizer.errors import ModelError, Transient
from summarizer.llm.cached import worth_remembering
from summarizer.llm.failures import ServerRejection
from summarizer.llm.openai import OpenAIModel
from summarizer.llm.prices import Price
from summarizer.llm.provider_batch.lines import Line, read
from summarizer.llm.provider_batch.provider import Provider, Remote, Unknown
from summarizer.llm.provider_batch.waiting import Outcome, Waiting
from summarizer.model import Answer, Request
from summarizer.store import Store, Submitted

_AT_ONCE = 200
"""Lines that are stored together."""


@dataclass
class Taken:
    """What was taken over of a batch. Kept until all is, so that a download that broke off can be begun again."""

    seen: set[str] = field(default_factory=set)
    refused: dict[str, ServerRejection | ModelError] = field(default_factory=dict)
    answers: int = 0
    cost_usd: float | None = 0.0


class Collector:
    """`unclaimed` has answers for which nobody waits and that are not worth storing (cut off, refused): whoever asks next gets them,
    because they are paid for."""

    def __init__(
        self, provider: Provider, door: OpenAIModel, store: Store, waiting: Waiting, price: Price | None
    ) -> None:
        self._provider, self._door, self._store, self._waiting, self._price = provider, door, store, waiting, price
        self._books = store.batches()
        self._taken: dict[str, Taken] = {}
        self.unclaimed: dict[str, Answer] = {}

    async def collect(self, batch: Submitted, remote: Remote) -> Taken:
        """All that came of the batch. Answers are stored before they are delivered, and the batch is closed after that; what failed is
        left to the caller to deliver. Raises ModelError where the files cannot be had now; another try then goes on."""
        taken = self._taken.setdefault(batch.name, Taken())
        for file_id in remote.files:
            async for lines in self._lines(file_id, taken):
                await self._take(batch.name, lines, taken)
        self._books.collect(batch.name, cost_usd=taken.cost_usd)
        return self._taken.pop(batch.name)

    async def _lines(self, file_id: str, taken: Taken) -> AsyncIterator[list[Line]]:
        """Some at a time, those left out that were taken before. None of a file that is gone."""
        some: list[Line] = []
        try:
            async for text in self._provider.lines(file_id):
                line = read(text) if text.strip() else None
                if line is not None and line.key not in taken.seen:
                    some.append(line)
                if len(some) >= _AT_ONCE:
                    yield some
                    some = []
        except Unknown:
            return
        if some:
            yield some

    async def _take(self, name: str, lines: Sequence[Line], taken: Taken) -> None:
        outcomes = [(line.key, *self._read(name, line, taken)) for line in lines]
        good = [
            (key, request, answer)
            for key, request, answer in outcomes
            if isinstance(answer, Answer) and request is not None and worth_remembering(request, answer)
        ]
        await asyncio.to_thread(self._store.remember_all, good)
        stored = {key for key, *_ in good}
        for key, _, outcome in outcomes:
            taken.seen.add(key)
            if isinstance(outcome, Answer):
                self._hand_over(key, outcome, stored=key in stored)
            elif outcome is not None:
                taken.refused[key] = outcome

    def _hand_over(self, key: str, answer: Answer, *, stored: bool) -> None:
        if self._waiting.get(key) is None and not stored:
            self.unclaimed[key] = answer
        self._waiting.deliver(key, answer)

    def _read(
        self, name: str, line: Line, taken: Taken
    ) -> tuple[Request | None, Answer | ServerRejection | ModelError | None]:
        """The question and its outcome; nothing where the batch does not hold such a question."""
        question = self._waiting.get(line.key)
        request = question.request if question else self._books.request(line.key, name)
        if request is None:
            return None, None
        if isinstance(line.outcome, (ServerRejection, ModelError)):
            return request, line.outcome
        missing = question.missing if question else frozenset[str]()
        try:
            answer = self._door.read(request, line.outcome, missing)
        except ModelError as error:
            return request, error
        self._charge(answer, taken)
        return request, answer

    def _charge(self, answer: Answer, taken: Taken) -> None:
        taken.answers += 1
        if self._price is None or taken.cost_usd is None:
            taken.cost_usd = None
        else:
            taken.cost_usd += self._price.cost(answer.usage)


def failed(remote: Remote, asked: Sequence[str], order: Sequence[str] | None) -> dict[str, Outcome]:
    """What it means for the questions `asked` that a batch failed as a whole. `order` has the keys of its lines, None where another
    process wrote them: then nobody knows which line is whose. Questions not named here are not at fault and can go again."""
    if not remote.faults:
        return dict.fromkeys(asked, Transient(f"The provider gave up {remote.id}, and did not say why."))
    found: dict[str, Outcome] = {}
    for fault in remote.faults:
        refusal = ServerRejection(400, fault.body)
        if fault.line is None:
            found |= dict.fromkeys(asked, refusal)
        elif order is not None and 0 < fault.line <= len(order):
            found[order[fault.line - 1]] = refusal
    return found
