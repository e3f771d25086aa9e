"""Which of a speaker's sentences stand for the rest: those that say most of what is said, each something else, and can be read alone.

A small model's own choice covers little and likes sentences that lean on the one before (因为…, 这样的…). It counts here as a vote.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from summarizer.stages.summarize.transcripts import TranscriptLine
from summarizer.text.scripts import HAN, simplified

VOTE = 1.5
"""What a sentence that the model chose counts more; set, not fitted."""
LEANING = 0.4
"""What a sentence counts that cannot be read alone, or asks; set, not fitted."""
ROOM = 20
"""Characters added to each sentence's length, so that the shortest do not win by being short."""
SHORTEST, LONGEST = 10, 110
"""Characters of a sentence that can stand as a point; others only where nothing else is left."""
# Connectives and pointing words that begin a sentence about the one before, simplified: 因为…, 但…, 这样的…
_LEANS = re.compile(
    r"[“「『‘\"]*(?:因为|所以|因此|但|然而|而且|另外|此外|同时|不过|可是|于是|那么|就|也|还|它|这|那|其[^他它中实]|再|并且|如此|或者)"
)
_ASKS = re.compile(r"[?？][”’」』\"]*$")


def representative(
    lines: Sequence[TranscriptLine], voted: Collection[str], most: int, of: Sequence[TranscriptLine] = ()
) -> tuple[TranscriptLine, ...]:
    """At most `most` of the lines, in their order. One after the other that line is taken which says most, for its length, of what is
    not yet said: pairs of characters, each worth as much as the speaker repeats it in `of` (all of their lines). `voted` are the ids that
    the model chose."""
    worth = Counter(pair for line in of or lines for pair in _pairs(line.source))
    taken: list[TranscriptLine] = []
    said: set[str] = set()
    while len(taken) < most and (left := [line for line in lines if line not in taken]):
        best = max(left, key=lambda line: _value(line, worth, said, line.id in voted))
        taken.append(best)
        said |= _pairs(best.source)
    return tuple(line for line in lines if line in taken)


def _value(line: TranscriptLine, worth: Counter[str], said: Collection[str], voted: bool) -> float:
    source = line.source.strip()
    new = sum(worth[pair] for pair in _pairs(source) if pair not in said)
    value = new / (len(source) + ROOM) * (VOTE if voted else 1.0)
    alone = not (_LEANS.match(simplified(source)) or _ASKS.search(source))
    fitting = SHORTEST <= len(source) <= LONGEST
    return value * (1.0 if alone else LEANING) * (1.0 if fitting else LEANING)


def _pairs(text: str) -> set[str]:
    """The pairs of Chinese characters that stand together."""
    return set(_neighbours(text))


def _neighbours(text: str) -> Iterator[str]:
    for one, other in pairwise(text):
        if HAN.match(one) and HAN.match(other):
            yield one + other
