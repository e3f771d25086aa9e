"""Translates every chunk at once: a chunk of several segments as a JSON object with exactly one property for each, a chunk of
one as plain text. An answer can so neither skip nor merge nor shift a segment."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from summarizer.errors import ContentFiltered, ModelError
from summarizer.llm.bisect import bisected
from summarizer.llm.sanitize import DAMAGED
from summarizer.llm.session import TEXT, Session, object_of, settle
from summarizer.llm.tokens import count
from summarizer.memory import NO_MEMORY, Memory
from summarizer.progress import Counter, Progress, silent
from summarizer.records import Brief, Chunk, Finding, FindingKind, Record, Segment, Severity, Term, Translation
from summarizer.text.checks import Case
from summarizer.text.checks.junk import refusal
from summarizer.text.credit_lines import credit_in_english
from summarizer.text.numbers import values_for_prompt
from summarizer.text.punctuation import western
from summarizer.text.scripts import has_han

QUOTES = re.compile(r'"([^"\n]*)"')


class Translations(Record):
    """One translation for each segment asked for, and a finding for each request that failed."""

    by_segment: Mapping[str, Translation]
    findings: tuple[Finding, ...] = ()


async def translate(
    chunks: Sequence[Chunk],
    brief: Brief,
    session: Session,
    progress: Progress = silent,
    memory: Memory = NO_MEMORY,
) -> Translations:
    """Every segment of the chunks, in English where an answer came. A sentence that stands in the memory is taken from there; similar
    ones go with the request. A failed request never loses its neighbours' answers. Raises the first error where no request at all was
    answered."""
    counter = Counter(progress, "translate", sum(len(c.segments) for c in chunks))
    settled = await settle(
        counter.counting(_chunk(c, brief, session, memory), len(c.segments), partial(_lacking, c)) for c in chunks
    )
    outcomes: dict[str, str | ModelError] = {}
    for chunk, outcome in zip(chunks, settled, strict=True):
        if isinstance(outcome, ModelError):
            outcomes |= dict.fromkeys((s.id for s in chunk.segments), outcome)
        else:
            outcomes |= outcome
    errors = [one for one in outcomes.values() if isinstance(one, ModelError)]
    if errors and len(errors) == len(outcomes):
        raise errors[0]
    return _gathered([s for c in chunks for s in c.segments], outcomes, session, memory)


def _gathered(
    segments: Sequence[Segment], outcomes: Mapping[str, str | ModelError], session: Session, memory: Memory
) -> Translations:
    by_segment: dict[str, Translation] = {}
    findings: list[Finding] = []
    for s in segments:
        outcome = outcomes.get(s.id)
        unit = None if s.verbatim else memory.exact(s.source)
        by_segment[s.id] = Translation(
            segment=s.id, target=outcome if isinstance(outcome, str) else None, memory=unit.origin if unit else ""
        )
        if isinstance(outcome, ModelError):
            findings.append(failed_request(s, outcome))
        if s.id in session.damaged:
            findings.append(damaged_answer(s))
    return Translations(by_segment=by_segment, findings=tuple(findings))


def damaged_answer(segment: Segment) -> Finding:
    return Finding(
        segment=segment.id,
        kind=FindingKind.DAMAGED_ANSWER,
        severity=Severity.WARNING,
        detail="The model's answer held characters that cannot be shown; they were removed.",
    )


def failed_request(segment: Segment, error: ModelError) -> Finding:
    return Finding(
        segment=segment.id,
        kind=FindingKind.REQUEST_FAILED,
        severity=Severity.ERROR,
        detail=f"The request failed: {error}",
    )


def _lacking(chunk: Chunk, outcomes: Mapping[str, str | ModelError]) -> int:
    """Segments that still need a translation."""
    return sum(has_han(s.source) and not isinstance(outcomes.get(s.id), str) for s in chunk.segments)


async def _chunk(chunk: Chunk, brief: Brief, session: Session, memory: Memory) -> dict[str, str | ModelError]:
    """Segment id → English, for those that the answers hold, or why there is none."""
    found: dict[str, str | ModelError] = {
        s.id: text for s in chunk.segments if (text := _without_asking(s, brief, memory))
    }
    asked = [s for s in chunk.segments if s.id not in found and has_han(s.source)]
    by_id = {s.id: s for s in asked}

    async def together(ids: Sequence[str]) -> Mapping[str, str]:
        some = [by_id[one] for one in ids]
        if len(some) == 1:
            return await _sentence(some[0], chunk, brief, session, memory)
        # What the first answer lacks is asked for by itself, so that answer is of use again; what is asked for again has to be whole.
        needed = () if len(some) == len(by_id) else tuple(ids)
        return await _sentences(some, chunk, brief, session, needed, memory)

    async def alone(id: str) -> str | None:
        """Without context and terms, which may be what is refused; then of the other model."""
        return await bare_sentence(by_id[id], brief, session, chunk.answer_tokens)

    texts, errors = await bisected(list(by_id), together, alone) if asked else ({}, {})
    return found | texts | errors


async def bare_sentence(segment: Segment, brief: Brief, session: Session, most_tokens: int) -> str | None:
    """A segment that was refused with what stands around it, asked for by itself, of the fallback model if the first still refuses."""
    bare = brief.model_copy(update={"terms": ()})
    ask = partial(sentence, segment, before="", brief=bare, most_tokens=most_tokens)
    try:
        return await ask(session=session) or None
    except ContentFiltered:
        if session.fallback is None:
            raise
        return await ask(session=session.fallback) or None


def _without_asking(segment: Segment, brief: Brief, memory: Memory) -> str:
    """What needs no model: what the memory has, text without Chinese, and credits made of labels and names that the tables know."""
    if segment.verbatim:
        return segment.source
    if unit := memory.exact(segment.source):
        return " ".join(unit.target.split())
    if has_han(segment.source):
        return credit_in_english(segment.source, brief.terms)
    return western(segment.source.strip())


async def _sentence(segment: Segment, chunk: Chunk, brief: Brief, session: Session, memory: Memory) -> dict[str, str]:
    text = await sentence(
        segment, before=chunk.before, brief=brief, session=session, most_tokens=chunk.answer_tokens, memory=memory
    )
    return {segment.id: text} if text else {}


async def sentence(
    segment: Segment,
    *,
    before: str,
    brief: Brief,
    session: Session,
    most_tokens: int,
    memory: Memory = NO_MEMORY,
) -> str:
    """One segment, asked for as plain text."""
    values = {
        "language": session.language,
        **hints(segment.source, brief),
        "examples": examples([segment], memory),
        "before": before.strip(),
        "sentence": segment.source.strip(),
    }
    answer = await session.ask("translate/sentence.md", values, most_tokens=most_tokens, fall_back=False)
    if answer.finish == "stop" and DAMAGED in answer.text:
        session.damaged.add(segment.id)
    return tidy(answer.text.replace(DAMAGED, "")) if answer.finish == "stop" else ""


async def _sentences(
    asked: Sequence[Segment],
    chunk: Chunk,
    brief: Brief,
    session: Session,
    needed: tuple[str, ...],
    memory: Memory,
) -> dict[str, str]:
    sources = {s.id: s.source.strip() for s in asked}
    values = {
        "language": session.language,
        "gist": brief.gist,
        "date": brief.date or "",
        "reworded": brief.layout.reworded,
        **hints("".join(sources.values()), brief),
        "examples": examples(asked, memory),
        "before": chunk.before.strip(),
        "after": chunk.after.strip(),
        "sentences": json.dumps(sources, ensure_ascii=False, indent=1),
    }
    schema = object_of(dict.fromkeys(sources, TEXT))
    answer = await session.ask_object(
        "translate/chunk.md", values, schema, most_tokens=chunk.answer_tokens, needed=needed, fall_back=False
    )
    return {i: tidy(str(text)) for i, text in answer.items() if i in sources and isinstance(text, str) and text.strip()}


MOST_EXAMPLES = 8
"""Examples of one request, the most similar. A guard against long requests, not measured."""
LONGEST_EXAMPLE = 300
"""Characters of the longest example's Chinese."""


def examples(segments: Iterable[Segment], memory: Memory) -> tuple[Term, ...]:
    """Similar sentences of the memory with their English, the most similar first; without a memory none, and the request is what it
    would be."""
    if not memory.units:
        return ()
    found = {
        match.unit.source: match
        for s in segments
        for match in memory.similar(s.source)
        if len(match.unit.source) <= LONGEST_EXAMPLE
    }
    best = sorted(found.values(), key=lambda match: -match.score)[:MOST_EXAMPLES]
    return tuple(Term(source=m.unit.source, target=tidy(m.unit.target), origin="translation") for m in best)


class Hints(Record):
    """What a prompt says of a source beside the text: names that stand as given, terms that may be inflected and rephrased, and values,
    whose wording is the translator's."""

    names: tuple[Term, ...]
    terms: tuple[Term, ...]
    values: tuple[Term, ...]


def hints(source: str, brief: Brief) -> dict[str, tuple[Term, ...]]:
    """The prompt variables `names`, `terms` and `values` for a source; nothing stands in two of them, and nothing that the English
    would copy anyway."""
    standing = [t for t in terms_in(source, brief.terms) if t.source != t.target]
    found = Hints(
        names=tuple(t for t in standing if _exact(t)),
        terms=tuple(t for t in standing if not _exact(t)),
        values=_values(source, standing),
    )
    return dict(found)


def _exact(term: Term) -> bool:
    """True if the English form may not be varied: names, and whatever the user's glossary has."""
    return term.kind in ("person", "organisation", "place") or term.origin == "glossary"


def _values(source: str, standing: Sequence[Term]) -> tuple[Term, ...]:
    """The English of the values that are easily got wrong, but for those in names and terms."""
    names = tuple((at, at + len(t.source)) for t in standing for at in _places(t.source, source))
    return tuple(
        Term(source=v.words, target=v.english, kind="term", origin="source") for v in values_for_prompt(source, names)
    )


def _places(form: str, source: str) -> Iterator[int]:
    at = source.find(form)
    while at >= 0:
        yield at
        at = source.find(form, at + len(form))


def terms_in(source: str, terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms that stand in the source, each under the form it has there, longest first, none inside another."""
    forms = sorted(
        ((form, t) for t in terms for form in (t.source, *t.aliases) if form and t.target),
        key=lambda pair: -len(pair[0]),
    )
    found: list[Term] = []
    rest = source
    for form, term in forms:
        if form in rest:
            rest = rest.replace(form, "\0")
            found.append(term.model_copy(update={"source": form}))
    return tuple(sorted(found, key=lambda t: source.find(t.source)))


def tidy(text: str) -> str:
    """An answer as it goes into the report: one line, straight double quotes turned into “ ”."""
    return " ".join(QUOTES.sub(r"“\1”", text).split())


async def phrase(source: str, session: Session) -> str:
    """The English of a name, a title, a heading or a term, "" where the model has none."""
    answer = await session.ask("translate/phrase.md", {"phrase": source}, most_tokens=24 + 3 * count(source))
    text = tidy(answer.text)
    declined = answer.finish != "stop" or refusal(Case(source, text))
    return "" if declined or has_han(text) else text
