"""`summarize inspect`: what was read and removed, what would be requested and what it would cost. Makes no API calls."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarizer.cli import options as opt
from summarizer.cli.articles import read_article
from summarizer.cli.output import print_json, print_lines

if TYPE_CHECKING:
    from summarizer.pipeline import Prepared
    from summarizer.records import Term
    from summarizer.stages.brief import RuleBrief
    from summarizer.tasks.estimate import ArticleEstimate, Inspection

SHORT = 60
"""Characters of a text in the overview."""


@opt.command("inspect")
def inspect(
    article: Annotated[str, typer.Argument(help="An article, its file or address, or - for standard input.")],
    given: opt.Given,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Print every segment and every term, nothing shortened.")
    ] = False,
    json_: opt.Json = False,
) -> None:
    """Dry run: how an article is read, cleaned and segmented, and what translating it would cost. Makes no API calls.

    Prints what is kept and what is removed as boilerplate with the reason, the speakers and names found by rule, and the number of
    requests and tokens with the estimated cost. Needs no key.

    \b
    Examples:
      summarize inspect article.html
      summarize inspect article.html --model gpt-6-luna --json
    """
    import asyncio

    from summarizer.cli.starting import settings_of
    from summarizer.tasks.estimate import estimate

    settings = settings_of(given)
    read = read_article(article, convert=settings.convert)
    found = asyncio.run(estimate(read.data, read.origin, settings))
    if json_:
        print_json(_as_json(found))
        return
    most = None if verbose else SHORT
    print_lines((*_document(found.prepared, most), *_names(found.rule_brief, most), *_plan(found)))


def _as_json(found: "Inspection") -> dict[str, Any]:
    parts = found.model_dump(mode="json")
    return {**parts["prepared"], "names": parts["rule_brief"], "estimate": parts["estimate"]}


def _document(prepared: "Prepared", most: int | None) -> Iterator[str]:
    from summarizer.stages.read import source_findings

    document = prepared.document
    how = document.decoding
    yield f"{document.origin}: {document.format}, {how.encoding} ({how.basis}, confidence {how.confidence:.2f}), {document.language}"
    for field in ("title", "date", "publication", "author", "url"):
        if value := getattr(document, field):
            yield f"  {field}: {value}"
    yield f"\nKept: {len(document.blocks)} blocks, {len(prepared.segments)} segments"
    yield from _kept(prepared, most)
    reasons = Counter(r.reason for r in document.removed).most_common()
    yield f"\nRemoved as boilerplate: {len(document.removed)} pieces" + "".join(
        f", {count} {reason}" for reason, count in reasons
    )
    for piece in document.removed:
        yield f"  {piece.reason:<14}{_short(piece.text, most)}"
    for found in source_findings(document, prepared.segments):
        yield f"  {found.severity}: {found.segment or 'the file'}: {found.detail}"


def _kept(prepared: "Prepared", most: int | None) -> Iterator[str]:
    for block in prepared.document.blocks:
        own = [s for s in prepared.segments if s.block == block.id]
        yield f"  {block.id:<5}{block.kind:<11}{len(own):>3}  {_short(block.text, most if most else SHORT)}"
        for s in own if most is None else ():
            yield f"       {s.id}  {s.source.strip()}"


def _short(text: str, most: int | None) -> str:
    line = " ".join(text.split())
    return line if most is None or len(line) <= most else line[: most - 1] + "…"


def _names(rule_brief: "RuleBrief", most: int | None) -> Iterator[str]:
    english = {t.source: f"{t.target} ({t.origin})" for t in rule_brief.terms}
    yield f"\nSpeakers found by rule: {len(rule_brief.profiles)}"
    for p in rule_brief.profiles:
        known = english.get(p.name.source, "English not known yet")
        yield f"  {p.name.source}  {known}  {p.affiliation.source} {p.role.source}".rstrip()
    yield f"Names and terms with an English form: {len(rule_brief.terms)}" + (
        "" if most is None else ", --verbose lists them"
    )
    for term in rule_brief.terms if most is None else ():
        yield f"  {_term(term)}"


def _term(term: "Term") -> str:
    return f"{term.source}  {term.target}  {term.kind}, {term.origin}"


def _plan(found: "Inspection") -> Iterator[str]:
    price = found.estimate
    counted = ", ".join(f"{count} {stage}" for stage, count in price.stages.items() if count)
    models = f"{price.model}, and {price.review_model} for the review" if price.review_model else price.model
    yield f"\n{models}: about {price.requests} requests ({counted}),"
    yield f"  about {price.input_tokens:,} tokens in and {price.output_tokens:,} out, at most {price.most_output_tokens:,} out:"
    yield f"  {_money(price)}"


def _money(price: "ArticleEstimate") -> str:
    if price.cost_usd is None or price.most_cost_usd is None:
        models = f"{price.model} and {price.review_model}" if price.review_model else price.model
        return f"price unknown: {models}"
    return f"about ${price.cost_usd:.4f}, at most ${price.most_cost_usd:.4f}" if price.most_cost_usd else "free"
