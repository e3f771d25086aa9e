"""Is a denial lost or gained: 不会 made "will", "can" made "cannot".

Decisive only: one side says no in plain words, the other has nothing of the kind, not even "hardly" or 除非.
"""

from summarizer.text.checks.case import Case
from summarizer.text.signs import signs


def negation_lost(case: Case) -> str | None:
    """The source denies, nothing in the English does."""
    if not case.target.strip() or any(sign.kind != "none" for sign in signs("negation", "en", case.target)):
        return None
    said = [sign for sign in signs("negation", "zh", case.source) if sign.kind == "clear"]
    return f"The source says no (“{said[0].word}”), nothing in the English does." if said else None


def negation_gained(case: Case) -> str | None:
    """The English denies, nothing in the source does."""
    if not case.han or any(sign.kind != "none" for sign in signs("negation", "zh", case.source)):
        return None
    said = [sign for sign in signs("negation", "en", case.target) if sign.kind == "clear"]
    return f"The English says no (“{said[0].word}”), nothing in the source does." if said else None
