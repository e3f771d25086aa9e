"""The command line: one short file a command. This one holds the app, and is the only place that prints errors."""

import sys
from typing import Annotated

import typer

from summarizer._version import __version__
from summarizer.cli import config, inspect, models, schema, translate
from summarizer.errors import SummarizerError

app = typer.Typer(
    name="summarize",
    help="Chinese articles in English: the complete translation, and who said what, with proof.",
    epilog="Start with: summarize translate ARTICLE. Without a key it runs on a small model on this machine.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("translate")(translate.translate)
app.command("inspect")(inspect.inspect)
app.command("config")(config.config)
app.command("schema")(schema.schema)
app.add_typer(models.app, name="models")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"summarize {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Chinese articles in English: the complete translation, and who said what, with proof."""


def main() -> None:
    """The console script. Ends the process with 0, 1, 2, 3 or 130 (docs/commands.md says what they mean)."""
    try:
        app()
    except SummarizerError as error:
        complain(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        typer.echo("Interrupted. What was answered is kept: the same command goes on from here.", err=True)
        sys.exit(130)


def complain(error: SummarizerError) -> None:
    """An error as the user sees it: what happened, and what to do."""
    typer.echo(f"Error: {error}", err=True)
    if error.hint:
        typer.echo(f"       {error.hint}", err=True)
