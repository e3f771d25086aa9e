"""Repairs by a small model, which mends nothing it is shown but translates less at a time well: a left-over word by itself, a short
heading as a phrase, the sentence without its context, and in the second round the sentence clause by clause."""

import re
from collections.abc import Sequence

from summarizer.errors import ModelError
from summarizer.llm.session import Session, settle
from summarizer.llm.tokens import count
from summarizer.progress import Counter
from summarizer.records import Brief, FindingKind, Segment, Severity
from summarizer.stages.repair.fault import Fault
from summarizer.stages.repair.leftover import LEFT_OVER, replaced
from summarizer.stages.translate import phrase, sentence
from summarizer.text.scripts import han_count, has_han
from summarizer.text.sentences import clauses

PHRASE_CHARACTERS = 10
"""A source of at most so many Chinese characters is asked for as a phrase."""
CLAUSE_CHARACTERS = 22
MOST_LEFT_OVER = 4
PLAIN_STARTS = re.compile(
    r"(?:The|A|An|It|This|That|These|Those|There|In|And|But|For|If|When|Because|So|They|We|He|She|Some|Many|Most|All|Our|Its|Their"
    r"|As|At|With|From|On|To|By|After|Before|While|Although|Not|Including)\b"
)
"""Words that lose their capital when their clause is no longer the first."""


MENDED_BY_CLAUSES = frozenset(
    {
        FindingKind.OMISSION,
        FindingKind.LENGTH,
        FindingKind.TRUNCATED,
        FindingKind.NUMBER,
        FindingKind.NAME,
        FindingKind.TERM,
        FindingKind.NEGATION,
        FindingKind.UNTRANSLATED,
    }
)
"""What a sentence can have lost, and has again if each of its clauses is translated. A doubt about a hedge, a quotation mark or a word is
not worth four requests and a sentence glued together."""


def worth_asking(number: int, fault: Fault, kept: bool) -> bool:
    """True if another question can help: all may be asked about once, as a sentence by itself. By clauses only what is surely wrong, and
    what has lost something and did not come back word for word (`kept`)."""
    if any(f.severity == Severity.ERROR for f in fault.findings):
        return True
    lost = bool(fault.kinds & MENDED_BY_CLAUSES)
    if number == 1:
        return lost or bool(fault.before) or han_count(fault.source) <= PHRASE_CHARACTERS
    return lost and not kept


async def proposals(
    number: int, faults: Sequence[Fault], brief: Brief, session: Session, counter: Counter
) -> dict[str, str]:
    """Segment id → another English, for those that have one."""
    settled = await settle(counter.counting(_propose(number, fault, brief, session)) for fault in faults)
    both = zip(faults, settled, strict=True)
    return {fault.segment.id: text for fault, text in both if not isinstance(text, ModelError)}


async def _propose(number: int, fault: Fault, brief: Brief, session: Session) -> str:
    """Another English for the segment, "" where there is none."""
    left_over = LEFT_OVER.findall(fault.was.target or "")
    if number == 1 and han_count(fault.source) <= PHRASE_CHARACTERS:
        return await phrase(fault.source, session)
    if fault.was.target and FindingKind.UNTRANSLATED in fault.kinds and len(left_over) <= MOST_LEFT_OVER:
        return await replaced(fault.source, fault.was.target, brief, session)
    if number == 1 and (fault.before or not fault.was.target):
        return await _sentence(fault.segment, brief, session)
    return await _by_clauses(fault, brief, session)


async def _sentence(segment: Segment, brief: Brief, session: Session) -> str:
    bound = 60 + 3 * count(segment.source)
    return await sentence(segment, before="", brief=brief, session=session, most_tokens=bound)


async def _by_clauses(fault: Fault, brief: Brief, session: Session) -> str:
    """The clauses' translations in one sentence; "" where one of them is missing."""
    parts = [c for c in clauses(fault.source, CLAUSE_CHARACTERS) if has_han(c)]
    asked = [fault.segment.model_copy(update={"source": part}) for part in parts]
    answers = await settle(_sentence(s, brief, session) for s in asked)
    texts = [a for a in answers if isinstance(a, str) and a]
    return _as_one(texts, fault.source) if len(texts) == len(parts) else ""


def _as_one(texts: list[str], source: str) -> str:
    """Clauses as one sentence: full stops inside become commas, the end is the source's."""
    inner = [text.rstrip(" .,;") for text in texts]
    lowered = [t[:1].lower() + t[1:] if number and PLAIN_STARTS.match(t) else t for number, t in enumerate(inner)]
    end = "?" if source.rstrip('”’」』"').endswith(("?", "？")) else "."
    return ", ".join(lowered) + ("" if lowered[-1].endswith(("?", "!", "”")) else end)
