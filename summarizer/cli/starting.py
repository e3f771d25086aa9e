"""What every run begins with: the settings, with a word about what looks wrong in them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from summarizer.cli.output import warn

if TYPE_CHECKING:
    from summarizer.settings import Settings


def settings_of(given: Mapping[str, Any] | None = None, *, quiet: bool = False) -> "Settings":
    """The settings in force; says what has no effect in the environment. Raises SettingsError."""
    from summarizer.settings import load

    found = load(given)
    if not quiet:
        warn(*(f"Warning: {notice}" for notice in found.notices))
    return found.settings
