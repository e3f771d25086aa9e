"""Is something that the source calls possible, expected or hearsay told as a fact.

Decisive only: the source hedges in plain words, the English has nothing of the kind, not even "can" or "according to". Sentence by sentence
where both sides have as many.
"""

from summarizer.records import FindingKind, Severity
from summarizer.text.checks.case import Case
from summarizer.text.checks.pairs import sentence_pairs
from summarizer.text.checks.rule import Fault, Rule, at
from summarizer.text.signs import signs

TABLE = "hedges"
HEARSAY = ("reportedly", "rumoured", "heard", "believed", "suspected")
"""Glosses of hedges that say that something was only heard."""


def hedge_flattened(case: Case) -> Fault | None:
    """The source hedges more often than the English does. Who only says whose report it is calls nothing possible."""
    for source, target in sentence_pairs(case):
        hedged = [sign for sign in signs(TABLE, "zh", source) if sign.kind == "clear"]
        heard = any(sign.gloss in HEARSAY for sign in hedged)
        theirs = [s for s in signs(TABLE, "en", target) if s.kind != "none" and (heard or s.kind != "hearsay")]
        if target.strip() and len(hedged) > len(theirs):
            return Fault(found=hedged[0].gloss, expected=hedged[0].word)
    return None


def hedge_added(case: Case) -> Fault | None:
    """The English hedges, nothing in the source does."""
    if not case.han:
        return None
    for source, target in sentence_pairs(case):
        hedged = next((sign for sign in signs(TABLE, "en", target) if sign.kind == "clear"), None)
        if hedged and all(sign.kind == "none" for sign in signs(TABLE, "zh", source)):
            return Fault(found=hedged.word, span=at(case.target, hedged.word))
    return None


RULES = (
    Rule(
        id="hedge-lost",
        kind=FindingKind.CERTAINTY,
        severity=Severity.WARNING,
        looks_for="A sentence whose source calls something possible, expected or hearsay, while its English tells it as a fact.",
        message="“{expected}” ({found}) is told as a fact.",
        test=hedge_flattened,
        passes=Case("大概有3万人参加。", "About 30,000 people took part."),
        fails=Case("这一数字可能会继续上升。", "The figure will keep rising."),
    ),
    Rule(
        id="hedge-added",
        kind=FindingKind.CERTAINTY,
        severity=Severity.INFO,
        looks_for="A sentence whose English calls something possible or hearsay, while its source tells it as a fact.",
        message="The English says “{found}” of what the source tells as a fact.",
        test=hedge_added,
        passes=Case("他们或于年底完工。", "They may finish by the end of the year."),
        fails=Case("工程已经完工。", "The works have reportedly been completed."),
    ),
)
