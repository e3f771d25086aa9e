"""Which paragraph belongs to which, measured: the four panels with a third of their paragraphs dropped, added, merged or split.

python -m benchmarks.alignment
"""

import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "tests")]

from text.aligned_panels import PANELS, Tally, problem, tally  # noqa: E402

from summarizer.text import names  # noqa: E402
from summarizer.text.align import align  # noqa: E402

SEEDS = (1, 2, 3)


def main() -> None:
    print(
        "| panel | paragraphs changed | links | precision | recall | CPU s |\n| --- | ---: | ---: | ---: | ---: | ---: |"
    )
    for changed, seeds in ((0.0, SEEDS[:1]), (0.3, SEEDS)):
        for panel in PANELS:
            started = time.process_time()
            found = total([aligned(panel, seed, changed) for seed in seeds])
            seconds = (time.process_time() - started) / len(seeds)
            print(
                f"| {panel} | {changed:.0%} | {found.wanted} | {found.precision:.3f} | {found.recall:.3f} | {seconds:.1f} |"
            )


def aligned(panel: str, seed: int, changed: float) -> Tally:
    given = problem(panel, seed, changed=changed)
    return tally(align(given.source, given.target, names.find("\n".join(given.source))), given.links)


def total(found: list[Tally]) -> Tally:
    return Tally(*(sum(column) for column in zip(*found, strict=True)))


if __name__ == "__main__":
    main()
