"""Repairs by a strong model: it sees source, answer and faults, of several segments in one question. What that does not mend is asked
for by itself in the second round, as plain text and clause by clause."""

import json
from collections.abc import Iterator, Sequence

from summarizer.common.chunking import packed
from summarizer.errors import ModelError
from summarizer.llm.session import TEXT, Session, object_of, settle
from summarizer.llm.tokens import count
from summarizer.progress import Counter
from summarizer.records import Brief
from summarizer.stages.repair.fault import Fault
from summarizer.stages.translate import hints, sentence, tidy
from summarizer.text.sentences import clauses

CLAUSE_CHARACTERS = 24
MOST_TOGETHER = 12
"""Segments in one question: the fewer, the closer each is looked at."""


async def proposals(
    number: int, faults: Sequence[Fault], brief: Brief, session: Session, counter: Counter
) -> dict[str, str]:
    """Segment id → another English, for those that have one."""
    groups = list(grouped(faults, session.tactics.chunk_tokens)) if number == 1 else [[f] for f in faults]
    settled = await settle(counter.counting(_asked(number, g, brief, session), len(g)) for g in groups)
    answers: dict[str, str] = {}
    for one in settled:
        answers |= {} if isinstance(one, ModelError) else one
    return answers


def grouped(faults: Sequence[Fault], most_tokens: int) -> Iterator[list[Fault]]:
    """The faults in order, as many together as one question takes: at least one."""
    return packed(((fault, count(fault.source)) for fault in faults), most=most_tokens, together=MOST_TOGETHER)


async def _asked(number: int, group: Sequence[Fault], brief: Brief, session: Session) -> dict[str, str]:
    if len(group) == 1:
        return {group[0].segment.id: await _alone(number, group[0], brief, session)}
    values = {
        "language": session.language,
        **hints("".join(f.source for f in group), brief),
        "sentences": json.dumps(_told(group), ensure_ascii=False, indent=1),
    }
    ids = [f.segment.id for f in group]
    most_tokens = sum(_most_tokens(f) for f in group)
    schema = object_of(dict.fromkeys(ids, TEXT))
    answer = await session.ask_object("repair/batch.md", values, schema, most_tokens=most_tokens)
    return {i: tidy(text) for i in ids if isinstance(text := answer.get(i), str)}


def _told(group: Sequence[Fault]) -> dict[str, dict[str, object]]:
    """What the model is told of each segment; the text before it only where that is not in the question anyway."""
    inside = {f.segment.id for f in group}
    return {
        f.segment.id: {
            **({"before": f.before} if f.earlier and f.earlier[-1].id not in inside else {}),
            "chinese": f.source,
            "english": f.was.target or "",
            "noted": [one.detail for one in f.findings],
        }
        for f in group
    }


def _most_tokens(fault: Fault) -> int:
    return 60 + 3 * count(fault.source)


async def _alone(number: int, fault: Fault, brief: Brief, session: Session) -> str:
    """Another English for the segment, "" where the model declines or does not come to an end."""
    most_tokens = _most_tokens(fault)
    if number == 1 and not fault.was.target:
        return await sentence(fault.segment, before=fault.before, brief=brief, session=session, most_tokens=most_tokens)
    common = {
        "language": session.language,
        **hints(fault.source, brief),
        "faults": [f.detail for f in fault.findings],
    }
    if number == 1:
        values = common | {"before": fault.before, "sentence": fault.source, "answer": fault.was.target or ""}
        answer = await session.ask("repair/segment.md", values, most_tokens=most_tokens)
    else:
        values = common | {"clauses": "\n".join(c.strip() for c in clauses(fault.source, CLAUSE_CHARACTERS))}
        answer = await session.ask("repair/again.md", values, most_tokens=most_tokens, temperature=0.3)
    return tidy(answer.text) if answer.finish == "stop" else ""
