"""What every run begins with: the settings, with a word about what looks wrong in them, and whom the articles are sent to."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from summarizer.cli.output import warn

if TYPE_CHECKING:
    from summarizer.model import Endpoint
    from summarizer.runtime import Runtime
    from summarizer.settings import Settings


def settings_of(given: Mapping[str, Any] | None = None, *, quiet: bool = False) -> "Settings":
    """The settings in force; says what has no effect in the environment. Raises SettingsError."""
    from summarizer.settings import load

    found = load(given)
    if not quiet:
        warn(*(f"Warning: {notice}" for notice in found.notices))
    return found.settings


def endpoints_of(runtime: "Runtime") -> str:
    """Model and host, in a sentence."""
    text = f"Model: {_endpoint(runtime.endpoint)}"
    return f"{text}; review: {_endpoint(runtime.reviewer.endpoint)}" if runtime.reviewer else text


def _endpoint(endpoint: "Endpoint") -> str:
    from urllib.parse import urlsplit

    from summarizer.llm.parameters import OPENAI_URL

    if endpoint.local:
        return f"{endpoint.model} on this machine"
    parts = urlsplit(endpoint.base_url or OPENAI_URL)
    port = f":{parts.port}" if parts.port else ""
    return f"{endpoint.model} at {parts.hostname}{port}"
