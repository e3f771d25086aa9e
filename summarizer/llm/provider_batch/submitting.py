"""Hands a wave of questions to the provider, each exactly once, whatever befalls this process meanwhile."""

import asyncio
import secrets
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TypeVar

from tenacity import AsyncRetrying, retry_if_exception_type, stop_before_delay, wait_exponential

from summarizer.errors import ModelError, Transient
from summarizer.llm.parameters import server_of
from summarizer.llm.provider_batch.lines import MOST_QUESTIONS, files_of, written
from summarizer.llm.provider_batch.polling import PollingPolicy
from summarizer.llm.provider_batch.provider import NAME, Provider, Remote
from summarizer.llm.provider_batch.waiting import Question, Waiting
from summarizer.model import Endpoint
from summarizer.store import Store

T = TypeVar("T")


class Submitter:
    """A question is first written down in the store, then uploaded. So another process that asks it waits for this one's batch; and when
    this one is killed between submitting and writing down the provider's id, the batch is found by the name in its metadata."""

    def __init__(
        self, provider: Provider, endpoint: Endpoint, store: Store, waiting: Waiting, polling: PollingPolicy,
        notice: Callable[[str], None],
    ) -> None:  # fmt: skip
        self._provider, self._endpoint, self._store, self._waiting = provider, endpoint, store, waiting
        self._books, self._polling, self._notice = store.batches(), polling, notice
        self._run = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"
        self._numbers = count(1)
        self.most_questions = MOST_QUESTIONS
        """In one batch. Less once the provider said that its queue cannot hold so many."""
        self.order: dict[str, list[str]] = {}
        """Our name for a batch → the keys of its lines."""

    async def submit(self, questions: Sequence[Question]) -> None:
        """As many batches as it takes. What cannot be submitted is delivered as an error."""
        by_key = {one.key: one for one in questions}
        for keys in await asyncio.to_thread(self._cut, questions):
            await self._batch({key: by_key[key] for key in keys})

    def _cut(self, questions: Sequence[Question]) -> list[list[str]]:
        sizes = ((one.key, len(self._line(one))) for one in questions)
        return list(files_of(sizes, most_questions=self.most_questions))

    def _line(self, question: Question) -> bytes:
        return written(question.key, question.request, self._endpoint, question.missing)

    async def _batch(self, questions: Mapping[str, Question]) -> None:
        name = f"{self._run}-{next(self._numbers)}"
        try:
            ours = await self._claimed(name, questions)
            if ours:
                self.order[name] = list(ours)
                await self._sent(name, ours)
        except ModelError as error:
            for one in self._waiting.of(name):
                self._waiting.deliver(one.key, error)

    async def _claimed(self, name: str, questions: Mapping[str, Question]) -> Mapping[str, Question]:
        """Those that nobody has submitted or answered yet: they are this batch's now."""
        requests = {key: one.request for key, one in questions.items()}
        server, model = server_of(self._endpoint), self._endpoint.model
        elsewhere = self._books.claim(name, server, model, requests, lease_seconds=self._polling.lease)
        for key, batch in elsewhere.items():
            questions[key].is_in(batch)
        free = [key for key in questions if key not in elsewhere]
        answered = self._store.answers(free)
        for key, answer in answered.items():
            self._waiting.deliver(key, answer)
        ours = {key: questions[key] for key in free if key not in answered}
        for one in ours.values():
            one.batch = name
        if ours:
            self._books.give_back(list(answered), name)
        else:
            self._books.forget(name)
        return ours

    async def _sent(self, name: str, questions: Mapping[str, Question]) -> None:
        """Nothing is forgotten once the provider was asked to begin: it may have done so without our hearing of it."""
        about = {NAME: name, "stages": _stages(questions.values())}
        begun = False
        try:
            async with self._alive(name), self._file(name, questions) as file:
                uploaded = await self._persistently(lambda: self._provider.upload(file))
                begun = True
                remote = await self._persistently(lambda: self._begun(uploaded, about))
        except BaseException as error:
            if not begun or (isinstance(error, ModelError) and not isinstance(error, Transient)):
                self._books.forget(name)
            raise
        self._books.update(name, remote.id, remote.state, questions=len(questions), answered=0, failed=0)
        self._notice(f"Submitted {remote.id}: {len(questions)} requests ({about['stages']}).")

    async def _begun(self, uploaded: str, about: Mapping[str, str]) -> Remote:
        try:
            return await self._provider.begin(uploaded, about)
        except Transient:
            if (found := await self._provider.named(about[NAME])) is not None:
                return found
            raise

    @asynccontextmanager
    async def _file(self, name: str, questions: Mapping[str, Question]) -> AsyncIterator[Path]:
        with tempfile.TemporaryDirectory(prefix="summarizer-") as folder:
            path = Path(folder) / f"{name}.jsonl"
            await asyncio.to_thread(self._write, path, list(questions.values()))
            yield path

    def _write(self, path: Path, questions: Sequence[Question]) -> None:
        with path.open("wb") as file:
            file.writelines(map(self._line, questions))

    @asynccontextmanager
    async def _alive(self, name: str) -> AsyncIterator[None]:
        """Keeps the lease on what is being submitted."""

        async def renew() -> None:
            while True:
                await asyncio.sleep(self._polling.lease / 3)
                await asyncio.to_thread(self._books.renew, name, lease_seconds=self._polling.lease)

        renewing = asyncio.create_task(renew())
        try:
            yield
        finally:
            renewing.cancel()

    async def _persistently(self, step: Callable[[], Awaitable[T]]) -> T:
        """Tries again, ever more slowly, while the provider fails in a way that may pass."""
        polling = self._polling
        tries = AsyncRetrying(
            retry=retry_if_exception_type(Transient),
            stop=stop_before_delay(polling.patience),
            wait=wait_exponential(polling.first_poll, max=polling.longest_poll, exp_base=polling.poll_growth),
            before_sleep=lambda state: self._notice(
                f"{state.outcome and state.outcome.exception()} It is tried again."
            ),
            reraise=True,
        )

        async def once() -> T:  # a lambda would not be awaited
            return await step()

        return await tries(once)


def _stages(questions: Iterable[Question]) -> str:
    """`translate 12, attribute 3`."""
    counts = Counter(one.request.stage for one in questions)
    return ", ".join(f"{stage} {number}" for stage, number in counts.most_common())
