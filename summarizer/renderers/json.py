"""The report as JSON: everything there is, for programs; reading it back gives the same report."""

from summarizer.report import Report


def render(report: Report) -> str:
    """Indented, with Chinese as Chinese, and a newline at the end."""
    return report.model_dump_json(indent=2) + "\n"
