"""Tables on standard output: fitted to a terminal; elsewhere tab-separated, to be searched, cut and sorted."""

import sys
from collections.abc import Iterable, Sequence

import typer

from summarizer.cli.output import safe


def show(heads: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[str] = ()) -> None:
    """Prints rows under heads; the columns in `right` are aligned right, as numbers are. Chinese counts as two columns wide."""
    cleaned = [[clean(cell) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for row in (heads, *cleaned):
            typer.echo("\t".join(row))
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for head in heads:
        table.add_column(head, justify="right" if head in right else "left", overflow="fold")
    for row in cleaned:
        table.add_row(*map(Text, row))
    Console(file=sys.stdout, highlight=False).print(table)


def clean(text: str) -> str:
    """On one line, and without what could steer a terminal."""
    return " ".join(safe(text).split())
