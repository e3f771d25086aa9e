"""Cuts a reasoning model's thoughts from what it says."""

import re

_TAG = "(?:think|thinking|thought|reasoning)"
_LEADING = re.compile(rf"\s*<({_TAG})>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_OPENING = re.compile(rf"<{_TAG}>", re.IGNORECASE)
_CLOSING = re.compile(rf"</{_TAG}>", re.IGNORECASE)


def without_thoughts(text: str) -> str:
    """The answer alone: `<think>…</think>` at its beginning goes, also when it was never closed, or when the chat template
    had opened it and only `</think>` is seen. A tag further on is the article's own and stays."""
    while block := _LEADING.match(text):
        text = text[block.end() :]
    closing = _CLOSING.search(text)
    if closing and not text.lstrip().startswith(("{", "[")) and not _OPENING.search(text, 0, closing.start()):
        text = text[closing.end() :]
    return text.strip()


def has_thoughts(text: str) -> bool:
    """True where thoughts stand before the answer."""
    return without_thoughts(text) != text.strip()
