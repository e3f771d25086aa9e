"""Do the points that the embedded model makes of the panels hold? `python -m benchmarks.summaries [--model NAME] [PANEL...]`

Only the summaries are asked for: the translation is the archive's own English, and who speaks is read by rule. Writes a report for each panel
to out/summaries, and prints what `benchmarks.coverage` says of them.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from summarizer.pipeline import Stop, prepare
from summarizer.records import Block, Document, Segment, Translation
from summarizer.renderers import json as as_json
from summarizer.report import Report
from summarizer.runtime import Runtime, open_runtime
from summarizer.settings import home, load
from summarizer.stages.attribute import by_rule as attribution_by_rule
from summarizer.stages.brief import by_rule
from summarizer.stages.build_report import build_report
from summarizer.stages.checks import Checks
from summarizer.stages.summarize import summarize
from summarizer.stages.translate import Translations

PANELS = Path(__file__).parent / "data" / "panels"
OUT = Path(__file__).parents[1] / "out" / "summaries"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("panels", nargs="*", default=[p.stem for p in sorted(PANELS.glob("*.jsonl"))])
    parser.add_argument("--model", default="local")
    given = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    asyncio.run(_all(given.panels, given.model))
    reports = [str(OUT / f"{name}.report.json") for name in given.panels]
    return subprocess.run([sys.executable, "-m", "benchmarks.coverage", *reports], check=False).returncode


async def _all(panels: Sequence[str], model: str) -> None:
    async with open_runtime(load({"model": model, "cache": False}).settings, home()) as runtime:
        for name in panels:
            begun = time.monotonic()
            report = await summed_up(name, runtime)
            (OUT / f"{name}.report.json").write_text(as_json.render(report), encoding="utf-8")
            print(f"{name}: {report.receipt.requests} requests, {time.monotonic() - begun:.0f} s", flush=True)


async def summed_up(name: str, runtime: Runtime) -> Report:
    """The panel as a report: a segment for each paragraph that both languages have, else for each turn."""
    begun, account = time.monotonic(), runtime.ledger.account()
    pairs = [
        pair for line in (PANELS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines() for pair in _pairs(line)
    ]
    text = "\n\n".join(source for source, _ in pairs)
    document = prepare(text.encode(), f"{name}.txt", until=Stop.CLEANED).document
    segments, document = _segments(pairs, document)
    english = {s.id: Translation(segment=s.id, target=target) for s, (_, target) in zip(segments, pairs, strict=True)}
    known, session = by_rule(document, segments), runtime.session(document.sha256)
    attribution = attribution_by_rule(segments, known)
    summary = await summarize(segments, english, attribution.statements, known, session)
    receipt = runtime.receipt(account, session.used, time.monotonic() - begun)
    return build_report(
        document, Checks(segments, known), Translations(by_segment=english), attribution, summary, receipt
    )


def _pairs(line: str) -> list[tuple[str, str]]:
    """The paragraphs of a turn in both languages, the first with its speaker."""
    turn = json.loads(line)
    sources, targets = (f"{turn[f'{side}_speaker']}{mark}{turn[side]}" for side, mark in (("zh", "："), ("en", ": ")))
    both = [[one for one in text.splitlines() if one.strip()] for text in (sources, targets)]
    if len(both[0]) != len(both[1]):
        return [(" ".join(both[0]), " ".join(both[1]))]
    return list(zip(*both, strict=True))


def _segments(pairs: Sequence[tuple[str, str]], document: Document) -> tuple[tuple[Segment, ...], Document]:
    blocks = tuple(Block(id=f"p{n}", kind="paragraph", text=source) for n, (source, _) in enumerate(pairs, 1))
    segments = tuple(Segment(id=f"{b.id}.s1", block=b.id, source=b.text) for b in blocks)
    return segments, document.model_copy(update={"blocks": blocks, "title": ""})


if __name__ == "__main__":
    sys.exit(main())
