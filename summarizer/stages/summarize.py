"""What each speaker says, and the whole: one request a speaker and one for the article, all at once. Every point carries the ids
of segments that are the speaker's own; a point without any is dropped, and what a model says about nothing is not shown."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from summarizer.errors import ModelError
from summarizer.llm.session import TEXT, Session, list_of, object_of, one_of, settle
from summarizer.llm.tokens import count
from summarizer.progress import Counter, Progress, silent
from summarizer.records import (
    Bilingual,
    Brief,
    Finding,
    Overview,
    Point,
    Position,
    Profile,
    Record,
    Segment,
    Speaker,
    Statement,
    Topic,
    Translation,
)
from summarizer.stages.translate import terms_in
from summarizer.text.scripts import has_han

STANCES = ("supports", "opposes", "mixed", "neutral")
MOST_POINTS = 6
MOST_TOPICS = 4


class Summary(Record):
    """The speakers with what they say, the overview, and what could not be summed up."""

    speakers: tuple[Speaker, ...]
    overview: Overview
    findings: tuple[Finding, ...] = ()


class Words(Record):
    """What one speaker says: their segments in order, with the English of each."""

    profile: Profile
    lines: tuple[tuple[str, str, str], ...]
    """(segment id, English, source)."""


async def summarize(
    segments: Sequence[Segment],
    translations: Mapping[str, Translation],
    statements: Sequence[Statement],
    brief: Brief,
    session: Session,
    progress: Progress = silent,
) -> Summary:
    """Speakers in the order in which they first speak. One whose request fails is listed without a summary, with a finding."""
    spoken = words_of(segments, translations, statements, brief)
    counter = Counter(progress, "summarize", len(spoken) + 1)
    settled = await settle(counter.counting(_speaker(w, brief, session)) for w in spoken)
    speakers = tuple(
        Speaker(**dict(w.profile)) if isinstance(one, ModelError) else one
        for w, one in zip(spoken, settled, strict=True)
    )
    [whole] = await settle([counter.counting(_overview(segments, translations, spoken, brief, session))])
    findings = [
        _unsummed(w.profile, one) for w, one in zip(spoken, settled, strict=True) if isinstance(one, ModelError)
    ]
    if isinstance(whole, ModelError):
        findings.append(
            Finding(segment=None, kind="summary", severity="warning", detail=f"There is no overview: {whole}")
        )
    return Summary(
        speakers=speakers, overview=Overview() if isinstance(whole, ModelError) else whole, findings=tuple(findings)
    )


def words_of(
    segments: Sequence[Segment],
    translations: Mapping[str, Translation],
    statements: Sequence[Statement],
    brief: Brief,
) -> list[Words]:
    """Each profile's words; profiles that say nothing are left out."""
    source = {s.id: s.source.strip() for s in segments}
    lines: dict[str, list[tuple[str, str, str]]] = {}
    for statement in statements:
        for i in statement.segments:
            english = translations[i].target or ""
            lines.setdefault(statement.speaker, []).append((i, english, source[i]))
    profiles = {p.id: p for p in brief.profiles}
    return [
        Words(profile=profiles[speaker], lines=tuple(said)) for speaker, said in lines.items() if speaker in profiles
    ]


def _unsummed(profile: Profile, error: ModelError) -> Finding:
    name = profile.name.target or profile.name.source
    return Finding(segment=None, kind="summary", severity="warning", detail=f"{name} could not be summed up: {error}")


async def _speaker(words: Words, brief: Brief, session: Session) -> Speaker:
    lines = _within(words.lines, session.tactics.digest_tokens)
    most = min(MOST_POINTS, max(1, (len(lines) + 1) // 2))
    profile = words.profile
    values = {
        "name": profile.name.target or profile.name.source,
        "name_zh": profile.name.source,
        "role": ", ".join(filter(None, (profile.role.target, profile.affiliation.target))),
        "sentences": [{"id": i, "text": english} for i, english, _ in lines],
        "names": terms_in("".join(source for *_, source in lines), brief.terms),
        "most": most,
    }
    size = sum(count(english) for _, english, _ in lines)
    answer = await session.ask_object(
        "summarize/speaker.md",
        values,
        _speaker_schema([i for i, *_ in lines], most),
        most_tokens=500 + min(size, 600) + 130 * most,
    )
    return Speaker(
        **dict(profile),
        stance=_bilingual(answer, "stance_en", "stance_zh"),
        summary=_bilingual(answer, "summary_en", "summary_zh"),
        points=_points(answer.get("points"), {i for i, *_ in words.lines}),
    )


def _speaker_schema(ids: Sequence[str], most: int) -> dict[str, Any]:
    point = object_of({"topic": TEXT, "en": TEXT, "zh": TEXT, "evidence": list_of(one_of(ids), 4)})
    texts = dict.fromkeys(("summary_en", "stance_en"), TEXT)
    return object_of({**texts, "points": list_of(point, most), "summary_zh": TEXT, "stance_zh": TEXT})


def _within(lines: Sequence[tuple[str, str, str]], most_tokens: int) -> list[tuple[str, str, str]]:
    """The translated lines; where they are too long together, evenly thinned out, first and last kept."""
    kept = [line for line in lines if line[1]]
    while len(kept) > 2 and sum(count(english) for _, english, _ in kept) > most_tokens:
        kept = (
            kept[:1]
            + [line for number, line in enumerate(kept[1:-1]) if number % 4 != 3 or len(kept) < 6][: len(kept) - 3]
            + kept[-1:]
        )
    return kept


def _bilingual(answer: Mapping[str, Any], en: str, zh: str) -> Bilingual:
    return Bilingual(en=_in_english(answer.get(en)), zh=_in_chinese(answer.get(zh)))


def _in_english(value: Any) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return "" if has_han(text) else text


def _in_chinese(value: Any) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text if has_han(text) else ""


def _points(value: Any, own: set[str]) -> tuple[Point, ...]:
    """The points that say something in English and stand on the speaker's own segments."""
    points: list[Point] = []
    for one in value if isinstance(value, list) else []:
        if not isinstance(one, dict):
            continue
        evidence = _evidence(one.get("evidence"), own)
        english = _in_english(one.get("en"))
        if english and evidence and english not in [p.en for p in points]:
            topic = _in_english(one.get("topic"))
            points.append(Point(en=english, zh=_in_chinese(one.get("zh")), topic=topic, evidence=evidence))
    return tuple(points)


def _evidence(value: Any, own: set[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(i for i in value if i in own)) if isinstance(value, list) else ()


async def _overview(
    segments: Sequence[Segment],
    translations: Mapping[str, Translation],
    spoken: Sequence[Words],
    brief: Brief,
    session: Session,
) -> Overview:
    topics = session.tactics.strong and len(spoken) > 1
    values = {
        "title": brief.title.target,
        "digest": _digest(segments, translations, session.tactics.digest_tokens),
        "speakers": [_card(w, session.tactics.digest_tokens // max(1, len(spoken))) for w in spoken] if topics else [],
        "names": [t for t in brief.terms if t.kind in ("person", "organisation")][:20],
        "most": MOST_TOPICS if topics else 0,
    }
    answer = await session.ask_object(
        "summarize/overview.md", values, _overview_schema(spoken if topics else ()), most_tokens=1800
    )
    own = {w.profile.id: {i for i, *_ in w.lines} for w in spoken}
    return Overview(
        en=_in_english(answer.get("en")), zh=_in_chinese(answer.get("zh")), topics=_topics(answer.get("topics"), own)
    )


def _card(words: Words, most_tokens: int) -> dict[str, Any]:
    profile = words.profile
    lines = [{"id": i, "text": english} for i, english, _ in _within(words.lines, most_tokens)]
    return {"id": profile.id, "name": profile.name.target or profile.name.source, "lines": lines}


def _digest(segments: Sequence[Segment], translations: Mapping[str, Translation], most_tokens: int) -> str:
    """The article in English, or, where it is too long, the first sentences of its blocks, as many as fit evenly."""
    blocks: dict[str, list[str]] = {}
    for s in segments:
        blocks.setdefault(s.block, []).append(translations[s.id].target or "")
    texts = [" ".join(filter(None, sentences)) for sentences in blocks.values()]
    if sum(count(t) for t in texts) <= most_tokens:
        return "\n".join(texts)
    leads = [next(filter(None, sentences), "") for sentences in blocks.values()]
    share = max(1, -(-sum(count(t) for t in leads) // most_tokens))
    return "\n".join(leads[::share])


def _overview_schema(spoken: Sequence[Words]) -> dict[str, Any]:
    properties: dict[str, Any] = {"en": TEXT, "zh": TEXT}
    if spoken:
        ids = one_of(i for w in spoken for i, *_ in w.lines)
        people = one_of(w.profile.id for w in spoken)
        position = object_of({"speaker": people, "stance": one_of(STANCES), "evidence": list_of(ids, 4)})
        properties["topics"] = list_of(object_of({"name": TEXT, "positions": list_of(position, 12)}), MOST_TOPICS)
    return object_of(properties)


def _topics(value: Any, own: Mapping[str, set[str]]) -> tuple[Topic, ...]:
    topics = []
    for one in value if isinstance(value, list) else []:
        if isinstance(one, dict) and (name := _in_english(one.get("name"))):
            positions = _positions(one.get("positions"), own)
            topics += [Topic(name=name, positions=positions)] if positions else []
    return tuple(topics)


def _positions(value: Any, own: Mapping[str, set[str]]) -> tuple[Position, ...]:
    found: dict[str, Position] = {}
    for one in value if isinstance(value, list) else []:
        if not isinstance(one, dict) or one.get("stance") not in STANCES:
            continue
        speaker = str(one.get("speaker"))
        evidence = _evidence(one.get("evidence"), own.get(speaker, set()))
        if evidence:
            found.setdefault(speaker, Position(speaker=speaker, stance=cast(Any, one["stance"]), evidence=evidence))
    return tuple(found.values())
