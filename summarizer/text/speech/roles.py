"""Role and affiliation in the article's own words: from a label, a guest list, or what stands before a name."""

import re
from functools import cache

from summarizer.text.speech.tables import pattern

_LEAD = re.compile(
    r"^.*(?:邀约到|邀请到|邀請到|邀请了|邀請了|邀请|邀請|请到|請到|采访了|採訪了|专访|專訪|就是|正是|包括|以及|来自|來自|任命|聘请|聘請"
    r"|对于|對於|一位|一名|[到对對向和与與由据據是被让讓把及跟])(?=.)"
)
_PRIZE = re.compile(r"(?:获得者|獲得者|得主|冠军|冠軍|校友)$")
_PARENT = re.compile(r"^(?:本期|我们的|我們的|其中|而|但|同时|同時|此外|近日|日前|当天|當天|昨日|今日|今天|昨天)+")


@cache
def _role() -> re.Pattern[str]:
    return re.compile(f"(?:{pattern('role_prefix')})*(?:[A-Za-z]{{1,12}}|[\\u4e00-\\u9fff]{{0,5}}?)?{pattern('role')}")


@cache
def _head() -> re.Pattern[str]:
    return re.compile(f"{pattern('role')}(?:之一)?$")


@cache
def _start() -> re.Pattern[str]:
    """Where the role begins: its first prefix (首席, 副) or its head."""
    return re.compile(
        f"(?:{pattern('role_prefix')})+(?=[A-Za-z\\u4e00-\\u9fff]{{0,8}}?{pattern('role')})|{pattern('role')}"
    )


_TRADE = re.compile(r"(?<![大国國全自回人当當住搬])[\u4e00-\u9fff](?:员|員|师|師|家|长|長|手|匠|夫)$")
"""What ends the name of a trade: 消防员, 工匠."""


def ends_with_role(text: str) -> bool:
    """True where a name may follow: …总裁, …教授, …获得者."""
    return bool(_head().search(text.rstrip()) or _TRADE.search(text))


def split(words: str) -> tuple[str, str]:
    """(role, affiliation) of 浙江大学副教授, of 硅基智能开创人、老总、总裁. A later title with its own house is kept whole."""
    words = words.strip(" 、，,:：()（）")
    first, _, rest = words.partition("、")
    found = _start().search(first)
    if not found:
        return ("", words) if not rest else split(rest)
    affiliation, role = first[: found.start()].strip(), first[found.start() :]
    if _PRIZE.search(first):
        affiliation, role = "", first
    if rest and not affiliation:
        later = _start().search(rest)
        return words, (rest[: later.start()] if later else "").strip("、")
    return role + ("、" + rest if rest else ""), affiliation.removesuffix("的")


def before(text: str) -> str:
    """What describes the name that follows `text`: the words up to a mark, without what leads to them."""
    clause = re.split(r"[，,。；;：:！!？?…“”「」\n\x01\x02]", text)[-1]
    if not ends_with_role(clause):
        return ""
    return _PARENT.sub("", _lead_off(clause)).strip()


def _lead_off(clause: str) -> str:
    """Cuts 邀约到, 首先就是, 对 … before the words that describe; keeps them where nothing with a role would be left."""
    found = _LEAD.match(clause)
    rest = clause[found.end() :] if found else clause
    return rest if ends_with_role(rest) else clause
