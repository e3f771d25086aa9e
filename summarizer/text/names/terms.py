"""The terms of an article that the authority table knows, as the name finder places them."""

from collections.abc import Iterator

from summarizer.records import Term
from summarizer.text.names.authority import Entry, as_term, contexts, entries, lookup
from summarizer.text.names.entities import Entity, Names
from summarizer.text.names.finder import find_names
from summarizer.text.once import once
from summarizer.text.scripts import table
from summarizer.text.words import folded

_LOCAL = ("省", "市", "县", "区", "州", "镇", "乡", "村", "旗")
_NATIONAL = ("National", "People's Republic", "Central", "Supreme")


def find(text: str, context: str | None = None) -> tuple[Term, ...]:
    """The entries that stand in the text, in order of first mention; `source` and aliases are the forms that stand there.

    What an ambiguous form means is decided by `context`, the whole article; by the text itself if none is given.
    """
    lines = text.split("\n")
    before = [] if context is None else context.split("\n")
    names = find_names([*before, *lines])
    return terms_of(names, first=len(before))


def terms_of(names: Names, first: int = 0) -> tuple[Term, ...]:
    """The authority table's terms among the names, from a block on. No entry counts inside a longer name, but for a place and an
    organisation that make up one together (中国外交部)."""
    standing: dict[int, tuple[Entry, list[str]]] = {}
    placed: list[tuple[tuple[int, int], Entry, str]] = []
    for entity in names.entities:
        for mention in entity.mentions:
            if mention.block >= first:
                placed.extend(
                    ((mention.block, mention.start), entry, form) for form, entry in _known(entity, mention.form)
                )
    for _, entry, form in sorted(placed, key=lambda one: one[0]):
        _, forms = standing.setdefault(id(entry), (entry, []))
        if form not in forms:
            forms.append(form)
    return tuple(as_term(entry, forms) for entry, forms in standing.values())


def _known(entity: Entity, form: str) -> Iterator[tuple[str, Entry]]:
    entry = lookup(form)
    if entry is None and entity.kind == "organisation":
        yield from _parts(form)
    elif entry is not None and entry.kind == entity.kind and _meant(entity, form, entry):
        yield form, entry


def _meant(entity: Entity, form: str, entry: Entry) -> bool:
    """False for an ambiguous form of which nothing in the article says that this entry is meant."""
    if contexts(entry, folded(form)) is None or any(e.rule == "known" for e in entity.evidence):
        return True
    return any(lookup(other) is entry and contexts(entry, folded(other)) is None for other in entity.forms)


def _parts(form: str) -> Iterator[tuple[str, Entry]]:
    """A place and an organisation without a place of its own that make up the form together."""
    for cut in range(2, len(form) - 1):
        place, body = lookup(form[:cut]), lookup(form[cut:])
        if place and body and place.kind == "place" and body.kind == "organisation" and _fits(form[:cut], place, body):
            yield form[:cut], place
            yield form[cut:], body
            return
    for cut in range(min(len(form), 6), 1, -1):
        if (place := lookup(form[:cut])) and place.kind == "place":
            yield form[:cut], place
            return


def _fits(form: str, place: Entry, body: Entry) -> bool:
    english = body.english[0]
    if form.endswith(_LOCAL) and any(word in english for word in _NATIONAL):
        return False
    own = {word for name in place.english for word in name.split()}
    return not any(word in countries() and word not in own for word in english.replace("'s", "").split())


@once
def countries() -> frozenset[str]:
    """English words that name a country or what belongs to one."""
    places = {name for entry in entries() if entry.kind == "place" for name in entry.english[:1] if " " not in name}
    return frozenset(places | {cell for cells in table("demonyms.tsv") for cell in cells if cell and " " not in cell})
