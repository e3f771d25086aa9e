"""The authority table: names and terms a reader of Chinese news meets, with their established English form."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from summarizer.records import Term, TermKind
from summarizer.text.names.tables import listed, rows
from summarizer.text.once import once
from summarizer.text.words import folded

NEAR = 40
"""Characters on either side in which a context word makes an ambiguous form certain (about one sentence)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact. `forms` are all Chinese forms, the table's own first; `english` all English ones, the preferred first."""

    forms: tuple[str, ...]
    english: tuple[str, ...]
    kind: TermKind
    ambiguous: dict[str, tuple[str, ...]]
    """Folded Chinese forms that are also ordinary words or other names, with the words that show which is meant."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry's form at a place of a folded text."""

    start: int
    form: str
    entry: Entry

    @property
    def end(self) -> int:
        return self.start + len(self.form)


@dataclass(frozen=True, slots=True)
class Index:
    """Folded forms; `lengths` maps the first two characters of a form to the lengths of the forms that begin so, longest first."""

    forms: dict[str, Entry | None]
    lengths: dict[str, tuple[int, ...]]


@once
def entries() -> tuple[Entry, ...]:
    """The table, in its order."""
    return tuple(_entry(cells) for cells in rows("authority.tsv"))


def _entry(cells: list[str]) -> Entry:
    source, traditional, english, kind, aliases, others, ambiguous = cells
    forms = tuple(dict.fromkeys((source, traditional, *listed(aliases))))
    return Entry(forms, (english, *listed(others)), cast("TermKind", kind), dict(map(_context, listed(ambiguous))))


def _context(cell: str) -> tuple[str, tuple[str, ...]]:
    form, _, words = cell.partition(":")
    return folded(form), tuple(folded(word) for word in words.split(",")) if words else ()


@once
def index() -> Index:
    """Every form, and the words that only look like one (`not_names.tsv`), which are found and passed over."""
    forms: dict[str, Entry | None] = {folded(cells[0]): None for cells in rows("not_names.tsv")}
    known = [(form, entry) for entry in entries() for form in entry.forms]
    keys = folded("\n".join(form for form, _ in known)).split("\n")  # all at once, as each alone takes its time
    forms.update(zip(keys, (entry for _, entry in known), strict=True))
    lengths: dict[str, set[int]] = {}
    for form in forms:
        lengths.setdefault(form[:2], set()).add(len(form))
    return Index(forms, {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()})


def lookup(form: str) -> Entry | None:
    """The entry that has this Chinese form, in either script."""
    return index().forms.get(folded(form))


def contexts(entry: Entry, form: str) -> tuple[str, ...] | None:
    """The folded words that show an ambiguous form to be meant; None for a form that is not ambiguous."""
    return entry.ambiguous.get(form)


def hits(keys: Sequence[str]) -> tuple[tuple[Hit, ...], ...]:
    """Where entries may stand in the folded texts of an article: from the left, longest first, without overlap.

    An ambiguous form counts if the article decides what it means: one of its context words near it, or another, unambiguous
    form of the same entry anywhere.
    """
    found = [tuple(_scan(key)) for key in keys]
    certain = {id(h.entry) for key, of_block in zip(keys, found, strict=True) for h in of_block if _certain(h, key)}
    return tuple(
        tuple(h for h in of_block if contexts(h.entry, h.form) is None or id(h.entry) in certain) for of_block in found
    )


def _scan(key: str) -> Iterator[Hit]:
    table, at = index(), 0
    while at < len(key):
        form = longest(key, at)
        entry = table.forms[form] if form else None
        if entry is not None:
            yield Hit(at, form, entry)
        at += len(form) or 1


def longest(key: str, at: int) -> str:
    """The longest form, or word that only looks like one, that begins at this place of a folded text; empty if none does."""
    table = index()
    for length in table.lengths.get(key[at : at + 2], ()):
        form = key[at : at + length]
        if form in table.forms and _whole(key, at, at + length):
            return form
    return ""


def _whole(text: str, start: int, end: int) -> bool:
    """False where a Latin form is part of a longer Latin word."""
    return not (_latin(text, start) and _latin(text, start - 1)) and not (_latin(text, end - 1) and _latin(text, end))


def _latin(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isascii() and text[at].isalnum()


def _certain(hit: Hit, key: str) -> bool:
    words = contexts(hit.entry, hit.form)
    if words is None:
        return True
    around = key[max(0, hit.start - NEAR) : hit.start] + "\n" + key[hit.end : hit.end + NEAR]
    return any(word in around for word in words)


def as_term(entry: Entry, standing: Collection[str]) -> Term:
    """The term of an entry of which these forms stand in a text, the table's order first."""
    order = {folded(form): place for place, form in reversed(list(enumerate(entry.forms)))}
    first, *others = sorted(standing, key=lambda form: order.get(folded(form), len(order)))
    return Term(source=first, target=entry.english[0], kind=entry.kind, origin="authority", aliases=tuple(others))
