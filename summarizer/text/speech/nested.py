"""Somebody quoted inside another's speech: 父亲常说，‘…’ with the father known. The whole stays the outer speaker's; what
stands wholly inside the inner marks is the inner speaker's, `quoted_by` the outer one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from summarizer.text.speech.cast import Cast
from summarizer.text.speech.lines import Line
from summarizer.text.speech.memory import Span
from summarizer.text.speech.naming import gap_pattern
from summarizer.text.speech.tables import verb_pattern, verbs

_INNER = re.compile(r"‘[^‘’]{4,}’|『[^『』]{4,}』")
_REACH = 40
"""Characters before a quotation in which its speaker is looked for."""


def with_nested(line: Line, spans: Sequence[Span], cast: Cast) -> Iterator[Span]:
    """The spans of a line, each after those quoted in it, so that a segment inside both goes to the inner speaker."""
    for span in spans:
        if span.who and span.kind == "direct" and span.block == line.block:
            yield from _inside(line, span, cast)
        yield span


def _inside(line: Line, outer: Span, cast: Cast) -> Iterator[Span]:
    turn = outer.basis == "label"
    places = [(q.start, q.end) for q in line.said] if turn else [m.span() for m in _INNER.finditer(line.text)]
    for start, end in places:
        name = _speaker(line.text[max(0, start - _REACH) : start], cast)
        if name and name != outer.who and outer.start <= line.start + start and line.start + end <= outer.end:
            a, b = line.start + start, line.start + end
            yield replace(outer, start=a, end=b, who=name, kind="nested", basis="speech verb", quoted_by=outer.who)


def _speaker(before: str, cast: Cast) -> str:
    """Whom the words before a quotation name as its speaker: a member, adverbs, a speech verb, and at most a mark."""
    clause = re.split(r"[，,。；;！？!?“”‘’「」『』]", before.rstrip("，,：: "))[-1]
    found = next((m for m in verb_pattern().finditer(clause) if m.end() == len(clause)), None)
    if not found or not verbs()[found["verb"]].strong:
        return ""
    left = clause[: found.start()]
    for named in cast.pattern.finditer(left):
        if gap_pattern().match(left[named.end() :]):
            return cast.by_form[named[0]].name
    return ""
