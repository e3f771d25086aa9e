"""`summarize runs`: what batches did before, with what became of each file and what it cost."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from summarizer.cli.tables import clean, show

if TYPE_CHECKING:
    from summarizer.store import Entry, Run, Store

app = typer.Typer(rich_markup_mode=None)

Format = Annotated[
    Literal["table", "json"], typer.Option("--format", "-f", metavar="table|json", help="How to print it.")
]
COUNTED = {"done": "Done", "findings": "Findings", "failed": "Failed", "skipped": "Skipped", "elsewhere": "Elsewhere"}
"""What may become of a file, and the head of its column."""


@app.callback(invoke_without_command=True)
def runs(
    context: typer.Context,
    last: Annotated[
        int, typer.Option("--last", "-n", min=1, metavar="N", help="How many runs, the newest first.")
    ] = 20,
    format_: Format = "table",
) -> None:
    """List past runs of batches: files by what became of them, cost, exit code.

    Runs are kept in the store (`summarize config` shows where). A dash in place of the exit code: the run is under way, or was
    killed; its cost is then that of the files it ended.

    \b
    Examples:
      summarize runs
      summarize runs --last 100 --format json
      summarize runs show 7 --failed
    """
    if context.invoked_subcommand:
        return
    with _store() as store:
        found = store.work().runs(last)
    if format_ == "json":
        _print_json([run.model_dump(mode="json") for run in found])
    elif found:
        show(*_runs_table(found), right=("Run", "Files", *COUNTED.values(), "Cost", "Exit code"))
    else:
        typer.echo("No runs yet: `summarize batch FOLDER --output OUT` makes one.", err=True)


@app.command("show")
def show_(
    number: Annotated[int, typer.Argument(metavar="N", help="Number of the run, from the list.")],
    failed: Annotated[bool, typer.Option("--failed", help="Only the files that failed.")] = False,
    format_: Format = "table",
) -> None:
    """Print the files of one run: what became of each, how long it took, what it cost, and why it failed.

    \b
    Example:
      summarize runs show 7 --failed
    """
    with _store() as store:
        run, entries = store.work().run(number)
    wanted = [entry for entry in entries if entry.status == "failed" or not failed]
    if format_ == "json":
        _print_json({"run": run.model_dump(mode="json"), "files": [entry.model_dump(mode="json") for entry in wanted]})
        return
    typer.echo(_about(run))
    if wanted:
        show(("File", "Status", "Seconds", "Cost", "Error"), map(_file, wanted), right=("Seconds", "Cost"))
    else:
        typer.echo("No file failed." if failed else "It has no files yet.", err=True)


def _store() -> "Store":
    """The store in force. Imported late: it loads SQLAlchemy, and every `--help` loads this file."""
    from summarizer.runtime import store_place
    from summarizer.settings import home, load
    from summarizer.store import Store

    return Store.open(store_place(load().settings, home()))


def _runs_table(found: Sequence["Run"]) -> tuple[Sequence[str], Iterator[Sequence[str]]]:
    """Heads and rows; `elsewhere` has a column where there is any, which takes several workers."""
    counted = [name for name in COUNTED if name != "elsewhere" or any(run.counts.get(name) for run in found)]
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


def _print_json(value: object) -> None:
    import json

    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
