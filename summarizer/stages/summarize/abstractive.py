"""Summaries by a strong model: it writes summary, stance and points in both languages, and cites the segments for each point."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from summarizer.llm.session import TEXT, Session, list_of, object_of, one_of
from summarizer.llm.tokens import count
from summarizer.records import (
    Brief,
    Disagreement,
    Overview,
    Point,
    Position,
    Profile,
    Segment,
    Speaker,
    Topic,
    Translation,
)
from summarizer.stages.summarize.transcripts import (
    SpeakerTranscript,
    bilingual,
    evidence_of,
    in_chinese,
    in_english,
    thinned,
    within,
)
from summarizer.stages.translate import terms_in

STANCES = ("supports", "opposes", "mixed", "neutral")
FEWEST_POINTS, MOST_POINTS = 2, 10
TOKENS_A_POINT = 60
"""Source tokens of a speaker's for each point that may be made of them: two or three sentences of a newspaper's."""
MOST_EVIDENCE = 8
MOST_TOPICS = 4
MOST_DISAGREEMENTS = 6


async def speaker(words: SpeakerTranscript, brief: Brief, session: Session) -> Speaker:
    """The speaker with summary, stance and points."""
    lines = within(words.lines, session.tactics.digest_tokens)
    most = most_points(words)
    profile = words.profile
    values = {
        "name": words.name,
        "name_zh": profile.name.source,
        "role": role_of(profile),
        "sentences": [{"id": line.id, "text": line.english} for line in lines],
        "names": terms_in("".join(line.source for line in lines), brief.terms),
        "most": most,
    }
    size = sum(count(line.english) for line in lines)
    bound = 500 + min(size, 600) + 130 * most
    schema = _speaker_schema([line.id for line in lines], most)
    answer = await session.ask_object("summarize/speaker.md", values, schema, most_tokens=bound)
    return Speaker(
        **dict(profile),
        stance=bilingual(answer, "stance_en", "stance_zh"),
        summary=bilingual(answer, "summary_en", "summary_zh"),
        points=points_of(answer.get("points"), words.ids),
    )


def most_points(words: SpeakerTranscript) -> int:
    """How many points may be made of what somebody says: by its amount, one where it is a sentence."""
    if len(words.lines) == 1:
        return 1
    return max(FEWEST_POINTS, min(MOST_POINTS, count(words.source) // TOKENS_A_POINT))


def role_of(profile: Profile) -> str:
    """Role and organisation in English, as a model is told them."""
    return ", ".join(filter(None, (profile.role.target, profile.affiliation.target)))


async def overview(
    segments: Sequence[Segment],
    translations: Mapping[str, Translation],
    spoken: Sequence[SpeakerTranscript],
    brief: Brief,
    session: Session,
) -> Overview:
    """The article in both languages, and who stands where."""
    topics = len(spoken) > 1
    share = session.tactics.digest_tokens // max(1, len(spoken))
    values = {
        "title": brief.title.target,
        "digest": _digest(segments, translations, session.tactics.digest_tokens),
        "speakers": [_card(words, share) for words in spoken] if topics else [],
        "names": [t for t in brief.terms if t.kind in ("person", "organisation")][:40],
        "most": MOST_TOPICS if topics else 0,
    }
    schema = _overview_schema(spoken if topics else ())
    answer = await session.ask_object("summarize/overview.md", values, schema, most_tokens=2400)
    own = {words.profile.id: words.ids for words in spoken}
    return Overview(
        en=in_english(answer.get("en")),
        zh=in_chinese(answer.get("zh")),
        topics=topics_of(answer.get("topics"), own),
        disagreements=disagreements_of(answer.get("disagreements"), own),
    )


def _speaker_schema(ids: Sequence[str], most: int) -> dict[str, Any]:
    point = object_of(
        {"topic": TEXT, "en": TEXT, "zh": TEXT, "evidence": list_of(one_of(dict.fromkeys(ids)), MOST_EVIDENCE)}
    )
    texts = dict.fromkeys(("summary_en", "stance_en"), TEXT)
    return object_of({**texts, "points": list_of(point, most), "summary_zh": TEXT, "stance_zh": TEXT})


def points_of(value: Any, own: set[str]) -> tuple[Point, ...]:
    """The points that say something in English and stand on the speaker's own segments."""
    points: list[Point] = []
    for one in value if isinstance(value, list) else []:
        if not isinstance(one, dict):
            continue
        evidence = evidence_of(one.get("evidence"), own)
        english = in_english(one.get("en"))
        if english and evidence and english not in [p.en for p in points]:
            topic = in_english(one.get("topic"))
            points.append(Point(en=english, zh=in_chinese(one.get("zh")), topic=topic, evidence=evidence))
    return tuple(points)


def _card(words: SpeakerTranscript, most_tokens: int) -> dict[str, Any]:
    lines = [{"id": line.id, "text": line.english} for line in within(words.lines, most_tokens)]
    return {"id": words.profile.id, "name": words.name, "lines": lines}


def _digest(segments: Sequence[Segment], translations: Mapping[str, Translation], most_tokens: int) -> str:
    """The article in English; where it is too long, the first sentences of its blocks, as many as fit evenly."""
    blocks: dict[str, list[str]] = {}
    for s in segments:
        blocks.setdefault(s.block, []).append(translations[s.id].target or "")
    texts = [" ".join(filter(None, sentences)) for sentences in blocks.values()]
    if sum(count(t) for t in texts) <= most_tokens:
        return "\n".join(texts)
    leads = [next(filter(None, sentences), "") for sentences in blocks.values()]
    return "\n".join(thinned(leads, str, most_tokens))


def _overview_schema(spoken: Sequence[SpeakerTranscript]) -> dict[str, Any]:
    properties: dict[str, Any] = {"en": TEXT, "zh": TEXT}
    if spoken:
        ids = one_of(dict.fromkeys(line.id for words in spoken for line in words.lines))
        people = one_of(words.profile.id for words in spoken)
        position = object_of({"speaker": people, "stance": one_of(STANCES), "evidence": list_of(ids, MOST_EVIDENCE)})
        properties["topics"] = list_of(object_of({"name": TEXT, "positions": list_of(position, 12)}), MOST_TOPICS)
        dispute = {
            "speaker": people,
            "against": people,
            "evidence": list_of(ids, MOST_EVIDENCE),
            "opposed": list_of(ids, MOST_EVIDENCE),
        }
        properties["disagreements"] = list_of(object_of(dispute), MOST_DISAGREEMENTS)
    return object_of(properties)


def topics_of(value: Any, own: Mapping[str, set[str]]) -> tuple[Topic, ...]:
    topics: list[Topic] = []
    for one in value if isinstance(value, list) else []:
        if isinstance(one, dict) and (name := in_english(one.get("claim") or one.get("name"))):
            positions = _positions(one.get("positions"), own)
            topics += [Topic(name=name, positions=positions)] if positions else []
    return tuple(topics)


def _positions(value: Any, own: Mapping[str, set[str]]) -> tuple[Position, ...]:
    """One position a speaker, the first that stands on the speaker's own segments."""
    found: dict[str, Position] = {}
    for one in value if isinstance(value, list) else []:
        if not isinstance(one, dict) or one.get("stance") not in STANCES:
            continue
        who = str(one.get("speaker"))
        if evidence := evidence_of(one.get("evidence"), own.get(who, set())):
            found.setdefault(who, Position(speaker=who, stance=cast(Any, one["stance"]), evidence=evidence))
    return tuple(found.values())


def disagreements_of(value: Any, own: Mapping[str, set[str]]) -> tuple[Disagreement, ...]:
    """Each pair of two speakers once, with segments of both: those of the one that contradict those of the other."""
    found: dict[tuple[str, str], Disagreement] = {}
    for one in value if isinstance(value, list) else []:
        if not isinstance(one, dict):
            continue
        who, other = str(one.get("speaker")), str(one.get("against"))
        evidence = evidence_of(one.get("evidence"), own.get(who, set()))
        opposed = evidence_of(one.get("opposed"), own.get(other, set()))
        if who != other and evidence and opposed:
            both = Disagreement(
                speaker=who,
                against=other,
                about=in_english(one.get("about")),
                evidence=evidence,
                opposed=opposed,
                basis="model",
            )
            found.setdefault((who, other), both)
    return tuple(found.values())
