"""The options of the commands. Those that set a setting are made from its row in `settings_help.py`; `command` gives a command the ones
that are its own. Loads nothing heavy: `--help` has to be quick."""

import functools
from collections.abc import Callable, Iterator, Mapping
from inspect import Parameter, Signature, cleandoc, signature
from typing import Annotated, Any, NamedTuple, get_type_hints

import typer

from summarizer.settings_help import Setting, of_command

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Print every finding, not only errors.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Overwrite = Annotated[
    bool,
    typer.Option(
        "--overwrite", help="Also write results that were edited by hand; the edited file stays beside as FILE.bak."
    ),
]
CHOICES: Mapping[str, tuple[str, ...]] = {
    "source_language": ("auto", "zh-Hans", "zh-Hant"),
    "target_language": ("en", "en-US", "en-GB"),
    "formats": (
        "md",
        "html",
        "json",
        "docx",
        "epub",
        "pdf",
        "xlsx",
        "csv",
        "srt",
        "vtt",
        "tmx",
        "xliff",
        "xliff2",
        "tbx",
        "omegat",
    ),
    "layout": ("table", "stacked", "english", "source"),
}


class Given(dict[str, Any]):
    """The settings that the command line gave; None for those that it did not."""


class Talk(NamedTuple):
    """How much a command says."""

    quiet: Quiet = False
    verbose: Verbose = False


def command(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """For a command's function: a parameter of type `Given` stands for the options of all settings that the command has, one whose type
    is a NamedTuple for an option a field. Typer sees them one by one, the function together."""

    def made(function: Callable[..., None]) -> Callable[..., None]:
        hints = get_type_hints(function, include_extras=True)
        seen: list[Parameter] = []
        groups: dict[str, tuple[Callable[..., Any], tuple[str, ...]]] = {}
        for parameter in signature(function).parameters.values():
            kind = hints[parameter.name]
            own = list(_members(kind, name))
            if own:
                groups[parameter.name] = kind, tuple(one.name for one in own)
            seen += own or [parameter.replace(annotation=kind, kind=Parameter.KEYWORD_ONLY)]

        @functools.wraps(function)
        def run(**values: Any) -> None:
            for group, (kind, names) in groups.items():
                values[group] = kind(**{one: values.pop(one) for one in names})
            function(**values)

        run.__signature__ = Signature(seen)  # type: ignore[attr-defined]
        run.__annotations__ = {one.name: one.annotation for one in seen}
        run.__doc__ = cleandoc(function.__doc__ or "")
        return run

    return made


def _members(kind: Any, command: str) -> Iterator[Parameter]:
    if kind is Given:
        for name, row in of_command(command).items():
            taken: Any = row.kind | None
            annotation = Annotated[taken, _option(name, row)]
            yield Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
    elif isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_field_defaults"):
        for name, annotation in get_type_hints(kind, include_extras=True).items():
            default = kind._field_defaults[name]
            yield Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _option(name: str, row: Setting) -> Any:
    more = dict(row.option)
    if row.metavar:
        more["metavar"] = row.metavar
    if name in CHOICES or name == "model":
        more["autocompletion"] = _completion(name)
    return typer.Option(*row.flags.split(), help=row.help, show_default=False, **more)


def _completion(name: str) -> Callable[[str], list[str]]:
    """What the shell asks for."""

    def offered(incomplete: str) -> list[str]:
        return completed(name, incomplete)

    return offered


def completed(name: str, incomplete: str) -> list[str]:
    """What the shell may offer for a setting's option, as far as it is typed."""
    if name == "formats":
        before, comma, last = incomplete.rpartition(",")
        return [before + comma + one for one in CHOICES[name] if one.startswith(last) and one not in before.split(",")]
    return [one for one in (_models() if name == "model" else CHOICES[name]) if one.startswith(incomplete)]


def _models() -> tuple[str, ...]:
    """The models on this machine, and the hosted one that is asked by default."""
    from summarizer.llm.prices import DEFAULT_HOSTED_MODEL
    from summarizer.local.models import installed
    from summarizer.settings import home

    return ("local", *(one.model.id for one in installed(home())), DEFAULT_HOSTED_MODEL)
