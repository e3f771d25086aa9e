"""Repairs by a strong model: it sees source, answer and faults; the second round asks clause by clause."""

from summarizer.llm.session import Session
from summarizer.llm.tokens import count
from summarizer.records import Brief
from summarizer.stages.repair.fault import Fault
from summarizer.stages.translate import hints, sentence, tidy
from summarizer.text.sentences import clauses

CLAUSE_CHARACTERS = 24


async def propose(number: int, fault: Fault, brief: Brief, session: Session) -> str:
    """Another English for the segment, "" where the model declines or does not come to an end."""
    most_tokens = 60 + 3 * count(fault.source)
    if number == 1 and not fault.was.target:
        return await sentence(fault.segment, before=fault.before, brief=brief, session=session, most_tokens=most_tokens)
    common = {
        "language": session.language,
        "terms": hints(fault.source, brief),
        "faults": [f.detail for f in fault.findings],
    }
    if number == 1:
        values = common | {"before": fault.before, "sentence": fault.source, "answer": fault.was.target or ""}
        answer = await session.ask("repair/segment.md", values, most_tokens=most_tokens)
    else:
        values = common | {"clauses": "\n".join(c.strip() for c in clauses(fault.source, CLAUSE_CHARACTERS))}
        answer = await session.ask("repair/again.md", values, most_tokens=most_tokens, temperature=0.3)
    return tidy(answer.text) if answer.finish == "stop" else ""
