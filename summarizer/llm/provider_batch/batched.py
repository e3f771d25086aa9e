"""The model behind a Batch API: gathers questions into waves, submits them, and waits; for hours where need be."""

import asyncio
import time
from collections.abc import Callable

from summarizer.errors import Cancelled, RateLimited, Transient, Unreachable
from summarizer.llm.cached import key_of
from summarizer.llm.openai import OpenAIModel
from summarizer.llm.parameters import parameters, server_of
from summarizer.llm.prices import Price
from summarizer.llm.provider_batch.collecting import Collector, failed
from summarizer.llm.provider_batch.polling import IdleDetector, PollingPolicy
from summarizer.llm.provider_batch.provider import Provider, Remote
from summarizer.llm.provider_batch.submitting import Submitter
from summarizer.llm.provider_batch.waiting import Outcome, Question, Waiting
from summarizer.model import Answer, Endpoint, Request
from summarizer.store import Store, Submitted

_ATTEMPTS = 5
"""At the start, where somebody still looks on: a minute or so."""
_QUEUE_FULL = "token_limit_exceeded"
"""The provider's code for more tokens in its queue than the account may have there."""


class Batched:
    """Answers a question when the batch that holds it has ended. One task does all the work: it submits what has gathered when a wave is
    whole, and looks at every batch of this server and model that is open in the store, whoever submitted it."""

    def __init__(
        self, door: OpenAIModel, endpoint: Endpoint, store: Store, *,
        price: Price | None, polling: PollingPolicy, notice: Callable[[str], None] = lambda _: None,
    ) -> None:  # fmt: skip
        """`price` is the price in a batch."""
        self._door, self._endpoint, self._store, self._books = door, endpoint, store, store.batches()
        self._polling, self._notice = polling, notice
        self._provider = Provider(door, server_of(endpoint))
        self._quiet = IdleDetector(polling)
        self._waiting = Waiting(self._quiet.came.set)
        self._submitter = Submitter(self._provider, endpoint, store, self._waiting, polling, notice)
        self._collector = Collector(self._provider, door, store, self._waiting, price)
        self._task: asyncio.Task[None] | None = None
        self._interval = polling.first_poll
        self._due = 0.0
        self._failing_since: float | None = None
        self._full = False
        self._cancelled: Cancelled | None = None
        self._states: dict[str, str] = {}

    async def open(self) -> None:
        """Takes over what earlier batches brought. Raises UsageError where the server has no Batch API, ModelError where it cannot be
        asked; one that is there and fails is asked again."""
        wait = self._polling.first_poll
        for attempt in range(_ATTEMPTS):
            try:
                await self._provider.require()
                await self._look()
            except Transient as error:
                if isinstance(error, Unreachable) or attempt == _ATTEMPTS - 1:
                    raise
                self._notice(f"{error} It is tried again.")
            else:
                return
            await asyncio.sleep(wait)
            wait *= self._polling.poll_growth

    async def ask(self, request: Request) -> Answer:
        key = key_of(request, self._endpoint)
        only_now: frozenset[str] = frozenset()
        while True:
            if (paid := self._collector.unclaimed.pop(key, None)) is not None:
                return paid
            if self._cancelled is not None:
                raise self._cancelled
            question = Question(key, request, self._door.missing() | only_now)
            outcome = await self._outcome(question)
            if isinstance(outcome, Answer):
                return outcome
            if isinstance(outcome, Exception):
                raise outcome
            sent = parameters(request, self._endpoint, question.missing)
            only_now |= self._door.learned(request, outcome, sent)

    async def aclose(self) -> None:
        """What was submitted goes on at the provider."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._door.aclose()

    async def _outcome(self, question: Question) -> Outcome:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())
        return await self._waiting(question)

    async def _work(self) -> None:
        """Never leaves anybody waiting: what ends it is told to all, and the next question begins it anew."""
        try:
            while True:
                await self._gathered()
                if time.monotonic() >= self._due:
                    await self._look_patiently()
                await self._rest()
        except Exception as error:  # noqa: BLE001  whatever it is, it is theirs to hear
            for question in self._waiting.all():
                self._waiting.deliver(question.key, error)

    async def _gathered(self) -> None:
        """Submits the next wave, once it is whole."""
        if not self._waiting.fresh() or self._full:
            return
        await self._quiet.whole()
        fresh = self._waiting.fresh()
        for one in fresh:
            one.missing |= self._door.missing()
        await self._submitter.submit(fresh)
        self._interval = self._polling.first_poll
        self._due = time.monotonic() + self._interval

    async def _rest(self) -> None:
        """Until a question comes, or it is time to look again."""
        if self._waiting.fresh() and not self._full:
            return
        self._quiet.came.clear()
        try:
            async with asyncio.timeout(max(0.0, self._due - time.monotonic())):
                await self._quiet.came.wait()
        except TimeoutError:
            pass

    async def _look_patiently(self) -> None:
        """A provider that cannot be reached now is asked again later."""
        try:
            changed = await self._look()
            self._failing_since = None
        except Transient as error:
            now = time.monotonic()
            self._failing_since = self._failing_since or now
            if now - self._failing_since > self._polling.patience:
                raise
            self._notice(f"{error} Submitted batches go on there; it is tried again.")
            changed = False
        grown = min(self._interval * self._polling.poll_growth, self._polling.longest_poll)
        self._interval = self._polling.first_poll if changed else grown
        self._due = time.monotonic() + self._interval

    async def _look(self) -> bool:
        """Looks at every open batch. True where one has ended."""
        server, model = server_of(self._endpoint), self._endpoint.model
        batches = await asyncio.to_thread(self._books.open, server, model)
        still = {one.name for one in batches}
        ended = [await self._look_at(one, still) for one in batches]
        self._find_again(still)
        self._full = self._full and bool(still) and not any(ended)
        return any(ended)

    async def _look_at(self, batch: Submitted, still: set[str]) -> bool:
        """True where it has ended; its name is then taken out of those that `still` are open."""
        remote = await self._remote(batch)
        if remote is None:
            return self._gone(batch, still)
        counts = {
            "questions": remote.questions or batch.questions,
            "answered": remote.answered,
            "failed": remote.failed,
        }
        before = batch.model_dump(include={"id", "state", *counts})
        if before != {"id": remote.id, "state": remote.state, **counts}:
            self._books.update(batch.name, remote.id, remote.state, **counts)
        self._tell(remote)
        if not remote.ended:
            return False
        still.discard(batch.name)
        if any(fault.body.get("code") == _QUEUE_FULL for fault in remote.faults):
            self._too_many(batch, others=bool(still))
            return False
        await self._ended(batch, remote)
        return True

    async def _remote(self, batch: Submitted) -> Remote | None:
        return await (self._provider.retrieve(batch.id) if batch.id else self._provider.named(batch.name))

    def _gone(self, batch: Submitted, still: set[str]) -> bool:
        """The provider does not know it. One that may be about to be submitted is waited for."""
        if batch.id is None and not batch.stale:
            return False
        still.discard(batch.name)
        if batch.id is None:
            self._books.forget(batch.name)
        else:
            self._notice(f"{server_of(self._endpoint)} does not know {batch.id} any more: its requests are sent again.")
            self._books.update(batch.name, batch.id, "unknown", questions=batch.questions, answered=0, failed=0)
            self._books.collect(batch.name, cost_usd=None)
        self._again(batch.name)
        return True

    async def _ended(self, batch: Submitted, remote: Remote) -> None:
        taken = await self._collector.collect(batch, remote)
        asked = [one.key for one in self._waiting.of(batch.name)]
        refused: dict[str, Outcome] = {**taken.refused}
        if remote.state == "failed":
            refused |= failed(remote, asked, self._submitter.order.get(batch.name))
        elif remote.state == "cancelled" and asked:
            refused = dict.fromkeys(asked, self._stop(remote.id))
        else:
            left = Transient(f"{remote.id} ended ({remote.state}) without an answer to it.")
            refused |= {key: left for key in asked if key not in taken.seen}
        self._notice(_said(remote, taken.answers, len(refused)))
        for key, outcome in refused.items():
            self._waiting.deliver(key, outcome)
        self._again(batch.name)

    def _stop(self, id: str) -> Cancelled:
        """Who cancels does not want it sent again: nothing more is, in this run."""
        self._cancelled = Cancelled(f"{id} was cancelled.", "The same command sends again what was not answered.")
        for question in self._waiting.fresh():
            self._waiting.deliver(question.key, self._cancelled)
        return self._cancelled

    def _too_many(self, batch: Submitted, *, others: bool) -> None:
        """The queue is full: the questions wait until another batch has ended; where there is no other, they go in smaller batches."""
        self._books.collect(batch.name, cost_usd=0.0)
        questions = self._waiting.of(batch.name)
        if others:
            self._full = True
            self._notice("The provider's queue is full: the rest is submitted when a batch has ended.")
        elif len(questions) > 1:
            self._submitter.most_questions = max(1, len(questions) // 2)
            self._notice(f"The provider's queue is too small: {self._submitter.most_questions} requests go at once.")
        else:
            for one in questions:
                self._waiting.deliver(one.key, RateLimited("The provider's queue cannot hold even one request."))
        self._again(batch.name)

    def _again(self, name: str) -> None:
        """Those that wait for this batch go into the next wave."""
        self._submitter.order.pop(name, None)
        for one in self._waiting.of(name):
            self._once_more(one)

    def _once_more(self, question: Question) -> None:
        question.batch = ""
        self._quiet.came.set()

    def _find_again(self, open_ones: set[str]) -> None:
        """What another process has taken over lies in the store; what does not was not answered."""
        lost = [one for one in self._waiting.all() if one.batch and one.batch not in open_ones]
        answers = self._store.answers([one.key for one in lost])
        cancelled = self._books.cancelled({one.batch for one in lost})
        for one in lost:
            if one.key in answers:
                self._waiting.deliver(one.key, answers[one.key])
            elif one.batch in cancelled:
                self._waiting.deliver(one.key, self._stop(cancelled[one.batch]))
            else:
                self._once_more(one)

    def _tell(self, remote: Remote) -> None:
        if not remote.ended and self._states.get(remote.id) != remote.state:
            self._states[remote.id] = remote.state
            self._notice(f"{remote.id}: {remote.state}.")


def _said(remote: Remote, answers: int, refused: int) -> str:
    again = f", {refused} without one" if refused else ""
    return f"{remote.id}: {remote.state}, {answers} answers{again}."
