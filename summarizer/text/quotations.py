"""Where quotations open and close in the Chinese: over whole paragraphs and on into the next ones, nested ones included.

A quotation of several sentences opens in one and closes in another, and one of several paragraphs is opened anew in each and closed
in the last (GB/T 15834-2011, 4.8.3.4), so a sentence by itself does not show whether it is somebody's words.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from summarizer.text import brackets
from summarizer.text.brackets import CLOSES, OPENS, QUOTES

MAX_PARAGRAPHS = 12
"""Paragraphs over which a quotation may run on without being opened anew. A guard against a lost mark, not a measurement: the longest
such run in the transcripts and articles at hand is four."""


class Quotation(NamedTuple):
    """Quoted words of one paragraph: `text[start:end]` of text number `block`, without their marks.

    `depth` is 0 for a quotation that stands in no other. `opened` and `closed` are False where the mark is missing: the words run on
    from the paragraph before, or into the next one (which mostly opens anew), or a mark was forgotten.
    """

    block: int
    start: int
    end: int
    depth: int
    opened: bool
    closed: bool


class Bounds(NamedTuple):
    """How one sentence stands to the outermost quotations around it."""

    starts_inside: bool
    """It begins within a quotation that was opened before it."""
    ends_inside: bool
    """A quotation is still open when it ends."""
    closes_at: int | None
    """Offset in the sentence where the quotation it begins in ends; None where it does not end here."""
    opens_at: int | None
    """Offset in the sentence where the quotation that it leaves open begins; None where none does."""
    whole: bool = False
    """One quotation that opens and closes in it holds all its words."""

    @property
    def crosses(self) -> bool:
        """True where the sentence shares a quotation with a neighbour."""
        return self.starts_inside or self.ends_inside


def quotations(texts: Sequence[str]) -> tuple[Quotation, ...]:
    """All quotations of an article's paragraphs, in reading order, an outer one before those inside it. Book titles are none."""
    matched = [brackets.match(text) for text in texts]
    carried = _carried(texts, matched)
    found: list[Quotation] = []
    for number, (text, marks) in enumerate(zip(texts, matched, strict=True)):
        found += _of_paragraph(number, text, marks, carried[number])
    return tuple(found)


def bounds(sentences: Sequence[str], inside: Sequence[Quotation]) -> tuple[Bounds, ...]:
    """For each sentence of a paragraph how it stands to the paragraph's outermost quotations. Joined, the sentences are its text."""
    outer = sorted((q for q in inside if q.depth == 0), key=lambda q: q.start)
    starts, ends = [q.start for q in outer], [q.end for q in outer]
    placed: list[Bounds] = []
    start = 0
    for sentence in sentences:
        near = outer[bisect_left(ends, start) : bisect_right(starts, start + len(sentence))]
        placed.append(_bounds(sentence, start, near))
        start += len(sentence)
    return tuple(placed)


def _bounds(sentence: str, start: int, outer: Sequence[Quotation]) -> Bounds:
    """White space at either end of the sentence belongs to neither side of a mark."""
    end = start + len(sentence.rstrip())
    begin = start + len(sentence) - len(sentence.lstrip())
    before = next((q for q in outer if q.start <= begin < q.end and (q.start < begin or not q.opened)), None)
    behind = next((q for q in outer if begin <= q.end and q.start <= end and (q.end > end or _runs_on(q, end))), None)
    closes = before.end - start if before is not None and before is not behind else None
    opens = behind.start - start if behind is not None and behind is not before else None
    if before is None and behind is None:
        whole = any(q.opened and q.closed and _all_inside(sentence, q.start - start, q.end - start) for q in outer)
        return Bounds(False, False, None, None, whole)
    return Bounds(before is not None, behind is not None, closes, opens)


def _all_inside(sentence: str, first: int, end: int) -> bool:
    outside = sentence[: max(0, first)] + sentence[max(0, end) :]
    return first < len(sentence) and end > 0 and not any(c.isalnum() for c in outside)


def _runs_on(quotation: Quotation, end: int) -> bool:
    return not quotation.closed and quotation.end >= end


def _carried(texts: Sequence[str], matched: Sequence[brackets.Brackets]) -> list[int | None]:
    """For each paragraph that begins inside a quotation of an earlier one, and does not open it anew, where that ends in it; its length
    where it does not end there. None for all others."""
    carried: list[int | None] = [None] * len(texts)
    for number, marks in enumerate(matched):
        closer = _first_lone_closer(texts[number], marks)
        if closer is None:
            continue
        opener = _open_before(texts, matched, number)
        if opener is not None:
            for between in range(opener + 1, number):
                carried[between] = len(texts[between])
            carried[number] = closer
    return carried


def _first_lone_closer(text: str, marks: brackets.Brackets) -> int | None:
    return next((i for i in marks.unopened if CLOSES.get(text[i]) in QUOTES), None)


def _open_before(texts: Sequence[str], matched: Sequence[brackets.Brackets], number: int) -> int | None:
    """The paragraph above, at most `MAX_PARAGRAPHS` up, in which a quotation is left open, with none closed between."""
    for above in range(number - 1, max(-1, number - 1 - MAX_PARAGRAPHS), -1):
        if _lone_openers(texts[above], matched[above]):
            return above
        if _first_lone_closer(texts[above], matched[above]) is not None:
            return None
    return None


def _lone_openers(text: str, marks: brackets.Brackets) -> list[int]:
    return [i for i in marks.unclosed if OPENS.get(text[i], "straight") in QUOTES]


def _of_paragraph(number: int, text: str, marks: brackets.Brackets, carried: int | None) -> Iterator[Quotation]:
    spans = [(0, carried, False, carried < len(text))] if carried is not None else []
    spans += [(p.open + 1, p.close, True, True) for p in marks.pairs if p.kind in QUOTES]
    spans += [(i + 1, _end_of_open(text, i, marks), True, False) for i in _lone_openers(text, marks)]
    around: list[int] = []
    for start, end, opened, closed in sorted(spans, key=lambda s: (s[0], -s[1])):
        while around and around[-1] <= start:
            around.pop()
        yield Quotation(number, start, end, len(around), opened, closed)
        around.append(end)


def _end_of_open(text: str, opener: int, marks: brackets.Brackets) -> int:
    """A mark without a partner reaches to the paragraph's end, but not out of the quotation or bracket that it stands in."""
    return min((p.close for p in marks.pairs if p.open < opener < p.close), default=len(text))
