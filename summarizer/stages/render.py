"""Render: the report as files. Every format is one function from a `Report` to text or bytes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from pydantic import ValidationError

from summarizer.common.files import Content, said, write_atomic
from summarizer.errors import InputError, UsageError
from summarizer.renderers import html, json, markdown
from summarizer.renderers.chinese_names import with_chinese_names
from summarizer.renderers.options import Options
from summarizer.report import GENERATOR, MARKDOWN_MARK, Report


class Renderer(NamedTuple):
    """A format: what makes it, and what its files' names end in."""

    render: Callable[[Report, Options], Content]
    suffix: str
    more: Mapping[str, Callable[[Report, Options], Content]] = MappingProxyType({})
    """Of a format that is a folder: its other files, by what the names end in."""
    exact: bool = False
    """True for formats that other programs read back: no Chinese is put behind names there."""
    lacks: Callable[[Report], str] = lambda _: ""
    """Why a report cannot be written in the format; empty if it can."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        return (self.suffix, *self.more)


def _late(module: str, report: Report, options: Options, *, name: str = "render") -> Content:
    """What a renderer makes; its module is loaded when it is first asked for, as most runs write three formats."""
    made: Content = getattr(import_module(f"summarizer.renderers.{module}"), name)(report, options)
    return made


def _docx(report: Report, options: Options) -> Content:
    """In the article's own document, if that is wanted and it is one."""
    if options.layout == "source" and options.source is not None:
        from summarizer.stages.write_back import is_word, write_back

        if is_word(options.source):
            with suppress(InputError):  # too large to be written again; `remarks` says so
                return write_back(report, options.source).content
    return _late("docx", report, options)


def _no_times(report: Report) -> str:
    return "" if any(block.cues for block in report.document.blocks) else "the article has no times"


_OMEGAT = ".omegat/"
FORMATS: Mapping[str, Renderer] = MappingProxyType(
    {
        "md": Renderer(lambda report, _: markdown.render(report), ".en.md"),
        "html": Renderer(lambda report, _: html.render(report), ".en.html"),
        "json": Renderer(lambda report, _: json.render(report), ".report.json", exact=True),
        "docx": Renderer(_docx, ".en.docx"),
        "epub": Renderer(partial(_late, "epub"), ".en.epub"),
        "pdf": Renderer(partial(_late, "pdf"), ".en.pdf"),
        "xlsx": Renderer(partial(_late, "sheet", name="render_xlsx"), ".en.xlsx", exact=True),
        "csv": Renderer(partial(_late, "sheet", name="render_csv"), ".en.csv", exact=True),
        "srt": Renderer(partial(_late, "subtitles", name="render_srt"), ".en.srt", exact=True, lacks=_no_times),
        "vtt": Renderer(partial(_late, "subtitles", name="render_vtt"), ".en.vtt", exact=True, lacks=_no_times),
        "tmx": Renderer(partial(_late, "tmx"), ".tmx", exact=True),
        "xliff": Renderer(partial(_late, "xliff"), ".xlf", exact=True),
        "xliff2": Renderer(partial(_late, "xliff", name="render_2"), ".xliff2.xlf", exact=True),
        "tbx": Renderer(partial(_late, "tbx"), ".tbx", exact=True),
        "omegat": Renderer(
            partial(_late, "omegat"),
            f"{_OMEGAT}omegat.project",
            MappingProxyType(
                {
                    f"{_OMEGAT}source/article.xlf": partial(_late, "omegat", name="source"),
                    f"{_OMEGAT}omegat/project_save.tmx": partial(_late, "omegat", name="memory"),
                    f"{_OMEGAT}glossary/glossary.txt": partial(_late, "omegat", name="glossary"),
                    **{f"{_OMEGAT}{name}/.keep": lambda *_: "" for name in ("target", "tm", "dictionary")},
                }
            ),
            exact=True,
        ),
    }
)
"""The formats by the names that `--format` takes."""
READABLE = ("md", "html", "json")
"""What is written if nothing is said."""


def render(
    report: Report,
    format: str,
    *,
    chinese_names: bool = False,
    options: Options = Options(),  # noqa: B008  a constant
) -> Content:
    """The report in one of `FORMATS`; with `chinese_names` the formats for people have a name's Chinese behind its first mention.
    Raises `UsageError` for any other format, and for what cannot be written in this one."""
    made = _known(format)
    if why := made.lacks(report):
        raise UsageError(f"No {format}: {why}.", "Choose another --format.")
    return made.render(with_chinese_names(report) if chinese_names and not made.exact else report, options)


def _known(format: str) -> Renderer:
    if format not in FORMATS:
        raise UsageError(f"There is no format called {format!r}.", f"Choose from: {', '.join(FORMATS)}.")
    return FORMATS[format]


def require_formats(formats: Iterable[str], *, to_stdout: bool = False) -> None:
    """Before anything is paid for. Raises UsageError for a format that needs what this machine does not have, and for a folder that
    should go to standard output."""
    for name in formats:
        if name == "pdf":
            from summarizer.renderers.pdf import lacks

            if why := lacks():
                raise UsageError(f"{why}.", "Install one, or print the page (--format html) from your browser.")
        elif name == "xlsx":
            from summarizer.renderers.sheet import require_library

            require_library()
        if to_stdout and _known(name).more:
            raise UsageError(
                f"--format {name} is a folder and cannot go to standard output", "Name an --output folder."
            )


def remarks(report: Report, formats: Iterable[str], options: Options) -> tuple[str, ...]:
    """What a reader of the results should know of them: a format that was left out and why, what a layout could not keep."""
    found = [f"No {name}: {why}." for name in formats if (why := _known(name).lacks(report))]
    if "docx" in formats and options.layout == "source":
        from summarizer.stages.write_back import is_word, write_back

        if options.source is None or not is_word(options.source):
            return (*found, "--layout source: the article is no .docx, so the document is a table.")
        try:
            found += write_back(report, options.source).lost
        except InputError as error:
            found.append(f"--layout source: {error} The document is a table.")
    return tuple(found)


def write(
    report: Report,
    folder: Path,
    stem: str,
    formats: Sequence[str] = READABLE,
    *,
    chinese_names: bool = False,
    options: Options = Options(),  # noqa: B008  a constant
) -> tuple[Path, ...]:
    """Writes `stem` plus suffix for each format into the folder, made if it is missing; returns the paths in order.

    Each file appears whole or not at all, also when the program is killed; all are written before the first is put in place.
    Raises `OutputError`, and `UsageError` for an unknown format or a stem that leaves the folder.
    """
    if stem in ("", ".", "..") or Path(stem).name != stem:
        raise UsageError(f"{stem!r} cannot be the name of a file.", "Give a name without slashes.")
    texts = rendered(report, folder, stem, formats, chinese_names=chinese_names, options=options)
    write_atomic(folder, texts)
    return tuple(texts)


def rendered(
    report: Report,
    folder: Path,
    stem: str,
    formats: Iterable[str],
    *,
    chinese_names: bool = False,
    options: Options = Options(),  # noqa: B008  a constant
) -> dict[Path, Content]:
    """Where each format's files belong, and what they hold; what cannot be written in a format is left out (`remarks` says why). Raises
    `UsageError` for an unknown format."""
    possible = [name for name in formats if not _known(name).lacks(report)]
    found: dict[Path, Content] = {}
    for name in possible:
        found[folder / (stem + FORMATS[name].suffix)] = render(
            report, name, chinese_names=chinese_names, options=options
        )
        found |= {folder / (stem + suffix): make(report, options) for suffix, make in FORMATS[name].more.items()}
    return found


HEAD_BYTES = 4000
"""In so many our own files say what made them."""
_HTML_MARK = f'<meta name="generator" content="{GENERATOR}">'.encode()
_REPORT_KEYS = (b'"schema_version"', b'"document"')
_FOLDER_KEYS = (b'"schema_version"', b'"exit_code"')
_DOCUMENT_MARK = f"generator: {GENERATOR}".encode()
"""In our Word documents, books and subtitles."""


def is_result(data: bytes) -> bool:
    """True for a file that this program wrote: a page, a Markdown text, a report. Its first bytes are enough."""
    head = data[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf")
    if head.lstrip().startswith(b"{"):
        return all(key in head for key in _REPORT_KEYS) or all(key in head for key in _FOLDER_KEYS)
    if head.startswith((b"PK", b"WEBVTT")):
        return _DOCUMENT_MARK in head
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
