"""`summarize glossary`: check a glossary, or create one from articles. Results on standard output or in a file."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarizer.cli import options as opt
from summarizer.cli.articles import STDIN, Article, read_articles
from summarizer.cli.output import is_stdout, print_json, print_lines, warn, write_output
from summarizer.errors import GlossaryError, InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarizer.glossary import Entry, Fault
    from summarizer.records import Term
    from summarizer.settings import Settings
    from summarizer.stages.edits import Edits

app = typer.Typer(help="Your names and terms: check or create a glossary.", no_args_is_help=True, rich_markup_mode=None)

Found = Mapping[str, Mapping[str, int]]
"""Article → source of an entry → how often it stands there."""


@app.command()
def check(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A glossary: CSV, TSV or TBX.", exists=True, dir_okay=False)
    ],
    article: Annotated[
        list[str] | None,
        typer.Option(
            "--article", "-a", metavar="ARTICLE", help="Show which entries stand in it, and how often; may be repeated."
        ),
    ] = None,
    json_: opt.Json = False,
) -> None:
    """Say line by line what is wrong with a glossary.

    Errors make a file unusable: a missing side, one Chinese form with two English ones, an unknown kind, columns that are
    mixed up. Warnings are probably slips: repetitions, Chinese left in the English, a source without Chinese, the same word
    in both scripts. Remarks (info) say where the program's own table has other English; yours is used.

    \b
    Examples:
      summarize glossary check names.csv
      summarize glossary check names.tbx --article article.txt --json

    Exit codes: 0 usable; 1 the file cannot be read at all; 2 wrong usage; 3 some lines have errors.
    """
    from summarizer.glossary import faults_of, lines_of, load

    articles = read_articles(article or [])
    try:
        lines = tuple(lines_of(file))
        faults = faults_of(lines)
        bad = any(fault.severity == "error" for fault in faults)
        terms = () if bad else load(file)
    except GlossaryError as error:
        raise InputError(str(error), error.hint) from error
    found = _counted(articles, terms)
    shown = _as_json(faults, len(lines), found) if json_ else "\n".join(_said(file, faults, len(lines), terms, found))
    print_json(shown) if not isinstance(shown, str) else print_lines([shown])
    raise typer.Exit(3 if bad else 0)


def _counted(articles: Sequence[Article], terms: Sequence["Term"]) -> Found:
    from summarizer.glossary import counted
    from summarizer.tasks.glossary_extraction import prepared, text_of

    return {a.origin: counted(terms, text_of(prepared(a.data, a.origin))) for a in articles}


def _said(file: Path, faults: Sequence["Fault"], lines: int, terms: Sequence["Term"], found: Found) -> Iterator[str]:
    for fault in faults:
        yield f"{file.name}:{fault.line}: {fault.severity}: {fault.detail}" + (f" {fault.hint}" if fault.hint else "")
    yield f"{file.name}: {_number(lines, 'entry', 'entries')}, " + (_tally(faults) or "nothing wrong")
    english = {term.source: term.target for term in terms}
    for origin, counts in found.items():
        there = {source: count for source, count in counts.items() if count}
        yield f"\n{origin}: {len(there)} of {_number(len(counts), 'entry', 'entries')} there"
        for source, count in sorted(there.items(), key=lambda pair: -pair[1]):
            yield f"{count:>5}  {source}  {english[source]}"
    if found and any(fault.severity == "error" for fault in faults):
        yield "Fix the errors first: an invalid glossary has no terms to count."


def _tally(faults: Sequence["Fault"]) -> str:
    counts = {severity: sum(f.severity == severity for f in faults) for severity in ("error", "warning", "info")}
    words = {"error": ("error", "errors"), "warning": ("warning", "warnings"), "info": ("remark", "remarks")}
    return ", ".join(_number(count, *words[severity]) for severity, count in counts.items() if count)


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _as_json(faults: Sequence["Fault"], lines: int, found: Found) -> dict[str, Any]:
    whole: dict[str, Any] = {"entries": lines, "faults": [fault._asdict() for fault in faults]}
    return whole | ({"articles": found} if found else {})


@app.command()
@opt.command("glossary")
def extract(
    articles: Annotated[
        list[str], typer.Argument(help="Articles (.txt, .md, .html), or - for standard input.", metavar="ARTICLE...")
    ],
    given: opt.Given,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="A .csv, .tsv or .tbx file; default: CSV on standard output (also -).",
        ),
    ] = None,
    min_count: Annotated[
        int, typer.Option("--min-count", "--least", min=1, metavar="N", help="Minimum frequency.")
    ] = 1,
    ask: Annotated[bool, typer.Option("--ask", help="Let the model translate what the rules cannot.")] = False,
    json_: opt.Json = False,
) -> None:
    """Create a glossary from the names and terms of articles, most frequent first. Makes no API calls without --ask.

    Found by rule: built-in names, people (in pinyin), organisations, works in 《》, English given in brackets, and recurring terms.
    Entries without English are comments (# …): fill them in and remove the #. The file can be used with --glossary as it is.
    Names corrected in ARTICLE.edits.toml go before all others. An existing file is extended: its rows and comments stay as they
    are, and what was added is listed.

    \b
    Examples:
      summarize glossary extract article.txt --output names.csv
      summarize glossary extract *.html --min-count 3 --output names.tbx
    """
    from summarizer.glossary import WRITERS

    output = None if is_stdout(output) else output
    suffix = output.suffix.lower() if output else ".csv"
    if suffix not in WRITERS:
        raise UsageError(f"{output} cannot be written", f"Use one of these file name extensions: {', '.join(WRITERS)}.")
    from summarizer.cli.starting import settings_of

    settings = settings_of(given)
    read = read_articles(articles, convert=settings.convert)
    entries = [entry for entry in _proposed(read, settings, ask) if entry.uses >= min_count]
    if json_:
        print_json([entry._asdict() for entry in entries])
    elif output is None:
        write_output(WRITERS[suffix](entries), None)
    else:
        _write(WRITERS[suffix], entries, output)


def _proposed(read: Sequence[Article], settings: "Settings", ask: bool) -> Sequence["Entry"]:
    from summarizer.runtime import glossary_of, with_names
    from summarizer.tasks import glossary_extraction

    prepared = [
        glossary_extraction.prepared(one.data, one.origin, settings.source_language, settings.encoding) for one in read
    ]
    corrected = _corrected(read)
    if not ask:
        return glossary_extraction.propose(prepared, with_names(glossary_of(settings), corrected))
    import asyncio

    return asyncio.run(_asked(prepared, settings, corrected))


def _corrected(read: Sequence[Article]) -> "Edits":
    """The names that people corrected in these articles, and in others of their folders. Raises UsageError."""
    from summarizer.stages.edits import Edits, edits_for

    names: dict[str, str] = {}
    for one in read:
        if one.given != STDIN:
            names |= edits_for(Path(one.given)).names
    return Edits(names=names)


async def _asked(prepared: Sequence[Any], settings: "Settings", corrected: "Edits") -> Sequence["Entry"]:
    from dataclasses import replace

    from summarizer.runtime import endpoints_of, open_runtime, with_names
    from summarizer.settings import home
    from summarizer.tasks import glossary_extraction

    async with open_runtime(settings, home(), warn) as runtime:
        warn(endpoints_of(runtime))
        glossary = with_names(runtime.glossary, corrected)
        return await glossary_extraction.ask(prepared, replace(runtime, glossary=glossary))


def _write(writer: "Callable[[Sequence[Entry]], str]", entries: Sequence["Entry"], output: Path) -> None:
    """A new file, or what an existing one does not have yet. Raises GlossaryError and OutputError."""
    from summarizer.glossary import merge

    existing = output.exists()
    text, new = merge(output, entries) if existing else (writer(entries), tuple(entries))
    if new or not existing:
        write_output(text, output)
    known = sum(bool(entry.target) for entry in new)
    counted = f"{known} with English, {len(new) - known} to be filled in"
    if not existing:
        warn(f"Wrote {output}: {counted}")
        return
    warn(
        f"Kept {output} and added {_number(len(new), 'entry', 'entries')} ({counted})"
        if new
        else f"Nothing to add to {output}"
    )
    warn(*(f"  + {entry.source}  {entry.target or '-'}" for entry in new))
