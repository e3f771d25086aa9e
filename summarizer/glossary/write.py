"""Writes glossaries that `load` reads back as they were, and that other programs open: CSV, TSV, TBX-Basic."""

import csv
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from types import MappingProxyType

from summarizer.renderers import tbx
from summarizer.renderers.tbx import Entry

__all__ = ["HEADER", "WRITERS", "Entry"]
HEADER = ("source", "target", "kind", "origin", "count", "aliases")
SAID = "Proposed by summarize glossary extract"
"""Where a TBX file says its entries come from."""


def as_csv(entries: Sequence[Entry]) -> str:
    return _table(entries, ",")


def as_tsv(entries: Sequence[Entry]) -> str:
    return _table(entries, "\t")


def _table(entries: Sequence[Entry], delimiter: str) -> str:
    made = StringIO(newline="")
    writer = csv.writer(made, delimiter=delimiter, lineterminator="\n")
    writer.writerow(HEADER)
    for entry in entries:
        mark = "" if entry.target else "# "
        aliases = "|".join(alias for alias in entry.aliases if "|" not in alias)
        writer.writerow((mark + entry.source, *entry[1:5], aliases))
    return made.getvalue()


def as_tbx(entries: Sequence[Entry]) -> str:
    """TBX-Basic of version 2, which other programs read. Entries without English are comments."""
    return tbx.written(entries, SAID)


WRITERS: Mapping[str, Callable[[Sequence[Entry]], str]] = MappingProxyType(
    {".csv": as_csv, ".tsv": as_tsv, ".tbx": as_tbx}
)
"""What writes a file, by the ending of its name."""
