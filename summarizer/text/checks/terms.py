"""Are the names and terms of the article used."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from summarizer.records import Term
from summarizer.text.checks.case import Case
from summarizer.text.checks.language import NAME_BEHIND
from summarizer.text.names import same_name
from summarizer.text.names.compare import forms_of
from summarizer.text.scripts import table

NAMED = ("person", "organisation", "place", "work")
"""Kinds of terms that keep one English form; a product or plain term may be said in other words."""
_SMALL = frozenset({"of", "the", "and", "for", "in"})
_WORD = re.compile(r"\w+")
_PRONOUNS = frozenset("他她它我你您们們咱")


def term_unused(case: Case) -> str | None:
    """Names the English form that should stand there and does not. A name left in Chinese is leftover, not this; one that is
    only given in brackets behind another name is this."""
    target = _key(case.target)
    bare = NAME_BEHIND.sub("", case.target) if case.names_in_brackets else case.target
    missed = [
        f"“{term.target}” for {form}"
        for form, term in standing(case.source, case.terms)
        if form not in bare
        and not (same_name(case.target, term) if term.kind == "person" else _used(term, f" {target} "))
    ]
    return f"The English does not have {', '.join(missed)}." if missed else None


def standing(source: str, terms: Sequence[Term]) -> list[tuple[str, Term]]:
    """The checked terms whose source or alias stands in `source`, outside of longer terms, in the order of the source."""
    forms = sorted(((form, t) for t in terms for form in (t.source, *t.aliases) if form), key=lambda x: -len(x[0]))
    rest = source
    found: dict[str, tuple[str, Term]] = {}
    for form, term in forms:
        if form in rest and not set(form) <= _PRONOUNS:
            rest = rest.replace(form, "\n")
            if term.target and term.kind in NAMED:
                found.setdefault(term.source, (form, term))
    return sorted(found.values(), key=lambda x: source.index(x[0]))


def _used(term: Term, target: str) -> bool:
    """One of the term's English forms stands in the target; the authority table knows several (Legislative Yuan, Legislature)."""
    return any(_form_used(term.model_copy(update={"target": form}), target) for form in forms_of(term))


def _form_used(term: Term, target: str) -> bool:
    """An accepted form stands in the target, or all words of one of several do: Oxford University, the Minister of Health."""
    if any(f" {wanted}" in target for wanted in _accepted(term)):
        return True
    stems = [word[:5] for word in _key(term.target).split() if word not in _SMALL]
    return len(stems) > 1 and all(f" {stem}" in target for stem in stems)


def _accepted(term: Term) -> Iterator[str]:
    """Forms as `_key` writes them. One that ends in a blank is a whole word, another may go on (Taiwan, Taiwanese)."""
    words = _key(term.target).removeprefix("the ").split()
    if not words:
        return
    yield _open_ended(" ".join(words))
    if term.kind in ("organisation", "place") and len(words) > 1:
        yield "".join(word[0] for word in words if word not in _SMALL) + " "
        yield "".join(word[0] for word in words if word != "and") + " "  # MOTC has its "of"
    if term.kind == "place":
        yield from (_open_ended(_key(form)) for form in _demonyms().get(" ".join(words), ()))
        yield _open_ended(words[0][: max(4, len(words[0]) - 2)] if len(words) == 1 else " ".join(words))


def _open_ended(form: str) -> str:
    """A long form may have an ending; one of three letters must stand alone."""
    return form if len(form) > 3 else form + " "


@cache
def _demonyms() -> dict[str, tuple[str, ...]]:
    return {row[0].casefold(): row[1:] for row in table("demonyms.tsv")}


def _key(text: str) -> str:
    """Words in lower case with single blanks; U.S. is us, and a possessive falls away."""
    text = re.sub(r"(?<=\b[A-Za-z])\.(?=[A-Za-z]\b|\s|$)", "", text)
    return " ".join(_WORD.findall(re.sub(r"['’]s\b", "", text).casefold()))
