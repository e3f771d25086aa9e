"""Does it end where the source ends, and ask where the source asks."""

import re

from summarizer.records import FindingKind, Severity
from summarizer.text import brackets
from summarizer.text.checks.case import Case
from summarizer.text.checks.length import too_short
from summarizer.text.checks.omission import seems_short
from summarizer.text.checks.rule import Fault, Rule
from summarizer.text.ends import closes_with_end_mark

_DANGLING = re.compile(
    r"(?:\b(?:the|a|an|of|and|or|to|for|with|from|by|at|as|but|because|which|whose|than|its|their|our|my|your)|[,、，(（“‘\[{\"])$",
    re.IGNORECASE,
)
_DANGLING_IN_HEADING = re.compile(r"(?:\b(?:the|an|of|and)|[(（“‘\[{\"])$", re.IGNORECASE)
_GOES_ON = re.compile(r"[，,、；;：:—][\"”’」』）)]*$")
_ENDED = re.compile(r"[.!?…:;。！？—–-]\s*[\"'”’)\]）」』*\s]*$")
"""A blank may stand before a closing mark: He said: “We will. ”"""
_SOURCE_LINE = re.compile(r"[.!?…][\"'”’]*\s*[(\[（][^()\[\]（）]{1,60}[)\]）]$|[(（][A-Z][^()（）]{1,40}[)）]$")
"""The agency in brackets behind the last sentence: (Xinhua)."""
_INDIRECT = re.compile(r"\b(?:ask|wonder|question|query|curious)\w*\b|\b(?:whether|how come|why)\b", re.IGNORECASE)
_QUOTATION_MARK = re.compile(r"[“”„«»]|(?<!\d)\"|(?<=\d)\"(?=[\s,.;:!?)]*$)")
_STRAY = re.compile(r"(?<!\.)\b[a-z]{4,}\.[!?,;:]|[,;:][.!?,;](?![\w)-])")
"""Two marks of which one is too many: “hired.! AI”, “today,.”; not those of short abbreviations (etc., U.S.?), nor ?! and ellipses."""
_SLASHED = re.compile(r"\b(?:s?he/s?he|his/hers?|hers?/his|him/her|her/him|s/he)\b|\(s\)he\b", re.IGNORECASE)
_EITHER = re.compile(r"他\s*[/／(（或和與与]\s*她|她\s*[/／(（或和與与]\s*他|[a-z]/[a-z]", re.IGNORECASE)
_DASH = re.compile(r"[—–][\"”’」』）)\s]*$")
_ASIDE = re.compile(r"\s*[（(][^（）()]{1,12}[）)]$")
_QUESTION = re.compile(r"[？?][！!？?]*[\"”’」』）)]*$")


def broken_off(case: Case) -> Fault | None:
    """It stops on a word that needs another, inside a bracket or quotation that the source closes, or early and without an end mark."""
    target, ends = case.target.strip(), closes_with_end_mark(case.source)
    if _dangles(target, _DANGLING if ends else _DANGLING_IN_HEADING) and not _GOES_ON.search(case.source.strip()):
        return _stops(case)
    if ends and not _ends(target) and _opened(target) - _opened(case.source):
        return _stops(case)
    if no_end_mark(case) and (too_short(case) or seems_short(case)):
        return _stops(case)
    return None


def _stops(case: Case) -> Fault:
    end, words = len(case.target.rstrip()), _last_words(case.target.strip())
    return Fault(found=words, span=(max(0, end - len(words)), end))


def _ends(target: str) -> bool:
    return _ENDED.search(target) is not None or _SOURCE_LINE.search(target) is not None


def _dangles(target: str, pattern: re.Pattern[str]) -> bool:
    """A straight quotation mark at the end dangles only where it opens."""
    found = pattern.search(target)
    return found is not None and not (found[0] == '"' and target.count('"') % 2 == 0)


def no_end_mark(case: Case) -> Fault | None:
    """A dash ends a sentence that its speaker breaks off, and is asked for as well; an aside behind the end, （笑）, is not."""
    source, target = (_ASIDE.sub("", text.strip()) for text in (case.source, case.target))
    if (closes_with_end_mark(source) or _DASH.search(source)) and not (_ends(target) or _ends(case.target.strip())):
        return _stops(case)
    return None


def question_lost(case: Case) -> Fault | None:
    """A question told in other words (asked whether, wondered how) is one."""
    if not case.target.strip() or not _QUESTION.search(case.source.strip()):
        return None
    return None if re.search("[?？]", case.target) or _INDIRECT.search(case.target) else Fault(expected="？")


def unbalanced_quotes(case: Case) -> Fault | None:
    """Counts only what the source does not leave open itself, and no single quotes: they are apostrophes too."""
    if _lone_quotes(case.source) or _marks(case.target) % 2 == 0:
        return None
    return Fault(found=case.target.strip()[-40:])


def _opened(text: str) -> frozenset[str]:
    """What is left open: `quote` or `bracket`."""
    found = brackets.match(text)
    kinds = {brackets.OPENS.get(text[i], "straight") for i in found.unclosed} - {"single"}
    return frozenset("quote" if kind in brackets.QUOTES else "bracket" for kind in kinds)


def _lone_quotes(text: str) -> int:
    found = brackets.match(text)
    lone = [text[i] for i in (*found.unclosed, *found.unopened)]
    return sum(c in brackets.STRAIGHT or (brackets.OPENS | brackets.CLOSES)[c] in ("quote", "corner") for c in lone)


def _marks(text: str) -> int:
    """Double quotation marks of any shape: an opening one may be straight and its partner curly. Inches are none."""
    return len(_QUOTATION_MARK.findall(text))


def _last_words(text: str) -> str:
    return " ".join(text.split()[-4:])


def stray_punctuation(case: Case) -> Fault | None:
    """Two end marks of which one is too many: fragments were put together."""
    found = _STRAY.search(case.target) if case.han else None
    if found is None or found[0][-2:] in case.source:
        return None
    return Fault(found=found[0], span=found.span())


def undecided_pronoun(case: Case) -> Fault | None:
    """He/she, where the source leaves nothing open or names nobody."""
    found = _SLASHED.search(case.target) if case.han else None
    if found is None or _EITHER.search(case.source):
        return None
    return Fault(found=found[0], span=found.span())


RULES = (
    Rule(
        id="stray-punctuation",
        kind=FindingKind.SPELLING,
        severity=Severity.WARNING,
        looks_for="Two marks of which one is too many, as where fragments were joined.",
        message="The punctuation “{found}” joins fragments.",
        test=stray_punctuation,
        passes=Case("“上岗了！AI”课题组成立。", "The topic group, “On the job! AI”, etc., was formed."),
        fails=Case("“上岗了！AI”课题组成立。", "The “Hired.! AI” topic group was hired.! It was formed."),
    ),
    Rule(
        id="undecided-pronoun",
        kind=FindingKind.PRONOUN,
        severity=Severity.WARNING,
        looks_for="He/she or his/her, where the source does not leave it open in the same way.",
        message="“{found}”: the source does not leave this open.",
        test=undecided_pronoun,
        passes=Case("他/她可以申请。", "He/she may apply."),
        fails=Case("“上岗了！”课题组成立。", "The “He/she has been hired!” group was formed."),
    ),
    Rule(
        id="broken-off",
        kind=FindingKind.TRUNCATED,
        severity=Severity.ERROR,
        looks_for="An English that stops on a word that needs another, inside a quotation or bracket, or early and without an end mark.",
        message="It breaks off after “{found}”.",
        test=broken_off,
        passes=Case("他说：“我们会继续。”", "He said: “We will continue. ”"),
        fails=Case("他说，“我们认为世界需要投入大量金额。”", "He said, “We believe the world needs to invest"),
        explains=(
            FindingKind.LENGTH,
            FindingKind.TRUNCATED,
            FindingKind.OMISSION,
            FindingKind.UNBALANCED_QUOTES,
            FindingKind.MISSING_QUOTES,
            FindingKind.QUESTION,
            FindingKind.NEGATION,
            FindingKind.CERTAINTY,
        ),
    ),
    Rule(
        id="no-end-mark",
        kind=FindingKind.TRUNCATED,
        severity=Severity.WARNING,
        looks_for="A sentence that ends in the source, and has no end mark in English.",
        message="The source ends its sentence, the English stops at “{found}”.",
        test=no_end_mark,
        passes=Case("欧盟宣布新措施。", "The EU announced new measures (Xinhua)"),
        fails=Case("欧盟宣布新措施。", "The EU announced new measures"),
    ),
    Rule(
        id="question-lost",
        kind=FindingKind.QUESTION,
        severity=Severity.WARNING,
        looks_for="A question that is none in English.",
        message="The source asks a question, the English does not.",
        test=question_lost,
        passes=Case("真的是这样吗？", "He wondered whether it was really so."),
        fails=Case("人才哪里找？", "Talent is hard to find."),
        explains=(FindingKind.NEGATION, FindingKind.CERTAINTY),
    ),
    Rule(
        id="unbalanced-quotes",
        kind=FindingKind.UNBALANCED_QUOTES,
        severity=Severity.WARNING,
        looks_for="A quotation mark without a partner, where the source has none such.",
        message="A quotation mark has no partner: “…{found}”.",
        test=unbalanced_quotes,
        passes=Case("他说“好”。", 'He said "good.”'),
        fails=Case("他说“好”。", "He said “good."),
    ),
)
