"""What one speaker says, and how the answers about it are read."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from summarizer.llm.tokens import count
from summarizer.records import Bilingual, Brief, Profile, Record, Segment, Speaker, Statement, Translation
from summarizer.text.scripts import has_han

T = TypeVar("T")


class TranscriptLine(Record):
    """One segment of a speaker's."""

    id: str
    english: str
    source: str


class SpeakerTranscript(Record):
    """What one speaker says: their segments in order."""

    profile: Profile
    lines: tuple[TranscriptLine, ...]

    @property
    def ids(self) -> set[str]:
        return {line.id for line in self.lines}

    @property
    def source(self) -> str:
        return "".join(line.source for line in self.lines)

    @property
    def name(self) -> str:
        """The English name, else the Chinese one."""
        return self.profile.name.target or self.profile.name.source


def transcripts_of(
    segments: Sequence[Segment],
    translations: Mapping[str, Translation],
    statements: Sequence[Statement],
    brief: Brief,
) -> list[SpeakerTranscript]:
    """Each profile's words; what several say together is each one's. Profiles that neither say nor quote
    anything are left out."""
    source = {s.id: s.source.strip() for s in segments}
    lines: dict[str, list[TranscriptLine]] = {}
    for statement in statements:
        for i in statement.segments:
            line = TranscriptLine(id=i, english=translations[i].target or "", source=source[i])
            for who in statement.speakers:
                lines.setdefault(who, []).append(line)
        if statement.quoted_by:
            lines.setdefault(statement.quoted_by, [])
    profiles = {p.id: p for p in brief.profiles}
    return [
        SpeakerTranscript(profile=profiles[who], lines=tuple(said)) for who, said in lines.items() if who in profiles
    ]


def covered(speaker: Speaker, words: SpeakerTranscript) -> Speaker:
    """The speaker with the share of their words that the points cite, by characters, and the segments that none cites."""
    cited = {i for point in speaker.points for i in point.evidence}
    rest = [line for line in words.lines if line.id not in cited]
    whole = sum(len(line.source) for line in words.lines)
    share = 1 - sum(len(line.source) for line in rest) / whole if whole else 0.0
    return speaker.model_copy(update={"coverage": round(share, 4), "not_covered": tuple(line.id for line in rest)})


def within(lines: Sequence[TranscriptLine], most_tokens: int) -> list[TranscriptLine]:
    """The translated lines, evenly thinned out where they are too long together; the first is always kept."""
    return thinned([line for line in lines if line.english], lambda line: line.english, most_tokens)


def thinned(items: Sequence[T], text_of: Callable[[T], str], most_tokens: int) -> list[T]:
    """Every so-maniest item, as many as about `most_tokens` hold: all of them where they fit, the first always."""
    step = max(1, -(-sum(count(text_of(item)) for item in items) // most_tokens))
    return list(items[::step])


def bilingual(answer: Mapping[str, Any], en: str, zh: str) -> Bilingual:
    return Bilingual(en=in_english(answer.get(en)), zh=in_chinese(answer.get(zh)))


def in_english(value: Any) -> str:
    """The text where it is English, else nothing."""
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return "" if has_han(text) else text


def in_chinese(value: Any) -> str:
    """The text where it is Chinese, else nothing."""
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text if has_han(text) else ""


def evidence_of(value: Any, own: set[str]) -> tuple[str, ...]:
    """The ids that are the speaker's own, each once."""
    return tuple(dict.fromkeys(i for i in value if i in own)) if isinstance(value, list) else ()
