"""What `summarize work` does: articles of whatever runs are in the queue and can be reached from this machine."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from summarizer.batch.metrics import Metrics
from summarizer.batch.queue_worker import QueueWorker
from summarizer.batch.queued import articles_at_once, open_queue
from summarizer.batch.queued_run import queue_of, unfinished
from summarizer.batch.results import ArticleResult
from summarizer.errors import StoreError, SummarizerError
from summarizer.progress import Event
from summarizer.queue import Queue, Serving
from summarizer.settings import Settings
from summarizer.store import Store

LOOK_SECONDS = 2.0
"""How often a worker looks for runs that have begun or ended."""


class _Watcher:
    """Passes notices on, each once."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say, self._said = say, set[str]()

    def notice(self, sentence: str) -> None:
        if sentence not in self._said:
            self._said.add(sentence)
            self._say(sentence)

    def progress(self, event: Event) -> None: ...
    def ended(self, row: ArticleResult) -> None: ...


async def work(
    settings: Settings, home: Path, serving: Serving, say: Callable[[str], None], metrics: Metrics,
    *, grace_seconds: float, until_empty: bool = False,
) -> None:  # fmt: skip
    """Works until `serving` is stopped, with `until_empty` until no run that can be reached is left. Then articles under way have
    `grace_seconds` to end. Raises StoreError, and what keeps this machine from doing any article."""
    faults: list[SummarizerError] = []

    def give_up(error: SummarizerError) -> None:
        faults.append(error)
        serving.stop()

    async with open_queue(settings, home) as (store, queue):
        watcher = _Watcher(say)
        worker = QueueWorker(store, queue, home, settings, watcher, give_up, alone=False, metrics=metrics)
        looking = asyncio.create_task(_look(store, queue, worker, serving, watcher, metrics, until_empty=until_empty))
        try:
            at_once = articles_at_once(settings)
            await queue.serve(serving, worker.handlers, concurrency=at_once, grace_seconds=grace_seconds)
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
            await worker.close()
    if faults:
        raise faults[0]


async def _look(
    store: Store, queue: Queue, worker: QueueWorker, serving: Serving, watcher: _Watcher, metrics: Metrics,
    *, until_empty: bool,
) -> None:  # fmt: skip
    while not serving.stopping.is_set():
        with suppress(StoreError):
            metrics.alive(reached=False)
            begun = time.monotonic()
            runs = await asyncio.to_thread(unfinished, store.work())
            taken = time.monotonic() - begun
            here = [run.id for run, config in runs if config.is_here()]
            for run, _ in runs:
                if run.id not in here:
                    watcher.notice(
                        f"Run {run.id} is left to others: {run.folder} or {run.output} is not on this machine."
                    )
            serving.serve(map(queue_of, here))
            await worker.close(but=frozenset(here))
            metrics.saw(await queue.counts(), await asyncio.to_thread(store.rates().refusals), taken)
            if until_empty and not here:
                serving.stop()
        await asyncio.sleep(LOOK_SECONDS)
