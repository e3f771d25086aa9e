"""Render: the report as files. Every format is one function from a `Report` to text."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from pydantic import ValidationError

from summarizer.common.files import said, write_atomic
from summarizer.errors import InputError, UsageError
from summarizer.renderers import html, json, markdown
from summarizer.renderers.chinese_names import with_chinese_names
from summarizer.report import GENERATOR, MARKDOWN_MARK, Report


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


def render(report: Report, format: str, *, chinese_names: bool = False) -> str:
    """The report as text in one of `FORMATS`; with `chinese_names` the formats for people have a name's Chinese behind its first
    mention. Raises `UsageError` for any other format."""
    if format not in FORMATS:
        raise UsageError(f"There is no format called {format!r}.", f"Choose from: {', '.join(FORMATS)}.")
    return FORMATS[format].render(with_chinese_names(report) if chinese_names and format != "json" else report)


def write(
    report: Report, folder: Path, stem: str, formats: Iterable[str] = tuple(FORMATS), *, chinese_names: bool = False
) -> tuple[Path, ...]:
    """Writes `stem` plus suffix for each format into the folder, made if it is missing; returns the paths in order.

    Each file appears whole or not at all, also when the program is killed; all are written before the first is put in place.
    Raises `OutputError`, and `UsageError` for an unknown format or a stem that leaves the folder.
    """
    if stem in ("", ".", "..") or Path(stem).name != stem:
        raise UsageError(f"{stem!r} cannot be the name of a file.", "Give a name without slashes.")
    texts = rendered(report, folder, stem, formats, chinese_names=chinese_names)
    write_atomic(folder, texts)
    return tuple(texts)


def rendered(
    report: Report, folder: Path, stem: str, formats: Iterable[str], *, chinese_names: bool = False
) -> dict[Path, str]:
    """Where each format's file belongs, and what it holds. Raises `UsageError` for an unknown format."""
    made = [(name, render(report, name, chinese_names=chinese_names)) for name in formats]
    return {folder / (stem + FORMATS[name].suffix): text for name, text in made}


HEAD_BYTES = 4000
"""In so many our own files say what made them."""
_HTML_MARK = f'<meta name="generator" content="{GENERATOR}">'.encode()
_REPORT_KEYS = (b'"schema_version"', b'"document"')
_FOLDER_KEYS = (b'"schema_version"', b'"exit_code"')


def is_result(data: bytes) -> bool:
    """True for a file that this program wrote: a page, a Markdown text, a report. Its first bytes are enough."""
    head = data[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf")
    if head.lstrip().startswith(b"{"):
        return all(key in head for key in _REPORT_KEYS) or all(key in head for key in _FOLDER_KEYS)
    return head.startswith(MARKDOWN_MARK.encode()) or _HTML_MARK in head


def is_result_file(path: Path) -> bool:
    """The same for a file; False if it cannot be read."""
    try:
        with path.open("rb") as file:
            return is_result(file.read(HEAD_BYTES))
    except OSError:
        return False


def load(path: Path) -> Report:
    """The report in a file that the format `json` wrote. Raises `InputError`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {said(error)}.", "Check the path.") from error
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
