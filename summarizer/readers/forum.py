"""Threads copied from a forum: each post has a line with its day and its floor, and its author on a line of their own."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from summarizer.readers.legible import aside, instead
from summarizer.readers.page import Page, strip
from summarizer.readers.turns import Said, page_of
from summarizer.records import Block, Removed
from summarizer.text.boilerplate import fold, junk

POSTS = 2
"""Posts of the shortest thread."""
AUTHOR = 16
"""Characters of the longest name of an author."""
REACH = 3
"""Lines from a post's day to its author."""

_DAY = r"\d{4}-\d{1,2}-\d{1,2}(?: \d{1,2}:\d{2}(?::\d{2})?)?"
_HEAD = re.compile(rf"(?:发表于|发布于|回复于|回帖时间|时间)[: ]*{_DAY}(?: ?\|.*)?")
_FLOOR = re.compile(r"楼主|沙发|板凳|地板|地下室|\d{1,4} ?(?:楼|#|l|f)|#\d{1,4}|第 ?\d{1,4} ?楼|只看(?:该作者|楼主)")
_QUOTED = re.compile(rf"(?P<name>.{{1,{AUTHOR}}}) 发表于 {_DAY}")
_QUOTE = re.compile(r"(?:引用|回复)[: ]*")
_SCORE = re.compile(r"评分|参与人数.*|理由|查看全部评分")


class _Post(NamedTuple):
    """The lines of one post: `head` those that say when and by whom."""

    author: str
    head: tuple[str, ...]
    words: tuple[str, ...]


def thread(text: str) -> Page | None:
    """The posts as turns of their authors, or None where the text is no thread."""
    lines = [line for line in map(strip, text.splitlines()) if line]
    heads = [n for n, line in enumerate(lines) if _HEAD.fullmatch(fold(line))]
    if len(heads) < POSTS:
        return None
    posts = list(_posts(lines, heads))
    return _page(lines[: _start(lines, heads[0])], posts) if all(post.author for post in posts) else None


def _start(lines: Sequence[str], head: int) -> int:
    """Where the first post begins: its floor may stand over its day."""
    return head - 1 if head and _FLOOR.fullmatch(fold(lines[head - 1])) else head


def _posts(lines: Sequence[str], heads: Sequence[int]) -> Iterator[_Post]:
    starts = [_start(lines, head) for head in heads]
    for head, start, end in zip(heads, starts, [*starts[1:], len(lines)], strict=True):
        at = next((n for n in range(head + 1, min(end, head + 1 + REACH)) if _may_be_author(lines[n])), None)
        if at is None:
            yield _Post("", (), ())
            return
        yield _Post(lines[at], tuple(lines[start:at]), tuple(lines[at + 1 : end]))


def _may_be_author(line: str) -> bool:
    key = fold(line)
    return (
        len(line) <= AUTHOR
        and not re.search(r"[，。！？,:;|]", key)
        and not _FLOOR.fullmatch(key)
        and not junk(line, "body")
    )


def _page(before: Sequence[str], posts: Sequence[_Post]) -> Page:
    removed: list[Removed] = []
    said: list[Said] = []
    earlier = ""
    for post in posts:
        removed += [Removed(text=line, reason="interface") for line in post.head]
        words = list(_words(post.words, earlier, removed))
        earlier += "\n".join(post.words)
        if words:
            said += [Said(post.author, post.author + instead("\n", "："), words[0])]
            said += [Said(post.author, aside(""), line) for line in words[1:]]
        else:
            removed.append(Removed(text=post.author, reason="post without words"))
    title = [Block(id="", kind="heading", text=before[0], level=1)] if before else []
    rest = [Block(id="", kind="paragraph", text=line) for line in before[1:]]
    page = page_of(said, before=(*title, *rest), removed=tuple(removed))
    return page.model_copy(update={"title": before[0] if before else ""})


def _words(lines: Sequence[str], earlier: str, removed: list[Removed]) -> Iterator[str]:
    """The words of a post: without its buttons, its score, and what it repeats of an earlier post."""
    quoting = False
    for line in lines:
        key = fold(line)
        if _QUOTE.fullmatch(key) or _QUOTED.fullmatch(key):
            quoting = True
            removed.append(Removed(text=line, reason="quoted post"))
        elif quoting and line.rstrip(".…") in earlier:
            removed.append(Removed(text=line, reason="quoted post"))
        elif _SCORE.fullmatch(key) or _FLOOR.fullmatch(key):
            removed.append(Removed(text=line, reason="interface"))
        elif reason := junk(line, "body", "tail"):
            removed.append(Removed(text=line, reason=reason))
        else:
            quoting = False
            yield line
