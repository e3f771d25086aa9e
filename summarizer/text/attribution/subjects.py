"""The subject of a reporting verb: the noun phrase that stands before it in its clause, told apart by kind.

A clause is read from the left: what may lead (conjunctions, time, 在…上), the noun phrase, and the gap up to the verb (adverbs, time,
对…, 在接受采访时). The first noun phrase whose gap leads up to the verb is the subject. Dictionary words are evidence for the edges;
names come from the name finder.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from summarizer.text.attribution.gaps import LINKS, MODIFIED, MOST_GAP, PRONOUNS, gap_to_verb, lead_of
from summarizer.text.attribution.passages import Line
from summarizer.text.attribution.tables import ending, pattern, words
from summarizer.text.attribution.tokens import Subject, SubjectKind, Token
from summarizer.text.attribution.unnamed import institution, unnamed
from summarizer.text.once import once


def subject_of(line: Line, tokens: Sequence[Token], kind_of: Sequence[str]) -> Subject:
    """What the tokens before a verb make its subject. `kind_of`: the kind of each entity."""
    here = tokens[0].start if tokens else 0
    first = lead_of(tokens)
    if first == len(tokens):
        return Subject("none", here, here, "")
    fallback: Subject | None = None
    for last in range(first + 1, len(tokens) + 1):
        gap = gap_to_verb(tokens[last:])
        subject = phrase(line, tokens[first:last], kind_of) if gap else None
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
    if not (person or token.text in PRONOUNS) or tokens[-1].end - token.start > MOST_GAP:
        return None
    others = [
        t
        for t in tokens[first + 1 :]
        if t.text in PRONOUNS or t.text in MODIFIED or (t.entity is not None and kind_of[t.entity] == "person")
    ]
    subject = phrase(line, tokens[first : first + 1], kind_of) if not others else None
    return replace(subject, loose=True) if subject else None


def phrase_at(line: Line, tokens: Sequence[Token], kind_of: Sequence[str]) -> Subject | None:
    """What kind of subject a whole phrase is."""
    first = lead_of(tokens)
    return phrase(line, tokens[first:], kind_of) if first < len(tokens) else None


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


def phrase(line: Line, tokens: Sequence[Token], kind_of: Sequence[str]) -> Subject | None:
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
        or unnamed(line, tokens, place)
        or institution(line.key[opening.start : head.end], place)
        or _proper(tokens[: last + 1], place)
    )


def _channel(line: Line, tokens: Sequence[Token], kind_of: Sequence[str]) -> Subject | None:
    """柯文哲的脸书, 某公司官方微博: whoever writes there."""
    if len(tokens) < 2 or tokens[-1].text not in words("channel"):
        return None
    at = len(tokens) - 2
    while at > 0 and tokens[at].text in words("channel") | {"的", "个人", "认证"}:
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


def _head(tokens: Sequence[Token]) -> int | None:
    """The token that heads the phrase, without brackets and 等, 方面, 先生 behind it."""
    last = len(tokens) - 1
    while last >= 0 and (
        tokens[last].tag == "aside" or (tokens[last].text in words("behind_name") and _name_before(tokens, last))
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


def _joined(tokens: Sequence[Token], last: int) -> tuple[int, ...] | None:
    """The names joined by 和, 、 up to the head; None if the phrase is an object (对张三) or names somebody else as subject."""
    found = [tokens[last].entity or 0]
    names = [at for at, t in enumerate(tokens[:last]) if t.entity is not None]
    following = last
    for at in reversed(names):
        between = [t.text for t in tokens[at + 1 : following] if t.tag != "aside"]
        if any(text in LINKS for text in between) and len(between) <= 8:
            found.insert(0, tokens[at].entity or 0)
            following = at
        else:
            break
    return tuple(dict.fromkeys(found))


def _pronoun(tokens: Sequence[Token], place: tuple[int, int, str]) -> Subject | None:
    text = "".join(t.text for t in tokens if t.tag != "aside")
    if text in PRONOUNS:
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


@once
def _party() -> re.Pattern[str]:
    return re.compile(f"(?:(?P<count>[二两三四])(?:人|者|家(?:公司|机构|企业)|方|[位名]{pattern('takes_part')})|双方)$")


_COUNTS = {"二": 2, "两": 2, "三": 3, "四": 4}


def _parties(text: str, place: tuple[int, int, str]) -> Subject | None:
    found = _party().fullmatch(text)
    return Subject("parties", *place, count=_COUNTS.get(found["count"] or "二", 2)) if found else None
