"""Finds the name that a stretch of text ends or begins with."""

import re
from functools import cache

from summarizer.text.names.transliterate import renderings
from summarizer.text.speech import roles
from summarizer.text.speech.lines import ASIDE
from summarizer.text.speech.shape import (
    DOTS,
    is_foreign_name,
    is_likely_name,
    is_plain_name,
    is_sure_name,
    is_titled_name,
    opens_with_name,
)
from summarizer.text.speech.tables import pattern, verb_pattern

_LATIN = re.compile(r"[A-Z][\w.&'’-]*(?: [A-Z][\w.&'’-]*)*$", re.ASCII)
_AFTER_NAME = re.compile(r"[\s，,。；;：:、！!？?（(）)“”「」\x01-\x03和与與及跟同等的]|$")


@cache
def _run() -> str:
    return pattern("transliterated")


@cache
def dotted() -> re.Pattern[str]:
    """A foreign name with dots: 山姆·奥特曼."""
    return re.compile(f"{_run()}{{1,6}}(?:[{DOTS}]{_run()}{{1,8}})+")


@cache
def _dotted_end() -> re.Pattern[str]:
    return re.compile(f"{dotted().pattern}$")


@cache
def _opening() -> re.Pattern[str]:
    """What may stand between a mark and a name: conjunctions, adverbs, 据, a list."""
    marks = r"(?:^|[\x01-\x03、，,。；;：:！!？?\s和与與及跟对對据據在的）)》”」])"
    return re.compile(f"{marks}(?:{pattern('conjunction', 'adverb')})*$")


@cache
def gap_pattern() -> re.Pattern[str]:
    """What may stand between a subject and its verb: a title, a bracket, adverbs, and a phrase that a preposition opens."""
    manner = "(?:[\\u4e00-\\u9fff]{2}){1,2}[着著地]|[笑哭指看听聽忍含流顶頂拿握拍][着著]|一?[边邊].{1,8}?一?[边邊]"
    time = "[^，。的]{1,12}?(?:时|時|之际|之際|会后|會後|会上|會上)"
    adverbs = f"(?:(?:{pattern('adverb')}|{manner}|{time})\\s*)*"
    return re.compile(f"(?:{pattern('short_title')})?[{ASIDE}\\s]*{adverbs}(?:{pattern('preposition')}.*)?$")


def may_open(before: str) -> bool:
    """True where a name may follow `before`: at a mark, or behind a title."""
    return bool(_opening().search(before)) or roles.ends_with_role(before)


def name_ending(text: str) -> str:
    """The name that a text ends with: dotted, of a surname and two or one, or spelt out; empty where there is none."""
    if found := _dotted_end().search(text):
        return without_lead(found[0])
    names = [text[-n:] for n in (4, 3, 2) if len(text) >= n and is_plain_name(text[-n:])]
    for name in names:
        if roles.ends_with_role(text[: -len(name)]):
            return name
    for name in names:
        if is_likely_name(name) and may_open(text[: -len(name)]):
            return name
    if is_titled_name(text[-3:]) and roles.ends_with_role(text[:-3]):
        return text[-3:]
    for length in range(6, 1, -1):
        name = text[-length:]
        if len(name) == length and is_foreign_name(name) and (length > 2 or may_open(text[:-length])):
            return name
    return text[-3:] if is_sure_name(text[-3:]) else ""


def without_lead(name: str) -> str:
    """席玛丽亚·洛佩兹 is 玛丽亚·洛佩兹: what stands before the longest known first part is not the name's."""
    first = re.split(f"[{DOTS}]", name)[0]
    known = next((first[n:] for n in range(len(first)) if first[n:] in renderings()), first)
    return name[len(first) - len(known) :]


def latin_ending(text: str) -> str:
    """The Latin name that a text ends with, if a name may stand there."""
    found = _LATIN.search(text)
    return found[0] if found and may_open(text[: found.start()]) else ""


def name_beginning(text: str, article: str) -> str:
    """The name that a text begins with; the longer where it stands alone or comes again, else the shorter that does."""
    for length in range(6, 2, -1):
        if len(text) >= length and is_foreign_name(text[:length]) and (length > 2 or _ends(text[length:])):
            return text[:length]
    names = [text[:n] for n in (4, 3, 2) if len(text) >= n and is_plain_name(text[:n])]
    alone = [name for name in names if _ends(text[len(name) :])]
    again = [name for name in names if article.count(name) > 1]
    sure = [text[:3]] if opens_with_name(text[:4]) else []
    return next(iter([*alone, *again, *sure]), "")


def _ends(after: str) -> bool:
    if _AFTER_NAME.match(after) or verb_pattern().match(after):
        return True
    return bool(re.match(pattern("adverb", "preposition"), after))
