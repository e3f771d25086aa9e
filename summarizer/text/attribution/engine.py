"""From an article's blocks to whose words its segments are: one walk, top to bottom."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from summarizer.records import Block, SpeakerKind, Term
from summarizer.text.attribution.cast import Cast, Member, kind_of
from summarizer.text.attribution.coreference import Memory, Note
from summarizer.text.attribution.cues import NameSpan, clauses_of, cues_of
from summarizer.text.attribution.layout import Layout, ends_turn, layout_of
from summarizer.text.attribution.layout_forms import Label
from summarizer.text.attribution.layout_names import is_credit_line, looks_like_a_name
from summarizer.text.attribution.naming import with_heard_names
from summarizer.text.attribution.nested import nested_in
from summarizer.text.attribution.passages import ASIDE, Line, lines_of
from summarizer.text.attribution.prose import Reader
from summarizer.text.attribution.spans import Span
from summarizer.text.attribution.tables import ending, pattern, words
from summarizer.text.names.entities import Names
from summarizer.text.names.finder import find_names
from summarizer.text.names.romanise import split as parts_of
from summarizer.text.once import once
from summarizer.text.words import folded


@dataclass(frozen=True)
class Analysis:
    """Every stretch that somebody says, in order, and the cast."""

    spans: tuple[Span, ...]
    cast: Cast
    layout: Layout
    lines: tuple[Line, ...]


def analyse(blocks: Sequence[Block], known: Sequence[Term] = (), names: Names | None = None) -> Analysis:
    """Reads an article once."""
    names = names if names is not None else find_names([b.text for b in blocks], known)
    lines = lines_of(blocks)
    names = with_heard_names(lines, [b.text for b in blocks], names)
    layout = layout_of(lines, names)
    walk = _Walk(lines, layout, Cast(names), names)
    walk.run()
    return Analysis((*walk.reader.spans, *walk.reader.inner, *walk.inner), walk.cast, layout, lines)


class _Walk:
    """Labelled turns by their labels, all else as prose."""

    def __init__(self, lines: Sequence[Line], layout: Layout, cast: Cast, names: Names) -> None:
        self.lines, self.layout, self.cast, self.names = lines, layout, cast, names
        self.kind_of = [kind_of(e) for e in names.entities]
        self.reader = Reader(Memory(cast), self.kind_of)
        self.turn: Member | None = None
        self.label: Label | None = None
        self.continued = False
        """Words of the turn have been read."""
        self.asked: Member | None = None
        self.interviewee = self._interviewee()
        self.inner: list[Span] = []
        self._describe()

    def run(self) -> None:
        for at, line in enumerate(self.lines):
            self._line(at, line, self.layout.labels[at])

    def _line(self, at: int, line: Line, label: Label | None) -> None:
        if label and not label.guest:
            self._open(line, label)
            if not label.alone and line.raw[label.end :].strip():
                self._say(line, at)
            return
        if label or ends_turn(line) or (line.kind == "heading" and not self.turn):
            if label:
                self._introduce(label)
            self.turn = self.label = None
            self.reader.forget()
            return
        if line.kind in ("credit", "caption", "code") or (self.layout.dialogue and _is_note(line)):
            return
        if at in self.layout.unknown:
            self._open_unknown(line)
            return
        if self.turn and not self.layout.dialogue:
            self.turn = self.label = None
        if self.turn and self._leaves_turn(line):
            self.turn = self.label = None
        if self.turn:
            self._say(line, at)
        elif at in self.layout.doubtful:
            self._doubt(line)
        else:
            first = len(self.reader.spans)
            self.reader.read(line, self._names(line))
            self._nest(line, first)

    # -- turns -----------------------------------------------------------------

    def _open(self, line: Line, label: Label) -> None:
        member = self._speaker(label)
        key = folded(label.name)
        if key in ("追问", "追问道") and self.asked:
            member = self.asked
        if (member.kind in ("moderator", "anonymous") and "问" not in key) or re.search("记者|提问|[?]", line.key):
            self.asked = member
        self.turn, self.label = member, label
        self.continued = False
        self.reader.forget()

    def _open_unknown(self, line: Line) -> None:
        """What may be the label of somebody who is named nowhere else ends the turn; whose the words are stays open."""
        self.turn = self.label = None
        self.reader.forget()
        self._doubt(line)

    def _speaker(self, label: Label) -> Member:
        label = replace(label, name=_ASKING.sub("", label.name) or label.name)
        key = folded(label.name)
        if key in words("answer_label", "interviewee_label") and self.interviewee:
            return self.interviewee
        kind = _kind(key)
        known = self.cast.of_form(label.name) or (self.cast.short_form(label.name) if kind == "person" else None)
        member = known or self.cast.add(label.name, kind)
        if known and known.kind == "person" and folded(known.name) != key and _is_full_name(key):
            known.name, known.forms = label.name, (label.name, *(f for f in known.forms if f != label.name))
        if label.role and not member.described:
            member.described = label.role
        if folded(label.role).startswith("主持") or kind == "moderator":
            member.kind = "moderator" if member.kind != "organisation" else member.kind
        return member

    def _describe(self) -> None:
        """What stands right before a name and says who that is, where it first does."""
        for line in self.lines:
            floor = 0
            for start, end, entity in self._names(line):
                member = self.cast.of_entity(entity)
                if member and member.kind == "person" and not member.described:
                    member.described = _before(line, start, floor)
                if self.kind_of[entity] == "person":
                    floor = end

    def _introduce(self, label: Label) -> None:
        member = self.cast.of_form(label.name) or self.cast.add(label.name, "person")
        member.described = member.described or label.role

    def _interviewee(self) -> Member | None:
        """Whom the title or the introduction names, for the 答 or A of an interview: the only person named before the first turn, or
        the one named most."""
        first = next((at for at, label in enumerate(self.layout.labels) if label and not label.guest), 0)
        counts: dict[int, int] = {}
        for line in self.lines[:first]:
            if line.kind in ("credit", "caption") or re.search("记者|采访|编辑|作者|撰文|文/", line.key[:12]):
                continue
            for _, _, entity in self._names(line):
                if self.kind_of[entity] == "person":
                    counts[entity] = counts.get(entity, 0) + 1
        if not counts:
            return self._announced(first)
        best = max(counts, key=lambda e: counts[e])
        if sum(1 for n in counts.values() if n == counts[best]) > 1:
            return None
        return self.cast.of_entity(best)

    def _announced(self, first: int) -> Member | None:
        """Whom a title or an introduction says it talks with, if the name finder knows no name there: 对话方以宁：…."""
        for line in self.lines[:first]:
            for found in _talks().finditer(line.key):
                for size in (3, 2, 4):
                    key = found["rest"][:size]
                    behind = found["rest"][size : size + 1]
                    if len(key) == size and not behind.isalnum() and looks_like_a_name(key):
                        start = found.start("rest")
                        return self.cast.add(line.raw[start : start + size], "person")
        return None

    def _say(self, line: Line, at: int) -> None:
        assert self.turn
        doubtful = at in self.layout.doubtful
        label = self.label
        evidence = self._label_evidence(at)
        who = None if doubtful else self.turn
        notes = (Note(f"label-{label.form}" if label else "label", label.name if label else ""),)
        span = Span(
            line.block,
            line.start,
            line.start + len(line.raw),
            who,
            "direct",
            "label",
            "label-missing" if doubtful else evidence,
            notes=notes,
        )
        first = len(self.reader.spans)
        self.reader.spans.append(span)
        self.continued = True
        self._nest(line, first)

    def _label_evidence(self, at: int) -> str:
        """How sure a line of the turn in hand is its speaker's."""
        label = self.label
        if label is None or label.form == "given":
            return "label-given"
        own = self.layout.labels[at] is not None
        if not self.layout.dialogue:
            return "label-single"
        if own or (label.alone and not self.continued):
            return "label" if label.certain else "label-recurring"
        return "label-continues" if self.layout.firm else "label-continues-loose"

    def _nest(self, line: Line, first: int) -> None:
        """What is quoted inside the spans from `first` on stands behind them, and so takes its part."""
        names = self._names(line)
        for span in self.reader.spans[first:]:
            self.inner += nested_in(span, line, names, self.kind_of, self.reader.memory)

    def _doubt(self, line: Line) -> None:
        span = Span(line.block, line.start, line.start + len(line.raw), None, "direct", "label", "label-missing")
        self.reader.spans.append(span)

    def _leaves_turn(self, line: Line) -> bool:
        """The writer speaks again inside a conversation: 会后，有记者问：…, 穆清远表示，…: somebody who takes turns is spoken of in the
        third person, or anybody's quotation is introduced by name."""
        takers = {folded(label.name) for label in self.layout.labels if label}
        for sentence in line.sentences:
            for cue in cues_of(clauses_of(line, sentence, self._names(line), self.kind_of)):
                if cue.rule == "reporter-asks":
                    return True
                if cue.subject.kind != "named" or cue.subject.loose or not cue.strong:
                    continue
                named = self.cast.of_entity(cue.subject.entities[0]) if cue.subject.entities else None
                if named is not None and (named is self.turn or takers & {folded(f) for f in named.forms}):
                    return True
        return False

    def _names(self, line: Line) -> list[NameSpan]:
        """The names of the line, by its own offsets."""
        end = line.start + len(line.raw)
        return [
            (m.start - line.start, m.end - line.start, m.entity)
            for m in self.names.mentions_in(line.block)
            if line.start <= m.start
            and m.end <= end
            and self.kind_of[m.entity] in ("person", "organisation")
            and folded(m.form) not in words("channel")
        ]


@once
def _talks() -> re.Pattern[str]:
    """What a title says before whom it talks with."""
    return re.compile(
        f"(?:专访|对话|对谈|访谈|采访了?|对谈了?)[|丨:\\s]*(?:[^,。:]{{0,12}}{pattern('role')})?(?P<rest>[\u4e00-\u9fff]{{2,4}}[^\u4e00-\u9fff]?)"
    )


_NOTE = re.compile(r"[(\[【](?!.*[)\]】].*[)\]】]$).*[)\]】]")
"""A whole line in brackets: what an editor notes in a conversation."""


def _is_note(line: Line) -> bool:
    """Nobody's words in a conversation: a line in brackets, credits."""
    return bool(_NOTE.fullmatch(line.key.strip())) or is_credit_line(line.key)


_ASKING = re.compile("(?<=[众眾友者生客员])(?:现场|現場)?(?:提问|提問|发言|發言|问|問)$")
_CUT = re.compile(r"[,。;:!?…“”「」『』\n]|" + f"[{ASIDE}]")
_INTRODUCES = re.compile(
    "^.*(?:邀约到|邀请到|邀请了?|请到|采访了?|专访|就是|正是|包括|以及|来自|任命|聘请|对于|一位|一名|作为|身为|由|为|是|[到对向据被让把跟])(?=.)"
)


def _before(line: Line, at: int, floor: int) -> str:
    """The title that ends right before a name, with the organisation before it: 浙江大学副教授; empty if none does."""
    left = line.prose[max(floor, at - 40) : at]
    left = left.lstrip("和与及、") if floor > at - 40 else left
    left = left[max((m.end() for m in _CUT.finditer(left)), default=0) :]
    if not ending(left, "role"):
        return ""
    cut = _INTRODUCES.match(left)
    if cut and ending(left[cut.end() :], "role"):
        left = left[cut.end() :]
    left = left.lstrip("和与及、")
    return line.raw[at - len(left) : at].strip()


def _is_full_name(key: str) -> bool:
    """唐凤, and not 唐部长: what a conversation calls somebody is their name."""
    parts = parts_of(key)
    return bool(parts) and not ending(key, "short_title", "person_noun", "role")


def _kind(key: str) -> SpeakerKind:
    if key in words("answer_label") | words("interviewee_label"):
        return "anonymous"
    if key in words("moderator") or key in words("question_label") or "主持" in key:
        return "moderator"
    if key in words("group_label", "anonymous") or re.search("记者|提问|观众|网友|听众|发言人|说话人", key):
        return "anonymous"
    if key in words("institution"):
        return "organisation"
    return "person"
