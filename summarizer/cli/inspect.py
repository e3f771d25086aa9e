"""`summarize inspect`: what was read, what was cut, what would be asked and what it would cost. Asks no model."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli import options as opt
from summarizer.cli.translate import _bytes as read_bytes
from summarizer.settings import load

if TYPE_CHECKING:
    from summarizer.estimate import Estimate
    from summarizer.pipeline import Prepared
    from summarizer.stages.brief import Spotted


def inspect(
    article: Annotated[str, typer.Argument(help="An article (.txt, .md, .html), or - for standard input.")],
    model: opt.Model = None,
    base_url: opt.BaseUrl = None,
    glossary: opt.Glossary = None,
    chunk_tokens: opt.ChunkTokens = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show how an article is read, cleaned, cut and planned, and what translating it would cost. Asks no model."""
    from summarizer.estimate import estimate

    flags = {"model": model, "base_url": base_url, "glossary": glossary, "chunk_tokens": chunk_tokens}
    prepared, spotted, price = estimate(read_bytes(article), article, load(flags).settings)
    if json_:
        import json

        whole = {**prepared.model_dump(), "names": spotted.model_dump(), "estimate": price.model_dump()}
        typer.echo(json.dumps(whole, ensure_ascii=False, indent=2))
        return
    for line in (*_document(prepared), *_names(spotted), *_plan(prepared, price)):
        typer.echo(line)


def _document(prepared: "Prepared") -> Iterator[str]:
    document = prepared.document
    how = document.decoding
    yield f"{document.origin}: {document.format}, {how.encoding} ({how.basis}, confidence {how.confidence:.2f}), {document.language}"
    for field in ("title", "date", "publication", "author", "url"):
        if value := getattr(document, field):
            yield f"  {field}: {value}"
    yield f"\nKept: {len(document.blocks)} blocks, {len(prepared.segments)} segments"
    for block in document.blocks:
        own = [s for s in prepared.segments if s.block == block.id]
        yield f"  {block.id:<5}{block.kind:<10}{len(own):>3}  {_short(block.text)}"
    yield f"\nMoved aside: {len(document.removed)} pieces, {_reasons(prepared)}"
    for piece in document.removed:
        yield f"  {piece.reason:<14}{_short(piece.text)}"


def _reasons(prepared: "Prepared") -> str:
    return ", ".join(
        f"{count} {reason}" for reason, count in Counter(r.reason for r in prepared.document.removed).most_common()
    )


def _short(text: str, most: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _names(spotted: "Spotted") -> Iterator[str]:
    yield f"\nSpeakers found by rule: {len(spotted.profiles)}"
    for p in spotted.profiles:
        known = next(
            (f"{t.target} ({t.origin})" for t in spotted.terms if t.source == p.name.source), "English not known yet"
        )
        yield f"  {p.name.source}  {known}  {p.affiliation.source} {p.role.source}".rstrip()
    yield f"Names and terms with an English form: {len(spotted.terms)}"


def _plan(prepared: "Prepared", price: "Estimate") -> Iterator[str]:
    yield f"\nWould ask {price.model}: about {price.requests} requests in {len(prepared.chunks)} chunks,"
    yield f"  about {price.input_tokens:,} tokens in and {price.output_tokens:,} out; at most {price.most_output_tokens:,} out"
    if price.cost_usd is None:
        yield "  price not known"
    else:
        yield f"  about ${price.cost_usd:.4f}, at most ${price.most_cost_usd:.4f}"
