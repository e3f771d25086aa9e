"""What is happening, as events. Stages report; who listens decides how it looks."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Literal, TypeVar

from summarizer.records import Record

Stage = Literal["load", "read", "brief", "translate", "attribute", "repair", "review", "summarize", "render"]
T = TypeVar("T")


class Event(Record):
    """`done` of `total` units of a stage, and `failed` beside them: segments for translate, repair and review, requests for the others,
    bytes for load."""

    stage: Stage
    done: int
    total: int
    failed: int = 0

    @property
    def over(self) -> bool:
        """True where nothing is left to do."""
        return self.done + self.failed >= self.total


Progress = Callable[[Event], None]


def silent(event: Event) -> None:
    """Listens to nothing."""


class Counter:
    """Counts a stage's units and reports each step."""

    def __init__(self, progress: Progress, stage: Stage, total: int) -> None:
        self._progress, self._stage, self._total = progress, stage, total
        self._done = self._failed = 0
        progress(Event(stage=stage, done=0, total=total))

    def step(self, units: int = 1, *, failed: int = 0) -> None:
        """So many are done, and so many failed."""
        self._done += units
        self._failed += failed
        self._progress(Event(stage=self._stage, done=self._done, total=self._total, failed=self._failed))

    def counting(
        self, work: Coroutine[Any, Any, T], units: int = 1, lacking: Callable[[T], int] = lambda _: 0
    ) -> "asyncio.Task[T]":
        """The work, begun; its units count as done once it has ended well, but for those that the result lacks, and as failed once it
        has ended badly."""
        # begun here: a coroutine that is only awaited by another is never begun where that is cancelled
        task = asyncio.ensure_future(work)

        def ended(done: "asyncio.Task[T]") -> None:
            failed = units if done.cancelled() or done.exception() else lacking(done.result())
            self.step(units - failed, failed=failed)

        task.add_done_callback(ended)
        return task
