"""Asks again for what has faults: the model sees source, answer and fault; the second round asks differently. Of all answers to
a segment the one with the fewest and mildest findings is kept, so a repair never makes anything worse."""

from collections.abc import Mapping, Sequence

from summarizer.errors import ModelError
from summarizer.llm.session import Session, settle
from summarizer.llm.tokens import count
from summarizer.progress import Counter, Progress, silent
from summarizer.records import Brief, Finding, Segment, Severity, Translation
from summarizer.stages.translate import Translations, sentence, terms_in, tidy
from summarizer.stages.verify import verify
from summarizer.text.sentences import clauses

WEIGHT: Mapping[Severity, int] = {"error": 100, "warning": 10, "info": 0}


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
    best = dict(drafts.by_segment)
    for number in range(1, rounds + 1):
        faults = faults_of(segments, best, brief)
        if not faults:
            break
        faulty = [(position, s) for position, s in enumerate(segments) if s.id in faults]
        counter = Counter(progress, "repair", len(faulty))
        asked = [_again(number, position, segments, best[s.id], faults[s.id], brief, session) for position, s in faulty]
        for (_, s), answer in zip(faulty, await settle(counter.counting(q) for q in asked), strict=True):
            if not isinstance(answer, ModelError) and answer:
                best[s.id] = _better(s, best[s.id], answer, brief, faults[s.id])
    left = tuple(f for f in drafts.findings if f.segment is None or not best[f.segment].target)
    return Translations(by_segment=best, findings=left)


def faults_of(
    segments: Sequence[Segment], translations: Mapping[str, Translation], brief: Brief
) -> dict[str, list[Finding]]:
    """Segment id → findings that are worth another question."""
    faults: dict[str, list[Finding]] = {}
    for finding in verify(segments, translations, brief):
        if finding.segment is not None and finding.severity != "info":
            faults.setdefault(finding.segment, []).append(finding)
    return faults


async def _again(
    number: int,
    position: int,
    segments: Sequence[Segment],
    was: Translation,
    faults: Sequence[Finding],
    brief: Brief,
    session: Session,
) -> str:
    segment = segments[position]
    most_tokens = 60 + 3 * count(segment.source)
    before = segments[position - 1].source.strip() if position else ""
    if number == 1 and not was.target:
        return await sentence(segment, before=before, brief=brief, session=session, most_tokens=most_tokens)
    details = [f.detail for f in faults]
    common = {"language": "English", "terms": terms_in(segment.source, brief.terms), "faults": details}
    if number == 1:
        values = common | {"before": before, "sentence": segment.source.strip(), "answer": was.target or ""}
        answer = await session.ask("repair/segment.md", values, most_tokens=most_tokens)
    else:
        values = common | {"clauses": "\n".join(c.strip() for c in clauses(segment.source.strip(), 12))}
        answer = await session.ask("repair/again.md", values, most_tokens=most_tokens, temperature=0.3)
    return "" if answer.finish == "refusal" else tidy(answer.text)


def _better(segment: Segment, was: Translation, text: str, brief: Brief, faults: Sequence[Finding]) -> Translation:
    """The new answer where it has less wrong with it, else the old one with one attempt more."""
    new = Translation(segment=segment.id, target=text, attempts=was.attempts + 1, repaired=True)
    left = [f for f in verify([segment], {segment.id: new}, brief) if f.segment == segment.id]
    if weight(left) < weight(faults):
        return new
    return was.model_copy(update={"attempts": was.attempts + 1})


def weight(findings: Sequence[Finding]) -> int:
    """How bad findings are together: one error outweighs nine warnings."""
    return sum(WEIGHT[f.severity] for f in findings)
