"""(a) How near an article's time comes to its critical path, (b) how much faster that is than one chunk after the other, and (g) the time
until the first request."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.articles import article
from benchmarks.client import runtime_at
from benchmarks.measure import Measure
from benchmarks.simulator import Behaviour, simulated
from benchmarks.simulator.running import Simulated
from summarizer.llm.session import STRONG
from summarizer.llm.tokens import count
from summarizer.pipeline import prepare, process
from summarizer.records import Chunk

ROOT = Path(__file__).parents[1]
HOSTED = Behaviour(first_token_seconds=0.5, tokens_per_second=80)
"""About what a hosted model of the middle class does."""
CHUNK_TOKENS = 600
CHUNKS = (1, 10, 40)
NAMED_LIKE = {"brief": ("brief",), "translate": ("translate", "attribute"), "summarize": ("summarize", "repair")}
"""The round trips, and the beginnings of the names of what is asked in each at once."""


def measured() -> Iterator[Measure]:
    with simulated(HOSTED) as simulator:
        for chunks in CHUNKS:
            text = of_chunks(chunks)
            wall, path = asyncio.run(article_seconds(text, simulator))
            most = 1.15 if chunks == 40 else None
            yield Measure(f"(a) wall time over critical path ({path:.1f} s), {chunks} chunks", wall / path, most)
        slow = sequential_seconds(chunks_of(text), simulator)
        yield Measure(
            f"(b) times as fast as one chunk after the other ({slow:.0f} s), {chunks} chunks", slow / wall, at_least=10
        )
        yield Measure("(g) wall seconds: translate until its first request", first_request_seconds(simulator), 1.5)


def chunks_of(text: str) -> tuple[Chunk, ...]:
    return prepare(text.encode(), "a.txt", STRONG.model_copy(update={"chunk_tokens": CHUNK_TOKENS})).chunks


def of_chunks(chunks: int) -> str:
    """An article that is planned as so many chunks."""
    per_sentence = count(article(0, 50)) / 51
    sentences = round(chunks * CHUNK_TOKENS / per_sentence)
    while len(chunks_of(article(0, sentences))) > chunks:
        sentences -= 2
    return article(0, sentences)


async def article_seconds(text: str, simulator: Simulated) -> tuple[float, float]:
    """Wall time of one article, and that of the answers which nothing could be waited for beside."""
    async with runtime_at(simulator, chunk_tokens=CHUNK_TOKENS) as runtime:
        simulator.stats(anew=True)
        begun = time.perf_counter()
        report = await process(text.encode(), "a.txt", runtime)
        wall = time.perf_counter() - begun
    assert not report.needs_a_person
    return wall, critical_path(simulator.stats()["longest"])


def critical_path(longest: dict[str, float]) -> float:
    """The longest answer of each round trip, one after the other."""
    return sum(
        max((seconds for name, seconds in longest.items() if name.startswith(beginnings)), default=0.0)
        for beginnings in NAMED_LIKE.values()
    )


def sequential_seconds(chunks: Sequence[Chunk], simulator: Simulated) -> float:
    """Translation alone, each chunk after the one before."""
    asked = [{s.id: s.source for s in chunk.segments} for chunk in chunks]
    begun = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.sequential", simulator.base_url]
    subprocess.run(command, cwd=ROOT, input=json.dumps(asked), text=True, check=True)
    return time.perf_counter() - begun


def first_request_seconds(simulator: Simulated, runs: int = 4) -> float:
    """From the start of the command to the arrival of its first request, with modules compiled as pip leaves them: the least of several
    starts, of which the first may compile."""
    return min(_one_start(simulator) for _ in range(runs))


def _one_start(simulator: Simulated) -> float:
    words = ["translate", "examples/sora-panel.txt", "--quiet", "--no-cache", "--base-url", simulator.base_url]
    environ = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    simulator.stats(anew=True)
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", "from summarizer.cli import main; main()", *words, "--output", str(ROOT / "out")],
        cwd=ROOT,
        env=environ,
        stderr=subprocess.DEVNULL,
    ) as process:
        while not simulator.stats().get("requests"):
            time.sleep(0.005)
        seconds = time.perf_counter() - begun
        process.terminate()
    return seconds
