"""The report as one HTML page that needs nothing but itself: no network, no other file, and no script to be read."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from summarizer.renderers.prose import printable
from summarizer.renderers.view import View
from summarizer.report import Report

_HERE = Path(__file__).parent


def render(report: Report) -> str:
    """The page. Its policy lets the browser run and apply what stands here in `page.js` and `page.css`, and nothing else."""
    style, script = _text("page.css"), _text("page.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    chinese = report.document.source_language if report.document.source_language.startswith("zh") else "zh-Hans"
    return _template().render(
        view=View(report), report=report, policy=policy, style=Markup(style), script=Markup(script), zh=chinese
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("page.html.j2")


def _clean(value: object) -> object:
    """Article text reaches the page without misleading characters; what is markup already stays as it is."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """The source expression that allows exactly this inline text (Content Security Policy, level 2)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
