"""`summarize config`: every setting, its value, and where the value came from."""

from typing import Annotated

import typer

from summarizer.settings import SECRET, Settings, home, load


def config(json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Print the settings in force and where each comes from. Keys are never shown."""
    found = load()
    rows = [(name, shown(name, getattr(found.settings, name)), found.origin[name]) for name in Settings.model_fields]
    rows.append(("home", str(home()), "SUMMARIZER_HOME or the user's data folder"))
    if json_:
        import json

        typer.echo(json.dumps({n: {"value": v, "origin": o} for n, v, o in rows}, ensure_ascii=False, indent=2))
        return
    width = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for name, value, origin in rows:
        typer.echo(f"{name:<{width[0]}}  {value:<{width[1]}}  {origin}")


def shown(name: str, value: object) -> str:
    """A value for people: secrets masked, nothing as a dash."""
    if name in SECRET:
        return "set, not shown" if value else "-"
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return "-" if value in (None, "") else str(value).lower() if isinstance(value, bool) else str(value)
