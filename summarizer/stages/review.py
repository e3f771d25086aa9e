"""Review, if it is asked for: a model, often a stronger one, compares source and translation and proposes edits.
An edit is kept only where the checks find nothing worse, and the report says what stood there before."""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from summarizer.errors import ModelError
from summarizer.llm.session import TEXT, Session, list_of, object_of, one_of, settle
from summarizer.llm.tokens import count
from summarizer.progress import Counter, Progress, silent
from summarizer.records import Brief, Chunk, Document, Finding, FindingKind, Severity, Translation
from summarizer.stages.checks import Checks
from summarizer.stages.plan import plan_for
from summarizer.stages.repair import weight
from summarizer.stages.repair.romanised import still_romanised
from summarizer.stages.translate import Translations, hints, tidy
from summarizer.text.scripts import has_han

SHORTEST, LONGEST = 0.6, 1.6
"""How far the length of an edit may be from what it replaces, give or take `SLACK` characters, unless it mends a fault that the checks
see: an edit is a correction, not another translation."""
SLACK = 20
GONE = frozenset({FindingKind.AUTO_CORRECTED, FindingKind.REQUEST_FAILED})
"""Kinds of findings about how a text came about; they go when it is replaced."""


class Edit(NamedTuple):
    """A proposal: the whole new English of a segment."""

    segment: str
    text: str


async def review(
    document: Document, translations: Translations, checks: Checks, session: Session | None, progress: Progress = silent
) -> Translations:
    """The translations with the edits that were kept; as they were if there is no reviewer."""
    if session is None:
        return translations
    passages = plan_for(document, checks.segments, session.tactics)
    noted = _noted(translations, checks)
    counter = Counter(progress, "review", len(checks.segments))
    reading = [_read(p, translations.by_segment, noted, checks.brief, session) for p in passages]
    settled = await settle(counter.counting(r, len(p.segments)) for r, p in zip(reading, passages, strict=True))
    edits = {e.segment: e for one in settled if isinstance(one, list) for e in reversed(one)}
    return _edited(translations, edits, checks, _unread(passages, settled))


def _noted(translations: Translations, checks: Checks) -> dict[str, list[str]]:
    """Segment id → what there is to say about its translation."""
    noted: dict[str, list[str]] = {}
    for f in (*checks.all(translations.by_segment), *translations.findings):
        if f.segment is not None and f.kind not in GONE:
            noted.setdefault(f.segment, []).append(f.detail)
    return noted


async def _read(
    passage: Chunk,
    translations: Mapping[str, Translation],
    noted: Mapping[str, Sequence[str]],
    brief: Brief,
    session: Session,
) -> list[Edit] | None:
    """The edits proposed; None where the answer could not be read."""
    sources = {s.id: s.source.strip() for s in passage.segments if has_han(s.source)}
    if not sources:
        return []
    told = {
        i: {"chinese": source, "english": translations[i].target or "", "noted": list(noted.get(i, ()))}
        for i, source in sources.items()
    }
    values = {
        "language": session.language,
        "gist": brief.gist,
        **hints("".join(sources.values()), brief),
        "before": passage.before.strip(),
        "after": passage.after.strip(),
        "sentences": json.dumps(told, ensure_ascii=False, indent=1),
    }
    most_tokens = 40 + sum(40 + 2 * count(source) for source in sources.values())
    answer = await session.ask_object("review/chunk.md", values, _schema(list(sources)), most_tokens=most_tokens)
    return _edits(answer.get("edits"), set(sources))


def _schema(ids: Sequence[str]) -> dict[str, object]:
    edit = object_of({"segment": one_of(ids), "text": TEXT})
    return object_of({"edits": list_of(edit, len(ids))})


def _edits(value: object, known: set[str]) -> list[Edit] | None:
    if not isinstance(value, list):
        return None
    pairs = [(one.get("segment"), one.get("text")) for one in value if isinstance(one, dict)]
    return [Edit(i, tidy(text)) for i, text in pairs if i in known and isinstance(text, str) and text.strip()]


def _edited(
    translations: Translations, edits: Mapping[str, Edit], checks: Checks, unread: Sequence[Finding]
) -> Translations:
    best, marks = dict(translations.by_segment), []
    for segment in checks.segments:
        edit = edits.get(segment.id)
        if edit and not best[segment.id].memory and _is_better(edit, best, checks):
            was = best[segment.id]
            marks.append(_mark(was))
            best[segment.id] = _with(was, edit)
    changed = {f.segment for f in marks}
    left = [f for f in translations.findings if f.segment not in changed or _holds(f, best)]
    return Translations(by_segment=best, findings=(*left, *marks, *unread))


def _kinds(findings: Sequence[Finding]) -> set[tuple[str | None, str]]:
    """What is wrong where, remarks left out."""
    return {(f.segment, f.kind) for f in findings if f.severity != Severity.INFO}


def _is_better(edit: Edit, best: Mapping[str, Translation], checks: Checks) -> bool:
    """True if the edit says something else, of a sane length, and the checks find no more in it and behind it than before, and
    nothing of another kind: a hedge put right does not pay for a sentence cut off."""
    was = best[edit.segment].target or ""
    if edit.text == tidy(was):
        return False
    before = checks.near(edit.segment, best)
    after = checks.near(edit.segment, {**best, edit.segment: _with(best[edit.segment], edit)})
    if (weight(after), len(after)) > (weight(before), len(before)) or not _kinds(after) <= _kinds(before):
        return False
    sane = SHORTEST * len(was) - SLACK <= len(edit.text) <= LONGEST * len(was) + SLACK
    return sane or weight(after) < weight(before)


def _with(was: Translation, edit: Edit) -> Translation:
    return was.model_copy(update={"target": edit.text, "attempts": was.attempts + 1, "repaired": True})


def _mark(was: Translation) -> Finding:
    """What the reader is told of an edit."""
    detail = f"Changed by the reviewer; before: {was.target}" if was.target else "Translated by the reviewer."
    return Finding(segment=was.segment, kind=FindingKind.REVIEWED, severity=Severity.INFO, detail=detail)


def _holds(finding: Finding, best: Mapping[str, Translation]) -> bool:
    """True where a finding still says the truth about a text that was replaced."""
    text = best[finding.segment].target or "" if finding.segment else ""
    return finding.kind not in GONE and (finding.kind != FindingKind.TRANSLITERATED or still_romanised(finding, text))


def _unread(passages: Sequence[Chunk], settled: Sequence[list[Edit] | ModelError | None]) -> tuple[Finding, ...]:
    """What the reader is told where a passage was not read again."""
    failed = [(p, one) for p, one in zip(passages, settled, strict=True) if not isinstance(one, list)]
    if not failed:
        return ()
    errors = [str(one) for _, one in failed if isinstance(one, ModelError)]
    why = errors[0] if errors else "The answer could not be read."
    spans = ", ".join(dict.fromkeys(f"{p.segments[0].id} to {p.segments[-1].id}" for p, _ in failed))
    detail = f"{len(failed)} of {len(passages)} passages were not reviewed ({spans}). {why}"
    severity = (
        Severity.ERROR if len(failed) == len(passages) else Severity.WARNING
    )  # a review was asked for, and there was none
    return (Finding(segment=None, kind=FindingKind.REVIEW, severity=severity, detail=detail),)
