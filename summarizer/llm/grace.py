"""The first interrupt lets the answers under way come in: they are paid for. The second one, or a few seconds, ends them."""

import asyncio

SECONDS = 5.0


class Grace:
    """Whether the run was interrupted, and which requests are at a server now. One for the process, as signals are."""

    def __init__(self) -> None:
        self.interrupted = False
        self.under_way: set[asyncio.Task[object]] = set()

    def begin(self) -> bool:
        """Called by a signal handler. True if answers are under way and it is the first interrupt: then the run is to be cancelled, and
        closing it waits for them. False if it is to be ended at once."""
        first, self.interrupted = not self.interrupted, True
        return first and bool(self.under_way)

    def reset(self) -> None:
        self.interrupted = False
        self.under_way.clear()


GRACE = Grace()
