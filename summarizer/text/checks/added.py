"""Is there anything in it that the source does not say: a known name, an office, a time of day. Small models invent them where they
introduce somebody; a reader would quote them."""

import re
from collections.abc import Iterator, Mapping

from summarizer.records import FindingKind, Severity
from summarizer.text.checks.case import Case
from summarizer.text.checks.rule import Fault, Rule, at
from summarizer.text.names import authority
from summarizer.text.names.tables import listed, rows
from summarizer.text.once import once

_GREETING = re.compile(r"\bgood (morning|afternoon|evening|night)\b", re.IGNORECASE)
_TIME_OF_DAY = re.compile("[早晨午晚夜]|安")
_SHORTEST = 2
"""Words of an English form that is looked for: single words are often other things as well."""
_KINDS = ("person", "organisation")
_SAID_OF_MANY = ("Department of",)
"""Beginnings of names that many governments share: 商業司 and 商务部 are both a Department of Commerce."""
_GENERIC = 12
"""A pair of characters in the Chinese forms of at least so many entries (大学, 公司, 中国) says nothing of which is meant."""


def with_plain_greeting(source: str, target: str) -> str:
    """The English with Hello for a time of day that the source does not name."""
    if _TIME_OF_DAY.search(source):
        return target
    return _GREETING.sub(lambda found: "Hello" if found[0][0] == "G" else "hello", target)


def added_greeting(case: Case) -> Fault | None:
    """大家好 is a greeting at any hour."""
    found = _GREETING.search(case.target)
    if found is None or _TIME_OF_DAY.search(case.source) or not case.han:
        return None
    return Fault(found=found[0], span=found.span())


def added_office(case: Case) -> Fault | None:
    """An office or profession for which nothing stands in the source, nor in the names that stand there."""
    if not case.han:
        return None
    known = " ".join(
        form for term in case.terms if _stands(term.source, term.aliases, case.source) for form in (term.target,)
    )
    for word in re.findall(r"[a-z]+", case.target.lower()):
        allowed = _offices().get(word)
        if (
            allowed
            and not allowed.search(case.source)
            and word not in known.lower()
            and word not in case.source.lower()
        ):
            return Fault(found=word, span=at(case.target.casefold(), word))
    return None


def added_name(case: Case) -> Fault | None:
    """A person or organisation of the authority table of whom nothing stands in this sentence or those just before it."""
    if not case.han:
        return None
    near = " ".join((case.source, *(source for source, _ in case.previous)))
    for english, entry in _found(case.target):
        if not (_given(english, case, near) or any(pair in near for pair in _telling(entry.forms))):
            return Fault(found=english, span=at(case.target, english))
    return None


def _given(english: str, case: Case, near: str) -> bool:
    """True where the source itself gives the English form, or a term of the article has it."""
    return english.lower() in near.lower() or any(english in t.target for t in case.terms if t.source in near)


def _stands(source: str, aliases: tuple[str, ...], text: str) -> bool:
    return any(form in text for form in (source, *aliases))


@once
def _offices() -> Mapping[str, re.Pattern[str]]:
    return {english: re.compile("|".join(listed(allowed))) for english, allowed in rows("offices.tsv")}


def _found(text: str) -> Iterator[tuple[str, authority.Entry]]:
    """English forms that stand in the text as whole words, longest first at each place."""
    words = list(re.finditer(r"[\w.&'’-]+", text))
    at = 0
    while at < len(words):
        step = 1
        for length in _lengths().get(words[at][0], ()):
            if at + length <= len(words):
                form = text[words[at].start() : words[at + length - 1].end()].rstrip(".,")
                entry = _english().get(form)
                if entry and not (entry.kind == "person" and _goes_on(text, words[at + length - 1].end())):
                    yield form, entry
                    step = length
                    break
        at += step


def _goes_on(text: str, end: int) -> bool:
    """True where a name is only the beginning of a longer one: Wang Jian in Wang Jian Yuan."""
    return re.match(r"[ -][A-Z][a-z]", text[end:]) is not None


@once
def _english() -> Mapping[str, authority.Entry]:
    return {
        form: entry
        for entry in authority.entries()
        if entry.kind in _KINDS
        for form in entry.english
        if len(form.split()) >= _SHORTEST and not form.startswith(_SAID_OF_MANY)
    }


@once
def _lengths() -> Mapping[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for form in _english():
        found.setdefault(form.split()[0], set()).add(len(re.findall(r"[\w.&'’-]+", form)))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def _telling(forms: tuple[str, ...]) -> set[str]:
    """The pairs of characters that point at these forms and few others; the whole form where it is one character long."""
    pairs = {pair for form in forms for pair in _pairs(form)}
    return {pair for pair in pairs if _how_many().get(pair, 0) < _GENERIC} or set(forms)


def _pairs(form: str) -> Iterator[str]:
    return (form[n : n + 2] for n in range(max(1, len(form) - 1)))


@once
def _how_many() -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for entry in authority.entries():
        for pair in {pair for form in entry.forms for pair in _pairs(form)}:
            counts[pair] = counts.get(pair, 0) + 1
    return counts


RULES = (
    Rule(
        id="greeting-added",
        kind=FindingKind.ADDITION,
        severity=Severity.WARNING,
        looks_for="A time of day in a greeting, which the source does not name.",
        message="It says “{found}”; the source names no time of day.",
        test=added_greeting,
        passes=Case("大家晚上好。", "Good evening, everyone."),
        fails=Case("大家好。", "Good evening, everyone."),
    ),
    Rule(
        id="name-added",
        kind=FindingKind.ADDITION,
        severity=Severity.INFO,
        looks_for="A well-known person or organisation of whom nothing stands in this sentence or those just before it.",
        message="It names {found}; the source does not.",
        test=added_name,
        passes=Case("习近平周三发表讲话。", "Xi Jinping spoke on Wednesday."),
        fails=Case("双方周三举行会谈。", "Xi Jinping held talks on Wednesday."),
    ),
    Rule(
        id="office-added",
        kind=FindingKind.ADDITION,
        severity=Severity.INFO,
        looks_for="An office or profession for which nothing stands in the source.",
        message="It says “{found}”; the source gives nobody that office.",
        test=added_office,
        passes=Case("印度总理周二抵达东京。", "The Indian prime minister arrived in Tokyo on Tuesday."),
        fails=Case("陈明周二抵达东京。", "Professor Chen Ming arrived in Tokyo on Tuesday."),
    ),
)
