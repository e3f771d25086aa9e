"""Cuts a sentence that is too long for one request, at the weakest damage: after clause marks, at spaces, anywhere."""

import re
from collections.abc import Callable, Iterator

_CLOSERS = '”’」』）)\\]］】》"＂'
_LEVELS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[；;]+[{_CLOSERS}]*\s*",
        rf"(?:[，、：]|(?<!\d)[,:]|[,:](?!\d))+[{_CLOSERS}]*\s*",
        r"\s+",
        # between any two characters but those of a Latin word or number, a surrogate pair, an emoji sequence
        r"(?:[\w.'’-](?<=[A-Za-z0-9.'’-])(?![A-Za-z0-9.'’-])|[^A-Za-z0-9.'’\ud800-\udbff\u200d-])(?![\u200d\ufe0f\u0300-\u036f\U0001f3fb-\U0001f3ff])",
        r"(?s:.)",
    )
)


def clauses(text: str, longest: int, size: Callable[[str], int] = len) -> tuple[str, ...]:
    """`text` in pieces of about equal size, none over `longest` as `size` measures; joined they are the text.

    `size` is taken to grow by at most the sum of what is joined (characters do, tokens do in practice). A single
    character larger than `longest` stays one piece.
    """
    return tuple(_cut(text, longest, size, 0))


def _cut(text: str, longest: int, size: Callable[[str], int], level: int) -> Iterator[str]:
    total = size(text)
    if total <= longest or level == len(_LEVELS):
        yield text
        return
    atoms = [(atom, size(atom)) for atom in _atoms(text, _LEVELS[level])]
    even = -(-total // -(-total // longest))
    for piece in _fill(atoms, longest, even):
        yield from _cut(piece, longest, size, level + 1)


def _atoms(text: str, boundary: re.Pattern[str]) -> Iterator[str]:
    start = 0
    for m in boundary.finditer(text):
        yield text[start : m.end()]
        start = m.end()
    if start < len(text):
        yield text[start:]


def _fill(atoms: list[tuple[str, int]], longest: int, even: int) -> Iterator[str]:
    """Neighbours joined up to an even share, and never over `longest` unless one atom alone is."""
    piece: list[str] = []
    filled = 0
    for atom, weight in atoms:
        if piece and (filled + weight > longest or filled >= even):
            yield "".join(piece)
            piece, filled = [], 0
        piece.append(atom)
        filled += weight
    if piece:
        yield "".join(piece)
