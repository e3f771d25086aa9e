"""Several who say one thing together: 孙正阳和许知遥都认为, 蒲江河、宋知秋等专家指出, 两人均表示."""

import re
from collections.abc import Sequence
from functools import cache

from summarizer.text.speech.cast import Cast, Member
from summarizer.text.speech.lines import ASIDE
from summarizer.text.speech.naming import gap_pattern
from summarizer.text.speech.tables import pattern

_LINK = re.compile(
    f"(?:夫妇|夫婦|夫妻)?[{ASIDE}]*\\s*(?:以及|和|与|與|及|、|跟|同)(?P<described>[^，,。；;：:的\x01\x02]{{0,16}})"
)
_APPOSED = re.compile(
    "(?:夫妇|夫婦|夫妻)?(?:等[\\u4e00-\\u9fff]{0,8}|[二两兩三四五六七八九十]+[人位名方家][\\u4e00-\\u9fff]{0,6})?"
)
_MEETING = re.compile("会谈|會談|会面|會面|会见|會見|通话|通話|交谈|交談|见面|見面|对话|對話|谈话|談話|聊天|商量")
_COUNT = {"二": 2, "两": 2, "兩": 2, "三": 3, "四": 4}
_PARTIES = re.compile(
    "(?P<count>[二两兩三四])(?:人|者|家(?:公司|机构|機構|企业|企業)|方|[位家](?=[都均皆也则則还還分一]))|[双雙]方"
)


def chain(left: str, chosen: re.Match[str], cast: Cast) -> tuple[tuple[Member, ...], int]:
    """(everyone who is joined to the chosen subject, in order; where the last of them ends)."""
    linked = [chosen]
    found = list(cast.pattern.finditer(left))
    for other in reversed([m for m in found if m.end() <= chosen.start()]):
        if not _linked(left, other, linked[0]):
            break
        linked.insert(0, other)
    for other in (m for m in found if m.start() >= chosen.end()):
        if not _linked(left, linked[-1], other):
            break
        linked.append(other)
    members = tuple(dict.fromkeys(cast.by_form[m[0]] for m in linked))
    return members, linked[-1].end()


def _linked(left: str, one: re.Match[str], other: re.Match[str]) -> bool:
    link = _LINK.fullmatch(left[one.end() : other.start()])
    return bool(link) and not (link and re.search("[说說称稱]$", link["described"]))


def leads_to_verb(rest: str) -> bool:
    """True where nothing but 等专家, 三人, adverbs and the like stand between the last of the joined and the verb."""
    if _MEETING.search(rest):
        return False
    apposed = _APPOSED.match(rest)
    return any(gap_pattern().match(rest[at:]) for at in range(apposed.end() if apposed else 0, -1, -1))


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(f"\\s*(?:{pattern('conjunction', 'adverb')})*")


@cache
def _office() -> re.Pattern[str]:
    return re.compile(f"(?P<count>[二两兩三四])[位名](?P<what>{pattern('role', 'moderator')})")


def parties_of(left: str) -> tuple[int, str]:
    """(how many 两人, 双方, 两位主持人 stand for as a subject, what they are called); 0 where the words are none of these."""
    lead = _lead().match(left)
    for regex in (_PARTIES, _office()):
        found = regex.match(left, lead.end() if lead else 0)
        if found and gap_pattern().match(left[found.end() :]):
            return _COUNT[found["count"]] if found["count"] else 2, found.groupdict().get("what") or ""
    return 0, ""


def latest(mentioned: Sequence[Member], count: int, what: str = "") -> tuple[Member, ...]:
    """The so many members mentioned last, in the order in which they came; none where there are fewer. Where it is said what
    they are, those of this role, if they are just so many."""
    fitting = tuple(m for m in dict.fromkeys(reversed(mentioned)) if what in m.role)
    newest = fitting[:count] if not what or len(fitting) == count else ()
    return tuple(m for m in dict.fromkeys(mentioned) if m in newest) if len(newest) == count else ()
