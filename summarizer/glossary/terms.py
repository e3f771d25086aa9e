"""The terms of a glossary, and where they stand in an article."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from summarizer.errors import GlossaryError
from summarizer.glossary.check import faults_of
from summarizer.glossary.read import SHAPE, Line, lines_of
from summarizer.records import Severity, Term, TermKind
from summarizer.text.scripts import simplified


def load(path: Path) -> tuple[Term, ...]:
    """The terms of a glossary file, in its order, with origin `glossary`; lines that say the same are one term.

    Raises GlossaryError for the first line that cannot be used.
    """
    lines = tuple(line for line in lines_of(path) if not line.passed_over)
    for fault in faults_of(lines):
        if fault.severity == Severity.ERROR:
            raise GlossaryError(f"{path.name}, line {fault.line}: {fault.detail}", fault.hint)
    if not lines:
        raise GlossaryError(f"The glossary {path.name} holds no terms.", SHAPE)
    terms: dict[str, Term] = {}
    for line in lines:
        known = terms.setdefault(line.source, _term(line))
        merged = tuple(dict.fromkeys([*known.aliases, *_term(line).aliases]))
        terms[line.source] = known.model_copy(update={"aliases": merged})
    return tuple(terms.values())


def _term(line: Line) -> Term:
    kind = cast("TermKind", line.kind.casefold() or "term")
    aliases = tuple(alias for alias in line.aliases if alias != line.source)
    return Term(source=line.source, target=line.target, kind=kind, origin="glossary", aliases=aliases)


def standing(terms: Sequence[Term], text: str) -> tuple[Term, ...]:
    """The terms of which a form stands in the text, in either script; `source` and aliases are as the text writes them."""
    key = simplified(text)
    found = []
    for term in terms:
        forms = [text[at : at + len(form)] for form in (term.source, *term.aliases) for at in _places(form, key)]
        if forms:
            first, *others = dict.fromkeys(forms)
            found.append(term.model_copy(update={"source": first, "aliases": tuple(others)}))
    return tuple(found)


def _places(form: str, key: str) -> Iterator[int]:
    wanted, at = simplified(form), -1
    while (at := key.find(wanted, at + 1)) >= 0:
        yield at


def counted(terms: Sequence[Term], text: str) -> Mapping[str, int]:
    """How often each term stands in the text, by its source: all forms together, in either script, none inside a longer one."""
    forms = {simplified(form): term.source for term in reversed(terms) for form in (*term.aliases, term.source) if form}
    key, counts = simplified(text), Counter[str]()
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        counts[forms[form]] += key.count(form)
        key = key.replace(form, "\n")
    return {term.source: counts[term.source] for term in terms}
