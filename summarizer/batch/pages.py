"""Addresses among what a batch was given: each page is fetched once, and its copy in the output folder is the article from then on."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from summarizer.errors import InputError, UsageError
from summarizer.web.copies import addresses_in, saved
from summarizer.web.fetch import is_address

LIST_BYTES = 1_000_000
"""Of the longest list of addresses."""


class Missing(NamedTuple):
    """An address without a page: why, and what to do."""

    address: str
    error: str
    hint: str


def with_pages(given: Sequence[str], output: Path) -> tuple[list[str], tuple[Missing, ...]]:
    """What was given with the copies of pages in place of addresses and of lists of them, and those that could not be fetched.
    Raises OutputError."""
    paths: list[str] = []
    missing: list[Missing] = []
    for one in given:
        addresses = tuple(_addresses(one))
        if not addresses:
            paths.append(one)
        for address in addresses:
            try:
                paths.append(str(saved(output, address)))
            except (InputError, UsageError) as error:
                missing.append(Missing(address, str(error), error.hint))
    return paths, tuple(missing)


def _addresses(given: str) -> Iterator[str]:
    if is_address(given):
        yield given
        return
    path = Path(given)
    try:
        if path.is_file() and path.stat().st_size <= LIST_BYTES:
            yield from addresses_in(path.read_bytes())
    except OSError:
        return
