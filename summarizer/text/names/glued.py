"""Names that a page has run together: 汪陈晨林文琪 are 汪陈晨 and 林文琪."""

from collections.abc import Iterator
from math import log

from summarizer.text.names.everyday import words
from summarizer.text.names.romanise import HAN_NAME, split, surnames
from summarizer.text.once import once
from summarizer.text.scripts import simplified, table

OF_TWO = 0.15
"""Share of names with a given name of one character, about what lists of living people have."""
CLEAR = log(4)
"""How much likelier than the next best a cut must be. 甄芹|马宁宁|田爱丽 is 14 times likelier than 甄芹马|宁宁|田爱丽."""
LONGEST = 24
"""Characters of a run of names; more is prose."""


@once
def _rank() -> dict[str, int]:
    return {row[0]: n for n, row in enumerate(table("surname_order.txt"), 1)}


def unglued(run: str) -> tuple[str, ...]:
    """The Chinese personal names that a run of characters consists of, one or several; nothing where it is not clear, or where
    one would be an everyday word (谢谢)."""
    if not 2 <= len(run) <= LONGEST:
        return ()
    best = sorted(_cuts(run), reverse=True)[:2]
    if not best or (len(best) == 2 and best[0][0] - best[1][0] < CLEAR):
        return ()
    return best[0][1]


def _cuts(run: str) -> Iterator[tuple[float, tuple[str, ...]]]:
    """Every way to cut the run into names, with the logarithm of how likely it is."""
    if not run:
        yield 0.0, ()
    for length in (2, 3, 4):
        name = run[:length]
        if len(name) == length and (own := _likelihood(name)) is not None:
            for others, names in _cuts(run[length:]):
                yield own + others, (name, *names)


def _likelihood(name: str) -> float | None:
    """The surname's share, after Zipf, and that of the name's length; None for what is no name."""
    parts = split(name) if HAN_NAME.fullmatch(name) else None
    known = surnames().get(parts[0]) if parts else None
    if parts is None or known is None or (len(parts[0]) == 1 and len(name) == 4):
        return None
    if len(parts[0]) == 1 and {simplified(name), simplified(name[:2])} & words():
        return None
    rank = _rank().get(simplified(parts[0]), 200 if known.use == "common" else 1000)
    return -log(rank + 5) + log(OF_TWO if len(parts[1]) == 1 else 1 - OF_TWO)
