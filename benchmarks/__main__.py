"""`make bench`: what our own code takes, without any model. Prints one table and writes benchmarks/last.json.

Times are medians of several runs in this process (or of child processes, for start-up). Machines differ: compare ratios within one
run, not seconds between runs.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from summarizer.llm.session import SMALL, STRONG
from summarizer.pipeline import prepare
from summarizer.stages.brief import spot
from summarizer.text import names, numbers, speech

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT / "examples" / "sora-panel.txt"


def main() -> None:
    data = ARTICLE.read_bytes()
    prepared = prepare(data, ARTICLE.name, STRONG)
    blocks, segments = prepared.document.blocks, prepared.segments
    thousands = sum(len(b.text) for b in blocks) / 1000
    spotted = spot(prepared.document, segments)
    text = "\n".join(b.text for b in blocks)
    per_thousand = {
        "read, clean, segment, plan": lambda: prepare(data, ARTICLE.name, STRONG),
        "the same, a sentence a chunk": lambda: prepare(data, ARTICLE.name, SMALL),
        "speakers and names by rule": lambda: spot(prepared.document, segments),
        "who says each sentence": lambda: speech.read(blocks, segments, spotted.profiles),
        "known names in a text": lambda: names.find(text),
        "numbers of a text": lambda: numbers.chinese_values(text),
    }
    rows = {f"CPU ms per 1,000 characters: {what}": cpu_ms(work) / thousands for what, work in per_thousand.items()}
    rows |= {
        f"wall ms: summarize {' '.join(words)}": start_ms(words) for words in (["--help"], ["--version"], ["schema"])
    }
    width = max(map(len, rows))
    for what, value in rows.items():
        print(f"{what:<{width}}  {value:8.1f}")
    (ROOT / "benchmarks" / "last.json").write_text(json.dumps(rows, indent=1) + "\n")


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


if __name__ == "__main__":
    main()
