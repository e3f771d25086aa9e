"""Nothing is lost on the way in: every character that was read is in a block, in what was removed, or in the metadata.

White space and characters of no width do not count. What is markup differs by format: `markup` of a `Page` names it for
Markdown (marks are no letters, so they do not count there), and of HTML only what a browser could show counts.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Protocol

from lxml import etree

from summarizer.records import Block, Document, Finding, FindingKind, Removed, Severity

SAMPLE = 40
"""Characters that a finding shows of what is missing."""

_NO_TEXT = ("script", "style", etree.ProcessingInstruction)


class Read(Protocol):
    """What a reader or stage hands on."""

    @property
    def blocks(self) -> tuple[Block, ...]: ...

    @property
    def removed(self) -> tuple[Removed, ...]: ...


def letters(texts: Iterable[str]) -> Counter[str]:
    """Letters, figures and ideographs, each with how often it occurs."""
    return _counted(texts, str.isalnum)


def characters(texts: Iterable[str]) -> Counter[str]:
    """All characters but white space and those of no width."""
    return _counted(texts, lambda char: not char.isspace() and char not in _NO_WIDTH)


_NO_WIDTH = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")


def _counted(texts: Iterable[str], counts: Callable[[str], bool]) -> Counter[str]:
    total: Counter[str] = Counter()
    for text in texts:
        total.update(text)
    return Counter({char: n for char, n in total.items() if counts(char)})


def written(page: Read) -> list[str]:
    """What the blocks and the removed pieces hold, as the page has it."""
    return [*(b.as_written for b in page.blocks), *(r.text for r in page.removed)]


def shown_text(tree: etree._Element) -> list[str]:
    """All that a browser could show of a page, hidden parts, descriptions of pictures and comments included."""
    found: list[str | None] = []
    for element in tree.iter():
        if element.tag not in _NO_TEXT:
            found.append(element.text)
        found += [element.get("alt"), element.get("title")] if isinstance(element.tag, str) else []
        found.append(element.tail)
    return [text for text in found if text]


def missing(before: Counter[str], after: Counter[str]) -> Counter[str]:
    return before - after


def finding(lost: Counter[str]) -> Finding | None:
    """An error that says how much is missing, or None."""
    if not lost:
        return None
    sample = "".join(lost.elements())[:SAMPLE]
    count = lost.total()
    what = "1 character" if count == 1 else f"{count} characters"
    verb = "is" if count == 1 else "are"
    return Finding(
        segment=None,
        kind=FindingKind.LOST_TEXT,
        severity=Severity.ERROR,
        detail=f"{what} of the page {verb} neither in the text nor among what was removed: {sample}",
    )


def same_text(before: Document, after: Document) -> Finding | None:
    """Whether a stage that moves blocks aside lost any of them."""
    return finding(missing(characters(written(before)), characters(written(after))))
