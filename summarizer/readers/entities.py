"""Character references in a text that is no web page: &#27827;&#36793; and &ldquo; as some tools export them."""

import html
import re

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BRACKETS = frozenset({"&lt;", "&gt;", "&#60;", "&#62;"})
"""What a text about web pages writes on purpose."""


def without_references(text: str) -> str:
    """The text with its references as characters. One that was escaped twice, as in &amp;ldquo;, is read to its end."""
    for _ in range(2):
        text = _REFERENCE.sub(_character, text)
    return text


def _character(found: re.Match[str]) -> str:
    written = found.group()
    if written in _BRACKETS:
        return written
    return html.unescape(written)
