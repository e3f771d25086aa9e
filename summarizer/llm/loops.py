"""Sees when a model has begun to repeat itself, so that its answer can be ended while it streams."""

from collections.abc import Iterator

REPEATS = 4
SHORTEST = 240
LONGEST_PERIOD = 600
"""A loop is the same 1 to 600 characters at least 4 times in a row, more than 240 characters together. Set so that table rules,
leader dots, an answer with one short value for every segment id (the ids differ) and choruses of three stay below it, and so that
a model stuck on a sentence, a JSON item or white space is stopped within a few hundred tokens."""

TAIL = LONGEST_PERIOD * REPEATS
"""Characters that are looked at."""

_MARK = 16


def looping(text: str) -> bool:
    """True where `text` ends in a loop. Looks at the last 2,400 characters only, so the cost does not grow with the text."""
    tail = text[-TAIL:]
    return len(tail) > SHORTEST and any(_fills(tail, period) for period in _periods(tail))


def _periods(tail: str) -> Iterator[int]:
    """Distances, shortest first, at which the last few characters stood before."""
    mark = tail[-_MARK:]
    last = len(tail) - _MARK
    at = tail.rfind(mark, 0, len(tail) - 1)
    while at >= 0 and last - at <= LONGEST_PERIOD:
        yield last - at
        at = tail.rfind(mark, 0, at + _MARK - 1)


def _fills(tail: str, period: int) -> bool:
    """True where the last stretch that would make a loop consists of this period alone."""
    stretch = period * max(REPEATS, SHORTEST // period + 1)
    return len(tail) >= stretch and tail[-stretch:-period] == tail[-stretch + period :]
