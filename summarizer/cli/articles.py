"""The articles that a command was given, read before anything is asked, and where their results go."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import typer

from summarizer.errors import OutputError, UsageError

STDIN = "-"


class Article(NamedTuple):
    """One article of the command line: as it was given, and its bytes."""

    given: str
    data: bytes

    @property
    def origin(self) -> str:
        """Its name in the report."""
        return "standard input" if self.given == STDIN else Path(self.given).name

    @property
    def stem(self) -> str:
        """What the names of its results begin with."""
        return "standard-input" if self.given == STDIN else Path(self.given).stem

    def folder(self, output: Path | None) -> Path | None:
        """Where its results go; None for standard output."""
        if output is not None:
            return output
        return None if self.given == STDIN else Path(self.given).parent


def read_articles(given: Sequence[str]) -> list[Article]:
    """All of them. Raises UsageError for the first that cannot be opened."""
    return [Article(one, _bytes(one)) for one in given]


def require_places(articles: Sequence[Article], output: Path | None) -> None:
    """Before the first request: no result may overwrite another's, and every folder takes files.
    Raises UsageError and OutputError."""
    taken: dict[tuple[Path | None, str], str] = {}
    for article in articles:
        folder = article.folder(output)
        place = (folder.resolve() if folder else None, article.stem)
        if place in taken:
            raise UsageError(
                f"{taken[place]} and {article.given} would both write {folder or 'standard output'}"
                + (f"{os.sep}{article.stem}.…" if folder else ""),
                "Translate them one by one, each with an --output of its own.",
            )
        taken[place] = article.given
        if folder is not None:
            _require_writable(folder)


def _require_writable(folder: Path) -> None:
    existing = next(p for p in (folder, *folder.absolute().parents) if p.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK):
        raise OutputError(f"No files can be written into {folder}", "Name another folder with --output.")


def _bytes(given: str) -> bytes:
    if given == STDIN:
        if sys.stdin.isatty():
            typer.echo("Paste the article, then press Ctrl-D on a line of its own.", err=True)
        return sys.stdin.buffer.read()
    try:
        return Path(given).read_bytes()
    except IsADirectoryError as error:
        hint = f"Name the articles in it: summarize translate {Path(given) / '*.txt'}"
        raise UsageError(f"{given} is a folder", hint) from error
    except FileNotFoundError as error:
        raise UsageError(f"There is no file {given}", "Check the path; - reads standard input.") from error
    except (OSError, ValueError) as error:
        raise UsageError(f"{given} cannot be read: {getattr(error, 'strerror', None) or error}") from error
