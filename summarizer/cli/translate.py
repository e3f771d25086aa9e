"""`summarize translate`: articles in, translations and reports out."""

from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarizer.cli import options as opt
from summarizer.cli.articles import STDIN, Article, read_articles, require_places, without_results
from summarizer.cli.output import warn
from summarizer.errors import FATAL_ERRORS, ModelError, SummarizerError, UsageError

if TYPE_CHECKING:
    from summarizer.cli.live import Display
    from summarizer.cli.results import Results
    from summarizer.runtime import Runtime
    from summarizer.stages.edits import Edits


@opt.command("translate")
def translate(
    articles: Annotated[
        list[str],
        typer.Argument(
            help="Articles: files in any format that is read, .zip archives, addresses or lists of them; - is standard input.",
            metavar="ARTICLE...",
        ),
    ],
    given: opt.Given,
    talk: opt.Talk,
    overwrite: opt.Overwrite = False,
) -> None:
    """Translate articles and say who said what.

    Writes ARTICLE.en.md, ARTICLE.en.html and ARTICLE.report.json beside the article, or into --output. From standard
    input, or with --output -, it writes Markdown (or the first --format) to standard output. Re-running resumes and reuses
    cached responses. A result that you edited is never overwritten. Corrections in ARTICLE.edits.toml (`summarize edit`)
    are applied in every run.

    \b
    Examples:
      summarize translate article.txt
      summarize translate *.html --output english --max-cost 0.50
      summarize translate - --format json < article.txt > report.json

    Exit codes: 0 success; 1 failure; 2 usage error; 3 completed with errors that need review; 130 interrupted.
    """
    require_one_volume(talk)
    from summarizer.cli.live import display
    from summarizer.cli.starting import settings_of

    settings = settings_of(given, quiet=talk.quiet)
    read = without_results(read_articles(articles, convert=settings.convert, failures=True))
    to_stdout = str(settings.output) == STDIN
    output = None if to_stdout else settings.output
    require_places(read, output, to_stdout=to_stdout)
    from summarizer.cli.results import Results

    results = Results(settings, output, to_stdout=to_stdout, overwrite=overwrite)
    results.require_free(read)
    results.require_formats(read)
    edits = [edits_of(article) for article in read]
    with display(quiet=talk.quiet, verbose=talk.verbose) as shown:
        code = run(_all(list(zip(read, edits, strict=True)), results, shown))
    raise typer.Exit(code)


def require_one_volume(talk: opt.Talk) -> None:
    """Raises UsageError."""
    if talk.quiet and talk.verbose:
        raise UsageError("--quiet and --verbose exclude each other", "Remove one of them.")


INTERRUPTED_CODE = 130
INTERRUPTED = "Interrupted. Responses are kept: the same command resumes from here."


def run(work: Coroutine[Any, Any, int], interrupted_says: str = INTERRUPTED) -> int:
    """The exit code of the work. The first Ctrl-C lets requests in flight finish for some seconds; without any, and at the second, it ends
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
            warn("Finishing requests in flight; press Ctrl-C again to stop at once.")
            tasks[0].get_loop().call_soon_threadsafe(tasks[0].cancel)
            return
        # An interrupt may fall between the making of a coroutine and its first step; Python would tell the user of it at exit.
        warnings.filterwarnings("ignore", "coroutine .* was never awaited", RuntimeWarning)
        raise KeyboardInterrupt

    before = {one: signal.signal(one, interrupted) for one in _signals()}
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
        warn(interrupted_says)
        return INTERRUPTED_CODE
    return code


def _signals() -> Sequence[int]:
    """What interrupts a run; a terminal that is closed sends SIGHUP, which not every system has."""
    import signal

    return [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def edits_of(article: Article) -> "Edits":
    """What a person corrected in the article, and the names corrected in others of its folder. Raises UsageError."""
    from summarizer.stages.edits import NO_EDITS, edits_for

    return NO_EDITS if article.given == STDIN or article.copy else edits_for(Path(article.given))


async def _all(articles: "Sequence[tuple[Article, Edits]]", results: "Results", shown: "Display") -> int:
    """Every article in turn; one that fails does not stop the rest, unless the next could only fail in the same way."""
    from summarizer.runtime import endpoints_of, open_runtime
    from summarizer.settings import home

    codes: list[int] = []
    async with open_runtime(results.settings, home(), shown.notice, shown.progress) as runtime:
        shown.follow(runtime.ledger)
        shown.notice(endpoints_of(runtime))
        for article, edits in articles:
            try:
                if article.failure:
                    raise article.failure
                codes.append(await _one(article, edits, runtime, results, shown))
            except SummarizerError as error:
                shown.failed(article.given, error)
                codes.append(error.exit_code)
                if isinstance(error, FATAL_ERRORS) and (left := len(articles) - len(codes)):
                    shown.notice(f"{left} more not started.")
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


async def _one(article: Article, edits: "Edits", runtime: "Runtime", results: "Results", shown: "Display") -> int:
    from summarizer.batch.results import mostly_failed
    from summarizer.pipeline import process
    from summarizer.tasks.language import mostly_foreign

    shown.article(article.origin)
    if doubt := mostly_foreign(article.data, article.given, results.settings.encoding):
        shown.notice(doubt)
    report = await process(article.data, article.origin, runtime, shown.progress, edits)
    paths, kept = results.write(report, article)
    shown.finished(report, paths)
    for one in kept:
        shown.notice(f"Kept {one}: it was edited since it was written; --overwrite replaces it and keeps a copy.")
    for remark in results.remarks(report, article):
        shown.notice(remark)
    missing = sum(not s.target.strip() for s in report.segments)
    if why := mostly_failed(missing, len(report.segments)):
        raise ModelError(why, "The same command tries again; what was translated is kept.")
    return 3 if report.needs_a_person else 0
