"""Recognises the lines in which an article names the people who made it, and those that stand under its pictures."""

import re
from collections.abc import Iterable

from summarizer.text.boilerplate import fold
from summarizer.text.dateline import is_reporter_line
from summarizer.text.lazy_pattern import lazy
from summarizer.text.once import once
from summarizer.text.scripts import table

_NAME = (
    r"(?:[\u4e00-\u9fff][\u4e00-\u9fff·]{1,4}|[\u4e00-\u9fff] [\u4e00-\u9fff]|[a-z][a-z.\-]*(?: [a-z][a-z.\-]*){0,2})"
)
_NAMES = rf"{_NAME}(?:[ 、,/&]+{_NAME}){{0,9}}"
_LABEL_OF_LINE = lazy(r"^[^:]{1,12}(?=:)")
_CAPTION = lazy(
    r"(?:[▲△▼↑]|(?:图|图片|照片|配图|题图|封面图?|资料图|示意图)?(?:图源|图片来源|照片来源|来源图|图自|供图|摄图)[:/|]|"
    r"(?:图|图片|照片|摄影)[:/|] ?|(?:图为|资料图|资料照|示意图)|图\d{1,2}[:. ]).{0,100}"
)
_PLAIN = lazy(r"[^。！？!?;；]{1,80}")

VALUE = 80
"""Characters of the longest line of credits; a longer one is prose that begins with a word and a colon."""


def is_credit(text: str, speakers: Iterable[str] = ()) -> bool:
    """True for 责任编辑：王小可, （執行/採寫：…）, 文｜林一舟 圖｜何一帆, 記者陳大文／台北報導. `speakers` are words that label
    the turns of a conversation in this article: under those, 记者：好的 is a turn."""
    key = re.sub(r"\s+", " ", fold(text)).strip(" ()[]【】●■-—")
    if not _PLAIN.fullmatch(key) or len(key) > VALUE:
        return False
    label = _LABEL_OF_LINE.match(key)
    if label and label.group().strip() in {fold(s) for s in speakers}:
        return False
    if is_reporter_line(text):
        return True
    likely = key.startswith(_labels()) or "记者 " in key
    return likely and any(pattern.fullmatch(key) for pattern in _patterns())


def is_caption(text: str) -> bool:
    """True for a line about the picture above it: ▲…, 图为…, 图源：…"""
    key = re.sub(r"\s+", " ", fold(text)).strip(" ()[]【】")
    return len(key) <= 110 and _CAPTION.fullmatch(key) is not None


@once
def label_table() -> dict[str, str]:
    """Each label, simplified, with its English, in which (s) stands for the plural of several people."""
    return {row[0]: row[2] for row in table("credit_labels.tsv")}


@once
def _labels() -> tuple[str, ...]:
    """The labels with one of which all of `_patterns` begin but the last."""
    return tuple(row[0] for row in table("credit_labels.tsv") if row[1] != "never")


@once
def _patterns() -> tuple[re.Pattern[str], ...]:
    """One label and anything; labels that may be speakers and only names; several labels on one line, each with its names."""
    rows = [r for r in table("credit_labels.tsv") if r[1] != "never"]
    sure = "|".join(sorted((re.escape(r[0]) for r in rows if r[1] == "yes"), key=len, reverse=True))
    both = "|".join(sorted((re.escape(r[0]) for r in rows), key=len, reverse=True))
    several = rf"(?:(?:{both}) ?[/、&及兼和 ] ?)*"
    return (
        lazy(rf"{several}(?:{sure})(?: ?[/、&及兼和] ?(?:{both}))* ?[:|/] ?[^:|]{{1,60}}"),
        lazy(rf"{several}(?:{both}) ?[:|/] ?{_NAMES}"),
        lazy(rf"(?:(?:{both})(?: ?[:|/] ?| ){_NAMES}[ |/,;]*){{2,8}}"),
        lazy(rf"[\u4e00-\u9fff]{{0,6}}记者 {_NAMES}"),
    )
