"""The only reader of environment and configuration files. Read once, at the front door, and handed on.

A value comes from the first of: the command's flag, `SUMMARIZER_*` (for key and base URL then OpenAI's own variables),
`summarizer.toml` of the project (this folder or one above), `summarizer.toml` of the user, the default.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import Field, ValidationError

from summarizer.errors import SettingsError
from summarizer.records import Record

FILE = "summarizer.toml"
PREFIX = "SUMMARIZER_"
OPENAI = {"api_key": "OPENAI_API_KEY", "base_url": "OPENAI_BASE_URL"}
"""OpenAI's own variables mean what they mean everywhere; ours win."""
SECRET = frozenset({"api_key"})
Format = Literal["md", "html", "json"]


class Settings(Record):
    """Everything that can be set. The descriptions are the help texts of the command line and of docs/settings.md."""

    source_language: Literal["auto", "zh-Hans", "zh-Hant"] = Field("auto", description="Language of the article.")
    target_language: Literal["en", "en-US", "en-GB"] = Field("en", description="Language to translate into.")
    model: str = Field(
        "",
        description="Model to ask: a hosted model's name, the id or path of a local one, or `local` for the embedded model.",
    )
    base_url: str = Field("", description="Address of an OpenAI-compatible server, up to and with /v1.")
    api_key: str = Field("", repr=False, description="Key for that server; only from the environment.")
    glossary: Path | None = Field(None, description="Your names and terms: CSV, TSV or TBX, source then target.")
    output: Path | None = Field(None, description="Folder for the results; without it they go beside the article.")
    formats: tuple[Format, ...] = Field(("md", "html", "json"), description="What to write: md, html, json.")
    max_cost: float | None = Field(
        None, ge=0, description="Most US dollars a run may cost; it stops before passing it."
    )
    concurrency: int = Field(16, ge=1, le=512, description="Most requests under way at once.")
    chunk_tokens: int | None = Field(
        None, ge=1, description="Most source tokens of one translation request; 1 asks sentence by sentence."
    )
    tactics: Literal["auto", "small", "strong"] = Field(
        "auto", description="How the model is asked: small (a sentence at a time) or strong; auto is small for a local model."
    )
    prompts: Path | None = Field(None, description="Folder with prompts of your own, laid out like the program's.")
    cache: bool = Field(True, description="Use stored answers, and store new ones.")
    repair_rounds: int = Field(2, ge=0, le=5, description="How often faulty translations are asked for again.")
    requests_per_minute: int | None = Field(None, ge=1, description="The provider's limit, where it must be kept.")
    tokens_per_minute: int | None = Field(None, ge=1, description="The provider's limit, where it must be kept.")
    timeout: float = Field(600.0, gt=0, description="Seconds to wait for one answer.")

    @property
    def wants_server(self) -> bool:
        """True where a server is named or a key is set: the article then leaves this machine."""
        return bool(self.api_key or self.base_url)


class Origins(Record):
    """Settings with where each value came from."""

    settings: Settings
    origin: Mapping[str, str]


def home(environ: Mapping[str, str] = os.environ) -> Path:
    """Where answers and local models are kept: `SUMMARIZER_HOME`, else the user's data folder."""
    given = environ.get(PREFIX + "HOME")
    return Path(given).expanduser() if given else Path(platformdirs.user_data_dir("summarizer", appauthor=False))


def load(
    flags: Mapping[str, Any] | None = None, environ: Mapping[str, str] = os.environ, start: Path | None = None
) -> Origins:
    """The settings in force. `flags` that are None count as not given. Raises SettingsError, naming the place of a bad value."""
    values: dict[str, Any] = {}
    origin = dict.fromkeys(Settings.model_fields, "default")
    for place, found in reversed(list(_places(flags or {}, environ, start or Path.cwd()))):
        values.update(found)
        origin.update(dict.fromkeys(found, place))
    try:
        return Origins(settings=Settings(**values), origin=origin)
    except ValidationError as error:
        raise SettingsError(*_explained(error, origin)) from error


def _places(flags: Mapping[str, Any], environ: Mapping[str, str], start: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Places with what they set, strongest first."""
    yield "command line", {k: v for k, v in flags.items() if v is not None}
    for name in Settings.model_fields:
        for variable in (PREFIX + name.upper(), OPENAI.get(name, "")):
            if environ.get(variable):
                yield variable, {name: _from_text(name, environ[variable])}
                break
    folders = [start, *start.parents]
    for path in (next((f / FILE for f in folders if (f / FILE).is_file()), None), _user_file(environ)):
        if path is not None and path.is_file():
            yield str(path), _from_file(path)


def _user_file(environ: Mapping[str, str]) -> Path:
    given = environ.get(PREFIX + "HOME")
    return (Path(given) if given else Path(platformdirs.user_config_dir("summarizer", appauthor=False))) / FILE


def _from_text(name: str, text: str) -> Any:
    return tuple(p.strip() for p in text.split(",") if p.strip()) if name == "formats" else text


def _from_file(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}", "Mend the file, or move it away.") from error
    if unknown := sorted(table.keys() - Settings.model_fields.keys()):
        raise SettingsError(
            f"{path} sets {', '.join(unknown)}, which is not a setting", "`summarize config` lists them."
        )
    if secret := sorted(table.keys() & SECRET):
        raise SettingsError(
            f"{path} holds {', '.join(secret)}", "Keys are read from the environment only: OPENAI_API_KEY."
        )
    return table


def _explained(error: ValidationError, origin: Mapping[str, str]) -> tuple[str, str]:
    first = error.errors()[0]
    name = str(first["loc"][0])
    return f"{name} ({origin.get(name, '?')}): {first['msg']}", "`summarize config` shows every setting and its origin."
