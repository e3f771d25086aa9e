"""The nouns: what the stages pass to each other. All frozen; a stage returns new ones.

A `Document` is read and cleaned; its blocks are cut into `Segment`s; segments are grouped into `Chunk`s; a `Brief` knows
the names; each segment gets one `Translation` and at most one `Reading` (who says it); what is wrong is a `Finding`.
`report.py` holds what goes out at the end.
"""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

BlockKind = Literal["heading", "paragraph", "list_item", "table_row", "caption", "credit", "code"]
"""`code` is printed as it is and never translated."""
SpeakerKind = Literal["person", "organisation", "anonymous", "moderator"]
StatementKind = Literal["direct", "reported", "nested"]
TermKind = Literal["person", "organisation", "place", "work", "product", "term"]
TermOrigin = Literal["glossary", "authority", "source", "model", "pinyin", "transliteration", "translation"]
"""`translation`: as somebody else's translation has it, where that is what is checked."""


class Severity(StrEnum):
    """How much a finding matters: an error needs to be looked at, a warning may, info is for the record."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class FindingKind(StrEnum):
    """What a finding is about. The values stand in reports and are stable."""

    MISSING = "missing"
    EMPTY = "empty"
    OMISSION = "omission"
    ADDITION = "addition"
    UNTRANSLATED = "untranslated"
    COPIED = "copied"
    WRONG_LANGUAGE = "wrong-language"
    REFUSAL = "refusal"
    MODEL_CHATTER = "model-chatter"
    REPETITION = "repetition"
    DUPLICATE = "duplicate"
    CROSS_SEGMENT = "cross-segment"
    SWAPPED_NAME = "swapped-name"
    LENGTH = "length"
    TRUNCATED = "truncated"
    NUMBER = "number"
    NAME = "name"
    TERM = "term"
    ADDRESS = "address"
    QUESTION = "question"
    NEGATION = "negation"
    CERTAINTY = "certainty"
    MISSING_QUOTES = "missing-quotes"
    ADDED_QUOTES = "added-quotes"
    UNBALANCED_QUOTES = "unbalanced-quotes"
    PRONOUN = "pronoun"
    RANK = "rank"
    COMPARISON = "comparison"
    SPELLING = "spelling"
    MOVED = "moved"
    MERGED = "merged"
    SPLIT = "split"
    UNRELATED = "unrelated"
    QUOTATION_BOUNDS = "quotation-bounds"
    TRANSLITERATED = "transliterated"
    AUTO_CORRECTED = "auto-corrected"
    REVIEWED = "reviewed"
    EDITED = "edited"
    MEMORY = "memory"
    ATTRIBUTION = "attribution"
    REQUEST_FAILED = "request-failed"
    DAMAGED_ANSWER = "damaged-answer"
    BRIEF = "brief"
    REPAIR_BUDGET = "repair-budget"
    REVIEW = "review"
    SUMMARY = "summary"
    UNGROUNDED = "ungrounded"
    LOST_TEXT = "lost-text"
    DAMAGED_SOURCE = "damaged-source"
    ENCODING = "encoding"

    @classmethod
    def _missing_(cls, value: object) -> "FindingKind | None":
        """Reports of schema version 1 have other words for some kinds."""
        return cls(new) if isinstance(value, str) and (new := _FORMER_KINDS.get(value)) else None


_FORMER_KINDS = {
    "added": "addition",
    "cut off": "truncated",
    "hedge": "certainty",
    "language": "wrong-language",
    "leftover": "untranslated",
    "mended": "auto-corrected",
    "neighbour": "cross-segment",
    "point": "ungrounded",
    "quotes": "unbalanced-quotes",
    "repair": "repair-budget",
    "request": "request-failed",
    "romanised": "transliterated",
    "scaffolding": "model-chatter",
    "speech": "missing-quotes",
    "swap": "swapped-name",
}


class Basis(StrEnum):
    """How the speaker of a segment was determined."""

    LABEL = "label"
    QUOTATION = "quotation"
    REPORTING_VERB = "speech verb"
    CONTINUED = "run-on"
    JOINT = "joint"
    PRONOUN = "pronoun"
    SUBJECT = "subject"
    MODEL = "model"
    NARRATION = "narration"


class Record(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Name(Record):
    """The same thing in the article's language and in English; `target` is empty where no English form is known."""

    source: str
    target: str = ""


class Bilingual(Record):
    """A text of ours in both languages of the report."""

    en: str = ""
    zh: str = ""


class Decoding(Record):
    """How bytes became text. `confidence` is 0 to 1; 1 for a BOM or strict UTF-8, the detector's own figure otherwise."""

    encoding: str
    confidence: float = Field(ge=0, le=1)
    basis: Literal["bom", "utf-8", "declared", "detected", "given"]
    replaced: int = 0
    """Byte sequences that could not be decoded and became U+FFFD."""
    other_lines: int = 0
    """Lines that were decoded as another encoding than the rest."""
    restored_from: str = ""
    """The encoding the text had been misread as before it was saved; the original was restored."""


class Removed(Record):
    """A piece of the page that is not the article, and why it was moved aside."""

    text: str
    reason: str


class Original(Record):
    """What the page has in place of `text[start:end]` of a block: a gloss, a footnote mark, a compatibility character."""

    start: int
    end: int
    text: str


class Cue(Record):
    """Where in a block's text a timed piece of a transcript begins, and its times in seconds."""

    at: int
    start: float
    end: float | None = None


class Block(Record):
    """A paragraph or what stands in its place. `level` is 1 to 6 for headings and the depth for list items, else 0."""

    id: str
    kind: BlockKind
    text: str
    level: int = 0
    speaker: str = ""
    """The label of a transcript's turn, as the export writes it."""
    cues: tuple[Cue, ...] = ()
    """The times of a transcript's turn, in order."""
    originals: tuple[Original, ...] = ()
    """What was normalised in `text`, in order and without overlap."""

    @property
    def as_written(self) -> str:
        """The page's own characters, for display."""
        parts: list[str] = []
        at = 0
        for original in self.originals:
            parts += [self.text[at : original.start], original.text]
            at = original.end
        return "".join((*parts, self.text[at:]))


class Document(Record):
    """One article: what was read, and after `clean` what is left of it. Nothing is deleted: blocks + removed + metadata."""

    origin: str
    sha256: str
    format: Literal["text", "markdown", "html", "transcript", "docx", "epub", "eml", "pdf", "xlsx", "csv"]
    decoding: Decoding
    language: str = "zh-Hans"
    """BCP 47: zh-Hans, zh-Hant, or another language's tag."""
    title: str = ""
    date: str | None = None
    """ISO 8601, day precision."""
    publication: str = ""
    author: str = ""
    url: str = ""
    blocks: tuple[Block, ...] = ()
    removed: tuple[Removed, ...] = ()
    findings: tuple["Finding", ...] = ()
    """What went wrong while it was read: text that is nowhere, bytes that no encoding explains."""


class Segment(Record):
    """One sentence of a block. The sources of a block's segments, joined, are the block's text to the character,
    so a source may begin or end with white space."""

    id: str
    """Block id, a dot, `s` and a number from 1: `p3.s1`."""
    block: str
    source: str
    original: str = ""
    """The page's own characters, where they differ from `source`."""
    verbatim: bool = False
    """Code: printed as it is, never translated or checked."""


class Chunk(Record):
    """What one request translates. `before` and `after` are neighbouring source text, for context only."""

    id: str
    segments: tuple[Segment, ...] = Field(min_length=1)
    before: str = ""
    after: str = ""
    source_tokens: int
    answer_tokens: int
    """Most tokens the answer may take, derived from the source."""


class Term(Record):
    """A name or term of the article and its one English form. `source` and every alias stand in the article."""

    source: str
    target: str
    kind: TermKind = "term"
    origin: TermOrigin
    aliases: tuple[str, ...] = ()

    @property
    def verified(self) -> bool:
        """True where the English form was looked up, not made up."""
        return self.origin in ("glossary", "authority", "source")


class Profile(Record):
    """Someone who speaks in the article."""

    id: str
    kind: SpeakerKind = "person"
    name: Name
    aliases: tuple[str, ...] = ()
    role: Name = Name(source="")
    affiliation: Name = Name(source="")


class Finding(Record):
    """Something in the text that a reader must know. `segment` is None where it concerns the whole article."""

    segment: str | None
    kind: FindingKind
    severity: Severity
    detail: str
    rule: str = ""
    """The id of the rule that found it; empty where no rule did."""
    span: tuple[int, int] | None = None
    """Start and end of what is wrong in the segment's English, in characters."""
    found: str = ""
    expected: str = ""


class ProposedPerson(Record):
    """Someone who, a model says, speaks in the article. Each Chinese string stands in it; whether it is so is for attribution to decide."""

    source: str
    target: str = ""
    kind: Literal["person", "organisation"] = "person"
    aliases: tuple[str, ...] = ()
    role: str = ""
    affiliation: str = ""
    gender: Literal["male", "female", "unknown"] = "unknown"


class ProposedLayout(Record):
    """What a model says of the page's parts, as ids of blocks."""

    headline: str | None = None
    boilerplate: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    reworded: bool = False
    """True where the source reads as another's article with words exchanged."""


class Brief(Record):
    """What every request about the article is told, checked against the source."""

    title: Name
    gist: str = ""
    date: str | None = None
    """Date of publication, ISO 8601."""
    terms: tuple[Term, ...] = ()
    profiles: tuple[Profile, ...] = ()
    people: tuple[ProposedPerson, ...] = ()
    """Who speaks, as a strong model says."""
    layout: ProposedLayout = ProposedLayout()
    readings: "tuple[Reading, ...]" = ()
    """Who says what as the rules read it, in the order of the segments."""
    findings: tuple[Finding, ...] = ()
    """What the model could not be asked, and what it said that is not believed."""


class Translation(Record):
    """A segment's English, or None where there is none. `attempts` counts the answers it took."""

    segment: str
    target: str | None
    attempts: int = 1
    repaired: bool = False
    edited: bool = False
    """True if a person wrote it."""
    memory: str = ""
    """The translation memory that it was taken from, if it was; its English then stays, whatever the checks find."""
    confirmed: bool = False
    """True if a strong model was shown what the checks say of it and kept it as it is."""


class TraceStep(Record):
    """One step of how a reading came about: the rule's id, the words that it matched, and what it made of them or refused."""

    rule: str
    words: str = ""
    result: str = ""


class Reading(Record):
    """Who says a segment, or a part of it, as read by rule or by the model."""

    segment: str
    start: int | None = None
    """With `end` the part of the segment's source, [start, end), that this reading is about; None for the whole."""
    end: int | None = None
    speaker: str | None
    """A profile's id; None for narration."""
    candidate: str | None = None
    """Whose words the rules take it for, if they do not trust it enough to say so."""
    kind: StatementKind = "direct"
    basis: Basis
    decisive: bool
    """False where the model should be asked."""
    quoted_by: str | None = None
    also: tuple[str, ...] = ()
    """Profiles of the others who say it together with `speaker`: 两人均表示."""
    probability: float = Field(0.0, ge=0, le=1)
    """How likely `candidate` is right, by the kind of evidence."""
    evidence: str = ""
    """The kind of evidence: a row of the reliability table in docs/speakers.md."""
    trace: tuple[TraceStep, ...] = ()

    @property
    def whole(self) -> bool:
        return self.start is None

    @property
    def unit(self) -> str:
        """The segment's id; of a part with its offsets: `p3.s2:0-45`."""
        return self.segment if self.start is None else f"{self.segment}:{self.start}-{self.end}"


class Part(Record):
    """A part of a segment: [start, end) of its source."""

    segment: str
    start: int
    end: int


class Statement(Record):
    """Consecutive segments that one speaker says in one breath."""

    id: str
    speaker: str
    kind: StatementKind
    segments: tuple[str, ...] = Field(min_length=1)
    parts: tuple[Part, ...] = ()
    """Of those segments that hold other people's words too: the part that is this speaker's."""
    gist: str = ""
    basis: Basis
    quoted_by: str | None = None
    also: tuple[str, ...] = ()
    """The others who say it together with `speaker`."""

    @property
    def speakers(self) -> tuple[str, ...]:
        """Everyone whose words these are; who quotes them is not among them."""
        return (self.speaker, *self.also)


class Point(Record):
    """One thing a speaker says, with the segments that show it."""

    en: str
    zh: str = ""
    topic: str = ""
    evidence: tuple[str, ...] = Field(min_length=1)


class Speaker(Profile):
    """A profile with what the speaker says."""

    stance: Bilingual = Bilingual()
    summary: Bilingual = Bilingual()
    points: tuple[Point, ...] = ()
    coverage: float | None = Field(None, ge=0, le=1)
    """The share of their own words, by characters, that the points cite; None where nobody reckoned it."""
    not_covered: tuple[str, ...] = ()
    """Their own segments that no point cites."""


class Position(Record):
    """Where one speaker stands on a topic."""

    speaker: str
    stance: Literal["supports", "opposes", "mixed", "neutral", "mentions"]
    """mentions: speaks about it, and nobody has read where they stand."""
    evidence: tuple[str, ...] = Field(min_length=1)


class Topic(Record):
    name: str
    positions: tuple[Position, ...] = ()
    silent: tuple[str, ...] = ()
    """Speakers who did not address it."""


class Reply(Record):
    """What one speaker answers."""

    speaker: str
    evidence: tuple[str, ...] = Field(min_length=1)


class Question(Record):
    """What is asked, by whom, and who answers."""

    speaker: str
    evidence: tuple[str, ...] = Field(min_length=1)
    answers: tuple[Reply, ...] = ()


class Disagreement(Record):
    """One speaker contradicts another: where, and what of the other's."""

    speaker: str
    against: str
    about: str = ""
    """What they disagree on, in English; empty where nobody put it in words."""
    evidence: tuple[str, ...] = Field(min_length=1)
    opposed: tuple[str, ...] = Field(min_length=1)
    """The other's segments."""
    basis: Literal["rule", "model"]


class Overview(Bilingual):
    """The whole article in a paragraph, who stands where, who asks whom, and who contradicts whom."""

    topics: tuple[Topic, ...] = ()
    questions: tuple[Question, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()

    @property
    def cited(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Every speaker who is said to say something, with the segments that show it."""
        return (
            *((p.speaker, p.evidence) for topic in self.topics for p in topic.positions),
            *((q.speaker, q.evidence) for q in self.questions),
            *((a.speaker, a.evidence) for q in self.questions for a in q.answers),
            *((d.speaker, d.evidence) for d in self.disagreements),
            *((d.against, d.opposed) for d in self.disagreements),
        )
