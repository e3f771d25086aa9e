"""What is happening, as events. Stages report; who listens decides how it looks."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Literal, TypeVar

from summarizer.records import Record

Stage = Literal["load", "read", "brief", "translate", "attribute", "repair", "review", "summarize", "render"]
T = TypeVar("T")


class Event(Record):
    """`done` of `total` units of a stage: segments for translate, repair and review, requests for the others, bytes for load."""

    stage: Stage
    done: int
    total: int


Progress = Callable[[Event], None]


def silent(event: Event) -> None:
    """Listens to nothing."""


class Counter:
    """Counts a stage's units and reports each step."""

    def __init__(self, progress: Progress, stage: Stage, total: int) -> None:
        self._progress, self._stage, self._total, self._done = progress, stage, total, 0
        progress(Event(stage=stage, done=0, total=total))

    def step(self, units: int = 1) -> None:
        self._done += units
        self._progress(Event(stage=self._stage, done=self._done, total=self._total))

    def counting(self, work: Coroutine[Any, Any, T], units: int = 1) -> "asyncio.Task[T]":
        """The work, begun; its units count once it has ended, well or badly."""
        # begun here: a coroutine that is only awaited by another is never begun where that is cancelled
        task = asyncio.ensure_future(work)
        task.add_done_callback(lambda _: self.step(units))
        return task
