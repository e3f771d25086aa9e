"""What is happening, as events. Stages report; who listens decides how it looks."""

from collections.abc import Awaitable, Callable
from typing import Literal, TypeVar

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

    async def counting(self, work: Awaitable[T], units: int = 1) -> T:
        """The work's result; its units count once it has ended, well or badly."""
        try:
            return await work
        finally:
            self.step(units)
