"""`summarize schema`: the JSON Schema of the report."""

import typer


def schema() -> None:
    """Print the JSON Schema of ARTICLE.report.json."""
    import json

    from summarizer.report import Report

    typer.echo(json.dumps(Report.model_json_schema(), ensure_ascii=False, indent=2))
