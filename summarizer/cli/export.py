"""`summarize export`: a report in another format. Makes no API calls."""

from pathlib import Path
from typing import Annotated

import typer

from summarizer.cli import options as opt
from summarizer.cli.output import warn
from summarizer.errors import InputError, UsageError


@opt.command("export")
def export(
    article: Annotated[
        Path,
        typer.Argument(metavar="ARTICLE", help="The article, or its .report.json.", exists=True, dir_okay=False),
    ],
    given: opt.Given,
    overwrite: opt.Overwrite = False,
) -> None:
    """Write the report of a translated article in other formats.

    Reads ARTICLE.report.json, which translate and batch write, and writes what --format names beside it, or into --output. The
    translation is as the report has it.

    \b
    Examples:
      summarize export article.txt --format docx,xlsx
      summarize export article.docx --format docx --layout source
      summarize export english/article.report.json --format omegat --output projects

    Exit codes: 0 success; 1 failure; 2 usage error.
    """
    from summarizer.cli.articles import Article
    from summarizer.cli.edit import report_of
    from summarizer.cli.results import Results
    from summarizer.cli.starting import settings_of
    from summarizer.stages.render import FORMATS, load

    settings = settings_of(given)
    own = article.name.endswith(FORMATS["json"].suffix)
    report = load(article) if own else report_of(article, None)
    data = b"" if own else article.read_bytes()
    if str(settings.output) == "-" and len(settings.formats) > 1:
        raise UsageError("Standard output takes one format", "Name one with --format.")
    name = str(article).removesuffix(FORMATS["json"].suffix) + ".txt" if own else str(article)
    if own and settings.layout == "source":
        raise InputError("--layout source needs the article's own .docx", "Give the article instead of its report.")
    to_stdout = str(settings.output) == "-"
    results = Results(settings, None if to_stdout else settings.output, to_stdout=to_stdout, overwrite=overwrite)
    results.require_formats()
    written = Article(name, data)
    paths, kept = results.write(report, written)
    for path in paths:
        warn(f"Wrote {path}")
    warn(
        *(f"Kept {one}: it was edited since it was written; --overwrite replaces it and keeps a copy." for one in kept),
        *results.remarks(report, written),
    )
