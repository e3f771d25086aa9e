"""Seeded faults: correct pairs of sentences in which one number of the English is changed or left out.

A number that the English says twice is not seeded: the other mention would still agree with the source, and a repeated
number is allowed.
"""

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.numbers import seeded, warned
from summarizer.text.numbers import autofix

HERE = Path(__file__).parent


def right(name: str) -> list[tuple[str, str]]:
    """The pairs of a table that are right."""
    rows = [line.split("\t") for line in (HERE / name).read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    return [
        (row[-2], row[-1]) if len(row) == 2 else (row[-3], row[-2]) for row in rows if len(row) == 2 or row[-1] == "ok"
    ]


PAIRS = right("number_pairs.tsv")
NEWS = right("number_news.tsv")


@pytest.mark.parametrize(("source", "target"), PAIRS + NEWS)
def test_a_correct_translation_raises_no_alarm(source: str, target: str) -> None:
    assert not warned(source, target)


@pytest.mark.parametrize(
    ("source", "target"),
    [*PAIRS, *NEWS, *right("number_idioms.tsv"), *right("number_phrases.tsv"), *right("number_probes.tsv")],
)
def test_a_correct_translation_is_not_corrected(source: str, target: str) -> None:
    assert autofix(source, target) is None


def test_of_seeded_faults_at_least_97_percent_are_seen(capsys: pytest.CaptureFixture[str]) -> None:
    made, seen = Counter[str](), Counter[str]()
    missed = []
    for kind, source, target in seeded(PAIRS + NEWS):
        made[kind] += 1
        if warned(source, target):
            seen[kind] += 1
        else:
            missed.append(f"{kind}: {source} | {target}")
    with capsys.disabled():
        print("\nseeded number faults seen:", ", ".join(f"{k} {seen[k]}/{made[k]}" for k in sorted(made)))  # noqa: T201
    assert made.total() >= 400
    assert seen.total() >= 0.97 * made.total(), "\n".join(missed)
    for kind in made:
        assert seen[kind] >= 0.85 * made[kind], "\n".join(missed)
