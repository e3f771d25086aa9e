"""The English of Chinese summaries: translated, checked and repaired like any other sentence; what still fails is left out."""

from collections.abc import Sequence

from summarizer.llm.session import Session
from summarizer.llm.tokens import count
from summarizer.records import Bilingual, Brief, Chunk, FindingKind, Segment, Severity
from summarizer.stages.checks import Checks
from summarizer.stages.repair import repair
from summarizer.stages.translate import Translations, translate
from summarizer.text.sentences import split


async def english_of(chinese: Sequence[str], brief: Brief, session: Session) -> list[Bilingual]:
    """Each text with its English. An English sentence that has an error or a wrong number left is not shown, and its Chinese neither, so that both
    languages say the same."""
    texts = [split(text) for text in chinese]
    segments = [
        Segment(id=f"z{number}.s{place}", block=f"z{number}", source=sentence)
        for number, sentences in enumerate(texts, 1)
        for place, sentence in enumerate(sentences, 1)
    ]
    if not segments:
        return [Bilingual() for _ in chinese]
    drafts = await translate([_chunk(s) for s in segments], brief, session)
    checks = Checks(segments, brief)
    done = await repair(drafts, checks, session, rounds=1)
    wrong = {
        i
        for i, found in checks.faults(done.by_segment).items()
        if any(f.severity == Severity.ERROR or f.kind == FindingKind.NUMBER for f in found)
    }
    return [
        _joined([s for s in segments if s.block == f"z{n}" and s.id not in wrong], done)
        for n in range(1, len(texts) + 1)
    ]


def _chunk(segment: Segment) -> Chunk:
    tokens = count(segment.source)
    return Chunk(id=segment.id, segments=(segment,), source_tokens=tokens, answer_tokens=2 * tokens + 72)


def _joined(segments: Sequence[Segment], done: Translations) -> Bilingual:
    english = [done.by_segment[s.id].target or "" for s in segments]
    return Bilingual(en=" ".join(english), zh="".join(s.source.strip() for s in segments))
