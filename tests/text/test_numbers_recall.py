"""Seeded faults: correct pairs of sentences in which one number of the English is changed or left out.

A number that the English says twice is not seeded: the other mention would still agree with the source, and a repeated
number is allowed.
"""

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from summarizer.text.numbers import Value, compare, english_values
from summarizer.text.numbers.agree import agree
from summarizer.text.numbers.values import figure

LINES = (Path(__file__).parent / "number_pairs.tsv").read_text(encoding="utf-8").splitlines()
PAIRS = [line.split("\t") for line in LINES if not line.startswith("#")]
FIGURES = re.compile(r"\d[\d,]*(?:\.\d+)?")
WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
MAGNITUDES = {"million": "billion", "billion": "trillion", "trillion": "billion"}


def faults(value: Value) -> Iterator[tuple[str, str]]:
    """What the value's words become, and the kind of the fault."""
    yield "left out", ""
    figures = FIGURES.search(value.text)
    if figures:
        number = Fraction(figures[0].replace(",", ""))
        yield "digit", FIGURES.sub(_another_digit(figures[0]), value.text, count=1)
        if value.kind in ("plain", "money") and value.low >= 1000:
            yield "magnitude", FIGURES.sub(figure(number * 10), value.text, count=1)
            yield "magnitude", FIGURES.sub(figure(number / 10000), value.text, count=1)
        if value.kind == "percent":
            yield "percent", FIGURES.sub(figure(number / 10), value.text, count=1)
            yield "percent", value.text.replace("%", " percentage points")
    for word, wrong in MAGNITUDES.items():
        if word in value.text:
            yield "magnitude", value.text.replace(word, wrong)
    for word, wrong in zip(WORDS, WORDS[1:] + WORDS[:1], strict=True):
        if re.search(rf"\b{word}\b", value.text):
            yield "word", re.sub(rf"\b{word}\b", wrong, value.text)


def _another_digit(figures: str) -> str:
    """The last digit but zeros, one higher."""
    at = max(i for i, c in enumerate(figures) if c in "123456789")
    return figures[:at] + str(int(figures[at]) % 9 + 1) + figures[at + 1 :]


def seeded() -> Iterator[tuple[str, str, str]]:
    for source, target in PAIRS:
        values = english_values(target)
        for v in values:
            if v.required and v.kind != "name" and sum(agree(v, other) for other in values) == 1:
                for kind, words in faults(v):
                    yield kind, source, target[: v.start] + words + target[v.end :]


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_a_correct_translation_raises_no_alarm(source: str, target: str) -> None:
    assert compare(source, target) == ()


def test_of_seeded_faults_at_least_98_percent_are_seen(capsys: pytest.CaptureFixture[str]) -> None:
    made, seen = Counter[str](), Counter[str]()
    missed = []
    for kind, source, target in seeded():
        made[kind] += 1
        if compare(source, target):
            seen[kind] += 1
        else:
            missed.append(f"{kind}: {source} | {target}")
    with capsys.disabled():
        print("\nseeded number faults seen:", ", ".join(f"{k} {seen[k]}/{made[k]}" for k in sorted(made)))  # noqa: T201
    assert made.total() >= 200
    assert seen.total() >= 0.98 * made.total(), "\n".join(missed)
