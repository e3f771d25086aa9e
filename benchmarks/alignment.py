"""Which paragraph belongs to which, measured: the four panels with a third of their paragraphs dropped, added, merged or split.

python -m benchmarks.alignment              links between paragraphs
python -m benchmarks.alignment paragraphs   what `summarize check` says of one paragraph dropped, moved, or of another text's English
"""

import random
import sys
import time
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "tests")]

from text.aligned_panels import PANELS, Tally, paragraphs, problem, tally  # noqa: E402

import summarizer  # noqa: E402
from summarizer.report import Report  # noqa: E402
from summarizer.text import names  # noqa: E402
from summarizer.text.align import align  # noqa: E402

SEEDS = (1, 2, 3)
PIECE, TRIALS = 30, 8
"""Paragraphs of a document that is damaged, and how often each document is."""
LONG_ENOUGH = 20
"""Characters of a paragraph that is dropped or moved."""


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


def damage() -> None:
    """Documents of thirty paragraphs: as they are, with one paragraph dropped or moved to another place, and beside another's English."""
    chance = random.Random(3)
    pieces = [
        rows[n : n + PIECE]
        for panel in PANELS
        for rows in [paragraphs(panel)]
        for n in range(0, len(rows) - PIECE + 1, PIECE)
    ]
    pieces = chance.sample(pieces, min(8, len(pieces)))
    found: Counter[str] = Counter()
    for piece, other in zip(pieces, pieces[1:] + pieces[:1], strict=True):
        whole = checked(piece, piece)
        found.update(["whole", *(["whole: errors"] if whole.needs_a_person else [])])
        unrelated = checked(piece, other)
        found.update(["unrelated", *(f"unrelated: {f.kind}" for f in unrelated.findings)])
        known = {(f.segment, f.rule) for f in whole.findings}
        long = [n for n, (source, _) in enumerate(piece) if len(source) >= LONG_ENOUGH]
        for n in chance.sample(long, min(TRIALS, len(long))):
            found.update(told("dropped", "missing", known, checked(piece, piece[:n] + piece[n + 1 :]), piece[n][0]))
            rest = piece[:n] + piece[n + 1 :]
            to = (n + PIECE // 2) % len(rest)
            found.update(told("moved", "moved", known, checked(piece, [*rest[:to], piece[n], *rest[to:]]), piece[n][0]))
    for what in sorted(found):
        sys.stdout.write(f"{what}: {found[what]}\n")


def told(what: str, kind: str, known: set[tuple[str | None, str]], report: Report, source: str) -> list[str]:
    """At its place, elsewhere, or not at all."""
    texts = {s.id: s.source for s in report.segments}
    new = [f for f in report.findings if (f.segment, f.rule) not in known and f.severity != "info"]
    there = any(f.kind == kind and texts[f.segment or ""][:LONG_ENOUGH] == source[:LONG_ENOUGH] for f in new)
    return [
        what,
        f"{what}: told at its place" if there else f"{what}: something told" if new else f"{what}: nothing told",
    ]


def checked(ours: list[tuple[str, str]], theirs: list[tuple[str, str]]) -> Report:
    source, english = ("\n\n".join(row[side] for row in rows) for side, rows in enumerate((ours, theirs)))
    return summarizer.check(source.encode(), english.encode())


if __name__ == "__main__":
    damage() if "paragraphs" in sys.argv[1:] else main()
