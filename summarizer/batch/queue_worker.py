"""A process that works on the articles of any number of runs, beside other processes on this machine and others."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from summarizer.batch.article import Articles, Job
from summarizer.batch.discovery import ArticleFile
from summarizer.batch.health import Health
from summarizer.batch.key import config_fingerprint
from summarizer.batch.leftovers import source_of
from summarizer.batch.metrics import Metrics
from summarizer.batch.names import FolderNames
from summarizer.batch.outputs import OutputFolder
from summarizer.batch.queued_run import ARTICLE, FINISH, budget_of, cancel, finish, finish_job, queue_of
from summarizer.batch.results import ArticleResult, failed
from summarizer.batch.run import entry_of
from summarizer.batch.run_config import RunConfig
from summarizer.batch.worker import Watcher, mistake
from summarizer.errors import BudgetExceeded, InputError, StoreError, SummarizerError
from summarizer.llm.parameters import server_of
from summarizer.model import Endpoint
from summarizer.queue import Handler, Later, Queue, TakenJob
from summarizer.runtime import Agree, Runtime, Wrap, open_runtime
from summarizer.settings import Settings
from summarizer.stages.edits import edits_path, read_edits
from summarizer.store import JobQueue, Store

SAME_CONTENT_SECONDS = 1.0
"""How long an article waits while another of the same content is worked on."""


@dataclass
class OpenRun:
    """A run as this process works on it."""

    number: int
    config: RunConfig
    runtime: Runtime
    health: Health
    articles: Articles
    stack: AsyncExitStack
    jobs: int = 0
    """Those of this process that use it."""
    under_way: set[str] = field(default_factory=set)
    """Keys of the articles that this process works on."""

    @property
    def hopeless(self) -> SummarizerError | None:
        """Why this process can do no further article of it."""
        if self.health.hopeless is not None:
            return self.health.hopeless
        return SummarizerError(self.articles.unwritable) if self.articles.unwritable else None


class _Places:
    """Where the results of a run go, asked one by one."""

    def __init__(self, work: JobQueue, run: int) -> None:
        self._work, self._run = work, run

    def __contains__(self, place: object) -> bool:
        return self._work.has_place(self._run, str(place))


class QueueWorker:
    """Does jobs. With `alone` it works on one run only, whose end is its own: what keeps it from going on ends the run. Otherwise what may be
    this machine's fault (a key, a disk) ends the worker, by `give_up`, and leaves the run to others."""

    def __init__(
        self, store: Store, queue: Queue, home: Path, settings: Settings, watcher: Watcher,
        give_up: Callable[[SummarizerError], None], *, alone: bool, metrics: Metrics | None = None,
    ) -> None:  # fmt: skip
        """`settings` are this machine's own: keys and the store."""
        self._store, self._queue, self._home, self._settings = store, queue, home, settings
        self._watcher, self._give_up, self._alone = watcher, give_up, alone
        self._work = store.work()
        self._metrics = metrics
        self._open: dict[int, OpenRun] = {}
        self._opening = asyncio.Lock()

    @property
    def handlers(self) -> Mapping[str, Handler]:
        return {ARTICLE: self.article, FINISH: self.finish}

    async def opened(self, number: int) -> OpenRun:
        """The run, opened when it is first asked for. Raises what `open_runtime` raises."""
        async with self._opening:
            if number not in self._open:
                self._open[number] = await self._opened(number)
            return self._open[number]

    async def close(self, *, but: frozenset[int] = frozenset()) -> None:
        """Closes the runs of which nothing is under way, except these."""
        for number in [n for n, run in self._open.items() if n not in but and not run.jobs]:
            await self._open.pop(number).stack.aclose()

    async def article(self, job: TakenJob) -> None:
        """One article of a run."""
        number, path = int(job.arguments["run"]), str(job.arguments["path"])
        run = await self._run_of(number)
        run.jobs += 1
        try:
            row = await self._row(run, path, job.id)
            if self._metrics is not None:
                self._metrics.ended(row.status)
            await self._after(run, row)
        finally:
            run.jobs -= 1
        await asyncio.to_thread(self._work.record, number, entry_of(row), row.model_dump_json())
        if not await asyncio.to_thread(self._work.waiting, number):
            await self._queue.put(queue_of(number), FINISH, [finish_job(number)])

    async def finish(self, job: TakenJob) -> None:
        """The folder's own files, and the end of a run."""
        number = int(job.arguments["run"])
        await asyncio.to_thread(finish, self._store, number)

    async def _run_of(self, number: int) -> OpenRun:
        try:
            return await self.opened(number)
        except SummarizerError as error:
            if not isinstance(error, StoreError):
                self._give_up(error)
            raise Later(SAME_CONTENT_SECONDS) from error

    async def _opened(self, number: int) -> OpenRun:
        about = await asyncio.to_thread(self._work.about, number)
        config = RunConfig.model_validate_json(about.config)
        health, stack = Health(), AsyncExitStack()
        settings, watcher = config.settings_for(self._settings), self._watcher

        def agree(endpoint: Endpoint) -> Agree:
            return FolderNames(self._store, f"{server_of(endpoint)} {endpoint.model} {config.output}").agreed

        runtime = await stack.enter_async_context(
            open_runtime(
                settings, self._home, watcher.notice, watcher.progress,
                wrap=self._wrap(health), agree=agree, budget=budget_of(number),
            )
        )  # fmt: skip
        if self._metrics is not None:
            self._metrics.follow(runtime.ledger)
        before = await asyncio.to_thread(self._work.last_into, config.output, number)
        output = OutputFolder(Path(config.output), self._store.outputs(), overwrite=config.overwrite)
        shaped = config_fingerprint(settings, runtime.endpoint, runtime.profile)
        articles = Articles(runtime, self._work, health, output, shaped, lambda path: self._known(before, path))
        articles.places = _Places(self._work, number)
        return OpenRun(number, config, runtime, health, articles, stack)

    def _wrap(self, health: Health) -> Wrap:
        metrics = self._metrics
        if metrics is None:
            return health.watched
        return lambda model, endpoint: metrics.timed(health.watched(model, endpoint))

    def _known(self, run: int, path: str) -> ArticleResult | None:
        found = self._work.result(run, path) if run else ""
        return ArticleResult.model_validate_json(found) if found else None

    async def _row(self, run: OpenRun, path: str, job: int) -> ArticleResult:
        try:
            return await self._result(run, path, job)
        except StoreError:
            raise
        except SummarizerError as error:
            return failed(path, error)
        except Later:
            raise
        except Exception as error:  # noqa: BLE001  a mistake of ours in one article must not end a night's work
            return mistake(path, error, self._watcher)

    async def _result(self, run: OpenRun, path: str, number: int) -> ArticleResult:
        queued = await asyncio.to_thread(self._work.queued, run.number, path)
        if queued is None:
            raise InputError("It does not belong to the run any more.")
        file = Path(queued.file)
        edits = await asyncio.to_thread(read_edits, edits_path(file))
        edits = edits.model_copy(update={"names": {**run.config.names, **edits.names}})
        job = Job(ArticleFile(file, path), queued.place, edits)
        data, key = await asyncio.to_thread(run.articles.read, job)
        if key in run.under_way or not await asyncio.to_thread(self._work.claim, key, number):
            raise Later(SAME_CONTENT_SECONDS)
        run.under_way.add(key)
        try:
            row = await run.articles.result(job, data, key, self._watcher.progress, self._may_begin(run))
        finally:
            run.under_way.discard(key)
            await asyncio.to_thread(self._work.release, key, number)
        return row.model_copy(update={"source": source_of(job)})

    def _may_begin(self, run: OpenRun) -> Callable[[bool], Awaitable[str]]:
        async def reason(failed_before: bool) -> str:
            limits = run.config.limits
            if run.hopeless is not None:
                return str(run.hopeless)
            if limits.retry_failed and not failed_before:
                return "--retry-failed leaves it out."
            if not await asyncio.to_thread(self._work.begin, run.number, limits.max_files):
                return f"--max-files {limits.max_files} was reached."
            return ""

        return reason

    async def _after(self, run: OpenRun, row: ArticleResult) -> None:
        """Ends the run, or this worker, where there is no sense in going on."""
        hopeless = run.hopeless
        if hopeless is not None and (self._alone or isinstance(hopeless, BudgetExceeded)):
            await cancel(self._store, self._queue, run.number, str(hopeless))
        elif hopeless is not None:
            self._give_up(hopeless)
            if row.status in ("failed", "not begun"):
                raise Later
        elif row.status == "failed" and run.config.limits.fail_fast:
            await cancel(self._store, self._queue, run.number, f"{row.path} failed.")
