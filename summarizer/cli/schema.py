"""`summarize schema`: the JSON Schema of the report."""

from summarizer.cli import options as opt
from summarizer.cli.output import print_json


def schema(json_: opt.Json = True) -> None:  # noqa: ARG001  it prints nothing but JSON
    """Print the JSON Schema of ARTICLE.report.json (docs/report.md explains it field by field).

    \b
    Example:
      summarize schema > report.schema.json
    """
    from summarizer.report import Report

    print_json(Report.model_json_schema())
