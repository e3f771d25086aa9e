"""A run whose articles wait in the queue: how it is submitted, cancelled, tried again and ended, by whatever process."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from summarizer.batch.estimate import endpoint_without_key
from summarizer.batch.results import ArticleResult, BatchResult
from summarizer.batch.run import INTERRUPTED, Handling, Plan, closed, copy_of, entry_of, tidied, written
from summarizer.batch.run_config import RunConfig
from summarizer.batch.tables import read_previous
from summarizer.batch.worker import Limits
from summarizer.errors import UsageError
from summarizer.queue import NewJob, Queue
from summarizer.runtime import glossary_of, require_provider
from summarizer.settings import Settings
from summarizer.store import Store
from summarizer.store.job_queue import JobQueue, Queued, Run

ARTICLE, FINISH = "article", "finish"
"""The kinds of jobs."""
CANCELLED = "The run was cancelled."
REPLACED = "Another run into the same folder took its place."
AGAIN = ("failed", "incomplete", "not begun")
"""What `retry` does again."""


def queue_of(run: int) -> str:
    return f"run {run}"


def budget_of(run: int) -> str:
    """What the run may spend, whoever works on it."""
    return f"run {run}"


def finish_job(run: int) -> NewJob:
    return NewJob({"run": run}, f"finish {run}")


def article_jobs(run: int, articles: Iterable[Queued]) -> Iterator[NewJob]:
    return (NewJob({"run": run, "path": one.path}, f"{run}/{one.place}") for one in articles)


async def submit(
    plan: Plan, settings: Settings, home: Path, store: Store, queue: Queue, limits: Limits, handling: Handling,
    notice: Callable[[str], None],
) -> int:  # fmt: skip
    """Puts the articles of a plan into the queue: the number of their run. A run into the same folder that has not ended is ended: what it
    has finished is kept. Raises UsageError for settings that cannot work, and StoreError."""
    require_provider(settings)
    glossary_of(settings)
    model = endpoint_without_key(settings, home).model
    work = store.work()
    output = str(plan.output.absolute())
    for earlier in await asyncio.to_thread(work.open_runs):
        if earlier.output == output:
            notice(f"Run {earlier.id} into the same folder is ended; what it has finished is kept.")
            await cancel(store, queue, earlier.id, REPLACED, ended=True)
            await asyncio.to_thread(work.end_run, earlier.id, exit_code=INTERRUPTED, cost_usd=earlier.cost_usd)
    number = await asyncio.to_thread(_write_down, work, plan, settings, model, limits, handling)
    for page in work.pages(number, "queued"):
        await queue.put(queue_of(number), ARTICLE, article_jobs(number, page))
    return number


def _write_down(work: JobQueue, plan: Plan, settings: Settings, model: str, limits: Limits, handling: Handling) -> int:
    names = {zh: en for job in plan.jobs for zh, en in job.edits.names.items()}
    config = RunConfig.of(
        settings, plan.given, plan.output,
        limits=limits, overwrite=handling.overwrite, prune=handling.prune, names=names,
    )  # fmt: skip
    shut = closed(plan.search)
    number = work.start_run(
        folder=", ".join(plan.given),
        output=config.output,
        model=model,
        files=len(plan.jobs) + len(shut),
        config=config.model_dump_json(),
    )
    work.add(number, (Queued(job.found.name, str(job.found.path.absolute()), job.place) for job in plan.jobs))
    for row in shut:
        work.record(number, entry_of(row), row.model_dump_json())
    return number


async def cancel(store: Store, queue: Queue, run: int, reason: str = CANCELLED, *, ended: bool = False) -> int:
    """Begins no further article of a run; those under way are ended, since they are paid for. How many are not begun. With `ended` whoever
    calls ends the run, else the worker that does its last article."""
    work, count = store.work(), 0
    await asyncio.to_thread(work.stop, run, reason)
    async for page in queue.cancel(queue_of(run)):
        paths = [str(one["path"]) for one in page if "path" in one]
        await asyncio.to_thread(work.leave, run, paths, reason)
        count += len(paths)
    if not ended and not await asyncio.to_thread(work.waiting, run):
        await queue.put(queue_of(run), FINISH, [finish_job(run)])
    return count


async def retry(store: Store, queue: Queue, run: int) -> int:
    """Puts those articles of a run into the queue again that failed, lack sentences, or were not begun. How many. Raises UsageError for a
    run that was never in the queue."""
    work, count = store.work(), 0
    if not (await asyncio.to_thread(work.about, run)).config:
        raise UsageError(f"The articles of run {run} were not in the queue", "Give the same `summarize batch` again.")
    for page in work.pages(run, *AGAIN):
        if not count:
            await asyncio.to_thread(work.reopen, run)
        await asyncio.to_thread(work.requeue, run, [one.path for one in page])
        count += await queue.put(queue_of(run), ARTICLE, article_jobs(run, page))
    return count


def finish(store: Store, number: int) -> None:
    """Writes the folder's own files when no article of the run is left to do, and ends it. Doing it twice does no harm."""
    work = store.work()
    about = work.about(number)
    if about.ended is not None or work.waiting(number):
        return
    config = RunConfig.model_validate_json(about.config)
    output = Path(config.output)
    done = tidied(output, result_of_run(store, about), read_previous(output), Handling(prune=config.prune))
    done = written(output, done, about.model, work)
    work.end_run(number, exit_code=done.exit_code, cost_usd=done.cost_usd)


def result_of_run(store: Store, about: Run) -> BatchResult:
    """What became of the articles of a run so far."""
    first: dict[str, str] = {}
    rows = sorted(map(ArticleResult.model_validate_json, store.work().results(about.id)), key=lambda row: row.path)
    rows = [row.model_copy(update={"copy_of": copy_of(row, first)}) for row in rows]
    balance = store.budgets().balance(budget_of(about.id))
    known = all(row.cost_usd is not None for row in rows)
    cost = balance.spent if known and balance else 0.0 if known else None
    return BatchResult(rows=tuple(rows), stopped=about.stopped, cost_usd=cost)


def unfinished(work: JobQueue) -> Sequence[tuple[Run, RunConfig]]:
    """The runs that have not ended."""
    return [(run, RunConfig.model_validate_json(run.config)) for run in work.open_runs()]
