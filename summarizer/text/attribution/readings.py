"""From stretches of text to readings: one for each segment, or for each part of a segment that holds two people's words."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from summarizer.records import Basis, Block, Reading, Segment, TraceStep
from summarizer.text.attribution.reliability import CREDITED, SURE, probability
from summarizer.text.attribution.spans import Span

LEAST_PART = 5
"""Characters of words below which a part of a segment is not told apart."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A segment or a part of it: [start, end) of the segment's source. `span` is None for narration."""

    segment: str
    start: int
    end: int
    whole: bool
    source: str
    span: Span | None

    @property
    def id(self) -> str:
        return self.segment if self.whole else f"{self.segment}:{self.start}-{self.end}"

    @property
    def probability(self) -> float:
        return probability(self.span.evidence) if self.span and self.span.who else 0.0

    @property
    def credited(self) -> bool:
        return self.probability >= CREDITED

    @property
    def sure(self) -> bool:
        return self.probability >= SURE


def units_of(blocks: Sequence[Block], segments: Sequence[Segment], spans: Sequence[Span]) -> tuple[Unit, ...]:
    """The segments, in order, each whole or in its parts."""
    number = {block.id: at for at, block in enumerate(blocks)}
    of_block: dict[int, list[tuple[int, Segment, list[Span]]]] = {}
    placed: list[tuple[int, Segment, list[Span]]] = []
    for segment in segments:
        before = of_block.setdefault(number[segment.block], [])
        start = before[-1][0] + len(before[-1][1].source) if before else 0
        before.append((start, segment, []))
        placed.append(before[-1])
    for span in spans:
        inside = of_block.get(span.block, [])
        first = max(0, bisect_right(inside, span.start, key=lambda one: one[0]) - 1)
        for start, segment, theirs in inside[first : bisect_left(inside, span.end, key=lambda one: one[0])]:
            if span.start < start + len(segment.source):
                theirs.append(span)
    return tuple(unit for start, segment, theirs in placed for unit in _units(segment, start, theirs))


def _units(segment: Segment, start: int, inside: Sequence[Span]) -> Iterator[Unit]:
    """Each span has what no later one takes: a later span of a block that lies inside an earlier one is a part of its own."""
    source = segment.source
    owner: list[Span | None] = [None] * len(source)
    for span in inside:
        for place in range(max(0, span.start - start), min(len(source), span.end - start)):
            owner[place] = span
    runs = _runs(source, owner)
    if len(runs) <= 1:
        yield Unit(segment.id, 0, len(source), True, source, runs[0].span if runs else None)
        return
    for run in runs:
        yield Unit(segment.id, run.start, run.end, False, source[run.start : run.end], run.span)


@dataclass(slots=True)
class _Run:
    start: int
    end: int
    span: Span | None


def _runs(source: str, owner: Sequence[Span | None]) -> list[_Run]:
    """Stretches of one owner; what is too short to be words goes to its neighbour."""
    runs: list[_Run] = []
    for place, span in enumerate(owner):
        if runs and (runs[-1].span is span or _same(runs[-1].span, span)):
            runs[-1].end = place + 1
        else:
            runs.append(_Run(place, place + 1, span))
    merged: list[_Run] = []
    for run in runs:
        short = _size(source, run) < LEAST_PART
        if merged and (short or _same(merged[-1].span, run.span)):
            merged[-1].end = run.end
        elif len(merged) == 1 and _size(source, merged[0]) < LEAST_PART:
            merged[0].end, merged[0].span = run.end, run.span
        else:
            merged.append(run)
    return merged


def _size(source: str, run: _Run) -> int:
    return sum(c.isalnum() for c in source[run.start : run.end])


def _same(one: Span | None, other: Span | None) -> bool:
    """Words of the same speaker, read alike enough to be one reading."""
    if one is None or other is None:
        return one is other
    return one.who is other.who and one.also == other.also and one.quoted_by is other.quoted_by


def readings_of(units: Sequence[Unit], ids: Mapping[str, str]) -> tuple[Reading, ...]:
    """One reading for each segment or part of one, in order. `ids`: a member's key to its profile's id."""
    return tuple(_reading(unit, ids) for unit in units)


def _reading(unit: Unit, ids: Mapping[str, str]) -> Reading:
    place = {} if unit.whole else {"start": unit.start, "end": unit.end}
    span = unit.span
    if span is None:
        return Reading(segment=unit.segment, speaker=None, basis=Basis.NARRATION, decisive=True, **place)
    who = ids.get(span.who.key) if span.who else None
    return Reading(
        segment=unit.segment,
        speaker=who if unit.credited else None,
        candidate=who,
        kind=span.kind,
        basis=Basis(span.basis),
        decisive=unit.sure,
        quoted_by=ids.get(span.quoted_by.key) if span.quoted_by and unit.credited else None,
        also=tuple(ids[m.key] for m in span.also if m.key in ids) if unit.credited else (),
        probability=unit.probability,
        evidence=span.evidence,
        trace=tuple(TraceStep(rule=n.rule, words=n.words, result=n.result) for n in span.notes),
        **place,
    )
