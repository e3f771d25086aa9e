"""Is there anything in it that is the model's own talk: scaffolding of the request, or a refusal."""

import re

from summarizer.records import FindingKind, Severity
from summarizer.text.checks.case import Case
from summarizer.text.checks.rule import EVERYTHING, Fault, Rule

_SCAFFOLDING: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("a segment id", re.compile(r"\b[a-z]{1,3}\d+\.s\d+\b")),
    ("a code fence", re.compile(r"```")),
    ("JSON", re.compile(r"^\s*[{\[]\s*[\"{]|[{,]\s*\"[\w.]{1,40}\"\s*:|\"\s*[}\]]\s*,?\s*$")),
    ("an escape sequence", re.compile(r"\\[nrt\"]|\\u[0-9a-fA-F]{4}")),
    ("a tag", re.compile(r"</?[A-Za-z][\w-]*(?:\s[^<>]{0,200})?/?>")),
    ("Markdown", re.compile(r"\*\*|^#{1,6} ")),
    (
        "a comment",
        re.compile(
            r"^\W*(?:(?:sure|certainly|of course|okay)\b[^.:\n]{0,60}\btranslat|here(?:['’]s| is| are)\b[^.:\n]{0,40}\btranslat)"
            r"|\b(?:let['’]s|i will|i['’]ll) translate\b|\btranslate the (?:given|following) (?:text|sentence)"
            r"|\bi(?: have|['’]ve)? (?:changed|translated|corrected|revised|rephrased|reworded) (?:this|the) (?:sentence|translation|wording|text)"
            r"|\b(?:translator['’]s note|note: (?:the|this|i) (?:translation|original|sentence|source|have|'ve))",
            re.IGNORECASE,
        ),
    ),
    (
        "a heading",
        re.compile(
            r"^\W*(?:(?:the )?(?:(?:corrected|revised|full|english|chinese|whole) )*translation\s*(?:is|in english)?\s*[:：]"
            r"|(?:the )?(?:corrected|revised|translated|english) (?:text|sentence|version|output)\s*(?:is|in english)?\s*[:：]"
            r"|the sentence (?:in english is|is translated as|translates (?:to|as))\b"
            r"|(?:in )?english\s*[:：]|the (?:english )?translation (?:of|is)\b)",
            re.IGNORECASE,
        ),
    ),
)

_BEFORE = re.compile(
    r"^\W*(?:(?:sure|certainly|of course|okay)\b[^.:\n]{0,60}[.!,:]\s*)?"
    r"(?:here(?:['’]s| is) (?:the|your|an?)\b[^.:\n]{0,40}\btranslat[^.:\n]{0,40}"
    r"|(?:the )?(?:(?:corrected|revised|full|english) )*translation(?: (?:is|in english))?)\s*:\s*",
    re.IGNORECASE,
)
"""A comment that ends in a colon before the translation itself."""

_ABOUT_TRANSLATION = re.compile("[译譯]|英[语語文]")

_REFUSAL = re.compile(
    r"\bas an ai\b(?: (?:language )?model| assistant)?,? i\b|\bi(?:['’]m| am) (?:just |only )?an ai\b"
    r"|\bi(?:['’]m| am)? ?(?:can(?:['’]t|not| not)|(?:am )?(?:not able|unable) to|won['’]t be able to)"
    r" (?:assist|help(?: you)? with|help(?=[.!])|translate|fulfil|comply|process|provide (?:a|the|any) translation|complete (?:this|that))"
    r"|\bplease provide (?:the|me|more)\b[^.]{0,30}(?:text|sentence|context)|\bno (?:text|sentence) (?:was |is )?provided\b",
    re.IGNORECASE,
)
_SPOKEN_REFUSAL = re.compile(
    r"抱歉|对不起|對不起|遗憾|遺憾|无法|無法|不能|没办法|沒辦法|不了|不会|不會|请提供|請提供|没有提供|沒有提供|我[是只][^，。]{0,8}AI"
)


def scaffolding(case: Case) -> Fault | None:
    """What belongs to the request or to a chat, and does not stand in the source."""
    for what, pattern in _SCAFFOLDING:
        if what == "a heading" and _ABOUT_TRANSLATION.search(case.source):
            continue
        found = next((m for m in pattern.finditer(case.target) if m[0].strip() not in case.source), None)
        if found:
            return Fault(found=found[0].strip()[:60], expected=what, span=found.span())
    return None


def without_comment(source: str, target: str) -> str:
    """The English without what a model says before it ("Here is the translation:"), and without the quotation marks it then sets
    around all of it. Unchanged where the source itself speaks of translating, or where nothing would be left."""
    if _ABOUT_TRANSLATION.search(source) or not (found := _BEFORE.match(target)):
        return target
    left = target[found.end() :].strip()
    if left[:1] in '"“' and left[-1:] in '"”' and source.strip()[:1] not in '“「"':
        left = left[1:-1].strip()
    return left or target


def refusal(case: Case) -> Fault | None:
    """The model speaks for itself; a source that itself declines something is let pass."""
    found = _REFUSAL.search(case.target)
    if found is None or _SPOKEN_REFUSAL.search(case.source):
        return None
    return Fault(found=case.target.strip()[:80], span=found.span())


RULES = (
    Rule(
        id="refusal",
        kind=FindingKind.REFUSAL,
        severity=Severity.ERROR,
        looks_for="A model that speaks for itself and declines to translate.",
        message="The model declined to translate: “{found}”.",
        test=refusal,
        passes=Case("他说：“抱歉，我帮不了你。”", "He said: “Sorry, I can't help you.”"),
        fails=Case("会议在周三结束。", "I'm sorry, but I can't assist with that request."),
        explains=(EVERYTHING,),
    ),
    Rule(
        id="model-chatter",
        kind=FindingKind.MODEL_CHATTER,
        severity=Severity.ERROR,
        looks_for="Words that belong to the request or to a chat: a comment, JSON, an id, a tag, Markdown.",
        message="It holds {expected} that is not in the source: “{found}”.",
        test=scaffolding,
        passes=Case("会议在周三结束。", "The meeting ended on Wednesday."),
        fails=Case("会议在周三结束。", "Here is the translation: The meeting ended on Wednesday."),
        explains=(
            FindingKind.LENGTH,
            FindingKind.TRUNCATED,
            FindingKind.UNBALANCED_QUOTES,
            FindingKind.ADDED_QUOTES,
            FindingKind.UNTRANSLATED,
            FindingKind.SPELLING,
        ),
    ),
)
