"""What every reader hands on: the blocks of a page in order, what it already knows is not text, and its metadata."""

from collections.abc import Iterable

from summarizer.readers.legible import legible
from summarizer.records import Block, BlockKind, Finding, Record, Removed
from summarizer.text.lazy_pattern import lazy
from summarizer.text.scripts import HAN

PADDING = " \t\r\n\f\v\u00a0\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
_EDGES = lazy(f"^[{PADDING}]+|[{PADDING}]+$")
_RUNS = lazy(r"[ \t\r\n\f\v\u00a0]+")
_CJK = lazy(f"{HAN.pattern}|[\u3000-\u303f\uff00-\uff65\u2014\u2018-\u201d\u2026]")


class Page(Record):
    """Metadata fields are empty where the format does not give them; `date` is as the format gives it, ISO 8601."""

    title: str = ""
    date: str | None = None
    publication: str = ""
    author: str = ""
    url: str = ""
    blocks: tuple[Block, ...] = ()
    removed: tuple[Removed, ...] = ()
    findings: tuple[Finding, ...] = ()
    markup: tuple[str, ...] = ()
    """What the format has for marks: addresses of links, names of tags, numbers of cues. No part of the article."""


def strip(text: str) -> str:
    """Without the white space around it, full-width, no-break and zero-width spaces included."""
    return _EDGES.sub("", text)


def squeeze(text: str) -> str:
    """One space for each run of half-width white space, line ends included; none at an end of line between Chinese characters."""
    lines = [_RUNS.sub(" ", strip(line)) for line in text.splitlines()]
    return strip(join(line for line in lines if line))


def join(lines: Iterable[str]) -> str:
    """Lines of one paragraph as one line: a space between words, none where a Chinese character stands on either side."""
    joined = ""
    for line in lines:
        close = not joined or _CJK.match(joined[-1]) or _CJK.match(line[:1])
        joined += line if close else f" {line}"
    return joined


def block(kind: BlockKind, text: str, level: int = 0) -> Block:
    """A block that has no id yet. Code keeps the white space at its beginning."""
    return Block(id="", kind=kind, text=text.strip("\n") if kind == "code" else strip(text), level=level)


def numbered(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks that hold something, with their text normalised, as p1 to pn."""
    held = (b for b in map(legible, blocks) if strip(b.text) or b.originals)
    return tuple(b.model_copy(update={"id": f"p{n}"}) for n, b in enumerate(held, 1))
