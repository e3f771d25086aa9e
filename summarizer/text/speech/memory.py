"""What the walk hands out and what it remembers: stretches of text, and whom a pronoun may mean."""

from dataclasses import dataclass, field

from summarizer.records import StatementKind
from summarizer.text.speech.cast import Cast, Member
from summarizer.text.speech.frames import Frame, topic_of
from summarizer.text.speech.joint import latest
from summarizer.text.speech.lines import Line


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


@dataclass(slots=True)
class State:
    """What a sentence may refer back to."""

    turn: Member | None = None
    last: Span | None = None
    """What the sentence before ended with."""
    person: Member | None = None
    house: Member | None = None
    unnamed: str | None = None
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
            return _together(latest(state.mentioned, subject.count))
        case "anonymous":
            state.unnamed, state.person = subject.text, None
            return Heard(subject.text, "speech verb", True)
        case "organisation":
            _remember(Member((subject.text,), "organisation"), state)
            return Heard(subject.text, "joint" if subject.also else "speech verb", True, subject.also)
        case "pronoun":
            return _pronoun(state)
        case "house":
            return Heard(state.house.name if state.house else None, "pronoun", state.house is not None)
        case "none" if state.subject:
            return Heard(state.subject.name, "speech verb", True)
        case "unknown":
            return Heard(None, "speech verb", False)
    return Heard(None, "none", False)


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


def note(line: Line, start: int, end: int, cast: Cast, state: State) -> None:
    """Remembers whom the prose names, for the pronouns behind it."""
    people = [s.member for s in topic_of(line, start, end, cast) if s.member]
    state.mentioned += people
    if people:
        state.person, state.crowd, state.unnamed = people[0], len(set(people)) > 1, None
        state.subject = people[0]
    for found in cast.pattern.finditer(line.masked, start, end):
        member = cast.by_form.get(found[0])
        if member and member.kind == "organisation":
            state.house = member
