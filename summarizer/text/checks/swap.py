"""Does the sentence name somebody who is its neighbour's: 罗江春认为 made "Sima Huapeng believes"."""

from summarizer.records import Term
from summarizer.text.checks.case import Case
from summarizer.text.checks.terms import standing
from summarizer.text.names.compare import same_name

_KINDS = ("person", "organisation")


def name_swapped(case: Case) -> str | None:
    """A person or organisation of the source is not named in the English; one of the same kind is, that stands in a sentence
    next to it and not here."""
    own = [term for _, term in standing(case.source, case.terms)]
    missing = [term for term in own if term.kind in _KINDS and not same_name(case.target, term)]
    strangers = [
        term for term in (_of_neighbours(case) if missing else ()) if term not in own and same_name(case.target, term)
    ]
    for term in missing:
        for stranger in strangers:
            if stranger.kind == term.kind and not _alike(stranger, own):
                return f"The English names {stranger.target}, who is in the sentence next to it; here it is {term.target} ({term.source})."
    return None


def _of_neighbours(case: Case) -> list[Term]:
    sources = [source for source, _ in (*case.previous, *case.following)]
    return list(dict.fromkeys(term for source in sources for _, term in standing(source, case.terms)))


def _alike(stranger: Term, own: list[Term]) -> bool:
    """True where a name of this sentence may be what the English says: it holds the other, or shares a word with it."""
    words = set(stranger.target.casefold().split())
    return any(words & set(term.target.casefold().split()) for term in own)
