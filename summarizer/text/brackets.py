"""Which bracket or quotation mark belongs to which, in one pass over the text."""

import re
from typing import NamedTuple

from summarizer.text.lazy_pattern import lazy

_KINDS = {  # each group opens and closes one kind; half- and full-width forms are mixed freely on real pages
    "quote": ("“„", "”"),
    "single": ("‘", "’"),
    "corner": ("「﹁", "」﹂"),
    "white corner": ("『﹃", "』﹄"),
    "title": ("《", "》"),
    "small title": ("〈", "〉"),
    "guillemet": ("«", "»"),
    "lens": ("【〖", "】〗"),
    "round": ("（(", "）)"),
    "square": ("［[〔", "］]〕"),
}
OPENS = {c: kind for kind, (opening, _) in _KINDS.items() for c in opening}
CLOSES = {c: kind for kind, (_, closing) in _KINDS.items() for c in closing}
STRAIGHT = '"＂'
QUOTES = frozenset({"quote", "single", "corner", "white corner", "guillemet", "straight"})

_MARKS = lazy(f"[{re.escape(''.join((*OPENS, *CLOSES, STRAIGHT)))}\n]")


class Pair(NamedTuple):
    """`open` and `close` are the positions of the two characters."""

    open: int
    close: int
    kind: str


class Brackets(NamedTuple):
    """`pairs` are in order of their opening and properly nested; `unclosed` and `unopened` stand alone."""

    pairs: tuple[Pair, ...]
    unclosed: tuple[int, ...]
    unopened: tuple[int, ...]


def match(text: str) -> Brackets:
    """Pairs up the brackets and quotation marks of `text`, in linear time.

    Straight quotes open and close in turn and never reach over a line; ’ between Latin letters is an apostrophe.
    A bracket left open inside a pair stays unclosed.
    """
    reader = _Reader()
    for m in _MARKS.finditer(text):
        reader.take(text, m.start())
    reader.forget(0)
    return Brackets(tuple(sorted(reader.pairs)), tuple(sorted(reader.unclosed)), tuple(reader.unopened))


class _Reader:
    def __init__(self) -> None:
        self.stack: list[tuple[int, str]] = []
        self.depth = dict.fromkeys((*_KINDS, "straight"), 0)
        self.pairs: list[Pair] = []
        self.unclosed: list[int] = []
        self.unopened: list[int] = []

    def take(self, text: str, i: int) -> None:
        c = text[i]
        if c in STRAIGHT:
            self.close(i, "straight") if self.depth["straight"] else self.open(i, "straight")
        elif c == "\n":
            self.end_straight()
        elif c in OPENS:
            self.open(i, OPENS[c])
        elif not (c == "’" and is_apostrophe(text, i)):
            self.close(i, CLOSES[c])

    def open(self, i: int, kind: str) -> None:
        self.stack.append((i, kind))
        self.depth[kind] += 1

    def close(self, i: int, kind: str) -> None:
        if not self.depth[kind]:
            self.unopened.append(i)
            return
        while self.stack[-1][1] != kind:
            self.forget(len(self.stack) - 1)
        opened, _ = self.stack.pop()
        self.depth[kind] -= 1
        self.pairs.append(Pair(opened, i, kind))

    def forget(self, above: int) -> None:
        """What is open above this height of the stack stays open."""
        for i, kind in self.stack[above:]:
            self.unclosed.append(i)
            self.depth[kind] -= 1
        del self.stack[above:]

    def end_straight(self) -> None:
        if self.depth["straight"]:
            above = next(n for n, (_, kind) in enumerate(reversed(self.stack), 1) if kind == "straight")
            i, _ = self.stack.pop(-above)
            self.unclosed.append(i)
            self.depth["straight"] -= 1


def is_apostrophe(text: str, i: int) -> bool:
    """True for the ’ of it’s."""
    around = text[i - 1 : i] + text[i + 1 : i + 2]
    return len(around) == 2 and around.isascii() and around.isalpha()
