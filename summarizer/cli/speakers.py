"""`summarize speakers`: who said what, and nothing else. By rule, so it works at once; a model only where `--ask` wants one."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from summarizer.cli import options as opt
from summarizer.cli.articles import Article, read_article
from summarizer.cli.output import print_json, print_lines, warn
from summarizer.cli.tables import clean, show
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from summarizer.settings import Settings
    from summarizer.tasks.speakers import SpeakerReport, SpeakerShare, Utterance

HEADS = ("Name", "English name", "Role", "Affiliation", "Kind", "Statements", "Share", "Basis")


@opt.command("speakers")
def speakers(
    article: Annotated[
        str,
        typer.Argument(
            help="An article (its file or address), a .report.json, a batch's output folder, or - for standard input."
        ),
    ],
    given: opt.Given,
    speaker: Annotated[
        str | None,
        typer.Option(
            "--speaker", "-s", metavar="NAME", help="Print this speaker's words. Any form of the name, or the id."
        ),
    ] = None,
    format_: Annotated[
        Literal["table", "json"],
        typer.Option("--format", "-f", metavar="table|json", help="Output format; json is the same as --json."),
    ] = "table",
    ask: Annotated[bool, typer.Option("--ask", help="Ask the model about sentences the rules leave open.")] = False,
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain",
            metavar="SEGMENT",
            help="Print how a segment (p3.s2) was read, rule by rule; `all` for every one.",
        ),
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """List who speaks in an article and which words are whose. Translates nothing.

    Speaker labels, reporting verbs, quotations and pronouns are read by rule, without a model, a key or a request. Low-confidence
    results are marked with a question mark; with --ask the model is asked about those, and about nothing else. English names come from
    the glossary, built-in names and romanisation, which is named beside it. A .report.json shows what its run found, with the English; a
    folder of them, who speaks across its articles, when, and where to read it.

    \b
    Examples:
      summarize speakers article.txt
      summarize speakers article.txt --speaker 罗总
      summarize speakers article.txt --explain p3.s2
      summarize speakers article.report.json --format json
      summarize speakers english --speaker "Luo Jiangchun"

    Exit codes: 0 success; 1 failure; 2 usage error, or no such speaker; 3 completed, but a request to the model failed.
    """
    printed = "json" if json_ else format_
    if Path(article).is_dir():
        _of_folder(article, speaker, printed, ask=ask)
        return
    from summarizer.cli.starting import settings_of

    _require_ask(given, ask=ask)
    settings = settings_of(given)
    found, code = _found(read_article(article, convert=settings.convert), settings, ask)
    if explain is None:
        _print(found, speaker, printed)
    else:
        _explain(found, explain)
    raise typer.Exit(code)


def _of_folder(folder: str, speaker: str | None, printed: Literal["table", "json"], *, ask: bool) -> None:
    from summarizer.cli.cast import speakers_of_folder

    if ask:
        raise UsageError(f"{folder!r} is a directory", "--ask is for single articles; a batch has asked already.")
    speakers_of_folder(Path(folder), speaker, printed)


def _require_ask(given: opt.Given, *, ask: bool) -> None:
    """Raises UsageError for settings of a model that is not asked."""
    asking = [name for name in ("model", "base_url", "max_cost") if given[name] is not None]
    if asking and not ask:
        raise UsageError(f"--{asking[0].replace('_', '-')} requires --ask", "Without --ask no model is used.")


def _found(article: Article, settings: "Settings", ask: bool) -> "tuple[SpeakerReport, int]":
    """Who says what, and the exit code."""
    from summarizer.runtime import glossary_of
    from summarizer.stages.render import loads
    from summarizer.tasks import speakers as attribution

    if attribution.is_report(article.data, article.given):
        if ask:
            raise UsageError(f"{article.given} is a report: its run has asked already", "--ask is for articles.")
        return attribution.of_report(loads(article.data, article.given)), 0
    if ask:
        return _asked(article, settings)
    return attribution.by_rule(
        article.data, article.origin, glossary_of(settings), settings.source_language, settings.encoding
    ), 0


def _asked(article: Article, settings: "Settings") -> "tuple[SpeakerReport, int]":
    from summarizer.cli.live import display
    from summarizer.cli.translate import run
    from summarizer.runtime import endpoints_of, open_runtime
    from summarizer.settings import home
    from summarizer.tasks.speakers import by_asking

    results: list[SpeakerReport] = []
    with display() as shown:

        async def work() -> int:
            async with open_runtime(settings, home(), shown.notice, shown.progress) as runtime:
                shown.follow(runtime.ledger)
                shown.notice(endpoints_of(runtime))
                language = settings.source_language
                results.append(
                    await by_asking(
                        article.data,
                        article.origin,
                        runtime.tools,
                        runtime.glossary,
                        language,
                        shown.progress,
                        settings.encoding,
                    )
                )
                return 3 if results[0].unanswered else 0

        code = run(work())
    if not results:
        raise typer.Exit(code)
    return results[0], code


def _print(found: "SpeakerReport", speaker: str | None, format_: str) -> None:
    from summarizer.tasks.speakers import who

    one = who(found, speaker) if speaker is not None else None
    shown = found.of(one.id) if one else found
    if format_ == "json":
        print_json(shown.model_dump(mode="json"))
    elif one:
        print_lines(_words(one, shown.words))
    elif found.speakers:
        show(HEADS, (tuple(_row(voice, found.words)) for voice in found.speakers), right=("Statements", "Share"))
    _remark(found)


def _explain(found: "SpeakerReport", wanted: str) -> None:
    """How segments were read: whose, how surely, and what each rule matched and made of it."""
    if not found.readings:
        raise UsageError(
            f"{found.origin} holds no traces", "--explain is for articles: a report keeps the readings alone."
        )
    text = {one.segment: one.source for one in found.all}
    chosen = [r for r in found.readings if wanted in ("all", r.segment, r.unit)]
    if not chosen:
        raise UsageError(f"No segment {wanted!r} in {found.origin}", "`--explain all` prints every one with its id.")
    for reading in chosen:
        who = reading.speaker or (f"open, perhaps {reading.candidate}" if reading.candidate else "nobody")
        how = f"{reading.evidence}, {reading.probability:.2f}" if reading.evidence else reading.basis
        typer.echo(f"{reading.unit}  {who}  ({how})  {clean(text.get(reading.unit, ''))}")
        for step in reading.trace:
            typer.echo(f"    {step.rule}: {clean(step.words)}" + (f" -> {clean(step.result)}" if step.result else ""))


def _remark(found: "SpeakerReport") -> None:
    """What the table does not say, on standard error."""
    unsure = sum(not w.sure for w in found.words)
    if not found.speakers:
        warn(f"No speakers found in {found.origin}.")
    if unsure or found.open:
        warn(f"{unsure} of {found.segments} sentences uncertain (?), {len(found.open)} unattributed.")
    if found.unanswered:
        warn("The model did not answer all questions; run the same command again to retry.")


def _row(voice: "SpeakerShare", words: "tuple[Utterance, ...]") -> Iterator[str]:
    unsure = sum(not w.sure for w in words if voice.id in w.speakers)
    read = ", ".join(f"{basis} {count}" for basis, count in voice.basis.items())
    yield clean(voice.name.source)
    yield _english(voice)
    yield clean(voice.role.source)
    yield clean(voice.affiliation.source)
    yield voice.kind
    yield str(voice.statements)
    yield f"{voice.share:.1%}"
    yield read + (f" (? {unsure})" if unsure else "")


def _english(voice: "SpeakerShare") -> str:
    """The English name; in brackets how it was made, where nobody looked it up."""
    if not voice.name.target:
        return "-"
    made = voice.name_origin in ("pinyin", "transliteration", "model")
    return clean(voice.name.target) + (f" ({voice.name_origin})" if made else "")


def _words(voice: "SpeakerShare", words: "tuple[Utterance, ...]") -> Iterator[str]:
    """One person's words, statement by statement: ids, kind and basis, then the sentences."""
    about = [clean(n.source) for n in (voice.affiliation, voice.role) if n.source]
    yield "  ".join(filter(None, [clean(voice.name.source), _english(voice), " ".join(about)]))
    yield f"{voice.kind}, {_count(voice.statements)}, {voice.share:.1%} of the text"
    for _, same in groupby(words, key=lambda w: w.statement):
        own = list(same)
        yield f"\n{' '.join(w.segment for w in own)}  {_how(own)}"
        yield from (f"  {'' if w.sure else '? '}{clean(w.source)}" for w in own)
        if english := " ".join(filter(None, (w.target for w in own))):
            yield f"  {clean(english)}"


def _count(statements: int) -> str:
    return f"{statements} {'statement' if statements == 1 else 'statements'}"


def _how(own: "list[Utterance]") -> str:
    quoted = f", quoted by {own[0].quoted_by}" if own[0].quoted_by else ""
    together = f", together: {', '.join(own[0].speakers)}" if own[0].also else ""
    return f"{own[0].kind}, {own[0].basis}{together}{quoted}"
