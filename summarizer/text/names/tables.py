"""Reads the tables of `text/data`: tab-separated, one fact a line, `#` for remarks, the first other line is the header."""

from collections.abc import Iterator
from importlib.resources import files


def text_of(name: str) -> str:
    """The whole table as text."""
    return (files("summarizer.text") / "data" / name).read_text(encoding="utf-8")


def rows(name: str) -> Iterator[list[str]]:
    """The lines of a table without remarks and header; missing cells at the end are empty strings."""
    lines = (line for line in text_of(name).split("\n") if line and not line.startswith("#"))
    width = next(lines).count("\t") + 1
    for line in lines:
        cells = line.split("\t")
        yield cells + [""] * (width - len(cells))


def listed(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds several, `a|b`."""
    return tuple(part for part in cell.split("|") if part)
