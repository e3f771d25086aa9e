"""Cuts Chinese text, with English in it, into sentences; joined, they are the text to the character.

A sentence keeps the white space after it, so nothing is lost between two. The time is linear in the length of the text.
"""

import re
import unicodedata
from collections import deque
from collections.abc import Iterator
from itertools import pairwise

from summarizer.text import brackets
from summarizer.text.clauses import clauses
from summarizer.text.ends import SHORT_QUOTE, STRONG, ends_here
from summarizer.text.lazy_pattern import lazy

__all__ = ["clauses", "split"]

_LONGEST_ASIDE = {"round": 60, "square": 60, "lens": 100, "title": 100, "small title": 100}
"""Characters up to which nothing is cut inside these brackets; longer ones are read as ordinary text."""

_STOPS = lazy(
    r"(?P<whole>(?:https?://|www\.)[^\s\u2018-\u201d\u3000-\uffff]*[A-Za-z0-9/_=&#%-]|Yahoo!|Joomla!)"
    r"|(?P<line>\n\s*)"
    r"|(?P<end>[。！？!?…｡‼⁇⁈⁉.．]+)"
)
_SPACE = lazy(r"\s*")
_ASIDE = lazy(r"[（(\[［〔][^（）()\[\]［］〔〕。！？!?\n]{1,8}[）)\]］〕]")
_WORDS = lazy(r"[^\W_]")


def split(text: str) -> tuple[str, ...]:
    """The sentences of `text`, each with its trailing white space; none is only punctuation unless all of `text` is.

    A quotation of several sentences is cut inside; a title, a short exclamation in quotes, or a quoted question with
    its speaker after it (“真的吗？”他问。) is not. A line end is a sentence end, except after a label (主持人：) and in
    text wrapped at a fixed width.
    """
    starts = [0, *_Splitter(text).cuts(), len(text)]
    return _with_words([text[a:b] for a, b in pairwise(starts) if a < b])


def _with_words(pieces: list[str]) -> tuple[str, ...]:
    """Pieces without a letter or digit go with the one before; at the start, with the one after."""
    groups: list[list[str]] = []
    worded = False
    for piece in pieces:
        has_words = _WORDS.search(piece) is not None
        if groups and not (has_words and worded):
            groups[-1].append(piece)
        else:
            groups.append([piece])
        worded = worded or has_words
    return tuple("".join(g) for g in groups)


class _Splitter:
    """Walks over the possible ends once; `start` is where the sentence in hand began."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = brackets.match(text)
        self.closing = {p.close: p for p in found.pairs if p.kind not in ("title", "small title", "lens")}
        self.unopened = frozenset(i for i in found.unopened if text[i] in "”’」』）)")
        self.opening = frozenset(p.open for p in found.pairs if p.kind in brackets.QUOTES)
        self.whole = deque(p for p in found.pairs if _stays_whole(p))
        self.wrapped = _is_hard_wrapped(text)
        self.start = 0

    def cuts(self) -> Iterator[int]:
        """Where a new sentence begins, in order."""
        for m in _STOPS.finditer(self.text):
            if m.lastgroup == "whole" or m.start() < self.start:
                continue
            cut = self._after_line(m) if m.lastgroup == "line" else self._after_mark(m)
            if cut is not None and self.start < cut < len(self.text):
                yield cut
                self.start = cut

    def _after_line(self, m: re.Match[str]) -> int | None:
        before = self.text[max(0, m.start() - 8) : m.start()].rstrip()[-1:]
        return None if self.wrapped or before in (":", "：") else m.end()

    def _after_mark(self, m: re.Match[str]) -> int | None:
        closed, end = self._tail(m.end())
        after = self._skip_space(end)
        if self._inside_whole(end) or (end == m.end() and self._just_opened(m.start())):
            return None
        if after == len(self.text) or "\n" in self.text[end:after]:
            return after if STRONG.search(m[0]) or not self.wrapped else None
        if not ends_here(self.text, self.start, m.span(), closed, end, after):
            return None
        aside = _ASIDE.match(self.text, after)
        return self._skip_space(self._tail(aside.end())[1]) if aside else after

    def _just_opened(self, position: int) -> bool:
        """A short exclamation at the head of a quotation (“不！我绝不…”) stays with what follows."""
        nearest = range(position - 1, max(-1, position - 6), -1)
        before = next((i for i in nearest if not self.text[i].isalnum()), -1)
        return before in self.opening

    def _tail(self, i: int) -> tuple[brackets.Pair | None, int]:
        """The closing marks and emoji right after an end mark: the outermost pair they close, and where they stop."""
        closed = None
        while i < len(self.text):
            if i in self.closing:
                closed = self.closing[i]
            elif i not in self.unopened and not _is_picture(self.text[i]):
                break
            i += 1
        return closed, i

    def _skip_space(self, i: int) -> int:
        m = _SPACE.match(self.text, i)
        return m.end() if m else i

    def _inside_whole(self, position: int) -> bool:
        while self.whole and self.whole[0].close < position:
            self.whole.popleft()
        return bool(self.whole) and self.whole[0].open < position


def _stays_whole(pair: brackets.Pair) -> bool:
    return pair.close - pair.open - 1 <= _LONGEST_ASIDE.get(pair.kind, SHORT_QUOTE)


def _is_picture(char: str) -> bool:
    """Emoji and what modifies them; arrows and mathematical signs are not."""
    return char in "\u200d\ufe0f" or (char > "\u2600" and unicodedata.category(char) in ("So", "Sk"))


def _is_hard_wrapped(text: str) -> bool:
    """Three lines or more, all but the last within four columns of the same width of at least forty."""
    widths = [_width(line) for line in text.strip().split("\n")]
    return len(widths) >= 3 and min(widths[:-1]) >= max(40, max(widths) - 4)


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line.rstrip())
