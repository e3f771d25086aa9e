"""A batch on a PostgreSQL store: its articles go into the queue, this process works on them beside all others, and waits for the end."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from summarizer.batch.leftovers import require_own
from summarizer.batch.outputs import require_room
from summarizer.batch.queue_worker import QueueWorker
from summarizer.batch.queued_run import cancel, queue_of, result_of_run, retry, submit
from summarizer.batch.results import ArticleResult, BatchResult
from summarizer.batch.run import INTERRUPTED, Display, Handling, Plan, closed
from summarizer.batch.tables import read_previous
from summarizer.batch.worker import FLIGHT, Limits
from summarizer.errors import StoreError, UsageError
from summarizer.queue import Queue, Serving
from summarizer.runtime import HOSTED_CONCURRENCY, LOCAL_SLOTS, endpoints_of, is_local, store_place
from summarizer.settings import Settings
from summarizer.store import JobQueue, Store

LOOK_SECONDS = 1.0
OVERLAP_SECONDS = 2.0
"""Results are seen in the order in which they were written down, which is not quite the one in which they can be read."""
STOPPED = "The batch was interrupted."


@asynccontextmanager
async def open_queue(settings: Settings, home: Path) -> AsyncIterator[tuple[Store, Queue]]:
    """The store, and the queue in the same database. Raises StoreError."""
    place = str(store_place(settings, home))
    with Store.open(place) as store:
        async with Queue.open(place) as queue:
            yield store, queue


def articles_at_once(settings: Settings) -> int:
    """How many articles a process takes from the queue: enough to keep all requests busy that it may send."""
    if settings.provider_batch:
        return FLIGHT
    most = settings.concurrency or HOSTED_CONCURRENCY
    return min(most, LOCAL_SLOTS) if is_local(settings) else most


async def run_detached(
    plan: Plan, settings: Settings, home: Path, limits: Limits, handling: Handling, notice: Callable[[str], None]
) -> int:
    """Only puts the articles into the queue: the number of their run. Raises as `run` does."""
    require_room(plan.output)
    if not handling.overwrite:
        require_own(plan.output, plan.jobs, read_previous(plan.output))
    async with open_queue(settings, home) as (store, queue):
        return await submit(plan, settings, home, store, queue, limits, handling, notice)


async def cancel_run(settings: Settings, home: Path, number: int) -> int:
    """Begins no further article of a run: how many are left out. Raises UsageError for one that is not under way in the queue."""
    async with open_queue(settings, home) as (store, queue):
        about = await asyncio.to_thread(store.work().about, number)
        if not about.config or about.ended is not None:
            raise UsageError(f"Run {number} is not under way in the queue", "`summarize runs` lists what is.")
        return await cancel(store, queue, number)


async def retry_run(settings: Settings, home: Path, number: int) -> int:
    """Puts those articles of a run into the queue again that are not done: how many. Raises UsageError as `retry` does."""
    async with open_queue(settings, home) as (store, queue):
        return await retry(store, queue, number)


async def run_queued(
    plan: Plan, settings: Settings, home: Path, limits: Limits, display: Display, handling: Handling
) -> BatchResult:
    """Every article of the plan, by whatever process. When this one is interrupted, nothing more of the run is begun anywhere."""
    async with open_queue(settings, home) as (store, queue):
        number = await submit(plan, settings, home, store, queue, limits, handling, display.notice)
        serving = Serving([queue_of(number)])
        worker = QueueWorker(store, queue, home, settings, display, lambda _: serving.stop(), alone=True)
        working: asyncio.Task[None] | None = None
        ended = False
        try:
            opened = await worker.opened(number)
            display.notice(endpoints_of(opened.runtime))
            display.begin(len(plan.jobs) + len(closed(plan.search)), opened.runtime.ledger)
            at_once = articles_at_once(settings)
            working = asyncio.create_task(queue.serve(serving, worker.handlers, concurrency=at_once, grace_seconds=0))
            await _watch(store.work(), number, display, working)
            ended = True
            return result_of_run(store, store.work().about(number))
        finally:
            await _leave(store, queue, number, serving, working, ended=ended)
            await worker.close()


async def _watch(work: JobQueue, number: int, display: Display, working: "asyncio.Task[None]") -> None:
    """Tells of each article as it ends, until the run has ended. Raises what ended the work before that."""
    since, told = 0.0, dict[str, float]()
    while True:
        over = await asyncio.to_thread(work.has_ended, number)
        at = since - OVERLAP_SECONDS
        while page := await asyncio.to_thread(work.done_since, number, at):
            for at, result in page:
                row = ArticleResult.model_validate_json(result)
                if row.path not in told:
                    display.ended(row)
                told[row.path] = at
        since = max(since, at)
        told = {path: when for path, when in told.items() if when >= since - 2 * OVERLAP_SECONDS}
        if over:
            return
        if working.done():
            working.result()
            raise StoreError("The work on the queue ended before the run did.", "Give the same command again.")
        await asyncio.sleep(LOOK_SECONDS)


async def _leave(
    store: Store, queue: Queue, number: int, serving: Serving, working: "asyncio.Task[None] | None", *, ended: bool
) -> None:
    """Stops this process's work; a run that has not ended is left as interrupted."""
    serving.stop()
    if working is not None:
        await asyncio.gather(working, return_exceptions=True)
    if ended:
        return
    await cancel(store, queue, number, STOPPED, ended=True)
    about = await asyncio.to_thread(store.work().about, number)
    if about.ended is None:
        await asyncio.to_thread(store.work().end_run, number, exit_code=INTERRUPTED, cost_usd=about.cost_usd)
