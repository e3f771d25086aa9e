"""Repairs by a small model, which mends nothing it is shown but translates less at a time well: a left-over word by itself, a short
heading as a phrase, the sentence without its context, and in the second round the sentence clause by clause."""

import re

from summarizer.llm.session import Session, settle
from summarizer.llm.tokens import count
from summarizer.records import Brief, Segment
from summarizer.stages.repair.fault import Fault
from summarizer.stages.translate import phrase, sentence
from summarizer.text.scripts import HAN, han_count, has_han
from summarizer.text.sentences import clauses

PHRASE_CHARACTERS = 10
"""A source of at most so many Chinese characters is asked for as a phrase."""
CLAUSE_CHARACTERS = 22
LEFT_OVER = re.compile(rf"(?:{HAN.pattern})+")
MOST_LEFT_OVER = 4


async def propose(number: int, fault: Fault, brief: Brief, session: Session) -> str:
    """Another English for the segment, "" where there is none."""
    if han_count(fault.source) <= PHRASE_CHARACTERS:
        return await phrase(fault.source, session)
    if "leftover" in fault.kinds and fault.was.target and len(LEFT_OVER.findall(fault.was.target)) <= MOST_LEFT_OVER:
        return await _without_left_over(fault.was.target, brief, session)
    if number == 1 and (fault.before or not fault.was.target):
        return await _sentence(fault.segment, "", brief, session)
    return await _by_clauses(fault, brief, session)


async def _sentence(segment: Segment, before: str, brief: Brief, session: Session) -> str:
    bound = 60 + 3 * count(segment.source)
    return await sentence(segment, before=before, brief=brief, session=session, most_tokens=bound)


async def _without_left_over(target: str, brief: Brief, session: Session) -> str:
    """The English with each Chinese word in it replaced by its own English."""
    known = {form: t.target for t in brief.terms for form in (t.source, *t.aliases)}
    words = list(dict.fromkeys(LEFT_OVER.findall(target)))
    asked = [w for w in words if w not in known]
    answers = await settle(phrase(w, session) for w in asked)
    english = known | {w: a for w, a in zip(asked, answers, strict=True) if isinstance(a, str) and not has_han(a)}
    for word in words:
        target = f" {english.get(word, word)} ".join(part.strip() for part in target.split(word))
    return re.sub(r"\s+([,.;:!?”’)])", r"\1", re.sub(r"([“‘(])\s+", r"\1", " ".join(target.split())))


async def _by_clauses(fault: Fault, brief: Brief, session: Session) -> str:
    """The clauses' translations in one sentence; "" where one of them is missing."""
    parts = [c for c in clauses(fault.source, CLAUSE_CHARACTERS) if has_han(c)]
    asked = [
        _sentence(Segment(id=fault.segment.id, block=fault.segment.block, source=p), "", brief, session) for p in parts
    ]
    answers = await settle(asked)
    texts = [a for a in answers if isinstance(a, str) and a]
    return _as_one(texts, fault.source) if len(texts) == len(parts) else ""


def _as_one(texts: list[str], source: str) -> str:
    """Clauses as one sentence: full stops inside become commas, the end is the source's."""
    inner = [t.rstrip(" .,;") for t in texts]
    lowered = inner[:1] + [
        t[:1].lower() + t[1:] if re.match(r"(?:The|A|An|It|This|That|These|In|And|But|For|If)\b", t) else t
        for t in inner[1:]
    ]
    end = "?" if source.rstrip('”’」』"').endswith(("?", "？")) else "."
    return ", ".join(lowered) + ("" if lowered[-1].endswith(("?", "!", "”")) else end)
