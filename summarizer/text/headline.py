"""Takes a headline out of what pages put around it: topic in brackets before, name of the site after."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from summarizer.text.boilerplate import fold
from summarizer.text.lazy_pattern import lazy

_PREFIX = lazy(r"^(?:【[^】]{1,12}】|\[[^\]]{1,12}\]|［[^］]{1,12}］)[\s\u3000]*")
_SUFFIX = lazy(r"[\s\u3000]*(?:[_|｜丨]|[-–—]{1,2}(?![-–—]))[\s\u3000]*([^_|｜丨]{1,30}?)[\s\u3000]*$")
_BUTTON = lazy(r"[\s\u3000]*[\[【](?:复制链接|複製連結|打印|列印|分享|收藏|图|視頻|视频|组图|組圖)[\]】][\s\u3000]*$")
_SITE = lazy(
    r".*(?:网|在线|互联|门户|频道|客户端|公众号|新闻|日报|晚报|早报|时报|周刊|周报|杂志|财经|资讯|论坛|社区|博客|专栏|头条|卫视|电视台|"
    r"通讯社|出版社|news|\.com|\.cn|\.tw|\.hk|\.net|bbc.*|sina|sohu|ettoday.*|yahoo.*|udn|rthk|now)(?:中文|中文网|版|中国|台湾|香港|官网|首页)?(?: [a-z. ]+)?"
)

LINE = 90
"""Characters of the longest headline with everything around it."""
SECTION = 8
"""Characters of the longest name of a section of a site."""
SITE = 15
"""Characters of the longest line over a headline that is taken for the name of the site."""


class Headline(NamedTuple):
    """`prefix` and `suffix` are what was around it, as it stood."""

    text: str
    prefix: str = ""
    suffix: str = ""

    @property
    def site(self) -> str:
        """The last part of the suffix: in `_财经_新河网`, 新河网."""
        return re.split(r"[_|｜丨\-–—]+", _BUTTON.sub("", self.suffix))[-1].strip()


def headline(text: str) -> Headline:
    """The line without topic and site; a part that does not look like either stays."""
    rest, prefix = text, ""
    while (found := _PREFIX.match(rest)) and len(rest) > found.end():
        prefix, rest = prefix + found.group(), rest[found.end() :]
    core = rest
    if (button := _BUTTON.search(core)) and button.start() > 3:
        core = core[: button.start()]
    while (found := _SUFFIX.search(core)) and found.start() > 3 and _is_suffix(found, stripped=core != rest):
        core = core[: found.start()]
    return Headline(core, prefix, rest[len(core) :])


def _is_suffix(found: re.Match[str], *, stripped: bool) -> bool:
    """A site, or before a site that is already `stripped`, one of its sections."""
    section = stripped and len(found.group(1)) <= SECTION and found.group().strip()[0] in "_|｜丨"
    return section or looks_like_site(found.group(1))


def looks_like_site(text: str) -> bool:
    """True for a name that ends as those of sites, papers and their sections do."""
    key = fold(text).strip()
    return len(key) <= 30 and _SITE.fullmatch(key) is not None


def same(one: str, other: str) -> bool:
    """True where two lines are the same headline, whatever their script, width, spaces, topic and site."""
    return key(one) == key(other)


def key(text: str) -> str:
    """What two lines with the same headline have in common."""
    return re.sub(r"[\s\W_]+", "", fold(headline(text).text))


class Choice(NamedTuple):
    """Which line is the headline, and which the name of the site over it."""

    headline: int
    site: int | None = None


def choose(texts: Sequence[str], candidates: Sequence[int], junk: Sequence[bool]) -> Choice | None:
    """The headline among the lines over the first paragraph: one that another line there repeats (the page's path or its
    own title does), else the first that is not the site's name. `junk` marks the lines of the page's
    own furniture."""
    lines = [n for n in candidates if len(texts[n]) <= LINE and "。" not in texts[n]]
    if not lines:
        return None
    sites = [n for n in lines if _over_headline(texts, lines, n, junk)]
    repeated = next((n for n in lines if n not in sites and _repeated(texts, n)), None)
    chosen = repeated if repeated is not None else next((n for n in lines if n not in sites), lines[0])
    return Choice(chosen, next((n for n in sites if n < chosen), None))


def _repeated(texts: Sequence[str], at: int) -> bool:
    core = headline(texts[at]).text
    return len(core) >= 8 and any(core in text for n, text in enumerate(texts[: at + 10]) if n != at)


def _over_headline(texts: Sequence[str], lines: Sequence[int], at: int, junk: Sequence[bool]) -> bool:
    """A short line over a longer one, that is named like a site or is parted from it by lines of the page."""
    below = next((n for n in lines if n > at), None)
    if below is None or len(texts[at]) > SITE or len(texts[below]) <= len(texts[at]):
        return False
    return looks_like_site(texts[at]) or any(junk[at + 1 : below])
