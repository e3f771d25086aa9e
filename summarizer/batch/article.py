"""One article of a batch: from its file to its results, or from the stored report where it was done before."""

import asyncio
from collections.abc import Awaitable, Callable, Container
from pathlib import Path
from typing import NamedTuple

from summarizer.batch.discovery import ArticleFile
from summarizer.batch.health import Health
from summarizer.batch.key import key_of
from summarizer.batch.outputs import OutputFolder, Saved, clear_moved, intact
from summarizer.batch.results import ArticleResult, kinds, mostly_failed, result_of
from summarizer.common.files import concerns_all, said
from summarizer.errors import FATAL_ERRORS, InputError, ModelError, OutputError, SummarizerError
from summarizer.pipeline import process
from summarizer.progress import Progress
from summarizer.readers import archive
from summarizer.readers.office import converted
from summarizer.renderers import json
from summarizer.renderers.options import Options
from summarizer.report import Receipt, Report
from summarizer.runtime import Runtime
from summarizer.stages.edits import NO_EDITS, Edits
from summarizer.stages.render import FORMATS, remarks
from summarizer.store.job_queue import JobQueue, Outcome
from summarizer.tasks.language import mostly_foreign

MOST_BYTES = 20_000_000
"""No article is longer; a file that is, is a mistake, and would be held in memory whole."""
UNREAD = Receipt(model="")


class Job(NamedTuple):
    """An article and where its results go."""

    found: ArticleFile
    place: str
    edits: Edits = NO_EDITS


MayBegin = Callable[[bool], Awaitable[str]]
"""Asked before an article is begun, with whether it failed before: why it is not; empty if it is."""


class Articles:
    """Does the articles of a batch, one at a call. `unwritable` says why no result could be written, where that concerns all of them."""

    def __init__(
        self,
        runtime: Runtime,
        work: JobQueue,
        health: Health,
        output: OutputFolder,
        recipe: str,
        known: Callable[[str], ArticleResult | None],
    ) -> None:
        """`known` finds the row of the last batch into this folder, by its path: it says which files were written."""
        self._runtime, self._work, self._health = runtime, work, health
        self._output, self._recipe, self._known = output, recipe, known
        self.places: Container[str] = ()
        """Where the results of this batch go: what a former one left elsewhere is cleared away."""
        self.unwritable = ""

    def read(self, job: Job) -> tuple[bytes, str]:
        """The article's bytes, and the key under which its report is stored. Raises InputError."""
        data = read_bytes(job.found.path, convert=self._runtime.settings.convert)
        glossary = self._runtime.glossary_with(job.edits)
        return data, key_of(
            data,
            job.found.path.name,
            self._recipe,
            glossary,
            job.edits,
            self._runtime.settings.encoding,
            self._runtime.memory,
        )

    async def result(
        self,
        job: Job,
        data: bytes,
        key: str,
        progress: Progress,
        may_begin: MayBegin,
        doubted: Callable[[str], None] = lambda _: None,
    ) -> ArticleResult:
        """What became of the article: done before, not begun, or done now. `doubted` gets a sentence about an article that is begun
        although it is hardly Chinese. Raises as `done` does."""
        found = await asyncio.to_thread(self._work.finished, key)
        if found and not to_redo(found[0]):
            return await asyncio.to_thread(self.skipped, job, key, found[1], data)
        if reason := await may_begin(found is not None):
            return ArticleResult(path=job.found.name, status="not begun", error=reason, key=key)
        if doubt := await asyncio.to_thread(self.doubt, job, data):
            doubted(doubt)
        return await self.done(job, data, key, progress)

    def skipped(self, job: Job, key: str, stored: bytes | None, data: bytes | None = None) -> ArticleResult:
        """Done before: what is missing or altered is written again from the stored report."""
        report = _renamed(Report.model_validate_json(stored or b""), job)
        formats = [name for name in self._runtime.settings.formats if not FORMATS[name].lacks(report)]
        known = self._known(job.found.name)
        wanted = {job.place + suffix for name in formats for suffix in FORMATS[name].suffixes}
        before = known.outputs if known and known.key == key else {}
        outputs = {file: digest for file, digest in before.items() if file in wanted}
        saved = Saved(outputs)
        if not intact(self._output.path, job.place, formats, outputs):
            saved = self._write(report, job, data)
        row = result_of(job.found.name, report, "skipped", saved.outputs, key, UNREAD)
        return row.model_copy(update={"kept": saved.kept})

    def doubt(self, job: Job, data: bytes) -> str:
        """A sentence where the file is probably not a Chinese article; empty for others, and for what cannot be read at all."""
        try:
            return mostly_foreign(data, job.found.name, self._runtime.settings.encoding)
        except InputError:
            return ""

    async def done(self, job: Job, data: bytes, key: str, progress: Progress) -> ArticleResult:
        """Done now. Raises InputError and ModelError for an article of which nothing came; the store remembers that too."""
        name = Path(job.found.name).name
        try:
            report = _renamed(await process(data, name, self._runtime, progress, job.edits), job)
        except (InputError, ModelError) as error:
            await asyncio.to_thread(self._work.finish, key, _failure(error), None)
            raise
        trouble = self._health.failure(report.document.sha256)
        outcome = _outcome(report, trouble)
        await asyncio.to_thread(self._work.finish, key, outcome, json.render(report).encode(), report.document.sha256)
        status, saved, reason, hint = outcome.status, Saved({}), outcome.error, outcome.hint
        if isinstance(trouble, FATAL_ERRORS):
            status = "failed"
        else:
            try:
                saved = await asyncio.to_thread(self._write, report, job, data)
            except OutputError as wrong:  # what it cost must stand in its row all the same
                status, reason, hint = "failed", str(wrong), wrong.hint
        row = result_of(job.found.name, report, status, saved.outputs, key, report.receipt)
        settings = self._runtime.settings
        told = remarks(report, settings.formats, Options(settings.layout, data))
        return row.model_copy(update={"error": reason, "hint": hint, "kept": saved.kept, "remarks": told})

    def _write(self, report: Report, job: Job, data: bytes | None) -> Saved:
        known = self._known(job.found.name)
        try:
            saved = self._output.write(report, job.place, self._runtime.settings, known.outputs if known else {}, data)
        except OutputError as error:
            if concerns_all(error):
                self.unwritable = self.unwritable or str(error)
            raise
        if known:
            clear_moved(self._output.path, known.outputs, self.places)
        return saved


def _renamed(report: Report, job: Job) -> Report:
    """The stored report under this article's own name: another with the same content may have been done first."""
    document = report.document.model_copy(update={"origin": Path(job.found.name).name})
    return report.model_copy(update={"document": document})


def read_bytes(path: Path, *, convert: bool = False) -> bytes:
    """An article's file, or an article in an archive; with `convert` a document of an older program as LibreOffice saves it. Raises InputError where it cannot be read, or is too long to be one."""
    try:
        inside = archive.split(path)
        if inside is None and path.stat().st_size > MOST_BYTES:
            raise InputError(f"{path.name} is larger than {MOST_BYTES // 1_000_000} MB.", "That is no article.")
        data = archive.file_bytes(path)
        return converted(data) if convert else data
    except OSError as error:
        raise InputError(f"It cannot be read: {said(error)}.", "Check its permissions.") from error


def to_redo(outcome: Outcome) -> bool:
    """True for what is not done after all: it failed, or has sentences without a translation."""
    return outcome.status in ("failed", "incomplete") or bool(outcome.findings.get("missing"))


def _failure(error: SummarizerError) -> Outcome:
    return Outcome(status="failed", error=str(error), hint=error.hint, exit_code=error.exit_code)


def _outcome(report: Report, trouble: ModelError | None) -> Outcome:
    """What a report amounts to. One with a question that was never answered is not done: the next run asks what is missing."""
    shared = {"receipt": report.receipt, "findings": kinds(report)}
    if trouble is not None:
        error = f"A request failed: {trouble}"
        return Outcome(status="failed", error=error, hint=trouble.hint, exit_code=3, **shared)
    missing = sum(not s.target.strip() for s in report.segments)
    if why := mostly_failed(missing, len(report.segments)):
        return Outcome(status="failed", error=why, hint="The same command tries again.", exit_code=1, **shared)
    if missing:
        return Outcome(status="incomplete", exit_code=3, **shared)
    if report.needs_a_person:
        return Outcome(status="findings", exit_code=3, **shared)
    return Outcome(status="done", **shared)
