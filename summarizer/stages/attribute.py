"""Who says each segment: by rule where a rule is decisive, else by the model, which may always say nobody."""

from collections.abc import Iterable, Mapping, Sequence

from summarizer.common.chunking import packed
from summarizer.errors import ModelError
from summarizer.llm.session import Session, object_of, one_of, settle
from summarizer.llm.tokens import count
from summarizer.progress import Counter, Progress, silent
from summarizer.records import (
    Basis,
    Brief,
    Finding,
    FindingKind,
    Part,
    Profile,
    Reading,
    Record,
    Segment,
    Severity,
    Statement,
)
from summarizer.stages.attribute_by_model import attribute_by_model

NOBODY = "unattributed"
MOST_OPEN = 6
"""Segments asked about in one request. Set, not fitted: a small model's answer is read by key, and stays short."""
MOST_SHOWN = 900
"""Source tokens that one request shows: the segments asked about with those around them. A slot of the embedded model holds 4,096."""
REACH = 3
"""Segments shown on either side of one that is asked about."""
UNCONFIRMED = "attribution-unconfirmed"
"""The rule of findings where the model did not answer."""
UNKNOWN, CREDITED, DISPUTED = "attribution-unknown", "attribution-by-model", "attribution-disputed"


SPOKEN = frozenset({Basis.QUOTATION, Basis.REPORTING_VERB, Basis.JOINT, Basis.PRONOUN, Basis.LABEL})
"""Bases of a reading that heard somebody."""


class Attribution(Record):
    """A reading for each segment, the statements they make, and what stayed open."""

    readings: tuple[Reading, ...]
    statements: tuple[Statement, ...]
    profiles: tuple[Profile, ...] = ()
    """Everybody who speaks, if the model changed the cast; else those of the brief."""
    findings: tuple[Finding, ...] = ()


async def attribute(
    segments: Sequence[Segment], brief: Brief, session: Session, progress: Progress = silent
) -> Attribution:
    """Every segment's reading. A strong model leads; a small one is asked about what the rules leave open. If the model fails, the
    rule's reading stands and a finding says it is unconfirmed."""
    if session.tactics.strong:
        return await _led(segments, brief, session, progress)
    ruled = brief.readings
    groups = _open_groups(segments, ruled)
    counter = Counter(progress, "attribute", len(groups))
    asked = [_ask(group, segments, ruled, brief, session) for group in groups]
    settled = await settle(counter.counting(question) for question in asked)
    said: dict[str, str] = {}
    for outcome in settled:
        said |= {} if isinstance(outcome, ModelError) else outcome
    readings, findings = _decided(ruled, said)
    return Attribution(readings=readings, statements=statements(segments, readings), findings=findings)


async def _led(segments: Sequence[Segment], brief: Brief, session: Session, progress: Progress) -> Attribution:
    counter = Counter(progress, "attribute", 1)
    [made] = await settle([counter.counting(attribute_by_model(segments, brief, session))])
    if isinstance(made, ModelError):
        return by_rule(segments, brief)
    found = statements(segments, made.readings)
    return Attribution(readings=made.readings, statements=found, profiles=made.profiles, findings=made.findings)


def by_rule(segments: Sequence[Segment], brief: Brief) -> Attribution:
    """Every segment's reading without a model: where no rule is decisive, a weak one's stands and a finding says so."""
    readings, findings = _decided(brief.readings, {})
    return Attribution(readings=readings, statements=statements(segments, readings), findings=findings)


def _open_groups(segments: Sequence[Segment], readings: Sequence[Reading]) -> list[list[Segment]]:
    """Segments whose reading is not decisive, in requests of a size that a small model can answer: those of several paragraphs
    together, since most paragraphs leave one sentence open."""
    unsure = {r.segment for r in readings if not r.decisive}
    place = {s.id: n for n, s in enumerate(segments)}
    sizes = [count(s.source) for s in segments]
    sized: list[tuple[Segment, int]] = []
    shown = 0
    for s in (s for s in segments if s.id in unsure):
        first, last = max(shown, place[s.id] - REACH), place[s.id] + REACH + 1
        sized.append((s, sum(sizes[first:last])))
        shown = max(shown, last)
    return list(packed(sized, most=MOST_SHOWN, together=MOST_OPEN))


async def _ask(
    group: Sequence[Segment], segments: Sequence[Segment], readings: Sequence[Reading], brief: Brief, session: Session
) -> dict[str, str]:
    """Segment id → speaker id or NOBODY, as the model says."""
    speakers = [_card(p) for p in brief.profiles]
    if not speakers:
        return {s.id: NOBODY for s in group}
    passages = _around(group, segments)
    inside = {s.id for passage in passages for s in passage}
    name = {p.id: p.name.source for p in brief.profiles}
    known = [
        {"id": r.segment, "name": name[r.speaker]}
        for r in readings
        if r.segment in inside and r.decisive and r.speaker in name
    ]
    values = {
        "speakers": speakers,
        "passage": "\n…\n".join("\n".join(f"[{s.id}] {s.source.strip()}" for s in passage) for passage in passages),
        "open": [s.id for s in group],
        "readings": known,
    }
    choice = one_of([*name, NOBODY])
    schema = object_of({s.id: choice for s in group})
    answer = await session.ask_object("attribute/chunk.md", values, schema, most_tokens=40 + 40 * len(group))
    return {s.id: answer[s.id] for s in group if answer.get(s.id) in {*name, NOBODY}}


def _card(profile: Profile) -> dict[str, str]:
    return {"id": profile.id, "name": profile.name.source, "role": profile.role.source}


def _around(group: Sequence[Segment], segments: Sequence[Segment], reach: int = REACH) -> list[list[Segment]]:
    """The passages that hold the group, each with a few segments before and after; those that meet are one."""
    place = {s.id: n for n, s in enumerate(segments)}
    passages: list[list[Segment]] = []
    shown = 0
    for s in group:
        first, last = max(0, place[s.id] - reach), min(len(segments), place[s.id] + reach + 1)
        if passages and first <= shown:
            passages[-1] += segments[shown:last]
        else:
            passages.append(list(segments[first:last]))
        shown = last
    return passages


def _decided(ruled: Sequence[Reading], said: Mapping[str, str]) -> tuple[tuple[Reading, ...], tuple[Finding, ...]]:
    readings: list[Reading] = []
    findings: list[Finding] = []
    for rule in ruled:
        if rule.decisive:
            readings.append(rule)
            continue
        answer = said.get(rule.segment)
        reading, doubt = _weighed(rule, answer)
        readings.append(reading)
        if doubt:
            findings.append(_finding(rule, doubt, answer))
    return tuple(readings), tuple(findings)


def _is_speech(rule: Reading) -> bool:
    """True where the rule heard somebody without knowing whom, and did not only find nothing that speaks against it."""
    return rule.basis in SPOKEN or (rule.basis == Basis.CONTINUED and rule.kind == "direct")


def _weighed(rule: Reading, answer: str | None) -> tuple[Reading, str]:
    """A weak rule and the model: agreement decides; if only one names somebody, or they differ, the rule's name stands and
    the reader is told, as where words are somebody's and neither says whose. Also the rule of the finding, "" for none."""
    model = None if answer in (None, NOBODY) else answer
    if answer is None:
        return rule, UNCONFIRMED
    if model is None and rule.speaker is None and _is_speech(rule):
        return rule, UNKNOWN
    if model in (rule.speaker or rule.candidate, *rule.also):
        return rule.model_copy(update={"speaker": rule.speaker or rule.candidate, "decisive": True}), ""
    if rule.speaker is None:
        return rule.model_copy(update={"speaker": model, "basis": Basis.MODEL, "kind": "direct"}), CREDITED
    return rule, DISPUTED


def _finding(rule: Reading, doubt: str, answer: str | None) -> Finding:
    """What the reader is told of a segment whose speaker is in doubt."""
    model = "nobody in particular" if answer in (None, NOBODY) else answer
    details = {
        UNCONFIRMED: "Attribution uncertain: a low-confidence rule decided, and the model did not answer.",
        UNKNOWN: "Somebody speaks here; neither a rule nor the model says who.",
        CREDITED: f"Attributed by the model alone, to {model}; no rule applies.",
        DISPUTED: f"Attribution uncertain: the rule says {rule.speaker}, the model says {model}.",
    }
    return Finding(
        segment=rule.segment,
        kind=FindingKind.ATTRIBUTION,
        severity=Severity.INFO,
        detail=details[doubt],
        rule=doubt,
        found=rule.speaker or "",
        expected="" if answer in (None, NOBODY) else str(answer),
    )


def statements(segments: Sequence[Segment], readings: Iterable[Reading]) -> tuple[Statement, ...]:
    """Consecutive segments, or parts of them, of one block with the same reading, as one statement each."""
    block = {s.id: s.block for s in segments}
    order = {s.id: number for number, s in enumerate(segments)}
    made: list[Statement] = []
    before: Reading | None = None
    for reading in readings:
        last = made[-1] if made and before is not None and before.speaker is not None else None
        if reading.speaker is not None and last and before and _continues(reading, before, last, block, order):
            made[-1] = _longer(last, reading)
        elif reading.speaker is not None:
            made.append(_statement(len(made) + 1, reading))
        before = reading
    return tuple(made)


def _statement(number: int, reading: Reading) -> Statement:
    assert reading.speaker is not None
    return Statement(
        id=f"st{number}",
        speaker=reading.speaker,
        kind=reading.kind,
        segments=(reading.segment,),
        parts=_part(reading),
        basis=reading.basis,
        quoted_by=reading.quoted_by,
        also=reading.also,
    )


def _longer(last: Statement, reading: Reading) -> Statement:
    segments = last.segments if reading.segment == last.segments[-1] else (*last.segments, reading.segment)
    return last.model_copy(update={"segments": segments, "parts": (*last.parts, *_part(reading))})


def _part(reading: Reading) -> tuple[Part, ...]:
    if reading.start is None or reading.end is None:
        return ()
    return (Part(segment=reading.segment, start=reading.start, end=reading.end),)


def _continues(
    reading: Reading, before: Reading, last: Statement, block: Mapping[str, str], order: Mapping[str, int]
) -> bool:
    adjoining = (
        order[reading.segment] - order[before.segment] in (0, 1) and block[reading.segment] == block[before.segment]
    )
    same = (reading.speaker, reading.kind, reading.quoted_by, reading.also)
    return adjoining and same == (last.speaker, last.kind, last.quoted_by, last.also)
