"""What stands beside a person's name: the role, and the organisation or place it belongs to. Empty is better than wrong."""

from collections.abc import Mapping
from typing import NamedTuple

from summarizer.text.names.context import longest_after, longest_before, words
from summarizer.text.names.passage import Passage

REACH = 14
"""Characters before the name in which its role may stand."""
_WITHIN = frozenset(("n", "b", "j", "nz", "vn", "a", "an", "ng", "g", "s", "f", "h", "ns"))
"""Tags of the words a role may consist of: 古籍修复师, 急诊科主任."""
_CIVIL = frozenset(("先生", "女士", "小姐", "夫人", "太太", "同学", "阿姨", "大爷", "大妈", "奶奶", "爷爷"))


_HEADS = frozenset(
    (
        "总统",
        "副总统",
        "总理",
        "副总理",
        "首相",
        "外长",
        "防长",
        "财长",
        "国王",
        "女王",
        "市长",
        "副市长",
        "省长",
        "州长",
        "县长",
        "区长",
        "镇长",
        "乡长",
        "村长",
        "大使",
        "总督",
        "外相",
        "防相",
        "议长",
        "部长",
        "国务卿",
        "特首",
        "知事",
        "皇帝",
        "天皇",
        "酋长",
        "大臣",
        "国防部长",
        "外交部长",
    )
)
"""Offices that belong to the place before them."""


class Description(NamedTuple):
    """In the article's own words; empty strings where nothing certain stands."""

    role: str = ""
    affiliation: str = ""


def described(passage: Passage, start: int, end: int, bodies: Mapping[int, tuple[int, str]]) -> Description:
    """The role before or behind a name. `bodies` says where an organisation or a place ends in the block: end to start and kind."""
    title = passage.title_before(start)
    if title:
        return _before(passage, start - (passage.key[start - 1] == " "), title, bodies)
    behind = longest_after("address", passage.key, end)
    if len(behind) > 1 and behind not in _CIVIL and behind in words("title"):
        return Description(passage.text[end : end + len(behind)])
    return Description()


def _before(passage: Passage, end: int, title: str, bodies: Mapping[int, tuple[int, str]]) -> Description:
    start = _first_title(passage, end - len(title))
    at = start
    while at > max(0, end - REACH):
        if at in bodies:
            return Description(passage.text[at:end], passage.text[bodies[at][0] : at])
        if passage.key[at - 1] == "的" and at - 1 in bodies:
            return Description(passage.text[at:end], passage.text[bodies[at - 1][0] : at - 1])
        word = passage.word_before(at)
        if at == start and word is not None and word.tag == "ns" and title in _HEADS:
            return Description(passage.text[start:end], passage.text[word.start : at])
        if word is None or word.tag not in _WITHIN or not ("\u4e00" <= word.text[0] <= "\u9fff"):
            break
        at = word.start
    return Description(passage.text[start:end])


def _first_title(passage: Passage, start: int) -> int:
    """Where a row of titles begins: 开创人兼总裁, 局长、党组书记, with their prefixes."""
    while True:
        while prefix := longest_before("title_prefix", passage.key, start):
            start -= len(prefix)
        joined = passage.key[start - 1 : start] in ("兼", "、") and start > 1
        earlier = longest_before("title", passage.key, start - 1) if joined else ""
        if not earlier:
            return start
        start -= 1 + len(earlier)
