"""segment: Document -> Segment...   sentences; joined, they give the block back to the character."""

from collections.abc import Sequence
from itertools import accumulate, chain, count

from summarizer.llm import tokens
from summarizer.records import Block, Document, Segment
from summarizer.text import sentences
from summarizer.text.ends import closes_with_end_mark


def segment(document: Document, *, longest_tokens: int = 400) -> tuple[Segment, ...]:
    """The sentences of every block, in order. A sentence over `longest_tokens` (o200k) is cut at clause marks.

    A block of white space alone has no segments.
    """
    return tuple(chain.from_iterable(_of_block(block, longest_tokens) for block in document.blocks))


def _of_block(block: Block, longest_tokens: int) -> tuple[Segment, ...]:
    if block.kind == "code":
        return (Segment(id=f"{block.id}.s1", block=block.id, source=block.text, verbatim=True),)
    pieces = chain.from_iterable(_sized(sentence, longest_tokens) for sentence in _sentences(block))
    cut = tuple(
        Segment(id=f"{block.id}.s{n}", block=block.id, source=piece) for n, piece in zip(count(1), pieces, strict=False)
    )
    return _with_originals(block, cut) if block.originals else cut


def _with_originals(block: Block, segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The segments with what the page has in each. A footnote mark between two sentences goes with the first."""
    ends = list(accumulate(len(s.source) for s in segments))
    parts: list[list[str]] = [[] for _ in segments]
    at = n = 0
    for original in block.originals:
        while original.start > ends[n] or (original.start == ends[n] < original.end):
            parts[n].append(block.text[at : ends[n]])
            at, n = ends[n], n + 1
        parts[n] += [block.text[at : original.start], original.text]
        at = original.end
    for rest in range(n, len(segments)):
        parts[rest].append(block.text[at : ends[rest]])
        at = max(at, ends[rest])
    written = ("".join(part) for part in parts)
    return tuple(
        s if own == s.source else s.model_copy(update={"original": own})
        for s, own in zip(segments, written, strict=True)
    )


def _sentences(block: Block) -> tuple[str, ...]:
    """A heading, list item and the like is one line of text: it stays whole unless two full sentences stand in it."""
    if not block.text.strip():
        return ()
    found = sentences.split(block.text)
    if block.kind != "paragraph" and sum(map(closes_with_end_mark, found)) < 2:
        return (block.text,)
    return found


def _sized(sentence: str, longest_tokens: int) -> tuple[str, ...]:
    if len(sentence.encode("utf-8", "surrogatepass")) <= longest_tokens:  # a token is a byte at least
        return (sentence,)
    return sentences.clauses(sentence, longest_tokens, tokens.count)
