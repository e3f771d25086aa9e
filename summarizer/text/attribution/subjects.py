"""The subject of a reporting verb: the noun phrase that stands before it in its clause, told apart by kind.

A clause is read from the left: what may lead (conjunctions, time, 在…上), the noun phrase, and the gap up to the verb (adverbs, time,
对…, 在接受采访时). The first noun phrase whose gap leads up to the verb is the subject. Dictionary words are evidence for the edges;
names come from the name finder.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from summarizer.text.attribution.passages import ASIDE, QUOTED, Line
from summarizer.text.attribution.tables import alternatives, ending, pattern, words
from summarizer.text.names.romanise import split as parts_of
from summarizer.text.names.romanise import surnames
from summarizer.text.words import is_word

SubjectKind = Literal[
    "named",
    "organisation",
    "pronoun",
    "organisation pronoun",
    "definite",
    "anonymous",
    "described",
    "parties",
    "author",
    "reporter",
    "media",
    "evidence",
    "none",
    "unknown",
]


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a name, bracket, quoted term or book title taken as one. `entity`: the place of a name in `Names.entities`."""

    start: int
    end: int
    text: str
    tag: str
    entity: int | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """[start, end) are the words, as offsets into the line. `loose`: words that are no usual gap lie between it and the verb.
    `entities`: of a name, and of all those joined to it."""

    kind: SubjectKind
    start: int
    end: int
    text: str
    entities: tuple[int, ...] = ()
    loose: bool = False
    count: int = 0
    head: str = ""
    """Of an unnamed person: the noun that says what they are (高管, 居民)."""


_PAIRED = re.compile("《[^《》\n]{1,40}》|<[^<>\n]{1,40}>|【[^】\n]{1,30}】")
_COMPOUND = re.compile("关注组")
"""Nouns that the dictionary cuts at a verb."""
_NUMBER = re.compile(r"[\d.,%~-]+|[零一二两三四五六七八九十百千万亿半多几数]+")
_DATE_UNIT = frozenset("年月日号点时分秒岁周天届次度名")
_PRONOUNS = frozenset(("他", "她", "其", "他们", "她们", "前者", "后者", "本人", "祂"))
_MODIFIED = frozenset(("的", "之", "地"))
MOST_GAP = 45


def tokens_of(line: Line, start: int, end: int, names: Sequence[tuple[int, int, int]]) -> tuple[Token, ...]:
    """The tokens of a stretch of the line; `names` are (start, end, entity) of the line, without overlap."""
    fixed: list[tuple[int, int, str, int | None]] = [
        (a, b, "name", entity) for a, b, entity in names if start <= a and b <= end
    ]
    fixed += [(m.start(), m.end(), "n", None) for m in _COMPOUND.finditer(line.key, start, end)]
    fixed += [(m.start(), m.end(), "title", None) for m in _PAIRED.finditer(line.key, start, end)]
    fixed += [(m.start(), m.end(), "aside", None) for m in re.finditer(f"{ASIDE}+", line.prose[start:end])]
    fixed = [(a + start, b + start, t, e) if t == "aside" else (a, b, t, e) for a, b, t, e in fixed]
    fixed += [(a + start, b + start, "quoted", None) for a, b in _quoted(line.prose[start:end])]
    found: list[Token] = []
    at = start
    for a, b, tag, entity in sorted(fixed, key=lambda one: (one[0], -one[1])):
        if a < at:
            continue
        found += _plain(line, at, a)
        found.append(Token(a, b, line.key[a:b], tag, entity))
        at = b
    return (*found, *_plain(line, at, end))


def _quoted(prose: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(f'[“「『"‘]?{QUOTED}+[”」』"’]?', prose)]


def _plain(line: Line, start: int, end: int) -> list[Token]:
    """The dictionary's words between two places; one that a name cuts in two keeps only its own part."""
    found = []
    for word in line.words_between(start, end):
        a, b = max(word.start, start), min(word.end, end)
        if a < b and line.key[a:b].strip():
            found.append(Token(a, b, line.key[a:b], word.tag if (a, b) == (word.start, word.end) else "part"))
    return found


def subject_of(line: Line, tokens: Sequence[Token], kind_of: Sequence[str]) -> Subject:
    """What the tokens before a verb make its subject. `kind_of`: the kind of each entity."""
    here = tokens[0].start if tokens else 0
    first = _lead(tokens)
    if first == len(tokens):
        return Subject("none", here, here, "")
    fallback: Subject | None = None
    for last in range(first + 1, len(tokens) + 1):
        gap = _gap(tokens[last:])
        subject = _phrase(line, tokens[first:last], kind_of) if gap else None
        if subject and gap == "strict":
            return subject
        if subject and not fallback:
            fallback = replace(subject, loose=True)
            if subject.kind in ("named", "pronoun", "author"):
                return fallback
    return fallback or _opening(line, tokens, first, kind_of) or _without_subject(line, tokens, first)


def _opening(line: Line, tokens: Sequence[Token], first: int, kind_of: Sequence[str]) -> Subject | None:
    """A pronoun or a person that opens the clause, alone in it, whatever lies between: 她并秀出手板指出."""
    token = tokens[first]
    person = token.entity is not None and kind_of[token.entity] == "person"
    if not (person or token.text in _PRONOUNS) or tokens[-1].end - token.start > MOST_GAP:
        return None
    others = [
        t
        for t in tokens[first + 1 :]
        if t.text in _PRONOUNS or t.text in _MODIFIED or (t.entity is not None and kind_of[t.entity] == "person")
    ]
    subject = _phrase(line, tokens[first : first + 1], kind_of) if not others else None
    return replace(subject, loose=True) if subject else None


def phrase_at(line: Line, tokens: Sequence[Token], kind_of: Sequence[str]) -> Subject | None:
    """What kind of subject a whole phrase is."""
    first = _lead(tokens)
    return _phrase(line, tokens[first:], kind_of) if first < len(tokens) else None


def _without_subject(line: Line, tokens: Sequence[Token], first: int) -> Subject:
    """A clause that opens with a verb or an object goes on about what stands before it."""
    opening = tokens[first]
    text = line.raw[opening.start : tokens[-1].end]
    verbal = opening.tag in ("v", "vd", "vn", "part") or opening.text in words(
        "communicates", "preposition", "governs_object"
    )
    if verbal and not any(t.entity is not None for t in tokens[first:][:1]):
        return Subject("none", opening.start, opening.start, "")
    return Subject("unknown", opening.start, tokens[-1].end, text)


@cache
def _lead_words() -> frozenset[str]:
    return words("conjunction", "adverb") - _GOVERNING


_GOVERNING = frozenset("由有对与和及是当据按如") | {"以及", "就是", "按照", "根据"}


def _lead(tokens: Sequence[Token]) -> int:
    """Where the noun phrase may begin: behind conjunctions, adverbs, time, and 在…上 or 对…, 据."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.entity is not None or token.text in _PRONOUNS:
            return at
        if token.text in ("据", "按", "按照", "根据", "诚如", "正如", "如", "由", "就连", "连") or (
            token.tag == "aside"
            or token.text in _lead_words()
            or token.tag in ("t", "c", "d", "ad", "u", "uz", "x", "o", "e", "y")
        ):
            at += 1
        elif date := _date(tokens, at):
            at = date
        elif (phrase := _located(tokens, at)) > at:
            at = phrase
        else:
            return at
    return at


def _date(tokens: Sequence[Token], at: int) -> int:
    """Behind 14日, 2023年4月, 上午9时; 0 where there is none."""
    if (
        _NUMBER.fullmatch(tokens[at].text)
        and at + 1 < len(tokens)
        and tokens[at + 1].text in ("年", "月", "日", "号", "时", "点", "分")
    ):
        return at + 2
    return at + 1 if re.fullmatch(r"\d+[年月日号时点分]+\d*[月日]*", tokens[at].text) else 0


def _located(tokens: Sequence[Token], at: int) -> int:
    """Behind a phrase from 在, 当, 从, 于 … to 上, 中, 时 …; `at` where there is none."""
    if tokens[at].text not in (
        "在",
        "当",
        "于",
        "从",
        "自",
        "到",
        "随着",
        "截至",
        "针对",
        "对于",
        "对",
        "就",
        "面对",
        "谈及",
        "谈到",
        "说起",
        "提及",
        "提到",
        "被问到",
        "被问及",
        "问及",
    ):
        return at
    for end in range(at + 1, min(len(tokens), at + 16)):
        if (_localizes(tokens[end]) and end > at + 1) or tokens[end].text in ("会上", "会后", "当天", "现场"):
            return end + 1
    return at


def _localizes(token: Token) -> bool:
    return token.text in words("localizer") or (token.tag in ("f", "s") and token.text[-1:] in "上中里时下后前内间")


_GAP_TAGS = frozenset(("d", "ad", "t", "tg", "Tg", "c", "z", "y", "a", "u", "uz", "ud", "ul", "i", "l", "zg"))
"""Adverbs, time, particles and idioms: jieba's tags of what stands between a subject and its verb."""


def _gap(tokens: Sequence[Token]) -> str:
    """`strict` for what commonly stands between a subject and its verb, `loose` for other verbs, empty for what cannot."""
    if not tokens:
        return "strict"
    if tokens[0].text in _MODIFIED or tokens[-1].end - tokens[0].start > MOST_GAP:
        return ""
    loose = False
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.entity is not None:
            return ""
        if token.text in ("将", "把"):
            return "loose" if loose else "strict"
        if (both := _meanwhile(tokens, at)) > at:
            at = both
            continue
        if (
            (token.text == "是" and at + 1 < len(tokens) and tokens[at + 1].text in ("这么", "这样", "如此", "怎么"))
            or token.tag == "aside"
            or token.text in _lead_words()
            or token.tag in _GAP_TAGS
        ):
            at += 1
        elif token.text in ("等", "等人", "本人", "一边", "边", "一面") or date_end(tokens, at):
            at = date_end(tokens, at) or at + 1
        elif token.text in _LINKS and not _meets(tokens[at:]):
            return ""
        elif token.text in words("preposition") or token.tag == "p":
            return "loose" if loose else "strict" if _object_ends(tokens[at:]) else ""
        elif token.text in words("communicates") or token.text[:2] in ("接受", "发布", "发表", "出席"):
            return "loose" if loose else "strict"
        elif token.tag in ("v", "vd") and len(token.text) <= 2:
            return "loose"
        elif token.tag in ("m", "f", "q"):
            at += 1
        else:
            return ""
    return "loose" if loose else "strict"


def _meanwhile(tokens: Sequence[Token], at: int) -> int:
    """Behind the second 一边 of 一边量血压一边; `at` where there is none."""
    if tokens[at].text not in ("一边", "一面", "边"):
        return at
    return next((n + 1 for n in range(len(tokens) - 1, at, -1) if tokens[n].text == tokens[at].text), at)


def _meets(tokens: Sequence[Token]) -> bool:
    """与…会谈时: the other party of a meeting, not a second speaker."""
    return any(
        re.match("会谈|会面|会见|通话|交谈|见面|对话|谈话|聊天|商量|交流|接触|谈及|谈起|聊", t.text) for t in tokens
    )


def date_end(tokens: Sequence[Token], at: int) -> int:
    return _date(tokens, at)


def _object_ends(tokens: Sequence[Token]) -> bool:
    """对…, 向…, 在…: any words, unless the phrase closes and somebody else follows as the subject."""
    for at, token in enumerate(tokens):
        if (
            at > 1
            and _localizes(tokens[at - 1])
            and token.entity is not None
            and tokens[0].text in ("在", "当", "于", "从")
        ):
            return False
    return True


@cache
def _quantified() -> re.Pattern[str]:
    number = "[一二两三四五六七八九十几数多某每]"
    return re.compile(
        f"(?:也?有|另有?|还有|其中|据|另外)?(?:{pattern('quantifier')}|{number}+[位名个家对些群]|多[位名家]|部分|不少|许多|一些|各位)"
    )


@cache
def _definite() -> re.Pattern[str]:
    return re.compile("(?:该|这[位名个家]?|那[位名个家]?|上述|前述|此|本|涉事|同)(?!次|间|后|前|外|时|样|是|些)")


def _phrase(line: Line, tokens: Sequence[Token], kind_of: Sequence[str]) -> Subject | None:
    """What kind of subject a noun phrase is; None if it cannot be one."""
    opening = tokens[0]
    text = line.key[opening.start : tokens[-1].end]
    if (
        opening.text in words("governs_object")
        and opening.entity is None
        and not (opening.tag == "v" and _has_de(tokens))
    ):
        return None
    last = _head(tokens)
    if last is None:
        return None
    for at in range(last, 0, -1):
        if tokens[at].text in ("等", "等人") and tokens[at - 1].entity is not None:
            last = at - 1
    head = tokens[last]
    if head.entity is not None:
        return _named(line, tokens, last, kind_of)
    if opening.tag == "p" and not _has_de(tokens[: last + 1]):
        return None
    if opening.tag == "title" and last > 0 and tokens[1].text in _PREPOSITIONS:
        return None
    if _verbal(tokens[: last + 1]) or _governs(tokens[: last + 1]) or _SHARE.search(text):
        return None
    place = opening.start, head.end, line.raw[opening.start : head.end]
    if channel := _channel(line, tokens[: last + 1], kind_of):
        return channel
    return (
        _pronoun(tokens, place)
        or _source(line.key[opening.start : head.end], place)
        or _parties(line.key[opening.start : head.end], place)
        or _unnamed(line, tokens, place)
        or _institution(line.key[opening.start : head.end], place)
        or _proper(tokens[: last + 1], place)
    )


CHANNELS = frozenset(
    (
        "脸书",
        "微博",
        "推特",
        "朋友圈",
        "博客",
        "日记",
        "自传",
        "推文",
        "帖子",
        "贴文",
        "粉专",
        "facebook",
        "Facebook",
        "IG",
        "X",
        "账号",
        "官网",
        "公众号",
        "官微",
        "官方",
        "官方微博",
    )
)


def _channel(line: Line, tokens: Sequence[Token], kind_of: Sequence[str]) -> Subject | None:
    """柯文哲的脸书, 某公司官方微博: whoever writes there."""
    if len(tokens) < 2 or tokens[-1].text not in CHANNELS:
        return None
    at = len(tokens) - 2
    while at > 0 and tokens[at].text in CHANNELS | {"的", "个人", "认证"}:
        at -= 1
    return _named(line, tokens, at, kind_of) if tokens[at].entity is not None else None


def _proper(tokens: Sequence[Token], place: tuple[int, int, str]) -> Subject | None:
    """A proper noun that the name finder does not know as a name: 华为, Canalys."""
    named = [t for t in tokens if t.tag != "aside"]
    if len(named) == 1 and re.fullmatch("[小老阿][\u4e00-\u9fff]", named[0].text) and named[0].tag[:1] == "n":
        return Subject("named", *place)
    if len(named) != 1 or named[0].tag not in ("nr", "nt", "nz", "nrt", "eng") or len(named[0].text) < 2:
        return None
    return Subject("organisation", *place, head="proper noun")


_SHARE = re.compile("%|[一二三四五六七八九十两半]成|过半|[一二三四五六七八九十]分之")
"""六成受访者: a figure of a survey, nobody who speaks."""
_PREPOSITIONS = frozenset(("对", "向", "在", "与", "从", "被", "把", "将", "让", "给", "就", "跟", "针对", "为", "以"))


def _governs(tokens: Sequence[Token]) -> bool:
    """泽利奇对这位小将 is no noun phrase: a preposition stands in it, and no 的 behind that."""
    last_de = max((at for at, t in enumerate(tokens) if t.text == "的"), default=-1)
    return any(
        t.text in _PREPOSITIONS and t.tag in ("p", "part", "d", "v", "c", "zg") for t in tokens[max(1, last_de + 1) :]
    )


def _has_de(tokens: Sequence[Token]) -> bool:
    return any(t.text == "的" for t in tokens[1:])


def _verbal(tokens: Sequence[Token]) -> bool:
    """A verb phrase rather than a noun phrase: it opens with a verb, and no 的 makes it describe something."""
    opening = tokens[0]
    if opening.tag not in ("v", "vd") or opening.text == "有" or _has_de(tokens) or len(tokens) == 1:
        return False
    return (
        len(opening.text) == 1
        or tokens[1].text in ("着", "了", "过")
        or opening.text in words("communicates", "governs_object")
    )


_TRAILING = frozenset(
    (
        "等",
        "等人",
        "方面",
        "夫妇",
        "一家",
        "本人",
        "们",
        "先生",
        "女士",
        "小姐",
        "老师",
        "老人",
        "同学",
        "教授",
        "博士",
        "律师",
        "医生",
        "法官",
    )
)


def _head(tokens: Sequence[Token]) -> int | None:
    """The token that heads the phrase, without brackets and 等, 方面, 先生 behind it."""
    last = len(tokens) - 1
    while last >= 0 and (
        tokens[last].tag == "aside" or (tokens[last].text in _TRAILING and _name_before(tokens, last))
    ):
        last -= 1
    return (
        last
        if (last >= 0 and tokens[last].tag not in ("quoted", "p", "uj", "x"))
        or (last >= 0 and tokens[last].entity is not None)
        else None
    )


def _name_before(tokens: Sequence[Token], at: int) -> bool:
    return any(t.entity is not None for t in tokens[max(0, at - 2) : at])


def _named(line: Line, tokens: Sequence[Token], last: int, kind_of: Sequence[str]) -> Subject | None:
    head = tokens[last]
    assert head.entity is not None
    kind: SubjectKind = "organisation" if kind_of[head.entity] != "person" else "named"
    if kind_of[head.entity] not in ("person", "organisation"):
        return None
    if kind == "organisation" and _is_media(head.text):
        return Subject("media", head.start, head.end, line.raw[head.start : head.end])
    joined = _joined(tokens, last)
    if joined is None:
        return None
    return Subject(kind, head.start, head.end, line.raw[head.start : head.end], joined)


_LINKS = frozenset(("和", "与", "及", "以及", "、", "跟", "同", "而"))


def _joined(tokens: Sequence[Token], last: int) -> tuple[int, ...] | None:
    """The names joined by 和, 、 up to the head; None if the phrase is an object (对张三) or names somebody else as subject."""
    found = [tokens[last].entity or 0]
    names = [at for at, t in enumerate(tokens[:last]) if t.entity is not None]
    following = last
    for at in reversed(names):
        between = [t.text for t in tokens[at + 1 : following] if t.tag != "aside"]
        if any(text in _LINKS for text in between) and len(between) <= 8:
            found.insert(0, tokens[at].entity or 0)
            following = at
        else:
            break
    return tuple(dict.fromkeys(found))


def _pronoun(tokens: Sequence[Token], place: tuple[int, int, str]) -> Subject | None:
    text = "".join(t.text for t in tokens if t.tag != "aside")
    if text in _PRONOUNS:
        return Subject("pronoun", *place)
    if text in ("我", "笔者"):
        return Subject("author", *place)
    if text in words("organisation_reference") or text in ("公司", "集团", "公司方面", "它", "它们", "平台方"):
        return Subject("organisation pronoun", *place)
    return None


def _source(text: str, place: tuple[int, int, str]) -> Subject | None:
    if re.search("(?:记者|编者|小编)$", text):
        return Subject("reporter", *place)
    if _is_media(text):
        return Subject("media", *place)
    if ending(text, "evidence") and not ending(text, "person_noun", "role"):
        return Subject("evidence", *place)
    return None


def _is_media(text: str) -> bool:
    tail = ending(text.rstrip("》>"), "media")
    return bool(tail)


@cache
def _party() -> re.Pattern[str]:
    return re.compile("(?:(?P<count>[二两三四])(?:人|者|家(?:公司|机构|企业)|方|[位名]\\S{1,4})|双方)$")


_COUNTS = {"二": 2, "两": 2, "三": 3, "四": 4}


def _parties(text: str, place: tuple[int, int, str]) -> Subject | None:
    found = _party().fullmatch(text)
    return Subject("parties", *place, count=_COUNTS.get(found["count"] or "二", 2)) if found else None


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


_SURNAME_TITLES = alternatives(
    [
        "女士",
        "先生",
        "小姐",
        "大姐",
        "大哥",
        "大爷",
        "大妈",
        "大叔",
        "大婶",
        "阿姨",
        "叔叔",
        "师傅",
        "老师",
        "太太",
        "同学",
        "奶奶",
        "爷爷",
        "婆婆",
        "律师",
        "医生",
        "大夫",
        "博士",
        "教授",
        "老汉",
        "老人",
        "主任",
        "经理",
        "警官",
        "法官",
        "教练",
        "队长",
    ]
)
_TITLED_NAME = re.compile(f"(?P<name>[\u4e00-\u9fff]{{1,3}})(?P<title>{_SURNAME_TITLES})$")


def _titled_name(line: Line, text: str, start: int) -> Subject | None:
    """葛天明博士, 市民花女士, 83岁的崔玉莲老人: a name that stands between what describes it and a form of address."""
    found = _TITLED_NAME.search(text)
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


def _unnamed(line: Line, tokens: Sequence[Token], place: tuple[int, int, str]) -> Subject | None:
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


def _institution(text: str, place: tuple[int, int, str]) -> Subject | None:
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
