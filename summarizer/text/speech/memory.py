"""What the walk hands out and what it remembers: stretches of text, and whom a pronoun may mean."""

import re
from dataclasses import dataclass, field
from functools import cache

from summarizer.records import StatementKind
from summarizer.text.speech.cast import Cast, Member
from summarizer.text.speech.frames import Frame, topic_of
from summarizer.text.speech.joint import latest
from summarizer.text.speech.lines import Line
from summarizer.text.speech.tables import alternatives, words


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a block's text and whose it is. `who` is a member's name, or None where somebody unknown speaks."""

    block: str
    start: int
    end: int
    who: str | None
    kind: StatementKind
    basis: str
    decisive: bool
    quoted_by: str | None = None
    also: tuple[str, ...] = ()
    """The others who say it together with `who`."""


LATTER = {"前者": 0, "后者": 1, "後者": 1}


@dataclass(slots=True)
class State:
    """What a sentence may refer back to."""

    turn: Member | None = None
    last: Span | None = None
    """What the sentence before ended with."""
    person: Member | None = None
    house: Member | None = None
    unnamed: str | None = None
    group: tuple[Member, ...] = ()
    """The people of the nearest sentence that names any."""
    crowd: bool = False
    """The nearest sentence with people names more than one."""
    open_quote: Span | None = None
    subject: Member | None = None
    """Whom the sentence in hand is about so far."""
    mentioned: list[Member] = field(default_factory=list)
    """Everyone named or heard, the latest last."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Whose a frame's words are; basis `none` where the frame gives nothing."""

    who: str | None
    basis: str
    decisive: bool
    also: tuple[str, ...] = ()


def resolve(frame: Frame, state: State) -> Heard:
    """Who the subject of a frame is, remembered for the pronouns behind it."""
    subject = frame.subject
    match subject.kind:
        case "member" if subject.member:
            _remember(subject.member, state)
            basis = "joint" if subject.joint else "speech verb"
            return Heard(subject.member.name, basis, not subject.doubtful, subject.also)
        case "parties":
            return _together(latest(state.mentioned, subject.count, subject.text))
        case "anonymous":
            state.unnamed, state.person = subject.text, None
            return Heard(subject.text, "speech verb", True)
        case "organisation":
            house = _in_full(subject.text, state)
            _remember(house, state)
            return Heard(house.name, "joint" if subject.also else "speech verb", True, subject.also)
        case "pronoun" if subject.text in LATTER:
            return _of_two(LATTER[subject.text], state)
        case "pronoun":
            return _pronoun(state)
        case "house":
            return _this_house(subject.text, state)
        case "none" if state.subject:
            return Heard(state.subject.name, "speech verb", True)
        case "unknown":
            return Heard(None, "speech verb", False)
    return Heard(None, "none", False)


def _in_full(name: str, state: State) -> Member:
    """The house that a name shortens: 气象台 behind 市气象台."""
    houses = (m for m in reversed(state.mentioned) if m.kind == "organisation" and m.name.endswith(name))
    return next(houses, Member((name,), "organisation"))


def _this_house(word: str, state: State) -> Heard:
    """该公司, 公司方面: the house named last; 公司方面 without one is a name of its own."""
    if state.house:
        return Heard(state.house.name, "pronoun", True)
    return Heard(word, "speech verb", True) if word.endswith("方面") else Heard(None, "pronoun", False)


def _of_two(which: int, state: State) -> Heard:
    """前者, 后者: sure where the nearest sentence with people named exactly two."""
    two = state.group if len(state.group) == 2 else ()
    return Heard(two[which].name, "pronoun", True) if two else Heard(None, "pronoun", False)


def _together(members: tuple[Member, ...]) -> Heard:
    if not members:
        return Heard(None, "joint", False)
    return Heard(members[0].name, "joint", True, tuple(m.name for m in members[1:]))


def _pronoun(state: State) -> Heard:
    if state.unnamed and not state.person:
        return Heard(state.unnamed, "pronoun", True)
    if state.person:
        return Heard(state.person.name, "pronoun", not state.crowd)
    return Heard(None, "pronoun", False)


def _remember(member: Member, state: State) -> None:
    state.mentioned.append(member)
    if member.kind == "organisation":
        state.house = member
    else:
        state.person, state.crowd, state.unnamed = member, False, None


@cache
def _sides() -> re.Pattern[str]:
    """俄方, 校方 at the head of a clause or joined to one: whom 双方 may mean."""
    sides = alternatives(frozenset(word for word in words("source_alone") if word.endswith("方")))
    return re.compile(f"(?:^|(?<=[，。；和与與及、\\s]))(?P<side>{sides})")


def note(line: Line, start: int, end: int, cast: Cast, state: State) -> None:
    """Remembers whom the prose names, for the pronouns behind it."""
    people = [s.member for s in topic_of(line, start, end, cast) if s.member]
    state.mentioned += people
    if people:
        state.group = tuple(dict.fromkeys(people))
        state.person, state.crowd, state.unnamed = people[0], len(set(people)) > 1, None
        state.subject = people[0]
    sides = _sides().finditer(line.masked, start, end)
    state.mentioned += [Member((found["side"],), "organisation") for found in sides]
    for found in cast.pattern.finditer(line.masked, start, end):
        member = cast.by_form.get(found[0])
        if member and member.kind == "organisation":
            state.house = member
