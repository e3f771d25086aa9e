"""Candidates for organisations: the words that lead up to what organisations' names end with, and listed ones."""

import re
from collections.abc import Iterator

from summarizer.text.lazy_pattern import lazy
from summarizer.text.names.chinese import Candidate, Feature
from summarizer.text.names.context import longest_after, words
from summarizer.text.names.passage import Passage
from summarizer.text.names.surroundings import right_of
from summarizer.text.once import once
from summarizer.text.words import Word

LONGEST = 26
"""Characters of an organisation's name."""
_OPEN_TAGS = frozenset(
    (
        "n",
        "nr",
        "nrt",
        "nrfg",
        "ns",
        "nt",
        "nz",
        "eng",
        "j",
        "b",
        "vn",
        "a",
        "an",
        "g",
        "ng",
        "zg",
        "tg",
        "i",
        "l",
        "s",
        "ag",
        "vg",
        "x",
        "z",
        "q",
        "h",
        "k",
        "o",
    )
)
_NAMING_TAGS = frozenset(("nr", "nrt", "nrfg", "ns", "nt", "nz", "eng", "j"))
_PUNCTUATION = lazy(r"[^\w·&]")
_BRACKETED = lazy(r"\((?:[\u4e00-\u9fff]{2,6})\)$")
_SINGLE = frozenset("局署厅部所处院党会委办社厂队团行台馆站校店")
"""Endings of one character: only of a longer word, or behind a word that names."""


def organisations(passage: Passage) -> Iterator[Candidate]:
    """Every place of the block that may hold the name of an organisation."""
    for number, word in enumerate(passage.words):
        if word.tag == "x" and _PUNCTUATION.match(word.text):
            continue
        if ending := _ending(passage, number):
            yield from _led_up(passage, number, ending)
        elif word.tag == "nt" and len(word.text) > 1 and word.text not in words("no_ending"):
            yield _candidate(passage, word.start, word.end, [("listed-organisation", word.text, 1.0)])
    yield from _institutions(passage)


@once
def _last_characters() -> frozenset[str]:
    return frozenset(word[-1] for word in words("organisation")) | _SINGLE


def _ending(passage: Passage, number: int) -> str:
    """What the word ends with, if organisations' names end so."""
    text = passage.words[number].text
    if text[-1] not in _last_characters():
        return ""
    if text in words("no_ending") or (len(text) > 1 and text[-2:] in words("no_ending")):
        return ""
    for length in range(min(len(text), 5), 1, -1):
        if text[-length:] in words("organisation"):
            return text[-length:]
    if text[-1] in _SINGLE:
        if len(text) > 2 and passage.words[number].tag in ("nt", "n", "j", "nz"):
            return text[-1]
        if len(text) == 2 and passage.words[number].tag == "nt":
            return text[-1]
        if len(text) == 1 and text in "局署厅委党社" and number and passage.words[number - 1].tag[0] in "njbv":
            return text
    return ""


def _led_up(passage: Passage, number: int, ending: str) -> Iterator[Candidate]:
    """The name that ends with this word: the words before it that may belong to it."""
    first = number
    while first > 0 and _belongs(passage, first - 1, number):
        first -= 1
    while first < number and _no_beginning(passage.words[first]):
        first += 1
    last = passage.words[number]
    start = passage.words[first].start
    lead = passage.words[first:number]
    own = last.text[: -len(ending)]
    features: list[Feature] = [("organisation-ending", ending, 1.0)]
    if last.tag == "nt":
        features.append(("listed-organisation", last.text, 1.0))
    if any(_names(w) for w in lead) or (own and last.tag in ("nt", "nz")):
        features.append(("names-something", passage.key[start : last.start] or own, 1.0))
    elif lead:
        features.append(("describes-something", passage.key[start : last.start], 1.0))
    if ending in words("weak_ending"):
        features.append(("weak-ending", ending, 1.0))
    if not lead and last.tag != "nt":
        features.append(("ending-alone", last.text, 1.0))
    features += _company(passage, last.end)
    alone = any(rule == "ending-alone" for rule, _, _ in features)
    yield _candidate(passage, start, last.end, features, whole=not alone)


def _names(word: Word) -> bool:
    """True for a name or an unknown word; 5G and 4G name nothing."""
    if word.tag == "eng":
        return not any(c.isdigit() for c in word.text)
    return word.tag in _NAMING_TAGS or (len(word.text) == 1 and "\u4e00" <= word.text <= "\u9fff")


def _belongs(passage: Passage, at: int, number: int) -> bool:
    """True if the word may be part of the name that ends with word `number`."""
    word = passage.words[at]
    if passage.words[number].end - word.start > LONGEST:
        return False
    if word.text in "()" or _in_bracket(passage, at):
        return _in_bracket(passage, at)
    if word.text == "·" or word.text == "&":
        return True
    if word.text in ("和", "与", "及", "暨"):
        return _joins(passage, at)
    if word.text == "驻":
        return passage.words[number].text.endswith(("使馆", "领馆", "领事馆", "代表处", "办事处"))
    if word.tag == "x" and (_PUNCTUATION.match(word.text) or word.text.isspace()):
        return False
    if word.text in words("title") or word.text in words("stops") or word.text in words("calls"):
        return False
    if word.tag == "x" or word.tag in _OPEN_TAGS:
        return True
    if word.tag[0] == "v":
        return word.text in words("organisation_verb") and at + 1 <= number
    if word.tag[0] == "m":
        return (
            bool(re.fullmatch("第[一二三四五六七八九十]+|[一二三四五六七八九十]+", word.text)) and at + 1 == number
        ) or (word.text.isdigit() and at + 1 < number and passage.words[at + 1].text in ("中", "号"))
    if word.tag[0] == "f":
        return word.text in ("东方", "南方", "北方", "西部", "中", "东", "南", "西", "北", "上", "下", "东部", "中部")
    return False


def _in_bracket(passage: Passage, at: int) -> bool:
    """True inside 星河科技（北京）有限公司: a place in brackets before the ending."""
    word = passage.words[at]
    near = passage.key[max(0, word.start - 7) : word.end + 7]
    return any(
        m.start() + max(0, word.start - 7) <= word.start < m.end() + max(0, word.start - 7)
        for m in _PLACE.finditer(near)
    )


_PLACE = lazy(r"\([\u4e00-\u9fff]{2,5}\)(?=[\u4e00-\u9fff]{0,8}(?:公司|集团|银行|研究院|中心|事务所|大学|学院))")


def _joins(passage: Passage, at: int) -> bool:
    """True for 国家发展和改革委员会, 食物及卫生局: common nouns on both sides."""
    before = passage.words[at - 1] if at else None
    behind = passage.words[at + 1]
    plain = ("n", "vn", "v", "an", "b", "a", "j")
    return (
        before is not None
        and 2 <= len(before.text) <= 5
        and before.tag in plain
        and behind.tag in (*plain, "nt")
        and not _ending(passage, at - 1)
    )


def _no_beginning(word: Word) -> bool:
    """True for what a name does not begin with: 当地, 知名, 多家, a bracket."""
    if word.text in words("no_beginning") or word.text in ("·", "和", "与", "及", "(", ")", "&"):
        return True
    return word.tag in ("q", "k", "x") and not ("\u4e00" <= word.text[0] <= "\u9fff") and not word.text[0].isalnum()


def _company(passage: Passage, end: int) -> list[Feature]:
    """What stands behind and is said of organisations."""
    if title := longest_after("title", passage.key, end):
        return [("organisation-staff", title, 1.0)]
    rule, found = right_of(passage, end)
    return [("organisation-speaks", found, 1.0)] if rule == "right-reporting" else []


def _candidate(passage: Passage, start: int, end: int, features: list[Feature], *, whole: bool = True) -> Candidate:
    return Candidate(passage.number, start, end, passage.key[start:end], tuple(features), "organisation", whole)


def _seat(passage: Passage, at: int) -> int:
    """Where the place before an institution begins: 市|卫健委, 河湾市|卫健委."""
    start = at
    while (word := passage.word_before(start)) and (word.tag == "ns" or word.text in _LEVELS):
        start = word.start
    return start


_LEVELS = frozenset("省市县区州镇乡")


def _institutions(passage: Passage) -> Iterator[Candidate]:
    """Short forms that stand for an institution: 警方, 央行."""
    at = 0
    while at < len(passage.key):
        found = longest_after("institution", passage.key, at)
        if found and passage.is_edge(at) and passage.is_edge(at + len(found)):
            generic = found[-1] == "方" or found in words("generic_institution")
            feature = ("generic-institution" if generic else "institution", found, 1.0)
            yield _candidate(passage, at, at + len(found), [feature], whole=not generic)
            if (start := _seat(passage, at)) < at:
                more: list[Feature] = [feature, ("names-something", passage.key[start:at], 1.0)]
                yield _candidate(passage, start, at + len(found), more)
        at += len(found) if found else 1
