"""Each check by itself: what it sees of faults put in on purpose, and how often it objects to what professionals wrote.

    python -m benchmarks.checks                                     the panels (CC0 1.0), on which the rules were made
    python -m benchmarks.checks --pairs development=FILE unseen=FILE   tab-separated Chinese and English, one pair a line
    ... --write                                                      keeps the figures for docs/checks.md (benchmarks/data/checks.tsv)

Precision is that of a text of which one sentence in ten has one fault, of all kinds of `benchmarks/seeding.py` equally often.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.seeding import WAYS, Pair, seeded
from summarizer.records import Block, Brief, Decoding, Document, Finding, Name, Severity
from summarizer.stages.brief import rule_based_brief
from summarizer.stages.segment import segment
from summarizer.stages.verify import verify_segment
from summarizer.text.checks import RULES, Case

PANELS = Path(__file__).parents[1] / "tests" / "panels" / "paragraphs.tsv"
FIGURES = Path(__file__).parent / "data" / "checks.tsv"
FAULTY = 0.1
HEAD = """# What each check saw, made by `python -m benchmarks.checks --write`. Columns: set of pairs; rule; alarms about pairs as they are; pairs;
# precision where one sentence in ten has a fault; and in rows "fault": kind of fault, faults, seen (error or warning), seen as a remark.
"""


class Measured(NamedTuple):
    """`alarms` and `seen` by rule; `share` of the faults that a rule sees, each kind counted the same; by kind of fault `made`, `told` with an
    error or warning, and `remarked` with a remark only. `lines` are the pairs with an error or warning, `errors` those with an error."""

    pairs: int
    alarms: Counter[str]
    share: dict[str, float]
    made: Counter[str]
    told: Counter[str]
    remarked: Counter[str]
    lines: int
    errors: int
    shown: list[tuple[Pair, Finding]]

    def precision(self, rule: str) -> float | None:
        """None where the rule found nothing at all."""
        right = FAULTY * self.share.get(rule, 0.0)
        wrong = (1 - FAULTY) * self.alarms[rule] / max(1, self.pairs)
        return right / (right + wrong) if right + wrong else None


def measure(pairs: Sequence[Pair]) -> Measured:
    briefs = {pair: brief_of(pair.source) for pair in pairs}
    good = {pair: found(pair.source, pair.target, briefs[pair]) for pair in pairs}
    made, told, remarked = Counter[str](), Counter[str](), Counter[str]()
    seen: dict[str, Counter[str]] = {kind: Counter() for kind in WAYS}
    for pair, fault in seeded(pairs):
        known = {(f.rule, f.found, f.expected) for f in good[pair]}
        new = [f for f in found(pair.source, fault.damaged, briefs[pair]) if (f.rule, f.found, f.expected) not in known]
        made[fault.kind] += 1
        told[fault.kind] += any(f.severity != Severity.INFO for f in new)
        remarked[fault.kind] += bool(new) and all(f.severity == Severity.INFO for f in new)
        seen[fault.kind].update({f.rule for f in new})
    kinds = [kind for kind in WAYS if made[kind]]
    share = {rule.id: sum(seen[kind][rule.id] / made[kind] for kind in kinds) / max(1, len(kinds)) for rule in RULES}
    serious = [[f for f in findings if f.severity != Severity.INFO] for findings in good.values()]
    return Measured(
        pairs=len(pairs),
        alarms=Counter(rule for findings in good.values() for rule in {f.rule for f in findings}),
        share=share,
        made=made,
        told=told,
        remarked=remarked,
        lines=sum(map(bool, serious)),
        errors=sum(any(f.severity == Severity.ERROR for f in findings) for findings in serious),
        shown=[(pair, f) for pair, findings in good.items() for f in findings],
    )


def found(source: str, target: str, brief: Brief) -> tuple[Finding, ...]:
    return verify_segment(Case(source, target, brief.terms, names_in_brackets=True, segment="p1.s1"))


def brief_of(source: str) -> Brief:
    blocks = (Block(id="p1", kind="paragraph", text=source),)
    decoding = Decoding(encoding="utf-8", confidence=1, basis="given")
    document = Document(origin="", sha256="", format="text", decoding=decoding, blocks=blocks)
    return Brief(title=Name(source=""), terms=rule_based_brief(document, segment(document), ()).terms)


def panels() -> list[Pair]:
    rows = [line.split("\t") for line in PANELS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [Pair(row[4], row[5]) for row in rows]


def read(path: Path) -> list[Pair]:
    rows = [
        line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    ]
    return [Pair(row[0], row[1]) for row in rows]


def show(name: str, measured: Measured, *, verbose: bool) -> None:
    write = sys.stdout.write
    write(f"\n## {name}: {measured.pairs} pairs\n\n")
    write(
        f"Alarms (error or warning): {measured.lines} = {measured.lines / measured.pairs:.1%} of pairs; errors: {measured.errors} ="
        f" {measured.errors / measured.pairs:.1%}\n\n"
    )
    write("| rule | severity | alarms | share of faults | precision |\n| --- | --- | ---: | ---: | ---: |\n")
    for rule in RULES:
        precision = measured.precision(rule.id)
        if precision is not None:
            share = measured.share.get(rule.id, 0)
            write(f"| {rule.id} | {rule.severity} | {measured.alarms[rule.id]} | {share:.1%} | {precision:.0%} |\n")
    write("\n| fault | made | seen | as a remark only | recall |\n| --- | ---: | ---: | ---: | ---: |\n")
    for kind in WAYS:
        if made := measured.made[kind]:
            told = measured.told[kind]
            write(f"| {kind} | {made} | {told} | {measured.remarked[kind]} | {told / made:.0%} |\n")
    for pair, finding in measured.shown if verbose else ():
        write(f"\n{finding.severity} {finding.rule}: {finding.detail}\n  {pair.source}\n  {pair.target}\n")


def rows(name: str, measured: Measured) -> list[str]:
    told = [
        f"{name}\t{rule.id}\t{measured.alarms[rule.id]}\t{measured.pairs}\t{'' if p is None else f'{p:.2f}'}"
        for rule in RULES
        for p in [measured.precision(rule.id)]
    ]
    faults = [
        f"{name}\tfault\t{kind}\t{measured.made[kind]}\t{measured.told[kind]}\t{measured.remarked[kind]}"
        for kind in WAYS
        if measured.made[kind]
    ]
    return [f"{name}\tall\t{measured.lines}\t{measured.errors}\t{measured.pairs}", *told, *faults]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", nargs="+", metavar="NAME=FILE", default=[])
    parser.add_argument("--write", action="store_true", help="keep the figures for docs/checks.md")
    parser.add_argument("--verbose", action="store_true", help="show every finding about a pair as it is")
    given = parser.parse_args()
    sets: dict[str, list[Pair]] = {}
    for one in given.pairs:
        name, _, path = one.partition("=")
        sets.setdefault(name, []).extend(read(Path(path)))
    lines: list[str] = []
    for name, pairs in (sets or {"panels": panels()}).items():
        measured = measure(pairs)
        show(name, measured, verbose=given.verbose)
        lines += rows(name, measured)
    if given.write:
        kept = FIGURES.read_text(encoding="utf-8").splitlines() if FIGURES.exists() else []
        names = {line.partition("\t")[0] for line in lines}
        old = [line for line in kept if not line.startswith("#") and line.partition("\t")[0] not in names]
        FIGURES.write_text(HEAD + "".join(f"{line}\n" for line in [*old, *lines]), encoding="utf-8")


if __name__ == "__main__":
    main()
