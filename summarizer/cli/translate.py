"""`summarize translate`: articles in, translations and reports out."""

import asyncio
import signal
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarizer.cli import options as opt
from summarizer.errors import ModelError, QuotaExhausted, SummarizerError, Unauthorized
from summarizer.settings import Settings, home, load

if TYPE_CHECKING:
    from summarizer.cli.live import Display
    from summarizer.desk import Desk
    from summarizer.report import Report

STDIN = "-"


def translate(
    articles: Annotated[
        list[str], typer.Argument(help="Articles (.txt, .md, .html), or - for standard input.", metavar="ARTICLE...")
    ],
    to: opt.To = None,
    from_: opt.From = None,
    model: opt.Model = None,
    base_url: opt.BaseUrl = None,
    glossary: opt.Glossary = None,
    output: opt.Output = None,
    format_: opt.Formats = None,
    max_cost: opt.MaxCost = None,
    concurrency: opt.Concurrency = None,
    chunk_tokens: opt.ChunkTokens = None,
    prompts: opt.PromptFolder = None,
    no_cache: opt.NoCache = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Translate articles and say who said what.

    Writes ARTICLE.en.md, ARTICLE.en.html and ARTICLE.report.json beside the article, or into --output. From standard input
    it writes Markdown (or the first --format) to standard output.

    Exit codes: 0 good; 1 nothing usable; 2 wrong usage; 3 done, but something needs a person; 130 interrupted.
    """
    flags = {
        "target_language": to,
        "source_language": from_,
        "model": model,
        "base_url": base_url,
        "glossary": glossary,
        "output": output,
        "formats": opt.formats_of(format_),
        "max_cost": max_cost,
        "concurrency": concurrency,
        "chunk_tokens": chunk_tokens,
        "prompts": prompts,
        "cache": False if no_cache else None,
    }
    from summarizer.cli.live import display

    with display(quiet=quiet, verbose=verbose) as shown:
        code = run(_all(articles, load(flags).settings, shown))
    raise typer.Exit(code)


def run(work: Coroutine[Any, Any, int]) -> int:
    """The exit code of the work. SIGTERM ends it as Ctrl-C does: cleanly, with nothing left running."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGTERM, interrupted)
    try:
        return asyncio.run(work)
    except (KeyboardInterrupt, asyncio.CancelledError):
        typer.echo("Interrupted. What was answered is kept: the same command goes on from here.", err=True)
        return 130
    finally:
        signal.signal(signal.SIGTERM, previous)


async def _all(articles: Sequence[str], settings: Settings, shown: "Display") -> int:
    """Every article in turn; one that fails does not stop the rest, unless the next could only fail in the same way."""
    from summarizer.desk import open_desk

    read = [(article, _bytes(article)) for article in articles]
    codes: list[int] = []
    async with open_desk(settings, home(), shown.notice, shown.progress) as desk:
        shown.follow(desk.ledger)
        for article, data in read:
            try:
                codes.append(await _one(article, data, desk, shown))
            except (Unauthorized, QuotaExhausted):
                raise
            except SummarizerError as error:
                shown.failed(article, error)
                codes.append(
                    2 if len(articles) == 1 and not isinstance(error, ModelError) and error.exit_code == 2 else 1
                )
    return _code(codes)


def _code(codes: Sequence[int]) -> int:
    """0 where all is good, 1 (or the one code there is) where nothing came out, else 3."""
    if len(set(codes)) == 1:
        return codes[0]
    return 3


def _bytes(article: str) -> bytes:
    """The article as it lies on disk. Raises UsageError where it cannot be opened."""
    from summarizer.errors import UsageError

    if article == STDIN:
        return sys.stdin.buffer.read()
    try:
        return Path(article).read_bytes()
    except IsADirectoryError as error:
        raise UsageError(
            f"{article} is a folder", "Name the articles in it: summarize translate FOLDER/*.txt"
        ) from error
    except OSError as error:
        raise UsageError(f"{article} cannot be read: {error.strerror}") from error


async def _one(article: str, data: bytes, desk: "Desk", shown: "Display") -> int:
    from summarizer.pipeline import process

    origin = "standard input" if article == STDIN else Path(article).name
    shown.article(origin)
    report = await process(data, origin, desk, shown.progress)
    shown.finished(report, _written(report, article, desk.settings))
    return 3 if report.needs_a_person else 0


def _written(report: "Report", article: str, settings: Settings) -> Sequence[Path]:
    """Where the results now are; none where they went to standard output."""
    from summarizer.stages.render import render, write

    if article == STDIN and settings.output is None:
        sys.stdout.write(render(report, settings.formats[0]))
        sys.stdout.flush()
        return ()
    stem = "standard-input" if article == STDIN else Path(article).stem
    return write(report, settings.output or Path(article).parent, stem, settings.formats)
