"""Tables on standard output: fitted to a terminal, unfolded elsewhere, so that they can be searched and cut."""

import sys
from collections.abc import Iterable, Sequence

WIDEST = 4000
"""Columns of a table that is not printed on a terminal: nothing is folded."""


def show(heads: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[str] = ()) -> None:
    """Prints rows under heads; the columns in `right` are set to the right, as numbers are. Chinese counts as two columns wide."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for head in heads:
        table.add_column(head, justify="right" if head in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    width = None if sys.stdout.isatty() else WIDEST
    Console(file=sys.stdout, width=width, highlight=False).print(table)


def clean(text: str) -> str:
    """On one line, and without what could steer a terminal."""
    from summarizer.renderers.prose import printable

    return " ".join(printable(text).split())
