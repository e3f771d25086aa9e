"""What our own code takes without any model: processor time of the parts, and start-up."""

import itertools
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import Measure
from summarizer.llm.session import SMALL, STRONG
from summarizer.pipeline import prepare
from summarizer.stages.brief import rule_based_brief
from summarizer.text import names, numbers
from summarizer.text.attribution import attribute_by_rule

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT / "examples" / "sora-panel.txt"


def measured() -> list[Measure]:
    """Medians of several calls; machines differ, compare within one run."""
    data = ARTICLE.read_bytes()
    prepared = prepare(data, ARTICLE.name, STRONG)
    blocks, segments = prepared.document.blocks, prepared.segments
    thousands = sum(len(b.text) for b in blocks) / 1000
    rule_brief = rule_based_brief(prepared.document, segments)
    text = "\n".join(b.text for b in blocks)
    anew = (f"{text}{number}" for number in itertools.count())  # what is the same is remembered
    per_thousand = {
        "read, clean, segment, plan": lambda: prepare(data, ARTICLE.name, STRONG),
        "the same, a sentence a chunk": lambda: prepare(data, ARTICLE.name, SMALL),
        "speakers and names by rule": lambda: rule_based_brief(prepared.document, segments),
        "who says each sentence": lambda: attribute_by_rule(blocks, segments, rule_brief.terms),
        "known names in a text": lambda: names.find(next(anew)),
        "numbers of a text": lambda: numbers.chinese_values(next(anew)),
    }
    parts = [
        Measure(f"CPU ms per 1,000 characters: {what}", cpu_ms(work) / thousands) for what, work in per_thousand.items()
    ]
    starts = [(["--help"], 400.0), (["--version"], None), (["schema"], None)]
    return parts + [Measure(f"(g) wall ms: summarize {' '.join(w)}", start_ms(w), at_most) for w, at_most in starts]


def cpu_ms(work: Callable[[], object], runs: int = 5) -> float:
    """Median processor time of a call, after one to warm up."""
    work()
    return statistics.median(_timed(work, time.process_time) for _ in range(runs))


def start_ms(words: list[str], runs: int = 5) -> float:
    """Median wall time of a command in a process of its own."""
    command = [sys.executable, "-c", "from summarizer.cli import main; main()", *words]
    return statistics.median(
        _timed(lambda: subprocess.run(command, check=True, capture_output=True), time.perf_counter) for _ in range(runs)
    )


def _timed(work: Callable[[], object], clock: Callable[[], float]) -> float:
    start = clock()
    work()
    return (clock() - start) * 1000
