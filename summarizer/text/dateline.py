"""Reads the line under a headline: date, where it was published, who wrote it."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from summarizer.text.boilerplate import fold, reads_as_sentence
from summarizer.text.lazy_pattern import lazy

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}
_NUMERIC = lazy(r"(?<!\d)((?:19|20)\d\d) ?[-/.年] ?(1[0-2]|0?[1-9]) ?[-/.月] ?(3[01]|[12]\d|0?[1-9])(?!\d) ?[日号]?")
_REPUBLIC = lazy(r"(?:中华)?民国 ?(\d{2,3}) ?年 ?(1[0-2]|0?[1-9]) ?月 ?(3[01]|[12]\d|0?[1-9]) ?[日号]?")
_WRITTEN = lazy(r"([一二三四五六七八九〇○零]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]")
_TIME = lazy(
    r"(?:星期|周|礼拜)[一二三四五六日天]|(?:上午|下午|晚上|凌晨|am|pm)?t? ?\d{1,2}[:时]\d{2}(?:[:分]\d{2})?(?:秒|分|\.\d+)?z?(?:am|pm)?(?:\+\d\d:?\d\d)?"
)
_DATE_LABEL = lazy(
    r"(?:最后|首次|新闻)?(?:发布|更新|发表|刊登|刊出|出版|上稿|建立|公开|修改|编辑|成文|发文)?(?:日期|时间|于|在)?[: ]*$"
)
_SOURCE = lazy(r"(?:文章|信息|新闻|消息|稿件|资料|原文)?(?:来源|稿源|出处)(?:于|自)?[: |] ?([^\s|,;。/()]{2,24})")
_PERSON = r"[\u4e00-\u9fff][\u4e00-\u9fff·]{1,5}|[a-z][a-z.\-]+(?: [a-z][a-z.\-]+){0,3}"
_PEOPLE = rf"(?:{_PERSON})(?:[ 、,/&](?:{_PERSON})){{0,5}}"
_AUTHOR = lazy(
    rf"(?:作者|撰文|撰稿|文字|采写|编译|[\u4e00-\u9fff]{{0,8}}记者|文/图|图/文|图文|文)(?: ?[:|/] ?| )({_PEOPLE})(?=$|[ |)/\]])"
)
_REPORTER = lazy(
    rf"[\[(【]?(?:[\u4e00-\u9fff]{{0,6}}记者)[ :]?({_PEOPLE}) ?/ ?[\u4e00-\u9fff]{{2,8}}(?:报道|报导|电|专访|综合报道|综合报导)[\])】]?"
)
_OTHER = lazy(
    r"(?:文章分类|分类|栏目|频道|责任编辑|责编|编辑|字数|字号|浏览(?:次数|量|数)?|阅读(?:次数|量|数)?|点击(?:次数|量|数|率)?|评论(?:数)?|人气|"
    r"https?://\S+|原创|访问量|热度|分享到?|收藏|点赞|播报文章|ip ?属地|发布于|发表于|地点|城市|只看该作者|只看楼主|倒序浏览|正序浏览|阅读模式|显示全部楼层|电梯直达|来自手机|复制链接)[: ]*[\[【(]?[^\s\]】)|]{0,12}[\]】)]?次?"
)  # fmt: skip
_WRITER = lazy(r"(?:采写|撰文|撰稿|作者)(?:/[\u4e00-\u9fff]{1,4})?[:|/] ?([^:|]{2,40})$")
_LABELLED = lazy(r"编辑于|发布|更新|来源|稿源|出处|时间|日期|发表|刊")
_GAP = lazy(r"[\s|/·,:;()\[\]【】\-—_>•]+")

LINE = 140
"""Characters of the longest dateline: date, source, author, editor, counters and the words for sharing."""
LEFTOVER = 14
"""Characters that may be left of it when all that is known is taken out: the name of the paper without a label."""


_NOTICE_DAY = lazy(r"(?:发布日期|成文日期|公开日期|发文日期|生成日期)[: |]*(?=\d|[一二〇○])")
_NOTICE_OFFICE = lazy(r"(?:发文机关|发布机构|发文机构|公开主体)[: |]*([^\s|:]{2,30})")


class Dateline(NamedTuple):
    """Fields are empty, or None, where the line does not give them."""

    date: str | None = None
    publication: str = ""
    author: str = ""
    beside: tuple[str, ...] = ()
    """Words beside the date without a label: the paper, the author, or both."""


def notice(text: str) -> Dateline | None:
    """The fields of a government's notice: its office and its day; None where a line of its table has neither."""
    key = fold(text)
    day, office = _NOTICE_DAY.search(key), _NOTICE_OFFICE.search(key)
    found = Dateline(date_in(text[day.end() :]) if day else None, _group(text, office))
    return found if found.date or found.publication else None


def date_in(text: str) -> str | None:
    """The first date with a year in it, ISO 8601: 2024-2-29, 2024年2月29日, 民國113年2月29日, 二〇二四年二月二十九日."""
    return next((day for day, _, _ in _dates(fold(text))), None)


def dateline(text: str) -> Dateline | None:
    """The line's fields where it is nothing but such fields, with a date or a source among them; else None."""
    if len(text) > LINE or reads_as_sentence(text):
        return None
    key = fold(text)
    spans = [(start, end) for _, start, end in _dates(key)]
    days = len(spans)
    source, author = _SOURCE.search(key), _AUTHOR.search(key)
    spans += [found.span() for pattern in (_TIME, _SOURCE, _AUTHOR, _OTHER) for found in pattern.finditer(key)]
    if not days and not source:
        return None
    left = _left(key, text, spans, glued=_TIME.search(key) is not None)
    if left is None or sum(map(len, left)) > LEFTOVER or len(left) > 3:
        return None
    return Dateline(date_in(text), _group(text, source), _group(text, author), tuple(left) if days else ())


def author_in(text: str) -> str:
    """Who wrote it, from a whole line of credit: 文｜林一舟, 記者陳大文／台北報導, 执行/采写：南都记者林一舟."""
    key = fold(text)
    return _group(text, _REPORTER.fullmatch(key) or _AUTHOR.search(key) or _WRITER.search(key))


def is_labelled(text: str) -> bool:
    """True where the line says what its date or name is; a bare date may be the article's own, under a letter."""
    return _LABELLED.search(fold(text)) is not None


def is_reporter_line(text: str) -> bool:
    return _REPORTER.fullmatch(fold(text)) is not None


def _group(text: str, found: re.Match[str] | None) -> str:
    return text[found.start(1) : found.end(1)].strip() if found else ""


def _left(key: str, text: str, spans: list[tuple[int, int]], *, glued: bool) -> list[str] | None:
    """The words that the spans and the labels before dates leave of the line; None where one goes on from a span without a
    gap, as in a headline that begins with a date, unless `glued`."""
    covered: set[int] = set()
    for start, end in spans:
        covered.update(range(start - len(_label_before(key[:start])), end))
    words = _GAP.split("".join("\0" if n in covered else char for n, char in enumerate(text)))
    if any("\0" in word.strip("\0") or (word.strip("\0") != word and word.strip("\0")) for word in words) and not glued:
        return None
    left = [part for word in words for part in word.split("\0") if part]
    return None if any("," in fold(part) for part in left) else left


def _label_before(key: str) -> str:
    found = _DATE_LABEL.search(key)
    return found.group() if found else ""


def _dates(key: str) -> Iterator[tuple[str, int, int]]:
    for pattern in (_NUMERIC, _REPUBLIC, _WRITTEN):
        for found in pattern.finditer(key):
            year, month, day = map(_number, found.groups())
            try:
                yield date(year + (1911 if pattern is _REPUBLIC else 0), month, day).isoformat(), *found.span()
            except ValueError:
                continue


def _number(written: str) -> int:
    """114, 二〇二四 or 二十九."""
    if written.isdecimal():
        return int(written)
    if "十" not in written:
        return int("".join(str(_DIGITS[c]) for c in written))
    tens, ones = written.split("十")
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
