"""A batch from beginning to end: the runtime and the store are opened, every article is done, and the folder's own files are written."""

import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, Protocol

from summarizer.batch.article import Articles, Job
from summarizer.batch.discovery import ArticleFile, Search, find
from summarizer.batch.health import Health
from summarizer.batch.index import write_index
from summarizer.batch.key import config_fingerprint
from summarizer.batch.leftovers import Previous, leftovers, prune, require_own, source_of
from summarizer.batch.names import FolderNames
from summarizer.batch.one_at_a_time import alone
from summarizer.batch.output_paths import output_paths
from summarizer.batch.outputs import OutputFolder, require_room
from summarizer.batch.pages import with_pages
from summarizer.batch.results import ArticleResult, BatchResult
from summarizer.batch.tables import read_previous, write_csv, write_json
from summarizer.batch.worker import Limits, Watcher, Worker
from summarizer.common.addresses import is_postgresql
from summarizer.common.processes import worker_identity
from summarizer.errors import InputError, OutputError, SettingsError
from summarizer.llm.budgeted import Ledger
from summarizer.llm.parameters import server_of
from summarizer.model import Endpoint
from summarizer.report import Report
from summarizer.runtime import Agree, endpoints_of, open_runtime, store_place
from summarizer.settings import Settings
from summarizer.stages.edits import NO_EDITS, Edits, edits_path, read_edits
from summarizer.stages.render import require_formats
from summarizer.store import Store
from summarizer.store.job_queue import Entry, JobQueue

INTERRUPTED = 130


class Plan(NamedTuple):
    """What there is to do, before anything is read. `given` is what the user named."""

    given: tuple[str, ...]
    output: Path
    jobs: tuple[Job, ...]
    search: Search


class Handling(NamedTuple):
    """What happens to files that are there. `overwrite`: edited results move aside for new ones; `prune`: leftovers are deleted."""

    overwrite: bool = False
    prune: bool = False


KEEP = Handling()


class Display(Watcher, Protocol):
    """Where a batch tells what it does."""

    def begin(self, articles: int, ledger: Ledger) -> None: ...


def plan(given: Sequence[str], output: Path, *, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> Plan:
    """Which articles there are and where their results go. Raises UsageError for what does not exist, InputError where no article is
    found."""
    paths, missing = with_pages(given, output)
    search = find(paths, output, include=include, exclude=exclude)._replace(missing=missing)
    if not search.articles and missing:
        raise InputError(missing[0].error, missing[0].hint)
    if not search.articles:
        kinds = ", ".join(kind or "no ending" for kind in sorted(search.others))
        hint = f"There are other files ({kinds}); --include takes them in, where they hold text." if kinds else ""
        raise InputError(f"There are no articles in {', '.join(given)}.", hint)
    at = output_paths(found.name for found in search.articles)
    corrected = folder_edits(search.articles)
    jobs = (Job(f, at[f.name], corrected.get(f.path, NO_EDITS)) for f in search.articles)
    return Plan(tuple(given), output, tuple(jobs), search)


def folder_edits(articles: Sequence[ArticleFile]) -> dict[Path, Edits]:
    """For every article what a person corrected in it, with the names corrected in any other of the batch. Raises UsageError."""
    own = {file.path: read_edits(edits_path(file.path)) for file in articles}
    names = {zh: en for edits in own.values() for zh, en in edits.names.items()}
    return {path: edits.model_copy(update={"names": {**names, **edits.names}}) for path, edits in own.items()}


async def run(
    plan: Plan, settings: Settings, home: Path, limits: Limits, display: Display, handling: Handling = KEEP
) -> BatchResult:
    """Every article of the plan. What became of each is recorded in the store as it ends, and in the output folder at the end.
    Raises UsageError for settings that cannot work, OutputError where the folder takes no files from the start, StoreError."""
    require_formats(settings.formats)
    require_room(plan.output)
    previous = read_previous(plan.output)
    if not handling.overwrite:
        require_own(plan.output, plan.jobs, previous)
    if in_queue(settings):
        from summarizer.batch.queued import run_queued

        return await run_queued(plan, patient(settings), home, limits, display, handling)
    health = Health()
    async with alone(settings, home, display.notice), _store_of(settings, home) as store:
        work = store.work()

        def agreeing(endpoint: Endpoint) -> Agree:
            return FolderNames(store, f"{server_of(endpoint)} {endpoint.model} {plan.output.resolve()}").agreed

        async with open_runtime(
            patient(settings), home, display.notice, display.progress,
            wrap=health.watched, agree=agreeing, budget=f"batch {worker_identity()}",
        ) as runtime:  # fmt: skip
            shaped = config_fingerprint(settings, runtime.endpoint, runtime.profile)
            model = runtime.endpoint.model
            with _recording(work, plan, model, runtime.ledger, display) as recorder:
                shut = closed(plan.search)
                display.notice(endpoints_of(runtime))
                display.begin(len(plan.jobs) + len(shut), runtime.ledger)
                for row in shut:
                    recorder.ended(row)
                output = OutputFolder(plan.output, store.outputs(), overwrite=handling.overwrite)
                articles = Articles(runtime, work, health, output, shaped, previous.rows.get)
                worker = Worker(runtime, health, articles, limits, recorder)
                await worker.all(plan.jobs)
                done = tidied(plan.output, _done(plan, worker, shut, runtime.ledger), previous, handling)
                recorder.done = written(plan.output, done, model, work)
                return recorder.done


def in_queue(settings: Settings) -> bool:
    """True if the articles of a batch wait in a queue that several machines may work on: the store is a PostgreSQL server. Raises
    SettingsError where the queue is not installed."""
    if not (settings.cache and is_postgresql(settings.store)):
        return False
    if find_spec("procrastinate") is None:
        raise SettingsError(
            "A batch on a PostgreSQL store needs the queue, which is not installed", "pip install 'summarizer[cluster]'"
        )
    return True


def closed(search: Search) -> tuple[ArticleResult, ...]:
    """A row for each folder that nobody could look into, and for each address without a page."""
    pages = (ArticleResult(path=one.address, status="failed", error=one.error, hint=one.hint) for one in search.missing)
    return (*pages, *_unreadable(search))


def _unreadable(search: Search) -> tuple[ArticleResult, ...]:
    return tuple(
        ArticleResult(
            path=f"{name}/", status="failed", error=f"The folder cannot be read: {why}.", hint="Check its permissions."
        )
        for name, why in search.unreadable
    )


def _done(plan: Plan, worker: Worker, closed: Sequence[ArticleResult], ledger: Ledger) -> BatchResult:
    order = {job.found.name: number for number, job in enumerate(plan.jobs)}
    source = {job.found.name: source_of(job) for job in plan.jobs}
    first: dict[str, str] = {}
    rows = [
        row.model_copy(update={"source": source[row.path], "copy_of": copy_of(row, first)})
        for row in sorted(worker.rows, key=lambda row: order[row.path])
    ]
    return BatchResult(rows=(*rows, *closed), stopped=worker.stopped, cost_usd=ledger.cost_usd)


def copy_of(row: ArticleResult, first: dict[str, str]) -> str:
    """The path of an earlier row with the same content; `first` keeps what was met."""
    if not row.key or not row.outputs:
        return ""
    original = first.setdefault(row.key, row.path)
    return "" if original == row.path else original


def tidied(output: Path, done: BatchResult, previous: Previous, handling: Handling) -> BatchResult:
    """The same with what an earlier batch left in the folder, deleted if that is wanted."""
    left = leftovers(output, previous, done.rows)
    deleted, stays = prune(output, left) if handling.prune else ([], left)
    return done.model_copy(update={"left": stays, "pruned": tuple(deleted)})


def written(output: Path, done: BatchResult, model: str, work: JobQueue) -> BatchResult:
    """The same, with what kept the folder's own files from being written."""
    try:
        write_json(output, done, model)
        write_csv(output, done)
        write_index(output, done, model, partial(_stored, work))
    except OutputError as error:
        done = done.model_copy(update={"unwritten": f"{error}\n{error.hint}"})
        with suppress(OutputError):
            write_json(output, done, model)
    return done


def _stored(work: JobQueue, row: ArticleResult) -> Report | None:
    """The report behind a row that has files to show."""
    found = work.finished(row.key) if row.outputs else None
    return Report.model_validate_json(found[1]) if found and found[1] else None


class _Recorder:
    """Passes on what happens, and keeps it in the store."""

    def __init__(self, work: JobQueue, run: int, inner: Watcher) -> None:
        self._work, self._run, self._inner = work, run, inner
        self.progress, self.notice = inner.progress, inner.notice
        self.done: BatchResult | None = None

    def ended(self, row: ArticleResult) -> None:
        if row.status != "not begun":
            self._work.record(self._run, entry_of(row))
        self._inner.ended(row)


def entry_of(row: ArticleResult) -> Entry:
    """What the store keeps of a row in columns of their own."""
    shared = {"path", "key", "status", "error", "hint", "cost_usd", "seconds", "input_tokens", "output_tokens"}
    return Entry(**row.model_dump(include=shared))


@contextmanager
def _recording(work: JobQueue, plan: Plan, model: str, ledger: Ledger, display: Watcher) -> Iterator[_Recorder]:
    number = work.start_run(
        folder=", ".join(plan.given),
        output=str(plan.output),
        model=model,
        files=len(plan.jobs) + len(plan.search.unreadable),
    )
    recorder = _Recorder(work, number, display)
    code = INTERRUPTED
    try:
        yield recorder
    except Exception:
        code = 1
        raise
    finally:
        done = recorder.done
        work.end_run(number, exit_code=done.exit_code if done else code, cost_usd=ledger.cost_usd)


PATIENCE_SECONDS = 1800.0
"""How long a batch waits for a server that fails, if nothing is set: a night's work outlasts half an hour without one."""


def patient(settings: Settings) -> Settings:
    return settings if settings.patience is not None else settings.model_copy(update={"patience": PATIENCE_SECONDS})


@asynccontextmanager
async def _store_of(settings: Settings, home: Path) -> AsyncIterator[Store]:
    with open_store(settings, home) as store:
        yield store


@contextmanager
def open_store(settings: Settings, home: Path) -> Iterator[Store]:
    """The store that answers come from; where none is to be used, one for this run alone."""
    if settings.cache:
        with Store.open(store_place(settings, home)) as store:
            yield store
        return
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "store.sqlite") as store:
        yield store
