"""An article as the rules see it: lines, sentences, and the clauses and quotations that make them.

All offsets are those of the line. `key` is the folded text (simplified, half width); in `prose` whatever stands inside quotation
marks or brackets is blanked, so that nothing quoted is taken for a subject or a verb. Blanks never leave this package: every
displayed word is cut from the article's own text by its offsets.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from summarizer.records import Block
from summarizer.text.attribution.tables import alternatives, verbs
from summarizer.text.once import once
from summarizer.text.quotations import Quotation, quotations
from summarizer.text.words import Word, folded, words_of_folded

QUOTED, ASIDE = "\uff3f", "\uff5e"
"""Blanks of `prose`; folding turns their full-width characters into ASCII, so that they occur nowhere else."""
FINAL = "。！？!?…"
_ASIDE = re.compile(r"（[^（）\n]{1,80}）|\([^()\n]{1,120}\)|〔[^〕\n]{1,60}〕")
_CLAUSE_END = re.compile(r"[，。；：！？…!?;—\n]|[,:](?!\d)|(?<!\d)[,:](?=\d)")
_STOP = re.compile(r"[。！？!?]+[”’」』）)]*|…{2,}")
_SIGN = re.compile(
    r"""(?:
      (?:写|印|刻|喷|贴|挂|标|绣|题|打)(?:着|有|满|明|上) | 载明 | 约定 | 规定 | 上书 | 播放着? | 唱着?   # signs, contracts, songs
    | 古人云 | 俗话说 | 老话说 | 常言道                                                                   # proverbs
    | 字样 | 标语 | 横幅 | 歌词 | 题目 | 题为 | 名为 | 取名 | 评为 | 获评 | 誉为 | 主题(?:是|为)           # names of things
    )(?:的是|是)?[:，,]?$""",
    re.VERBOSE,
)
"""What stands before a quotation that nobody speaks."""
_MENTION_ONLY = re.compile(r"(?:以|的|是|了|从|到|和|与|叫做?|所谓的?)$")


@dataclass(frozen=True, slots=True)
class Quote:
    """[start, end) with its marks. `spoken`: somebody's words, not a term, a title or a scare quote."""

    start: int
    end: int
    opened: bool
    closed: bool
    spoken: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a sentence: a clause of prose (with the terms quoted in it) or a spoken quotation. `mark` is what ends it, if anything."""

    kind: Literal["clause", "quote"]
    start: int
    end: int
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence outside quotations, with the quotations beside or inside it."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Line:
    """One line of a block."""

    block: int
    """The place of its block."""
    kind: str
    start: int
    """Where the line begins in its block."""
    raw: str
    key: str
    prose: str
    quotes: tuple[Quote, ...]
    inner: tuple[Quotation, ...]
    """Quotations inside quotations, and all those of a turn."""
    speaker: str = ""
    """The label that the source itself gives, for certain."""

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return words_of_folded(self.key)

    @cached_property
    def _word_starts(self) -> list[int]:
        return [word.start for word in self.words]

    def words_between(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that have a part between two places."""
        first = max(0, bisect_right(self._word_starts, start) - 1)
        return self.words[first : bisect_left(self._word_starts, end)]

    @cached_property
    def spoken(self) -> "Line":
        """The same line with its quotations read as prose. Its words are those of this one, and are not looked for again."""
        line = replace(self, prose=self.key)
        vars(line).update(words=self.words, _word_starts=self._word_starts)
        return line

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(_sentences(self))


def lines_of(blocks: Sequence[Block]) -> tuple[Line, ...]:
    """Every line with something on it, in order."""
    places: list[tuple[int, int, str]] = []
    for number, block in enumerate(blocks):
        start = 0
        for text in block.text.split("\n"):
            places.append((number, start, text))
            start += len(text) + 1
    by_line: dict[int, list[Quotation]] = {}
    for quotation in quotations([text for _, _, text in places]):
        by_line.setdefault(quotation.block, []).append(quotation)
    return tuple(
        _line(blocks[number], number, start, text, by_line.get(at, []))
        for at, (number, start, text) in enumerate(places)
        if text.strip()
    )


def _line(block: Block, number: int, start: int, text: str, quoted: Sequence[Quotation]) -> Line:
    key = folded(text)
    outer = [q for q in quoted if q.depth == 0]
    quotes = tuple(_quote(key, q) for q in outer)
    speaker = str(getattr(block, "speaker", "")) if start == 0 else ""
    prose = _blanked(key, quotes)
    return Line(number, block.kind, start, text, key, prose, quotes, tuple(q for q in quoted if q.depth > 0), speaker)


def _quote(key: str, quotation: Quotation) -> Quote:
    start = quotation.start - (1 if quotation.opened else 0)
    end = quotation.end + (1 if quotation.closed else 0)
    spoken = _is_spoken(key, start, end, quotation)
    return Quote(start, end, quotation.opened, quotation.closed, spoken)


def _is_spoken(key: str, start: int, end: int, quotation: Quotation) -> bool:
    """Speech ends like a sentence, holds clauses, or stands behind a colon; a term sits among the words around it."""
    inner = key[quotation.start : quotation.end].strip()
    before, after = key[:start].rstrip()[-1:], key[end:].lstrip()[:1]
    if not (quotation.opened and quotation.closed):
        return True
    left = key[max(0, start - 12) : start].rstrip()
    clauses = sum(inner.count(mark) for mark in "，,。；;！？?!")
    ends = inner[-1:] in FINAL and len(inner) > 1
    if _SIGN.search(left) or (_MENTION_ONLY.search(left) and not (clauses and len(inner) >= 16)):
        return False
    if after.isalpha() and not ends and not clauses and before != ":":
        return False
    if before == ":" and len(inner) > 1:
        return not after or after in FINAL + "，,；;" or ends or len(inner) > 12
    if ends and (before in "，,。！？!?”’」』; " or not before or len(inner) >= 8):
        return True
    if before in ("，", ",", "", "。", "!", "?", ";", "；"):
        return len(inner) >= 10 or clauses > 0 or bool(inner and after in "，,。" and len(inner) >= 6)
    return clauses > 0 and len(inner) >= 10


def _blanked(key: str, quotes: Sequence[Quote]) -> str:
    for quote in quotes:
        a, b = quote.start + quote.opened, quote.end - quote.closed
        key = key[:a] + QUOTED * (b - a) + key[b:]
    return _ASIDE.sub(lambda found: ASIDE * len(found[0]), key)


def _sentences(line: Line) -> Iterator[Sentence]:
    """Sentences end at final marks outside quotations, and behind an introduced quotation that ends like a sentence."""
    start = 0
    for end in (*_ends(line), len(line.prose)):
        if line.prose[start:end].strip():
            yield Sentence(start, end, tuple(_pieces(line, start, end)))
        start = max(start, end)


def _ends(line: Line) -> list[int]:
    """Where sentences end."""
    found = [m.end() for m in _STOP.finditer(line.prose)]
    for at, quote in enumerate(line.quotes):
        if not quote.spoken or not quote.closed:
            continue
        inner = line.key[: quote.end - 1].rstrip("”’」』\"' ")
        if inner[-1:] not in FINAL:
            continue
        after = line.key[quote.end :].lstrip()[:1]
        if after in tuple("，,、;；。") or not after:
            continue
        before = line.key[: quote.start].rstrip()[-1:]
        introduced = quote.opened and (before == ":" or (before in ("，", ",") and not _says_it(line, quote.end)))
        next_quote = line.quotes[at + 1].start if at + 1 < len(line.quotes) else -1
        if introduced or (line.key[quote.end : next_quote].strip() == "" and next_quote >= 0):
            found.append(quote.end)
    return sorted(set(found))


_TAIL = re.compile('[^。！？!?…，,；;：:“「『"\n]{2,24}(?=[。！？!?…\n]|$)')


def _says_it(line: Line, at: int) -> bool:
    """A short clause with a reporting verb stands right behind a quotation: 老邱告诉记者。"""
    tail = _TAIL.match(line.prose, at)
    return bool(tail and re.search(f"{_reporting()}(?:了?(?:记者|我们|他们|我|她|他|本报|笔者))?$", tail[0].rstrip()))


@once
def _reporting() -> str:
    return alternatives(word for word, verb in verbs().items() if verb.strong)


def _pieces(line: Line, start: int, end: int) -> Iterator[Piece]:
    """Clauses and spoken quotations, in order."""
    spoken = [q for q in line.quotes if q.spoken and q.start < end and q.end > start]
    at = start
    for quote in spoken:
        yield from _clauses(line, at, max(at, quote.start))
        stop = min(end, quote.end)
        after = line.prose[stop:end].lstrip()[:1]
        yield Piece("quote", max(at, quote.start), stop, after if after and after in "，,。；;：:！？!?" else "")
        at = stop
    yield from _clauses(line, at, end)


def _clauses(line: Line, start: int, end: int) -> Iterator[Piece]:
    at = start
    for found in _CLAUSE_END.finditer(line.prose, start, end):
        if line.prose[at : found.start()].strip():
            yield Piece("clause", at, found.start(), found[0])
        at = found.end()
    if line.prose[at:end].strip(" ”’」』\"'"):
        yield Piece("clause", at, end)
