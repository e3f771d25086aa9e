"""What looks like a person's name in Chinese: a surname and one or two characters, or a foreign name spelt out."""

import re
from functools import cache

from summarizer.text.names.everyday import words as everyday_words
from summarizer.text.names.romanise import split as parts_of
from summarizer.text.names.romanise import surnames
from summarizer.text.names.transliterate import renderings
from summarizer.text.scripts import simplified
from summarizer.text.speech.tables import words

DOTS = "·・•‧"
_DOTTED = re.compile(f"[\\u4e00-\\u9fff]{{1,8}}(?:[{DOTS}][\\u4e00-\\u9fff]{{1,8}})+")
_GIVEN_STOP = frozenset(
    "的了是在和與对對向从從将將把被给給让讓也则則还還都并並就却卻又再曾已会會要不没沒有这這那其此每各所以为為因而但且或等及说說称稱认認指问問"
    "答希们們你我他她它个個些只更最很太亦均皆地着著姓线線率值图圖量者副"
)
_NEVER_GIVEN = _GIVEN_STOP - frozenset("和与與以其所为為而希均亦图圖量")
"""Less strict, for what stands right behind a title: 老师陆以宁."""


_NOUN_END = frozenset(
    "人者们們部方面士员員家界业業局司会會社院校厂廠店区區市县縣省国國军軍队隊组組团團党黨派级級层層性化式型类類种種度量率中内內外上下前后後时時间間期年月日"
)


@cache
def is_person_name(text: str) -> bool:
    """True for a surname with one or two given characters that is not a word, nor a surname with a title."""
    parts = parts_of(text)
    if parts is None or set(parts[1]) & _GIVEN_STOP or parts[1] in words("short_title") | words("anonymous_head"):
        return False
    return not _is_word(text) and not (_use(parts[0]) == "rare" and parts[0] in words("conjunction") | words("adverb"))


@cache
def is_plain_name(text: str) -> bool:
    """As `is_person_name`, without surnames that are mostly other words (有, 由, 从)."""
    parts = parts_of(text)
    if parts is None or not is_person_name(text):
        return False
    return _use(parts[0]) != "word" or parts[0] in words("everyday_surname")


@cache
def is_likely_name(text: str) -> bool:
    """As `is_person_name`, for a place where nothing else shows that a name stands there: a good surname, no word inside."""
    parts = parts_of(text)
    if parts is None or not is_plain_name(text) or (_use(parts[0]) == "rare" and len(text) < 3):
        return False
    if len(parts[0]) == 2 and parts[0] not in surnames():
        return False
    if text[:2] in words("role"):
        return False
    return len(parts[0]) > 1 or len(text) < 3 or not (_is_word(text[:2]) and text[2] in _NOUN_END)


@cache
def is_titled_name(text: str) -> bool:
    """True for three characters that behind a title can be a name though elsewhere they would not be taken for one: 水若兰."""
    parts = parts_of(text)
    if parts is None or len(text) != 3 or set(parts[1]) & _NEVER_GIVEN or _is_word(parts[1]) or _is_word(text[:2]):
        return False
    return not _is_word(text) and parts[1] not in words("short_title")


def is_sure_name(text: str) -> bool:
    """As `is_likely_name`, of three characters, of which the last two are no word either."""
    return len(text) == 3 and is_likely_name(text) and not _is_word(text[1:])


def opens_with_name(text: str) -> bool:
    """True where the first three characters can only be a name: no word among them or over their end."""
    name = text[:3]
    double = len(surname_of(name)) == 2
    return is_sure_name(name) and (double or not _is_word(name[:2])) and not _is_word(text[2:4])


@cache
def short_name(text: str) -> str:
    """The short form that a text ends with: 林师傅 of 机林师傅, 小周, 老李, 阿泽; empty where there is none."""
    if is_familiar(text[-3:]) and len(text) == 3:
        return text
    titled = (text[at:] for at in (0, 1) for n in (2, 1) if _is_short(text[at : at + n], text[at + n :]))
    return next(titled, "") or (text[-2:] if is_familiar(text[-2:]) else "")


def _is_short(surname: str, title: str) -> bool:
    return title in words("short_title") and is_likely_name(surname + "晓明")


def is_familiar(text: str) -> bool:
    """True for 老李, 小周, 阿泽, and not for 老师, 小学."""
    if re.fullmatch("[阿老小][\u4e00-\u9fff](?:伯|叔|姨|婆|公|嫂|哥|姐|妹|嬸|婶|爷|爺|奶)", text):
        return True
    if len(text) != 2 or _is_word(text):
        return False
    return text[0] == "阿" or (text[0] in "老小" and is_likely_name(text[1] + "晓明"))


def _use(surname: str) -> str:
    entry = surnames().get(surname)
    return entry.use if entry else "common"


def _is_word(text: str) -> bool:
    return simplified(text) in everyday_words() or simplified(text) in words("not_person")


def surname_of(text: str) -> str:
    """The surname a name begins with; empty where it begins with none."""
    parts = parts_of(text)
    return parts[0] if parts else ""


def is_foreign_name(text: str) -> bool:
    """True for a name with dots between its parts, or of characters that spell foreign names."""
    if _DOTTED.fullmatch(text):
        return True
    return 2 <= len(text) <= 6 and set(text) <= words("transliterated") and not _is_word(text) and text in renderings()
