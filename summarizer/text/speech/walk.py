"""Goes through the lines and hands stretches of text to people: a small state machine.

A label opens a turn, which lasts until the next label or heading. Outside turns each sentence is read by its frames and
quotations; what it does not say itself comes from the sentence or the paragraph before.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from summarizer.records import StatementKind
from summarizer.text.speech.cast import Cast
from summarizer.text.speech.frames import Frame, frames_of
from summarizer.text.speech.gaps import doubtful_lines, ends_turn
from summarizer.text.speech.labels import Label
from summarizer.text.speech.lines import FINAL, SAID, Line, sentences
from summarizer.text.speech.memory import LATTER, Span, State, note, resolve
from summarizer.text.speech.nested import with_nested
from summarizer.text.speech.runs import goes_on, unframed


def walk(lines: Sequence[Line], labels: Sequence[Label | None], cast: Cast) -> tuple[Span, ...]:
    """Every stretch that somebody says, in order."""
    state = State()
    found: list[Span] = []
    block = ""
    doubtful = doubtful_lines(lines, labels)
    for at, (line, label) in enumerate(zip(lines, labels, strict=True)):
        if line.block != block and state.last and not state.turn:
            state.last = replace(state.last, decisive=False) if state.last.kind == "direct" else None
        block = line.block
        waiting = state.open_quote
        spans = _line(line, label, cast, state, at in doubtful)
        if waiting and not waiting.who and spans and spans[0].who:
            _hand_back(found, spans[0])
        found += with_nested(line, spans, cast)
    return tuple(found)


def _hand_back(found: list[Span], span: Span) -> None:
    """The paragraphs of a quotation that nobody was named for, given to whom its last paragraph names."""
    for at in range(len(found) - 1, -1, -1):
        if found[at].who or found[at].kind != "direct":
            return
        found[at] = replace(found[at], who=span.who, basis="run-on", decisive=span.decisive, also=span.also)


def _line(line: Line, label: Label | None, cast: Cast, state: State, doubtful: bool) -> list[Span]:
    if label and not label.guest:
        state.turn = cast.by_form.get(label.name)
        state.last = state.open_quote = None
        return [_turn(line, state, True)] if line.kind != "heading" else []
    if ends_turn(line) or label or (line.kind == "heading" and not state.turn):
        state.turn = state.last = state.open_quote = None
        return []
    if state.turn or doubtful:
        return [_turn(line, state, not doubtful)]
    return _prose(line, cast, state)


def _turn(line: Line, state: State, decisive: bool) -> Span:
    who = state.turn.name if state.turn and decisive else None
    return Span(line.block, line.start, line.start + len(line.text), who, "direct", "label", decisive)


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
    state.subject, seen = None, start
    for frame in frames:
        note(line, seen, frame.start, cast, state)
        seen = frame.start
        span = _framed(line, start, end, frame, state, taken)
        if span:
            _make_room(span, frame, found, done)
            found.append(span)
            taken.append(frame)
    if not found and quotes:
        found = list(unframed(line, start, end, quotes, cast, state))
    elif not found and not any(f.subject.kind == "media" for f in frames):
        found = list(goes_on(line, start, end, cast, state))
    if not found:
        note(line, start, end, cast, state)
    state.last = found[-1] if found else None
    return found


def _make_room(span: Span, frame: Frame, found: list[Span], done: list[Span]) -> None:
    """A later frame of the sentence ends the stretch of the one before; a tail takes back what was left open behind it."""
    if found and not frame.tail and found[-1].end > span.start:
        found[-1] = replace(found[-1], end=span.start)
    if frame.tail:
        for at, other in enumerate(done):
            if other.start < span.end and other.end > span.start:
                done[at] = replace(other, who=span.who, basis=span.basis, decisive=span.decisive, also=span.also)


def _framed(line: Line, start: int, end: int, frame: Frame, state: State, taken: list[Frame]) -> Span | None:
    if taken and not _new_speaker(line, frame, taken[-1]):
        return None
    heard = resolve(frame, state)
    if heard.basis == "none":
        return None
    a, b = frame.start if taken else start, end
    if frame.tail:
        a = _quote_before(line, frame.start)
        b = max(frame.end, min(end, len(line.text)))
    kind: StatementKind = "direct" if SAID in line.masked[a:b] else "reported"
    place = line.block, line.start + a, line.start + b
    return Span(*place, heard.who, kind, heard.basis, heard.decisive, also=heard.also)


def _new_speaker(line: Line, frame: Frame, before: Frame) -> bool:
    """Within a sentence a second frame counts where somebody named or a pronoun opens it, and the first had its words."""
    named = frame.subject.kind in ("member", "parties", "anonymous", "organisation", "media")
    if not named and frame.subject.text not in LATTER:
        return False
    if frame.tail:
        return True
    said = line.masked[before.end : frame.start].strip("，,：: ")
    return len(said) >= 4


def _quote_before(line: Line, at: int) -> int:
    """Where the quotations that end right before `at` begin; one that words before it hand to somebody is not among them."""
    start = at
    for quote in reversed(line.said):
        before = line.text[: quote.start].rstrip()
        introduced = start < at and bool(before) and before[-1] not in FINAL + "”」』"
        if quote.end <= start and not line.text[quote.end : start].strip("，, 。") and not introduced:
            start = quote.start
    return start
