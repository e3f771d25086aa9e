"""layout: Document, Segment..., Brief -> Document, Segment...   what a strong model says of headline, boilerplate and credits, taken over.

The model names blocks by id and nothing else. What it calls boilerplate is moved to `removed` with that reason and stands on the page
like all the rest; a page of which it would remove much is left as the rules have it.
"""

from collections.abc import Sequence

from summarizer.records import Block, Brief, Document, Finding, FindingKind, Name, Record, Removed, Segment, Severity

REASON = "boilerplate (model)"
MAX_SHARE = 0.2
"""Most of an article's characters that a model may call boilerplate after the rules have cleaned it: a model that wants more has taken
part of the article for it. A guard, not a measurement."""
MAX_TITLE = 120
MAX_CREDIT = 200
"""Characters of the longest headline and the longest line of credits that are believed. Guards, not measurements."""


class Arranged(Record):
    """The article as the brief has it laid out, with the brief that belongs to it."""

    document: Document
    segments: tuple[Segment, ...]
    brief: Brief


def arrange(document: Document, segments: Sequence[Segment], brief: Brief) -> Arranged:
    """The article with its headline, boilerplate and credits as the model says. Nothing changes if it says nothing."""
    headline = _headline(document, brief)
    gone, refused = _boilerplate(document, brief, headline)
    credits = {b.id for b in document.blocks if b.id in brief.layout.credits and len(b.text) <= MAX_CREDIT}
    blocks = tuple(_retyped(b, headline, credits) for b in document.blocks if b.id not in gone)
    moved = tuple(Removed(text=b.text, reason=REASON) for b in document.blocks if b.id in gone)
    title = headline.text.strip() if headline else document.title
    return Arranged(
        document=document.model_copy(update={"blocks": blocks, "removed": (*document.removed, *moved), "title": title}),
        segments=tuple(s for s in segments if s.block not in gone),
        brief=brief.model_copy(
            update={
                "title": Name(source=title, target=brief.title.target),
                "findings": (*brief.findings, *refused, *_reworded(brief)),
            }
        ),
    )


def _headline(document: Document, brief: Brief) -> Block | None:
    found = next((b for b in document.blocks if b.id == brief.layout.headline), None)
    return found if found is not None and 0 < len(found.text.strip()) <= MAX_TITLE else None


def _boilerplate(
    document: Document, brief: Brief, headline: Block | None
) -> tuple[frozenset[str], tuple[Finding, ...]]:
    named = [b for b in document.blocks if b.id in brief.layout.boilerplate and b is not headline]
    size = sum(len(b.text) for b in named)
    if not named or size <= MAX_SHARE * sum(len(b.text) for b in document.blocks):
        return frozenset(b.id for b in named), ()
    finding = Finding(
        segment=None,
        kind=FindingKind.BRIEF,
        severity=Severity.INFO,
        rule="layout-too-much-boilerplate",
        detail=f"The model takes {len(named)} paragraphs for boilerplate ({', '.join(b.id for b in named)}); that is too "
        "much of the article, so they stay.",
    )
    return frozenset(), (finding,)


def _retyped(block: Block, headline: Block | None, credits: set[str]) -> Block:
    if headline is not None and block.id == headline.id:
        return block.model_copy(update={"kind": "heading", "level": 1})
    return block.model_copy(update={"kind": "credit", "level": 0}) if block.id in credits else block


def _reworded(brief: Brief) -> tuple[Finding, ...]:
    if not brief.layout.reworded:
        return ()
    detail = "The source reads as a reworded copy of another article. Odd titles and expressions are translated as they were meant."
    return (
        Finding(segment=None, kind=FindingKind.BRIEF, severity=Severity.INFO, rule="layout-reworded", detail=detail),
    )
