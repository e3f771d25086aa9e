"""How often the checks read a segment on the way of examples/sora-panel.txt, with the embedded model's recorded answers."""

import asyncio
import sys
from pathlib import Path

from benchmarks.measure import Measure

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests")]

from wire.recording import runtime_on_recording  # noqa: E402

from summarizer.pipeline import prepare, walk  # noqa: E402

ARTICLE = ROOT / "examples" / "sora-panel.txt"


def measured() -> list[Measure]:
    return [Measure("checks: readings of a segment, sora-panel.txt", asyncio.run(readings()), at_most=2.0)]


async def readings() -> float:
    """Readings for each segment, the report's included."""
    async with runtime_on_recording("article-sora") as runtime:
        prepared = prepare(ARTICLE.read_bytes(), "sora.txt", runtime.profile)
        article = await walk(prepared, runtime.tools(prepared.document.sha256))
        article.checks.all(article.translations.by_segment)
        return article.checks.readings / len(prepared.segments)
