"""Article text as Markdown that can only ever be text.

Written for CommonMark and GitHub's additions to it. Where a backslash and an entity both work, the one is taken that also
holds in older dialects, which do not know `\\<`.
"""

import re

from summarizer.renderers.prose import printable

_BREAKS = re.compile(r"[ \t\r\n\v\f\x1c-\x1f\x85\u2028\u2029]+")
_ANYWHERE = re.compile(r"[\\`*_\[\]|~]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_MATHS = re.compile(r"\$(?!\d|\s|$)")
"""A `$` before a digit is money; any other may open a formula on GitHub."""
_LINK = re.compile(r"(?i)(?<=[a-z]):(?=//)|(?<=\bwww)\.")
_FIRST = re.compile(r"^(?:[#>+=:-]|\d+(?=[.)]))")
_LAST = re.compile(r"#(?=#*$)")


def inline(text: str) -> str:
    """The text on one line, safe within a paragraph, a heading, a table cell or a quotation, also as its first word."""
    text = _BREAKS.sub(" ", printable(text)).strip(" ")
    text = _ANYWHERE.sub(r"\\\g<0>", text)
    text = _ENTITY.sub("&amp;", text).replace("<", "&lt;")
    text = _MATHS.sub(r"\\$", text)
    text = _LINK.sub(r"\\\g<0>", text)
    text = _LAST.sub(r"\\#", text)
    return _FIRST.sub(_first, text)


def _first(match: re.Match[str]) -> str:
    found = match.group()
    return f"{found}\\" if found[0].isdigit() else f"\\{found}"


def fenced(code: str) -> str:
    """Code as a block, between fences that are longer than any in it."""
    longest = max((len(found) for found in re.findall("`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{printable(code)}\n{fence}"
