"""START HERE: the journey of an article, stage by stage. Nothing is decided here; each stage is a file in `stages/`.

bytes → read → clean → segment → plan → brief → translate ∥ attribute → repair (→ review) ∥ summarize → compose → Report
"""

import asyncio
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from summarizer.llm.session import ModelProfile
from summarizer.progress import Progress, silent
from summarizer.records import Chunk, Document, Record, Segment, Term
from summarizer.report import Report
from summarizer.stages.attribute import attribute
from summarizer.stages.brief import brief, rule_based_brief
from summarizer.stages.build_report import build_report
from summarizer.stages.check import check
from summarizer.stages.clean import clean
from summarizer.stages.plan import plan
from summarizer.stages.quotations import restore_quotations
from summarizer.stages.read import read
from summarizer.stages.read_translation import read_translation
from summarizer.stages.repair import draft_for_summary, repair
from summarizer.stages.review import review
from summarizer.stages.segment import segment
from summarizer.stages.summarize import summarize
from summarizer.stages.translate import Translations, translate

if TYPE_CHECKING:
    from summarizer.runtime import Runtime


class Prepared(Record):
    """An article ready to be asked about: all that is known without a model."""

    document: Document
    segments: tuple[Segment, ...]
    chunks: tuple[Chunk, ...]


SourceFile = tuple[bytes, str]
"""A file's bytes and the name shown for it."""


def cut(data: bytes, origin: str, language: str = "auto") -> tuple[Document, tuple[Segment, ...]]:
    """Bytes to sentences. `origin` is the name shown for the article. Raises InputError where it holds no Chinese."""
    document = clean(read(data, origin))
    if language != "auto":
        document = document.model_copy(update={"language": language})
    return document, segment(document)


def prepare(data: bytes, origin: str, tactics: ModelProfile, language: str = "auto") -> Prepared:
    """Bytes to chunks. Raises InputError where there is nothing to translate."""
    document, segments = cut(data, origin, language)
    chunks = plan(
        document,
        segments,
        chunk_tokens=tactics.chunk_tokens,
        context_tokens=tactics.context_tokens,
        context_across_blocks=tactics.context_across_blocks,
    )
    return Prepared(document=document, segments=segments, chunks=chunks)


async def process(data: bytes, origin: str, runtime: "Runtime", progress: Progress = silent) -> Report:
    """One article, from bytes to report. Raises InputError for input that cannot be used and ModelError where no request at
    all was answered; whatever else fails is a finding in the report."""
    started, account = time.monotonic(), runtime.ledger.account()
    prepared = prepare(data, origin, runtime.tactics, runtime.settings.source_language)
    document, segments, chunks = prepared.document, prepared.segments, prepared.chunks
    session, reader = runtime.session(document.sha256), runtime.second_reading(document.sha256)
    known = runtime.agree(await brief(document, segments, runtime.glossary, session, progress))
    drafts, attribution = await asyncio.gather(
        translate(chunks, known, session, progress),
        attribute(document.blocks, segments, known, session, progress),
    )
    drafts = _quoted_as_in_source(document, segments, drafts)
    rounds, share = runtime.settings.repair_rounds, runtime.settings.repair_budget

    async def finished() -> Translations:
        repaired = await repair(segments, drafts, known, session, rounds=rounds, share=share, progress=progress)
        reviewed = await review(document, segments, repaired, known, reader, progress)
        return _quoted_as_in_source(document, segments, reviewed)

    repairing = asyncio.ensure_future(finished())
    beside = runtime.tactics.strong and reader is None
    read = draft_for_summary(segments, drafts.by_segment, known) if beside else (await repairing).by_segment
    translations, summary = await asyncio.gather(
        repairing,
        summarize(segments, read, attribution.statements, known, session, progress, printed=repairing),
    )
    receipt = runtime.receipt(account, session.used | (reader.used if reader else set()), time.monotonic() - started)
    return build_report(
        document, segments, known, translations, attribution, summary, receipt, runtime.settings.target_language
    )


def _quoted_as_in_source(document: Document, segments: Sequence[Segment], made: Translations) -> Translations:
    return made.model_copy(update={"by_segment": restore_quotations(document.blocks, segments, made.by_segment)})


def check_translation(
    article: SourceFile, translation: SourceFile, glossary: Sequence[Term] = (), language: str = "auto"
) -> Report:
    """Somebody else's translation of an article, held against it by all checks; asks no model. Raises InputError where one of
    the two cannot be used."""
    document, segments = cut(*article, language)
    return check(document, segments, read_translation(*translation), rule_based_brief(document, segments, glossary))
