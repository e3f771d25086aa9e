"""Which files of folders are articles. Of their contents only the first bytes are read, which tell our own results."""

import glob
import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from summarizer.batch.pages import Missing
from summarizer.common.files import said
from summarizer.errors import InputError, UsageError
from summarizer.readers.archive import names_in
from summarizer.readers.suffixes import ARCHIVE, ARTICLES
from summarizer.stages.render import FORMATS, is_result_file

SUFFIXES = (*ARTICLES, ARCHIVE)
"""What articles' names end in, where --include says nothing."""
RESULTS = tuple(suffix for one in FORMATS.values() for suffix in one.suffixes)
"""What the names of our own results end in: they are never articles."""
REPORT = "batch-report.json"
PAGE = "index.html"
OF_THE_FOLDER = (PAGE, REPORT, "batch-report.csv")
"""What a batch writes about its whole folder; the page is ours only beside the other two."""


class ArticleFile(NamedTuple):
    """An article's file. `name` is its path below what was given, with slashes: what the user sees, and where its results go."""

    path: Path
    name: str


class Search(NamedTuple):
    """`others` counts, by the endings of their names, the files that do not look like articles; `unreadable` are folders with the
    reason; `results` counts files that this program wrote."""

    articles: tuple[ArticleFile, ...]
    others: Mapping[str, int]
    unreadable: tuple[tuple[str, str], ...]
    results: int = 0
    missing: tuple[Missing, ...] = ()
    """Addresses without a page."""


def find(given: Sequence[str], output: Path, *, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> Search:
    """Every article of the folders, files and patterns given, each once, in the order of their names.

    Hidden files are left out, and `output` where it lies inside. Links to files are followed, links to folders are not, so the search
    ends; pipes and devices are no articles, nor is what this program wrote, whatever its name. Of several folders each is known by its own name; files that would then be known by one
    name take as much of their paths into it as tells them apart. A file that was named itself is always taken. Raises UsageError for
    what does not exist.
    """
    found: dict[str, ArticleFile] = {}
    others, unreadable, results = Counter[str](), [], 0
    for one in given:
        for file in _opened(_files(one, output, several=len(given) > 1)):
            if isinstance(file, tuple) and not isinstance(file, ArticleFile):
                unreadable.append(file)
            elif is_result_file(file.path):
                results += 1
            elif file.path == Path(one) or wanted(file.name, include, exclude):
                found.setdefault(os.path.abspath(file.path), file)  # noqa: PTH100  it must not follow the link
            elif not include and not file.name.casefold().endswith(RESULTS) and not _any_of(exclude, file.name):
                others[PurePosixPath(file.name).suffix.casefold()] += 1
    return Search(tuple(sorted(_apart(found.values()), key=lambda f: f.name)), others, tuple(unreadable), results)


def _opened(files: "Iterable[ArticleFile | tuple[str, str]]") -> "Iterator[ArticleFile | tuple[str, str]]":
    """The same with the articles of an archive in its place; one that cannot be opened stays, and fails where it is read."""
    for file in files:
        inside: Sequence[str] = ()
        if isinstance(file, ArticleFile) and file.name.lower().endswith(ARCHIVE):
            with suppress(InputError, OSError):
                inside = names_in(file.path)
        if isinstance(file, ArticleFile) and inside:
            yield from (ArticleFile(file.path / name, f"{file.name}/{_shown(name)}") for name in inside)
        else:
            yield file


def wanted(name: str, include: Sequence[str], exclude: Sequence[str]) -> bool:
    """By its name alone. A pattern is compared with the whole name and with its last part, without regard to capitals; its * goes
    across slashes too."""
    if name.casefold().endswith(RESULTS) or _any_of(exclude, name):
        return False
    return _any_of(include, name) if include else name.casefold().endswith(SUFFIXES)


def _any_of(patterns: Sequence[str], name: str) -> bool:
    low = name.casefold()
    last = PurePosixPath(low).name
    folded = [p.casefold() + "*" if p.endswith("/") else p.casefold() for p in patterns]
    return any(fnmatchcase(low, p) or fnmatchcase(last, p) for p in folded)


def _files(given: str, output: Path, *, several: bool) -> Iterator[ArticleFile | tuple[str, str]]:
    """The files of one argument; and, as a pair of strings, folders that cannot be read, with the reason."""
    path = Path(given)
    if path.is_dir():
        yield from _tree(path, output, path.resolve().name if several else "")
    elif path.is_file():
        yield ArticleFile(path, _shown(path.name))
    elif glob.has_magic(given):
        yield from _matches(given)
    else:
        raise UsageError(f"There is no file or folder {given}", "Check the path, or quote the pattern.")


def _apart(files: Iterable[ArticleFile]) -> Iterator[ArticleFile]:
    """The same with no name twice: those that meet are named anew, by one more of the folders above them at a time."""
    steps = dict.fromkeys(files, 0)
    while True:
        by_name: dict[str, list[ArticleFile]] = {}
        for file, step in steps.items():
            by_name.setdefault(_longer(file, step), []).append(file)
        meeting = [file for together in by_name.values() if len(together) > 1 for file in together]
        if not meeting:
            return (ArticleFile(together[0].path, name) for name, together in by_name.items())
        for file in meeting:
            steps[file] += 1


def _longer(file: ArticleFile, step: int) -> str:
    """The name with `step` more of the folders above it; where none is left (two names that are printed alike), with a number of its own."""
    if step == 0:
        return file.name
    parts = Path(os.path.abspath(file.path)).parts[1:]  # noqa: PTH100  it must not follow the link
    wanted = len(PurePosixPath(file.name).parts) + step
    longer = PurePosixPath(_shown("/".join(parts[-wanted:])))
    if wanted <= len(parts):
        return str(longer)
    own = hashlib.sha256(os.fsencode(file.path)).hexdigest()[:8]
    return str(longer.with_name(f"{longer.stem}-{own}{longer.suffix}"))


def _matches(pattern: str) -> Iterator[ArticleFile]:
    parts = Path(pattern).parts
    fixed = Path(*parts[: next(i for i, part in enumerate(parts) if glob.has_magic(part))])
    files = [Path(m) for m in sorted(glob.glob(pattern, recursive=True)) if Path(m).is_file()]  # noqa: PTH207  ** with links off
    if not files:
        raise UsageError(f"No file matches {pattern}", "Check the pattern; ** goes into folders.")
    for file in files:
        below = Path(os.path.normpath(file.relative_to(fixed)))
        yield ArticleFile(file, _shown(file.name if ".." in below.parts else below.as_posix()))


def _tree(root: Path, output: Path, prefix: str) -> Iterator[ArticleFile | tuple[str, str]]:
    failed: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=failed.append, followlinks=False):
        here = Path(folder)
        folders[:] = sorted(f for f in folders if not f.startswith(".") and not _same(here / f, output))
        ours = OF_THE_FOLDER if REPORT in names else ()
        for name in sorted(names):
            path = here / name
            if not name.startswith(".") and name not in ours and path.is_file():
                yield ArticleFile(path, _shown((PurePosixPath(prefix) / path.relative_to(root).as_posix()).as_posix()))
    for error in failed:
        yield _shown(str(error.filename)), said(error)


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _shown(name: str) -> str:
    """A name that can be printed: bytes that are no UTF-8 appear as \\x and two digits."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
