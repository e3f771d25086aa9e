"""The subject of a speech verb: what stands before it in its clause."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from summarizer.text.speech import joint
from summarizer.text.speech.cast import Cast, Member
from summarizer.text.speech.naming import gap_pattern
from summarizer.text.speech.tables import pattern, words

SubjectKind = Literal[
    "member",
    "parties",
    "pronoun",
    "house",
    "anonymous",
    "organisation",
    "media",
    "reporter",
    "none",
    "thing",
    "unknown",
]


@dataclass(frozen=True, slots=True)
class Subject:
    """`house`: 该公司 and the like. `parties`: 两人, 双方, `count` of them. `none`: the clause has no subject of its own. `thing`: data,
    a study, a law. `text` names it; `also` are the others who say it together."""

    kind: SubjectKind
    text: str = ""
    member: Member | None = None
    joint: bool = False
    doubtful: bool = False
    also: tuple[str, ...] = ()
    count: int = 0


def subject_of(left: str, cast: Cast) -> Subject:
    """Who or what the words before a verb make its subject."""
    return (
        _empty(left, cast)
        or _certain(_member(left, cast), left)
        or _parties(left)
        or _pronoun(left)
        or _media(left)
        or _anonymous(left)
        or _organisation(left)
        or _thing(left)
        or Subject("unknown", left.strip())
    )


@cache
def _nothing() -> re.Pattern[str]:
    return re.compile(
        f"[\\s\x01-\x03]*(?:{pattern('conjunction', 'adverb')}|\\s)*(?:(?:在|[对對](?!方)|从|從|就|向|当|當|于|於|通过|透过|透過)[^他她]*)?$"
    )


def _empty(left: str, cast: Cast) -> Subject | None:
    if _nothing().match(left) and not cast.pattern.search(left) and not re.search(pattern("anonymous_head"), left):
        return Subject("none")
    return None


def _member(left: str, cast: Cast) -> Subject | None:
    """A person before an organisation (OpenAI首席执行官奥特曼), the leftmost before others."""
    found = [(m, cast.by_form[m[0]]) for m in cast.pattern.finditer(left) if m[0] and _is_subject(left, m, cast)]
    if not found:
        return None
    match, member = min(found, key=lambda pair: _rank(left, *pair))
    rest = left[match.end() :]
    if member.kind == "organisation" and not gap_pattern().match(_without_office(rest)):
        return None
    together, end = joint.chain(left, match, cast)
    if len(together) > 1 and joint.leads_to_verb(left[end:]):
        return Subject("member", match[0], together[0], True, also=tuple(m.name for m in together[1:]))
    with_others = len(together) > 1 or rest.startswith("等")
    return Subject("member", match[0], member, with_others, doubtful=not gap_pattern().match(rest) and not with_others)


def _parties(left: str) -> Subject | None:
    count, what = joint.parties_of(left)
    return Subject("parties", what, joint=True, count=count) if count else None


def _certain(named: Subject | None, left: str) -> Subject | None:
    """The member, unless words lie between it and the verb that make it part of a house's name: 金曜新材."""
    if named and named.doubtful and named.member and named.member.kind == "person":
        house = _organisation(left)
        return house if house and named.text in house.text else named
    return named


def _rank(left: str, match: re.Match[str], member: Member) -> tuple[bool, bool, int]:
    """A person before a house, one that leads up to the verb before one that does not, then the leftmost."""
    return member.kind == "organisation", not gap_pattern().match(left[match.end() :]), match.start()


@cache
def _office() -> re.Pattern[str]:
    return re.compile(
        r"(?:方面|官方|新闻|新聞)?(?:发言人|發言人|官方微博|官微|官方账号|官方帳號|官方公众号|微博|公众号|官网|官網|客服|热线|熱線|有关负责人|有關負責人|有关人士|有關人士|相关人士|相關人士|相关负责人|相關負責人|负责人|負責人|工作人员|工作人員|官员|官員|人士|方面|官方|团队|團隊|公司|高层|高層)"
    )


def _without_office(rest: str) -> str:
    found = _office().match(rest)
    return rest[found.end() :] if found else rest


@cache
def _object() -> re.Pattern[str]:
    return re.compile(f"(?:{pattern('object_marker')})$")


def _is_subject(left: str, match: re.Match[str], cast: Cast) -> bool:
    """Not the object of a preposition or a verb, and not the owner of what follows."""
    before, after = left[: match.start()], left[match.end() :]
    if after[:1] in ("的", "之") or len(after) > 45:
        return False
    joined = re.search(r"[和与與跟同、及]$", before)
    if joined and cast.pattern.search(before):
        return False
    return not _object().search(before)


def _media(left: str) -> Subject | None:
    if re.search(r"(?:^|[，、但而此前日曾])[有多]?[^的]{0,6}(?:记者|記者)", left):
        return Subject("reporter")
    head = re.split(r"[在向对對于於通透]", left)[0]
    if re.search(pattern("media"), head) and not re.search(pattern("anonymous_head"), left):
        return Subject("media", left.strip())
    return None


@cache
def _pronouns() -> re.Pattern[str]:
    lead = f"(?:^|[\\s\x01-\x03]|{pattern('conjunction', 'adverb')}|据|據)"
    he = r"(?<!其)[他她祂](?!们|們|人|国|國|的)|其(?!中|他|实|實|次|余|餘|它|间|間|后|後|所|本)"
    rest = f"(?:该|該|这位|這位|这名|這名|那位|那名|上述|前述)[\\u4e00-\\u9fff]{{0,4}}?{pattern('anonymous_head')}|{pattern('pronoun')}"
    return re.compile(f"{lead}(?P<word>{he}|(?:{rest})(?<![他她其祂们們]))")


def _pronoun(left: str) -> Subject | None:
    for kind, regex in (("pronoun", _pronouns()), ("house", _houses())):
        found = regex.search(left)
        if found and gap_pattern().match(_without_office(left[found.end() :])):
            return Subject("pronoun" if kind == "pronoun" else "house", found["word"])
    return None


@cache
def _houses() -> re.Pattern[str]:
    return re.compile(f"(?P<word>{pattern('organisation_pronoun')}|(?:^|(?<=[\\s但]))(?:公司|集团|集團)(?:方面)?)")


@cache
def _unnamed() -> re.Pattern[str]:
    quantity, head = pattern("anonymous_quantifier"), pattern("anonymous_head", "anonymous_title")
    return re.compile(
        f"(?P<name>(?:(?!有[关關])(?:{quantity}))+[^，。的\x01]{{0,10}}?(?:的[^，。\x01]{{0,8}}?)?(?:{head})+(?:[A-Z甲乙丙丁])?"
        f"|(?:接近|靠近|熟悉|了解|瞭解|知晓|知曉|参与|參與)[^，。\x01]{{1,12}}的(?:{head})+"
        f"|(?:^|(?<=[\\s但而]))(?:{pattern('conjunction')})?(?:{pattern('anonymous_alone')}))(?![会會])(?={gap_pattern().pattern})"
    )


@cache
def _described() -> re.Pattern[str]:
    """People known by what they are: 目擊民眾, 街道办工作人员, 陳姓住戶."""
    lead = f"^(?:{pattern('conjunction')})?(?:据|據)?"
    return re.compile(
        f"(?:{lead}|{pattern('role')})(?P<surnamed>[\\u4e00-\\u9fff]姓[\\u4e00-\\u9fff]{{2,4}}?)(?={gap_pattern().pattern})|"
        f"{lead}(?P<name>(?![各全每大很所多一二两兩三四五六七八九十])(?!.*[发發]言人)(?:[\\u4e00-\\u9fff]{{2,8}}?(?:{pattern('anonymous_head', 'role')})(?![会會])))(?={gap_pattern().pattern})"
    )


def _anonymous(left: str) -> Subject | None:
    for regex in (_unnamed(), _described()):
        found = regex.search(left)
        if found and not _object().search(left[: found.start()]):
            whole = found.groupdict().get("surnamed") or found["name"]
            name = re.sub(f"^(?:{pattern('conjunction')})(?={pattern('anonymous_alone')}$)", "", whole)
            return Subject("anonymous", re.sub(r"^(?:还有|還有|也有|另有|有(?![位名些的]))", "", name))
    return None


@cache
def _house() -> re.Pattern[str]:
    return re.compile(
        f"^(?:{pattern('conjunction', 'adverb')})*(?:据|據)?(?P<name>{pattern('source_alone')}|[^，。的了\x01-\x03\\s]{{1,14}}?{pattern('organisation_suffix')})$"
    )


@cache
def _voice() -> re.Pattern[str]:
    """A house of whatever name, by the voice it speaks with: 星河游戏官方微博."""
    voice = "官方微博|官方帳號|官方账号|官微|客服|客服人员|客服人員|发言人|發言人"
    lead = f"^(?:{pattern('conjunction', 'adverb')})*"
    return re.compile(f"{lead}(?P<name>[\\u4e00-\\u9fffA-Za-z0-9]{{2,10}}?)(?:{voice})(?={gap_pattern().pattern})")


def _organisation(left: str) -> Subject | None:
    return _house_named(left) or _house_heard(left)


def _house_heard(left: str) -> Subject | None:
    found = _voice().match(left)
    own = found and not re.match(f"{pattern('anonymous_quantifier')}|[该該这這其本]|.*的", found["name"])
    return Subject("organisation", found["name"]) if found and own else None


def _house_named(left: str) -> Subject | None:
    for end in range(len(left), 1, -1):
        if not gap_pattern().match(_without_office(left[end:])):
            continue
        found = _house().match(left[:end].rstrip())
        if found and not re.match(
            f"{pattern('anonymous_quantifier')}|[各全每任我你他她该該这這那其本所整]|.*[请請让讓由叫]|国内|國內|国外|國外",
            found["name"],
        ):
            return Subject("organisation", found["name"])
    return None


def _thing(left: str) -> Subject | None:
    core = left.rstrip()
    for end in range(len(core), 0, -1):
        if gap_pattern().match(core[end:]) and core[:end].endswith(tuple(words("evidence_noun"))):
            return Subject("thing")
    return None
