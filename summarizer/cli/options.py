"""The options that several commands share, worded by the settings they set. Loads nothing heavy: `--help` has to be quick."""

from pathlib import Path
from typing import Annotated, Any

import typer

from summarizer.settings_help import SETTINGS as HELP


def _option(setting: str, *names: str, **more: Any) -> Any:
    """A typer option for a setting; None means that it was not given."""
    return typer.Option(*names, help=HELP[setting], show_default=False, **more)


From = Annotated[str | None, _option("source_language", "--from", metavar="auto|zh-Hans|zh-Hant")]
To = Annotated[str | None, _option("target_language", "--to", metavar="en|en-US|en-GB")]
Model = Annotated[str | None, _option("model", "--model", "-m", metavar="NAME")]
BaseUrl = Annotated[str | None, _option("base_url", "--base-url", metavar="URL")]
Glossary = Annotated[Path | None, _option("glossary", "--glossary", "-g", metavar="FILE", exists=True, dir_okay=False)]
Output = Annotated[Path | None, _option("output", "--output", "-o", metavar="FOLDER", file_okay=False)]
Formats = Annotated[str | None, _option("formats", "--format", "-f", metavar="md,html,json")]
ChineseNames = Annotated[bool | None, _option("chinese_names", "--chinese-names/--no-chinese-names")]
MaxCost = Annotated[float | None, _option("max_cost", "--max-cost", min=0, metavar="USD")]
Concurrency = Annotated[int | None, _option("concurrency", "--concurrency", "-j", min=1, metavar="N")]
ChunkTokens = Annotated[int | None, _option("chunk_tokens", "--chunk-tokens", min=1, metavar="N")]
PromptFolder = Annotated[Path | None, _option("prompts", "--prompts", metavar="FOLDER", exists=True, file_okay=False)]
Review = Annotated[bool, _option("review", "--review")]
ReviewModel = Annotated[str | None, _option("review_model", "--review-model", metavar="NAME")]
FallbackModel = Annotated[str | None, _option("fallback_model", "--fallback-model", metavar="NAME")]
PriceIn = Annotated[float | None, _option("price_in", "--price-in", min=0, metavar="USD")]
PriceOut = Annotated[float | None, _option("price_out", "--price-out", min=0, metavar="USD")]
ProviderBatch = Annotated[bool | None, _option("provider_batch", "--provider-batch/--no-provider-batch")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Neither use stored answers nor store new ones.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Print every finding, not only errors.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
