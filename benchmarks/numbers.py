"""How the number checks do on pairs that are right: alarms about them, and how many damaged values they see.

    python -m benchmarks.numbers PAIRS.tsv...     tab-separated: Chinese, English; lines that start with # are left out

Alarms count warnings and errors. Damage is that of `tests/text/test_numbers_recall.py`: a digit, a magnitude, a number word, a unit, a
currency, a bound or a direction exchanged, or the value left out; a value that the English says twice is left alone.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from summarizer.records import Severity
from summarizer.text.numbers import autofix, compare
from tests.text.test_numbers_recall import seeded, warned


def main() -> None:
    for name in sys.argv[1:]:
        pairs = list(read(Path(name)))
        _print_alarms(name, pairs)
        _print_recall(pairs)


def read(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            source, target = line.split("\t")[:2]
            yield source, target


def _print_alarms(name: str, pairs: list[tuple[str, str]]) -> None:
    alarmed = 0
    for source, target in pairs:
        grave = [m for m in compare(source, target) if m.severity != Severity.INFO]
        alarmed += bool(grave)
        for m in grave:
            print(f"  {m.rule}: {m.detail} | {source[:60]}")
    corrected = sum(autofix(source, target) is not None for source, target in pairs)
    print(f"{name}: alarms on {alarmed} of {len(pairs)} pairs; {corrected} corrected")


def _print_recall(pairs: list[tuple[str, str]]) -> None:
    made, seen = Counter[str](), Counter[str]()
    for kind, source, damaged in seeded([pair for pair in pairs if not warned(*pair)]):
        made[kind] += 1
        seen[kind] += warned(source, damaged)
    kinds = ", ".join(f"{kind} {seen[kind]}/{made[kind]}" for kind in sorted(made))
    print(f"  damaged values seen: {seen.total()} of {made.total()} ({kinds})")


if __name__ == "__main__":
    main()
