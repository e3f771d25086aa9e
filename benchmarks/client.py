"""The program as a client of the simulator, in this process."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from benchmarks.simulator.running import Simulated
from summarizer.llm.prices import DEFAULT_HOSTED_MODEL
from summarizer.runtime import HOSTED_CONCURRENCY, Runtime, open_runtime
from summarizer.settings import Settings


@asynccontextmanager
async def runtime_at(simulator: Simulated, **settings: Any) -> AsyncIterator[Runtime]:
    """A runtime as a user of a hosted model has it, without a store unless `cache` is set."""
    hosted = {"model": DEFAULT_HOSTED_MODEL, "api_key": "sk-simulated", "concurrency": HOSTED_CONCURRENCY}
    given = {**hosted, "base_url": simulator.base_url, "cache": False}
    with tempfile.TemporaryDirectory() as home:
        async with open_runtime(Settings(**{**given, **settings}), Path(home)) as runtime:
            yield runtime
