"""What each speaker says, and the whole: all speakers and the article at once. Every point carries the ids of segments that are
the speaker's own; a point without any is dropped, and what a model says about nothing is not shown.

A strong model writes points of its own, about everybody with one request where that fits (`combined`), else about each apart
(`abstractive`); a small one only chooses sentences, and its summaries are made in Chinese, where it understands better, and then
translated (`extractive`; docs/decisions says what was measured).
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import NamedTuple

from summarizer.errors import FATAL_ERRORS, ModelError
from summarizer.llm.session import Session, settle
from summarizer.progress import Counter, Progress, silent
from summarizer.records import (
    Brief,
    Finding,
    FindingKind,
    Overview,
    Record,
    Segment,
    Severity,
    Speaker,
    Statement,
    Translation,
)
from summarizer.stages.summarize import abstractive, combined, extractive
from summarizer.stages.summarize.grounding import grounded, grounded_overview
from summarizer.stages.summarize.transcripts import SpeakerTranscript, covered, transcripts_of
from summarizer.stages.summarize.whole import with_rules
from summarizer.stages.translate import Translations

__all__ = ["Summary", "summarize"]


class Summary(Record):
    """The speakers with what they say, the overview, and what could not be summed up."""

    speakers: tuple[Speaker, ...]
    overview: Overview
    findings: tuple[Finding, ...] = ()


class Asked(NamedTuple):
    """What the model is asked about, and how."""

    segments: Sequence[Segment]
    translations: Mapping[str, Translation]
    spoken: Sequence[SpeakerTranscript]
    brief: Brief
    session: Session
    counter: Counter


async def summarize(
    segments: Sequence[Segment],
    translations: Mapping[str, Translation],
    statements: Sequence[Statement],
    brief: Brief,
    session: Session,
    progress: Progress = silent,
    *,
    printed: Awaitable[Translations] | None = None,
) -> Summary:
    """Speakers in the order in which they first speak. One whose request fails is listed without a summary, with a finding.
    `printed` are the translations that the report will hold, where those are still being made: what is said is checked against them."""
    spoken = transcripts_of(segments, translations, statements, brief)
    counter = Counter(progress, "summarize", len(spoken) + 1)
    article = Asked(segments, translations, spoken, brief, session, counter)
    people, whole = await (_together(article) if combined.fits(segments, spoken, session) else _apart(article))
    final = (await printed).by_segment if printed is not None else translations
    proof = transcripts_of(segments, final, statements, brief)
    said = [_checked(words, one, brief) for words, one in zip(proof, people, strict=True)]
    english = "\n".join(t.target or "" for t in final.values())
    overview, missing = _overview(whole, segments, english)
    overview = with_rules(overview, segments, statements, spoken, brief)
    findings = (*(f for _, found in said for f in found), *missing)
    return Summary(speakers=tuple(speaker for speaker, _ in said), overview=overview, findings=findings)


async def _apart(article: Asked) -> tuple[list[Speaker | ModelError], Overview | ModelError]:
    """Each speaker and the whole by a request of their own, all at once."""
    segments, translations, spoken, brief, session, counter = article
    way = abstractive if session.tactics.strong else extractive
    people, whole = await asyncio.gather(
        settle(counter.counting(_speaker(way.speaker, words, brief, session)) for words in spoken),
        settle([counter.counting(way.overview(segments, translations, spoken, brief, session))]),
    )
    return people, whole[0]


async def _together(article: Asked) -> tuple[list[Speaker | ModelError], Overview | ModelError]:
    """Everybody and the whole by one request; whom the answer leaves out is asked about apart, and all are where it fails."""
    asked = combined.combined(article.segments, article.spoken, article.brief, article.session)
    [outcome] = await settle([article.counter.counting(asked)])
    if isinstance(outcome, FATAL_ERRORS):
        return [outcome] * len(article.spoken), outcome
    if isinstance(outcome, ModelError):
        return await _apart(article)
    left_out = [words for words in article.spoken if words.profile.id not in outcome.speakers]
    article.counter.step(len(article.spoken) - len(left_out))
    more = await settle(
        article.counter.counting(_speaker(abstractive.speaker, words, article.brief, article.session))
        for words in left_out
    )
    made = {**outcome.speakers, **dict(zip((w.profile.id for w in left_out), more, strict=True))}
    return [made[words.profile.id] for words in article.spoken], outcome.overview


def _checked(
    words: SpeakerTranscript, outcome: Speaker | ModelError, brief: Brief
) -> tuple[Speaker, tuple[Finding, ...]]:
    """What stands of a speaker's summary, with how much of their words it covers, and what there is to say about it."""
    if isinstance(outcome, ModelError):
        return covered(_bare(words), words), (_unsummed(words, outcome),)
    speaker, findings = grounded(outcome, words, brief)
    return covered(speaker, words), findings


async def _speaker(
    ask: Callable[[SpeakerTranscript, Brief, Session], Awaitable[Speaker]],
    words: SpeakerTranscript,
    brief: Brief,
    session: Session,
) -> Speaker:
    """The speaker as the model sums them up; one of whom no sentence was translated is not asked about."""
    return await ask(words, brief, session) if any(line.english for line in words.lines) else _bare(words)


def _bare(words: SpeakerTranscript) -> Speaker:
    """A speaker of whom nothing could be said but who they are."""
    return Speaker(**dict(words.profile))


def _unsummed(words: SpeakerTranscript, error: ModelError) -> Finding:
    return Finding(
        segment=None,
        kind=FindingKind.SUMMARY,
        severity=Severity.ERROR,
        detail=f"{words.name} could not be summed up: {error}",
    )


def _overview(
    outcome: Overview | ModelError, segments: Sequence[Segment], english: str
) -> tuple[Overview, tuple[Finding, ...]]:
    if isinstance(outcome, Overview):
        return grounded_overview(outcome, segments, english)
    detail = f"There is no overview: {outcome}"
    return Overview(), (Finding(segment=None, kind=FindingKind.SUMMARY, severity=Severity.ERROR, detail=detail),)
