"""Does the articles of a batch in one process: a few at a time, each content once."""

import asyncio
import traceback
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple, Protocol

from summarizer.batch.article import Articles, Job
from summarizer.batch.health import Health
from summarizer.batch.results import ArticleResult, failed
from summarizer.errors import StoreError, SummarizerError
from summarizer.progress import Event, Progress
from summarizer.runtime import Runtime, concurrency_of

FLIGHT = 500
"""Articles under way at once through a provider's Batch API: a wave of them goes together, and a larger folder goes in several. This bounds
memory: prepared, an article of 5,000 characters takes 0.15 MB (measured); with its questions and answers it should stay below 1 MB."""


class Limits(NamedTuple):
    """What ends a batch early, or leaves articles out."""

    max_files: int | None = None
    fail_fast: bool = False
    retry_failed: bool = False


class Watcher(Protocol):
    """Who wants to know how it goes."""

    def progress(self, event: Event) -> None: ...
    def notice(self, sentence: str) -> None: ...
    def ended(self, row: ArticleResult) -> None: ...


class Worker:
    """One batch at work. Articles are begun in order, and the next only when those under way leave requests unused: so articles are
    finished rather than all begun, and memory does not grow with their number.

    Of several articles with the same content one is done, and the others wait for it.
    """

    def __init__(self, runtime: Runtime, health: Health, articles: Articles, limits: Limits, watcher: Watcher) -> None:
        """`health` watches the models of the runtime."""
        self._limits, self._watcher = limits, watcher
        self._health, self._changed = health, health.changed
        self._at_once = concurrency_of(runtime.settings, runtime.endpoint)
        self._waves = runtime.settings.provider_batch
        self._starting = 0
        self._begun = 0
        self._articles = articles
        self._contents: dict[str, asyncio.Lock] = {}
        self._fault: BaseException | None = None
        self._failed_fast = ""
        self.rows: list[ArticleResult] = []

    @property
    def stopped(self) -> str:
        """Why no further article is begun; empty while there is no reason."""
        return str(self._health.hopeless or self._articles.unwritable or self._failed_fast)

    async def all(self, jobs: Sequence[Job]) -> None:
        """Every article, until there is a row for each. Raises StoreError."""
        self._articles.places = frozenset(job.place for job in jobs)
        await self._through(jobs)

    async def _through(self, jobs: Sequence[Job]) -> None:
        tasks: set[asyncio.Task[None]] = set()

        def ended(task: asyncio.Task[None]) -> None:
            tasks.discard(task)
            self._changed.set()

        try:
            for job in jobs:
                await self._room(tasks)
                self._starting += 1
                task = asyncio.create_task(self._article(job))
                tasks.add(task)
                task.add_done_callback(ended)
            while tasks:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                self._raise()
        finally:
            left = list(tasks)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
        self._raise()

    async def _room(self, articles: Collection[object]) -> None:
        """Waits until one more article may begin beside those under way."""
        self._raise()
        while self._busy(articles):
            self._changed.clear()
            await self._changed.wait()
            self._raise()

    def _busy(self, articles: Collection[object]) -> bool:
        """True if another article would only wait: all requests that may run at once are running, or the wave is full."""
        return len(articles) >= FLIGHT if self._waves else self._starting + self._health.under_way >= self._at_once

    def _raise(self) -> None:
        if self._fault is not None:
            raise self._fault

    async def _article(self, job: Job) -> None:
        with self._start() as progress:
            try:
                row = await self._row(job, progress)
            except StoreError as error:
                self._fault = error
                return
            except SummarizerError as error:
                row = failed(job.found.name, error)
            except Exception as error:  # noqa: BLE001  a mistake of ours in one article must not end a night's work
                row = mistake(job.found.name, error, self._watcher)
        self._end(row)

    @contextmanager
    def _start(self) -> Iterator[Progress]:
        """Counts an article among those that are starting, until its first question or its end."""
        begun = False

        def started() -> None:
            nonlocal begun
            self._starting -= not begun
            begun = True
            self._changed.set()

        def progress(event: Event) -> None:
            started()
            self._watcher.progress(event)

        try:
            yield progress
        finally:
            started()

    def _end(self, row: ArticleResult) -> None:
        if row.status == "failed" and self._limits.fail_fast and not self._failed_fast:
            self._failed_fast = f"{row.path} failed."
        self.rows.append(row)
        self._watcher.ended(row)

    async def _row(self, job: Job, progress: Progress) -> ArticleResult:
        """What became of the article."""
        data, key = await asyncio.to_thread(self._articles.read, job)
        alone = self._contents.setdefault(key, asyncio.Lock())
        try:
            async with alone:
                return await self._articles.result(job, data, key, progress, self._may_begin, self._watcher.notice)
        finally:
            if not alone.locked():
                self._contents.pop(key, None)

    async def _may_begin(self, failed_before: bool) -> str:
        reason = self._passed_by(failed_before)
        self._begun += reason is None
        return reason or ""

    def _passed_by(self, failed_before: bool) -> str | None:
        """Why this article is not begun; None where it is."""
        if self.stopped:
            return self.stopped
        if self._limits.retry_failed and not failed_before:
            return "--retry-failed leaves it out."
        if self._limits.max_files is not None and self._begun >= self._limits.max_files:
            return f"--max-files {self._limits.max_files} was reached."
        return None


def mistake(name: str, error: Exception, watcher: Watcher) -> ArticleResult:
    """The row of an article that met a fault of this program; the watcher hears all of it."""
    watcher.notice("".join(traceback.format_exception(error)).rstrip())
    wrong = SummarizerError(
        f"The program made a mistake: {type(error).__name__}: {error}", "Please report it, with the article."
    )
    return failed(name, wrong)
