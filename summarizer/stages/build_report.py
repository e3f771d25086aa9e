"""Puts what the stages found into one `Report`: a last check of every translation decides each segment's status."""

from collections.abc import Mapping, Sequence

from summarizer.records import Brief, Document, Finding, FindingKind, Name, Segment, Severity, Translation
from summarizer.report import Receipt, Report, ReportDocument, Status, TranslatedSegment, blocks_of
from summarizer.stages.attribute import Attribution
from summarizer.stages.checks import Checks
from summarizer.stages.quotations import check_quotations, crossing
from summarizer.stages.read import source_findings
from summarizer.stages.summarize import Summary
from summarizer.stages.translate import Translations


def build_report(
    document: Document,
    checks: Checks,
    translations: Translations,
    attribution: Attribution,
    summary: Summary,
    receipt: Receipt,
    target_language: str = "en",
) -> Report:
    """The report. Raises pydantic's ValidationError where a stage broke a promise: that is a bug, not a finding."""
    segments, brief = checks.segments, checks.brief
    found = _checked(document, checks, translations.by_segment)
    findings = (
        *source_findings(document, segments),
        *brief.findings,
        *found,
        *translations.findings,
        *attribution.findings,
        *summary.findings,
    )
    return Report(
        document=_document(document, segments, brief, translations, target_language),
        segments=_segments(segments, translations.by_segment, attribution, findings),
        terms=brief.terms,
        speakers=summary.speakers,
        statements=attribution.statements,
        overview=summary.overview,
        findings=_in_order(findings, segments),
        receipt=receipt,
    )


def _checked(document: Document, checks: Checks, translations: Mapping[str, Translation]) -> tuple[Finding, ...]:
    """What the sentences show by themselves, and what their paragraphs show of quotations."""
    segments = checks.segments
    open_ended = crossing(document.blocks, segments)
    own = (
        f for f in checks.all(translations) if f.kind != FindingKind.UNBALANCED_QUOTES or f.segment not in open_ended
    )
    return (*own, *check_quotations(document.blocks, segments, translations))


def _document(
    document: Document, segments: Sequence[Segment], brief: Brief, translations: Translations, target_language: str
) -> ReportDocument:
    same = [b.id for b in document.blocks if b.text == document.title]
    title = " ".join(translations.by_segment[s.id].target or "" for s in segments if s.block in same[:1]).strip()
    shared = ("date", "publication", "author", "url", "origin", "sha256", "format", "decoding", "removed")
    return ReportDocument(
        title=Name(source=document.title, target=title or brief.title.target),
        source_language=document.language,
        target_language=target_language,
        blocks=blocks_of(document.blocks, segments),
        **{name: getattr(document, name) for name in shared},
    )


def _segments(
    segments: Sequence[Segment],
    translations: Mapping[str, Translation],
    attribution: Attribution,
    findings: Sequence[Finding],
) -> tuple[TranslatedSegment, ...]:
    serious = {f.segment for f in findings if f.severity != Severity.INFO}
    speaker = {r.segment: r.speaker for r in attribution.readings}
    return tuple(
        TranslatedSegment(
            id=s.id,
            source=s.source,
            original=s.original,
            target=translations[s.id].target or "",
            status=_status(translations[s.id], s.id in serious),
            speaker=speaker.get(s.id),
            edited=translations[s.id].edited,
        )
        for s in segments
    )


def _status(translation: Translation, serious: bool) -> Status:
    if not (translation.target or "").strip():
        return "failed"
    if serious:
        return "flagged"
    return "repaired" if translation.repaired else "ok"


def _in_order(findings: Sequence[Finding], segments: Sequence[Segment]) -> tuple[Finding, ...]:
    place = {s.id: number for number, s in enumerate(segments)}
    return tuple(sorted(findings, key=lambda f: -1 if f.segment is None else place[f.segment]))
