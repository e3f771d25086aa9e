"""How the number checks do on pairs that are right: alarms about them, and how many damaged values they see.

    python -m benchmarks.numbers PAIRS.tsv...     tab-separated: Chinese, English; lines that start with # are left out

Alarms count warnings and errors. Damage: a digit, a magnitude, a number word, a unit, a
currency, a bound or a direction exchanged, or the value left out; a value that the English says twice is left alone.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from summarizer.records import Severity
from summarizer.text.numbers import Value, autofix, compare, english_values
from summarizer.text.numbers.agree import agree
from summarizer.text.numbers.values import figure

MONEY = re.compile("[元块塊圓]|卢布")
FIGURES = re.compile(r"\d[\d,]*(?:\.\d+)?")
WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
MAGNITUDES = {"million": "billion", "billion": "trillion", "trillion": "billion"}
UNITS = {
    "kilometers": "metres", "metres": "kilometres", "miles": "kilometres", "percent": "percentage points", "%": " percentage points",
    "hours": "minutes", "minutes": "hours", "hour": "minute", "days": "weeks", "weeks": "months", "months": "years", "years": "months",
    "tonne": "kilogram", "tonnes": "kilograms", "Celsius": "Fahrenheit", "percentage points": "percent", "storeys": "metres",
}  # fmt: skip
CURRENCIES = {
    "yuan": "dollars",
    "yen": "yuan",
    "roubles": "euros",
    "HK$": "US$",
    "NT$": "US$",
    "RMB": "$",
    "euros": "dollars",
    "dollars": "yuan",
}
BOUNDS = {
    "more than": "less than", "less than": "more than", "over": "under", "at least": "at most", "fewer than": "more than",
    "nearly": "more than", "almost": "more than",
}  # fmt: skip
TRENDS = {
    "rose": "fell", "fell": "rose", "up": "down", "grew": "shrank", "dropped": "climbed", "raised": "lowered", "risen": "fallen",
    "fell by": "rose by", "surged": "plunged", "cut": "raised",
}  # fmt: skip


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
    yield from _exchanged("magnitude", value.text, MAGNITUDES)
    yield from _exchanged("word", value.text, dict(zip(WORDS, WORDS[1:] + WORDS[:1], strict=True)))
    yield from _exchanged("unit", value.text, UNITS)
    yield from _exchanged("currency", value.text, CURRENCIES)


def _exchanged(kind: str, text: str, exchanges: dict[str, str]) -> Iterator[tuple[str, str]]:
    for word, wrong in exchanges.items():
        found = re.search(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])", text)
        if found:
            yield kind, text[: found.start()] + wrong + text[found.end() :]


def _another_digit(figures: str) -> str:
    """The last digit but zeros, one higher."""
    at = max((i for i, c in enumerate(figures) if c in "123456789"), default=0)
    return figures[:at] + str(int(figures[at]) % 9 + 1) + figures[at + 1 :]


def seeded(pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Kind of the fault, Chinese, damaged English."""
    for source, target in pairs:
        values = english_values(target)
        for v in values:
            if v.required and v.kind != "name" and sum(agree(v, other) for other in values) == 1:
                for kind, words in faults(v):
                    if kind == "currency" and not MONEY.search(source):
                        continue
                    yield kind, source, target[: v.start] + words + target[v.end :]
                for kind, words in _around(v, target):
                    yield kind, source, words


def _around(v: Value, target: str) -> Iterator[tuple[str, str]]:
    """The sentence with the words before the value exchanged: its bound, and whether something rises."""
    if v.phrase_start >= 0:
        phrase = target[v.phrase_start : v.start]
        for kind, words in _exchanged("bound", phrase.lower(), BOUNDS):
            yield kind, target[: v.phrase_start] + words + target[v.start :]
    if v.trend and not v.text.startswith("$"):
        begin = max(0, v.start - 16)
        for kind, words in _exchanged("trend", target[begin : v.end + 6], TRENDS):
            yield kind, target[:begin] + words + target[v.end + 6 :]


def warned(source: str, target: str) -> bool:
    return any(m.severity != Severity.INFO for m in compare(source, target))


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
