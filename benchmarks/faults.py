"""Faults put into correct translations on purpose: how many the checks see, and how often they object to what is right.

    python -m benchmarks.faults           measures, on tests/quality/seeded_faults.tsv
    python -m benchmarks.faults --make    makes that table anew (fixed seed), to be read before it is committed

The pairs are paragraphs of four panels with the English their archive gives (tests/panels, CC0 1.0). A fault counts as seen where
`verify` has a finding about the damaged pair that it does not have about the good one; where that is a remark only (severity info),
it is counted so as well.
"""

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from summarizer.records import Block, Brief, Decoding, Document, Finding, Name, Segment, Severity, Term, Translation
from summarizer.stages.brief import rule_based_brief
from summarizer.stages.segment import segment
from summarizer.stages.verify import verify
from summarizer.text import names, numbers
from summarizer.text.numbers.agree import agree
from summarizer.text.scripts import HAN, han_count

TESTS = Path(__file__).parents[1] / "tests"
PANELS = TESTS / "panels" / "paragraphs.tsv"
TABLE = TESTS / "quality" / "seeded_faults.tsv"
SEED = 20150827
PAIRS, FAULTS_EACH = 200, 2
HAN_LENGTHS = range(12, 110)
HEAD = """# Correct pairs from four panels (github.com/audreyt/transcript, CC0 1.0), each damaged in two known ways by benchmarks/faults.py.
# panel, kind of the fault, what was done, Chinese, English, damaged English
"""
SURE = ("magnitude", "digits", "number word", "name swapped", "Chinese left", "cut off", "empty", "copied")
"""Kinds that a program can be sure about; the others are hard without understanding."""


class Pair(NamedTuple):
    panel: str
    source: str
    good: str


class Fault(NamedTuple):
    """A row of the table."""

    panel: str
    kind: str
    what: str
    source: str
    good: str
    damaged: str

    @property
    def pair(self) -> Pair:
        return Pair(self.panel, self.source, self.good)


class Measured(NamedTuple):
    """`seen` and `made` by kind of fault, `remarked` those seen as a remark only; `by` which check saw it; `missed` what none saw;
    `alarms` all findings about undamaged pairs."""

    made: Counter[str]
    seen: Counter[str]
    remarked: Counter[str]
    by: dict[str, Counter[str]]
    missed: list[Fault]
    alarms: list[tuple[Pair, Finding]]
    pairs: int

    @property
    def alarmed(self) -> set[Pair]:
        """Correct pairs with a warning or an error."""
        return {pair for pair, finding in self.alarms if finding.severity != Severity.INFO}

    def recall(self, *kinds: str) -> float:
        return sum(self.seen[k] for k in kinds) / max(1, sum(self.made[k] for k in kinds))


def main() -> None:
    if "--make" in sys.argv[1:]:
        rows = "".join("\t".join(fault) + "\n" for fault in made())
        TABLE.write_text(HEAD + rows, encoding="utf-8")
        return
    found = measure()
    print(f"{found.pairs} correct pairs, {found.made.total()} faults\n")
    print("| fault | made | seen | as a remark only | recall | seen by |\n| --- | ---: | ---: | ---: | ---: | --- |")
    for kind in FAULTS:
        by = ", ".join(f"{check} {n}" for check, n in found.by[kind].most_common(4))
        print(
            f"| {kind} | {found.made[kind]} | {found.seen[kind]} | {found.remarked[kind]} | {found.recall(kind):.1%} | {by} |"
        )
    alarmed = found.alarmed
    print(
        f"\nWarnings or errors about {len(alarmed)} of {found.pairs} correct pairs = {len(alarmed) / found.pairs:.1%}\n"
    )
    print("| severity | check | false alarms |\n| --- | --- | ---: |")
    for (severity, kind), n in Counter((f.severity, f.kind) for _, f in found.alarms).most_common():
        print(f"| {severity} | {kind} | {n} |")
    if "--verbose" in sys.argv[1:]:
        _show(found)


def _show(found: Measured) -> None:
    for fault in found.missed:
        print(f"\nMISSED {fault.kind} ({fault.what})\n  {fault.source}\n  {fault.good}\n  {fault.damaged}")
    for pair, finding in found.alarms:
        print(f"\nALARM {finding.kind}: {finding.detail}\n  {pair.source}\n  {pair.good}")


def measure() -> Measured:
    """The table against `verify`, with a brief for each panel: what needs no model, and the archive's names of its speakers."""
    faults = table()
    pairs = list(dict.fromkeys(f.pair for f in faults))
    good = {pair: findings(pair, pair.good) for pair in pairs}
    made, seen, remarked, missed = Counter[str](), Counter[str](), Counter[str](), list[Fault]()
    by: dict[str, Counter[str]] = {kind: Counter() for kind in FAULTS}
    for fault in faults:
        made[fault.kind] += 1
        known = {(f.kind, f.detail) for f in good[fault.pair]}
        new = [f for f in findings(fault.pair, fault.damaged) if (f.kind, f.detail) not in known]
        if new:
            seen[fault.kind] += 1
            remarked[fault.kind] += new[0].severity == Severity.INFO
            by[fault.kind][new[0].kind] += 1
        else:
            missed.append(fault)
    return Measured(made, seen, remarked, by, missed, [(p, f) for p in pairs for f in good[p]], len(pairs))


def findings(pair: Pair, english: str) -> list[Finding]:
    """The most severe first. The archive gives names in brackets: Mei-Chen Hu (胡美蓁)."""
    one = Segment(id="p1.s1", block="p1", source=pair.source)
    made = {one.id: Translation(segment=one.id, target=english)}
    return list(verify([one], made, brief_of(pair.panel), names_in_brackets=True))


def table() -> list[Fault]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [Fault(*line.split("\t")) for line in lines if not line.startswith("#")]


@cache
def paragraphs() -> tuple[tuple[str, ...], ...]:
    """Panel, turn, speaker, speaker in English, Chinese, English."""
    lines = PANELS.read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if not line.startswith("#"))


@cache
def brief_of(panel: str) -> Brief:
    rows = [row for row in paragraphs() if row[0] == panel]
    blocks = tuple(Block(id=f"p{n}", kind="paragraph", text=f"{r[2]}：{r[4]}") for n, r in enumerate(rows, 1))
    decoding = Decoding(encoding="utf-8", confidence=1, basis="given")
    document = Document(origin=panel, sha256="", format="text", decoding=decoding, language="zh-Hant", blocks=blocks)
    speakers = {row[2]: Term(source=row[2], target=row[3], kind="person", origin="glossary") for row in rows}
    rule_brief = rule_based_brief(document, segment(document), tuple(speakers.values()))
    return Brief(title=Name(source=""), terms=rule_brief.terms, profiles=rule_brief.profiles)


def made() -> Iterator[Fault]:
    """Pairs in an order that the seed gives, each damaged in those ways of which there are fewest so far; every number
    that can be damaged is, since there are not many."""
    chance = random.Random(SEED)
    pairs = [Pair(r[0], r[4], r[5]) for r in paragraphs() if han_count(r[4]) in HAN_LENGTHS]
    chance.shuffle(pairs)
    ways = {pair: _ways(pair) for pair in pairs}
    chosen = sorted(pairs, key=lambda pair: -sum(kind in RARE for kind in ways[pair]))[:PAIRS]
    used: Counter[str] = Counter()
    for pair in chosen:
        fewest = sorted(ways[pair], key=lambda kind: used[kind])[:FAULTS_EACH]
        for kind in dict.fromkeys([*fewest, *(k for k in NUMBERS if k in ways[pair])]):
            what, damaged = chance.choice(ways[pair][kind])
            used[kind] += 1
            yield Fault(pair.panel, kind, what, pair.source, pair.good, damaged)


def _ways(pair: Pair) -> dict[str, list[tuple[str, str]]]:
    """What can be done to the pair, by kind: in words, and the damaged English."""
    found = {kind: list(dict.fromkeys(damage(pair))) for kind, damage in FAULTS.items()}
    return {kind: ways for kind, ways in found.items() if ways}


Damage = Iterator[tuple[str, str]]
_FIGURES = re.compile(r"\d[\d,]*(?:\.\d+)?")
_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SIZES = {
    "hundred": "thousand",
    "thousand": "million",
    "million": "billion",
    "billion": "trillion",
    "trillion": "billion",
}


def _values(good: str) -> Iterator[numbers.Value]:
    """Numbers that must stand, and stand once: another mention would still be right."""
    found = numbers.english_values(good)
    for v in found:
        if v.required and v.kind != "name" and sum(agree(v, other) for other in found) == 1:
            yield v


def _replaced(good: str, start: int, end: int, words: str) -> tuple[str, str]:
    return f"“{good[start:end]}” to “{words}”", good[:start] + words + good[end:]


def magnitude(pair: Pair) -> Damage:
    for v in _values(pair.good):
        for size, wrong in _SIZES.items():
            if re.search(rf"\b{size}\b", v.text):
                yield _replaced(pair.good, v.start, v.end, re.sub(rf"\b{size}\b", wrong, v.text))
        figures = _FIGURES.search(v.text)
        if figures and v.kind in ("plain", "money", "measure") and v.low >= 100:
            yield _replaced(pair.good, v.start, v.end, v.text.replace(figures[0], figures[0] + "0"))


def digits(pair: Pair) -> Damage:
    for v in _values(pair.good):
        if figures := _FIGURES.search(v.text):
            at = figures.start() + max(i for i, c in enumerate(figures[0]) if c.isdigit())
            wrong = v.text[:at] + str((int(v.text[at]) + 3) % 10) + v.text[at + 1 :]
            yield _replaced(pair.good, v.start, v.end, wrong)


def number_word(pair: Pair) -> Damage:
    for v in _values(pair.good):
        for word, wrong in zip(_WORDS, _WORDS[1:] + _WORDS[:1], strict=True):
            if re.search(rf"\b{word}\b", v.text):
                yield _replaced(pair.good, v.start, v.end, re.sub(rf"\b{word}\b", wrong, v.text))


def name_swapped(pair: Pair) -> Damage:
    """A name for another of the article, which the sentence does not have, of the same kind; one that is said twice is left alone."""
    terms = [t for t in brief_of(pair.panel).terms if t.kind in ("person", "organisation", "place") and t.target]
    absent = [t for t in terms if t.source not in pair.source and not names.same_name(pair.good, t)]
    for term in terms:
        place = re.search(rf"\b{re.escape(term.target)}\b", pair.good)
        if place and term.source in pair.source and all(_once(word, pair.good) for word in term.target.split()):
            for other in [t for t in absent if t.kind == term.kind and term.target not in t.target][:3]:
                yield _replaced(pair.good, *place.span(), other.target)


def _once(word: str, text: str) -> bool:
    """True where no other word of the text begins like it: Europe, European."""
    return len(re.findall(rf"\b{re.escape(word[:5])}", text)) == 1


def chinese_left(pair: Pair) -> Damage:
    words = list(re.finditer(r"(?<= )[a-z]{5,}(?= )", pair.good))
    runs = re.findall(f"(?:{HAN.pattern}){{2}}", pair.source)
    for word, run in zip(words[1::2], runs[1::2], strict=False):
        yield _replaced(pair.good, word.start(), word.end(), run)


def cut_off(pair: Pair) -> Damage:
    words = pair.good.split(" ")
    for share in (0.35, 0.5, 0.65, 0.8):
        kept = " ".join(words[: round(share * len(words))])
        if len(words) > 8 and kept[-1:].isalpha():
            yield f"after {share:.0%} of the words", kept


def empty(pair: Pair) -> Damage:
    yield f"nothing is left of {len(pair.good)} characters", ""


def copied(pair: Pair) -> Damage:
    yield "the source stands there", pair.source


def clause_dropped(pair: Pair) -> Damage:
    """What stands between two commas, or from a comma to the end of its sentence: four words or more."""
    for found in re.finditer(r", ([^,.;:!?()“”\"]+)(?=[,.;!?])", pair.good):
        if len(found[1].split()) >= 4:
            yield f"“{found[1]}”", pair.good[: found.start()] + pair.good[found.end() :]


_HEDGED = re.compile("可能|也許|或許|恐怕|大概|應該|似乎|好像|據說|預計|也许|或许|应该|据说|预计")
_HEDGES = {
    "might": "will", "may": "will", "could": "will", "probably ": "", "perhaps ": "", "maybe ": "", "possibly ": "",
    "likely ": "", "seems to be": "is", "should be": "is",
}  # fmt: skip


def hedge_flattened(pair: Pair) -> Damage:
    """All hedges of the English, where the Chinese has exactly one."""
    if len(_HEDGED.findall(pair.source)) != 1:
        return
    held = [h for h in _HEDGES if re.search(rf"\b{h.strip()}\b", pair.good, re.IGNORECASE)]
    damaged = pair.good
    for hedge in held:
        damaged = re.sub(rf"\b{hedge}", _HEDGES[hedge], damaged, flags=re.IGNORECASE)
    if len(held) == 1 and damaged != pair.good:
        yield f"“{held[0].strip()}” to “{_HEDGES[held[0]] or 'nothing'}”", damaged


_NEGATED = re.compile(r"n[’']t\b| not\b")
_AFFIRMED = re.compile(r"\b(?:is|are|was|were|will|can|should|must|would|has been|have been)\b(?! not|n[’']t)")
_NO = re.compile("[不沒没無无未非別别否]")


def negated(pair: Pair) -> Damage:
    """A denial lost where there is exactly one, or gained where the Chinese has none."""
    if len(_NEGATED.findall(pair.good)) == 1 and len(_NO.findall(pair.source)) == 1:
        lost = re.sub(r"\bcan[’']t", "can", re.sub(r"\bwon[’']t", "will", pair.good))
        yield "the denial is lost", _NEGATED.sub("", lost, count=1)
    if not _NO.search(pair.source) and not _NEGATED.search(pair.good) and (found := _AFFIRMED.search(pair.good)):
        yield "“not” is added", pair.good[: found.end()] + " not" + pair.good[found.end() :]


FAULTS: dict[str, Callable[[Pair], Damage]] = {
    "magnitude": magnitude,
    "digits": digits,
    "number word": number_word,
    "name swapped": name_swapped,
    "Chinese left": chinese_left,
    "cut off": cut_off,
    "empty": empty,
    "copied": copied,
    "clause dropped": clause_dropped,
    "hedge flattened": hedge_flattened,
    "negated": negated,
}
NUMBERS = ("magnitude", "digits", "number word")
RARE: Sequence[str] = (*NUMBERS, "name swapped", "hedge flattened", "negated")


if __name__ == "__main__":
    main()
