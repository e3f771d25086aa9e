"""The articles that a command was given, read before anything is asked, and where their results go."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from summarizer.cli.output import warn
from summarizer.errors import OutputError, UsageError

STDIN = "-"


class Article(NamedTuple):
    """One article of the command line: as it was given, and its bytes."""

    given: str
    data: bytes

    @property
    def origin(self) -> str:
        """Its name in the report; bytes of a file name that are no UTF-8 appear as U+FFFD, since no report can hold them."""
        if self.given == STDIN:
            return "standard input"
        return os.fsencode(Path(self.given).name).decode("utf-8", "replace")

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


def without_results(articles: Sequence[Article]) -> list[Article]:
    """The articles among them; what this program wrote is none, and is said. Raises UsageError if nothing is left."""
    from summarizer.stages.render import is_result

    results = [one for one in articles if is_result(one.data)]
    if results and len(results) == len(articles):
        raise UsageError(
            f"{results[0].given} is a result of this program, not an article",
            "Give the Chinese article it was made from.",
        )
    for one in results:
        warn(f"Skipped {one.given}: a result of this program.")
    return [one for one in articles if one not in results]


def require_places(articles: Sequence[Article], output: Path | None, *, to_stdout: bool = False) -> None:
    """Before the first request: no result may overwrite another's, and every folder takes files.
    Raises UsageError and OutputError."""
    taken: dict[tuple[Path | None, str], str] = {}
    for article in articles:
        folder = None if to_stdout else article.folder(output)
        place = (folder.resolve() if folder else None, "" if to_stdout else article.stem)
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


def _hint(given: str) -> str:
    return (
        f"A name that begins with a dash is written ./{given}"
        if given.startswith("-")
        else "Check the path; - reads standard input."
    )


def _bytes(given: str) -> bytes:
    if given == STDIN:
        if sys.stdin.isatty():
            warn("Paste the article, then press Ctrl-D on a line of its own.")
        return sys.stdin.buffer.read()
    try:
        return Path(given).read_bytes()
    except IsADirectoryError as error:
        hint = f"For whole folders: summarize batch {given} --output OUT"
        raise UsageError(f"{given!r} is a directory", hint) from error
    except FileNotFoundError as error:
        raise UsageError(f"No such file: {given}", _hint(given)) from error
    except (OSError, ValueError) as error:
        raise UsageError(f"{given} cannot be read: {getattr(error, 'strerror', None) or error}") from error
