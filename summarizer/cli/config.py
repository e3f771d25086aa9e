"""`summarize config`: every setting, its value, and where the value came from; the settings files, and which of them are trusted."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarizer.cli import options as opt
from summarizer.cli.output import print_json, print_lines, safe, warn
from summarizer.errors import OutputError, UsageError

if TYPE_CHECKING:
    from summarizer.settings import Survey

app = typer.Typer(rich_markup_mode=None)
SECRET_SET = "set, not shown"


@app.callback(invoke_without_command=True)
def config(context: typer.Context, json_: opt.Json = False) -> None:
    """Print the settings in force and where each comes from. Keys are never shown.

    A value comes from the first of: the command's flag, the environment (SUMMARIZER_MODEL and so on; OPENAI_API_KEY and
    OPENAI_BASE_URL), summarizer.toml in this folder or one above, your own summarizer.toml, the default. What is wrong with a file
    or a variable is listed below the settings.

    A project's summarizer.toml may set languages, formats, rate limits and a glossary of the project. Whatever spends money, sends a key
    elsewhere or writes elsewhere (model, base_url, prompts, store, output and so on) takes effect after `summarize config trust`.

    \b
    Examples:
      summarize config
      SUMMARIZER_MODEL=gpt-6-luna summarize config --json
      summarize config trust

    Exit codes: 0 success; 2 some setting is invalid.
    """
    if context.invoked_subcommand:
        return
    from summarizer.settings import survey, user_file

    found = survey()
    rows = dict(_rows(found))
    if json_:
        wrong = [" ".join(filter(None, problem)) for problem in found.problems]
        print_json({**rows, "problems": [*wrong, *found.notices]} if wrong or found.notices else rows)
    else:
        texts = [(name, shown(row["value"]), row["origin"]) for name, row in rows.items()]
        width = [max(len(text[column]) for text in texts) for column in (0, 1)]
        print_lines(f"{name:<{width[0]}}  {text:<{width[1]}}  {place}" for name, text, place in texts)
        print_lines(["", f"User settings: {user_file()}. Project settings: summarizer.toml in the project's folder."])
        for message, hint in found.problems:
            warn(f"Error: {message}", f"       {hint}" if hint else "")
        for notice in found.notices:
            warn(f"Warning: {notice}")
    raise typer.Exit(2 if found.problems else 0)


def _rows(found: "Survey") -> Iterator[tuple[str, dict[str, Any]]]:
    from summarizer.common.addresses import masked
    from summarizer.settings import SECRET, home

    for name, value in found.settings.model_dump(mode="json").items():
        visible = (
            (SECRET_SET if value else "") if name in SECRET else masked(value) if isinstance(value, str) else value
        )
        yield name, {"value": visible, "origin": found.origin[name]}
    where = "SUMMARIZER_HOME, or your data folder: stored responses, local models, trusted projects"
    yield "home", {"value": str(home()), "origin": where}


def shown(value: object) -> str:
    """A value for people: nothing as a dash."""
    if isinstance(value, list):
        return ",".join(map(str, value))
    return "-" if value in (None, "") else str(value).lower() if isinstance(value, bool) else str(value)


@app.command()
def path() -> None:
    """Print where your own settings file is, whether it exists or not.

    \b
    Example:
      $EDITOR "$(summarize config path)"
    """
    from summarizer.settings import user_file

    print_lines([str(user_file())])


@app.command()
def init(
    project: Annotated[bool, typer.Option("--project", help="Create it in the current folder instead.")] = False,
) -> None:
    """Create your own settings file, with every setting commented out. An existing file is kept.

    \b
    Examples:
      summarize config init
      summarize config init --project
    """
    from summarizer.settings import FILE, user_file

    file = Path(FILE) if project else user_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as new:
            new.write("\n".join(_template()) + "\n")
    except FileExistsError as error:
        raise UsageError(f"{file} already exists", "Edit it, or move it away first.") from error
    except OSError as error:
        raise OutputError(f"{file} could not be written: {error.strerror or error}") from error
    warn(f"Wrote {file}")


def _template() -> Iterator[str]:
    from summarizer.settings import Settings
    from summarizer.settings_help import TABLE

    yield "# Settings of summarize. Remove the # in front of a setting to change it; `summarize config` shows what is in force."
    for name, row in TABLE.items():
        if not row.secret:
            yield f"\n# {row.help}\n# {name} = {_toml(Settings.model_fields[name].default)}"


def _toml(value: Any) -> str:
    import json

    return json.dumps("" if value is None else list(value) if isinstance(value, tuple) else value)


@app.command()
def trust(
    folder: Annotated[
        Path,
        typer.Argument(metavar="[FOLDER]", help="Folder of the project; default: the current one.", file_okay=False),
    ] = Path(),
    revoke: Annotated[bool, typer.Option("--revoke", help="No longer trust it.")] = False,
) -> None:
    """Trust the summarizer.toml in a folder, or the nearest one above it, as it is now. A change to the file revokes that.

    Prints what the file sets. Trust is kept in your data folder, by the file's path and content.

    \b
    Examples:
      summarize config trust
      summarize config trust ~/articles --revoke
    """
    from summarizer.common import trust as trusted
    from summarizer.settings import home, project_file

    file = project_file(folder.resolve())
    if file is None:
        raise UsageError(f"No project settings: no summarizer.toml in {folder.resolve()} or above")
    if revoke:
        warn(f"{file} is no longer trusted." if trusted.revoke(home(), file) else f"{file} was not trusted.")
        return
    content = file.read_bytes()
    print_lines(safe(content.decode("utf-8", "replace"), lines=True).splitlines())
    trusted.trust(home(), file, content)
    warn(f"Trusted {file}")
