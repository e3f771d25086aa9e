"""`summarize translate`: articles in, translations and reports out."""

import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarizer.cli import options as opt
from summarizer.cli.articles import Article, read_articles, require_places
from summarizer.errors import FATAL_ERRORS, SummarizerError, UsageError

if TYPE_CHECKING:
    from summarizer.cli.live import Display
    from summarizer.report import Report
    from summarizer.runtime import Runtime
    from summarizer.settings import Settings


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
    price_in: opt.PriceIn = None,
    price_out: opt.PriceOut = None,
    fallback_model: opt.FallbackModel = None,
    concurrency: opt.Concurrency = None,
    chunk_tokens: opt.ChunkTokens = None,
    chinese_names: opt.ChineseNames = None,
    prompts: opt.PromptFolder = None,
    review: opt.Review = False,
    review_model: opt.ReviewModel = None,
    no_cache: opt.NoCache = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Translate articles and say who said what.

    Writes ARTICLE.en.md, ARTICLE.en.html and ARTICLE.report.json beside the article, or into --output. From standard
    input it writes Markdown (or the first --format) to standard output. What was answered is kept: the same command
    again goes on where it was stopped, and pays for nothing twice.

    \b
    Examples:
      summarize translate article.txt
      summarize translate *.html --output english --max-cost 0.50
      summarize translate - --format json < article.txt > report.json

    Exit codes: 0 good; 1 nothing usable; 2 wrong usage; 3 done, but something needs a person; 130 interrupted.
    """
    if quiet and verbose:
        raise UsageError("--quiet and --verbose exclude each other", "Leave one of them out.")
    read = read_articles(articles)
    from summarizer.cli.live import display
    from summarizer.settings import load

    settings = load(
        {
            "target_language": to,
            "source_language": from_,
            "model": model,
            "base_url": base_url,
            "glossary": glossary,
            "output": output,
            "formats": format_,
            "max_cost": max_cost,
            "price_in": price_in,
            "price_out": price_out,
            "fallback_model": fallback_model,
            "concurrency": concurrency,
            "chunk_tokens": chunk_tokens,
            "chinese_names": chinese_names,
            "prompts": prompts,
            "review": review or None,
            "review_model": review_model,
            "cache": False if no_cache else None,
        }
    ).settings
    require_places(read, settings.output)
    with display(quiet=quiet, verbose=verbose) as shown:
        code = run(_all(read, settings, shown))
    raise typer.Exit(code)


INTERRUPTED_CODE = 130
INTERRUPTED = "Interrupted. What was answered is kept: the same command goes on from here."


def run(work: Coroutine[Any, Any, int], interrupted_says: str = INTERRUPTED) -> int:
    """The exit code of the work. The first Ctrl-C lets answers under way come in for some seconds; without any, and at the second, it ends
    at once, also while it is busy rather than waiting (asyncio's own handler would wait for the next pause), and everything it opened
    is closed. What fails while that is done is the interrupt's doing."""
    import asyncio
    import signal
    import warnings

    from summarizer.llm.grace import GRACE

    signals: list[int] = []
    tasks: list[asyncio.Task[Any]] = []
    GRACE.reset()

    async def main() -> int:
        if task := asyncio.current_task():
            tasks.append(task)
        return await work

    def interrupted(number: int, _: object) -> None:
        signals.append(number)
        if GRACE.begin() and tasks:
            typer.echo("Stopping when the answers under way are in; Ctrl-C again stops at once.", err=True)
            tasks[0].get_loop().call_soon_threadsafe(tasks[0].cancel)
            return
        # An interrupt may fall between the making of a coroutine and its first step; Python would tell the user of it at exit.
        warnings.filterwarnings("ignore", "coroutine .* was never awaited", RuntimeWarning)
        raise KeyboardInterrupt

    before = {one: signal.signal(one, interrupted) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        code = asyncio.run(main())
    except (KeyboardInterrupt, asyncio.CancelledError):
        code = INTERRUPTED_CODE
    except Exception:
        if not signals:
            raise
        code = INTERRUPTED_CODE
    finally:
        GRACE.reset()
        work.close()
        for one, handler in before.items():
            signal.signal(one, handler)
    if code and (signals or code == INTERRUPTED_CODE):
        typer.echo(interrupted_says, err=True)
        return INTERRUPTED_CODE
    return code


async def _all(articles: Sequence[Article], settings: "Settings", shown: "Display") -> int:
    """Every article in turn; one that fails does not stop the rest, unless the next could only fail in the same way."""
    from summarizer.runtime import open_runtime
    from summarizer.settings import home

    codes: list[int] = []
    async with open_runtime(settings, home(), shown.notice, shown.progress) as runtime:
        shown.follow(runtime.ledger)
        for article in articles:
            try:
                codes.append(await _one(article, runtime, shown))
            except SummarizerError as error:
                shown.failed(article.given, error)
                codes.append(error.exit_code)
                if isinstance(error, FATAL_ERRORS) and (left := len(articles) - len(codes)):
                    shown.notice(f"{left} more not begun.")
                    codes += [error.exit_code] * left
                    break
    return exit_code(codes)


def exit_code(codes: Sequence[int]) -> int:
    """0 where all is good; 1 where nothing came out (2 where that was wrong usage); 3 where something did and something is amiss."""
    if set(codes) <= {0}:
        return 0
    if set(codes) <= {1, 2}:
        return max(codes) if len(set(codes)) == 1 else 1
    return 3


async def _one(article: Article, runtime: "Runtime", shown: "Display") -> int:
    from summarizer.pipeline import process

    shown.article(article.origin)
    report = await process(article.data, article.origin, runtime, shown.progress)
    shown.finished(report, _written(report, article, runtime.settings))
    return 3 if report.needs_a_person else 0


def _written(report: "Report", article: Article, settings: "Settings") -> Sequence[Path]:
    """Where the results now are; none where they went to standard output."""
    from summarizer.stages.render import render, write

    folder = article.folder(settings.output)
    if folder is None:
        sys.stdout.write(render(report, settings.formats[0], chinese_names=settings.chinese_names))
        sys.stdout.flush()
        return ()
    return write(report, folder, article.stem, settings.formats, chinese_names=settings.chinese_names)
