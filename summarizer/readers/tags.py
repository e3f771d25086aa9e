"""HTML tags in a line of text: which are markup that was left in it, and which are what the sentence speaks about."""

import re
from collections.abc import Iterator

_TAG = re.compile(
    r"<(?P<whole>script|style|iframe|svg|object|video|audio)\b[^<>]*>.*?</(?P=whole)\s*>|<!--.*?-->"
    r"|<(?P<close>/)?(?P<name>p|div|span|br|hr|img|a|b|i|u|em|strong|font|iframe|embed|script|style|center|section|sup|sub|h[1-6])"
    r"(?P<attributes>\s[^<>]*)?/?>",
    re.IGNORECASE | re.DOTALL,
)
_VOID = frozenset({"br", "hr", "img", "embed"})
_OPENS_MENTION = re.compile(r"[\s“\"‘'「『（(`、]$|(?:标签|標籤|元素|标记|標記)$")
_CLOSES_MENTION = re.compile(r"[\s”\"’'」』）)`，。、；：？！,.;:?!]|(?:标签|標籤|元素|标记|標記|tag)")
_NAMED = re.compile(r"\s?(?:标签|標籤|元素|标记|標記|tag)")
_JOINS = frozenset({"", "和", "与", "與", "及", "到", "、", "/", "或"})


def markup(text: str) -> Iterator[tuple[int, int]]:
    """Where tags stand that belong to no sentence: pairs around words, tags with attributes, whole scripts, line breaks.
    写一个 <br> 标签 and 用 <b> 还是 <strong> speak about tags."""
    found = list(_TAG.finditer(text))
    paired = _pairs(text, found)
    for n, tag in enumerate(found):
        if tag["name"] is None or tag["attributes"] or n in paired or not _is_mentioned(text, tag):
            yield tag.span()


def without_markup(text: str) -> tuple[str, list[str]]:
    """The text, and the tags that were in it."""
    if "<" not in text:
        return text, []
    parts: list[str] = []
    tags: list[str] = []
    at = 0
    for start, end in markup(text):
        parts.append(text[at:start])
        tags.append(text[start:end])
        at = end
    return "".join((*parts, text[at:])), tags


def _pairs(text: str, found: list[re.Match[str]]) -> set[int]:
    """The tags that open and close around words."""
    paired: set[int] = set()
    opened: dict[str, list[int]] = {}
    for n, tag in enumerate(found):
        name = (tag["name"] or "").lower()
        if not name or name in _VOID:
            continue
        if not tag["close"]:
            opened.setdefault(name, []).append(n)
        elif opened.get(name):
            start = opened[name].pop()
            if text[found[start].end() : tag.start()].strip() not in _JOINS:
                paired |= {start, n}
    return paired


def _is_mentioned(text: str, tag: re.Match[str]) -> bool:
    """Set off from the words on both sides, as a word of another language is, or called a tag."""
    before, after = text[max(0, tag.start() - 3) : tag.start()], text[tag.end() : tag.end() + 4]
    if _NAMED.match(after):
        return True
    return bool(before.strip() and _OPENS_MENTION.search(before) and _CLOSES_MENTION.match(after))


def is_known(tag: str) -> bool:
    """Whether this module judges such a tag."""
    return _TAG.fullmatch(tag) is not None
