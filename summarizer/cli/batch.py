"""`summarize batch`: whole folders, resumable."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from summarizer.cli import options as opt
from summarizer.cli.translate import require_one_volume
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.batch.estimate import BatchEstimate
    from summarizer.batch.run import Handling, Plan
    from summarizer.batch.worker import Limits
    from summarizer.settings import Settings

INTERRUPTED = "Interrupted. Finished articles and responses are kept: the same command resumes from here."
LEFT_RUNNING = (
    "Interrupted. Submitted batches keep running at the provider, and are billed: the same command collects them and resumes; "
    "`summarize batch status` lists them, `summarize batch cancel --all` ends them."
)


class Selection(NamedTuple):
    """Which files are taken."""

    include: Annotated[
        list[str] | None,
        typer.Option("--include", metavar="GLOB", help="Only files whose names match; may be repeated."),
    ] = None
    exclude: Annotated[
        list[str] | None,
        typer.Option("--exclude", metavar="GLOB", help="Skip files whose names match; may be repeated."),
    ] = None


class Extent(NamedTuple):
    """How much is done now."""

    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print files, tokens, requests, price and time; makes no API calls.")
    ] = False
    max_files: Annotated[
        int | None,
        typer.Option("--max-files", min=1, metavar="N", show_default=False, help="Process at most N articles."),
    ] = None
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Stop after the first failure.")] = False
    retry_failed: Annotated[
        bool,
        typer.Option("--retry-failed", help="Only articles that failed before or lack sentences; nothing new."),
    ] = False


class Where(NamedTuple):
    """Who does it."""

    detach: Annotated[
        bool,
        typer.Option("--detach", help="Only queue the articles, on a PostgreSQL store; `summarize work` does them."),
    ] = False


class Files(NamedTuple):
    """What happens to files that are there."""

    overwrite: opt.Overwrite = False
    prune: Annotated[
        bool,
        typer.Option("--prune", help="Delete results in --output that no article of this batch has; edited ones stay."),
    ] = False


class Volume(NamedTuple):
    """How much is said."""

    quiet: opt.Quiet = False
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Print a line also for articles that are up to date.")
    ] = False


@opt.command("batch")
def batch(
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Folders, files, patterns in quotation marks, addresses or lists of them.", metavar="FOLDER..."
        ),
    ],
    given: opt.Given,
    selection: Selection,
    extent: Extent,
    files: Files,
    where: Where,
    volume: Volume,
) -> None:
    """Translate all articles of a folder and its subfolders.

    The output folder mirrors the input folder. It also gets an index.html that links to all articles and lists who said what
    across them, and batch-report.json and batch-report.csv with a line for each article. Articles that are up to date are skipped;
    the article, the model, the prompts, the options, the corrections and those terms of the glossary that occur in it decide, not the
    clock. So the same command resumes where it was stopped, and after a change redoes what the change affects. One bad file never
    stops the rest. Copies of an article are counted once. Results that you edited are kept.

    With --provider-batch the requests go through the provider's Batch API at half the price: 3 to 4 sequential provider batches
    (brief, translate, repair and summaries), each up to 24 hours and usually faster. The command waits; if interrupted, or on another
    day, it collects what was submitted before. `summarize batch status` lists what is submitted, `summarize batch cancel` ends it. (A
    folder that is really named status or cancel is reached as ./status.)

    If the store is a PostgreSQL server (SUMMARIZER_STORE=postgresql://…), the articles are queued there: this command works on them together with
    every `summarize work` on other machines that sees the same folders. With --detach it only queues them, and
    `summarize runs watch` shows how it goes.

    \b
    Examples:
      summarize batch articles --output english --dry-run
      summarize batch articles --output english --max-cost 20
      summarize batch 'news/**/*.html' --output english --exclude 'drafts/'
      summarize batch articles --output english --provider-batch

    Exit codes: 0 success; 1 failure; 2 usage error; 3 completed with errors that need review; 130 interrupted.
    """
    require_one_volume(opt.Talk(*volume))
    if extent.retry_failed and given["cache"] is False:
        raise UsageError("--retry-failed and --no-cache exclude each other", "What failed is known from the store.")
    from summarizer.batch.run import Handling, plan
    from summarizer.batch.worker import Limits
    from summarizer.cli.starting import settings_of

    settings = settings_of(given, quiet=volume.quiet)
    found = plan(paths, _output(settings.output), include=selection.include or (), exclude=selection.exclude or ())
    limits = Limits(extent.max_files, extent.fail_fast, extent.retry_failed)
    if where.detach:
        _detach(found, settings, limits, Handling(*files), quiet=volume.quiet, dry_run=extent.dry_run)
        raise typer.Exit
    if extent.dry_run:
        _print_prospect(found, settings, limits)
        raise typer.Exit
    raise typer.Exit(_done(found, settings, limits, Handling(*files), volume))


def _done(found: "Plan", settings: "Settings", limits: "Limits", handling: "Handling", volume: Volume) -> int:
    """The exit code of the batch."""
    from summarizer.batch.run import run
    from summarizer.cli.folder import display, left_out
    from summarizer.cli.translate import run as finished
    from summarizer.settings import home

    with display(quiet=volume.quiet, verbose=volume.verbose) as shown:

        async def work() -> int:
            if others := left_out(found.search):
                shown.say(others)
            done = await run(found, settings, home(), limits, shown, handling)
            shown.over(done, found.output)
            return done.exit_code

        return finished(work(), LEFT_RUNNING if settings.provider_batch else INTERRUPTED)


def _detach(
    found: "Plan", settings: "Settings", limits: "Limits", handling: "Handling", *, quiet: bool, dry_run: bool
) -> None:
    from summarizer.batch.run import in_queue, patient
    from summarizer.cli.output import warn
    from summarizer.settings import home

    if dry_run:
        raise UsageError("--detach and --dry-run exclude each other", "A dry run queues nothing.")
    if not in_queue(settings):
        raise UsageError(
            "--detach needs a queue", "Name a PostgreSQL server in SUMMARIZER_STORE, and leave out --no-cache."
        )
    import asyncio

    from summarizer.batch.queued import run_detached

    number = asyncio.run(run_detached(found, patient(settings), home(), limits, handling, warn))
    typer.echo(number)
    if not quiet:
        warn(f"Queued as run {number}: `summarize work` does it, `summarize runs watch {number}` shows how it goes.")


def _output(output: Path | None) -> Path:
    if output is None:
        raise UsageError("A batch needs a folder for its results", "Name one with --output.")
    return output


def _print_prospect(found: "Plan", settings: "Settings", limits: "Limits") -> None:
    import asyncio

    from summarizer.batch.estimate import estimate_batch
    from summarizer.cli.folder import left_out
    from summarizer.settings import home

    for line in _prospect(asyncio.run(estimate_batch(found, settings, home(), limits))):
        typer.echo(line)
    if others := left_out(found.search):
        typer.echo(others)


def _prospect(found: "BatchEstimate") -> "Iterator[str]":
    from summarizer.cli.folder import SHOWN, how_long
    from summarizer.cli.tables import clean

    later = f", {found.not_now} not in this run" if found.not_now else ""
    yield (
        f"{found.articles} article{'s' * (found.articles != 1)}: {found.to_do} pending, {found.done} up to date or duplicate, "
        f"{len(found.unusable)} unusable{later}"
    )
    for name, why in list(found.unusable.items())[:SHOWN]:
        yield f"  {clean(name)}: {clean(why)}"
    if not found.to_do:
        return
    exact = found.rehearsed >= found.to_do
    yield "Estimate based on all articles." if exact else f"Estimate based on {found.rehearsed} articles of all sizes."
    yield f"{found.model}: about {found.requests:,} requests, {found.input_tokens:,} tokens in, {found.output_tokens:,} out"
    if found.cost_usd is None or found.most_cost_usd is None:
        yield f"  price of {found.model}: unknown"
    else:
        free = found.most_cost_usd == 0
        half = ", at the half price of the Batch API" if found.provider_batch else ""
        yield "  free" if free else f"  about ${found.cost_usd:.2f}, at most ${found.most_cost_usd:.2f}{half}"
        if found.max_cost_usd is not None and found.max_cost_usd < found.most_cost_usd:
            sure = "will" if found.max_cost_usd < found.cost_usd else "may"
            yield f"  --max-cost ${found.max_cost_usd:.2f} {sure} stop it before the end"
    if found.provider_batch:
        yield "  three or four waves, one after the other: each within 24 hours, mostly sooner"
    else:
        yield f"  about {how_long(found.seconds)}"
