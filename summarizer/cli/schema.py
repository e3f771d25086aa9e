"""`summarize schema`: the JSON Schema of the report."""

import typer


def schema() -> None:
    """Print the JSON Schema of ARTICLE.report.json (docs/report.md explains it field by field).

    \b
    Example:
      summarize schema > report.schema.json
    """
    import json

    from summarizer.report import Report

    typer.echo(json.dumps(Report.model_json_schema(), ensure_ascii=False, indent=2))
