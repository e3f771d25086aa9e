"""Do quoted words stand in quotation marks, and only those: a whole paragraph of Chinese against its English."""

from collections.abc import Sequence
from enum import StrEnum

from summarizer.text.english_quotations import OPEN, Sentence
from summarizer.text.quotations import Quotation, quotations
from summarizer.text.scripts import han_count

MIN_HAN = 8
"""Chinese characters in quotation marks from which on they are somebody's words rather than a term or a title."""
MIN_WORDS = 5
"""English words from which on the same holds."""
MOSTLY, HARDLY = 0.6, 0.2
"""Shares of a sentence's letters. Translations move words over a bound (X said), so a sentence counts as quoted from 0.6 up and as not
quoted to 0.2; between them nothing is said."""


class Misplaced(StrEnum):
    """How a sentence's quotation marks differ."""

    UNQUOTED = "unquoted"
    """Quoted in the Chinese, not in the English."""
    QUOTED = "quoted"
    """Quoted in the English, not in the Chinese."""


def misplaced(paragraph: Sequence[Sentence], quoted: Sequence[Quotation]) -> tuple[Misplaced | None, ...]:
    """For each sentence of a paragraph how its English differs, None where it does not. `quoted` are the quotations of the Chinese
    paragraph. A sentence without English is passed over."""
    found: list[Misplaced | None] = []
    outer = [q for q in quoted if q.depth == 0]
    in_english = _quoted_english(paragraph)
    at_source = at_english = 0
    for source, _, english in paragraph:
        target = english.strip()
        shares = _share(source, at_source, outer), _share(target, at_english, in_english)
        found.append(_verdict(source, target, *shares))
        at_source += len(source)
        at_english += len(target) + 1
    return tuple(found)


def _verdict(source: str, target: str, quoted: float, translated: float) -> Misplaced | None:
    if not target:
        return None
    if quoted >= MOSTLY and translated <= HARDLY and quoted * han_count(source) >= MIN_HAN:
        return Misplaced.UNQUOTED
    if quoted <= HARDLY and translated >= MOSTLY and translated * len(target.split()) >= MIN_WORDS:
        return Misplaced.QUOTED
    return None


def _quoted_english(paragraph: Sequence[Sentence]) -> tuple[Quotation, ...]:
    """The outermost quotations of the English. Where the Chinese begins inside one that it does not open anew, so does the English."""
    text = " ".join(s.english.strip() for s in paragraph)
    carried = bool(paragraph) and paragraph[0].bounds.starts_inside and not text.startswith(OPEN)
    found = (q for q in quotations([OPEN + text if carried else text]) if q.depth == 0)
    return tuple(q._replace(start=max(0, q.start - carried), end=q.end - carried) for q in found)


def _share(text: str, start: int, quotes: Sequence[Quotation]) -> float:
    """The share of a sentence's letters and digits that stand inside."""
    letters = [start + i for i, c in enumerate(text) if c.isalnum()]
    if not letters:
        return 0.0
    return sum(any(q.start <= i < q.end for q in quotes) for i in letters) / len(letters)
