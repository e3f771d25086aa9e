"""quotations: Segment..., Translation... -> Translation...   the English opens and closes its quotations where the Chinese does; no model.

Each sentence is translated and checked by itself, so nobody but this stage sees that a quotation goes on over several. What the
Chinese says for certain is set right; what it does not is a finding on every sentence concerned.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from summarizer.records import Block, Finding, FindingKind, Segment, Severity, Translation
from summarizer.text.english_quotations import Sentence, with_bounds
from summarizer.text.quotation_check import Misplaced, misplaced
from summarizer.text.quotations import Quotation, bounds, quotations

LOST = "These words are part of a quotation, but which of the English words are quoted is not clear."
SENTENCES: Mapping[Misplaced, str] = {
    Misplaced.UNQUOTED: "The source quotes these words; the English has them outside quotation marks.",
    Misplaced.QUOTED: "The English quotes these words; in the source they are not in quotation marks.",
}


def restore_quotations(
    blocks: Sequence[Block], segments: Sequence[Segment], translations: Mapping[str, Translation]
) -> dict[str, Translation]:
    """The translations with quotation marks where the Chinese has them. No other character changes but the stops and capitals beside a
    mark; done twice it is done once."""
    restored = dict(translations)
    for paragraph, own, _ in _paragraphs(blocks, segments, translations):
        for segment, sentence, bounded in zip(own, paragraph, with_bounds(paragraph), strict=True):
            if bounded.english != sentence.english:
                restored[segment.id] = translations[segment.id].model_copy(update={"target": bounded.english})
    return restored


def check_quotations(
    blocks: Sequence[Block], segments: Sequence[Segment], translations: Mapping[str, Translation]
) -> tuple[Finding, ...]:
    """A finding for each sentence whose words are quoted on one side only, where the sentence by itself does not show it (what it shows
    by itself the other checks see)."""
    found: list[Finding] = []
    for paragraph, own, quoted in _paragraphs(blocks, segments, translations):
        lost = [one.lost for one in with_bounds(paragraph)]
        verdicts = misplaced(paragraph, quoted)
        for segment, sentence, gone, verdict in zip(own, paragraph, lost, verdicts, strict=True):
            if verdict is not None and not _shows_by_itself(sentence, verdict):
                found.append(_finding(segment, SENTENCES[verdict], verdict))
            elif gone:
                found.append(_finding(segment, LOST, Misplaced.UNQUOTED))
    return tuple(found)


def crossing(blocks: Sequence[Block], segments: Sequence[Segment]) -> frozenset[str]:
    """The segments that share a quotation with a neighbour: a mark without a partner is right in them."""
    return frozenset(
        segment.id
        for paragraph, own, _ in _paragraphs(blocks, segments, {})
        for segment, sentence in zip(own, paragraph, strict=True)
        if sentence.bounds.crosses
    )


def _paragraphs(
    blocks: Sequence[Block], segments: Sequence[Segment], translations: Mapping[str, Translation]
) -> Iterator[tuple[list[Sentence], list[Segment], list[Quotation]]]:
    """Each block's sentences with their English, its segments, and the quotations of its Chinese."""
    own = {block: list(run) for block, run in groupby(segments, key=lambda s: s.block)}
    present = [b for b in blocks if b.id in own]
    everywhere = quotations(["".join(s.source for s in own[b.id]) for b in present])
    quoted: dict[int, list[Quotation]] = {}
    for q in everywhere:
        quoted.setdefault(q.block, []).append(q)
    for number, block in enumerate(present):
        inside = quoted.get(number, [])
        mine = own[block.id]
        english = [(translations[s.id].target or "") if s.id in translations else "" for s in mine]
        placed = bounds([s.source for s in mine], inside)
        yield [Sentence(s.source, b, e) for s, b, e in zip(mine, placed, english, strict=True)], mine, inside


def _shows_by_itself(sentence: Sentence, verdict: Misplaced) -> bool:
    if sentence.bounds.crosses:
        return False
    alone = sentence._replace(bounds=bounds([sentence.source], quotations([sentence.source]))[0])
    return misplaced([alone], quotations([sentence.source])) == (verdict,)


def _finding(segment: Segment, detail: str, verdict: Misplaced) -> Finding:
    return Finding(
        segment=segment.id,
        kind=FindingKind.QUOTATION_BOUNDS,
        severity=Severity.WARNING,
        rule=f"quotation-bounds-{verdict}",
        detail=detail,
    )
