"""START HERE: the journey of an article, stage by stage. Nothing is decided here; each stage is a file in `stages/`.

bytes → read → clean → segment → plan → brief → translate ∥ attribute → repair (→ review) ∥ summarize → build_report → Report

`prepare` goes as far as no model is needed, `walk` goes on from there; both can end at a named `Stop`. Who needs a part of the journey
(the estimate, the speakers, the glossary) stops where that part ends and walks no way of its own.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum, auto
from typing import TYPE_CHECKING

from summarizer.llm.session import STRONG, ModelProfile
from summarizer.progress import Progress, silent
from summarizer.records import Brief, Chunk, Document, Overview, Record, Segment, Term, Translation
from summarizer.report import Report
from summarizer.stages import attribute as attributing
from summarizer.stages import brief as briefing
from summarizer.stages.attribute import Attribution
from summarizer.stages.brief import RuleBrief
from summarizer.stages.build_report import build_report
from summarizer.stages.check import check
from summarizer.stages.checks import Checks
from summarizer.stages.clean import clean
from summarizer.stages.edits import NO_EDITS, Edits, apply_edits, from_memory
from summarizer.stages.layout import arrange
from summarizer.stages.plan import plan_for
from summarizer.stages.quotations import restore_quotations
from summarizer.stages.read import read
from summarizer.stages.read_translation import read_translation
from summarizer.stages.repair import draft_for_summary, repair
from summarizer.stages.review import review
from summarizer.stages.segment import segment
from summarizer.stages.summarize import Summary, summarize
from summarizer.stages.translate import Translations, translate

if TYPE_CHECKING:
    from summarizer.runtime import Runtime, Tools

SourceFile = tuple[bytes, str]
"""A file's bytes and the name shown for it."""


class Stop(IntEnum):
    """Where a journey can stop, in order. `ATTRIBUTED` and `TRANSLATED` are reached side by side."""

    READ = auto()
    CLEANED = auto()
    SEGMENTED = auto()
    PLANNED = auto()
    BRIEFED = auto()
    ATTRIBUTED = auto()
    TRANSLATED = auto()
    REVISED = auto()
    SUMMARIZED = auto()


class Prepared(Record):
    """An article ready to be asked about: all that is known without a model. What lies behind the place where it stopped is empty."""

    document: Document
    segments: tuple[Segment, ...] = ()
    chunks: tuple[Chunk, ...] = ()


@dataclass(frozen=True)
class ArticleState:
    """What is known of an article where its journey stopped; what lies behind that place is empty."""

    prepared: Prepared
    checks: Checks
    """The brief, and what the checks find."""
    attribution: Attribution = field(default_factory=lambda: Attribution(readings=(), statements=()))
    translations: Translations = field(default_factory=lambda: Translations(by_segment={}))
    summary: Summary = field(default_factory=lambda: Summary(speakers=(), overview=Overview()))

    @property
    def brief(self) -> Brief:
        return self.checks.brief

    @property
    def cast(self) -> Brief:
        """The brief with everybody who speaks, as attribution found them."""
        if not self.attribution.profiles:
            return self.brief
        return self.brief.model_copy(update={"profiles": self.attribution.profiles})


def prepare(
    data: bytes,
    origin: str,
    profile: ModelProfile = STRONG,
    language: str = "auto",
    until: Stop = Stop.PLANNED,
    encoding: str | None = None,
) -> Prepared:
    """Bytes to chunks. `origin` is the name shown for the article. Raises InputError if there is nothing to translate."""
    document = read(data, origin, encoding=encoding)
    if until <= Stop.READ:
        return Prepared(document=document)
    document = clean(document)
    if language != "auto":
        document = document.model_copy(update={"language": language})
    if until <= Stop.CLEANED:
        return Prepared(document=document)
    segments = segment(document)
    if until <= Stop.SEGMENTED:
        return Prepared(document=document, segments=segments)
    return Prepared(document=document, segments=segments, chunks=plan_for(document, segments, profile))


def by_rule(prepared: Prepared, glossary: Sequence[Term] = ()) -> ArticleState:
    """The brief and the speakers as far as the rules know them, without a model."""
    document, segments = prepared.document, prepared.segments
    known = briefing.by_rule(document, segments, glossary)
    return ArticleState(prepared, Checks(segments, known), attributing.by_rule(segments, known))


async def walk(
    prepared: Prepared,
    tools: "Tools",
    until: Stop = Stop.SUMMARIZED,
    progress: Progress = silent,
    ruled: RuleBrief | None = None,
) -> ArticleState:
    """The journey with a model, from the prepared article to `until`. `ruled` is what the rules see in it, if that is known already.
    Raises ModelError if no request at all was answered."""
    session = tools.session
    learnt = await briefing.brief(prepared.document, prepared.segments, tools.glossary, session, progress, ruled)
    prepared, known = _arranged(prepared, tools.agree(learnt), tools)
    article = ArticleState(prepared, Checks(prepared.segments, known, rehearsed=tools.rehearsed))
    if until <= Stop.BRIEFED:
        return article
    if until <= Stop.ATTRIBUTED:
        return await attributed(article, tools, progress)
    drafts, article = await asyncio.gather(
        translate(prepared.chunks, known, session, progress, tools.memory), attributed(article, tools, progress)
    )
    article = replace(article, translations=_quoted_as_in_source(prepared, drafts))
    if until <= Stop.TRANSLATED:
        return article
    if until <= Stop.REVISED:
        return replace(article, translations=await _revised(article, tools, progress))
    return await _summarized(article, tools, progress)


def _arranged(prepared: Prepared, known: Brief, tools: "Tools") -> tuple[Prepared, Brief]:
    """The article laid out as the brief says, and planned again if that moved anything."""
    made = arrange(prepared.document, prepared.segments, known)
    if made.document == prepared.document:
        return prepared, made.brief
    chunks = plan_for(made.document, made.segments, tools.session.tactics)
    return Prepared(document=made.document, segments=made.segments, chunks=chunks), made.brief


async def attributed(article: ArticleState, tools: "Tools", progress: Progress = silent) -> ArticleState:
    """The article with its speakers, the model asked about what the rules leave open."""
    prepared = article.prepared
    attribution = await attributing.attribute(prepared.segments, article.brief, tools.session, progress)
    return replace(article, attribution=attribution)


async def _revised(article: ArticleState, tools: "Tools", progress: Progress) -> Translations:
    """The drafts repaired and, if there is a reviewer, reviewed."""
    repaired = await repair(
        article.translations,
        article.checks,
        tools.session,
        rounds=tools.repair_rounds,
        share=tools.repair_budget,
        progress=progress,
    )
    reviewed = await review(article.prepared.document, repaired, article.checks, tools.reviewer, progress)
    return _edited(article.prepared, _quoted_as_in_source(article.prepared, reviewed), tools)


def _edited(prepared: Prepared, made: Translations, tools: "Tools") -> Translations:
    """A person's corrections are the last word, and are checked as everything else."""
    texts, findings = apply_edits(prepared.segments, made.by_segment, tools.edits)
    findings += from_memory(texts)
    written = {one.segment for one in texts.values() if one.edited}
    kept = (f for f in made.findings if f.segment not in written)  # they are about a text that is gone
    return made.model_copy(update={"by_segment": texts, "findings": (*kept, *findings)})


def _quoted_as_in_source(prepared: Prepared, made: Translations) -> Translations:
    restored = restore_quotations(prepared.document.blocks, prepared.segments, made.by_segment)
    kept = {i: one for i, one in made.by_segment.items() if one.memory}
    return made.model_copy(update={"by_segment": restored | kept})


async def _summarized(article: ArticleState, tools: "Tools", progress: Progress) -> ArticleState:
    """Revised and summarized. A strong model without a reviewer does both at once: it sums up the drafts, what is faulty in Chinese."""
    segments, statements = article.prepared.segments, article.attribution.statements
    revising = asyncio.ensure_future(_revised(article, tools, progress))
    read: Mapping[str, Translation]
    if tools.session.tactics.strong and tools.reviewer is None:
        read = draft_for_summary(article.translations.by_segment, article.checks)
    else:
        read = (await revising).by_segment
    translations, summary = await asyncio.gather(
        revising, summarize(segments, read, statements, article.cast, tools.session, progress, printed=revising)
    )
    return replace(article, translations=translations, summary=summary)


async def process(
    data: bytes, origin: str, runtime: "Runtime", progress: Progress = silent, edits: Edits = NO_EDITS
) -> Report:
    """One article, from bytes to report. Raises InputError for input that cannot be used and ModelError if no request at
    all was answered; whatever else fails is a finding in the report."""
    started, usage = time.monotonic(), runtime.ledger.account()
    settings = runtime.settings
    prepared = prepare(data, origin, runtime.profile, settings.source_language, encoding=settings.encoding)
    tools = runtime.tools(prepared.document.sha256, edits)
    try:
        article = await walk(prepared, tools, progress=progress)
    finally:
        await runtime.reservations.finish(prepared.document.sha256)
    if edits is not NO_EDITS:
        runtime.learn(prepared.document.sha256, edits)
    receipt = runtime.receipt(usage, tools.prompts_used, time.monotonic() - started)
    return build_report(
        article.prepared.document,
        article.checks,
        article.translations,
        article.attribution,
        article.summary,
        receipt,
        settings.target_language,
    )


def check_translation(
    article: SourceFile,
    translation: SourceFile,
    glossary: Sequence[Term] = (),
    language: str = "auto",
    encoding: str | None = None,
) -> Report:
    """An external translation of an article, held against it by all checks; asks no model. Raises InputError if one of
    the two cannot be used."""
    source = prepare(*article, language=language, until=Stop.SEGMENTED, encoding=encoding)
    known = briefing.rule_based_brief(source.document, source.segments, glossary)
    return check(source.document, source.segments, read_translation(*translation), known)
