"""The only reader of environment and configuration files. Read once, at the front door, and handed on.

A value comes from the first of: the command's flag (or the call's argument), `SUMMARIZER_*` (for key and base URL then OpenAI's
own variables), `summarizer.toml` of the project (this folder or one above), `summarizer.toml` of the user, the default.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import platformdirs
from pydantic import AfterValidator, BeforeValidator, Field, ValidationError

from summarizer.common.addresses import has_password, is_address, is_postgresql, masked
from summarizer.common.trust import is_trusted
from summarizer.errors import SettingsError
from summarizer.records import Record
from summarizer.secrets import cleaned, know, know_address
from summarizer.settings_help import PREFIX, TABLE, environment_names
from summarizer.settings_help import SETTINGS as HELP

FILE = "summarizer.toml"
OPENAI = {name: row.environ for name, row in TABLE.items() if row.environ}
"""OpenAI's own variables mean what they mean everywhere; ours win."""
SECRET = frozenset(name for name, row in TABLE.items() if row.secret)
PATHS = frozenset({"glossary", "memory", "output", "prompts", "store"})
"""In a file these are relative to the file's folder, else to the current one."""
FLAGS: Mapping[str, str] = {name: row.flag for name, row in TABLE.items() if row.flag}
"""The settings that have a flag."""
ELSEWHERE = frozenset({PREFIX + "HOME"})
"""Variables of ours that are no settings."""
COMMAND_LINE, ARGUMENT = "command line", "argument"

Format = Literal[
    "md", "html", "json", "docx", "epub", "pdf", "xlsx", "csv", "srt", "vtt", "tmx", "xliff", "xliff2", "tbx", "omegat",
]  # fmt: skip


def _parts(value: Any) -> Any:
    """`md, html` and a list of the same, each format once."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, (list, tuple)) or not all(isinstance(p, str) for p in parts):
        return value
    return tuple(dict.fromkeys(p.strip() for p in parts if p != ""))


def _address(value: str) -> str:
    value = value.strip()
    know_address(value)
    if value and not value.startswith(("http://", "https://")):
        raise ValueError("it has to begin with http:// or https://")
    return value.rstrip("/")


def _key(value: str) -> str:
    know(value)
    key = cleaned(value)
    know(key)
    return key


def _database(value: Any) -> Any:
    """A path, or an address of the one kind of server that there is a driver for."""
    value = str(value) if isinstance(value, Path) else value
    if isinstance(value, str) and is_address(value) and not is_postgresql(value):
        raise ValueError("it has to be a path, or begin with postgresql://")
    return value


_ANOTHER_MODEL: Mapping[str, Any] = {"tactics": "auto", "chunk_tokens": None, "price_in": None, "price_out": None}
"""What is set for one model and does not hold for another."""


class Settings(Record):
    """Everything that can be set. What each is for, and its flag, stands in `settings_help.py`."""

    source_language: Literal["auto", "zh-Hans", "zh-Hant"] = Field("auto", description=HELP["source_language"])
    target_language: Literal["en", "en-US", "en-GB"] = Field("en", description=HELP["target_language"])
    model: str = Field("", description=HELP["model"])
    base_url: Annotated[str, AfterValidator(_address)] = Field("", description=HELP["base_url"])
    api_key: Annotated[str, AfterValidator(_key)] = Field("", repr=False, description=HELP["api_key"])
    glossary: Path | None = Field(None, description=HELP["glossary"])
    memory: Path | None = Field(None, description=HELP["memory"])
    corrections: bool = Field(True, description=HELP["corrections"])
    output: Path | None = Field(None, description=HELP["output"])
    formats: Annotated[tuple[Format, ...], BeforeValidator(_parts)] = Field(
        ("md", "html", "json"), min_length=1, description=HELP["formats"]
    )
    layout: Literal["table", "stacked", "english", "source"] = Field("table", description=HELP["layout"])
    chinese_names: bool = Field(False, description=HELP["chinese_names"])
    max_cost: float | None = Field(None, ge=0, allow_inf_nan=False, description=HELP["max_cost"])
    concurrency: int | None = Field(None, ge=1, le=512, description=HELP["concurrency"])
    chunk_tokens: int | None = Field(None, ge=1, description=HELP["chunk_tokens"])
    tactics: Literal["auto", "small", "strong"] = Field("auto", description=HELP["tactics"])
    prompts: Path | None = Field(None, description=HELP["prompts"])
    cache: bool = Field(True, description=HELP["cache"])
    store: Annotated[str, BeforeValidator(_database)] = Field("", repr=False, description=HELP["store"])
    provider_batch: bool = Field(False, description=HELP["provider_batch"])
    repair_rounds: int = Field(2, ge=0, le=5, description=HELP["repair_rounds"])
    repair_budget: float = Field(1.0, ge=0, le=10, allow_inf_nan=False, description=HELP["repair_budget"])
    review: bool = Field(False, description=HELP["review"])
    review_model: str = Field("", description=HELP["review_model"])
    review_base_url: Annotated[str, AfterValidator(_address)] = Field("", description=HELP["review_base_url"])
    review_api_key: Annotated[str, AfterValidator(_key)] = Field("", repr=False, description=HELP["review_api_key"])
    requests_per_minute: int | None = Field(None, ge=1, description=HELP["requests_per_minute"])
    tokens_per_minute: int | None = Field(None, ge=1, description=HELP["tokens_per_minute"])
    timeout: float = Field(600.0, gt=0, allow_inf_nan=False, description=HELP["timeout"])
    patience: float | None = Field(None, ge=0, allow_inf_nan=False, description=HELP["patience"])
    price_in: float | None = Field(None, ge=0, allow_inf_nan=False, description=HELP["price_in"])
    price_out: float | None = Field(None, ge=0, allow_inf_nan=False, description=HELP["price_out"])
    fallback_model: str = Field("", description=HELP["fallback_model"])
    encoding: str | None = Field(None, description=HELP["encoding"])
    convert: bool = Field(False, description=HELP["convert"])

    @property
    def wants_server(self) -> bool:
        """True where a server is named or a key is set: the article then leaves this machine."""
        return bool(self.api_key or self.base_url)

    @property
    def second_reader(self) -> "Settings | None":
        """The settings with which the second reading is asked for: these, where the same model does it; None where nobody does. The
        first server's key never goes to another."""
        named = (self.review_model or self.model, self.review_base_url or self.base_url)
        if named == (self.model, self.base_url):
            return self if self.review or self.review_model else None
        key = self.review_api_key or (self.api_key if named[1] == self.base_url else "")
        reader = {"model": named[0], "base_url": named[1], "api_key": key}
        return self.model_copy(update={**reader, **_ANOTHER_MODEL})

    @property
    def fallback(self) -> "Settings | None":
        """The settings with which the fallback model is asked, at the same server unless it is the embedded one; None if none is named."""
        if not self.fallback_model:
            return None
        return self.model_copy(update={"model": self.fallback_model, **_ANOTHER_MODEL})


class Origins(Record):
    """Settings with where each value came from."""

    settings: Settings
    origin: Mapping[str, str]
    notices: tuple[str, ...] = ()
    """What the user should know: a misspelt variable, say."""


class Survey(Record):
    """Every place looked through, with all that is wrong: `problems` are (message, hint). What is wrong is left out of the settings."""

    settings: Settings
    origin: Mapping[str, str]
    notices: tuple[str, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()


class _Place(NamedTuple):
    name: str
    values: dict[str, Any]
    blocked: tuple[str, ...] = ()
    """What it sets and may not, as long as nobody trusts it."""


def home(environ: Mapping[str, str] = os.environ) -> Path:
    """Where answers and local models are kept: `SUMMARIZER_HOME`, else the user's data folder."""
    given = environ.get(PREFIX + "HOME")
    return Path(given).expanduser() if given else Path(platformdirs.user_data_dir("summarizer", appauthor=False))


def load(
    given: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] = os.environ,
    start: Path | None = None,
    *,
    by: str = COMMAND_LINE,
) -> Origins:
    """The settings in force. Values of `given` that are None count as not given; `by` says who gave them.
    Raises SettingsError, naming the place of a bad value, and for what a project's file may not set before it is trusted."""
    found = survey(given, environ, start, by=by)
    if found.problems:
        raise SettingsError(*found.problems[0])
    return Origins(settings=found.settings, origin=found.origin, notices=found.notices)


def survey(
    given: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] = os.environ,
    start: Path | None = None,
    *,
    by: str = COMMAND_LINE,
) -> Survey:
    """The same without an error: what is wrong stands beside the settings."""
    problems: list[tuple[str, str]] = []
    values: dict[str, Any] = {}
    origin = dict.fromkeys(Settings.model_fields, "default")
    blocked: dict[str, str] = {}
    for place in reversed(list(_places(given or {}, environ, start or Path.cwd(), by, problems))):
        values.update(place.values)
        origin.update(dict.fromkeys(place.values, place.name))
        for name in place.values:
            blocked.pop(name, None)
        blocked.update(dict.fromkeys(place.blocked, place.name))
    if blocked:
        problems.append(_not_trusted(next(iter(blocked.values())), list(blocked)))
    settings = _valid(values, origin, problems)
    return Survey(settings=settings, origin=origin, notices=tuple(_misspelt(environ)), problems=tuple(problems))


def _valid(values: dict[str, Any], origin: dict[str, str], problems: list[tuple[str, str]]) -> Settings:
    """The settings without the values that cannot be; those are added to the problems."""
    while True:
        try:
            return Settings(**values)
        except ValidationError as error:  # pydantic's own message shows what was given: a key, perhaps
            problems.append(_explained(error, origin))
            name = str(error.errors()[0]["loc"][0])
            values.pop(name)
            if name in origin:
                origin[name] = "default"


def _places(
    given: Mapping[str, Any], environ: Mapping[str, str], start: Path, by: str, problems: list[tuple[str, str]]
) -> Iterator[_Place]:
    """Places with what they set, strongest first."""
    yield _Place(by, {k: v for k, v in given.items() if v is not None})
    for name in Settings.model_fields:
        for variable in environment_names(name):
            if environ.get(variable):
                yield _Place(variable, {name: environ[variable]})
                break
    own = user_file(environ)
    for path in (project_file(start, environ), own):
        if path is not None and path.is_file():
            try:
                yield _from_file(path, home(environ), trusted=path == own)
            except SettingsError as error:
                problems.append((str(error), error.hint))


def project_file(start: Path, environ: Mapping[str, str] = os.environ) -> Path | None:
    """The `summarizer.toml` in the folder or the nearest one above that is not the user's own; None if there is none."""
    own = user_file(environ)
    files = (folder / FILE for folder in (start, *start.parents))
    return next((file for file in files if file != own and file.is_file()), None)


def user_file(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the user's own `summarizer.toml` is looked for."""
    given = environ.get(PREFIX + "HOME")
    folder = Path(given).expanduser() if given else Path(platformdirs.user_config_dir("summarizer", appauthor=False))
    return folder / FILE


def _from_file(path: Path, kept: Path, *, trusted: bool) -> _Place:
    try:
        content = path.read_bytes()
        table = tomllib.loads(content.decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(f"{path} cannot be read: {error}", "Fix or remove the file.") from error
    _require_known(path, table)
    values = {name: _beside(path, value) if name in PATHS else value for name, value in table.items()}
    if trusted or is_trusted(kept, path, content):
        return _Place(str(path), values)
    blocked = tuple(name for name in values if not _is_harmless(name, values[name], path))
    return _Place(str(path), {k: v for k, v in values.items() if k not in blocked}, blocked)


def _require_known(path: Path, table: Mapping[str, Any]) -> None:
    """Raises SettingsError for what no file may hold."""
    if unknown := sorted(table.keys() - Settings.model_fields.keys()):
        near = get_close_matches(unknown[0], Settings.model_fields, 1)
        hint = f"Did you mean {near[0]}? " if near else ""
        raise SettingsError(
            f"{path} sets {', '.join(unknown)}, which is not a setting", f"{hint}`summarize config` lists all settings."
        )
    if secret := sorted(table.keys() & SECRET):
        raise SettingsError(
            f"{path} holds {', '.join(secret)}", "Keys are read from the environment only: OPENAI_API_KEY."
        )
    for name in ("store", "base_url", "review_base_url"):
        if has_password(str(table.get(name, ""))):
            hint = "PGPASSWORD, or ~/.pgpass" if name == "store" else environment_names(name)[0]
            raise SettingsError(
                f"{path} holds a password, in {name}", f"Passwords are read from the environment only: {hint}."
            )


def _is_harmless(name: str, value: Any, file: Path) -> bool:
    """True for what an untrusted project may set. A glossary is harmless only inside the project's folder."""
    if not TABLE[name].harmless:
        return False
    return name != "glossary" or (isinstance(value, Path) and value.resolve().is_relative_to(file.parent.resolve()))


def _not_trusted(file: str, names: Sequence[str]) -> tuple[str, str]:
    return (
        f"{file} sets {', '.join(names)}, and is not trusted",
        "Read the file; then run `summarize config trust`, or give the value on the command line.",
    )


def _misspelt(environ: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each variable that looks like one of ours and is none."""
    known = {variable for name in Settings.model_fields for variable in environment_names(name)} | ELSEWHERE
    for variable in sorted(environ):
        if variable.startswith(PREFIX) and variable not in known:
            near = get_close_matches(variable, known, 1)
            yield f"{variable} is not a setting and has no effect." + (f" Did you mean {near[0]}?" if near else "")


def _beside(path: Path, value: Any) -> Any:
    if not isinstance(value, str) or is_address(value):
        return value
    return path.parent / Path(value).expanduser()


def _explained(error: ValidationError, origin: Mapping[str, str]) -> tuple[str, str]:
    """The first fault, as what was set where to what and why that cannot be; and what to do."""
    first = error.errors()[0]
    name = str(first["loc"][0])
    if name not in Settings.model_fields:
        return f"{name} is not a setting", f"The settings are: {', '.join(Settings.model_fields)}."
    place = origin[name]
    where = FLAGS.get(name, name) if place == COMMAND_LINE else name if place == ARGUMENT else f"{name} in {place}"
    where = place if place.isupper() else where
    value = "" if name in SECRET else " " + masked(repr(first["input"]))
    return f"invalid value{value} for {where} ({_why(first)})", HELP[name]


def _why(fault: Any) -> str:
    """The reason in plain words; pydantic's own where there is nothing to add."""
    if fault["type"] == "literal_error":
        return f"choose from {fault['ctx']['expected'].replace(' or ', ', ').replace(chr(39), '')}"
    message = str(fault["msg"]).removeprefix("Value error, ").removeprefix("Input ")
    return f"it {message}" if message.startswith("should") else message[:1].lower() + message[1:]
