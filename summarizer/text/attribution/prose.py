"""Prose read sentence by sentence: cues hand clauses and quotations to whoever they name; what follows may go on with it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from summarizer.records import StatementKind
from summarizer.text.attribution.cast import Member
from summarizer.text.attribution.coreference import Memory, Note, Resolved, resolve
from summarizer.text.attribution.cues import Clause, Cue, NameSpan, clauses_of, cues_of, topic_of
from summarizer.text.attribution.passages import Line, Piece, Sentence
from summarizer.text.attribution.spans import Span
from summarizer.text.attribution.tables import ending, is_speech, pattern, words
from summarizer.text.attribution.tokens import Subject, Token


@dataclass(slots=True)
class Reader:
    """Reads prose; `last` is the span that the sentence before ended with, `open` a quotation that runs on into the next line."""

    memory: Memory
    kind_of: Sequence[str]
    last: Span | None = None
    open: Span | None = None
    spans: list[Span] = field(default_factory=list)
    inner: list[Span] = field(default_factory=list)
    """Clauses in which somebody reports what another says; they stand behind all others, and so take their part."""
    run: int = 0
    """Sentences for which reported speech has gone on without a cue."""

    def read(self, line: Line, names: Sequence[NameSpan]) -> None:
        """Reads a line; its spans are added to `spans`."""
        self.memory.paragraph += 1
        if self.last and not self.open:
            self.last = replace(self.last, evidence="paragraph") if self.last.kind == "direct" else None
        first = len(self.spans)
        for sentence in line.sentences:
            self.memory.sentence += 1
            self.memory.topic = None
            _Sentence(self, line, sentence, names).read()
        opened = line.quotes[-1] if line.quotes else None
        waiting = self.open
        if opened and opened.spoken and not opened.closed and len(self.spans) > first:
            self.open = self.spans[-1]
        else:
            self.open = None
        if waiting and not waiting.who and len(self.spans) > first and self.spans[first].who:
            self._hand_back(first)

    def _hand_back(self, first: int) -> None:
        """The paragraphs of a quotation that nobody was named for, given to whom its last paragraph names."""
        given = self.spans[first]
        for at in range(first - 1, -1, -1):
            if self.spans[at].who or self.spans[at].kind != "direct":
                return
            self.spans[at] = replace(
                self.spans[at], who=given.who, basis="run-on", evidence="quotation-handed-back", also=given.also
            )

    def forget(self) -> None:
        """A heading or a labelled turn: nothing said before goes on behind it."""
        self.last = self.open = None
        self.memory.topic = None


def _is_topic(cue: Cue, resolved: Resolved) -> bool:
    """方以宁拍了桌子，说…: the one whom the clauses before the verb are about."""
    return (
        cue.subject.kind == "none"
        and resolved.evidence == "topic"
        and resolved.who is not None
        and resolved.who.kind == "person"
    )


_OBJECTS = ("我", "他", "她", "他们", "我们", "过", "了")
_WHO = ("named", "organisation", "anonymous", "described", "definite", "author")


@dataclass(slots=True)
class _Heard:
    """A cue with whom it means, and the pieces that are theirs."""

    cue: Cue
    resolved: Resolved
    first: int
    last: int
    by: Member | None = None
    """Who tells of their words."""


@dataclass(slots=True)
class _Sentence:
    reader: Reader
    line: Line
    sentence: Sentence
    names: Sequence[NameSpan]
    done: int = 0
    clauses: tuple[Clause | None, ...] = ()
    topics: dict[int, Subject | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.clauses = clauses_of(self.line, self.sentence, self.names, self.reader.kind_of)

    def topic_at(self, at: int) -> Subject | None:
        """Whom the clause at a place is about."""
        clause = self.clauses[at]
        if clause is None:
            return None
        if at not in self.topics:
            self.topics[at] = topic_of(clause)
        return self.topics[at]

    @property
    def memory(self) -> Memory:
        return self.reader.memory

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return self.sentence.pieces

    def read(self) -> None:
        cues = cues_of(self.clauses)
        heard: list[_Heard] = []
        for cue in cues:
            self._mention(cue.piece)
            if cue.blocks and heard and self._parts(cue, heard[-1]):
                heard.append(_Heard(cue, Resolved(None, ""), cue.piece, cue.piece))
                continue
            one = self._hear(cue, heard)
            if one:
                heard.append(one)
        if heard:
            self._spread(heard)
            self._mention(len(self.pieces))
            return
        if any(p.kind == "quote" for p in self.pieces):
            self._unattributed_quotation()
        elif not any(c.blocks for c in cues):
            self._goes_on()
        else:
            self.reader.last = None
        self._mention(len(self.pieces))

    # -- cues ----------------------------------------------------------------

    def _hear(self, cue: Cue, heard: list[_Heard]) -> _Heard | None:
        if cue.blocks:
            return None
        resolved = resolve(cue.subject, self.memory)
        if resolved.who is None and not (cue.introduces or cue.follows) and resolved.evidence != "unknown":
            return None
        if cue.rule == "colon" and cue.subject.kind == "none" and self.memory.topic is None:
            return None
        if heard and not self._is_new(cue, resolved, heard[-1]):
            self._report_within(cue, resolved, heard[-1])
            return None
        within = bool(heard) and self._stands_within(cue, resolved, heard[-1])
        for number, member in enumerate((resolved.who, *resolved.also)):
            if member:
                self.memory.note(member, True, speaker=number == 0)
        return _Heard(cue, resolved, cue.piece, cue.piece, heard[-1].resolved.who if within else None)

    def _stands_within(self, cue: Cue, resolved: Resolved, outer: _Heard) -> bool:
        """顾言回忆，方以宁当时说：“…”: a quotation that is told of by whoever opens the sentence."""
        return (
            cue.introduces
            and cue.piece == outer.cue.piece + 1
            and self._closes(outer.cue)
            and not outer.cue.follows
            and outer.resolved.who is not None
            and outer.resolved.who is not resolved.who
            and self.pieces[outer.cue.piece].mark == ","
        )

    def _report_within(self, cue: Cue, resolved: Resolved, outer: _Heard) -> None:
        """A说, B曾表示…: the clause of the inner verb is B's, quoted by A."""
        who, by = resolved.who, outer.resolved.who
        if (
            by
            and cue.subject.kind == "described"
            and cue.subject.head in words("kin")
            and cue.subject.text == cue.subject.head
        ):
            who = self.memory.cast.add(f"{by.name}的{cue.subject.head}", "anonymous", cue.subject.head)
            resolved = replace(resolved, who=who)
        if (
            who is None
            or by is None
            or who is by
            or resolved.also
            or not (cue.strong or self._closes(cue))
            or outer.cue.follows
            or cue.subject.loose
            or not (
                cue.subject.kind in ("named", "anonymous", "definite")
                or who.name.startswith(by.name + "的")
                or _is_topic(cue, resolved)
            )
            or not is_speech(cue.word)
        ):
            return
        piece = self.pieces[cue.piece]
        start = cue.subject.start if cue.piece == outer.cue.piece else piece.start
        end = (
            self._end(len(self.pieces) - 1)
            if self._closes(cue) or self.line.key[cue.end : piece.end] in _OBJECTS
            else piece.end
        )
        self.reader.inner.append(self._inner(cue, resolved, by, start, end))

    def _inner(self, cue: Cue, resolved: Resolved, by: Member, start: int, end: int) -> Span:
        return Span(
            self.line.block,
            self.line.start + start,
            self.line.start + end,
            resolved.who,
            "nested",
            "speech verb",
            "nested-reported",
            quoted_by=by,
            notes=(Note("reported-within", cue.word), *resolved.notes),
        )

    def _is_new(self, cue: Cue, resolved: Resolved, before: _Heard) -> bool:
        """Within a sentence a second cue counts if it names somebody else and the first had its words."""
        if cue.subject.kind == "none" and resolved.evidence == "topic" and resolved.who is not before.resolved.who:
            return any(p.mark == ";" for p in self.pieces[before.cue.piece : cue.piece])
        if cue.subject.kind in ("none", "unknown") or resolved.who is None:
            return False
        if resolved.who is before.resolved.who:
            return cue.follows
        if cue.follows or (cue.introduces and (cue.subject.kind in _WHO or self._closes(cue))):
            return True
        between = self.pieces[before.cue.piece : cue.piece]
        return self._parts(cue, before) or (len(between) == 1 and before.cue.end < between[0].end - 4)

    def _closes(self, cue: Cue) -> bool:
        """The verb stands right before its quotation."""
        return self.pieces[cue.piece].end - cue.end <= 2

    def _parts(self, cue: Cue, before: _Heard) -> bool:
        """Somebody else speaks from this cue on: behind a semicolon, or with 则, 却, 也, 而."""
        if any(p.mark == ";" for p in self.pieces[before.cue.piece : cue.piece]):
            return True
        left = self.line.key[self.pieces[cue.piece].start : cue.verb]
        return bool(re.search("[则却]|(?:也|亦)(?=[^,]{0,3}$)|^(?:而|但|另一边|对面)", left))

    def _mention(self, until: int) -> None:
        """Remembers whom the clauses before a piece are about and name, for the pronouns behind them."""
        for at in range(self.done, min(until, len(self.pieces))):
            piece = self.pieces[at]
            if piece.kind != "clause":
                continue
            clause = self.clauses[at]
            self._remember(self.topic_at(at), clause.tokens if clause else ())
            if piece.mark == ";" and at + 1 < until:
                self.memory.topic = None
        self.done = max(self.done, until)

    def _remember(self, topic: Subject | None, tokens: Sequence[Token]) -> None:
        for token in tokens:
            member = self.memory.cast.of_entity(token.entity) if token.entity is not None else None
            if member and ending(token.text, "media"):
                continue
            if member and not (topic and token.start >= topic.start and token.end <= topic.end):
                self.memory.note(member, False)
        if topic and topic.kind != "parties":
            found = resolve(topic, self.memory)
            if found.who:
                self.memory.note(found.who, True)

    def _spread(self, heard: list[_Heard]) -> None:
        """Every piece of the sentence goes to a cue: from the clause of the cue (or the quotations before it) up to the next."""
        for at, one in enumerate(heard):
            floor = heard[at - 1].cue.piece + 1 if at else 0
            one.first = one.cue.piece
            if one.cue.follows:
                one.first = self._own_quotations(one.cue.piece, floor)
            if at == 0:
                one.first = self._leading(one)
            one.last = len(self.pieces) - 1
            if at:
                heard[at - 1].last = one.first - 1
        for one in heard:
            self._emit(one)

    def _own_quotations(self, piece: int, floor: int) -> int:
        """Where the quotations right before a cue begin; one that a colon introduces is not among them."""
        at = piece
        while at - 1 >= floor and self.pieces[at - 1].kind == "quote":
            before = self.pieces[at - 2] if at - 2 >= 0 else None
            if before is not None and before.kind == "clause" and before.mark in (":",) and at - 2 < floor:
                break
            at -= 1
        return at

    def _leading(self, one: _Heard) -> int:
        """What leads up to the first cue is its own, unless a semicolon parts them."""
        first = 0
        for at in range(one.first):
            if self.pieces[at].mark == ";":
                first = at + 1
        return min(first, one.first)

    def _emit(self, one: _Heard) -> None:
        if one.last < one.first or one.cue.blocks:
            return
        start = self.sentence.start if one.first == 0 else self.pieces[one.first].start
        end = self._end(one.last)
        quoted = [p for p in self.pieces[one.first : one.last + 1] if p.kind == "quote"]
        kind: StatementKind = "direct" if quoted else "reported"
        evidence, basis = _ground(one.cue, one.resolved)
        who = one.resolved.who
        span = Span(
            self.line.block,
            self.line.start + start,
            self.line.start + end,
            who,
            kind,
            basis,
            evidence,
            one.resolved.also,
            notes=(Note(one.cue.rule, one.cue.word), *one.resolved.notes),
        )
        by = resolve(one.cue.quoter, self.memory).who if one.cue.quoter else one.by
        if by and who and by is not who:
            span = replace(span, kind="nested", quoted_by=by)
        self.reader.spans.append(span)
        self.reader.last = span
        self.reader.run = 0

    def _end(self, last: int) -> int:
        if last == len(self.pieces) - 1:
            return self.sentence.end
        return self.pieces[last + 1].start

    # -- quotations without a cue ----------------------------------------------

    def _unattributed_quotation(self) -> None:
        first = next(at for at, p in enumerate(self.pieces) if p.kind == "quote")
        quote = self.pieces[first]
        self._mention(len(self.pieces))
        resolved, evidence, basis = self._owner(first, quote)
        span = Span(
            self.line.block,
            self.line.start + self.sentence.start,
            self.line.start + self.sentence.end,
            resolved.who,
            "direct",
            basis,
            evidence,
            resolved.also,
            notes=(Note(evidence, self.line.raw[quote.start : quote.start + 12]), *resolved.notes),
        )
        self.reader.spans.append(span)
        self.reader.last = span

    def _owner(self, first: int, quote: Piece) -> tuple[Resolved, str, str]:
        """Whose a quotation without a cue is."""
        opened, last = self.reader.open, self.reader.last
        starts_inside = any(q.start <= quote.start < q.end and not q.opened for q in self.line.quotes)
        if opened and (starts_inside or first == 0) and self.sentence is self.line.sentences[0]:
            return Resolved(opened.who, "", opened.also), "quotation-runs-on", "run-on"
        if first == 0 and len(self.pieces) > 1:
            topic = self._topic(first + 1)
            if topic:
                return topic, "quotation-beside-subject", "subject"
        if first > 0:
            topic = self._topic(0, first)
            if topic:
                return topic, "subject-before-quotation", "subject"
        if last and (first == 0 or last.kind == "reported"):
            evidence = "quotation-next-paragraph" if last.evidence == "paragraph" else "quotation-after-speech"
            return Resolved(last.who, "", last.also), evidence, "run-on"
        return Resolved(None, ""), "quotation-open", "quotation"

    def _topic(self, start: int, end: int | None = None) -> Resolved | None:
        stop = len(self.pieces) if end is None else end
        for at in range(start, min(stop, start + 1) if end is None else stop):
            topic = self.topic_at(at)
            if topic and topic.kind in ("named", "pronoun", "definite", "author", "anonymous", "described"):
                found = resolve(topic, self.memory)
                if found.who and not found.also:
                    return found
        return None

    # -- reported speech that goes on -------------------------------------------

    def _goes_on(self) -> None:
        last = self.reader.last
        text = self.line.prose[self.sentence.start : self.sentence.end].lstrip()
        if not last or last.kind != "reported" or last.who is None or last.also or not self._may_go_on(text):
            self.reader.last = None
            return
        sure = re.match(pattern("continuation_cue"), text) or _MODAL.search(text)
        evidence = (
            ("report-goes-on" if sure else "report-goes-on-plain") if self.reader.run < 3 else "report-goes-on-far"
        )
        span = replace(
            last,
            block=self.line.block,
            start=self.line.start + self.sentence.start,
            end=self.line.start + self.sentence.end,
            basis="run-on",
            evidence=evidence,
            notes=(Note(evidence, text[:8]), Note("speaker-before", last.who.name)),
        )
        self.reader.spans.append(span)
        self.reader.last = span
        self.reader.run += 1

    def _may_go_on(self, text: str) -> bool:
        """Not where the writer speaks again: 记者, 据了解, a date, somebody as the subject."""
        if _NARRATES.match(text) or _REPORTER.search(text):
            return False
        piece = self.pieces[0] if self.pieces else None
        if piece is None:
            return False
        for at in range(min(2, len(self.pieces))):
            topic = self.topic_at(at)
            if topic and topic.kind in ("named", "pronoun", "author", "anonymous", "definite"):
                return False
        return True


_MODAL = re.compile(
    "要(?!求)|应当?|必须|需要?|可以|能够|不能|不会|会(?!议|员|谈|场|长|见)|将(?!军)|希望|我们|大家|如果|就是|是"
)
_NARRATES = re.compile(f"\\s*(?:{pattern('narration_cue')})")
_REPORTER = re.compile("记者|(?:数据|统计|报告|资料|调查|记录)(?:显示|表明)|据(?:悉|了解|报道|统计|介绍)")


_BASIS = {
    "pronoun-speaker": "pronoun",
    "pronoun-subject": "pronoun",
    "pronoun-paragraph": "pronoun",
    "pronoun-before": "pronoun",
    "pronoun-speaker-before": "pronoun",
    "pronoun-far": "pronoun",
    "pronoun-speaker-rivals": "pronoun",
    "pronoun-rivals": "pronoun",
    "pronoun-rivals-close": "pronoun",
    "pronoun-nobody": "pronoun",
    "organisation-reference": "pronoun",
    "definite": "pronoun",
    "definite-latest": "pronoun",
    "joint": "joint",
    "parties": "joint",
    "parties-unknown": "joint",
}


def _ground(cue: Cue, resolved: Resolved) -> tuple[str, str]:
    """(the row of the reliability table, the basis shown)."""
    evidence = resolved.evidence
    if cue.rule == "colon":
        return "colon-" + ("named" if evidence == "name" else "other"), "subject"
    if cue.rule in ("view", "according", "words-of", "learned-from") and evidence in (
        "name",
        "name-doubtful",
        "organisation",
        "unnamed",
        "described",
    ):
        return evidence, "speech verb"
    if not cue.strong and evidence in ("name", "name-doubtful", "organisation", "unnamed", "described"):
        evidence += "-weak"
    return evidence, _BASIS.get(evidence, "speech verb")
