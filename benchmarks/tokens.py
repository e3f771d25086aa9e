"""(c) Tokens sent and received over the article's own, by stage; (e) our own processor time when answers take no time."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator

from benchmarks.articles import article
from benchmarks.client import desk_at
from benchmarks.measure import Measure
from benchmarks.simulator import Behaviour, simulated
from benchmarks.simulator.running import Simulated
from summarizer.llm.model import Answer, Model, Request
from summarizer.llm.tokens import count
from summarizer.pipeline import process

SENTENCES = 400
"""About 10,000 characters and 9,000 tokens."""


class Counting:
    """Counts what passes, by stage, with tiktoken."""

    def __init__(self, inner: Model) -> None:
        self._inner = inner
        self.sent: Counter[str] = Counter()
        self.received: Counter[str] = Counter()

    async def ask(self, request: Request) -> Answer:
        self.sent[request.stage] += sum(count(message.content) for message in request.messages)
        answer = await self._inner.ask(request)
        self.received[request.stage] += count(answer.text)
        return answer


def measured() -> Iterator[Measure]:
    with simulated(Behaviour()) as simulator:
        text = article(0, SENTENCES)
        counted, cpu = asyncio.run(counting(text, simulator))
    own = count(text)
    for stage in counted.sent:
        most = 1.5 if stage == "translate" else None
        yield Measure(f"(c) tokens sent over the article's own {own}: {stage}", counted.sent[stage] / own, most)
        yield Measure(f"(c) tokens received over the article's own: {stage}", counted.received[stage] / own)
    yield Measure("(e) own CPU ms per 1,000 characters, answers take no time", cpu * 1e6 / len(text), 25)


async def counting(text: str, simulator: Simulated) -> tuple[Counting, float]:
    """What was sent and received, and the processor seconds of this process (after a short article to warm up)."""
    async with desk_at(simulator) as desk:
        await process(article(1, 20).encode(), "warm.txt", desk)
        desk.model = counted = Counting(desk.model)
        begun = time.process_time()
        await process(text.encode(), "a.txt", desk)
        return counted, time.process_time() - begun
