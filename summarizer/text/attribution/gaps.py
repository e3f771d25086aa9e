"""What may stand before a noun phrase, and between it and its verb."""

import re
from collections.abc import Sequence

from summarizer.text.attribution.tables import words
from summarizer.text.attribution.tokens import NUMBER, Token
from summarizer.text.once import once

_DATE_UNIT = frozenset("年月日号点时分秒岁周天届次度名")


PRONOUNS = frozenset(("他", "她", "其", "他们", "她们", "前者", "后者", "本人", "祂"))


MODIFIED = frozenset(("的", "之", "地"))


MOST_GAP = 45


@once
def _lead_words() -> frozenset[str]:
    return words("conjunction", "adverb") - _GOVERNING


_GOVERNING = frozenset("由有对与和及是当据按如") | {"以及", "就是", "按照", "根据"}


def lead_of(tokens: Sequence[Token]) -> int:
    """Where the noun phrase may begin: behind conjunctions, adverbs, time, and 在…上 or 对…, 据."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.entity is not None or token.text in PRONOUNS:
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
        NUMBER.fullmatch(tokens[at].text)
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


def gap_to_verb(tokens: Sequence[Token]) -> str:
    """`strict` for what commonly stands between a subject and its verb, `loose` for other verbs, empty for what cannot."""
    if not tokens:
        return "strict"
    if tokens[0].text in MODIFIED or tokens[-1].end - tokens[0].start > MOST_GAP:
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
        elif token.text in LINKS and not _meets(tokens[at:]):
            return ""
        elif token.text in words("preposition") or token.tag == "p":
            return "loose" if loose else "strict" if _object_ends(tokens[at:]) else ""
        elif token.text in words("communicates") or token.text[:2] in ("接受", "发布", "发表", "出席"):
            return "loose" if loose else "strict"
        elif token.tag in ("v", "vd") and len(token.text) <= 2:
            return "loose"
        elif token.tag in ("m", "f", "q") or (at and token.text in _MOMENTS):
            at += 1
        else:
            return ""
    return "loose" if loose else "strict"


_MOMENTS = frozenset(("时", "后", "期间", "之际", "过程中", "间"))


def _meanwhile(tokens: Sequence[Token], at: int) -> int:
    """Behind the second 一边 of 一边量血压一边; `at` where there is none."""
    if tokens[at].text not in ("一边", "一面", "边"):
        return at
    return next((n + 1 for n in range(len(tokens) - 1, at, -1) if tokens[n].text == tokens[at].text), at)


_LISTENERS = frozenset(("我", "她", "他", "我们", "他们", "她们", "记者", "大家", "你", "咱们", "人"))


def _meets(tokens: Sequence[Token]) -> bool:
    """与…会谈时, 跟她讲: the other party of a meeting or a talk, not a second speaker."""
    if len(tokens) == 2 and tokens[1].text in _LISTENERS:
        return True
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


LINKS = frozenset(("和", "与", "及", "以及", "、", "跟", "同", "而"))
