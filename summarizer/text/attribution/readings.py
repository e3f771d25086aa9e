"""From stretches of text to readings: one for each segment, or for each part of a segment that holds two people's words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.records import Block, Segment
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
    by_block: dict[int, list[Span]] = {}
    for span in spans:
        by_block.setdefault(span.block, []).append(span)
    at: dict[str, int] = {}
    found: list[Unit] = []
    for segment in segments:
        start = at.get(segment.block, 0)
        at[segment.block] = start + len(segment.source)
        found += _units(segment, start, by_block.get(number[segment.block], []))
    return tuple(found)


def _units(segment: Segment, start: int, spans: Sequence[Span]) -> Iterator[Unit]:
    """Each span has what no later one takes: a later span of a block that lies inside an earlier one is a part of its own."""
    source = segment.source
    inside = [s for s in spans if s.start < start + len(source) and s.end > start]
    owner: list[Span | None] = [None] * len(source)
    for span in inside:
        for place in range(max(0, span.start - start), min(len(source), span.end - start)):
            owner[place] = span
    runs = list(_runs(source, owner))
    if len(runs) <= 1:
        yield Unit(segment.id, 0, len(source), True, source, runs[0][2] if runs else None)
        return
    for a, b, span in runs:
        yield Unit(segment.id, a, b, False, source[a:b], span)


def _runs(source: str, owner: Sequence[Span | None]) -> Iterator[tuple[int, int, Span | None]]:
    """Stretches of one owner; what is too short to be words goes to its neighbour."""
    runs: list[list] = []
    for place, span in enumerate(owner):
        if runs and (runs[-1][2] is span or _same(runs[-1][2], span)):
            runs[-1][1] = place + 1
        else:
            runs.append([place, place + 1, span])
    merged: list[list] = []
    for a, b, span in runs:
        short = sum(c.isalnum() for c in source[a:b]) < LEAST_PART
        if merged and (short or _same(merged[-1][2], span)):
            merged[-1][1] = b
        elif merged and sum(c.isalnum() for c in source[merged[-1][0] : merged[-1][1]]) < LEAST_PART and len(merged) == 1:
            merged[-1] = [merged[-1][0], b, span]
        else:
            merged.append([a, b, span])
    for a, b, span in merged:
        yield a, b, span


def _same(one: Span | None, other: Span | None) -> bool:
    """Words of the same speaker, read alike enough to be one reading."""
    if one is None or other is None:
        return one is other
    return one.who is other.who and one.also == other.also and one.quoted_by is other.quoted_by


def readings_of(blocks: Sequence[Block], segments: Sequence[Segment], spans: Sequence[Span]) -> tuple[Unit, ...]:
    return units_of(blocks, segments, spans)
