"""Is a denial lost or gained: 不会 made "will", "can" made "cannot".

Decisive only: one side says no in plain words, the other has nothing of the kind, not even "hardly" or 除非. Sentence by sentence where
both sides have as many.
"""

from summarizer.records import FindingKind, Severity
from summarizer.text.checks.case import Case
from summarizer.text.checks.pairs import sentence_pairs
from summarizer.text.checks.rule import Fault, Rule, at
from summarizer.text.signs import signs

TABLE = "negation"


def negation_lost(case: Case) -> Fault | None:
    """The source denies, nothing in the English does."""
    for source, target in sentence_pairs(case):
        denied = [sign for sign in signs(TABLE, "zh", source) if sign.kind == "clear"]
        if denied and target.strip() and all(sign.kind == "none" for sign in signs(TABLE, "en", target)):
            return Fault(expected=denied[0].word)
    return None


def negation_gained(case: Case) -> Fault | None:
    """The English denies, nothing in the source does."""
    if not case.han:
        return None
    for source, target in sentence_pairs(case):
        denied = [sign for sign in signs(TABLE, "en", target) if sign.kind == "clear"]
        if denied and all(sign.kind == "none" for sign in signs(TABLE, "zh", source)):
            return Fault(found=denied[0].word, span=at(case.target, denied[0].word))
    return None


RULES = (
    Rule(
        id="negation-lost",
        kind=FindingKind.NEGATION,
        severity=Severity.WARNING,
        looks_for="A sentence whose source says no in plain words, while nothing in its English does.",
        message="The source says no (“{expected}”), nothing in the English does.",
        test=negation_lost,
        passes=Case("他们无法确认消息的真实性。", "They were unable to verify the report."),
        fails=Case("他们无法确认消息的真实性。", "They could verify the report."),
    ),
    Rule(
        id="negation-gained",
        kind=FindingKind.NEGATION,
        severity=Severity.WARNING,
        looks_for="A sentence whose English says no in plain words, while nothing in its source does.",
        message="The English says no (“{found}”), nothing in the source does.",
        test=negation_gained,
        passes=Case("整体还好。", "It was not bad on the whole."),
        fails=Case("公司将在五月公布结果。", "The company will not publish the results in May."),
    ),
)
