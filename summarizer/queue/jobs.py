"""What stands in the queue, and what is done with it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple


class NewJob(NamedTuple):
    """`arguments` is JSON. Of two jobs with the same `name` only one may wait at a time."""

    arguments: Mapping[str, Any]
    name: str


class TakenJob(NamedTuple):
    """A job that this process works on. `attempts` counts how often it was begun before."""

    id: int
    queue: str
    arguments: Mapping[str, Any]
    attempts: int


class Later(Exception):
    """Raised by a handler: the job goes back into the queue, and is not taken again for so many seconds."""

    def __init__(self, seconds: float = 0.0) -> None:
        super().__init__(f"not before {seconds} s have passed")
        self.seconds = seconds


Handler = Callable[[TakenJob], Awaitable[None]]
"""Does a job. It may be begun again after a crash, so what it does twice must be as good as done once."""
