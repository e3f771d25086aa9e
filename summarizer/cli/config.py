"""`summarize config`: every setting, its value, and where the value came from."""

import typer

from summarizer.cli import options as opt


def config(json_: opt.Json = False) -> None:
    """Print the settings in force and where each comes from. Keys are never shown.

    A value comes from the first of: the command's flag, the environment (SUMMARIZER_MODEL and so on; OPENAI_API_KEY and
    OPENAI_BASE_URL), summarizer.toml in this folder or one above, your own summarizer.toml, the default.

    \b
    Examples:
      summarize config
      SUMMARIZER_MODEL=gpt-6-luna summarize config --json
    """
    from summarizer.common.addresses import masked
    from summarizer.settings import SECRET, home, load, user_file

    found = load()
    values = found.settings.model_dump(mode="json") | {"home": str(home())}
    origin = {**found.origin, "home": "SUMMARIZER_HOME, or your data folder: stored answers and local models"}
    values |= {name: "set, not shown" if values[name] else "" for name in SECRET}
    values["store"] = masked(values["store"])
    if json_:
        import json

        whole = {name: {"value": value, "origin": origin[name]} for name, value in values.items()}
        typer.echo(json.dumps(whole, ensure_ascii=False, indent=2))
        return
    rows = [(name, shown(value), origin[name]) for name, value in values.items()]
    width = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for name, text, place in rows:
        typer.echo(f"{name:<{width[0]}}  {text:<{width[1]}}  {place}")
    typer.echo(f"\nYour own settings go into {user_file()}, a project's into summarizer.toml in its folder.")


def shown(value: object) -> str:
    """A value for people: nothing as a dash."""
    if isinstance(value, list):
        return ",".join(map(str, value))
    return "-" if value in (None, "") else str(value).lower() if isinstance(value, bool) else str(value)
