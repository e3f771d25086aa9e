"""What all our HTML pages share: strict templates, article text made safe to show, and a policy that lets nothing else run."""

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from summarizer.renderers.prose import printable

if TYPE_CHECKING:
    from jinja2 import Template

_HERE = Path(__file__).parent


@cache
def template(name: str) -> "Template":
    """A template that stands beside this file."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # only now: most commands make no page

    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)


@cache
def text_of(name: str) -> str:
    """A style sheet or script that stands beside the templates."""
    return (_HERE / name).read_text(encoding="utf-8")


def policy(style: str, script: str) -> str:
    """A Content Security Policy (level 2) for a page with exactly this style and this script, and nothing from elsewhere."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _clean(value: object) -> object:
    """Article text reaches the page without misleading characters; what is markup already stays as it is."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _digest(text: str) -> str:
    """The source expression that allows exactly this inline text."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
