"""Mends that need no model: one number of a wrong magnitude, one name that is surely meant. Certain or not at all, and each is marked:
the reader is told what stood there."""

import re
from collections.abc import Iterable

from summarizer.records import Brief, Finding, Record, Translation
from summarizer.stages.repair.fault import Fault
from summarizer.text import names, numbers

WORD = re.compile(r"[A-Za-z0-9]+")


class Mend(Record):
    """Words of a segment's English exchanged for others; `why` says what in the source asks for them."""

    segment: str
    was: str
    now: str
    why: str

    @property
    def finding(self) -> Finding:
        detail = f"Put right without asking the model: {self.was} → {self.now}, {self.why}."
        return Finding(segment=self.segment, kind="mended", severity="info", detail=detail)


def mended(fault: Fault, brief: Brief) -> tuple[str, list[Mend]] | None:
    """The English put right and what was done to it, None where nothing is certain."""
    if not fault.was.target:
        return None
    text, mends = _number(fault)
    for slip in names.slips(fault.source, text, brief.terms):
        wrong = names.misspelt(text, slip, others=brief.terms)
        better = names.mend(text, slip, others=brief.terms)
        if wrong and better:
            why = f"the article's form of {slip.form}"
            mends.append(Mend(segment=fault.segment.id, was=wrong, now=slip.term.target, why=why))
            text = better
    return (text, mends) if mends else None


def surviving(mends: Iterable[Mend], fault: Fault, now: Translation) -> list[Mend]:
    """The mends that still hold after another answer: an answer of its own takes them with it, one that only exchanges left-over
    Chinese words does not."""
    words = set(WORD.findall(fault.was.target or ""))
    same = now.target == fault.was.target or words <= set(WORD.findall(now.target or ""))
    return [m for m in mends if same or m.segment != now.segment]


def _number(fault: Fault) -> tuple[str, list[Mend]]:
    """The English with its one wrong magnitude put right, else as it is."""
    target = fault.was.target or ""
    better = numbers.mend(fault.source, target)
    if better is None:
        return target, []
    [wrong] = numbers.compare(fault.source, target)
    assert wrong.source is not None
    assert wrong.target is not None
    now = better[wrong.target.start : len(better) - (len(target) - wrong.target.end)]
    why = f"after the source's {wrong.source.text}"
    return better, [Mend(segment=fault.segment.id, was=wrong.target.text, now=now, why=why)]
