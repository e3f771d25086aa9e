"""`summarize check`: check an existing translation against its article. Makes no API calls."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli import options as opt
from summarizer.cli.articles import STDIN, read_article
from summarizer.cli.output import safe, warn, write_output
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from summarizer.report import Report

FORMATS = ("text", "json", "html", "md")
SEVERITIES = ("info", "warning", "error")
SHORT = 240
"""Characters of a passage in the listing."""


@opt.command("check")
def check(
    article: Annotated[str, typer.Argument(help="The article, its file or address, or - for standard input.")],
    translation: Annotated[
        str,
        typer.Argument(
            help="Its English: text, a web page, a document, or an .en.md or .report.json; or - for standard input."
        ),
    ],
    given: opt.Given,
    format_: Annotated[
        str, typer.Option("--format", "-f", metavar="text|json|html|md", help="Format of the findings.")
    ] = "text",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write them into this file; - is standard output."),
    ] = None,
    min_severity: Annotated[
        str,
        typer.Option(
            metavar="info|warning|error", help="Lowest severity that the text lists; the other formats have all."
        ),
    ] = "warning",
    json_: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Check an existing translation against its article. Makes no API calls; needs no key.

    Aligns paragraphs and sentences and runs every check: numbers, names, omissions, additions, untranslated text,
    questions, quotations, lengths. Any English form of a person's name is accepted if it is used consistently.

    \b
    Examples:
      summarize check article.html english.docx.txt
      summarize check article.txt english.md --format html --output findings.html
      summarize check article.txt article.report.json --min-severity info

    Exit codes: 0 no errors found; 1 failure; 2 usage error; 3 findings of severity error.
    """
    format_ = "json" if json_ else format_
    _require(article, translation, format_, min_severity)
    from summarizer.cli.starting import settings_of
    from summarizer.pipeline import check_translation
    from summarizer.runtime import glossary_of

    settings = settings_of(given)
    ours, theirs = (read_article(one, convert=settings.convert) for one in (article, translation))
    report = check_translation(
        (ours.data, ours.origin),
        (theirs.data, theirs.origin),
        glossary_of(settings),
        settings.source_language,
        settings.encoding,
    )
    write_output(_rendered(report, format_, min_severity), output)
    warn(_summary(report, theirs.origin))
    raise typer.Exit(3 if report.needs_a_person else 0)


def _require(article: str, translation: str, format_: str, min_severity: str) -> None:
    """Raises UsageError."""
    if article == translation == STDIN:
        raise UsageError("Only one of the two can be -", "Name the other file.")
    for option, value, known in (("--format", format_, FORMATS), ("--min-severity", min_severity, SEVERITIES)):
        if value not in known:
            raise UsageError(f"invalid value {value!r} for {option}", f"Choose from {', '.join(known)}.")


def _rendered(report: "Report", format_: str, least: str) -> str:
    if format_ == "text":
        return "".join(f"{safe(line)}\n" for line in _listing(report, least))
    from summarizer.stages.render import render

    made = render(report, format_)
    return made if isinstance(made, str) else made.decode()


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
        yield "No findings."
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
