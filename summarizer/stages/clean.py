"""Clean: what the page put around the article moves to `removed`, each piece with a reason, and metadata is taken out.

Nothing is deleted and nothing invented: blocks, `removed` and the metadata together hold every line that was read. When in
doubt, a line stays: a reader can skip a line of junk, but cannot read one that is gone.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from summarizer.errors import NothingToTranslate
from summarizer.readers.account import same_text
from summarizer.readers.legible import part
from summarizer.readers.page import block, numbered, strip
from summarizer.readers.text import LABEL
from summarizer.records import Block, Document, Removed
from summarizer.text.boilerplate import Place, is_prose, junk, section, sections
from summarizer.text.credits import is_caption, is_credit
from summarizer.text.dateline import Dateline, author_in, dateline, is_labelled, notice
from summarizer.text.headline import Headline, choose, headline, key, same
from summarizer.text.scripts import has_han, language_of
from summarizer.text.unavailable import unavailable

NO_PROSE_HEAD = 10
"""Blocks that count as the head of a page without a single sentence long enough to be prose."""
BYLINE = 2
"""Lines over a button to follow the author: the name, and what is said of them."""
NAME = 30
"""Characters of the longest of these lines."""
SPEAKS = 2
"""Lines that begin with the same label from which it names a speaker and not a credit."""


_FOLLOW = re.compile(r"[+＋]?\s?(?:已?关注|已?關注|关注作者|關注作者|追蹤|追踪|订阅|訂閱)")


class _Line(NamedTuple):
    """A block with what is known of it. `gone` is the reason why it is no part of the article, or None."""

    block: Block
    place: Place
    dateline: Dateline | None
    credit: bool
    gone: str | None

    @property
    def text(self) -> str:
        return self.block.text


def clean(document: Document) -> Document:
    """The article without its page. The headline becomes the first block; ids are given anew.

    Raises NothingToTranslate where no Chinese is left.
    """
    lines = _judged(document.blocks)
    title, lines = _titled(document.title, lines)
    lines = _bylined(lines)
    kept = [_kept(line) for line in lines if not line.gone]
    removed = [Removed(text=line.block.as_written, reason=line.gone) for line in lines if line.gone]
    blocks = numbered([*([title.block] if title else []), *kept])
    cleaned = document.model_copy(
        update={
            "title": title.headline.text if title else "",
            "blocks": blocks,
            "removed": (*map(_explained, document.removed), *(title.affixes if title else ()), *removed),
            "language": language_of("".join(b.text for b in blocks)),
            **_metadata(document, lines, title.headline if title else None),
        }
    )
    lost = same_text(document, cleaned)
    return _checked(cleaned.model_copy(update={"findings": (*document.findings, lost)}) if lost else cleaned)


def _judged(blocks: Sequence[Block]) -> list[_Line]:
    """Each block with its place, what it gives of the metadata, and why it goes, if it does."""
    texts = [b.text for b in blocks]
    speakers = _speakers(texts)
    judged = [_judge(b, place, speakers) for b, place in zip(blocks, _places(blocks), strict=True)]
    listed = sections(texts, [line.gone for line in judged])
    return [line._replace(gone=None if line.credit else gone) for line, gone in zip(judged, listed, strict=True)]


def _judge(b: Block, place: Place, speakers: set[str]) -> _Line:
    if (b.kind == "heading" and b.level == 1) or b.speaker or b.kind == "code":
        return _Line(b, place, None, False, None)
    line = dateline(b.text) if place == "head" or (place == "tail" and is_labelled(b.text)) else None
    if line:
        return _Line(b, place, line, False, "dateline" if line.date else "source")
    credit = b.kind in ("paragraph", "list_item", "heading") and is_credit(b.text, speakers)
    return _Line(b, place, None, credit, None if credit else junk(b.text, place))


def _places(blocks: Sequence[Block]) -> list[Place]:
    """The head is what stands before the first prose, the tail what stands after the last."""
    prose = [n for n, b in enumerate(blocks) if b.kind != "heading" and is_prose(b.text)]
    first, last = (prose[0], prose[-1]) if prose else (min(NO_PROSE_HEAD, len(blocks)), len(blocks))
    return ["head" if n < first else "tail" if n > last else "body" for n in range(len(blocks))]


def _speakers(texts: Iterable[str]) -> set[str]:
    """What begins several lines as a label; a headline that the page repeats counts once."""
    distinct = {key(text): text for text in texts}.values()
    labels = Counter(strip(found.group()[:-1]) for text in distinct if (found := LABEL.match(text)))
    return {label for label, count in labels.items() if count >= SPEAKS}


class _Title(NamedTuple):
    """The headline, the block that holds it, and what stood around it on its own line."""

    headline: Headline
    block: Block
    affixes: tuple[Removed, ...]


def _titled(known: str, lines: Sequence[_Line]) -> tuple[_Title | None, list[_Line]]:
    """The headline, and the lines with all that say it marked as gone: the first becomes the heading, others repeat it.

    What the format gives as the title is believed; else a first-level heading, else the likeliest line of the head.
    """
    texts, junked = [line.text for line in lines], [line.gone not in (None, "dateline", "source") for line in lines]
    speakers = _speakers(texts)
    main = next((line.text for line in lines if line.block.kind == "heading" and line.block.level == 1), "")
    head = [n for n, line in enumerate(lines) if _may_be_headline(line, speakers)]
    choice = None if known or main else choose(texts, head, junked)
    said = known or main or (texts[choice.headline] if choice else "")
    if not said:
        return None, list(lines)
    saying = [n for n, text in enumerate(texts) if same(said, text)]
    marked = list(lines)
    for n in saying:
        marked[n] = lines[n]._replace(gone="duplicate title")
    if choice and choice.site is not None:
        marked[choice.site] = lines[choice.site]._replace(gone="site name")
    first = next((n for n in saying if choice is None or n == choice.headline), None)
    source = block("heading", said) if first is None else lines[first].block
    return _title_of(source), [line for n, line in enumerate(marked) if n != first]


def _title_of(source: Block) -> _Title:
    found = headline(source.text)
    start, end = len(found.prefix), len(found.prefix) + len(found.text)
    around = (("topic", part(source, 0, start)), ("site name", part(source, end, len(source.text))))
    affixes = tuple(Removed(text=strip(b.as_written), reason=why) for why, b in around if strip(b.as_written))
    inside = part(source, start, end)
    return _Title(found, inside.model_copy(update={"kind": "heading", "level": 1}), affixes)


def _bylined(lines: Sequence[_Line]) -> list[_Line]:
    """The author's name and what is said of them, over a button to follow them, are no part of the text."""
    marked = list(lines)
    for n, line in enumerate(lines):
        if line.place != "head" or not _FOLLOW.fullmatch(line.text.strip()):
            continue
        above = [k for k in range(max(0, n - BYLINE), n) if _may_be_byline(marked[k])]
        for k in above:
            marked[k] = marked[k]._replace(gone="byline")
    return marked


def _may_be_byline(line: _Line) -> bool:
    plain = line.block.kind == "paragraph" and not line.block.speaker
    return plain and not line.gone and not line.credit and len(line.text) <= NAME and "。" not in line.text


def _may_be_headline(line: _Line, speakers: set[str]) -> bool:
    """Not a turn of a conversation, nor the bare label of one: a headline may begin 专访：, but says more."""
    label = LABEL.match(line.text)
    turn = label is not None and (label.end() == len(line.text) or strip(label.group()[:-1]) in speakers)
    own = bool(line.block.speaker) or line.block.kind in ("code", "table_row")
    return line.place == "head" and not (line.gone or line.credit or turn or own)


def _kept(line: _Line) -> Block:
    if line.credit:
        return line.block.model_copy(update={"kind": "credit", "level": 0})
    if line.block.kind == "paragraph" and is_caption(line.text) and not line.block.speaker:
        return line.block.model_copy(update={"kind": "caption"})
    return line.block


def _explained(piece: Removed) -> Removed:
    """With a closer reason, where the reader only knew that it stood outside the article."""
    if piece.reason not in ("outside the article", "links"):
        return piece
    closer = junk(piece.text, "head", "tail") or section(piece.text, "tail")
    return piece.model_copy(update={"reason": closer}) if closer else piece


def _metadata(document: Document, lines: Sequence[_Line], title: Headline | None) -> dict[str, str | None]:
    """Date, publication and author: what the format gives, then the lines at the head, those at the end, and what stood
    outside the article. A source that the page names comes before the page's own site."""
    outside = [_around(line, piece) for piece in document.removed if (line := dateline(piece.text))]
    notices = [fields for line in lines if line.gone == "notice" and (fields := notice(line.text))]
    found = [*_datelines(lines), *notices, *outside]
    site = next((one.text for one in lines if one.gone == "site name"), "")
    author = document.author or next((one.author for one in found if one.author), "") or _author(lines)
    author = author or next((line.text for line in lines if line.gone == "byline"), "")
    named = next((one.publication for one in found if one.publication), "") or _beside(found, author)
    return {
        "date": document.date or next((one.date for one in found if one.date), None),
        "publication": named or document.publication or (title.site if title else "") or site,
        "author": author,
    }


def _around(line: Dateline, piece: Removed) -> Dateline:
    """Of buttons and quoted posts the day alone: the words beside it are no paper and no author."""
    return Dateline(line.date) if piece.reason in ("interface", "quoted post") else line


def _datelines(lines: Sequence[_Line]) -> Iterator[Dateline]:
    """Those of the article: not the ones in a list of other articles."""
    for line in lines:
        if line.gone in ("related", "comments"):
            return
        if line.dateline:
            yield line.dateline


def _beside(found: Iterable[Dateline], author: str) -> str:
    """The one word beside the date that is not the author: the paper's name, where the line does not label it."""
    words = [[word for word in line.beside if word != author and len(word) > 1] for line in found]
    return next((one[0] for one in words if len(one) == 1), "")


def _author(lines: Sequence[_Line]) -> str:
    return next((author for line in lines if line.credit and (author := author_in(line.text))), "")


def _checked(document: Document) -> Document:
    if notice := unavailable(document.blocks):
        raise NothingToTranslate(
            f"{document.origin} holds no article: the page says “{notice}”.",
            "Open the page in a browser, and save it again when the article is shown.",
        )
    text = "".join(b.text for b in document.blocks)
    if has_han(text) and document.language != "ja":
        return document
    what = "It seems to be Japanese." if document.language == "ja" else "There are no Chinese characters in it."
    raise NothingToTranslate(f"{document.origin} holds nothing to translate. {what}", "Give an article in Chinese.")
