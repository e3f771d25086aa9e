"""Is something that the source calls possible, expected or hearsay told as a fact.

Decisive only: the source hedges in plain words, the English has nothing of the kind, not even "can" or "according to".
"""

from summarizer.text.checks.case import Case
from summarizer.text.signs import signs


def hedge_flattened(case: Case) -> str | None:
    """The source hedges, nothing in the English does."""
    if not case.target.strip() or any(sign.kind != "none" for sign in signs("hedges", "en", case.target)):
        return None
    said = next((sign for sign in signs("hedges", "zh", case.source) if sign.kind == "clear"), None)
    return f"“{said.word}” ({said.gloss}) is told as a fact." if said else None


def hedge_added(case: Case) -> str | None:
    """The English hedges, nothing in the source does."""
    if not case.han or any(sign.kind != "none" for sign in signs("hedges", "zh", case.source)):
        return None
    said = next((sign for sign in signs("hedges", "en", case.target) if sign.kind == "clear"), None)
    return f"The English says “{said.word}” of what the source tells as a fact." if said else None
