"""`summarize models`: the models on this machine. Results on standard output, progress on standard error."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli import options as opt
from summarizer.cli.output import print_json, print_lines

if TYPE_CHECKING:
    from pathlib import Path

    from summarizer.local.models import Installed

app = typer.Typer(help="The models that run on this machine.", no_args_is_help=True, rich_markup_mode=None)

Id = Annotated[
    str, typer.Argument(metavar="[ID]", help="Id of the model, from the list; the default model without it.")
]
STATES = {
    "ready": "ready",
    "unchecked": "present, not verified",
    "in parts": "installed, joined on first use",
    "absent": "not installed: summarize models fetch",
}


@app.command("list")
def list_(json_: opt.Json = False) -> None:
    """Print every model: id, size, state, and where its file is. The default is marked with *."""
    from summarizer.local.models import installed

    models = installed(home())
    if json_:
        print_json([_record(one) for one in models])
        return
    width = max(len(one.model.id) for one in models)
    for one in models:
        where = one.path if one.path.is_file() else ""
        size = f"{one.model.bytes / 1e9:.2f} GB"
        print_lines(
            [f"{'*' if one.default else ' '} {one.model.id:<{width}}  {size}  {STATES[one.state]}  {where}".rstrip()]
        )


@app.command()
def path(id: Id = "", json_: opt.Json = False) -> None:
    """Print the path of a model's file."""
    from summarizer.local.models import path_of

    found = str(path_of(id, home()))
    print_json({"path": found}) if json_ else print_lines([found])


@app.command()
def verify(id: Id = "") -> None:
    """Compute the hash of a model's file again and compare it with the published one."""
    from summarizer.local import models

    with _progress() as progress:
        good = models.verify(id, home(), progress)
    typer.echo(f"{good} is good")


@app.command()
def remove(id: Annotated[str, typer.Argument(metavar="ID", help="Id of the model, from the list.")]) -> None:
    """Delete a model's file from this machine. Installed packages stay, and the model can be joined from them again."""
    from summarizer.local import models

    typer.echo(f"Removed {id}: {models.remove(id, home()) / 1e9:.2f} GB freed")


@app.command()
def add(
    source: Annotated[str, typer.Argument(metavar="PATH|URL", help="A GGUF file, or its http(s) address.")],
    name: Annotated[str, typer.Option("--name", help="Call it so; else it keeps its file name.")] = "",
) -> None:
    """Add a model of your own; use it with --model ID."""
    from summarizer.local import models

    with _progress() as progress:
        added = models.add(source, home(), name, progress)
    typer.echo(f"Added {added.id}: use it with --model {added.id}")


@app.command()
def fetch(
    url: Annotated[str, typer.Option("--url", help="Another address that has the same file.")] = "",
) -> None:
    """Download the default model's published file (1.1 GB). Goes on where an earlier attempt stopped."""
    from summarizer.local import models

    with _progress() as progress:
        fetched = models.fetch(home(), progress, url=url)
    typer.echo(fetched)


def home() -> "Path":
    """Where the models are. Imported late: it loads pydantic, and every `--help` loads this file."""
    from summarizer import settings

    return settings.home()


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    from summarizer.cli.live import display
    from summarizer.progress import Event

    with display() as shown:
        yield lambda done, total: shown.progress(Event(stage="load", done=done, total=total))


def _record(one: "Installed") -> dict[str, object]:
    facts = one.model.model_dump(exclude={"parts", "file_name"})
    return {**facts, "state": one.state, "default": one.default, "path": str(one.path) if one.path.is_file() else None}
