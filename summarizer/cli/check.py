"""`summarize check`: somebody else's translation, held against its article. Asks no model."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli import options as opt
from summarizer.cli.articles import STDIN, read_articles
from summarizer.errors import OutputError, UsageError

if TYPE_CHECKING:
    from summarizer.report import Report

FORMATS = ("text", "json", "html", "md")
SEVERITIES = ("info", "warning", "error")
SHORT = 240
"""Characters of a passage in the listing."""


def check(
    article: Annotated[str, typer.Argument(help="The article (.txt, .md, .html), or - for standard input.")],
    translation: Annotated[
        str,
        typer.Argument(
            help="Its English: text, Markdown, HTML, or an .en.md or .report.json; or - for standard input."
        ),
    ],
    from_: opt.From = None,
    glossary: opt.Glossary = None,
    format_: Annotated[
        str, typer.Option("--format", "-f", metavar="text|json|html|md", help="How to print what was found.")
    ] = "text",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", dir_okay=False, help="Write it into this file."),
    ] = None,
    min_severity: Annotated[
        str,
        typer.Option(
            metavar="info|warning|error", help="Least severity that the text lists; the other formats have all."
        ),
    ] = "warning",
) -> None:
    """Check somebody else's translation of an article. Asks no model and needs no key.

    Pairs the paragraphs of the two and the sentences in them, and runs every check: numbers, names, what is left out or
    added, Chinese left over, questions, quotations, lengths. People may be called what the translator likes, as long as
    it is the same throughout.

    \b
    Examples:
      summarize check article.html english.docx.txt
      summarize check article.txt english.md --format html --output findings.html
      summarize check article.txt article.report.json --min-severity info

    Exit codes: 0 no findings of severity error; 1 nothing usable; 2 wrong usage; 3 findings of severity error.
    """
    _require(article, translation, format_, min_severity)
    ours, theirs = read_articles([article, translation])
    from summarizer.pipeline import check_translation
    from summarizer.runtime import glossary_of
    from summarizer.settings import load

    settings = load({"source_language": from_, "glossary": glossary}).settings
    report = check_translation(
        (ours.data, ours.origin), (theirs.data, theirs.origin), glossary_of(settings), settings.source_language
    )
    _put(_rendered(report, format_, min_severity), output)
    typer.echo(_summary(report, theirs.origin), err=True)
    raise typer.Exit(3 if report.needs_a_person else 0)


def _require(article: str, translation: str, format_: str, min_severity: str) -> None:
    """Raises UsageError."""
    if article == translation == STDIN:
        raise UsageError("Only one of the two can be -", "Name the other file.")
    for option, value, known in (("--format", format_, FORMATS), ("--min-severity", min_severity, SEVERITIES)):
        if value not in known:
            raise UsageError(f"{option}: {value!r} is not possible", f"Choose from {', '.join(known)}.")


def _rendered(report: "Report", format_: str, least: str) -> str:
    if format_ == "text":
        return "".join(f"{line}\n" for line in _listing(report, least))
    from summarizer.stages.render import render

    return render(report, format_)


def _listing(report: "Report", least: str) -> Iterator[str]:
    """Each finding with both sides of its passage and a sentence that says what is wrong; then what people are called."""
    passages = {s.id: s for s in report.segments}
    shown = [f for f in report.findings if SEVERITIES.index(f.severity) >= SEVERITIES.index(least)]
    for finding in shown:
        passage = passages[finding.segment or ""]
        yield f"{passage.id}  {finding.severity}: {finding.kind}"
        yield f"  {finding.detail}"
        yield from (
            f"  {mark} {_short(text)}" for mark, text in (("zh", passage.source), ("en", passage.target)) if text
        )
        yield ""
    if not shown:
        yield "Nothing was found."
    people = [t for t in report.terms if t.origin == "translation"]
    if people:
        yield "People, as the translation calls them:"
        yield from (f"  {t.source}  {t.target}" for t in people)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else line[: SHORT - 1] + "…"


def _summary(report: "Report", origin: str) -> str:
    counts = [
        (sum(f.severity == level for f in report.findings), word) for level, word in zip(SEVERITIES, WORDS, strict=True)
    ]
    told = ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in reversed(counts))
    return f"{origin}: {len(report.segments)} passages checked, {told}."


WORDS = ("remark", "warning", "error")


def _put(text: str, output: Path | None) -> None:
    """Into the file, or to standard output. Raises OutputError."""
    if output is None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{output} cannot be written: {error.strerror or error}", "Name another file.") from error
