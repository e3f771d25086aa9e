"""What the walk hands out and what it remembers: stretches of text, and whom a pronoun may mean."""

from dataclasses import dataclass

from summarizer.records import StatementKind
from summarizer.text.speech.cast import Cast, Member
from summarizer.text.speech.frames import Frame, topic_of
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


def resolve(frame: Frame, state: State) -> tuple[str | None, str, bool]:
    """(who, basis, decisive); basis `none` where the frame gives nothing."""
    subject = frame.subject
    match subject.kind:
        case "member" if subject.member:
            _remember(subject.member, state)
            basis = "joint" if subject.joint else "speech verb"
            return subject.member.name, basis, not subject.doubtful
        case "anonymous":
            state.unnamed, state.person = subject.text, None
            return subject.text, "speech verb", True
        case "organisation":
            state.house = Member((subject.text,), "organisation")
            return subject.text, "speech verb", True
        case "pronoun":
            return _pronoun(state)
        case "house":
            return (state.house.name, "pronoun", True) if state.house else (None, "pronoun", False)
        case "none" if state.subject:
            return state.subject.name, "speech verb", True
        case "unknown":
            return None, "speech verb", False
    return None, "none", False


def _pronoun(state: State) -> tuple[str | None, str, bool]:
    if state.unnamed and not state.person:
        return state.unnamed, "pronoun", True
    if state.person:
        return state.person.name, "pronoun", not state.crowd
    return None, "pronoun", False


def _remember(member: Member, state: State) -> None:
    if member.kind == "organisation":
        state.house = member
    else:
        state.person, state.crowd, state.unnamed = member, False, None


def note(line: Line, start: int, end: int, cast: Cast, state: State) -> None:
    """Remembers whom the prose names, for the pronouns behind it."""
    people = [s.member for s in topic_of(line, start, end, cast) if s.member]
    if people:
        state.person, state.crowd, state.unnamed = people[0], len(set(people)) > 1, None
        state.subject = people[0]
    for found in cast.pattern.finditer(line.masked, start, end):
        member = cast.by_form.get(found[0])
        if member and member.kind == "organisation":
            state.house = member
