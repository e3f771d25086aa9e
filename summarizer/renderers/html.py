"""The report as one HTML page that needs nothing but itself: no network, no other file, and no script to be read."""

from markupsafe import Markup

from summarizer.renderers.pages import policy, template, text_of
from summarizer.renderers.view import View
from summarizer.report import GENERATOR, Report


def render(report: Report) -> str:
    """The page. Its policy lets the browser run and apply what stands here in `page.js` and `page.css`, and nothing else."""
    style, script = text_of("page.css"), text_of("page.js")
    chinese = report.document.source_language if report.document.source_language.startswith("zh") else "zh-Hans"
    return template("page.html.j2").render(
        view=View(report),
        report=report,
        policy=policy(style, script),
        style=Markup(style),
        script=Markup(script),
        zh=chinese,
        generator=GENERATOR,
    )
