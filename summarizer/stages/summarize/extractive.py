"""Summaries by a small model: it sums up in Chinese, where it misreads least, and chooses sentences. The English of a summary is a
translation of the Chinese, checked as every translation is; a point is the speaker's own sentence with its own English.

Measured on examples/sora-panel.txt with the 1.5B model: asked to write points in both languages, it had one speaker oppose whom he
agrees with and turned "a year and a half behind 4.0" into "1.5 years compared to 4.0 years"; chosen sentences cannot do that.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from summarizer.llm.session import TEXT, Session, list_of, object_of, one_of
from summarizer.records import Brief, Overview, Point, Segment, Speaker, Translation
from summarizer.stages.summarize.choosing import representative
from summarizer.stages.summarize.english import english_of
from summarizer.stages.summarize.grounding import line_is_sound
from summarizer.stages.summarize.transcripts import (
    SpeakerTranscript,
    TranscriptLine,
    evidence_of,
    in_chinese,
    thinned,
    within,
)
from summarizer.text.announcing import announces
from summarizer.text.ends import closes_with_end_mark
from summarizer.text.english_quotations import standing_alone
from summarizer.text.grounding import supported
from summarizer.text.sentences import split

MOST_POINTS = 4
"""Sentences that the model is asked to choose."""
MOST_SHOWN = 6
LINES_A_POINT = 3
"""Sentences of a speaker's for each that is shown as a point, `MOST_SHOWN` at most."""
LONGEST = 90
"""Characters of a summary's sentence."""
FIRST_PERSON = "我"
SUMMARY_TOKENS = 120
SPEECH_TOKENS = 500
"""Of a speaker's English: from more, the model copies instead of summing up."""
OVERVIEW_TOKENS = 220


async def speaker(words: SpeakerTranscript, brief: Brief, session: Session) -> Speaker:
    """The speaker with stance and summary in both languages, and the sentences chosen as points."""
    telling = [line for line in words.lines if not announces(line.source)] or words.lines
    lines = within(telling, SPEECH_TOKENS)
    most = min(MOST_POINTS, max(1, (len(lines) + 1) // 2))
    values = {
        "name": words.profile.name.source,
        "sentences": [{"id": line.id, "text": line.source} for line in lines],
        "most": most,
    }
    ids = [line.id for line in lines]
    schema = object_of({"summary": TEXT, "stance": TEXT, "key": list_of(one_of(ids), most, least=1)})
    answer = await session.ask_object("summarize/choose.md", values, schema, most_tokens=2 * SUMMARY_TOKENS + 12 * most)
    stance, summary = (_borne_out(answer.get(part), words.source) for part in ("stance", "summary"))
    texts = await english_of([stance, summary if summary != stance else ""], brief, session)
    points = _points(answer, telling)
    return Speaker(**dict(words.profile), stance=texts[0], summary=texts[1], points=points)


def _borne_out(value: Any, source: str) -> str:
    """The whole sentences of a Chinese summary that the source bears out. A long one, and one in the first person, is no summary but
    copied out, often from the middle of what was said, and is left to the points."""
    sentences = [s for s in split(in_chinese(value)) if len(s) <= LONGEST and FIRST_PERSON not in s]
    return "".join(s for s in sentences if closes_with_end_mark(s) and supported(s, source))


def _points(answer: Mapping[str, Any], lines: Sequence[TranscriptLine]) -> tuple[Point, ...]:
    """Sentences that stand for the others, in the order of the article, of those whose English has the right numbers; the model's choice
    counts as a vote."""
    sound = [line for line in lines if line.english and line_is_sound(line)]
    voted = evidence_of(answer.get("key"), {line.id for line in sound})
    most = min(MOST_SHOWN, max(1, -(-len(lines) // LINES_A_POINT)))
    return tuple(
        Point(en=standing_alone(line.english), zh=standing_alone(line.source), evidence=(line.id,))
        for line in representative(sound, voted, most, lines)
    )


async def overview(
    segments: Sequence[Segment],
    translations: Mapping[str, Translation],
    spoken: Sequence[SpeakerTranscript],
    brief: Brief,
    session: Session,
) -> Overview:
    """What the article is about. Who says what in it is left to the speakers, and topics to stronger models: a sentence that names
    a speaker is dropped, because this model mixes them up."""
    del translations
    values = {"digest": _digest(segments, session.tactics.digest_tokens)}
    answer = await session.ask("summarize/whole.md", values, most_tokens=OVERVIEW_TOKENS)
    source = "".join(s.source for s in segments)
    people = [w.profile.name.source for w in spoken if w.profile.kind == "person"]
    sentences = [s for s in split(_borne_out(answer.text, source)) if not any(name in s for name in people)]
    [both] = await english_of(["".join(sentences)], brief, session)
    return Overview(en=both.en, zh=both.zh)


def _digest(segments: Sequence[Segment], most_tokens: int) -> str:
    """The first sentences of the blocks, as many as fit: evenly spread where not all do."""
    first: dict[str, str] = {}
    for s in segments:
        first.setdefault(s.block, s.source.strip())
    return "\n".join(thinned(list(first.values()), str, most_tokens))
