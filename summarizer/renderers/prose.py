"""Sentences put together again as English prose, and characters that must not reach a page."""

import re
from collections.abc import Sequence

_CLOSES = re.compile(r"""[,;:!?)\]}’”»%]|\.(?!\w)""")
_CLOSING_STRAIGHT = re.compile(r'"(?=$|[\s,.;:!?)\]—–-])')
_OPENS = tuple("([{“‘«—")
_MISLEADING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def gaps(texts: Sequence[str]) -> tuple[str, ...]:
    """What stands before each sentence of a paragraph: a space, or nothing before a closing mark and after an opening one.

    A straight quotation mark says nothing about its side, so the quotations that are open are counted.
    """
    found: list[str] = []
    before, marks = "", 0
    for text in texts:
        found.append("" if _touches(before, text, quoting=marks % 2 == 1) else " ")
        before, marks = text, marks + text.count('"')
    return tuple(found)


def joined(texts: Sequence[str]) -> str:
    """The sentences of one paragraph as running text."""
    return "".join(gap + text for gap, text in zip(gaps(texts), texts, strict=True))


def _touches(before: str, text: str, *, quoting: bool) -> bool:
    if not before or not text or _CLOSES.match(text) or before.endswith(_OPENS):
        return True
    if not quoting:
        return False
    return bool(_CLOSING_STRAIGHT.match(text)) or bool(re.search(r'(^|[\s(\[—])"$', before))


def printable(text: str) -> str:
    """The text without what draws nothing and only misleads: bidirectional overrides go, control characters show as U+FFFD.

    The JSON report keeps them; this is for pages that people read.
    """
    return _CONTROL.sub("\ufffd", _MISLEADING.sub("", text))
