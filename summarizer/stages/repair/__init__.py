"""Asks again for what has faults. A strong model is shown its fault (`shown`); a small one repeats what it is shown, so it is asked
for less at a time (`smaller`). Of all answers to a segment the one with the fewest and mildest findings is kept: a repair never
makes anything worse."""

from collections.abc import Mapping, Sequence

from summarizer.errors import ModelError
from summarizer.llm.session import Session, settle
from summarizer.progress import Counter, Progress, silent
from summarizer.records import Brief, Finding, Segment, Severity, Translation
from summarizer.stages.repair import shown, smaller
from summarizer.stages.repair.fault import Fault
from summarizer.stages.repair.mended import mended
from summarizer.stages.repair.romanised import spelt_out
from summarizer.stages.translate import Translations
from summarizer.stages.verify import verify

__all__ = ["faults_of", "repair", "weight"]
WEIGHT: Mapping[Severity, int] = {"error": 100, "warning": 10, "info": 0}
NO_TRANSLATION = frozenset({"missing", "empty", "refusal", "copied", "language"})
"""Kinds of findings that say there is no translation at all; an error of length says so too. Worse than any other faults together."""


async def repair(
    segments: Sequence[Segment],
    drafts: Translations,
    brief: Brief,
    session: Session,
    *,
    rounds: int = 2,
    progress: Progress = silent,
) -> Translations:
    """The translations after at most `rounds` more questions for each faulty segment. Failed requests stay findings only where
    a segment has no translation in the end."""
    best = _mended(segments, drafts.by_segment, brief)
    propose = shown.propose if session.tactics.strong else smaller.propose
    for number in range(1, rounds + 1):
        faults = _faults(segments, best, brief)
        if not faults:
            break
        counter = Counter(progress, "repair", len(faults))
        answers = await settle(counter.counting(propose(number, fault, brief, session)) for fault in faults)
        for fault, answer in zip(faults, answers, strict=True):
            if not isinstance(answer, ModelError) and answer:
                best[fault.segment.id] = _better(fault, answer, brief)
        best = _mended(segments, best, brief)
    left = tuple(f for f in drafts.findings if f.segment is None or not best[f.segment].target)
    best, romanised = spelt_out(best)
    return Translations(by_segment=best, findings=(*left, *romanised))


def faults_of(
    segments: Sequence[Segment], translations: Mapping[str, Translation], brief: Brief
) -> dict[str, list[Finding]]:
    """Segment id → findings that are worth another question."""
    faults: dict[str, list[Finding]] = {}
    for finding in verify(segments, translations, brief):
        if finding.segment is not None and finding.severity != "info":
            faults.setdefault(finding.segment, []).append(finding)
    return faults


def weight(findings: Sequence[Finding]) -> int:
    """How bad findings are together: one error outweighs nine warnings."""
    return sum(_lost(f) * 1000 + WEIGHT[f.severity] for f in findings)


def _lost(finding: Finding) -> bool:
    return finding.kind in NO_TRANSLATION or (finding.kind == "length" and finding.severity == "error")


def _faults(segments: Sequence[Segment], best: Mapping[str, Translation], brief: Brief) -> list[Fault]:
    found = faults_of(segments, best, brief)
    return [
        Fault(
            segment=s, before=segments[n - 1].source.strip() if n else "", was=best[s.id], findings=tuple(found[s.id])
        )
        for n, s in enumerate(segments)
        if s.id in found
    ]


def _mended(
    segments: Sequence[Segment], translations: Mapping[str, Translation], brief: Brief
) -> dict[str, Translation]:
    """The translations with what can be put right without asking."""
    best = dict(translations)
    for fault in _faults(segments, best, brief):
        if fault.was.target and (text := mended(fault, brief)):
            best[fault.segment.id] = _better(fault, text, brief)
    return best


def _better(fault: Fault, text: str, brief: Brief) -> Translation:
    """The new answer where it has less wrong with it, else the old one with one attempt more. An answer that repeats what it was
    told is no answer."""
    was = fault.was
    again = was.model_copy(update={"attempts": was.attempts + 1})
    if any(f.detail in text for f in fault.findings):
        return again
    new = Translation(segment=was.segment, target=text, attempts=again.attempts, repaired=True)
    left = [f for f in verify([fault.segment], {was.segment: new}, brief) if f.segment == was.segment]
    return new if weight(left) < weight(fault.findings) else again
