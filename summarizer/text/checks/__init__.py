"""What can be seen to be wrong with a translation without a model: rules (`rule.py`), each with what it looks for and its examples.

`RULES` has all of them in the order in which a fault is given a name: what comes first explains what comes after.
"""

from summarizer.text.checks import (
    added,
    carried,
    figures,
    hedging,
    junk,
    language,
    length,
    meaning,
    negation,
    omission,
    people,
    repeats,
    shape,
    speech,
    spelling,
    terms,
)
from summarizer.text.checks.case import Case
from summarizer.text.checks.rule import EVERYTHING, Fault, Rule

__all__ = ["RULES", "Case", "Fault", "Rule", "faults"]

_MODULES = (
    junk,
    language,
    repeats,
    meaning,
    terms,
    length,
    shape,
    figures,
    omission,
    added,
    carried,
    people,
    negation,
    hedging,
    speech,
    spelling,
)

_ORDER = (
    "refusal", "copied", "wrong-language", "repetition", "model-chatter", "duplicate", "neighbour-repeated", "context-echoed",
    "neighbours-content", "another-meaning", "untranslated", "name-swapped", "far-too-short", "broken-off", "far-too-long", "number-magnitude", "no-end-mark",
    "too-short", "too-long", "clause-left-out", "question-lost", "number-value", "number-unit", "number-currency", "number-ordinal", "number-bound", "number-base", "number-trend", "number-swapped", "number-missing", "number-extra", "number-remark", "name-replaced", "glossary-unused", "name-unused",
    "greeting-added", "name-added", "office-added", "latin-name-lost", "address-lost", "handle-lost", "address-invented", "handle-added",
    "wrong-gender", "wrong-rank", "first-person", "comparison-turned", "negation-lost", "negation-gained", "hedge-lost", "hedge-added",
    "quotation-lost", "quotation-added", "unbalanced-quotes", "undecided-pronoun", "stray-punctuation", "misspelt", "no-word",
)  # fmt: skip

_BY_ID = {rule.id: rule for module in _MODULES for rule in module.RULES}
RULES: tuple[Rule, ...] = tuple(_BY_ID[name] for name in _ORDER)


def faults(case: Case) -> list[tuple[Rule, Fault]]:
    """The rules that find something, in their order, and what each found; without those that an earlier one explains."""
    found: list[tuple[Rule, Fault]] = []
    explained: set[str] = set()
    for rule in RULES:
        if rule.kind in explained or EVERYTHING in explained:
            continue
        fault = rule.test(case)
        if fault is not None:
            found.append((rule, fault))
            explained.update(rule.explains)
    return found
