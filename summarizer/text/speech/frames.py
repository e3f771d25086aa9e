"""Speech frames: a subject and a verb that hand what stands beside them to somebody."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from summarizer.text.speech.cast import Cast
from summarizer.text.speech.lines import REACH, SAID, Line, clauses
from summarizer.text.speech.naming import gap_pattern
from summarizer.text.speech.subjects import Subject, subject_of
from summarizer.text.speech.tables import Verb, pattern, verb_pattern, verbs

_SEEN = re.compile(r"在(?P<who>[^在，,。]{1,20}?)(?P<verb>看来|看來|眼中|眼里|眼裡|心目中)")
_ACCORDING = re.compile(
    r"(?:按照|根据|根據|按|据|據|依)(?P<who>[^，,。的]{1,20})的(?P<verb>说法|說法|介绍|介紹|观点|觀點|看法|描述|解释|解釋|判断|判斷|估计|估計|回忆|回憶|话说|話說)"
)
_PASSIVE = re.compile(r"被(?!问|問|记者|記者|告|害|采访|採訪|访|訪)[^，]{0,10}$")
_PLANNED = re.compile(r"[将將拟擬](?:(?:[于於在])[^，]*)?$")
_WEAK_ROOM = 6
"""Characters that must follow a weak verb in its clause for it to report something."""


@dataclass(frozen=True, slots=True)
class Frame:
    """`start` of its clause, `verb` where the verb begins, `end` behind it. `tail`: it follows what it attributes."""

    start: int
    verb: int
    end: int
    subject: Subject
    word: str
    strong: bool
    tail: bool


def frames_of(line: Line, start: int, end: int, cast: Cast) -> tuple[Frame, ...]:
    """The frames of one sentence, at most one a clause."""
    found = (_frame(line, a, b, end, cast) for a, b in clauses(line.masked, start, end))
    return tuple(frame for frame in found if frame)


def _frame(line: Line, a: int, b: int, end: int, cast: Cast) -> Frame | None:
    text = line.masked
    for regex in (_SEEN, _ACCORDING):
        if found := regex.search(text, a, b):
            subject = subject_of(found["who"], cast)
            if subject.kind not in ("unknown", "thing", "none", "media", "reporter"):
                return Frame(a, found.start(), found.end(), subject, found["verb"], True, False)
    for found in _verbs_in(text, a, b):
        verb = verbs()[found["verb"]]
        if not _speaks(text, found, a, b, verb):
            continue
        subject = subject_of(text[max(a, found.start() - REACH) : found.start()], cast)
        subject = _asker(subject, text[a : found.start()], found["verb"], text[found.end() : found.end() + 2])
        if not _fits(text, found, b, end, verb, subject):
            continue
        return Frame(a, found.start(), found.end(), subject, found[0], verb.strong, _is_tail(text, found.end(), b, a))
    return None


def _verbs_in(text: str, a: int, b: int) -> Iterator[re.Match[str]]:
    """The verbs of a clause; behind one with a tail the tail too (发布声明称), and what 告诉 may hide (原告诉称)."""
    for found in verb_pattern().finditer(text, a, b):
        yield found
        inner = found.start("tail") if found["tail"] else found.start() + 1
        if found["tail"] or found["verb"] in ("告诉", "告訴"):
            hidden = verb_pattern().match(text, inner, b)
            if hidden:
                yield hidden


_ASKER = re.compile("(?P<name>[\\u4e00-\\u9fffA-Za-z]{0,8}(?:记者|記者))(?:则|則|又|还|還|接着|接著)?$")


def _asker(subject: Subject, left: str, verb: str, after: str) -> Subject:
    """A reporter is nobody's speaker but where they ask aloud: 路通社记者问：“…”."""
    asks = verb in ("问", "問", "问道", "問道", "提问", "提問", "追问", "追問", "说", "說") and after[:1] in (
        "：",
        ":",
        "，",
    )
    named = _ASKER.search(left) if subject.kind == "reporter" and asks and SAID in after else None
    return Subject("anonymous", named["name"]) if named else subject


@cache
def _negated() -> re.Pattern[str]:
    return re.compile(
        f"{pattern('negation')}(?:(?:就|对|對|向|在|作出|做出|进行|進行|给予|給予)[^，]{{0,14}})?(?:{pattern('adverb')})*$"
    )


def _speaks(text: str, found: re.Match[str], a: int, b: int, verb: Verb) -> bool:
    """The verb is used as one of speech: no other word, not passive, not said not to have happened."""
    before, after = text[max(a, found.start() - REACH) : found.start()], text[found.start() + len(verb.word) : b]
    if text[: found.start()].endswith(verb.not_after):
        return False
    if after == "的" and text[b : b + 1] in tuple("：:"):  # 他是这样说的：“…”
        return True
    if after.startswith(verb.not_before) or text[found.end() : found.end() + 1] == "的" or _PASSIVE.search(before):
        return False
    if _PLANNED.search(before) and after:
        return False
    return verb.opinion or not _negated().search(before)


def _fits(text: str, found: re.Match[str], b: int, end: int, verb: Verb, subject: Subject) -> bool:
    """There is room for words: behind a strong verb or beside a quotation always, behind a weak one a clause."""
    if subject.kind in ("thing", "reporter"):
        return False
    if verb.word in _called():
        return subject.kind not in ("unknown", "anonymous") and bool(
            re.search("[将將把]", text[max(0, found.start() - 30) : found.start()])
        )
    if verb.word in ("看来", "看來", "眼中"):
        return False
    quoted = (
        SAID in text[found.end() : min(len(text), end + 1)] or SAID in text[max(0, found.start() - 40) : found.start()]
    )
    if not verb.reported:
        return quoted
    if subject.kind == "unknown":
        return verb.strong and (quoted or text[found.end() : found.end() + 1] in tuple("，,：:"))
    return (
        verb.strong
        or quoted
        or (text[b : b + 1] in tuple("，,：:") and found.end() == b)
        or b - found.end() >= _WEAK_ROOM
    )


@cache
def _called() -> frozenset[str]:
    return frozenset(
        word
        for word in verbs()
        if re.search("称为|稱為|稱爲|称作|稱作|称之|稱之|比作|形容为|形容為|视为|視為|誉为|譽為", word)
    )


def _is_tail(text: str, at: int, b: int, a: int) -> bool:
    """True behind a quotation: the clause ends with the verb, or with whom it was said to."""
    rest = text[at:b]
    if not text[:a].rstrip("，, ").endswith(SAID) or text[b : b + 1] in tuple("：:"):
        return False
    ends = b >= len(text) or text[b] in "。！？!?；;\n" or text[b:].lstrip("，, ").startswith(SAID)
    return ends and len(rest) <= 8


def topic_of(line: Line, start: int, end: int, cast: Cast) -> tuple[Subject, ...]:
    """The people a stretch of prose is about: named at the head of a clause, and not as somebody's object."""
    return tuple(_heads(line, start, end, cast))


def _heads(line: Line, start: int, end: int, cast: Cast) -> Iterator[Subject]:
    for a, b in clauses(line.masked, start, end):
        last = -1
        for found in cast.pattern.finditer(line.masked, a, b):
            member = cast.by_form.get(found[0])
            if not member or member.kind != "person" or line.masked[found.end() : found.end() + 1] == "的":
                continue
            if last < 0 or line.masked[last : found.start()] in tuple("和与與及、"):
                yield Subject(
                    "member", found[0], member, doubtful=not gap_pattern().match(line.masked[found.end() : b])
                )
                last = found.end()
