"""A case in smaller ones: sentence by sentence, where both sides have as many."""

import re
from collections.abc import Sequence
from functools import lru_cache

from summarizer.text import sentences
from summarizer.text.checks.case import Case
from summarizer.text.scripts import han_count

_END = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])")
_ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Lt|Gen|Sen|Rep|Gov|Sgt|Capt|Col|No|vs|etc|Inc|Ltd|Co|Corp|Jr|Sr|Jan|Feb|Mar|Apr|Aug"
    r"|Sept|Oct|Nov|Dec)|\b[A-Z]|\b[ap]\.m)\.$")  # fmt: skip
CHARACTERS = 3.9
LOPSIDED = 2.2
"""A pair whose English is longer or shorter than this many times what it should be is no pair: the sentences were joined otherwise."""


def sentence_pairs(case: Case) -> Sequence[tuple[str, str]]:
    """The sentences with theirs; the whole as one pair where the two sides are cut differently."""
    return _pairs(case.source, case.target)


@lru_cache(maxsize=64)
def _pairs(source: str, target: str) -> tuple[tuple[str, str], ...]:
    ours, theirs = sentences.split(source), _english(target)
    whole = ((source, target),)
    if len(ours) != len(theirs) or len(ours) < 2:
        return whole
    return tuple(zip(ours, theirs, strict=True)) if all(map(_fits, ours, theirs)) else whole


def _fits(source: str, target: str) -> bool:
    expected = CHARACTERS * han_count(source) + sum(c.isascii() and c.isalnum() for c in source) + 8
    return 1 / LOPSIDED < (len(target) + 8) / expected < LOPSIDED


def _english(text: str) -> list[str]:
    """Sentences by their marks; no cut behind an abbreviation or initial."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if not _ABBREVIATION.search(text[start : end.start()]):
            found.append(text[start : end.end()])
            start = end.end()
    return [*found, text[start:]] if text[start:].strip() else found
