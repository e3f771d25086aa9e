"""The Python front door: the same journey as the commands, from a program. Settings are named as in docs/settings.md and come from the
same places: the argument first, then the environment and the files."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from summarizer import runtime as runtimes
from summarizer.errors import InputError, UndecodableInput, UsageError
from summarizer.pipeline import check_translation, process
from summarizer.progress import Progress, silent
from summarizer.readers.archive import file_bytes
from summarizer.readers.office import converted
from summarizer.report import Report
from summarizer.runtime import Notice, Runtime, glossary_of
from summarizer.settings import ARGUMENT, home, load
from summarizer.stages.render import loads
from summarizer.tasks.estimate import Inspection, estimate
from summarizer.tasks.speakers import SpeakerReport, by_asking, by_rule, is_report, of_report
from summarizer.web.copies import page
from summarizer.web.fetch import is_address

Source = str | Path | bytes
"""An article: its text or its address (https://…), or the path of its file, or the bytes of one, in any format that is read. A path
may lead into an archive: `Path("news.zip/one.txt")`."""
T = TypeVar("T")


def translate(source: Source, *, origin: str = "", progress: Progress = silent, **settings: Any) -> Report:
    """One article, from source to report. `origin` is the name shown for it; `settings` are those of docs/settings.md.
    Raises SummarizerError; where only parts failed, the report says which."""
    return _run(atranslate(source, origin=origin, progress=progress, **settings))


async def atranslate(source: Source, *, origin: str = "", progress: Progress = silent, **settings: Any) -> Report:
    """`translate` for programs that have an event loop of their own."""
    data, name = await _awaited(source, origin, settings)
    async with open_runtime(progress=progress, **settings) as runtime:
        return await process(data, name, runtime, progress)


def inspect(source: Source, *, origin: str = "", **settings: Any) -> Inspection:
    """How the article is read and cut, and what translating it would take. Asks no model and needs no key."""
    return _run(ainspect(source, origin=origin, **settings))


async def ainspect(source: Source, *, origin: str = "", **settings: Any) -> Inspection:
    """`inspect` for programs that have an event loop of their own."""
    data, name = await _awaited(source, origin, settings)
    return await estimate(data, name, load(settings, by=ARGUMENT).settings)


def speakers(source: Source, *, origin: str = "", ask: bool = False, **settings: Any) -> SpeakerReport:
    """Who says what in an article, or in a report's file: by rule, at once, without model or key. With `ask` the model is asked
    about what the rules leave open. Raises SummarizerError."""
    return _run(aspeakers(source, origin=origin, ask=ask, **settings))


async def aspeakers(source: Source, *, origin: str = "", ask: bool = False, **settings: Any) -> SpeakerReport:
    """`speakers` for programs that have an event loop of their own."""
    data, name = await _awaited(source, origin, settings)
    if is_report(data, name):
        return of_report(loads(data, name))
    if not ask:
        given = load(settings, by=ARGUMENT).settings
        return by_rule(data, name, glossary_of(given), given.source_language)
    async with open_runtime(**settings) as runtime:
        return await by_asking(data, name, runtime.tools, runtime.glossary, runtime.settings.source_language)


def check(
    source: Source, translation: Source, *, origin: str = "", translation_origin: str = "", **settings: Any
) -> Report:
    """All checks on somebody else's translation of an article (text, Markdown, HTML, or a file of ours). Asks no model and
    needs no key. The report's segments are the passages that belong together, and its terms say what people are called."""
    known = load(settings, by=ARGUMENT).settings
    given = (
        content(source, origin, convert=known.convert),
        content(translation, translation_origin, convert=known.convert),
    )
    return check_translation(*given, glossary_of(known), known.source_language)


@asynccontextmanager
async def open_runtime(
    *, notice: Notice = lambda _: None, progress: Progress = silent, **settings: Any
) -> AsyncIterator[Runtime]:
    """A model with its store and ledger, for as many articles as you like: `await process(data, name, runtime)`.
    `notice` gets sentences for the user. The embedded model, where it is the one, ends with the block."""
    async with runtimes.open_runtime(load(settings, by=ARGUMENT).settings, home(), notice, progress) as runtime:
        yield runtime


async def _awaited(source: Source, origin: str, settings: dict[str, Any]) -> tuple[bytes, str]:
    """`content`, with the event loop free while a page is fetched or a document converted."""
    convert = load(settings, by=ARGUMENT).settings.convert
    return await asyncio.to_thread(content, source, origin, convert=convert)


def content(source: Source, origin: str = "", *, convert: bool = False) -> tuple[bytes, str]:
    """The bytes of an article and the name to show for it; with `convert` a document of an older program as LibreOffice saves it.
    Raises InputError where there is no such file or page."""
    data, name = _content(source, origin)
    return (converted(data) if convert else data), name


def _content(source: Source, origin: str) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        return source, origin or "bytes"
    if isinstance(source, str):
        if is_address(source):
            data, name = page(source)
            return data, origin or name
        return _encoded(source), origin or "text"
    try:
        return file_bytes(source), origin or source.name
    except OSError as error:
        raise InputError(f"{source} cannot be read: {error.strerror or error}", "Check the path.") from error


def _encoded(text: str) -> bytes:
    if "\n" not in text and len(text) < 300 and Path(text).suffix and Path(text).is_file():
        raise UsageError(f"{text!r} is text, and the name of a file", "For the file, give Path(...).")
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise UndecodableInput(
            f"The text holds half a character: {error}", "Give the bytes it was read from."
        ) from error


def _run(work: Coroutine[Any, Any, T]) -> T:
    """The result of the work. Raises UsageError inside a running event loop, where it could only block."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    work.close()
    raise UsageError(
        "An event loop is running here already", "Use await atranslate(...), ainspect(...) or aspeakers(...)."
    )
