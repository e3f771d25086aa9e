"""What every readable format wants to know about a report: who said how much, what is unsure, which note is which."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Literal, get_args

from summarizer.records import Bilingual, Finding, Name, Point, Position, Severity, Speaker, Statement, Term, Topic
from summarizer.report import Report, ReportBlock, TranslatedSegment
from summarizer.text.credit_lines import credit_in_english
from summarizer.text.scripts import has_han

Stance = Literal["supports", "opposes", "mixed", "neutral", "mentions"]
STANCES: tuple[Stance, ...] = get_args(Stance)
TAKEN = STANCES[:-1]
"""The stances that somebody read; `mentions` says only that the topic is spoken about."""
AS_AUTHOR = "作者："
"""The label under which a bare byline is read as one."""
SEVERITIES: tuple[Severity, ...] = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True)
class Note:
    """A finding about one segment, with the number it goes by in the text; None for mere information, which is not marked."""

    number: int | None
    finding: Finding


@dataclass(frozen=True)
class Facts:
    """The report's answers to the questions of a page. All computed from the report, nothing added."""

    report: Report

    @cached_property
    def publication(self) -> Name:
        """Who published it, in English too if the tables know how."""
        return self._named(self.report.document.publication)

    @cached_property
    def author(self) -> Name:
        """Who wrote it, in English too if the tables know how, or it is a name that can be romanised."""
        return self._named(self.report.document.author)

    def _named(self, text: str) -> Name:
        if not has_han(text):
            return Name(source=text)
        english = credit_in_english(text, self.report.terms)
        return Name(
            source=text, target=english or credit_in_english(AS_AUTHOR + text, self.report.terms).partition(": ")[2]
        )

    @cached_property
    def segments(self) -> dict[str, TranslatedSegment]:
        return {s.id: s for s in self.report.segments}

    @cached_property
    def speakers(self) -> dict[str, Speaker]:
        return {s.id: s for s in self.report.speakers}

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """The statement that each spoken segment belongs to."""
        return {i: st for st in self.report.statements for i in st.segments}

    @cached_property
    def notes(self) -> dict[str, tuple[Note, ...]]:
        """The findings of each segment, numbered from 1 in the order of the text."""
        found: dict[str, list[Finding]] = {s.id: [] for s in self.report.segments}
        for finding in self.report.findings:
            if finding.segment is not None:
                found[finding.segment].append(finding)
        number = count(1)
        return {
            segment: tuple(Note(None if f.severity == Severity.INFO else next(number), f) for f in own)
            for segment, own in found.items()
        }

    @cached_property
    def evidence(self) -> frozenset[str]:
        """The segments that show what a speaker is said to say, hold or ask."""
        points = (i for s in self.report.speakers for p in s.points for i in p.evidence)
        return frozenset((*points, *(i for _, ids in self.report.overview.cited for i in ids)))

    @cached_property
    def cited(self) -> frozenset[str]:
        """The segments that anything on the page refers to."""
        uncovered = (s.id for speaker in self.report.speakers if speaker.points for s in self.uncovered(speaker))
        findings = (f.segment for f in self.report.findings if f.segment is not None)
        return frozenset((*self.evidence, *uncovered, *findings))

    def is_quotation(self, point: Point) -> bool:
        """True where a point is its evidence, word for word."""
        return _letters("".join(self.segments[i].target for i in point.evidence)) == _letters(point.en)

    def summary(self, speaker: Speaker) -> Bilingual:
        """A speaker's summary; empty where it only strings together sentences that the points print too."""
        rest = speaker.summary.en
        for point in speaker.points:
            rest = rest.replace(point.en, "")
        return speaker.summary if rest.strip() or not speaker.summary.en else Bilingual()

    @property
    def general(self) -> tuple[Finding, ...]:
        """The findings about the article as a whole."""
        return tuple(f for f in self.report.findings if f.segment is None)

    @property
    def failed(self) -> tuple[TranslatedSegment, ...]:
        return tuple(s for s in self.report.segments if s.status == "failed")

    @property
    def tally(self) -> list[tuple[Severity, str, int]]:
        """Findings by severity, worst first, and kind, commonest first."""
        counts = Counter((f.severity, f.kind) for f in self.report.findings)
        rows = [(severity, kind, number) for (severity, kind), number in counts.items()]
        return sorted(rows, key=lambda row: (SEVERITIES.index(row[0]), -row[2], row[1]))

    def severe(self, severity: Severity) -> int:
        return sum(f.severity == severity for f in self.report.findings)

    def speaks_in(self, kind: str) -> bool:
        """True where some statement is of this kind: direct, reported or nested."""
        return any(st.kind == kind for st in self.report.statements)

    def speakers_of(self, segment: TranslatedSegment) -> tuple[str, ...]:
        """Everyone whose words a segment is: the others of a joint statement after the first."""
        if segment.speaker is None:
            return ()
        statement = self.statements.get(segment.id)
        return (segment.speaker, *(statement.also if statement else ()))

    def words_of(self, speaker: Speaker) -> tuple[TranslatedSegment, ...]:
        return self._words.get(speaker.id, ())

    @cached_property
    def _words(self) -> dict[str, tuple[TranslatedSegment, ...]]:
        found: dict[str, list[TranslatedSegment]] = {}
        for s in self.report.segments:
            for who in self.speakers_of(s):
                found.setdefault(who, []).append(s)
        return {speaker: tuple(own) for speaker, own in found.items()}

    def statements_of(self, speaker: Speaker) -> int:
        return sum(speaker.id in st.speakers for st in self.report.statements)

    def share(self, speaker: Speaker) -> float:
        """The part of the article's characters that the speaker says, 0 to 1."""
        return _characters(self.words_of(speaker)) / max(1, self._length)

    @cached_property
    def _length(self) -> int:
        return _characters(self.report.segments)

    def uncovered(self, speaker: Speaker) -> tuple[TranslatedSegment, ...]:
        """What the speaker says and none of the points cites: as the report says, reckoned where an older one does not."""
        if speaker.coverage is not None:
            return tuple(self.segments[i] for i in speaker.not_covered)
        cited = {i for point in speaker.points for i in point.evidence}
        return tuple(s for s in self.words_of(speaker) if s.id not in cited)

    def covered(self, speaker: Speaker) -> float:
        """The part of the speaker's characters that the points cite, 0 to 1."""
        if speaker.coverage is not None:
            return speaker.coverage
        own = self.words_of(speaker)
        return 1 - _characters(self.uncovered(speaker)) / max(1, _characters(own))

    @cached_property
    def _terms(self) -> dict[str, Term]:
        return {form: t for t in reversed(self.report.terms) for form in (*t.aliases, t.source)}

    def doubt(self, speaker: Speaker) -> str:
        """Why the English form of a speaker's name is not certain; empty where it was looked up."""
        term = next(
            (self._terms[form] for form in (speaker.name.source, *speaker.aliases) if form in self._terms), None
        )
        if speaker.name.target in ("", speaker.name.source):
            return ""
        if term is None:
            return "unverified"
        return "" if term.verified else "romanised, unverified"

    def made_up(self, name: Name) -> bool:
        """True where the list of names says that nobody looked this English form up."""
        term = self._terms.get(name.source)
        return term is not None and not term.verified and name.target != name.source

    def heading(self, block: ReportBlock) -> int:
        """The level of a heading below a page's own second level: the article's highest comes third, none is below sixth."""
        return min(6, max(1, block.level) - self._highest + 3)

    @cached_property
    def _highest(self) -> int:
        return min((max(1, b.level) for b in self.report.document.blocks if b.kind == "heading"), default=1)

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics on which somebody has a position."""
        return tuple(t for t in self.report.overview.topics if t.positions)

    @property
    def stances(self) -> tuple[Stance, ...]:
        """The columns of the stance table: those of stances where one was read anywhere, that of mentions where there is one."""
        held = {p.stance for t in self.topics for p in t.positions}
        return (*(TAKEN if held & set(TAKEN) else ()), *(STANCES[-1:] if "mentions" in held else ()))

    def silent(self, topic: Topic) -> tuple[Speaker, ...]:
        """Who did not address a topic."""
        spoke = {p.speaker for p in topic.positions}
        return tuple(s for s in self.report.speakers if s.id not in spoke)

    @staticmethod
    def positions(topic: Topic, stance: Stance) -> tuple[Position, ...]:
        return tuple(p for p in topic.positions if p.stance == stance)


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _characters(segments: Iterable[TranslatedSegment]) -> int:
    return sum(len("".join(s.source.split())) for s in segments)


def money(cost_usd: float | None) -> str:
    """A sum as people write it; small sums keep the digits that matter."""
    if cost_usd is None:
        return "price not known"
    return f"${cost_usd:.2f}" if cost_usd >= 0.1 or cost_usd == 0 else f"${cost_usd:.4f}"


def duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"


def clock(seconds: float) -> str:
    """A place in a recording: 2:05, 1:02:49."""
    whole = int(seconds)
    hours = f"{whole // 3600}:" if whole >= 3600 else ""
    return f"{hours}{whole // 60 % 60:0{2 if hours else 1}}:{whole % 60:02}"
