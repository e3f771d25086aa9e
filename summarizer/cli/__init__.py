"""The command line: one short file a command. This one holds the app, and is the only place that prints errors."""

import logging
import signal
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from summarizer._version import __version__
from summarizer.cli import (
    apply,
    batch,
    cache,
    check,
    config,
    edit,
    export,
    glossary,
    inspect,
    models,
    runs,
    schema,
    speakers,
    submitted,
    translate,
    work,
)
from summarizer.cli.output import warn
from summarizer.errors import SummarizerError

BAD_USAGE: type[Any] = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")
"""What typer raises for a command line that it cannot read; it has no public name there."""

ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals that end a command as Ctrl-C does; a terminal that is closed sends the second."""

app = typer.Typer(
    name="summarize",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 110},
)
app.command("translate")(translate.translate)
app.command("batch", cls=submitted.Batch)(batch.batch)
app.command("work")(work.work)
app.command("inspect")(inspect.inspect)
app.command("speakers")(speakers.speakers)
app.command("check")(check.check)
app.command("edit")(edit.edit)
app.command("apply")(apply.apply)
app.command("export")(export.export)
app.command("schema")(schema.schema)
app.add_typer(config.app, name="config")
app.add_typer(glossary.app, name="glossary")
app.add_typer(runs.app, name="runs")
app.add_typer(cache.app, name="cache")
app.add_typer(models.app, name="models")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"summarize {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show version and exit.")
    ] = False,
) -> None:
    """Chinese articles in English: the complete translation, and who said what, with proof.

    \b
    Start with:
      summarize inspect article.txt       dry run: requests and estimated cost; no API calls, no key
      summarize speakers article.txt      who said what; no API calls either
      summarize translate article.txt     the translation and the report, beside the article
      summarize batch articles -o out     whole folders, resumable

    With OPENAI_API_KEY (or --base-url) a hosted model is used, otherwise a small one on this machine.
    """


def main() -> None:
    """The console script. Ends the process with 0, 1, 2, 3 or 130 (docs/commands.md says what they mean)."""
    for one in ENDING:
        signal.signal(one, _end)
    logging.getLogger().addHandler(logging.NullHandler())  # what libraries log is not for the user
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        sys.exit(app(standalone_mode=False))
    except SummarizerError as error:
        complain(error)
        sys.exit(error.exit_code)
    except BAD_USAGE as error:
        sys.exit(_misused(error))
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)


def complain(error: SummarizerError) -> None:
    """An error as the user sees it: what happened, and what to do."""
    _say(f"Error: {error}")
    if error.hint:
        _say(f"       {error.hint}")


def _misused(error: Any) -> int:
    """Says in two lines what the command line got wrong (or the whole help, where nothing was given). The exit code."""
    message = str(error.format_message())
    if type(error).__name__ == "NoArgsIsHelpError":
        _say(message)
        return 2
    _say(f"Error: {message}")
    if named := next((word for word in sys.argv[1:] if word.startswith("-") and Path(word).is_file()), ""):
        _say(f"       For the file of that name, write ./{named}")
        return 2
    _say(f"       Try: {error.ctx.command_path if getattr(error, 'ctx', None) else 'summarize'} --help")
    return 2


def _say(line: str) -> None:
    warn(line)


def _end(*_: object) -> None:
    raise KeyboardInterrupt
