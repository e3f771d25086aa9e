"""What can be set, one row a setting: from it come the options of the commands, their help, docs/settings.md, the environment's names,
what a project's file may set before it is trusted, and what decides whether an article of a batch is up to date.

Apart from the settings' types (`settings.py`), because `summarize --help` has to start fast and those load pydantic.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

PREFIX = "SUMMARIZER_"
READING = "translate batch inspect speakers"
ASKING = f"{READING} glossary"


class Setting(NamedTuple):
    """One row."""

    help: str
    flags: str = ""
    """The names of its option, separated by blanks; empty for a setting without one."""
    commands: str = ""
    """Those that have the option."""
    metavar: str | None = None
    kind: type = str
    """What the option takes."""
    environ: str = ""
    """Another environment variable that is read after ours."""
    shapes: bool = True
    """False if no report depends on it, or the batch's key holds it in another form."""
    harmless: bool = False
    """True if a project's file may set it before the folder is trusted: it neither spends, nor redirects a key, nor writes."""
    secret: bool = False
    """True if it is read from the environment only, and never shown."""
    option: Mapping[str, Any] = MappingProxyType({})
    """More that typer should know: bounds, say."""

    @property
    def flag(self) -> str:
        """The option's long name."""
        return next((one.partition("/")[0] for one in self.flags.split() if one.startswith("--")), "")


def _existing(**more: bool) -> Mapping[str, Any]:
    return {"exists": True, **more}


# fmt: off  a setting is one line
TABLE: Mapping[str, Setting] = MappingProxyType(
    {
        "source_language": Setting(
            "Language of the article; auto detects the script.",
            "--from",
            f"{ASKING} check",
            "auto|zh-Hans|zh-Hant",
            harmless=True,
        ),
        "target_language": Setting(
            "Target language; only English so far.", "--to", "translate batch", "en|en-US|en-GB", harmless=True
        ),
        "model": Setting(
            "Model: the name of a hosted one, the id or path of a local one, or local for the embedded model.",
            "--model -m",
            f"{ASKING} provider",
            "NAME",
            shapes=False,
        ),
        "base_url": Setting(
            "Base URL of an OpenAI-compatible API (including /v1).",
            "--base-url",
            f"{ASKING} provider",
            "URL",
            environ="OPENAI_BASE_URL",
            shapes=False,
        ),
        "api_key": Setting(
            "API key for that server; from the environment only.", environ="OPENAI_API_KEY", shapes=False, secret=True
        ),
        "glossary": Setting(
            "Glossary (CSV, TSV or TBX) with source and target columns; overrides built-in names.",
            "--glossary -g",
            f"{ASKING} check",
            "FILE",
            Path,
            shapes=False,
            harmless=True,
            option=_existing(dir_okay=False),
        ),
        "memory": Setting(
            "Translation memory (TMX): sentences that stand in it are taken from it, similar ones are shown to the model as examples.",
            "--memory",
            "translate batch inspect",
            "FILE",
            Path,
            shapes=False,
            option=_existing(dir_okay=False),
        ),
        "corrections": Setting(
            "Reuse the corrections made in other articles for the same sentences, and as examples for similar ones.",
            "--corrections/--no-corrections",
            "translate batch inspect",
            kind=bool,
            harmless=True,
        ),
        "output": Setting(
            "Folder for the results, created if missing; default: beside the article.",
            "--output -o",
            "translate batch export",
            "FOLDER",
            Path,
            shapes=False,
            option={"file_okay": False},
        ),
        "formats": Setting(
            "Formats to write, separated by commas: md, html, json, docx, epub, pdf, xlsx, csv, srt, vtt, tmx, xliff, xliff2, tbx, "
            "omegat; default: md,html,json.",
            "--format -f",
            "translate batch export",
            "LIST",
            shapes=False,
            harmless=True,
        ),
        "layout": Setting(
            "Layout of .docx, .epub and subtitles: table, stacked (English above Chinese), english, or source (the article's own .docx "
            "with its English in place).",
            "--layout",
            "translate batch export",
            "table|stacked|english|source",
            harmless=True,
        ),
        "chinese_names": Setting(
            "Put a name's Chinese in brackets after its first mention: Luo Jiangchun (罗江春).",
            "--chinese-names/--no-chinese-names",
            "translate batch export",
            kind=bool,
            harmless=True,
        ),
        "max_cost": Setting(
            "Maximum spend in USD; the run stops before exceeding it.",
            "--max-cost",
            "translate batch speakers glossary",
            "USD",
            float,
            shapes=False,
            option={"min": 0},
        ),
        "concurrency": Setting(
            "Maximum concurrent requests (default 64; 16 for local servers; 4 embedded).",
            "--concurrency -j",
            "translate batch",
            "N",
            int,
            shapes=False,
            harmless=True,
            option={"min": 1},
        ),
        "chunk_tokens": Setting(
            "Maximum source tokens per request; 1 = one sentence per request.",
            "--chunk-tokens",
            "translate batch inspect",
            "N",
            int,
            option={"min": 1},
        ),
        "tactics": Setting(
            "Prompting profile: small (sentence by sentence), strong, or auto: small for a local model."
        ),
        "prompts": Setting(
            "Folder with custom prompts, laid out like the built-in ones; missing prompts fall back to the defaults.",
            "--prompts",
            "translate batch inspect",
            "FOLDER",
            Path,
            shapes=False,
            option=_existing(file_okay=False),
        ),
        "cache": Setting(
            "Use the response cache.", "--cache/--no-cache", "translate batch speakers", kind=bool, shapes=False
        ),
        "store": Setting(
            "Where responses and runs are stored: a file, or postgresql://USER@HOST/DATABASE to share it between machines.",
            shapes=False,
        ),
        "provider_batch": Setting(
            "Send requests through the provider's Batch API: half the price, hours instead of minutes.",
            "--provider-batch/--no-provider-batch",
            "batch",
            kind=bool,
            shapes=False,
        ),
        "repair_rounds": Setting("How often faulty translations are requested again."),
        "repair_budget": Setting("Token budget for repairs, relative to the translation; most severe first."),
        "review": Setting(
            "Run a review pass; edits are accepted only if no check gets worse.",
            "--review/--no-review",
            "translate batch inspect",
            kind=bool,
        ),
        "review_model": Setting(
            "Model for the review pass, for instance a stronger one; implies --review.",
            "--review-model",
            "translate batch inspect",
            "NAME",
        ),
        "review_base_url": Setting(
            "Base URL of that model's server, if it is another; it then needs a key of its own."
        ),
        "review_api_key": Setting("API key for that server; from the environment only.", shapes=False, secret=True),
        "requests_per_minute": Setting("Request rate limit (RPM).", shapes=False, harmless=True),
        "tokens_per_minute": Setting("Token rate limit (TPM).", shapes=False, harmless=True),
        "timeout": Setting("Timeout of one request, in seconds.", shapes=False),
        "patience": Setting(
            "How long to wait for a server that fails or limits everything, in seconds; default 1800 in batch, else 30.",
            "--patience",
            "translate batch",
            "SECONDS",
            float,
            shapes=False,
            option={"min": 0},
        ),
        "price_in": Setting(
            "Price of the model's input in USD per million tokens; overrides the price list.",
            "--price-in",
            "translate batch inspect speakers glossary",
            "USD",
            float,
            shapes=False,
            option={"min": 0},
        ),
        "price_out": Setting(
            "Price of the model's output in USD per million tokens; overrides the price list.",
            "--price-out",
            "translate batch inspect speakers glossary",
            "USD",
            float,
            shapes=False,
            option={"min": 0},
        ),
        "fallback_model": Setting(
            "Model for sentences that the provider's content filter refuses; local for the embedded one.",
            "--fallback-model",
            "translate batch",
            "NAME",
        ),
        "encoding": Setting(
            "Encoding of the article, such as gb18030 or big5; default: detected.",
            "--encoding",
            f"{ASKING} check",
            "NAME",
            harmless=True,
        ),
        "convert": Setting(
            "Have LibreOffice convert .doc, .wps, .rtf and .odt first.",
            "--convert/--no-convert",
            f"{ASKING} check",
            kind=bool,
            shapes=False,
        ),
    }
)
# fmt: on
SETTINGS: Mapping[str, str] = MappingProxyType({name: row.help for name, row in TABLE.items()})
"""What each setting is for."""


def of_command(command: str) -> Mapping[str, Setting]:
    """The settings that a command has options for, in the order of the table."""
    return {name: row for name, row in TABLE.items() if command in row.commands.split()}


def environment_names(name: str) -> tuple[str, ...]:
    """The variables that set it, strongest first."""
    return tuple(filter(None, (PREFIX + name.upper(), TABLE[name].environ)))
