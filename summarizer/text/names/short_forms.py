"""Short forms: a surname with a title or a form of address (罗总, 李女士), 老张, 小周, 王某, a part of a foreign name, an organisation's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from summarizer.text.lazy_pattern import lazy
from summarizer.text.names.context import longest_after, words
from summarizer.text.names.passage import HAN, Passage
from summarizer.text.names.romanise import surnames
from summarizer.text.names.surroundings import right_of
from summarizer.text.names.tables import rows
from summarizer.text.once import once

_SOMEBODY = lazy(
    "某(?:某|[甲乙丙丁](?![\u4e00-\u9fff]*[村镇])|[^某说称表被与因在于的和涉将已系等说道则也曾还就问答向对从把让给有是诉辩坦供直自声透介补回反强指认]{1}(?=[，,。、；：:（(被因在于与和称说表涉将已系等]|$))?"
)
_FAMILIAR = "老小阿"
_LOOSE = frozenset(("总", "董", "工", "哥", "姐", "叔", "婶", "嫂", "伯", "太", "某", "妈", "爸", "氏", "婆", "姨"))
"""Forms of address of one character, which also stand in other words: they need a clear right side."""
_CLEAR_RIGHT = frozenset(
    (
        "right-reporting",
        "right-edge",
        "right-label",
        "right-list",
        "right-particle",
        "right-verb",
        "right-preposition",
        "right-adverb",
        "right-time",
        "right-family",
        "right-personal-aside",
    )
)


@dataclass(frozen=True, slots=True)
class Short:
    """A short form at a place; `title` is what stands with the surname, `anonymous` marks 王某."""

    start: int
    end: int
    surname: str
    title: str
    anonymous: bool = False


@once
def _frequent() -> frozenset[str]:
    return frozenset(cells[0] for cells in rows("surname_order.txt"))


def short_forms(passage: Passage, family_names: frozenset[str]) -> Iterator[Short]:
    """Short forms in a block; `family_names` are the surnames of people whom the article names in full."""
    end = 0
    for begin in _beginnings().finditer(passage.key):
        found = _here(passage, begin.start(), family_names) if begin.start() >= end else None
        if found:
            yield found
            end = found.end


@once
def _beginnings() -> re.Pattern[str]:
    """What a short form begins with: 老, 小, 阿, or a surname with 某 or what a form of address begins with behind it."""
    behind = "".join(sorted({word[0] for word in words("address")} | {"某"}))
    family = "|".join(sorted(surnames(), key=len, reverse=True))
    return re.compile(f"(?=[{_FAMILIAR}]|(?:{family})[{behind}])")


def _here(passage: Passage, at: int, family_names: frozenset[str]) -> Short | None:
    key = passage.key
    for length in (2, 1):
        surname = key[at : at + length]
        if surname not in surnames() and surname not in family_names:
            continue
        somebody = _SOMEBODY.match(key, at + length)
        if somebody and _begins(passage, at) and HAN.fullmatch(key[somebody.end() - 1]):
            return Short(at, somebody.end(), surname, "", anonymous=True)
        title = longest_after("address", key, at + length)
        if title and _believed(passage, at, length, title, family_names):
            return Short(at, at + length + len(title), surname, title)
    return _familiar(passage, at, family_names)


def _believed(passage: Passage, at: int, length: int, title: str, family_names: frozenset[str]) -> bool:
    surname = passage.key[at : at + length]
    end = at + length + len(title)
    if not _begins(passage, at) or _is_other_word(passage, at, length, end):
        return False
    known = surnames().get(surname)
    common = known is not None and known.use == "common"
    plain = surname in _frequent() or surname in family_names or (common and (len(surname) == 2 or len(title) > 1))
    if len(title) == 1 and (title not in _LOOSE or right_of(passage, end)[0] not in _CLEAR_RIGHT):
        return False
    if surname in family_names or (plain and common):
        return True
    return plain and (at == 0 or not HAN.match(passage.key[at - 1]) or bool(passage.title_before(at)))


def _begins(passage: Passage, at: int) -> bool:
    """True if the form may begin here: a word begins, or a title ends."""
    return passage.is_edge(at) or bool(passage.title_before(at))


def _is_other_word(passage: Passage, at: int, length: int, end: int) -> bool:
    """True for 马上|将军, 方法|官, 高总理: another word covers the surname and part of the title."""
    word = passage.word(at)
    if word.start != at:
        return False
    return (at + length < word.end < end) or (word.end == end and word.tag not in ("nr", "nrfg", "nrt", "n", "l", "i"))


def _familiar(passage: Passage, at: int, family_names: frozenset[str]) -> Short | None:
    """老张, 小周, 阿泽: only where a clear right side and the beginning of a word show it."""
    key = passage.key
    if key[at] not in _FAMILIAR or not passage.is_edge(at):
        return None
    surname = key[at + 1 : at + 2]
    if surname not in (_frequent() | family_names):
        return None
    word = passage.word(at)
    if word.end > at + 2:
        return None
    end = at + 2
    if not passage.is_edge(end) and word.end <= at + 1:
        return None
    if right_of(passage, end)[0] not in _CLEAR_RIGHT or key[at : at + 2] in words("no_short"):
        return None
    return Short(at, end, surname, key[at])
