"""Stretches of text and whose they are, with the evidence for it."""

from dataclasses import dataclass

from summarizer.records import StatementKind
from summarizer.text.attribution.cast import Member
from summarizer.text.attribution.coreference import Note


@dataclass(frozen=True, slots=True)
class Span:
    """[start, end) of a block's text. `who` is None if somebody speaks and the rules do not know who. `evidence` is a row of the
    reliability table; `notes` say how it was read."""

    block: int
    start: int
    end: int
    who: Member | None
    kind: StatementKind
    basis: str
    evidence: str
    also: tuple[Member, ...] = ()
    quoted_by: Member | None = None
    notes: tuple[Note, ...] = ()
