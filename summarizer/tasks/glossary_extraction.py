"""A glossary to begin with: the names and terms of some articles, by rule, with how often each stands there. Asks no model
unless told to; what has no English yet is proposed without."""

from collections import Counter
from collections.abc import Sequence

from summarizer.errors import ModelError
from summarizer.glossary import Entry, counted
from summarizer.llm.session import STRONG, settle
from summarizer.pipeline import Prepared, Stop, prepare, walk
from summarizer.records import Record, Term, TermKind
from summarizer.runtime import Runtime
from summarizer.stages.brief import rule_based_brief
from summarizer.stages.translate import phrase
from summarizer.text import names
from summarizer.text.recurring import recurring
from summarizer.text.scripts import has_han

RANK = ("glossary", "authority", "source", "model", "pinyin", "transliteration", "text")
"""Whose English is taken where articles disagree, and what is listed first among things used equally often."""
MOST_ASKED = 200
"""Names and terms without English that a model is asked about, the most used first."""


class TermCandidate(Record):
    """A name or term of the articles; `target` is empty where no rule knows its English, `origin` is then `text`."""

    source: str
    target: str = ""
    kind: TermKind
    origin: str
    aliases: tuple[str, ...] = ()


def propose(articles: Sequence[Prepared], glossary: Sequence[Term] = ()) -> tuple[Entry, ...]:
    """What the rules find, the most used first: terms of the glossary and the authority table, English in brackets, people
    with their pinyin, organisations, works in title marks, and terms that come back."""
    found = [wanted for article in articles for wanted in _found(article, glossary)]
    return _counted([*found, *_recurring(articles, found)], articles)


async def ask(articles: Sequence[Prepared], runtime: Runtime) -> tuple[Entry, ...]:
    """The same with a model's help: each article is briefed, and the model gives English for what is still without.
    Raises the first error where no question about a phrase was answered."""
    briefed = await settle(walk(one, runtime.tools(one.document.sha256), until=Stop.BRIEFED) for one in articles)
    terms = [term for one in briefed if not isinstance(one, BaseException) for term in one.brief.terms]
    found = [_wanted(term) for term in terms if term.target]
    found += [wanted for article in articles for wanted in _found(article, runtime.glossary)]
    listed = _counted([*found, *_recurring(articles, found)], articles)
    open_ones = [entry.source for entry in listed if not entry.target][:MOST_ASKED]
    session = runtime.session(articles[0].document.sha256)
    answers = await settle(phrase(source, session) for source in open_ones)
    if (errors := [a for a in answers if isinstance(a, ModelError)]) and len(errors) == len(answers):
        raise errors[0]
    english = {s: a for s, a in zip(open_ones, answers, strict=True) if isinstance(a, str) and a}
    return tuple(
        entry._replace(target=english[entry.source], origin="model") if entry.source in english else entry
        for entry in listed
    )


def prepared(data: bytes, origin: str, language: str = "auto", encoding: str | None = None) -> Prepared:
    """An article as `translate` reads it. Raises InputError."""
    return prepare(data, origin, STRONG, language, encoding=encoding)


def text_of(article: Prepared) -> str:
    """What is left of the page: the text in which names are looked for."""
    return "\n".join(block.text for block in article.document.blocks)


def _found(article: Prepared, glossary: Sequence[Term]) -> list[TermCandidate]:
    """The names of one article."""
    text = text_of(article)
    rule_brief = rule_based_brief(article.document, article.segments, glossary)
    known = {form for term in rule_brief.terms for form in (term.source, *term.aliases)}
    standing = names.find_names([block.text for block in article.document.blocks], rule_brief.terms)
    found = [_wanted(term) for term in rule_brief.terms]
    affiliations = [p.affiliation.source for p in rule_brief.profiles if p.affiliation.source in text]
    made_up: list[tuple[TermKind, str]] = [("organisation", source) for source in affiliations]
    made_up += [(e.kind, e.name) for e in standing.entities if e.named and e.kind in ("person", "organisation", "work")]
    return found + [
        TermCandidate(source=source, kind=kind, origin="text")
        for kind, source in made_up
        if source and source not in known
    ]


def _recurring(articles: Sequence[Prepared], found: Sequence[TermCandidate]) -> list[TermCandidate]:
    known = {form for wanted in found for form in (wanted.source, *wanted.aliases)}
    text = "\n".join(text_of(article) for article in articles)
    return [TermCandidate(source=term, kind="term", origin="text") for term in recurring(text, known)]


def _wanted(term: Term) -> TermCandidate:
    return TermCandidate(
        source=term.source, target=term.target, kind=term.kind, origin=term.origin, aliases=term.aliases
    )


def _counted(found: Sequence[TermCandidate], articles: Sequence[Prepared]) -> tuple[Entry, ...]:
    """Each source once, with the English of the best origin, and no form under two sources; sorted by use."""
    best: dict[str, TermCandidate] = {}
    taken: dict[str, str] = {}
    for one in sorted(found, key=lambda wanted: RANK.index(wanted.origin)):
        if one.source[:1] == "#" or not has_han(one.source) or taken.setdefault(one.source, one.source) != one.source:
            continue
        new = tuple(form for form in one.aliases if taken.setdefault(form, one.source) == one.source)
        known = best.setdefault(one.source, one)
        aliases = tuple(dict.fromkeys((*(known.aliases if known is not one else ()), *new)))
        best[one.source] = known.model_copy(update={"aliases": aliases})
    terms = [
        Term(source=w.source, target=w.target, kind=w.kind, origin="source", aliases=w.aliases) for w in best.values()
    ]
    uses = Counter[str]()
    for article in articles:
        uses.update(counted(terms, text_of(article)))
    entries = [Entry(w.source, w.target, w.kind, w.origin, uses[w.source], w.aliases) for w in best.values()]
    return tuple(sorted((e for e in entries if e.uses), key=lambda e: (-e.uses, RANK.index(e.origin), e.source)))
