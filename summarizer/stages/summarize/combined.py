"""Summaries by a strong model, all with one request: the article is sent once, and the overview and the speakers' cards agree.

Taken where the article and the answer fit one request; else `abstractive` asks about each speaker and the whole apart.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from summarizer.llm.session import TEXT, Session, list_of, object_of, one_of
from summarizer.llm.tokens import count
from summarizer.records import Brief, Overview, Record, Segment, Speaker, Term
from summarizer.stages.summarize.abstractive import (
    MOST_DISAGREEMENTS,
    MOST_EVIDENCE,
    MOST_TOPICS,
    disagreements_of,
    most_points,
    points_of,
    role_of,
    topics_of,
)
from summarizer.stages.summarize.transcripts import SpeakerTranscript, bilingual, in_chinese, in_english
from summarizer.stages.translate import terms_in

SHORT = 2
"""Sentences up to which somebody has points only: a stance and a summary would say the same again."""
MAX_ENUM = 900
"""Most ids in the enums of one schema. OpenAI's strict mode takes 1,000 values in all
(platform.openai.com/docs/guides/structured-outputs, "Supported schemas", read in November 2026)."""
MAX_ANSWER = 12_000
"""Most answer tokens that one request is planned for: longer answers take longer than several short ones side by side, and some models
end there."""
TOKENS_OF_POINT = 150
TOKENS_OF_CARD = 320
"""Room for a point, and for a stance with a summary, in both languages with their keys (o200k)."""


class CombinedSummary(Record):
    """What one answer says of everybody and of the whole; `speakers` are those that it has something on, by id."""

    speakers: Mapping[str, Speaker]
    overview: Overview


def fits(segments: Sequence[Segment], spoken: Sequence[SpeakerTranscript], session: Session) -> bool:
    """True where one request can hold it all."""
    if not spoken or sum(len(words.lines) for words in spoken) > MAX_ENUM:
        return False
    limit = min(MAX_ANSWER, session.endpoint.answer_tokens)
    return sum(count(s.source) for s in segments) <= session.tactics.summary_tokens and _answer_tokens(spoken) <= limit


async def combined(
    segments: Sequence[Segment], spoken: Sequence[SpeakerTranscript], brief: Brief, session: Session
) -> CombinedSummary:
    """Everybody and the whole. Raises ModelError where there is no answer."""
    asked = [words for words in spoken if any(line.english for line in words.lines)]
    topics = MOST_TOPICS if len(asked) > 1 else 0
    values = {
        "title": brief.title.target,
        "date": brief.date or "",
        "article": _marked(segments, asked),
        "speakers": [_card(words) for words in asked],
        "names": _names(asked, brief),
        "topics": topics,
    }
    answer = await session.ask_object(
        "summarize/article.md", values, _schema(asked, topics), most_tokens=_answer_tokens(asked)
    )
    own = {words.profile.id: words.ids for words in asked}
    given = answer.get("speakers")
    cards = given if isinstance(given, dict) else {}
    return CombinedSummary(
        speakers={i: one for words in asked if (one := _speaker(words, cards.get(i := words.profile.id)))},
        overview=Overview(
            en=in_english(answer.get("en")),
            zh=in_chinese(answer.get("zh")),
            topics=topics_of(answer.get("topics"), own),
            disagreements=disagreements_of(answer.get("disagreements"), own),
        ),
    )


def _marked(segments: Sequence[Segment], spoken: Sequence[SpeakerTranscript]) -> str:
    """The article with ids, and with whoever speaks where the speaker changes."""
    who: dict[str, list[str]] = {}
    for words in spoken:
        for line in words.lines:
            who.setdefault(line.id, []).append(words.profile.id)
    lines: list[str] = []
    last: list[str] = []
    for s in segments:
        now = who.get(s.id, [])
        mark = f"‹{', '.join(now)}› " if now else "‹› " if last else ""
        lines.append(f"[{s.id}] {mark if now != last else ''}{s.source.strip()}")
        last = now
    return "\n".join(lines)


def _card(words: SpeakerTranscript) -> dict[str, Any]:
    return {
        "id": words.profile.id,
        "name": words.name,
        "name_zh": words.profile.name.source,
        "role": role_of(words.profile),
        "most": most_points(words),
        "short": _is_short(words),
    }


def _names(spoken: Sequence[SpeakerTranscript], brief: Brief) -> tuple[Term, ...]:
    """The terms in what is said; who says it is listed apart."""
    listed = {form for words in spoken for form in (words.profile.name.source, *words.profile.aliases)}
    said = "".join(dict.fromkeys(line.source for words in spoken for line in words.lines))
    return tuple(t for t in terms_in(said, brief.terms) if t.source not in listed and t.source != t.target)


def _is_short(words: SpeakerTranscript) -> bool:
    return len(words.lines) <= SHORT


def _schema(spoken: Sequence[SpeakerTranscript], topics: int) -> dict[str, Any]:
    """Evidence of points is an enum of the speaker's own sentences; elsewhere ids are read and checked, so that no enum comes twice."""
    properties: dict[str, Any] = {"en": TEXT, "zh": TEXT}
    if spoken:
        properties["speakers"] = object_of({words.profile.id: _card_schema(words) for words in spoken})
    if topics:
        who = one_of(words.profile.id for words in spoken)
        ids = list_of(TEXT, MOST_EVIDENCE)
        position = object_of({"speaker": TEXT, "stance": one_of(("supports", "opposes", "mixed")), "evidence": ids})
        topic = object_of({"claim": TEXT, "positions": list_of(position, 12)})
        properties["topics"] = list_of(topic, topics)
        dispute = {"about": TEXT, "speaker": who, "against": TEXT, "evidence": ids, "opposed": ids}
        properties["disagreements"] = list_of(object_of(dispute), MOST_DISAGREEMENTS)
    return object_of(properties)


def _card_schema(words: SpeakerTranscript) -> dict[str, Any]:
    evidence = list_of(one_of(dict.fromkeys(line.id for line in words.lines)), MOST_EVIDENCE)
    point = object_of({"topic": TEXT, "en": TEXT, "zh": TEXT, "evidence": evidence})
    points = {"points": list_of(point, most_points(words))}
    if _is_short(words):
        return object_of(points)
    texts = ("stance_en", "summary_en")
    return object_of({**dict.fromkeys(texts, TEXT), **points, "summary_zh": TEXT, "stance_zh": TEXT})


def _answer_tokens(spoken: Sequence[SpeakerTranscript]) -> int:
    cards = sum(TOKENS_OF_POINT * most_points(words) + (0 if _is_short(words) else TOKENS_OF_CARD) for words in spoken)
    return 1_500 + cards


def _speaker(words: SpeakerTranscript, card: Any) -> Speaker | None:
    if not isinstance(card, dict):
        return None
    return Speaker(
        **dict(words.profile),
        stance=bilingual(card, "stance_en", "stance_zh"),
        summary=bilingual(card, "summary_en", "summary_zh"),
        points=points_of(card.get("points"), words.ids),
    )
