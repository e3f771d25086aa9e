"""(c) Tokens sent and received over the article's own, by stage; (e) our own processor time when answers take no time."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.articles import article
from benchmarks.client import runtime_at
from benchmarks.measure import Measure
from benchmarks.simulator import Behaviour, simulated
from benchmarks.simulator.running import Simulated
from summarizer.llm.session import STRONG, Session
from summarizer.llm.tokens import count
from summarizer.model import Answer, Endpoint, Model, Request
from summarizer.pipeline import prepare, process
from summarizer.prompts import Prompts
from summarizer.records import Brief, Name
from summarizer.runtime import Runtime
from summarizer.stages.brief import by_rule
from summarizer.stages.translate import translate

EXAMPLE = Path(__file__).parents[1] / "examples" / "sora-panel.txt"
SENTENCES = 400
"""About 10,000 characters and 9,000 tokens."""
ARTICLES = 5


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
    for name, article_text in (
        ("a made-up article", text),
        ("examples/sora-panel.txt", EXAMPLE.read_text(encoding="utf-8")),
    ):
        plain, briefed = (translation_input(article_text, briefed=briefed) for briefed in (False, True))
        yield Measure(f"(c) tokens sent to translate over the article's own, {name}", plain, 1.5)
        yield Measure(f"(c) the same with the names, terms and numbers of the brief, {name}", briefed)
    for stage in counted.sent:
        yield Measure(f"(c) tokens sent over the article's own {own}: {stage}", counted.sent[stage] / own)
        yield Measure(f"(c) tokens received over the article's own: {stage}", counted.received[stage] / own)
    yield Measure("(e) own CPU ms per 1,000 characters, answers take no time", cpu, 25)


def translation_input(text: str, *, briefed: bool) -> float:
    """What a strong model is sent to translate the article, over the article's own tokens; with or without what the brief adds."""
    prepared = prepare(text.encode(), "a.txt", STRONG)
    known = by_rule(prepared.document, prepared.segments) if briefed else Brief(title=Name(source=""))
    counted = Counting(Silent())
    session = Session(counted, Endpoint(model="any"), Prompts(None), "a", STRONG)
    asyncio.run(translate(prepared.chunks, known, session))
    return counted.sent["translate"] / sum(count(s.source) for s in prepared.segments)


class Silent:
    """A model that says nothing."""

    async def ask(self, _: Request) -> Answer:
        return Answer(text="{}")


async def counting(text: str, simulator: Simulated) -> tuple[Counting, float]:
    """What was sent and received for the article, and the processor milliseconds of this process per 1,000 characters: the least of
    several articles, because whatever else the machine does can only add to it."""
    async with runtime_at(simulator) as runtime:
        await process(article(1, 20).encode(), "warm.txt", runtime)
        took = [await cpu_ms(article(number, SENTENCES), runtime) for number in range(2, 2 + ARTICLES)]
        counted = Counting(runtime.model)
        await process(text.encode(), "a.txt", replace(runtime, model=counted))
        return counted, min(took)


async def cpu_ms(text: str, runtime: Runtime) -> float:
    """Per 1,000 characters."""
    begun = time.process_time()
    await process(text.encode(), "a.txt", runtime)
    return (time.process_time() - begun) * 1e6 / len(text)
