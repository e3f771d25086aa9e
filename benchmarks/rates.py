"""(d) The share of a provider's limit that is used in a steady state, told only by its headers."""

import asyncio
from collections.abc import Iterator
from itertools import count

from benchmarks.articles import article
from benchmarks.client import runtime_at
from benchmarks.measure import Measure
from benchmarks.simulator import Behaviour, simulated
from benchmarks.simulator.running import Simulated
from summarizer.pipeline import process
from summarizer.runtime import Runtime

REQUESTS, TOKENS = 480, 150_000
LATENCY = {"first_token_seconds": 0.5, "tokens_per_second": 100.0}
SETTLE_SECONDS, SECONDS = 60.0, 60.0
"""At first a provider grants what it saved up; what is measured comes after that."""
AT_ONCE = 64
"""Articles under way: enough to ask for several times the limit."""


def measured() -> Iterator[Measure]:
    for of, limit in (("requests", REQUESTS), ("tokens", TOKENS)):
        behaviour = Behaviour(**LATENCY, **{f"{of}_per_minute": limit})  # type: ignore[arg-type]
        with simulated(behaviour) as simulator:
            used, failed, refused = asyncio.run(steady(simulator, of))
        yield Measure(f"(d) share of {limit:,} {of} a minute that is used", used / limit * 60 / SECONDS, at_least=0.95)
        yield Measure(f"(d) articles failed at that limit; {refused} requests were refused", failed, 0)


async def steady(simulator: Simulated, of: str) -> tuple[int, int, int]:
    """What the limit granted in a minute once the first rush is over, articles that failed, requests refused in that minute."""
    async with runtime_at(simulator) as runtime:
        failed: list[str] = []
        numbers = count()
        working = [asyncio.create_task(endless(runtime, numbers, failed)) for _ in range(AT_ONCE)]
        await asyncio.sleep(SETTLE_SECONDS)
        await asyncio.to_thread(simulator.stats, anew=True)
        await asyncio.sleep(SECONDS)
        counted = await asyncio.to_thread(simulator.stats)
        for one in working:
            one.cancel()
        await asyncio.gather(*working, return_exceptions=True)
    return counted["granted"][of], len(failed), counted.get("over the limit", 0)


async def endless(runtime: Runtime, numbers: "Iterator[int]", failed: list[str]) -> None:
    """One article after the other."""
    for number in numbers:
        report = await process(article(number, 12).encode(), f"{number}.txt", runtime)
        if report.needs_a_person:
            failed.append(report.document.origin)
