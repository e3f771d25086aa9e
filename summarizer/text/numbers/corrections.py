"""Correcting the one number that is surely wrong.

Only a magnitude is corrected, and only where nothing else can be meant: the two figures have the same digits and the same unit, and
no letter, unit or dimension stands beside either that the grammar has not read.
"""

import re
from fractions import Fraction

from summarizer.records import Severity
from summarizer.text.numbers.differences import compare
from summarizer.text.numbers.values import Mismatch, Value, figure
from summarizer.text.numbers.words import NUMBER

_CORRECTABLE = ("plain", "money", "percent")
_WORDS = {10**3: "thousand", 10**6: "million", 10**9: "billion", 10**12: "trillion"}
_LEAST_RATIO = Fraction(1, 10**9)


def autofix(source: str, target: str) -> str | None:
    """The target with its wrong magnitude corrected; None where that is not certain.

    Certain means: one number of each side is without a partner, both have the same digits, neither is a range or a
    guess, and with the correction nothing differs any more.
    """
    found = [m for m in compare(source, target) if m.severity != Severity.INFO]
    if len(found) != 1 or found[0].kind != "magnitude" or not _is_exact(found[0]):
        return None
    ours, theirs = found[0].source, found[0].target
    assert ours is not None
    assert theirs is not None
    if _has_strange_neighbours(source, ours) or _has_strange_neighbours(target, theirs):
        return None
    fixed = target[: theirs.start] + _rewritten(theirs, ours.low / theirs.low) + target[theirs.end :]
    return None if any(m.severity != "info" for m in compare(source, fixed)) else fixed


def _is_exact(found: Mismatch) -> bool:
    pair = (found.source, found.target)
    if not all(v is not None and v.exact and v.kind in _CORRECTABLE and not v.unit.endswith("?") for v in pair):
        return False
    source, target = pair
    assert source is not None
    assert target is not None
    if not _HAS_MAGNITUDE.search(source.text):
        return False
    return source.kind == target.kind or {source.kind, target.kind} == {"plain", "money"}


_HAS_MAGNITUDE = re.compile("[百千万萬亿億兆成]")
"""Such a word is what goes wrong between the languages; figures alone (7.19, 86000) may be a date or a name."""


_BESIDE = re.compile(
    r"\s?(?:[A-Za-z]*[jJ]oules?|[A-Z][A-Za-z]*\b(?<=[WJVHz])|[kmcnµ]?[gml]\b|[KMGT]i?[Bb]\b|mega|giga|kilo|[兆焦瓦赫帕伏安])"
)


def _has_strange_neighbours(text: str, v: Value) -> bool:
    """True where a letter, or the beginning of a unit, stands right behind the figure."""
    return bool(_BESIDE.match(text, v.end)) or (
        text[v.end : v.end + 1].isalpha() and text[v.end - 1 : v.end].isdecimal() and text[v.end].isascii()
    )


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
