"""Candidates of other shapes: Japanese names, names in Latin letters, names in quotation marks, works, and names given from outside."""

import re
from collections.abc import Iterator, Mapping, Sequence

from summarizer.text.lazy_pattern import lazy
from summarizer.text.names.authority import Hit
from summarizer.text.names.chinese import Candidate, Feature, given_scores
from summarizer.text.names.context import words
from summarizer.text.names.entities import NameKind
from summarizer.text.names.glued import unglued
from summarizer.text.names.passage import HAN, Passage
from summarizer.text.names.surroundings import left_of, right_of
from summarizer.text.names.tables import rows
from summarizer.text.names.transliterated import spelling
from summarizer.text.once import once
from summarizer.text.words import is_folded_word

_LATIN = lazy(
    r"(?<![A-Za-z0-9_@./#-])[A-ZÀ-Ž][A-Za-zÀ-ž0-9_'’-]*\.?(?: (?:de|van|von|der|bin|al|la) )?(?:[ ·]?[A-ZÀ-Ž][A-Za-zÀ-ž0-9_'’-]*\.?){0,3}(?![A-Za-z0-9_@/])"
)
_PERSONAL = frozenset(
    (
        "left-title",
        "left-trade",
        "left-calls",
        "left-list",
        "right-reporting",
        "right-title",
        "right-label",
        "right-personal-aside",
        "right-family",
    )
)
"""Surroundings that count for a name in Latin letters: any word may stand between marks."""
_GLOSS = lazy(r"[\u4e00-\u9fff] ?\($")
"""What stands before the Latin form of a name that precedes it: no name of its own."""
_RUN = lazy(r"(?:(?<=[: (])|(?<=记者)|(?<=编辑)|(?<=摄影)|^)[\u4e00-\u9fff]{4,24}(?=[ )]|$)")
_QUOTED = lazy(r"[“「『\"‘]([^“”「」『』\"‘’\n]{2,14})[”」』\"’]")
_WORK = lazy(r"[《〈]([^《》〈〉\n]{1,40})[》〉]")
_USERS = (
    "网友",
    "网民",
    "用户",
    "博主",
    "网名",
    "昵称",
    "账号",
    "绰号",
    "人称",
    "外号",
    "艺名",
    "笔名",
    "化名",
    "名叫",
    "叫做",
    "网红",
    "主播",
    "UP主",
    "听友",
    "读者",
)


@once
def japanese_surnames() -> frozenset[str]:
    """Surnames of two and three characters, simplified."""
    return frozenset(cells[0] for cells in rows("japanese_surnames.txt"))


JAPAN = (
    "日本",
    "东京",
    "大阪",
    "京都",
    "横滨",
    "名古屋",
    "北海道",
    "冲绳",
    "日元",
    "日媒",
    "自民党",
    "广岛",
    "福冈",
    "札幌",
    "神户",
    "NHK",
)
"""Words one of which an article with Japanese people holds."""


def about_japan(passages: Sequence[Passage]) -> bool:
    """True if the article speaks of Japan: only then are Japanese names looked for."""
    return any(word in passage.key for passage in passages for word in JAPAN)


def japanese(passage: Passage) -> Iterator[Candidate]:
    """A Japanese surname with one to three characters."""
    key = passage.key
    for start in range(len(key)):
        for family in (3, 2):
            if key[start : start + family] not in japanese_surnames():
                continue
            for length in (family + 2, family + 1, family + 3):
                form = key[start : start + length]
                if _acts(passage, start + family, "vpcdu" if length == family + 1 else "pcu"):
                    continue
                if len(form) == length and all(map(HAN.match, form)):
                    yield _beside(
                        passage,
                        start,
                        start + length,
                        [
                            ("japanese-surname", form[:family], 1.0),
                            *_edges(passage, start, start + length, length - family),
                        ],
                    )


def _acts(passage: Passage, at: int, tags: str) -> bool:
    """A word of one character that follows a surname and is no given name: 宫本说, 小林在."""
    word = passage.word(at)
    return word.start == at and word.end == at + 1 and (word.tag[0] in tags or word.text in words("verb"))


def _edges(passage: Passage, start: int, end: int, given: int) -> Iterator[Feature]:
    if not passage.is_edge(start):
        yield "word-over-start", passage.word(start).text, 1.0
    if not passage.is_edge(end):
        yield "word-over-end", passage.word(end).text, 1.0
    word = passage.word(end - given)
    if (
        word.start == end - given
        and word.end == end
        and given > 1
        and word.tag[0] in "nv"
        and word.tag not in ("nr", "nrt")
    ):
        yield "given-is-word", word.text, 1.0
    if given == 1:
        yield "one-given-character", passage.key[end - 1 : end], 0.6
    if given == 3:
        yield "one-given-character", passage.key[end - 3 : end], 0.8


def latin(passage: Passage) -> Iterator[Candidate]:
    """Words with capitals in Chinese text."""
    for found in _LATIN.finditer(passage.key):
        start, end = found.span()
        while end > start and passage.key[end - 1] in " .":
            end -= 1
        form = passage.key[start:end]
        if len(form) < 2 or _GLOSS.search(passage.key[max(0, start - 3) : start]):
            continue
        features: list[Feature] = [("latin", form, 1.0)]
        if " " in form and not form.isupper():
            features.append(("latin-words", form, 1.0))
        if form.isupper() or re.search("[0-9]", form):
            features.append(("latin-capitals", form, 1.0))
        around = [(rule, found, 1.0) for rule, found in (left_of(passage, start), right_of(passage, end))]
        features += [f for f in around if f[0] in _PERSONAL]
        yield Candidate(passage.number, start, end, form, tuple(features), "person")


def quoted(passage: Passage) -> Iterator[Candidate]:
    """A name in quotation marks behind a word for a person: 网友“一只橘猫”."""
    for found in _QUOTED.finditer(passage.key):
        if any(passage.key.endswith(word, 0, found.start()) for word in _USERS):
            yield Candidate(
                passage.number, found.start(1), found.end(1), found[1], (("quoted-name", found[1], 1.0),), "person"
            )


def glued(passage: Passage) -> Iterator[Candidate]:
    """Names that a line of credits has run together: 汪陈晨林文琪马宁宁."""
    for found in _RUN.finditer(passage.key):
        names = unglued(found[0])
        if len(names) > 2 or (len(names) == 2 and (len(found[0]) > 5 or passage.title_before(found.start()))):
            at = found.start()
            for name in names:
                if not _plain(name):
                    break
                yield Candidate(passage.number, at, at + len(name), name, (("glued", found[0], 1.0),), "person")
                at += len(name)


def _plain(name: str) -> bool:
    return sum(given_scores().get(c, 0.0) for c in name[1:]) > 0


def works(passage: Passage) -> Iterator[Candidate]:
    """What stands between 《 and 》, unless a newspaper's report is meant."""
    for found in _WORK.finditer(passage.key):
        yield Candidate(
            passage.number, found.start(1), found.end(1), found[1], (("work-marks", found[1], 1.0),), "work"
        )


def given(
    passage: Passage, forms: Mapping[str, NameKind], lengths: Mapping[str, tuple[int, ...]]
) -> Iterator[Candidate]:
    """Names known from elsewhere, wherever they stand as whole words."""
    key = passage.key
    for start in range(len(key)):
        for length in lengths.get(key[start : start + 2], ()):
            form = key[start : start + length]
            if form in forms and _whole(key, start, start + length):
                yield _known(passage, start, start + length, forms[form])
                break


def listed(passage: Passage, hits: Sequence[Hit]) -> Iterator[Candidate]:
    """Names of the authority table."""
    for hit in hits:
        yield _known(passage, hit.start, hit.end, hit.entry.kind)


def _seam(passage: Passage, at: int) -> bool:
    """True inside 法国|巴黎: the word that runs over the place is made of two."""
    word = passage.word(at)
    left, right = word.text[: at - word.start], word.text[at - word.start :]
    return len(left) > 1 and len(right) > 1 and is_folded_word(left) and is_folded_word(right)


def _spelled_on(passage: Passage, form: str, end: int) -> bool:
    """True for 吉利|德: a spelling goes on behind the form with a character that is no word of its own."""
    following = passage.words_from(end)
    if not following or len(following[0].text) > 1 or following[0].tag[0] in "vpcdumrfytx":
        return False
    return following[0].text in spelling() and all(spelling().get(c, -1) > 0 for c in form + following[0].text)


def _known(passage: Passage, start: int, end: int, kind: NameKind) -> Candidate:
    form = passage.key[start:end]
    features: list[Feature] = [("known", form, 1.0)]
    if not passage.is_edge(start) and not _seam(passage, start):
        features.append(("word-over-start", passage.word(start).text, 2.2 if end - start == 2 else 1.5))
    if not passage.is_edge(end) and not _seam(passage, end):
        features.append(("word-over-end", passage.word(end).text, 3.0 if end - start == 2 else 2.0))
    elif _spelled_on(passage, form, end):
        features.append(("inside-dotted", passage.key[end], 1.0))
    if passage.key[start - 1 : start] == "·" or passage.key[end : end + 1] == "·":
        features.append(("inside-dotted", form, 1.0))
    return Candidate(passage.number, start, end, form, tuple(features), kind)


def _whole(key: str, start: int, end: int) -> bool:
    """False where a Latin form is part of a longer Latin word."""

    def latin_at(at: int) -> bool:
        return 0 <= at < len(key) and key[at].isascii() and key[at].isalnum()

    return not (latin_at(start) and latin_at(start - 1)) and not (latin_at(end - 1) and latin_at(end))


def _beside(passage: Passage, start: int, end: int, features: list[Feature]) -> Candidate:
    rest = [(rule, found, 1.0) for rule, found in (left_of(passage, start), right_of(passage, end))]
    return Candidate(passage.number, start, end, passage.key[start:end], (*features, *rest), "person")
