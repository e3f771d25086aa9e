"""The authority table: names and terms a reader of Chinese news meets, with their established English form."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from summarizer.records import Term, TermKind
from summarizer.text.names.tables import listed, rows

NEAR = 40
"""Characters on either side in which a context word makes an ambiguous form certain (about one sentence)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact. `forms` are all Chinese forms, the table's own first; `english` all English ones, the preferred first."""

    forms: tuple[str, ...]
    english: tuple[str, ...]
    kind: TermKind
    ambiguous: dict[str, tuple[str, ...]]
    """Chinese forms that are also ordinary words or other names, with the words that show which is meant."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry's form at a place of a text."""

    start: int
    form: str
    entry: Entry

    @property
    def end(self) -> int:
        return self.start + len(self.form)


@dataclass(frozen=True, slots=True)
class Index:
    """`lengths` maps the first two characters of a form to the lengths of the forms that begin so, longest first."""

    forms: dict[str, Entry | None]
    lengths: dict[str, tuple[int, ...]]


@cache
def entries() -> tuple[Entry, ...]:
    """The table, in its order."""
    return tuple(_entry(cells) for cells in rows("authority.tsv"))


def _entry(cells: list[str]) -> Entry:
    source, traditional, english, kind, aliases, others, ambiguous = cells
    forms = tuple(dict.fromkeys((source, traditional, *listed(aliases))))
    return Entry(forms, (english, *listed(others)), cast("TermKind", kind), dict(map(_context, listed(ambiguous))))


def _context(cell: str) -> tuple[str, tuple[str, ...]]:
    form, _, words = cell.partition(":")
    return form, tuple(words.split(",")) if words else ()


@cache
def index() -> Index:
    """Every form, and the words that only look like one (`not_names.tsv`), which are found and passed over."""
    forms: dict[str, Entry | None] = {cells[0]: None for cells in rows("not_names.tsv")}
    forms.update((form, entry) for entry in entries() for form in entry.forms)
    lengths: dict[str, set[int]] = {}
    for form in forms:
        lengths.setdefault(form[:2], set()).add(len(form))
    return Index(forms, {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()})


def lookup(form: str) -> Entry | None:
    """The entry that has exactly this Chinese form."""
    return index().forms.get(form)


def occurrences(text: str, context: str | None = None) -> tuple[Hit, ...]:
    """Where entries stand in the text: from the left, longest first, without overlap.

    An ambiguous form counts where `context` (the whole article; the text itself when not given) decides what it
    means: one of its context words near it, or another, unambiguous form of the same entry anywhere.
    """
    hits = tuple(_scan(text))
    if not any(hit.form in hit.entry.ambiguous for hit in hits):
        return hits
    whole = text if context is None else context
    known = hits if context is None else tuple(_scan(context))
    certain = {id(hit.entry) for hit in known if _certain(hit, whole)}
    return tuple(hit for hit in hits if hit.form not in hit.entry.ambiguous or id(hit.entry) in certain)


def _scan(text: str) -> Iterator[Hit]:
    table, at = index(), 0
    while at < len(text):
        form = longest(text, at)
        entry = table.forms[form] if form else None
        if entry is not None:
            yield Hit(at, form, entry)
        at += len(form) or 1


def longest(text: str, at: int) -> str:
    """The longest form, or word that only looks like one, that begins at this place; empty where none does."""
    table = index()
    for length in table.lengths.get(text[at : at + 2], ()):
        form = text[at : at + length]
        if form in table.forms and _whole(text, at, at + length):
            return form
    return ""


def _whole(text: str, start: int, end: int) -> bool:
    """False where a Latin form is part of a longer Latin word."""
    return not (_latin(text, start) and _latin(text, start - 1)) and not (_latin(text, end - 1) and _latin(text, end))


def _latin(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isascii() and text[at].isalnum()


def _certain(hit: Hit, text: str) -> bool:
    words = hit.entry.ambiguous.get(hit.form)
    if words is None:
        return True
    around = text[max(0, hit.start - NEAR) : hit.start] + "\n" + text[hit.end : hit.end + NEAR]
    return any(word in around for word in words)


def find(text: str, context: str | None = None) -> tuple[Term, ...]:
    """The entries that stand in the text, in order of first mention; `source` and aliases are the forms that stand there.

    For ambiguous forms see `occurrences`.
    """
    seen: dict[int, tuple[Entry, set[str]]] = {}
    for hit in occurrences(text, context):
        seen.setdefault(id(hit.entry), (hit.entry, set()))[1].add(hit.form)
    return tuple(as_term(entry, standing) for entry, standing in seen.values())


def as_term(entry: Entry, standing: set[str]) -> Term:
    """The term of an entry of which these forms stand in a text."""
    first, *others = (form for form in entry.forms if form in standing)
    return Term(source=first, target=entry.english[0], kind=entry.kind, origin="authority", aliases=tuple(others))
