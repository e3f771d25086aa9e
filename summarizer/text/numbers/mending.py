"""Putting right the one number that is surely wrong."""

import re
from fractions import Fraction

from summarizer.text.numbers.differences import compare
from summarizer.text.numbers.values import Mismatch, Value, figure
from summarizer.text.numbers.words import NUMBER

_MENDABLE = ("plain", "money", "measure", "percent")
_WORDS = {10**3: "thousand", 10**6: "million", 10**9: "billion", 10**12: "trillion"}


def mend(source: str, target: str) -> str | None:
    """The target with its wrong magnitude corrected; None where that is not certain.

    Certain means: one number of each side is without a partner, both have the same digits, neither is a range or a
    guess, and with the mend nothing differs any more.
    """
    found = compare(source, target)
    if len(found) != 1 or found[0].kind != "magnitude" or not _is_exact(found[0]):
        return None
    ours, theirs = found[0].source, found[0].target
    assert ours is not None
    assert theirs is not None
    mended = target[: theirs.start] + _rewritten(theirs, ours.low / theirs.low) + target[theirs.end :]
    return None if compare(source, mended) else mended


def _is_exact(found: Mismatch) -> bool:
    pair = (found.source, found.target)
    return all(v is not None and v.low == v.high and not v.vague and v.kind in _MENDABLE for v in pair)


def _rewritten(value: Value, ratio: Fraction) -> str:
    """The value's text with its number multiplied; a magnitude word is exchanged, else the figure is printed anew."""
    written = re.search(NUMBER, value.text, re.IGNORECASE)
    assert written is not None
    number = _exchanged(written[0], ratio) or figure(value.low * ratio)
    return value.text[: written.start()] + number + value.text[written.end() :]


def _exchanged(written: str, ratio: Fraction) -> str | None:
    """ "7 billion" times a thousand is "7 trillion"; None where no single word does it."""
    for size, word in _WORDS.items():
        if re.search(rf"[\s-]{word}$", written, re.IGNORECASE) and size * ratio in _WORDS:
            return written[: -len(word)] + _WORDS[int(size * ratio)]
    return None
