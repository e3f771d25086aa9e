"""pair: Segment..., paragraphs -> Pairing   which English belongs to which sentences of the article, where somebody else translated it."""

from collections.abc import Iterator, Sequence

from summarizer.records import Block, Record, Segment, Term
from summarizer.text import sentences
from summarizer.text.align import Bead, align
from summarizer.text.align.beads import expected_length

SHORT = 30
"""English characters up to which a sentence without a partner goes with its neighbour: an exclamation, a label."""
LACKING = 0.6
"""Share of a sentence's length by which its paragraph must be too short before the sentence counts as left out."""


class Pair(Record):
    """Sentences of one passage and their English; one of the two is empty where a side has nothing. `passage` numbers the
    paragraphs that belong together."""

    passage: int
    block: str
    segments: tuple[str, ...]
    source: str
    target: str


def align_article(
    blocks: Sequence[Block], segments: Sequence[Segment], paragraphs: Sequence[str], terms: Sequence[Term]
) -> tuple[Pair, ...]:
    """Every segment and every paragraph of the translation once, in order: the paragraphs aligned, then the sentences in them.

    English without a source has no block, and no segments.
    """
    own: dict[str, list[Segment]] = {}
    for segment in segments:
        own.setdefault(segment.block, []).append(segment)
    held = [b for b in blocks if b.id in own]
    headings = [n for n, b in enumerate(held) if b.kind == "heading"]
    beads = align([b.text for b in held], paragraphs, terms, headings)
    found: list[Pair] = []
    for number, bead in enumerate(beads):
        ours = [s for i in bead.source for s in own[held[i].id]]
        found += _passage(number, ours, [paragraphs[j] for j in bead.target], terms)
    return tuple(found)


def _passage(number: int, ours: Sequence[Segment], theirs: Sequence[str], terms: Sequence[Term]) -> Iterator[Pair]:
    if not ours or not theirs:
        yield from (_pair(number, [], [text]) for text in theirs)
        yield from ([_pair(number, ours, [])] if ours else [])
        return
    english = [s for text in theirs for s in sentences.split(text)]
    beads = align([s.source for s in ours], english, terms) if len(ours) > 1 and len(english) > 1 else ()
    whole = Bead(range(len(ours)), range(len(english)))
    spare = sum(expected_length(s.source) for s in ours) - sum(map(len, theirs))
    for bead in _joined(beads or (whole,), ours, spare):
        yield _pair(number, [ours[i] for i in bead.source], [english[j] for j in bead.target])


def _joined(beads: Sequence[Bead], ours: Sequence[Segment], spare: float) -> list[Bead]:
    """Sentences without a partner go with their neighbour, unless the passage is shorter by what they would need (`spare`).
    English without a source always goes with its neighbour: translators cut sentences in two."""
    found: list[Bead] = []
    for bead in beads:
        length = sum(expected_length(ours[i].source) for i in bead.source)
        alone = not bead.source or (not bead.target and (length < SHORT or spare < LACKING * length))
        if found and (alone or not found[-1].source):
            found[-1] = _both(found[-1], bead)
        else:
            found.append(bead)
    if len(found) > 1 and not found[0].target and spare < LACKING * expected_length(ours[0].source):
        found[:2] = [_both(found[0], found[1])]
    return found


def _both(one: Bead, other: Bead) -> Bead:
    return Bead(range(one.source.start, other.source.stop), range(one.target.start, other.target.stop))


def _pair(passage: int, ours: Sequence[Segment], theirs: Sequence[str]) -> Pair:
    return Pair(
        passage=passage,
        block=ours[0].block if ours else "",
        segments=tuple(s.id for s in ours),
        source="".join(s.source for s in ours),
        target=" ".join(text.strip() for text in theirs),
    )
