"""The one name finder: every name of an article, found once for translation and attribution alike."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from summarizer.records import Term
from summarizer.text.names.authority import hits
from summarizer.text.names.chinese import Candidate, chinese_candidates
from summarizer.text.names.entities import Entity, NameKind, Names
from summarizer.text.names.grouping import entities_of
from summarizer.text.names.organisations import organisations
from summarizer.text.names.others import about_japan, given, glued, japanese, latin, listed, quoted, works
from summarizer.text.names.passage import Passage
from summarizer.text.names.resolution import Weighed, chosen, weighed, with_support
from summarizer.text.names.transliterated import transliterated
from summarizer.text.words import folded

__all__ = ["Entity", "Names", "find_names"]


def find_names(blocks: Sequence[str], known_terms: Sequence[Term] = ()) -> Names:
    """The names in the texts of an article's blocks, resolved over the whole article.

    `known_terms` are names found elsewhere (glossary, brackets): wherever they stand as whole words, and not inside a longer
    name, they are names. So are those of the authority table, which need not be given.
    """
    passages, found = _weighed(blocks, known_terms)
    standing: list[list[Weighed]] = [chosen(of_block) for of_block in found]
    return entities_of(passages, standing)


def candidates_of(blocks: Sequence[str]) -> list[Weighed]:
    """Everything that was weighed, chosen or not, with its evidence: what an explanation shows."""
    return list(chain.from_iterable(_weighed(blocks, ())[1]))


def _weighed(blocks: Sequence[str], known_terms: Sequence[Term]) -> tuple[list[Passage], list[list[Weighed]]]:
    """The candidates of each block, with the support of the whole article."""
    passages = [Passage(number, text) for number, text in enumerate(blocks)]
    forms: dict[str, NameKind] = {
        folded(form): term.kind for term in known_terms for form in (term.source, *term.aliases) if len(form) > 1
    }
    lengths = _lengths(forms)
    japan = about_japan(passages)
    found = [
        weighed(chain(_candidates(passage, forms, lengths, japan=japan), listed(passage, of_block)))
        for passage, of_block in zip(passages, hits([p.key for p in passages]), strict=True)
    ]
    with_support(list(chain.from_iterable(found)), passages)
    return passages, found


def _candidates(
    passage: Passage, forms: Mapping[str, NameKind], lengths: Mapping[str, tuple[int, ...]], *, japan: bool
) -> Iterator[Candidate]:
    yield from chinese_candidates(passage)
    yield from transliterated(passage)
    if japan:
        yield from japanese(passage)
    yield from organisations(passage)
    yield from latin(passage)
    yield from quoted(passage)
    yield from glued(passage)
    yield from works(passage)
    yield from given(passage, forms, lengths)


def _lengths(forms: Mapping[str, NameKind]) -> dict[str, tuple[int, ...]]:
    """The lengths of the forms that begin with each two characters, longest first."""
    found: dict[str, set[int]] = defaultdict(set)
    for form in forms:
        found[form[:2]].add(len(form))
    return {start: tuple(sorted(lengths, reverse=True)) for start, lengths in found.items()}
