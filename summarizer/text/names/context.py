"""The words beside names (`name_context.tsv`), looked up in folded text."""

from summarizer.text.names.tables import rows
from summarizer.text.once import once


def words(kind: str) -> frozenset[str]:
    """The words of one kind: title, address, verb, weak_verb, title_prefix, calls, organisation, institution."""
    return _by_kind().get(kind, frozenset())


@once
def _by_kind() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for kind, word in rows("name_context.tsv"):
        found.setdefault(kind, set()).add(word)
    return {kind: frozenset(listed) for kind, listed in found.items()}


@once
def _by_first() -> dict[str, dict[str, tuple[str, ...]]]:
    return {kind: _by_character(kind, 0) for kind in _by_kind()}


@once
def _by_last() -> dict[str, dict[str, tuple[str, ...]]]:
    return {kind: _by_character(kind, -1) for kind in _by_kind()}


def _by_character(kind: str, place: int) -> dict[str, tuple[str, ...]]:
    """The words of the kind by their first or last character, longest first."""
    found: dict[str, list[str]] = {}
    for word in sorted(words(kind), key=len, reverse=True):
        found.setdefault(word[place], []).append(word)
    return {character: tuple(listed) for character, listed in found.items()}


def longest_before(kind: str, key: str, at: int) -> str:
    """The longest word of the kind that ends at this place of a folded text."""
    for word in _by_last()[kind].get(key[at - 1 : at], ()):
        if key.endswith(word, 0, at):
            return word
    return ""


def longest_after(kind: str, key: str, at: int) -> str:
    """The longest word of the kind that begins at this place of a folded text."""
    for word in _by_first()[kind].get(key[at : at + 1], ()):
        if key.startswith(word, at):
            return word
    return ""
