"""Does it end where the source ends, and ask where the source asks."""

import re

from summarizer.text import brackets
from summarizer.text.checks.case import Case
from summarizer.text.checks.length import too_short
from summarizer.text.ends import closes_with_end_mark

_DANGLING = re.compile(
    r"(?:\b(?:the|a|an|of|and|or|to|for|with|from|by|at|as|but|because|which|whose|than|its|their|our|my|your)|[,、，(（“‘\[{\"])$",
    re.IGNORECASE,
)
_DANGLING_IN_HEADING = re.compile(r"(?:\b(?:the|an|of|and)|[,、，(（“‘\[{\"])$", re.IGNORECASE)
_GOES_ON = re.compile(r"[，,、；;：:—][\"”’」』）)]*$")
_ENDED = re.compile(r"[.!?…:;。！？—–-][\"'”’)\]）」』*]*$")
_DASH = re.compile(r"[—–][\"”’」』）)\s]*$")
_ASIDE = re.compile(r"\s*[（(][^（）()]{1,12}[）)]$")
_QUESTION = re.compile(r"[？?][！!？?]*[\"”’」』）)]*$")


def broken_off(case: Case) -> str | None:
    """It stops on a word that needs another, inside a bracket or quotation that the source closes, or early and without an end mark."""
    target, ends = case.target.strip(), closes_with_end_mark(case.source)
    if _dangles(target, _DANGLING if ends else _DANGLING_IN_HEADING) and not _GOES_ON.search(case.source.strip()):
        return f"It breaks off after “{_last_words(target)}”."
    if ends and not _ENDED.search(target) and _opened(target) - _opened(case.source):
        return f"It breaks off inside a quotation or bracket, after “{_last_words(target)}”."
    if no_end_mark(case) and too_short(case):
        return f"It breaks off after “{_last_words(target)}”, and is short for its source."
    return None


def _dangles(target: str, pattern: re.Pattern[str]) -> bool:
    """A straight quotation mark at the end dangles only where it opens."""
    found = pattern.search(target)
    return found is not None and not (found[0] == '"' and target.count('"') % 2 == 0)


def no_end_mark(case: Case) -> str | None:
    """A dash ends a sentence that its speaker breaks off, and is asked for as well; an aside behind the end, （笑）, is not."""
    source, target = (_ASIDE.sub("", text.strip()) for text in (case.source, case.target))
    if (closes_with_end_mark(source) or _DASH.search(source)) and not _ENDED.search(target):
        return f"The source ends its sentence, the English stops at “{_last_words(case.target.strip())}”."
    return None


def question_lost(case: Case) -> str | None:
    if _QUESTION.search(case.source.strip()) and "?" not in case.target and "？" not in case.target:
        return "The source asks a question, the English does not."
    return None


def unbalanced_quotes(case: Case) -> str | None:
    """Counts only what the source does not leave open itself, and no single quotes: they are apostrophes too."""
    if _lone_quotes(case.source) or not _lone_quotes(case.target):
        return None
    return "A quotation mark has no partner."


def _opened(text: str) -> frozenset[str]:
    """What is left open: `quote` or `bracket`."""
    found = brackets.match(text)
    kinds = {brackets.OPENS.get(text[i], "straight") for i in found.unclosed} - {"single"}
    return frozenset("quote" if kind in brackets.QUOTES else "bracket" for kind in kinds)


def _lone_quotes(text: str) -> int:
    found = brackets.match(text)
    lone = [text[i] for i in (*found.unclosed, *found.unopened)]
    return sum(c in brackets.STRAIGHT or (brackets.OPENS | brackets.CLOSES)[c] in ("quote", "corner") for c in lone)


def _last_words(text: str) -> str:
    return " ".join(text.split()[-4:])
