"""Somebody quoted inside another's words: 我爹说，…; 民众党表示，…律师质疑“…”. The part is the inner speaker's, quoted by the outer one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from summarizer.text.attribution.cast import Member
from summarizer.text.attribution.coreference import Memory, Note, resolve
from summarizer.text.attribution.cues import Clause, NameSpan, cue_of
from summarizer.text.attribution.passages import Line, Piece
from summarizer.text.attribution.spans import Span
from summarizer.text.attribution.tables import ending
from summarizer.text.attribution.tokens import Subject, tokens_of
from summarizer.text.words import is_word

LEAST = 4
"""Characters of an inner quotation that are told apart."""
_FAMILY = re.compile("^(?:我|俺|咱)(?:们|的|家)?(?P<kin>.{1,6})$")


def nested_in(
    span: Span, line: Line, names: Sequence[NameSpan], kind_of: Sequence[str], memory: Memory
) -> Iterator[Span]:
    """The inner quotations of a span of the line that a cue hands to somebody else."""
    if span.who is None:
        return
    a, b = span.start - line.start, span.end - line.start
    for start, end in _inner_quotations(line, a, b):
        subject = _speaker(line.spoken, a, start, names, kind_of, own=span.basis != "label")
        inner = _who(subject, span.who, memory) if subject else None
        if subject and inner and inner is not span.who and inner.key not in {m.key for m in span.also}:
            yield replace(
                span,
                start=line.start + start,
                end=line.start + end,
                who=inner,
                also=(),
                kind="nested",
                basis="quotation",
                evidence="nested",
                quoted_by=span.who,
                notes=(
                    Note("quoted-within", line.raw[start : start + 12]),
                    Note("inner-speaker", subject.text, inner.name),
                ),
            )


def _inner_quotations(line: Line, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Quotations inside the quotations or the reported speech of a span; and what a colon or comma introduces inside a quotation."""
    for quotation in line.inner:
        if start <= quotation.start and quotation.end <= end and quotation.end - quotation.start >= LEAST:
            yield quotation.start - 1, min(end, quotation.end + 1)
    for quote in line.quotes:
        if start < quote.start and quote.end <= end and quote.end - quote.start >= LEAST + 2:
            yield quote.start, quote.end


def _speaker(
    line: Line, floor: int, at: int, names: Sequence[NameSpan], kind_of: Sequence[str], *, own: bool
) -> Subject | None:
    """Whom the clause right before a quotation, or else the clause before that, names as its speaker. `own`: the first clause is
    what hands the words to the outer speaker."""
    if named := _of_whom(line, at, names, kind_of):
        return named
    left = line.key[floor:at]
    stops = [m.end() for m in re.finditer("[,。;:!?“”「」『』‘’]", left.rstrip(_BEFORE))]
    edges = [0, *stops][-2:]
    if own:
        edges = [edge for edge in edges if edge]
        if not edges:
            return None
    return _clause_speaker(line, floor + edges[-1], at, at, names, kind_of) or (
        _clause_speaker(line, floor + edges[0], floor + edges[-1], at, names, kind_of)
        if len(edges) > 1 and left[edges[-1] - 1] == ","
        else None
    )


_OF = re.compile("(?:所[言说称指讲]的?|口中的?|那句|的那句话|的名言|的说法|的话)[:,]?$")


def _of_whom(line: Line, at: int, names: Sequence[NameSpan], kind_of: Sequence[str]) -> Subject | None:
    """林钦荣所言“…”, 老顾口中的“…”."""
    found = _OF.search(line.key[:at].rstrip("“「『\"'‘ "))
    if not found:
        return None
    for start, end, entity in names:
        if end == found.start() and kind_of[entity] == "person":
            return Subject("named", start, end, line.raw[start:end], (entity,))
    return None


_BEFORE = "，,：:“「『\"'‘ "


def _clause_speaker(
    line: Line, start: int, end: int, at: int, names: Sequence[NameSpan], kind_of: Sequence[str]
) -> Subject | None:
    stop = start + len(line.key[start:end].rstrip(_BEFORE))
    if stop - start < 2 or stop - start > 50:
        return None
    pieces = (Piece("clause", start, stop, ":"), Piece("quote", at, at + LEAST))
    cue = cue_of(Clause(line, pieces, 0, tokens_of(line, start, stop, names), kind_of))
    if cue is None or cue.blocks or cue.rule == "colon" or not cue.introduces:
        return None
    return None if line.key[cue.end : stop].strip("了着过道我他她们") else cue.subject


def _who(subject: Subject, outer: Member, memory: Memory) -> Member | None:
    if subject.kind == "described" and is_word(subject.text) and not memory.cast.of_form(subject.text):
        return None
    if subject.kind in ("named", "organisation", "anonymous", "described", "definite"):
        kin = _FAMILY.match(subject.text)
        if kin and ending(kin["kin"], "person_noun", "role"):
            name = f"{outer.name}的{kin['kin']}"
            return memory.cast.add(name, "anonymous", kin["kin"], aliases=(subject.text,))
        return resolve(subject, memory).who
    return None
