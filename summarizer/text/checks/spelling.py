"""Is every word an English one: small models misspell, and leave words in pinyin."""

import re
from collections.abc import Iterator

from summarizer.records import FindingKind, Severity
from summarizer.text.checks.case import Case
from summarizer.text.checks.rule import Fault, Rule
from summarizer.text.english_words import is_english, is_pinyin, is_slip

_WORD = re.compile(r"(?<![\w@#/.’'&-])[a-z]{5,}(?![\w@/’'-]|\.\w)")
_LEAST_LETTERS = 6
_LONGEST_PINYIN = 8
"""Letters up to which a word that can be read as pinyin may be one that is meant: baijiu, hutong."""


def misspelt(case: Case) -> Fault | None:
    """The first word that one letter keeps from being English."""
    return next(
        (fault for fault in _unknown(case) if len(fault.found) >= _LEAST_LETTERS and is_slip(fault.found)), None
    )


def no_word(case: Case) -> Fault | None:
    """Words that no list, ending, beginning or compound explains: rare ones, or pinyin."""
    return next((fault for fault in _unknown(case) if not is_slip(fault.found)), None)


def _unknown(case: Case) -> Iterator[Fault]:
    """Words in lower case that are no English ones; not those of the source, nor names written small."""
    if not case.han:
        return
    known = ""
    for found in _WORD.finditer(case.target):
        word = found[0]
        if is_english(word) or (len(word) <= _LONGEST_PINYIN and is_pinyin(word)):
            continue
        known = known or f"{case.source} {' '.join(term.target for term in case.terms)}".casefold()
        if not (word in known or _is_name(word, case)):
            yield Fault(found=word, span=found.span())


def _is_name(word: str, case: Case) -> bool:
    return word.capitalize() in case.target or any(word in target.casefold() for _, target in case.previous)


RULES = (
    Rule(
        id="misspelt",
        kind=FindingKind.SPELLING,
        severity=Severity.WARNING,
        looks_for="A word that one letter keeps from being English.",
        message="“{found}” is misspelt.",
        test=misspelt,
        passes=Case("会议讨论了去碳化问题。", "The meeting discussed decarbonisation."),
        fails=Case("会议讨论了环境问题。", "The meeting discussed enviromental problems."),
        explains=(FindingKind.SPELLING,),
    ),
    Rule(
        id="no-word",
        kind=FindingKind.SPELLING,
        severity=Severity.INFO,
        looks_for="A word that is in no English word list, as one left in pinyin. Names and words of the source are let pass.",
        message="“{found}” is in no English word list.",
        test=no_word,
        passes=Case("他点了一瓶白酒。", "He ordered a bottle of baijiu."),
        fails=Case("他们为此开会。", "They held a kaihuiyanjiu about it."),
    ),
)
