"""`summarize glossary`: look a glossary over, or make one to begin with. Results on standard output or in a file."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarizer.cli import options as opt
from summarizer.cli.articles import STDIN, Article, read_articles
from summarizer.errors import GlossaryError, InputError, OutputError, UsageError

if TYPE_CHECKING:
    from summarizer.glossary import Entry, Fault
    from summarizer.records import Term
    from summarizer.settings import Settings

app = typer.Typer(
    help="Your names and terms: check a glossary, or begin one.", no_args_is_help=True, rich_markup_mode=None
)

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
    typer.echo(shown)
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
        yield "Mend the errors first: they leave no terms to look for."


def _tally(faults: Sequence["Fault"]) -> str:
    counts = {severity: sum(f.severity == severity for f in faults) for severity in ("error", "warning", "info")}
    words = {"error": ("error", "errors"), "warning": ("warning", "warnings"), "info": ("remark", "remarks")}
    return ", ".join(_number(count, *words[severity]) for severity, count in counts.items() if count)


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _as_json(faults: Sequence["Fault"], lines: int, found: Found) -> str:
    import json

    whole: dict[str, Any] = {"entries": lines, "faults": [fault._asdict() for fault in faults]}
    return json.dumps(whole | ({"articles": found} if found else {}), ensure_ascii=False, indent=2)


@app.command()
def extract(
    articles: Annotated[
        list[str], typer.Argument(help="Articles (.txt, .md, .html), or - for standard input.", metavar="ARTICLE...")
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="A .csv, .tsv or .tbx file; without it CSV goes to standard output."
        ),
    ] = None,
    least: Annotated[
        int, typer.Option("--least", min=1, metavar="N", help="Leave out what stands there less often.")
    ] = 1,
    from_: opt.From = None,
    glossary: opt.Glossary = None,
    ask: Annotated[bool, typer.Option("--ask", help="Let the model give English for what the rules cannot.")] = False,
    model: opt.Model = None,
    base_url: opt.BaseUrl = None,
    max_cost: opt.MaxCost = None,
) -> None:
    """Begin a glossary with the names and terms of articles, the most used first. Asks no model without --ask.

    Found by rule: names of the program's own table, people (in pinyin), organisations, works in 《》, English that stands in
    brackets, and terms that come back. What has no English yet is a remark (# …): fill it in and take the # away. The file
    can be used with --glossary as it is.

    \b
    Examples:
      summarize glossary extract article.txt --output names.csv
      summarize glossary extract *.html --least 3 --output names.tbx
    """
    from summarizer.glossary import WRITERS

    suffix = output.suffix.lower() if output else ".csv"
    if suffix not in WRITERS:
        raise UsageError(f"{output} cannot be written", f"Let its name end in one of: {', '.join(WRITERS)}.")
    read = read_articles(articles)
    from summarizer.settings import load

    given = {"source_language": from_, "glossary": glossary, "model": model, "base_url": base_url, "max_cost": max_cost}
    entries = [entry for entry in _proposed(read, load(given).settings, ask) if entry.uses >= least]
    _write(WRITERS[suffix](entries), entries, output)


def _proposed(read: Sequence[Article], settings: "Settings", ask: bool) -> Sequence["Entry"]:
    from summarizer.runtime import glossary_of
    from summarizer.tasks import glossary_extraction

    prepared = [glossary_extraction.prepared(one.data, one.origin, settings.source_language) for one in read]
    if not ask:
        return glossary_extraction.propose(prepared, glossary_of(settings))
    import asyncio

    return asyncio.run(_asked(prepared, settings))


async def _asked(prepared: Sequence[Any], settings: "Settings") -> Sequence["Entry"]:
    from summarizer.runtime import open_runtime
    from summarizer.settings import home
    from summarizer.tasks import glossary_extraction

    async with open_runtime(settings, home(), lambda said: typer.echo(said, err=True)) as runtime:
        return await glossary_extraction.ask(prepared, runtime)


def _write(text: str, entries: Sequence["Entry"], output: Path | None) -> None:
    if output is None or str(output) == STDIN:
        typer.echo(text, nl=False)
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{output} could not be written: {error.strerror}", "Name another with --output.") from error
    known = sum(bool(entry.target) for entry in entries)
    typer.echo(f"Wrote {output}: {known} with English, {len(entries) - known} to be filled in", err=True)
