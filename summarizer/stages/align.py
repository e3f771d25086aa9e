"""align: Segment..., paragraphs -> Pair...   which English belongs to which sentences of the article, where somebody else translated it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from summarizer.records import Block, Record, Segment, Term
from summarizer.text import sentences
from summarizer.text.align import Bead, Words, align, anchors
from summarizer.text.align.beads import expected_length

SHORT = 30
"""English characters up to which a sentence without a partner goes with its neighbour: an exclamation, a label."""
LACKING = 0.6
"""Share of a sentence's length by which its paragraph must be too short before the sentence counts as left out."""


MOVED = 4.0
"""Evidence (`Words`, and what is alike in both) from which on a paragraph without a partner and one of the English without a source are each
other's: about three words more that agree than that do not."""
LOPSIDED = 2.0
"""By how much a moved paragraph may be longer or shorter than it should be."""
FEWEST_WORDS, MOST_SAID = 3, 0.34
"""A sentence of so many words of the lexicon, of which its paragraph's English says at most this share, is left out."""

Way = Literal["", "moved", "merged", "split"]


class Pair(Record):
    """Sentences of one passage and their English; one of the two is empty where a side has nothing. `passage` numbers the
    paragraphs that belong together; `way` says, in the first pair of a passage, what became of them."""

    passage: int
    block: str
    segments: tuple[str, ...]
    source: str
    target: str
    way: Way = ""
    words: int = 0
    """Words of the lexicon in the passage's source, and below how many of them its English says; in the first pair of a passage."""
    said: int = 0


def align_article(
    blocks: Sequence[Block], segments: Sequence[Segment], paragraphs: Sequence[str], terms: Sequence[Term]
) -> tuple[Pair, ...]:
    """Every segment and every paragraph of the translation once: the paragraphs aligned, then the sentences in them. A paragraph of the
    English that was moved stands with its source.

    English without a source has no block, and no segments.
    """
    own: dict[str, list[Segment]] = {}
    for segment in segments:
        own.setdefault(segment.block, []).append(segment)
    held = [b for b in blocks if b.id in own]
    headings = [n for n, b in enumerate(held) if b.kind == "heading"]
    texts = [b.text for b in held]
    words = Words(texts, paragraphs)
    beads = align(texts, paragraphs, terms, headings)
    moved = _moved(beads, texts, paragraphs, terms, words)
    found: list[Pair] = []
    for number, bead in enumerate(beads):
        if not bead.source and bead.target.start in moved.values():
            continue
        target = moved.get(bead.source.start, -1) if bead.source and not bead.target else -1
        theirs = range(target, target + 1) if target >= 0 else bead.target
        ours = [s for i in bead.source for s in own[held[i].id]]
        first, *others = _passage(number, ours, [paragraphs[j] for j in theirs], terms)
        told = {"way": _way(bead, is_moved=target >= 0), **_coverage(bead.source, theirs, words)}
        found += [first.model_copy(update=told), *others]
    return tuple(found)


def _moved(
    beads: Sequence[Bead], source: Sequence[str], target: Sequence[str], terms: Sequence[Term], words: Words
) -> Mapping[int, int]:
    """Paragraphs of the source without a partner to those of the English without a source that say the same, the surest first; and those
    behind and before them that were moved along."""
    ours = [b.source.start for b in beads if not b.target and len(b.source) == 1]
    theirs = [b.target.start for b in beads if not b.source and len(b.target) == 1]
    if not ours or not theirs:
        return {}
    shared = anchors([source[i] for i in ours], [target[j] for j in theirs], terms)
    pairs = [
        (words.of(i, range(j, j + 1)) + shared[n].get(m, 0.0), i, j)
        for n, i in enumerate(ours)
        for m, j in enumerate(theirs)
        if _fits(source[i], target[j])
    ]
    found: dict[int, int] = {}
    for evidence, i, j in sorted(pairs, reverse=True):
        if evidence >= MOVED and i not in found and j not in found.values():
            found[i] = j
    for step in (1, -1):
        for i in sorted(ours, reverse=step < 0):
            j = found.get(i - step, -2) + step
            if i not in found and j in theirs and j not in found.values() and _fits(source[i], target[j]):
                found[i] = j
    return found


def _fits(source: str, target: str) -> bool:
    return 1 / LOPSIDED < (len(target) + SHORT) / (expected_length(source) + SHORT) < LOPSIDED


def _way(bead: Bead, *, is_moved: bool) -> Way:
    if is_moved:
        return "moved"
    ours, theirs = len(bead.source), len(bead.target)
    return "merged" if ours > theirs > 0 else "split" if theirs > ours > 0 else ""


def _coverage(source: range, target: range, words: Words) -> dict[str, int]:
    shares = [words.share(i, target) for i in source] if target else []
    return {"said": sum(said for said, _ in shares), "words": sum(of for _, of in shares)}


def _passage(number: int, ours: Sequence[Segment], theirs: Sequence[str], terms: Sequence[Term]) -> Iterator[Pair]:
    if not ours or not theirs:
        yield from (_pair(number, [], [text]) for text in theirs)
        yield from ([_pair(number, ours, [])] if ours else [])
        return
    english = [s for text in theirs for s in sentences.split(text)]
    beads = align([s.source for s in ours], english, terms) if len(ours) > 1 and len(english) > 1 else ()
    whole = Bead(range(len(ours)), range(len(english)))
    spare = sum(expected_length(s.source) for s in ours) - sum(map(len, theirs))
    lost = _left_out([s.source for s in ours], english) if beads else frozenset()
    for bead in _joined(beads or (whole,), ours, spare, lost):
        yield _pair(number, [ours[i] for i in bead.source], [english[j] for j in bead.target])


def _left_out(source: Sequence[str], target: Sequence[str]) -> frozenset[int]:
    """Sentences of which the English of their paragraph says hardly a word."""
    words = Words(source, target)
    shares = [words.share(i, range(len(target))) for i in range(len(source))]
    return frozenset(i for i, (said, of) in enumerate(shares) if of >= FEWEST_WORDS and said <= MOST_SAID * of)


def _joined(beads: Sequence[Bead], ours: Sequence[Segment], spare: float, lost: frozenset[int]) -> list[Bead]:
    """Sentences without a partner go with their neighbour, unless the passage is shorter by what they would need (`spare`), or they are
    among the `lost`. English without a source always goes with its neighbour: translators cut sentences in two."""
    found: list[Bead] = []
    for bead in beads:
        length = sum(expected_length(ours[i].source) for i in bead.source)
        kept = not bead.target and (length < SHORT or spare < LACKING * length) and lost.isdisjoint(bead.source)
        alone = not bead.source or kept
        if found and (alone or not found[-1].source):
            found[-1] = _both(found[-1], bead)
        else:
            found.append(bead)
    if len(found) > 1 and not found[0].target and 0 not in lost and spare < LACKING * expected_length(ours[0].source):
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
