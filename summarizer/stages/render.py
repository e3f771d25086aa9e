"""Render: the report as files. Every format is one function from a `Report` to text."""

import errno
import secrets
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from pydantic import ValidationError

from summarizer.errors import InputError, OutputError, UsageError
from summarizer.renderers import html, json, markdown
from summarizer.report import Report


class Renderer(NamedTuple):
    """A format: what makes it, and what its files' names end in."""

    render: Callable[[Report], str]
    suffix: str


FORMATS: Mapping[str, Renderer] = MappingProxyType(
    {
        "md": Renderer(markdown.render, ".en.md"),
        "html": Renderer(html.render, ".en.html"),
        "json": Renderer(json.render, ".report.json"),
    }
)
"""The formats by the names that `--format` takes."""

_HINTS = {
    errno.ENOSPC: "The disk is full: free some space, or choose another folder with --output.",
    errno.EDQUOT: "Your share of the disk is used up: free some space, or choose another folder with --output.",
    errno.EACCES: "There is no permission to write there: choose another folder with --output.",
    errno.EPERM: "There is no permission to write there: choose another folder with --output.",
    errno.EROFS: "That file system is read-only: choose another folder with --output.",
    errno.EEXIST: "Something that is not a folder has that name: choose another folder with --output.",
    errno.ENOTDIR: "Part of the path is a file: choose another folder with --output.",
    errno.EISDIR: "A folder has the name of the file: move it away, or choose another folder with --output.",
    errno.ENAMETOOLONG: "The name is too long for this file system: rename the article to something shorter.",
}


def render(report: Report, format: str) -> str:
    """The report as text in one of `FORMATS`. Raises `UsageError` for any other."""
    if format not in FORMATS:
        raise UsageError(f"There is no format called {format!r}.", f"Choose from: {', '.join(FORMATS)}.")
    return FORMATS[format].render(report)


def write(report: Report, folder: Path, stem: str, formats: Iterable[str] = tuple(FORMATS)) -> tuple[Path, ...]:
    """Writes `stem` plus suffix for each format into the folder, made if it is missing; returns the paths in order.

    Each file appears whole or not at all, also when the program is killed; all are written before the first is put in place.
    Raises `OutputError`, and `UsageError` for an unknown format or a stem that leaves the folder.
    """
    if stem in ("", ".", "..") or Path(stem).name != stem:
        raise UsageError(f"{stem!r} cannot be the name of a file.", "Give a name without slashes.")
    made = [(name, render(report, name)) for name in formats]
    texts = {folder / (stem + FORMATS[name].suffix): text for name, text in made}
    drafts: dict[Path, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            drafts[path] = folder / f".{secrets.token_hex(8)}.tmp"
            _create(drafts[path], text)
        for path, draft in drafts.items():
            draft.replace(path)
    except OSError as error:
        raise OutputError(f"{folder / stem} could not be written: {_said(error)}.", _hint(error)) from error
    finally:
        for draft in drafts.values():
            with suppress(OSError):
                draft.unlink(missing_ok=True)
    return tuple(texts)


def load(path: Path) -> Report:
    """The report in a file that the format `json` wrote. Raises `InputError`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {_said(error)}.", "Check the path.") from error
    return loads(data, str(path))


def loads(data: bytes, name: str) -> Report:
    """The report that these bytes hold; `name` is what the error calls them. Raises `InputError`."""
    try:
        return Report.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "the file"
        message = f"{name} is not a report this version can read: {where}: {first['msg']}."
        raise InputError(
            message, "Give a .report.json that this program wrote, or translate the article again."
        ) from error


def _create(path: Path, text: str) -> None:
    """A new file with the permissions that new files have here (one of `tempfile` would be its owner's alone)."""
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)


def _said(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _hint(error: OSError) -> str:
    return _HINTS.get(error.errno or 0, "Check the folder, or choose another with --output.")
