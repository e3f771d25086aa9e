"""Goes through the lines and hands stretches of text to people: a small state machine.

A label opens a turn, which lasts until the next label or heading. Outside turns each sentence is read by its frames and
quotations; what it does not say itself comes from the sentence or the paragraph before.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from summarizer.records import StatementKind
from summarizer.text.speech.cast import Cast, Member
from summarizer.text.speech.frames import Frame, frames_of, topic_of
from summarizer.text.speech.gaps import doubtful_lines
from summarizer.text.speech.labels import Label
from summarizer.text.speech.lines import SAID, Line, Quote, sentences
from summarizer.text.speech.tables import pattern


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


def walk(lines: Sequence[Line], labels: Sequence[Label | None], cast: Cast) -> tuple[Span, ...]:
    """Every stretch that somebody says, in order."""
    state = State()
    found: list[Span] = []
    block = ""
    doubtful = doubtful_lines(lines, labels)
    for at, (line, label) in enumerate(zip(lines, labels, strict=True)):
        if line.block != block and state.last and not state.turn:
            state.last = replace(state.last, decisive=False) if _is_quote(state.last) else None
        block = line.block
        waiting = state.open_quote
        spans = _line(line, label, cast, state, at in doubtful)
        if waiting and not waiting.who and spans and spans[0].who:
            _hand_back(found, spans[0])
        found += spans
    return tuple(found)


def _hand_back(found: list[Span], span: Span) -> None:
    """The paragraphs of a quotation that nobody was named for, given to whom its last paragraph names."""
    for at in range(len(found) - 1, -1, -1):
        if found[at].who or found[at].kind != "direct":
            return
        found[at] = replace(found[at], who=span.who, basis="run-on", decisive=span.decisive)


def _is_quote(span: Span) -> bool:
    return span.kind == "direct"


def _line(line: Line, label: Label | None, cast: Cast, state: State, doubtful: bool) -> list[Span]:
    if label and not label.guest:
        state.turn = cast.by_form.get(label.name)
        state.last = state.open_quote = None
        return [_turn(line, 0, state, True)] if line.kind != "heading" else []
    if line.kind not in ("paragraph", "list_item") or label:
        state.turn = state.last = state.open_quote = None
        return []
    if state.turn:
        return [_turn(line, 0, state, not doubtful)]
    return _prose(line, cast, state)


def _turn(line: Line, start: int, state: State, decisive: bool) -> Span:
    who = state.turn.name if state.turn and decisive else None
    return Span(line.block, line.start + start, line.start + len(line.text), who, "direct", "label", decisive)


def _prose(line: Line, cast: Cast, state: State) -> list[Span]:
    if state.open_quote and state.open_quote.who:
        return _continued(line, cast, state)
    state.open_quote = None
    found: list[Span] = []
    for start, end in sentences(line):
        found += _sentence(line, start, end, cast, state, found)
    last = line.quotes[-1] if line.quotes else None
    if last and last.said and not last.closed and found:
        state.open_quote = found[-1]
    return found


def _continued(line: Line, cast: Cast, state: State) -> list[Span]:
    """A paragraph inside a quotation that an earlier one opened: it is the same speaker's up to the closing mark."""
    assert state.open_quote
    opened = state.open_quote
    close = re.search("[”」]", line.text)
    if close or (line.quotes and not line.quotes[-1].closed):
        end = close.end() if close else len(line.text)
        state.open_quote = None if close else opened
        span = replace(opened, block=line.block, start=line.start, end=line.start + end, basis="run-on", kind="direct")
        state.last = span
        return [span]
    state.open_quote = None
    return _prose(line, cast, state)


def _sentence(line: Line, start: int, end: int, cast: Cast, state: State, done: list[Span]) -> list[Span]:
    frames = frames_of(line, start, end, cast)
    quotes = tuple(q for q in line.said if q.start < end and q.end > start)
    found: list[Span] = []
    taken: list[Frame] = []
    state.subject = None
    for frame in frames:
        _note(line, start, frame.start, cast, state)
        span = _framed(line, start, end, frame, state, taken)
        if span:
            _make_room(span, frame, found, done)
            found.append(span)
            taken.append(frame)
    if not found and quotes:
        found = list(_unframed(line, start, end, quotes, cast, state))
    elif not found and not any(f.subject.kind == "media" for f in frames):
        found = list(_goes_on(line, start, end, cast, state))
    _note(line, start, end, cast, state, keep=bool(found))
    state.last = found[-1] if found else None
    return found


def _make_room(span: Span, frame: Frame, found: list[Span], done: list[Span]) -> None:
    """A later frame of the sentence ends the stretch of the one before; a tail takes back what was left open behind it."""
    if found and not frame.tail and found[-1].end > span.start:
        found[-1] = replace(found[-1], end=span.start)
    if frame.tail:
        for at, other in enumerate(done):
            if other.start < span.end and other.end > span.start:
                done[at] = replace(other, who=span.who, basis=span.basis, decisive=span.decisive)


def _framed(line: Line, start: int, end: int, frame: Frame, state: State, taken: list[Frame]) -> Span | None:
    if taken and not _new_speaker(line, frame, taken[-1]):
        return None
    who, basis, decisive = _resolve(frame, state)
    if basis == "none":
        return None
    a, b = frame.start if taken else start, end
    if frame.tail:
        a = _quote_before(line, frame.start)
        b = max(frame.end, min(end, len(line.text)))
    kind: StatementKind = "direct" if SAID in line.masked[a:b] else "reported"
    return Span(line.block, line.start + a, line.start + b, who, kind, basis, decisive)


def _new_speaker(line: Line, frame: Frame, before: Frame) -> bool:
    """Within a sentence a second frame counts where somebody named or a pronoun opens it, and the first had its words."""
    if frame.subject.kind not in ("member", "anonymous", "organisation", "media"):
        return False
    if frame.tail:
        return True
    said = line.masked[before.end : frame.start].strip("，,：: ")
    return len(said) >= 4


def _quote_before(line: Line, at: int) -> int:
    """Where the quotations that end right before `at` begin."""
    start = at
    for quote in reversed(line.said):
        if quote.end <= start and not line.text[quote.end : start].strip("，, 。"):
            start = quote.start
    return start


def _resolve(frame: Frame, state: State) -> tuple[str | None, str, bool]:
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


def _note(line: Line, start: int, end: int, cast: Cast, state: State, keep: bool = False) -> None:
    """Remembers whom the prose names, for the pronouns behind it."""
    if keep:
        return
    people = [s.member for s in topic_of(line, start, end, cast) if s.member]
    if people:
        state.person, state.crowd, state.unnamed = people[0], len(set(people)) > 1, None
        state.subject = people[0]
    for found in cast.pattern.finditer(line.masked, start, end):
        member = cast.by_form.get(found[0])
        if member and member.kind == "organisation":
            state.house = member


def _unframed(line: Line, start: int, end: int, quotes: tuple[Quote, ...], cast: Cast, state: State) -> Iterator[Span]:
    """A quotation without a verb: the person its sentence is about, else whoever spoke last, else somebody unknown."""
    first = quotes[0]
    people = topic_of(line, start, max(start, first.start), cast)
    a, b = line.start + start, line.start + end
    if people and people[0].member and first.start > start:
        yield Span(line.block, a, b, people[0].member.name, "direct", "subject", len({p.member for p in people}) == 1)
    elif state.last and _goes_with(line, start, first.start, cast, state):
        yield Span(line.block, a, b, state.last.who, "direct", "run-on", state.last.decisive)
    else:
        yield Span(line.block, a, b, None, "direct", "quotation", False)


def _goes_with(line: Line, start: int, quote: int, cast: Cast, state: State) -> bool:
    """A quotation goes with what was said just before: with nothing between, or with more reported speech between."""
    between = line.masked[start:quote]
    return not between.strip() or bool(list(_goes_on(line, start, quote, cast, state)))


@cache
def _narrates() -> re.Pattern[str]:
    return re.compile(f"\\s*(?:{pattern('narration_cue')})|.*(?:记者|記者)")


@cache
def _continues() -> re.Pattern[str]:
    return re.compile(f"\\s*(?:{pattern('continuation_cue')})")


def _goes_on(line: Line, start: int, end: int, cast: Cast, state: State) -> Iterator[Span]:
    """Reported speech goes on over the sentences behind it, until the writer speaks again."""
    last, text = state.last, line.masked[start:end]
    if (
        not last
        or last.kind != "reported"
        or last.basis == "joint"
        or _narrates().match(text)
        or topic_of(line, start, end, cast)
    ):
        return
    sure = bool(_continues().match(text)) and last.decisive
    yield replace(last, start=line.start + start, end=line.start + end, basis="run-on", decisive=sure)
