"""How long to wait for what, and when a wave of questions is whole."""

import asyncio
import time

from pydantic import Field

from summarizer.records import Record

_STEPS = 10
_LATE_SECONDS = 0.02
"""A sleep that takes so much longer, and half as long again as it should, was held up by work in this process."""


class PollingPolicy(Record):
    """All in seconds. The provider takes minutes to hours: nothing is gained by asking more often."""

    quiet: float = Field(default=2.0, gt=0)
    """No further question for so long: the wave is whole."""
    longest_gathering: float = Field(default=60.0, gt=0)
    """A wave goes after so long, also while questions still come."""
    first_poll: float = Field(default=5.0, gt=0)
    longest_poll: float = Field(default=120.0, gt=0)
    poll_growth: float = Field(default=1.5, ge=1)
    patience: float = Field(default=6 * 3600.0, ge=0)
    """How long to go on while the provider cannot be reached. The batches go on there meanwhile."""
    lease: float = Field(default=60.0, gt=0)
    """A batch whose submission shows no life for so long was given up: its process was killed."""


POLLING = PollingPolicy()


class IdleDetector:
    """Tells when all articles wait for answers, so that what they asked can go together.

    That cannot be seen from outside, but work in the event loop can: a short sleep then takes longer than it should. So a wave is whole
    when no question came and every short sleep was in time, for `quiet` seconds. To be wrong costs one more batch and never an answer.
    """

    def __init__(self, polling: PollingPolicy) -> None:
        self._polling = polling
        self._step = polling.quiet / _STEPS
        self.came = asyncio.Event()
        """Set when a question came."""

    async def whole(self) -> None:
        """Returns when the wave is whole."""
        end = time.monotonic() + self._polling.longest_gathering
        quiet = 0
        while quiet < _STEPS and time.monotonic() < end:
            quiet = quiet + 1 if await self._still() else 0

    async def _still(self) -> bool:
        """True where nothing happened for one step."""
        self.came.clear()
        before = time.monotonic()
        await asyncio.sleep(self._step)
        late = time.monotonic() - before > self._step * 1.5 + _LATE_SECONDS
        return not late and not self.came.is_set()
