"""Is every word an English one: small models misspell, and leave words in pinyin."""

import re

from summarizer.records import FindingKind, Severity
from summarizer.text.checks.case import Case
from summarizer.text.checks.rule import Fault, Rule
from summarizer.text.english_words import is_english, is_pinyin

_WORD = re.compile(r"(?<![\w@#/.’'&-])[a-z]{5,}(?![\w@/’'-]|\.\w)")
_LONGEST_PINYIN = 8
"""Letters up to which a word that can be read as pinyin may be one that is meant: baijiu, hutong."""


def no_word(case: Case) -> Fault | None:
    """Words in lower case that no list, ending, beginning or compound explains; not those of the source, nor names written small."""
    if not case.han:
        return None
    known = f"{case.source} {' '.join(term.target for term in case.terms)}".casefold()
    for found in _WORD.finditer(case.target):
        word = found[0]
        if not (is_english(word) or (len(word) <= _LONGEST_PINYIN and is_pinyin(word)) or word in known or _is_name(word, case)):
            return Fault(found=word, span=found.span())
    return None


def _is_name(word: str, case: Case) -> bool:
    return word.capitalize() in case.target or any(word in target.casefold() for _, target in case.previous)


RULES = (
    Rule(
        id="no-word",
        kind=FindingKind.SPELLING,
        severity=Severity.WARNING,
        looks_for="A word that is no English one: misspelt, or left in pinyin. Names and words of the source are let pass.",
        message="“{found}” is no English word.",
        test=no_word,
        passes=Case("会议讨论了去碳化问题。", "The meeting discussed decarbonisation."),
        fails=Case("会议讨论了环境问题。", "The meeting discussed enviromental problems."),
    ),
)
