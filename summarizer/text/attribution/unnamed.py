"""People and organisations that are not named: 一位居民, 该负责人, 贺女士, 消防部门."""

import re
from collections.abc import Sequence

from summarizer.text.attribution.passages import Line
from summarizer.text.attribution.tables import ending, pattern, words
from summarizer.text.attribution.tokens import Subject, Token
from summarizer.text.names.romanise import split as parts_of
from summarizer.text.names.romanise import surnames
from summarizer.text.once import once
from summarizer.text.words import is_word


@once
def _quantified() -> re.Pattern[str]:
    number = "[一二两三四五六七八九十几数多某每]"
    return re.compile(
        f"(?:也?有|另有?|还有|其中|据|另外)?(?:{pattern('quantifier')}|{number}+[位名个家对些群]|多[位名家]|部分|不少|许多|一些|各位)"
    )


@once
def _definite() -> re.Pattern[str]:
    return re.compile("(?:该|这[位名个家]?|那[位名个家]?|上述|前述|此|本|涉事|同)(?!次|间|后|前|外|时|样|是|些)")


_TRADE = re.compile("[\u4e00-\u9fff](?:员|师|家|长|手|匠|者|生|工|人|户|商|官|民|友|迷)$")


_NO_TRADE = re.compile(
    "(?:国家|大家|专家组|人家|独家|厂家|商家|一家|成长|增长|部长会|学生会|先生|发生|产生|卫生|施工|员工会|职工会|每人|个人|私人|本人|别人|有人|无人|市场|人工|分工|手工|用户|账户|户|官|法人|工商|电商|协商|微商|平民|人民|人手|对手|一手|高手|助手|洗手|双手|成员|动员|国民|居民小区)$"
)


def _person_head(text: str, last: str) -> str:
    """The noun that says that somebody is meant; `last` is the dictionary's last word."""
    head = ending(text, "person_noun", "role", "anonymous")
    if head:
        return head
    found = _TRADE.search(text)
    return found[0] if found and (len(last) > 1 or last in "者员师们") and not _NO_TRADE.search(text) else ""


@once
def _titles() -> re.Pattern[str]:
    return re.compile(f"(?P<name>[\u4e00-\u9fff]{{1,3}})(?P<title>{pattern('surname_title')})$")


def _titled_name(line: Line, text: str, start: int) -> Subject | None:
    """葛天明博士, 市民花女士, 83岁的崔玉莲老人: a name that stands between what describes it and a form of address."""
    found = _titles().search(text)
    if not found:
        return None
    for at in range(found.start("name"), found.end("name")):
        name, before = text[at : found.end("name")], text[:at]
        opens = not before or before[-1] in "的岁、" or bool(ending(before, "role", "person_noun"))
        if not opens or is_word(name + found["title"]) or (len(name) > 1 and is_word(name)):
            continue
        parts = parts_of(name)
        if len(name) == 1 and name in surnames() and not (before and is_word(before[-1:] + name)):
            return Subject("named", start + at, start + len(text), line.raw[start + at : start + len(text)])
        if parts and len(name) > 1:
            return Subject(
                "named", start + at, start + found.end("name"), line.raw[start + at : start + found.end("name")]
            )
    return None


_ABBREVIATED = re.compile("[\u4e00-\u9fff]{2,5}(?<![的位名])")
"""房协发言人: a short name of an organisation before its office."""


_SPOKESPERSON = re.compile("(?:的|方面)?(?:新闻|首席)?(?:发言人|(?:有关|相关)(?:负责人|人士|人员|部门|方面))$")


def unnamed(line: Line, tokens: Sequence[Token], place: tuple[int, int, str]) -> Subject | None:
    """People who are not named: 一位居民, 该负责人, 社区工作人员, 里长."""
    text = line.key[place[0] : place[1]]
    if named := _titled_name(line, text, place[0]):
        return named
    bare = text.rstrip("甲乙丙丁ABCDEFGHIJKLMNOPQRSTUVWXYZ们")
    head = _person_head(bare, tokens[-1].text)
    if not head:
        return None
    if _definite().match(text):
        return Subject("definite", *place, head=head)
    if found := _quantified().match(text):
        place = (place[0] + _drop(found[0]), place[1], place[2][_drop(found[0]) :])
        return Subject("anonymous", *place, head=head)
    if office := _SPOKESPERSON.search(text):
        core = text[: office.start()]
        if (
            (ending(core, "institution", "organisation_suffix") or _ABBREVIATED.fullmatch(core))
            and not _definite().match(text)
            and not _quantified().match(text)
        ):
            return Subject("organisation", place[0], place[0] + len(core), place[2][: len(core)], head="office")
    if head == "人员" or (head == text and len(text) == 1):
        return None
    cut = max((t.end for t in tokens[:-1] if t.text == "的"), default=place[0]) if tokens[0].tag == "p" else place[0]
    return Subject("described", cut, place[1], line.raw[cut : place[1]], head=head)


def _drop(quantity: str) -> int:
    """Characters of 另有, 也有, 有 that are no part of what somebody is called."""
    found = re.match(
        "(?:也?有|另有|另外|还有|其中|据)(?=[一二两三四五六七八九十几数多某部不许])|也?有$|也?有(?=接近|知情)|还有$|另有$",
        quantity,
    )
    return found.end() if found else 0


_NO_INSTITUTION = re.compile(
    "(?:头|内|外|全|局|上|下|中|南|北|东|西|腹|胸|面|脚|背|腰|颈|尾|底|顶|干)部$|(?:住|用|好|害|远|到|随|此|各|何|长|短|深|妙|益|坏|相|独)处$|(?:场|厂|工|住|研|心)所$|年中心$"
)


def institution(text: str, place: tuple[int, int, str]) -> Subject | None:
    """Organisations that the name finder does not name: 消防部门, 一审法院, 该局."""
    core = re.sub("(?:方面|官方|有关方面|官方微博|官微|客服|总部|团队|高层)+$", "", text) or text
    tail = ending(core, "institution", "organisation_suffix")
    if (
        not tail
        and core != text
        and 2 <= len(core) <= 10
        and not re.search("的|[,、]", core)
        and not _quantified().match(core)
    ):
        return Subject("organisation", place[0], place[0] + len(core), place[2][: len(core)], head="voice")
    if (
        not tail
        or len(core) < 2
        or _NO_INSTITUTION.search(core)
        or (tail == core and tail in words("organisation_suffix") and tail not in words("institution"))
    ):
        return None
    if _definite().match(text):
        return Subject("organisation pronoun", *place, head=tail)
    if _quantified().match(text):
        return Subject("anonymous", *place, head=tail)
    return Subject("organisation", place[0], place[0] + len(core), place[2][: len(core)], head=tail)
