"""Asks again for what has faults. A strong model is shown its faults, several sentences at a time (`shown`); a small one repeats what it
is shown, so it is asked for less at a time (`smaller`). Of all answers to a segment the one with the fewest and mildest findings is
kept: a repair never makes anything worse. What is certain is put right without asking (`mended`), and how much may be asked has a
limit (`budget`)."""

from collections.abc import Mapping, Sequence

from summarizer.llm.session import Session
from summarizer.progress import Counter, Progress, silent
from summarizer.records import Brief, Finding, FindingKind, Segment, Severity, Translation
from summarizer.stages.repair import shown, smaller
from summarizer.stages.repair.autofix import Fix, autofix, surviving
from summarizer.stages.repair.budget import Budget
from summarizer.stages.repair.fault import Fault
from summarizer.stages.repair.romanised import spelt_out
from summarizer.stages.translate import Translations
from summarizer.stages.verify import NEIGHBOURS, verify

__all__ = ["draft_for_summary", "faults_of", "repair", "weight"]
WEIGHT: Mapping[Severity, int] = {Severity.ERROR: 100, Severity.WARNING: 10, Severity.INFO: 0}
NO_TRANSLATION = frozenset(
    {FindingKind.MISSING, FindingKind.EMPTY, FindingKind.REFUSAL, FindingKind.COPIED, FindingKind.WRONG_LANGUAGE}
)
"""Kinds of findings that say there is no translation at all; an error of length says so too. Worse than any other faults together."""


async def repair(
    segments: Sequence[Segment],
    drafts: Translations,
    brief: Brief,
    session: Session,
    *,
    rounds: int = 2,
    share: float = 1.0,
    progress: Progress = silent,
) -> Translations:
    """The translations after at most `rounds` more questions for each faulty segment, all together at most `share` of the tokens of the
    translation. Failed requests stay findings only where a segment has no translation in the end."""
    best, mends = _mended(segments, drafts.by_segment, brief)
    budget = Budget(share, segments, drafts.by_segment)
    propose = shown.proposals if session.tactics.strong else smaller.proposals
    for number in range(1, rounds + 1):
        faults = budget.affordable(_faults(segments, best, brief), weight)
        if not faults:
            break
        answers = await propose(number, faults, brief, session, Counter(progress, "repair", len(faults)))
        for fault in faults:
            if text := answers.get(fault.segment.id):
                best[fault.segment.id] = _better(fault, text, best, brief)
                mends = surviving(mends, fault, best[fault.segment.id])
        best, more = _mended(segments, best, brief)
        mends += more
    unasked = budget.finding(faults_of(segments, best, brief))
    left = tuple(f for f in drafts.findings if f.segment is None or not best[f.segment].target)
    best, romanised = spelt_out(best)
    return Translations(by_segment=best, findings=(*unasked, *left, *(m.finding for m in mends), *romanised))


def draft_for_summary(
    segments: Sequence[Segment], translations: Mapping[str, Translation], brief: Brief
) -> dict[str, Translation]:
    """The translations as they can be built on before they are repaired: what has faults stands there in Chinese."""
    best, _ = _mended(segments, translations, brief)
    faulty = faults_of(segments, best, brief)
    source = {s.id: s.source.strip() for s in segments}
    return {i: t.model_copy(update={"target": source[i]}) if i in faulty else t for i, t in best.items()}


def faults_of(
    segments: Sequence[Segment], translations: Mapping[str, Translation], brief: Brief
) -> dict[str, list[Finding]]:
    """Segment id → findings that are worth another question."""
    faults: dict[str, list[Finding]] = {}
    for finding in verify(segments, translations, brief):
        if finding.segment is not None and finding.severity != Severity.INFO:
            faults.setdefault(finding.segment, []).append(finding)
    return faults


def weight(findings: Sequence[Finding]) -> int:
    """How bad findings are together: one error outweighs nine warnings."""
    return sum(_lost(f) * 1000 + WEIGHT[f.severity] for f in findings)


def _lost(finding: Finding) -> bool:
    return finding.kind in NO_TRANSLATION or (finding.kind == FindingKind.LENGTH and finding.severity == Severity.ERROR)


def _faults(segments: Sequence[Segment], best: Mapping[str, Translation], brief: Brief) -> list[Fault]:
    return [fault for fault in _all(segments, best, brief) if fault.findings]


def _all(segments: Sequence[Segment], best: Mapping[str, Translation], brief: Brief) -> list[Fault]:
    """Every segment with what is wrong with it, which may be nothing."""
    found = faults_of(segments, best, brief)
    return [
        Fault(
            segment=s,
            earlier=tuple(segments[max(0, n - NEIGHBOURS) : n]),
            was=best[s.id],
            findings=tuple(found.get(s.id, ())),
        )
        for n, s in enumerate(segments)
    ]


def _mended(
    segments: Sequence[Segment], translations: Mapping[str, Translation], brief: Brief
) -> tuple[dict[str, Translation], list[Fix]]:
    """The translations with what can be put right without asking, and what that was. The mends see more than the checks, which pass a
    name of which one part is right."""
    best, mends = dict(translations), []
    for fault in _all(segments, best, brief):
        if found := autofix(fault, brief, [best[s.id].target or "" for s in fault.earlier]):
            text, changes = found
            new = fault.was.model_copy(update={"target": text, "repaired": True})
            if _weight_of(fault, new, best, brief) <= weight(fault.findings):
                best[fault.segment.id] = new
                mends += changes
    return best, mends


def _better(fault: Fault, text: str, best: Mapping[str, Translation], brief: Brief) -> Translation:
    """The new answer where it has less wrong with it, else the old one with one attempt more. An answer that repeats what it was
    told is no answer."""
    again = fault.was.model_copy(update={"attempts": fault.was.attempts + 1})
    if any(f.detail in text for f in fault.findings):
        return again
    new = again.model_copy(update={"target": text, "repaired": True})
    return new if _weight_of(fault, new, best, brief) < weight(fault.findings) else again


def _weight_of(fault: Fault, new: Translation, best: Mapping[str, Translation], brief: Brief) -> int:
    """How bad the new translation is, read behind its neighbours."""
    return weight(verify([*fault.earlier, fault.segment], {**best, new.segment: new}, brief, only=new.segment))
