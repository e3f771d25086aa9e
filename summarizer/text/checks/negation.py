"""Is a denial lost or gained: 不会 made "will", "can" made "cannot".

Counted: one side says no in plain words more often than the other says anything of the kind, be it only "hardly" or 除非. Sentence by
sentence where both sides have as many.
"""

from collections.abc import Sequence

from summarizer.records import FindingKind, Severity
from summarizer.text.checks.case import Case
from summarizer.text.checks.pairs import sentence_pairs
from summarizer.text.checks.rule import Fault, Rule, at
from summarizer.text.signs import Language, Sign, signs

TABLE = "negation"


def negation_lost(case: Case) -> Fault | None:
    """The source denies more often than anything in the English does."""
    for source, target in sentence_pairs(case):
        ours, theirs = _kinds("zh", source), _kinds("en", target)
        denied = [sign for sign in ours if sign.kind == "clear"]
        if target.strip() and len(denied) > len(theirs):
            return Fault(expected=denied[0].word)
    return None


def negation_gained(case: Case) -> Fault | None:
    """The English denies in plain words more often than anything in the source does."""
    if not case.han:
        return None
    for source, target in sentence_pairs(case):
        ours = [sign for sign in _kinds("zh", source) if sign.kind != "faint"]
        denied = _once([sign for sign in _kinds("en", target) if sign.kind == "clear"])
        if len(denied) > len(ours):
            return Fault(found=denied[-1].word, span=at(case.target, denied[-1].word))
    return None


def _once(denied: Sequence[Sign]) -> list[Sign]:
    """No stars, no director: one denial."""
    nos = [sign for sign in denied if sign.word.casefold() == "no"]
    return [sign for sign in denied if sign not in nos] + nos[:1]


def _kinds(language: Language, text: str) -> list[Sign]:
    return [sign for sign in signs(TABLE, language, text) if sign.kind != "none"]


RULES = (
    Rule(
        id="negation-lost",
        kind=FindingKind.NEGATION,
        severity=Severity.WARNING,
        looks_for="A sentence whose source says no in plain words, more often than anything in its English does.",
        message="The source says no (“{expected}”), the English does not.",
        test=negation_lost,
        passes=Case("他们无法确认消息的真实性。", "They were unable to verify the report."),
        fails=Case("他们无法确认消息的真实性。", "They could verify the report."),
    ),
    Rule(
        id="negation-gained",
        kind=FindingKind.NEGATION,
        severity=Severity.WARNING,
        looks_for="A sentence whose English says no in plain words, more often than anything in its source does.",
        message="The English says no (“{found}”), the source does not.",
        test=negation_gained,
        passes=Case("整体还好。", "It was not bad on the whole."),
        fails=Case("公司将在五月公布结果。", "The company will not publish the results in May."),
    ),
)
