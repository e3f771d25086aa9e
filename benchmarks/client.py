"""The program as a client of the simulator, in this process."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from benchmarks.simulator.running import Simulated
from summarizer.desk import MOST_AT_ONCE, Desk, open_desk
from summarizer.llm.prices import DEFAULT_HOSTED_MODEL
from summarizer.settings import Settings


@asynccontextmanager
async def desk_at(simulator: Simulated, **settings: Any) -> AsyncIterator[Desk]:
    """A desk as a user of a hosted model has it, without a store unless `cache` is set."""
    hosted = {"model": DEFAULT_HOSTED_MODEL, "api_key": "sk-simulated", "concurrency": MOST_AT_ONCE}
    given = {**hosted, "base_url": simulator.base_url, "cache": False}
    with tempfile.TemporaryDirectory() as home:
        async with open_desk(Settings(**{**given, **settings}), Path(home)) as desk:
            yield desk
