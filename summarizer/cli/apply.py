"""`summarize apply`: corrections from a returned file into ARTICLE.edits.toml. Makes no API calls."""

from pathlib import Path
from typing import Annotated

import typer

from summarizer.cli import options as opt
from summarizer.cli.edit import add, learn, report_of
from summarizer.cli.output import print_json, print_lines, warn


@opt.command("apply")
def apply(
    article: Annotated[
        Path, typer.Argument(metavar="ARTICLE", help="The article's file.", exists=True, dir_okay=False)
    ],
    returned: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="What came back: .docx, .xlsx, .csv, .xlf, .tmx or .en.md.",
            exists=True,
            dir_okay=False,
        ),
    ],
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="FILE",
            help="The .report.json that the file was made from; default: beside the article, or in --output.",
            dir_okay=False,
        ),
    ] = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Who corrected it, say.")] = "",
    json_: opt.Json = False,
) -> None:
    """Take the corrections of a returned file into ARTICLE.edits.toml.

    The file is a result of this program that somebody corrected: a Word document (tracked changes count as accepted), a workbook or CSV,
    XLIFF, a translation memory (OmegaT's project_save.tmx), or the Markdown. Its sentences are matched with the report by their number
    and Chinese, those of Markdown by paragraphs; those whose English differs become corrections, which every later run of translate
    and batch applies and checks. What matches no sentence is listed.

    \b
    Examples:
      summarize apply article.txt article.en.docx --note "proofread by Ann"
      summarize apply article.txt article.omegat/omegat/project_save.tmx
      summarize edit article.txt                      check and list the corrections

    Exit codes: 0 success; 1 failure; 2 usage error; 3 some parts of the file match no sentence.
    """
    raise typer.Exit(_applied(article, returned, report, note, as_json=json_))


def _applied(article: Path, returned: Path, report: Path | None, note: str, *, as_json: bool) -> int:
    """The exit code."""
    from summarizer.batch.article import read_bytes
    from summarizer.stages.corrections import corrections
    from summarizer.stages.edits import edits_path, read_edits

    path = edits_path(article)
    known = {(one.source, one.target) for one in read_edits(path).edits}
    found = corrections(report_of(article, report), read_bytes(returned), returned.name, note)
    new = [one for one in found.edits if (one.source, one.target) not in known]
    added = add(path, article, new, ())
    learn(article)
    if as_json:
        print_json(
            {
                "file": str(path),
                "added": [one.model_dump() for one in new],
                "known": len(found.edits) - len(new),
                "unchanged": found.unchanged,
                "unmatched": list(found.unmatched),
            }
        )
    else:
        print_lines(line for one in new for line in (one.segment, f"  zh {one.source}", f"  en {one.target}"))
    warn(
        f"{added} correction{'s' * (added != 1)} added to {path}, {found.unchanged} sentences unchanged"
        + (f", {len(found.edits) - len(new)} known" if len(found.edits) > len(new) else "")
        + ".",
        *(f"Matches no sentence: {one}" for one in found.unmatched),
    )
    return 3 if found.unmatched else 0
