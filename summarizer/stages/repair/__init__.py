"""Asks again for what has faults. A strong model is shown its faults, several sentences at a time (`shown`); a small one repeats what it
is shown, so it is asked for less at a time, and a second time only for what has lost something (`smaller`). Of all answers to a segment
the one with the fewest and mildest findings is kept: a repair never makes anything worse. If a strong model answers with what stood
there, it has seen the warnings and does not share them: it is not asked again, and they become remarks. What is certain is put right
without asking (`autofix`), and how much may be asked has a limit (`budget`)."""

from collections.abc import Mapping, Sequence

from summarizer.llm.session import Session
from summarizer.progress import Counter, Progress, silent
from summarizer.records import Finding, FindingKind, Severity, Translation
from summarizer.stages.checks import Checks
from summarizer.stages.repair import shown, smaller
from summarizer.stages.repair.autofix import Fix, autofix, surviving
from summarizer.stages.repair.budget import Budget
from summarizer.stages.repair.fault import Fault
from summarizer.stages.repair.romanised import spelt_out
from summarizer.stages.translate import Translations, tidy

__all__ = ["draft_for_summary", "repair", "weight"]
WEIGHT: Mapping[Severity, int] = {Severity.ERROR: 100, Severity.WARNING: 10, Severity.INFO: 0}
NO_TRANSLATION = frozenset(
    {FindingKind.MISSING, FindingKind.EMPTY, FindingKind.REFUSAL, FindingKind.COPIED, FindingKind.WRONG_LANGUAGE}
)
"""Kinds of findings that say there is no translation at all; an error of length says so too. Worse than any other faults together."""


async def repair(
    drafts: Translations,
    checks: Checks,
    session: Session,
    *,
    rounds: int = 2,
    share: float = 1.0,
    progress: Progress = silent,
) -> Translations:
    """The translations after at most `rounds` more questions for each faulty segment, all together at most `share` of the tokens of the
    translation. Failed requests stay findings only if a segment has no translation in the end."""
    best, fixes = _fixed(drafts.by_segment, checks)
    budget = Budget(share, checks.segments, drafts.by_segment)
    propose = shown.proposals if session.tactics.strong else smaller.proposals
    kept: set[str] = set()
    for number in range(1, rounds + 1):
        faulty = [f for f in _all(best, checks) if f.findings]
        if not session.tactics.strong:
            faulty = [f for f in faulty if smaller.worth_asking(number, f, f.segment.id in kept)]
        faults = budget.affordable(faulty, weight)
        if not faults:
            break
        answers = await propose(number, faults, checks.brief, session, Counter(progress, "repair", len(faults)))
        kept |= {f.segment.id for f in faults if answers.get(f.segment.id) == tidy(f.was.target or "")}
        for fault in faults:
            text = answers.get(fault.segment.id)
            if text and session.tactics.strong and _is_kept(fault, text):
                best[fault.segment.id] = fault.was.model_copy(update={"confirmed": True})
            elif text:
                best[fault.segment.id] = _better(fault, text, best, checks)
            if text:
                fixes = surviving(fixes, fault, best[fault.segment.id])
        best, more = _fixed(best, checks)
        fixes += more
    unasked = budget.finding(checks.faults(best))
    left = tuple(f for f in drafts.findings if f.segment is None or not best[f.segment].target)
    best, transliterated = spelt_out(best)
    return Translations(by_segment=best, findings=(*unasked, *left, *(m.finding for m in fixes), *transliterated))


def _is_kept(fault: Fault, text: str) -> bool:
    """True if the answer is what stood there, and nothing in it is surely wrong."""
    doubts = all(f.severity != Severity.ERROR for f in fault.findings)
    return doubts and bool(fault.was.target) and text == tidy(fault.was.target or "")


def draft_for_summary(translations: Mapping[str, Translation], checks: Checks) -> dict[str, Translation]:
    """The translations as they can be built on before they are repaired: what has faults stands there in Chinese."""
    best, _ = _fixed(translations, checks)
    faulty = checks.faults(best)
    source = {s.id: s.source.strip() for s in checks.segments}
    return {i: t.model_copy(update={"target": source[i]}) if i in faulty else t for i, t in best.items()}


def weight(findings: Sequence[Finding]) -> int:
    """How bad findings are together: one error outweighs nine warnings."""
    return sum(_lost(f) * 1000 + WEIGHT[f.severity] for f in findings)


def _lost(finding: Finding) -> bool:
    return finding.kind in NO_TRANSLATION or (finding.kind == FindingKind.LENGTH and finding.severity == Severity.ERROR)


def _all(best: Mapping[str, Translation], checks: Checks) -> list[Fault]:
    """Every segment with what is wrong with it, which may be nothing."""
    found = checks.faults(best)
    return [
        Fault(segment=s, earlier=checks.before(s.id), was=best[s.id], findings=tuple(found.get(s.id, ())))
        for s in checks.segments
    ]


def _fixed(translations: Mapping[str, Translation], checks: Checks) -> tuple[dict[str, Translation], list[Fix]]:
    """The translations with what can be put right without asking, and what that was. The fixes see more than the checks, which pass a
    name of which one part is right."""
    best = dict(translations)
    fixes: list[Fix] = []
    if checks.rehearsed:
        return best, fixes
    for fault in _all(best, checks):
        if fault.was.memory:
            continue  # a person's words, which the checks may only comment on
        earlier = [best[s.id].target or "" for s in fault.earlier]
        if found := autofix(fault, checks.brief.profiles, checks.spellings, earlier):
            text, changes = found
            new = fault.was.model_copy(update={"target": text, "repaired": True})
            if _weight_of(new, best, checks) <= _weight_of(fault.was, best, checks):
                best[fault.segment.id] = new
                fixes += changes
    return best, fixes


def _better(fault: Fault, text: str, best: Mapping[str, Translation], checks: Checks) -> Translation:
    """The new answer if it has less wrong with it, else the old one with one attempt more. An answer that repeats what it was
    told is no answer."""
    again = fault.was.model_copy(update={"attempts": fault.was.attempts + 1})
    if any(f.detail in text for f in fault.findings):
        return again
    new = again.model_copy(update={"target": text, "repaired": True})
    return new if _weight_of(new, best, checks) < _weight_of(fault.was, best, checks) else again


def _weight_of(new: Translation, best: Mapping[str, Translation], checks: Checks) -> int:
    """How bad a translation of a segment is among its neighbours."""
    return weight(checks.one(new.segment, {**best, new.segment: new}))
