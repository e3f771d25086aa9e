"""The words beside names (`name_context.tsv`), looked up in folded text."""

from functools import cache

from summarizer.text.names.tables import rows


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one kind: title, address, verb, weak_verb, title_prefix, calls, organisation, institution."""
    return _by_kind().get(kind, frozenset())


@cache
def _by_kind() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for kind, word in rows("name_context.tsv"):
        found.setdefault(kind, set()).add(word)
    return {kind: frozenset(listed) for kind, listed in found.items()}


@cache
def _lengths(kind: str) -> tuple[int, ...]:
    return tuple(sorted({len(word) for word in words(kind)}, reverse=True))


def longest_before(kind: str, key: str, at: int) -> str:
    """The longest word of the kind that ends at this place of a folded text."""
    known = words(kind)
    return next((key[at - n : at] for n in _lengths(kind) if n <= at and key[at - n : at] in known), "")


def longest_after(kind: str, key: str, at: int) -> str:
    """The longest word of the kind that begins at this place of a folded text."""
    known = words(kind)
    return next((key[at : at + n] for n in _lengths(kind) if key[at : at + n] in known), "")
