"""What comes out: the `Report`, one JSON file. A report that loses a segment or proves a point with nothing cannot be built."""

from collections.abc import Iterable
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from summarizer.records import (
    Block,
    BlockKind,
    Cue,
    Decoding,
    Finding,
    Name,
    Overview,
    Record,
    Removed,
    Segment,
    Severity,
    Speaker,
    Statement,
    Term,
)

GENERATOR = "summarizer"
"""How our own pages name what made them: HTML in a generator tag, Markdown in a comment in its first line."""
MARKDOWN_MARK = f"<!-- generator: {GENERATOR} -->"
Status = Literal["ok", "repaired", "flagged", "failed"]


class ReportBlock(Record):
    id: str
    kind: BlockKind
    level: int = 0
    segments: tuple[str, ...]
    cues: tuple[Cue, ...] = Field((), exclude_if=lambda cues: not cues)
    """The times of a transcript's turn, by their places in the text of its segments; left out where there are none."""


class ReportDocument(Record):
    """The article's metadata and shape."""

    title: Name
    date: str | None = None
    publication: str = ""
    author: str = ""
    url: str = ""
    source_language: str
    target_language: str
    origin: str
    sha256: str
    format: str
    decoding: Decoding
    blocks: tuple[ReportBlock, ...]
    removed: tuple[Removed, ...] = ()


class TranslatedSegment(Record):
    """`status`: ok; repaired (asked for again or put right, now good); flagged (translated, a finding left); failed (no translation)."""

    id: str
    source: str
    original: str = ""
    target: str = ""
    status: Status
    speaker: str | None = None
    edited: bool = False
    """True if a person wrote its English."""

    @property
    def as_written(self) -> str:
        """The page's own characters, for display."""
        return self.original or self.source


class Receipt(Record):
    """What the run took. `cost_usd` is None where the price of the model is not known; `seconds` is wall time."""

    model: str
    review_model: str = ""
    draft: bool = False
    """True if a small model translated: English for orientation, not for quotation."""
    requests: int = 0
    cached_answers: int = 0
    failed_requests: int = 0
    input_tokens: int = 0
    cached_input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = 0.0
    seconds: float = 0.0
    prompts: dict[str, str] = Field(default_factory=dict)

    @property
    def models(self) -> str:
        """All models that worked on it, for a reader."""
        return f"{self.model}, reviewed by {self.review_model}" if self.review_model else self.model


class Report(Record):
    """One article, read, translated, attributed and checked."""

    schema_version: Literal["2"] = "2"
    document: ReportDocument
    segments: tuple[TranslatedSegment, ...] = Field(min_length=1)
    terms: tuple[Term, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    statements: tuple[Statement, ...] = ()
    overview: Overview = Overview()
    findings: tuple[Finding, ...] = ()
    receipt: Receipt

    @field_validator("schema_version", mode="before")
    @classmethod
    def _reads_version_1(cls, value: object) -> object:
        """Version 1 differs in the names of some kinds of findings only, which `FindingKind` knows."""
        return "2" if value == "1" else value

    @model_validator(mode="after")
    def nothing_lost(self) -> Self:
        """Every segment of every block stands exactly once, in order."""
        planned = [s for block in self.document.blocks for s in block.segments]
        if planned != [s.id for s in self.segments]:
            raise ValueError("the segments are not those of the blocks, in order")
        if len(set(planned)) != len(planned):
            raise ValueError("two segments share an id")
        return self

    @model_validator(mode="after")
    def status_is_true(self) -> Self:
        """A segment without English is `failed`, one with a warning or an error left is `flagged` or `failed`; no other is."""
        found = {f.segment for f in self.findings if f.severity != Severity.INFO}
        for s in self.segments:
            if (s.status == "failed") != (not s.target.strip()):
                raise ValueError(f"{s.id}: status {s.status} does not fit its translation")
            if (s.id in found) != (s.status in ("flagged", "failed")):
                raise ValueError(f"{s.id}: status {s.status} does not fit its findings")
        return self

    @model_validator(mode="after")
    def evidence_exists(self) -> Self:
        """Whatever is cited stands in the report: segments, speakers."""
        segments = {s.id for s in self.segments}
        speakers = [s.id for s in self.speakers]
        if len(set(speakers)) != len(speakers):
            raise ValueError("two speakers share an id")
        cited = [i for st in self.statements for i in st.segments]
        cited += [i for sp in self.speakers for point in sp.points for i in point.evidence]
        cited += [i for sp in self.speakers for i in sp.not_covered]
        cited += [i for _, ids in self.overview.cited for i in ids]
        cited += [f.segment for f in self.findings if f.segment is not None]
        people: list[str | None] = [s.speaker for s in self.segments]
        people += [x for st in self.statements for x in (*st.speakers, st.quoted_by)]
        people += [who for who, _ in self.overview.cited]
        people += [who for topic in self.overview.topics for who in topic.silent]
        _all_known(cited, segments, "segment")
        _all_known((p for p in people if p is not None), set(speakers), "speaker")
        return self

    @model_validator(mode="after")
    def evidence_is_the_speakers_own(self) -> Self:
        """What a speaker is said to ask, answer, hold or contradict is proven by that speaker's own segments."""
        own: dict[str, set[str]] = {}
        for statement in self.statements:
            for who in (*statement.speakers, statement.quoted_by or statement.speaker):
                own.setdefault(who, set()).update(statement.segments)
        for who, evidence in self.overview.cited:
            if strange := set(evidence) - own.get(who, set()):
                raise ValueError(f"{', '.join(sorted(strange))} is not {who}'s own and cannot show what they say")
        return self

    @property
    def needs_a_person(self) -> bool:
        """True where something is missing or wrong beyond repair (the command then exits with 3)."""
        return any(f.severity == Severity.ERROR for f in self.findings)


def _all_known(cited: Iterable[str], known: set[str], what: str) -> None:
    for one in cited:
        if one not in known:
            raise ValueError(f"{what} {one!r} is cited but does not exist")


def blocks_of(blocks: Iterable[Block], segments: Iterable[Segment]) -> tuple[ReportBlock, ...]:
    """The report's blocks: each with the ids of its segments, in order."""
    ids: dict[str, list[str]] = {}
    for s in segments:
        ids.setdefault(s.block, []).append(s.id)
    return tuple(
        ReportBlock(id=b.id, kind=b.kind, level=b.level, segments=tuple(ids.get(b.id, ())), cues=b.cues) for b in blocks
    )
