"""`summarize batch`: whole folders, resumable."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli import options as opt
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.batch.estimate import BatchEstimate
    from summarizer.batch.run import Plan
    from summarizer.batch.worker import Limits
    from summarizer.settings import Settings

INTERRUPTED = "Interrupted. What is done stays, and what was answered is kept: the same command goes on from here."
LEFT_RUNNING = (
    "Interrupted. What was submitted goes on at the provider, and costs: the same command collects it and goes on from here; "
    "`summarize batch status` shows it, `summarize batch cancel --all` ends it."
)


def batch(
    given: Annotated[
        list[str], typer.Argument(help="Folders, files, or patterns in quotation marks.", metavar="FOLDER...")
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FOLDER", file_okay=False, help="Folder for the results; made if missing."
        ),
    ] = None,
    include: Annotated[
        list[str] | None,
        typer.Option("--include", metavar="GLOB", help="Take files with such names only; may be given again."),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option("--exclude", metavar="GLOB", help="Leave out files with such names; may be given again."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print files, tokens, requests, price and time; ask no model.")
    ] = False,
    provider_batch: opt.ProviderBatch = None,
    max_cost: opt.MaxCost = None,
    price_in: opt.PriceIn = None,
    price_out: opt.PriceOut = None,
    fallback_model: opt.FallbackModel = None,
    max_files: Annotated[
        int | None,
        typer.Option("--max-files", min=1, metavar="N", show_default=False, help="Do at most so many articles now."),
    ] = None,
    fail_fast: Annotated[
        bool, typer.Option("--fail-fast", help="Begin no further article once one has failed.")
    ] = False,
    retry_failed: Annotated[
        bool,
        typer.Option("--retry-failed", help="Do only what failed before or lacks sentences, and nothing that is new."),
    ] = False,
    to: opt.To = None,
    from_: opt.From = None,
    model: opt.Model = None,
    base_url: opt.BaseUrl = None,
    glossary: opt.Glossary = None,
    format_: opt.Formats = None,
    chinese_names: opt.ChineseNames = None,
    review: opt.Review = False,
    review_model: opt.ReviewModel = None,
    concurrency: opt.Concurrency = None,
    chunk_tokens: opt.ChunkTokens = None,
    prompts: opt.PromptFolder = None,
    no_cache: opt.NoCache = False,
    quiet: opt.Quiet = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Print a line also for what was already done.")
    ] = False,
) -> None:
    """Translate all articles of a folder, and the folders in it.

    The results lie in --output as the articles lie in FOLDER, with an index.html that leads to all of them and says who said what
    across them, and batch-report.json and batch-report.csv with a line for each. What is done and unchanged is left alone: the
    article, the model, the prompts, the options and those terms of the glossary that stand in it decide, not the clock. So the same
    command again goes on where it was stopped, and after a change redoes what the change touches. One bad file never stops the rest.

    With --provider-batch the requests go through the provider's Batch API, at half the price: the questions of all articles together,
    wave after wave (brief, translate, repair and summaries), each within a day and mostly sooner. The command waits; interrupted, or on
    another day, it collects what was submitted before. `summarize batch status` lists what is submitted, `summarize batch cancel`
    ends it. (A folder that is really named status or cancel is reached as ./status.)

    \b
    Examples:
      summarize batch articles --output english --dry-run
      summarize batch articles --output english --max-cost 20
      summarize batch 'news/**/*.html' --output english --exclude 'drafts/'
      summarize batch articles --output english --provider-batch

    Exit codes: 0 good; 1 nothing usable; 2 wrong usage; 3 done, but something needs a person; 130 interrupted.
    """
    if quiet and verbose:
        raise UsageError("--quiet and --verbose exclude each other", "Leave one of them out.")
    if retry_failed and no_cache:
        raise UsageError("--retry-failed and --no-cache exclude each other", "What failed is known from the store.")
    from summarizer.batch.run import plan, run
    from summarizer.batch.worker import Limits
    from summarizer.cli.folder import display, left_out
    from summarizer.cli.translate import run as finished
    from summarizer.settings import home, load

    shaping = {
        "target_language": to,
        "source_language": from_,
        "model": model,
        "base_url": base_url,
        "glossary": glossary,
    }
    working = {"output": output, "formats": format_, "max_cost": max_cost, "concurrency": concurrency}
    rest = {"chunk_tokens": chunk_tokens, "prompts": prompts, "cache": False if no_cache else None}
    rest["provider_batch"] = provider_batch
    money = {"price_in": price_in, "price_out": price_out, "fallback_model": fallback_model}
    reading = {"chinese_names": chinese_names, "review": review or None, "review_model": review_model}
    settings = load(shaping | working | rest | reading | money).settings
    found = plan(given, _output(settings.output), include=include or (), exclude=exclude or ())
    limits = Limits(max_files, fail_fast, retry_failed)
    if dry_run:
        _print_prospect(found, settings, limits)
        raise typer.Exit
    with display(quiet=quiet, verbose=verbose) as shown:

        async def work() -> int:
            if others := left_out(found.search.others):
                shown.say(others)
            done = await run(found, settings, home(), limits, shown)
            shown.over(done, found.output)
            return done.exit_code

        code = finished(work(), LEFT_RUNNING if settings.provider_batch else INTERRUPTED)
    raise typer.Exit(code)


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
    if others := left_out(found.search.others):
        typer.echo(others)


def _prospect(found: "BatchEstimate") -> "Iterator[str]":
    from summarizer.cli.folder import SHOWN, how_long
    from summarizer.cli.tables import clean

    later = f", {found.not_now} not this time" if found.not_now else ""
    yield (
        f"{found.articles} article{'s' * (found.articles != 1)}: {found.to_do} to do, {found.done} already done or there twice, "
        f"{len(found.unusable)} not usable{later}"
    )
    for name, why in list(found.unusable.items())[:SHOWN]:
        yield f"  {clean(name)}: {clean(why)}"
    if not found.to_do:
        return
    exact = found.rehearsed >= found.to_do
    yield "Every article was rehearsed." if exact else f"Reckoned from {found.rehearsed} articles of all sizes."
    yield f"Would ask {found.model}: about {found.requests:,} requests, {found.input_tokens:,} tokens in, {found.output_tokens:,} out"
    if found.cost_usd is None or found.most_cost_usd is None:
        yield f"  what {found.model} costs is not known"
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
