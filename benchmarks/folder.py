"""(f) Peak memory of a batch of few and of many articles; (h) what a batch that is killed again and again loses, or pays twice."""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.articles import article
from benchmarks.measure import Measure
from benchmarks.simulator import Behaviour, simulated
from benchmarks.simulator.running import Simulated
from summarizer.report import Receipt
from summarizer.stages.render import FORMATS, load, render

ROOT = Path(__file__).parents[1]
FEW, MANY, KILLS = 100, 2000, 10
SENTENCES = 6
UNDER_WAY = 1.0
"""Seconds about a kill: what was answered then may not have been read and stored yet, or was sent to nobody."""
START = [sys.executable, "-c", "from summarizer.cli import main; main()"]
NOT_COMPARED = ("batch-report.json", "batch-report.csv", "index.html")
"""They tell of the run itself: times, and what was skipped."""


def measured(few: int = FEW, many: int = MANY, kills: int = KILLS) -> Iterator[Measure]:
    with tempfile.TemporaryDirectory() as place, simulated(Behaviour(first_token_seconds=0.02)) as simulator:
        folder = Path(place)
        peaks = [undisturbed(folder / str(n), n, simulator) for n in (few, many)]
        for n, (peak, seconds, asked) in zip((few, many), peaks, strict=True):
            yield Measure(f"(f) peak MB of a batch of {n:,} articles ({seconds:.0f} s, {asked:,} requests)", peak, 300)
        yield Measure("(f) the larger peak over the smaller", max(p[0] for p in peaks) / min(p[0] for p in peaks), 1.2)
        yield from disturbed(folder, many, kills, simulator, seconds=peaks[1][1])


def undisturbed(place: Path, articles: int, simulator: Simulated) -> tuple[float, float, int]:
    """Peak resident MB, wall seconds and requests of a batch into `place`/out."""
    lay_out(place / "in", articles)
    simulator.stats(anew=True)
    begun = time.perf_counter()
    with start(place, simulator) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"the batch ended with {process.returncode}"
    return used.ru_maxrss / 1024, time.perf_counter() - begun, simulator.stats()["requests"]


def disturbed(folder: Path, articles: int, kills: int, simulator: Simulated, *, seconds: float) -> Iterator[Measure]:
    """The same articles, killed at random times and resumed until they are done."""
    place, pause = folder / "killed", random.Random(7)
    lay_out(place / "in", articles)
    simulator.stats(anew=True)
    killed: list[float] = []
    for _ in range(kills):
        with start(place, simulator) as process:
            time.sleep(pause.uniform(1.0, max(1.5, 1.5 * seconds / kills)))
            killed.append(time.time())
            process.send_signal(signal.SIGKILL)
    with start(place, simulator) as process:
        assert process.wait() == 0
    counted = simulator.stats()
    kept = [at for at in counted["first_answers_of_those"] if not any(abs(kill - at) <= UNDER_WAY for kill in killed)]
    yield Measure(
        f"(h) answers paid twice after {kills} SIGKILLs, beside {counted['answered_twice'] - len(kept)} "
        "that were under way", len(kept), 0,
    )  # fmt: skip
    same = compared(folder / str(articles) / "out", place / "out")
    yield Measure("(h) files lost", same["lost"], 0)
    yield Measure("(h) files that differ from the undisturbed run's", same["different"], 0)


def compared(one: Path, other: Path) -> Mapping[str, int]:
    """Files of `one` that `other` lacks, and those that differ. A receipt tells of its own run, what it asked and how long it took: reports
    are compared without it, and pages are made again without it from both reports."""
    names = [p.relative_to(one) for p in one.rglob("*") if p.is_file() and p.name not in NOT_COMPARED]
    lost = [n for n in names if not (other / n).is_file()]
    different = [n for n in names if n not in lost and told(one / n) != told(other / n)]
    return {"lost": len(lost), "different": len(different)}


def told(path: Path) -> str:
    """What a result says beside the receipt: of a report all but that; of a page whether it is what its own report renders to."""
    stem, format = next(
        (path.name.removesuffix(f.suffix), name) for name, f in FORMATS.items() if path.name.endswith(f.suffix)
    )
    report = load(path.with_name(stem + FORMATS["json"].suffix))
    if format == "json":
        return report.model_copy(update={"receipt": Receipt(model="")}).model_dump_json()
    return str(path.read_text(encoding="utf-8") == render(report, format))


def lay_out(folder: Path, articles: int) -> None:
    folder.mkdir(parents=True)
    for number in range(articles):
        (folder / f"{number:05}.txt").write_text(article(number, SENTENCES), encoding="utf-8")


def start(place: Path, simulator: Simulated) -> "subprocess.Popen[bytes]":
    """The batch command on `place`/in."""
    words: Sequence[str] = ["batch", "in", "--output", "out", "--quiet"]
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("SUMMARIZER_", "OPENAI_"))}
    ours = {"SUMMARIZER_HOME": str(place / "home"), "PYTHONPATH": str(ROOT), "OPENAI_API_KEY": "sk-simulated"}
    told = {**environ, **ours, "OPENAI_BASE_URL": simulator.base_url}
    return subprocess.Popen([*START, *words], cwd=place, env=told)
