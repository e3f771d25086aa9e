"""`summarize runs`: past batch runs, with the outcome and cost of each file."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from summarizer.cli import options as opt
from summarizer.cli.output import print_json, warn
from summarizer.cli.tables import clean, show
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from summarizer.settings import Settings
    from summarizer.store import Entry, Run, Store

app = typer.Typer(rich_markup_mode=None)

Format = Annotated[
    Literal["table", "json"],
    typer.Option("--format", "-f", metavar="table|json", help="Format; json is the same as --json."),
]
COUNTED = {
    "done": "Done",
    "findings": "Findings",
    "incomplete": "Incomplete",
    "failed": "Failed",
    "skipped": "Skipped",
    "elsewhere": "Elsewhere",
    "not begun": "Not begun",
    "queued": "Queued",
}
"""What may become of a file, and the head of its column."""
RARE = ("incomplete", "elsewhere", "not begun", "queued")
"""They have a column only if there are any."""


@app.callback(invoke_without_command=True)
def runs(
    context: typer.Context,
    last: Annotated[
        int, typer.Option("--last", "-n", min=1, metavar="N", help="How many runs, the newest first.")
    ] = 20,
    format_: Format = "table",
    json_: opt.Json = False,
) -> None:
    """List past batch runs: files by outcome, cost, exit code.

    Runs are kept in the store (`summarize config` shows where). A dash as exit code: the run is in progress or was killed;
    its cost is then that of the files it finished.

    \b
    Examples:
      summarize runs
      summarize runs --last 100 --json
      summarize runs show 7 --failed
    """
    if context.invoked_subcommand:
        return
    with _store() as store:
        found = store.work().runs(last)
    if json_ or format_ == "json":
        print_json([run.model_dump(mode="json") for run in found])
    elif found:
        show(*_runs_table(found), right=("Run", "Files", *COUNTED.values(), "Cost", "Exit code"))
    else:
        warn("No runs yet; start one with `summarize batch FOLDER --output OUT`.")


@app.command("show")
def show_(
    number: Annotated[int, typer.Argument(metavar="N", help="Number of the run, from the list.")],
    failed: Annotated[bool, typer.Option("--failed", help="Only the files that failed.")] = False,
    format_: Format = "table",
    json_: opt.Json = False,
) -> None:
    """Print the files of one run: outcome, duration, cost, and the reason of each failure.

    \b
    Example:
      summarize runs show 7 --failed
    """
    with _store() as store:
        run, entries = store.work().run(number)
    wanted = [entry for entry in entries if entry.status == "failed" or not failed]
    if json_ or format_ == "json":
        print_json({"run": run.model_dump(mode="json"), "files": [entry.model_dump(mode="json") for entry in wanted]})
        return
    warn(_about(run))
    if wanted:
        show(("File", "Status", "Seconds", "Cost", "Error"), map(_file, wanted), right=("Seconds", "Cost"))
    else:
        warn("No failed files." if failed else "No files yet.")


Number = Annotated[int, typer.Argument(metavar="N", help="Number of the run, from the list.")]
WATCH_SECONDS = 2.0


@app.command("watch")
def watch(number: Number, quiet: opt.Quiet = False) -> None:
    """Wait for a queued run to end, and show how it goes. Ctrl-C ends the watching, not the run.

    \b
    Example:
      summarize runs watch 7

    Exit codes: those of the run (`summarize batch --help`).
    """
    import time

    with _store() as store:
        work, said = store.work(), ""
        while True:
            run = work.about(number)
            line = _progress(run)
            if line != said and not quiet:
                warn(line)
            said = line
            if run.exit_code is not None or not run.config:
                break
            time.sleep(WATCH_SECONDS)
    raise typer.Exit(run.exit_code or 0)


@app.command("cancel")
def cancel_(number: Number) -> None:
    """Process no further article of a queued run. Articles in progress finish, as they are paid for.

    \b
    Example:
      summarize runs cancel 7
    """
    from summarizer.batch.queued import cancel_run

    count = _with_queue(cancel_run, number)
    warn(f"Run {number} is cancelled: {count} article{'s' * (count != 1)} not begun.")


@app.command("retry")
def retry_(number: Number) -> None:
    """Queue those articles of a run again that failed, lack sentences, or were not begun.

    \b
    Example:
      summarize runs retry 7
    """
    from summarizer.batch.queued import retry_run

    count = _with_queue(retry_run, number)
    warn(f"{count} article{'s' * (count != 1)} of run {number} queued again.")


def _with_queue(change: "Callable[[Settings, Path, int], Awaitable[int]]", number: int) -> int:
    import asyncio

    from summarizer.batch.run import in_queue
    from summarizer.cli.starting import settings_of
    from summarizer.settings import home

    settings = settings_of()
    if not in_queue(settings):
        raise UsageError("There is no queue", "Name a PostgreSQL server in SUMMARIZER_STORE.")

    async def changed() -> int:
        return await change(settings, home(), number)

    return asyncio.run(changed())


def _progress(run: "Run") -> str:
    """One line."""
    counts = ", ".join(f"{count} {COUNTED.get(name, name).lower()}" for name, count in run.counts.items() if count)
    stopped = f"; stopped: {clean(run.stopped)}" if run.stopped else ""
    ended = "" if run.exit_code is None else f"; ended with exit code {run.exit_code}"
    return f"Run {run.id}: {run.files} files: {counts or 'none queued yet'}, {_money(run.cost_usd)}{stopped}{ended}"


def _store() -> "Store":
    """The store in force. Imported late: it loads SQLAlchemy, and every `--help` loads this file."""
    from summarizer.cli.starting import settings_of
    from summarizer.runtime import store_place
    from summarizer.settings import home
    from summarizer.store import Store

    return Store.open(store_place(settings_of(), home()))


def _runs_table(found: Sequence["Run"]) -> tuple[Sequence[str], Iterator[Sequence[str]]]:
    """Heads and rows."""
    counted = [name for name in COUNTED if name not in RARE or any(run.counts.get(name) for run in found)]
    heads = ("Run", "Started", "Folder", "Files", *(COUNTED[name] for name in counted), "Cost", "Exit code")
    return heads, (_row(run, counted) for run in found)


def _row(run: "Run", counted: Sequence[str]) -> Sequence[str]:
    counts = (str(run.counts.get(name, 0)) for name in counted)
    code = "-" if run.exit_code is None else str(run.exit_code)
    return str(run.id), _when(run), clean(run.folder), str(run.files), *counts, _money(run.cost_usd), code


def _file(entry: "Entry") -> Sequence[str]:
    why = " ".join(filter(None, (entry.error, entry.hint)))
    return clean(entry.path), entry.status, f"{entry.seconds:.1f}", _money(entry.cost_usd), clean(why)


def _about(run: "Run") -> str:
    ended = "not ended" if run.exit_code is None else f"exit code {run.exit_code}"
    where = f"{clean(run.folder)} → {clean(run.output)}"
    return f"Run {run.id}, {_when(run)}: {where}, {clean(run.model)}, {_money(run.cost_usd)}, {ended}"


def _when(run: "Run") -> str:
    """In this machine's time zone."""
    return run.started.astimezone().strftime("%Y-%m-%d %H:%M")


def _money(cost_usd: float | None) -> str:
    return "not known" if cost_usd is None else f"${cost_usd:.4f}"
