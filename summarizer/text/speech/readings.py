"""From stretches of text to one reading for each segment."""

from collections.abc import Mapping, Sequence

from summarizer.records import Reading, Segment
from summarizer.text.speech.memory import Span


def readings_of(segments: Sequence[Segment], spans: Sequence[Span], ids: Mapping[str, str]) -> tuple[Reading, ...]:
    """One reading for each segment, in order: the speaker of most of it, else narration. `ids`: member's name to profile's id."""
    by_block: dict[str, list[Span]] = {}
    for span in spans:
        by_block.setdefault(span.block, []).append(span)
    at: dict[str, int] = {}
    found: list[Reading] = []
    for segment in segments:
        start = at.get(segment.block, 0)
        at[segment.block] = start + len(segment.source)
        found.append(_reading(segment, start, by_block.get(segment.block, []), ids))
    return tuple(found)


def _reading(segment: Segment, start: int, spans: Sequence[Span], ids: Mapping[str, str]) -> Reading:
    end = start + len(segment.source)
    start += len(segment.source) - len(segment.source.lstrip())
    shares = [(min(end, s.end) - max(start, s.start), -n) for n, s in enumerate(spans)]
    best = max(shares, default=(0, 0))
    if best[0] <= 0:
        return Reading(segment=segment.id, speaker=None, basis="narration", decisive=True)
    span = spans[-best[1]]
    speaker = ids.get(span.who) if span.who else None
    return Reading(
        segment=segment.id,
        speaker=speaker,
        kind=span.kind,
        basis=span.basis,
        decisive=span.decisive and speaker is not None,
        quoted_by=ids.get(span.quoted_by) if span.quoted_by else None,
        also=tuple(ids[name] for name in span.also if name in ids) if speaker else (),
    )
