"""A block as the rules see it: lines, their quotations, and the clauses and sentences outside them.

Positions are those of the block's text. In `masked` every quotation and bracket is blotted out, character for
character, so that what is found there is prose: what somebody quotes or adds in brackets cannot be a subject or a verb.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from summarizer.records import Block, BlockKind

SAID, TERM, ASIDE = "\x01", "\x02", "\x03"
FINAL = "。！？!?…"
REACH = 60
"""Characters before a verb in which its subject is looked for; longer clauses are seldom prose."""
_CLOSE = {"“": "”", "「": "」", "『": "』", "‘": "’", '"': '"', "〝": "〞"}
_ASIDE = re.compile(r"（[^（）\n]{1,80}）|\([^()\n]{1,120}\)")
_CLAUSE = re.compile(r"(?:[^，,。；;：:！!？?…\n\x01]|(?<=\d)[,:](?=\d))+")
_WRITTEN = re.compile(
    "(?:(?:写|寫|印|刻|喷|噴|贴|貼|挂|掛|标|標|绣|繡|题|題)(?:着|著|有|满|滿|明)|载明|載明|约定|約定|规定|規定|上书|上書|播放(?:着|著)|唱(?:着|著)|古人云|俗话说|俗話說"
    "|[个個行][大]?字|字样|字樣|标语|標語|横幅|橫幅|歌词|歌詞|题目|題目|题为|題為|名为|名為)(?:的是|是)?[：:，,]?$"
)
"""What stands before a quotation that nobody speaks: a sign, a contract, a song."""
_STOP = re.compile(r"[。！？!?；;]+[”’」』）)]*|…{2,}(?=\S)")


@dataclass(frozen=True, slots=True)
class Quote:
    """`start` and `end` hold the marks. `said`: words somebody speaks, not a term, a title or a scare quote."""

    start: int
    end: int
    closed: bool
    said: bool


@dataclass(frozen=True, slots=True)
class Line:
    block: str
    kind: BlockKind
    start: int
    text: str
    masked: str
    quotes: tuple[Quote, ...]

    @property
    def said(self) -> tuple[Quote, ...]:
        return tuple(q for q in self.quotes if q.said)


def lines_of(blocks: Iterable[Block]) -> tuple[Line, ...]:
    """Every line with something on it, in order."""
    return tuple(line for block in blocks for line in _lines(block))


def _lines(block: Block) -> Iterator[Line]:
    start = 0
    for text in block.text.split("\n"):
        if text.strip():
            quotes = tuple(_quotes(text))
            yield Line(block.id, block.kind, start, text, _mask(text, quotes), quotes)
        start += len(text) + 1


def _quotes(text: str) -> Iterator[Quote]:
    """The outermost quotations; one that is not closed runs to the end of the line."""
    at = 0
    while at < len(text):
        close = _CLOSE.get(text[at])
        if close is None:
            at += 1
            continue
        end = _closing(text, at, close)
        stop = len(text) if end < 0 else end + 1
        if end >= 0 or text[at] not in '"‘':
            yield Quote(at, stop, end >= 0, _is_said(text, at, stop, end >= 0))
            at = stop
        else:
            at += 1


def _closing(text: str, at: int, close: str) -> int:
    """Where the quotation that opens at `at` closes; nested pairs of the same marks are counted. -1: nowhere."""
    depth = 0
    for place in range(at + 1, len(text)):
        if text[place] == close:
            if not depth:
                return place
            depth -= 1
        elif text[place] == text[at] and close != text[at] and close in text[place + 1 :]:
            depth += 1
    return -1


def _is_said(text: str, start: int, end: int, closed: bool) -> bool:
    """Speech ends like a sentence, holds clauses, or stands behind a colon; a term sits among the words around it."""
    inner = text[start + 1 : end - 1 if closed else end].strip()
    before, after = text[:start].rstrip()[-1:], text[end:].lstrip()[:1]
    if not closed:
        return True
    if _WRITTEN.search(text[max(0, start - 12) : start].rstrip()):
        return False
    ends = inner[-1:] in FINAL and len(inner) > 1
    if before in ("：", ":") and len(inner) > 1:
        return not after or after in FINAL + "，,；;" or ends or len(inner) > 12
    if ends and (before in "，,。！？” 」" or len(inner) >= 8):
        return True
    clauses = sum(inner.count(mark) for mark in "，,。；;！？?!")
    if before in ("，", ",", ""):
        return len(inner) >= 10 or clauses > 0 or bool(inner and after in "，,。" and len(inner) >= 6)
    return clauses > 0 and len(inner) >= 12


def _mask(text: str, quotes: tuple[Quote, ...]) -> str:
    for quote in quotes:
        sign = SAID if quote.said else TERM
        text = text[: quote.start] + sign * (quote.end - quote.start) + text[quote.end :]
    return _ASIDE.sub(lambda found: ASIDE * len(found[0]), text)


def clauses(masked: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The clauses of prose between two places: what stands between marks and quotations."""
    return tuple(found.span() for found in _CLAUSE.finditer(masked, start, end))


def sentences(line: Line) -> tuple[tuple[int, int], ...]:
    """The sentences of a line. A quotation that ends like one ends its sentence when no comma follows."""
    ends = [found.end() for found in _STOP.finditer(line.masked)]
    for quote in line.said:
        inner = line.text[quote.start : quote.end].rstrip('”’」』"')
        after = line.text[quote.end :].lstrip()[:1]
        if inner[-1:] in FINAL and after not in tuple("，,、：:；;。"):
            ends.append(quote.end)
    bounds = sorted({0, *ends, len(line.text)})
    return tuple((a, b) for a, b in pairwise(bounds) if line.text[a:b].strip())
