"""Are words in quotation marks still in quotation marks: direct speech stays direct, and nothing becomes a quotation."""

import re
from collections.abc import Iterator

from summarizer.records import FindingKind, Severity
from summarizer.text import brackets
from summarizer.text.checks.case import Case
from summarizer.text.checks.rule import Fault, Rule
from summarizer.text.scripts import han_count

_MARK = re.compile(r"[\"“”„«»「」『』＂]|(?<![A-Za-z0-9])['‘]|(?<=[.,!?…])['’]|['’](?=[\s,.]*$)")
_CLAUSE_MARK = re.compile(r"[，,。！？!?；;…]")
_BEGINS_SPEECH = re.compile(r"[：:，,]$")
LEAST_HAN = 8
"""Characters from which on a quotation is speech, not a term in quotation marks (“世界模拟器”); a title or slogan may be as long."""
LEAST_WORDS = 5


def speech_unquoted(case: Case) -> Fault | None:
    """The source quotes somebody's words, the English has no quotation mark at all."""
    if not case.target.strip() or _MARK.search(case.target):
        return None
    said = next(_speech(case.source), None)
    return Fault(expected=_short(said)) if said else None


def speech_gained(case: Case) -> Fault | None:
    """The English is a quotation from end to end, the source has no quotation mark, nor a title in brackets."""
    target = case.target.strip()
    if not case.han or any(c in brackets.STRAIGHT or c in _SOURCE_MARKS for c in case.source):
        return None
    whole = [p for p in brackets.match(target).pairs if p.kind in brackets.QUOTES and p.open == 0]
    if any(p.close >= len(target) - 2 for p in whole) and len(target.split()) >= LEAST_WORDS:
        return Fault(found=_short(target), span=(0, len(target)))
    return None


_SOURCE_MARKS = frozenset(
    c for c, kind in (brackets.OPENS | brackets.CLOSES).items() if kind in brackets.QUOTES or "title" in kind
)


def _speech(source: str) -> Iterator[str]:
    """The quotations that are somebody's words: long enough, and introduced by a colon, or with a clause mark inside."""
    for text, before in _quotations(source):
        if han_count(text) >= LEAST_HAN and (_CLAUSE_MARK.search(text) or _BEGINS_SPEECH.search(before)):
            yield text


def _quotations(source: str) -> Iterator[tuple[str, str]]:
    """What stands in the outermost quotation marks, with the text before; one left open goes to the end of the segment."""
    found = brackets.match(source)
    opened = [(p.open, p.close) for p in found.pairs if p.kind in brackets.QUOTES]
    opened += [(i, len(source)) for i in found.unclosed if brackets.OPENS.get(source[i], "straight") in brackets.QUOTES]
    end = -1
    for start, close in sorted(opened):
        if start > end:
            yield source[start + 1 : close].strip(), source[:start].rstrip()
            end = close


def _short(text: str) -> str:
    return text if len(text) <= 20 else text[:19] + "…"


RULES = (
    Rule(
        id="quotation-lost",
        kind=FindingKind.MISSING_QUOTES,
        severity=Severity.WARNING,
        looks_for="Somebody's words in quotation marks, of which the English makes its own.",
        message="The source quotes “{expected}”, the English has no quotation marks.",
        test=speech_unquoted,
        passes=Case("他说：“我们明天就会离开这里。”", "“We will leave here tomorrow,” he said."),
        fails=Case("他说：“我们明天就会离开这里。”", "He said they would leave the next day."),
        explains=(FindingKind.UNBALANCED_QUOTES,),
    ),
    Rule(
        id="quotation-added",
        kind=FindingKind.ADDED_QUOTES,
        severity=Severity.INFO,
        looks_for="An English that is a quotation from end to end, where the source has no quotation mark.",
        message="The whole English stands in quotation marks, the source has none.",
        test=speech_gained,
        passes=Case("运动员们将看到最好的球场。", "The players will see the course at its best."),
        fails=Case("运动员们将看到最好的球场。", "“The players will see the course at its best.”"),
        explains=(FindingKind.UNBALANCED_QUOTES,),
    ),
)
