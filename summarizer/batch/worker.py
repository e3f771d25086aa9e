"""Does the articles of a batch: a few at a time, each once, whatever else works on the same store."""

import asyncio
import hashlib
import time
import traceback
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

from summarizer.batch.found import Found
from summarizer.batch.gauge import Gauge
from summarizer.batch.holder import is_gone, own_name
from summarizer.batch.key import key_of
from summarizer.batch.outputs import clear_moved, intact, write
from summarizer.batch.rows import Row, failed, kinds, row_of
from summarizer.desk import Desk, concurrency_of
from summarizer.errors import HOPELESS, InputError, ModelError, OutputError, StoreError, SummarizerError
from summarizer.files import concerns_all, said
from summarizer.pipeline import process
from summarizer.progress import Event, Progress
from summarizer.renderers import json
from summarizer.report import Receipt, Report
from summarizer.store.work import Outcome, Work

MOST_BYTES = 20_000_000
"""No article is longer; a file that is, is a mistake, and would be held in memory whole."""
LEASE_SECONDS = 60.0
"""For so long the articles of a machine that vanished wait for another."""
PATIENCE_SECONDS = 90.0
"""At the end, for articles that another batch is at work on."""
LOOK_SECONDS = 1.0
FLIGHT = 500
"""Articles under way at once through a provider's Batch API: a wave of them goes together, and a larger folder goes in several. This bounds
memory: prepared, an article of 5,000 characters takes 0.15 MB (measured); with its questions and answers it should stay below 1 MB."""
UNREAD = Receipt(model="")


class Job(NamedTuple):
    """An article and where its results go."""

    found: Found
    place: str


class Limits(NamedTuple):
    """What ends a batch early, or leaves articles out."""

    max_files: int | None = None
    fail_fast: bool = False
    retry_failed: bool = False


class Watcher(Protocol):
    """Who wants to know how it goes."""

    def progress(self, event: Event) -> None: ...
    def notice(self, sentence: str) -> None: ...
    def ended(self, row: Row) -> None: ...


class Worker:
    """One batch at work. Articles are begun in order, and the next only when those under way leave requests unused: so articles are
    finished rather than all begun, and memory does not grow with their number.

    An article is taken under a lease, renewed while it is worked on. One that another batch has, or that has the same content as one
    under way here, is looked at again at the end.
    """

    def __init__(
        self, desk: Desk, work: Work, output: Path, recipe: str, known: Mapping[str, Row],
        limits: Limits, watcher: Watcher,
    ) -> None:  # fmt: skip
        """`known` has the rows of the last batch into this folder, by their paths: they say which files were written."""
        self._desk, self._work, self._output, self._recipe = desk, work, output, recipe
        self._known, self._limits, self._watcher = known, limits, watcher
        self._name = own_name()
        self._changed = asyncio.Event()
        desk.model = self._gauge = Gauge(desk.model, self._changed, patient=not desk.endpoint.local)
        if desk.second is not None:
            desk.second = desk.second._replace(model=self._gauge.beside(desk.second.model))
        self._at_once = concurrency_of(desk.settings, desk.endpoint)
        self._waves = desk.settings.provider_batch
        self._starting = 0
        self._begun = 0
        self._places: frozenset[str] = frozenset()
        self._held: set[str] = set()
        self._later: list[Job] = []
        self._fault: BaseException | None = None
        self._failed_fast = self._unwritable = ""
        self.rows: list[Row] = []

    @property
    def stopped(self) -> str:
        """Why no further article is begun; empty while there is no reason."""
        return str(self._gauge.hopeless or self._unwritable or self._failed_fast)

    async def all(self, jobs: Sequence[Job]) -> None:
        """Every article, until there is a row for each. Raises StoreError; when interrupted, nothing stays claimed."""
        self._places = frozenset(job.place for job in jobs)
        renewing = asyncio.create_task(self._renew())
        try:
            await self._through(jobs)
            end = time.monotonic() + PATIENCE_SECONDS
            while self._later:
                again, self._later = self._later, []
                await self._through(again)
                if self._later and time.monotonic() >= end:
                    break
                await asyncio.sleep(LOOK_SECONDS if self._later else 0)
            for job in self._later:
                self._end(Row(path=job.found.name, status="elsewhere", error="Another batch is at work on it."))
        finally:
            renewing.cancel()
            for key in self._held:
                self._work.release(key, self._name)

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
        """True where no request could be under way that is not; or, where they go in waves, where enough articles are."""
        return len(articles) >= FLIGHT if self._waves else self._starting + self._gauge.under_way >= self._at_once

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
                row = self._mistake(job, error)
        if row is None:
            self._later.append(job)
        else:
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

    def _mistake(self, job: Job, error: Exception) -> Row:
        self._watcher.notice("".join(traceback.format_exception(error)).rstrip())
        wrong = SummarizerError(
            f"The program made a mistake: {type(error).__name__}: {error}", "Please report it, with the article."
        )
        return failed(job.found.name, wrong)

    def _end(self, row: Row) -> None:
        if row.status == "failed" and self._limits.fail_fast and not self._failed_fast:
            self._failed_fast = f"{row.path} failed."
        self.rows.append(row)
        self._watcher.ended(row)

    async def _row(self, job: Job, progress: Progress) -> Row | None:
        """What became of the article; None where somebody is at work on it."""
        data, key = await asyncio.to_thread(self._read, job)
        if key in self._held:
            return None
        found = await asyncio.to_thread(self._work.finished, key)
        if found and not to_redo(found[0], retry_failed=self._limits.retry_failed):
            return await asyncio.to_thread(self._skipped, job, key, found[1])
        if (reason := self._passed_by(found is not None)) is not None:
            return Row(path=job.found.name, status="not begun", error=reason, key=key)
        if not self._claim(key, again=found is not None):
            return None
        self._begun += 1
        self._held.add(key)
        try:
            return await self._done(job, data, key, progress)
        finally:
            self._held.discard(key)
            self._work.release(key, self._name)

    def _read(self, job: Job) -> tuple[bytes, str]:
        data = read_bytes(job.found.path)
        return data, key_of(data, job.found.path.name, self._recipe, self._desk.glossary)

    def _claim(self, key: str, *, again: bool) -> bool:
        """True where the article is ours to do, `again` also one that is finished. Not to be called in a thread: an interrupt would leave
        it there, and the claim with nobody to release it."""
        claim = self._work.claim(key, self._name, lease_seconds=LEASE_SECONDS, again=again)
        holder = self._work.holder(key) if claim == "taken" else None
        if holder is not None and is_gone(holder):
            self._work.release(key, holder)
            claim = self._work.claim(key, self._name, lease_seconds=LEASE_SECONDS, again=again)
        return claim == "yours"

    def _passed_by(self, failed_before: bool) -> str | None:
        """Why this article is not begun; None where it is."""
        if self.stopped:
            return self.stopped
        if self._limits.retry_failed and not failed_before:
            return "--retry-failed leaves it out."
        if self._limits.max_files is not None and self._begun >= self._limits.max_files:
            return f"--max-files {self._limits.max_files} was reached."
        return None

    def _skipped(self, job: Job, key: str, stored: bytes | None) -> Row:
        """Done before: what is missing or altered is written again from the stored report."""
        report = self._renamed(Report.model_validate_json(stored or b""), job)
        formats = self._desk.settings.formats
        known = self._known.get(job.found.name)
        outputs = known.outputs if known and known.key == key else {}
        if not intact(self._output, job.place, formats, outputs):
            outputs = self._write(report, job)
        return row_of(job.found.name, report, "skipped", outputs, key, UNREAD)

    async def _done(self, job: Job, data: bytes, key: str, progress: Progress) -> Row:
        name = Path(job.found.name).name
        try:
            report = self._renamed(await process(data, name, self._desk, progress), job)
        except (InputError, ModelError) as error:
            await self._keep(key, _failure(error), None)
            raise
        trouble = self._gauge.failure(hashlib.sha256(data).hexdigest())
        outcome = _outcome(report, trouble)
        await self._keep(key, outcome, json.render(report).encode())
        if isinstance(trouble, HOPELESS):
            row = row_of(job.found.name, report, "failed", {}, key, report.receipt)
            return row.model_copy(update={"error": outcome.error, "hint": outcome.hint})
        try:
            outputs = await asyncio.to_thread(self._write, report, job)
        except OutputError as error:  # what it cost must stand in its row all the same
            row = row_of(job.found.name, report, "failed", {}, key, report.receipt)
            return row.model_copy(update={"error": str(error), "hint": error.hint})
        row = row_of(job.found.name, report, outcome.status, outputs, key, report.receipt)
        return row.model_copy(update={"error": outcome.error, "hint": outcome.hint})

    def _write(self, report: Report, job: Job) -> dict[str, str]:
        """File → SHA-256, as `write` has it. Where no further file could be written either, no further article is begun."""
        settings = self._desk.settings
        try:
            outputs = write(report, self._output, job.place, settings.formats, chinese_names=settings.chinese_names)
        except OutputError as error:
            if concerns_all(error):
                self._unwritable = self._unwritable or str(error)
            raise
        if known := self._known.get(job.found.name):
            clear_moved(self._output, known.outputs, self._places)
        return outputs

    async def _keep(self, key: str, outcome: Outcome, report: bytes | None) -> None:
        """A claim that was lost (this machine slept, say) is another's to finish; what was made here is as good, and is written."""
        await asyncio.to_thread(self._work.finish, key, self._name, outcome, report)

    @staticmethod
    def _renamed(report: Report, job: Job) -> Report:
        """The stored report under this article's own name: another with the same content may have been done first."""
        document = report.document.model_copy(update={"origin": Path(job.found.name).name})
        return report.model_copy(update={"document": document})

    async def _renew(self) -> None:
        """A store that fails ends the batch: without leases another would do the same articles."""
        try:
            while True:
                await asyncio.sleep(LEASE_SECONDS / 3)
                for key in list(self._held):
                    await asyncio.to_thread(self._work.renew, key, self._name, lease_seconds=LEASE_SECONDS)
        except StoreError as error:
            self._fault = error
            self._changed.set()


def read_bytes(path: Path) -> bytes:
    """An article's file. Raises InputError where it cannot be read, or is too long to be one."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"{path.name} is larger than {MOST_BYTES // 1_000_000} MB.", "That is no article.")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"It cannot be read: {said(error)}.", "Check its permissions.") from error


def to_redo(outcome: Outcome, *, retry_failed: bool) -> bool:
    """True for what is not done after all: it failed, or has sentences without a translation that shall be asked for again."""
    return outcome.status == "failed" or (retry_failed and bool(outcome.findings.get("missing")))


def _failure(error: SummarizerError) -> Outcome:
    return Outcome(status="failed", error=str(error), hint=error.hint, exit_code=error.exit_code)


def _outcome(report: Report, trouble: ModelError | None) -> Outcome:
    """What a report amounts to. One with a question that was never answered is not done: the next run asks what is missing."""
    shared = {"receipt": report.receipt, "findings": kinds(report)}
    if trouble is not None:
        error = f"A request failed: {trouble}"
        return Outcome(status="failed", error=error, hint=trouble.hint, exit_code=3, **shared)
    if report.needs_a_person:
        return Outcome(status="findings", exit_code=3, **shared)
    return Outcome(status="done", **shared)
