"""Files in the output folder that an earlier batch wrote and that are no results of this one: of articles that are gone, of formats that
are no longer asked for, of another folder. They are reported, and deleted only on request; what a person edited never is."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from summarizer.batch.article import Job
from summarizer.batch.results import ArticleResult
from summarizer.common.kept import digest_of
from summarizer.errors import UsageError


class Previous(NamedTuple):
    """What the last batch into the folder says: its rows by path, and what it found left over (file → SHA-256 as written)."""

    rows: Mapping[str, ArticleResult]
    left: Mapping[str, str]


def leftovers(output: Path, previous: Previous, rows: Iterable[ArticleResult]) -> dict[str, str]:
    """File → SHA-256 as it was written. What an article of this batch has from before, if it was not done this time, is no leftover."""
    now = {row.path: row for row in rows}
    current = {file for row in now.values() for file in row.outputs}
    before = dict(previous.left)
    for path, row in previous.rows.items():
        if path not in now or now[path].outputs:
            before |= row.outputs
    return {
        file: digest
        for file, digest in sorted(before.items())
        if file not in current and _within(output, file).is_file()
    }


def prune(output: Path, left: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """Deletes those that are as they were written, and folders that are then empty. What was deleted, and what stays."""
    deleted: list[str] = []
    stays: dict[str, str] = {}
    for name, digest in left.items():
        file = _within(output, name)
        if digest_of(file) == digest and file.resolve().is_relative_to(output.resolve()):
            with suppress(OSError):
                file.unlink()
                deleted.append(name)
            if name in deleted:
                with suppress(OSError):
                    _clear_empty(file.parent, output)
                continue
        stays[name] = digest
    return deleted, stays


def source_of(job: Job) -> str:
    """Says from which folder an article comes, without naming it."""
    return hashlib.sha256(str(job.found.path.parent.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def require_own(output: Path, jobs: Sequence[Job], previous: Previous) -> None:
    """Raises UsageError if the folder holds the results of another article of the same name, from another folder."""
    for job in jobs:
        row = previous.rows.get(job.found.name)
        if row is None or not row.source or row.source == source_of(job) or digest_of(job.found.path) == row.article:
            continue
        if any(_within(output, file).is_file() for file in row.outputs):
            raise UsageError(
                f"{output} holds the results of another {job.found.name}, from another folder",
                "Choose another folder with --output, or replace them with --overwrite.",
            )


def _within(output: Path, name: str) -> Path:
    """A report may have been changed by hand: nothing outside the folder is ever touched."""
    path = output / name
    return output if ".." in Path(name).parts or Path(name).is_absolute() else path


def _clear_empty(folder: Path, output: Path) -> None:
    while folder != output and output in folder.parents:
        folder.rmdir()
        folder = folder.parent
