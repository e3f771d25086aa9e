"""The articles that a command was given, read before anything is asked, and where their results go."""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from summarizer.cli.output import warn
from summarizer.errors import InputError, OutputError, SummarizerError, UsageError

STDIN = "-"
ARCHIVE = ".zip"


class Article(NamedTuple):
    """One article of the command line: as it was given, and its bytes; for one at an address also the name of its copy."""

    given: str
    data: bytes
    copy: str = ""
    failure: SummarizerError | None = None
    """Why there is nothing of it: of several addresses one may not answer."""

    @property
    def origin(self) -> str:
        """Its name in the report; bytes of a file name that are no UTF-8 appear as U+FFFD, since no report can hold them."""
        if self.given == STDIN:
            return "standard input"
        if self.copy:
            return self.copy
        return os.fsencode(Path(self.given).name).decode("utf-8", "replace")

    @property
    def stem(self) -> str:
        """What the names of its results begin with."""
        return "standard-input" if self.given == STDIN else Path(self.copy or self.given).stem

    def folder(self, output: Path | None) -> Path | None:
        """Where its results go; None for standard output. For an article in an archive that is a folder named as the archive."""
        if self.given == STDIN or self.copy:
            return output if output is not None or not self.copy else Path()
        inside = _inside(self.given)
        if inside is None:
            return output if output is not None else Path(self.given).parent
        archive, name = inside
        return (output if output is not None else archive.with_suffix("")) / PurePosixPath(name).parent


def read_articles(given: Sequence[str], *, convert: bool = False, failures: bool = False) -> list[Article]:
    """All of them, those of archives and of lists of addresses one by one; with `convert` documents of older programs as LibreOffice
    saves them. Raises UsageError for the first that cannot be opened, and InputError for the first address without a page; with
    `failures` that one is kept with its failure, where there are others."""
    found = [article for one in given for article in _articles(one)]
    for article in found:
        if article.failure and (len(found) == 1 or not failures):
            raise article.failure
    if convert:
        found = [article if article.failure else _converted(article) for article in found]
    return found


def read_article(given: str, *, convert: bool = False) -> Article:
    """One article. Raises UsageError for an archive or a list of several."""
    found = read_articles([given], convert=convert)
    if len(found) > 1:
        raise UsageError(f"{given} holds {len(found)} articles", f"Name one of them, for example {found[0].given}")
    return found[0]


def _articles(given: str) -> Iterator[Article]:
    if _is_address(given):
        yield _fetched(given)
        return
    data = _bytes(given)
    if given != STDIN and given.lower().endswith(ARCHIVE) and (inside := _members(Path(given))):
        yield from (Article(f"{given}/{name}", _bytes(f"{given}/{name}")) for name in inside)
        return
    from summarizer.web.copies import addresses_in

    addresses = addresses_in(data) if data[:2000].count(b"://") else ()
    yield from map(_fetched, addresses) if addresses else (Article(given, data),)


def _is_address(given: str) -> bool:
    return given[:8].lower().startswith(("http://", "https://"))


def _fetched(address: str) -> Article:
    from summarizer.web.copies import page, stem

    try:
        data, name = page(address)
    except (InputError, UsageError) as error:
        return Article(address, b"", stem(address) + ".html", error)
    return Article(address, data, name)


def _members(archive: Path) -> Sequence[str]:
    from summarizer.readers.archive import names_in

    return names_in(archive)


def _inside(given: str) -> tuple[Path, str] | None:
    if ARCHIVE not in given.lower():
        return None
    from summarizer.readers.archive import split

    return split(Path(given))


def _converted(article: Article) -> Article:
    from summarizer.readers.office import converted

    return article._replace(data=converted(article.data))


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


def _file(given: str) -> bytes:
    if _inside(given) is None:
        return Path(given).read_bytes()
    from summarizer.readers.archive import file_bytes

    return file_bytes(Path(given))


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
        return _file(given)
    except IsADirectoryError as error:
        hint = f"For whole folders: summarize batch {given} --output OUT"
        raise UsageError(f"{given!r} is a directory", hint) from error
    except FileNotFoundError as error:
        raise UsageError(f"No such file: {given}", _hint(given)) from error
    except (OSError, ValueError) as error:
        raise UsageError(f"{given} cannot be read: {getattr(error, 'strerror', None) or error}") from error
