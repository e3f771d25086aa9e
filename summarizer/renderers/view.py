"""The report arranged as the HTML page shows it: rows of paired sentences, badges, speakers' cards, the stance table."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from summarizer.records import BlockKind, Name, Point, Position, Speaker, Statement
from summarizer.renderers.facts import Facts, Note, Stance, clock, duration, money
from summarizer.renderers.prose import gaps
from summarizer.report import Report, ReportBlock, TranslatedSegment

COLOURS = 12
"""How many speakers' colours `page.css` holds; further speakers share them, told apart by their badges."""


@dataclass(frozen=True)
class Badge:
    """How a speaker is marked wherever they appear: letters that no other speaker has, and a colour's number."""

    speaker: str
    letters: str
    colour: int
    name: Name


@dataclass(frozen=True)
class Piece:
    """One sentence in both languages. `also` are the others of a joint statement. `gap` stands before the English; `opens` is true where a new speaker sets in."""

    id: str
    number: str
    source: str
    target: str
    gap: str
    status: str
    badge: Badge | None
    also: tuple[Badge, ...]
    opens: bool
    statement: Statement | None
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Row:
    """A paragraph, or what stands in its place, with the notes on its sentences. `level` is the page's, for headings."""

    id: str
    kind: BlockKind
    level: int
    pieces: tuple[Piece, ...]
    time: str = ""
    """When it is said, in a transcript: 1:02:49."""

    @property
    def notes(self) -> tuple[tuple[Piece, Note], ...]:
        return tuple((piece, note) for piece in self.pieces for note in piece.notes)


@dataclass(frozen=True)
class Card:
    """What the panel says about one speaker. `share` and `covered` are percentages."""

    speaker: Speaker
    badge: Badge
    doubt: str
    affiliation_doubt: bool
    statements: int
    share: int
    points: tuple[Point, ...]
    covered: int
    uncovered: tuple[str, ...]


@dataclass(frozen=True)
class Stand:
    """A row of the stance table: who holds what, and who has no position on record."""

    topic: str
    held: dict[Stance, tuple[tuple[Badge, Position], ...]]
    silent: tuple[Badge, ...]


@dataclass(frozen=True)
class View:
    """Everything the template reads."""

    report: Report

    @cached_property
    def facts(self) -> Facts:
        return Facts(self.report)

    @cached_property
    def badges(self) -> dict[str, Badge]:
        letters = _distinct([initials(s.name) for s in self.report.speakers])
        people = enumerate(zip(self.report.speakers, letters, strict=True))
        return {s.id: Badge(s.id, own, number % COLOURS, s.name) for number, (s, own) in people}

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(self._row(block) for block in self.report.document.blocks if block.segments)

    def _row(self, block: ReportBlock) -> Row:
        own = [self.facts.segments[i] for i in block.segments]
        spaces = gaps([s.target or s.source.strip() for s in own])
        before = [(), *(self.facts.speakers_of(s) for s in own)]
        level = self.facts.heading(block) if block.kind == "heading" else block.level
        pieces = [self._piece(s, gap, last) for s, gap, last in zip(own, spaces, before, strict=False)]
        time = clock(block.cues[0].start) if block.cues else ""
        return Row(block.id, block.kind, level, tuple(pieces), time)

    def _piece(self, segment: TranslatedSegment, gap: str, last: tuple[str, ...]) -> Piece:
        return Piece(
            id=segment.id,
            number=segment.id.rpartition(".")[2].lstrip("s"),
            source=segment.as_written,
            target=segment.target,
            gap=gap,
            status=segment.status,
            badge=self.badges[segment.speaker] if segment.speaker else None,
            also=tuple(self.badges[who] for who in self.facts.speakers_of(segment)[1:]),
            opens=segment.speaker is not None and self.facts.speakers_of(segment) != last,
            statement=self.facts.statements.get(segment.id),
            notes=self.facts.notes[segment.id],
        )

    @property
    def cards(self) -> tuple[Card, ...]:
        return tuple(self._card(speaker) for speaker in self.report.speakers)

    def _card(self, speaker: Speaker) -> Card:
        return Card(
            speaker=speaker,
            badge=self.badges[speaker.id],
            doubt=self.facts.doubt(speaker),
            affiliation_doubt=self.facts.made_up(speaker.affiliation),
            statements=self.facts.statements_of(speaker),
            share=round(100 * self.facts.share(speaker)),
            points=speaker.points,
            covered=round(100 * self.facts.covered(speaker)),
            uncovered=tuple(s.id for s in self.facts.uncovered(speaker)),
        )

    @property
    def stands(self) -> tuple[Stand, ...]:
        found = []
        for topic in self.facts.topics:
            held = {
                s: tuple((self.badges[p.speaker], p) for p in self.facts.positions(topic, s))
                for s in self.facts.stances
            }
            silent = tuple(self.badges[s.id] for s in self.facts.silent(topic))
            found.append(Stand(topic.name, held, silent))
        return tuple(found)

    @property
    def link(self) -> str:
        """The article's address where it is one that a browser may be sent to, else empty."""
        url = self.report.document.url
        try:
            return url if urlsplit(url).scheme in ("http", "https") else ""
        except ValueError:
            return ""

    @property
    def cost(self) -> str:
        return money(self.report.receipt.cost_usd)

    @property
    def time(self) -> str:
        return duration(self.report.receipt.seconds)


def initials(name: Name) -> str:
    """Two letters for a name: Luo Jiangchun LJ, OpenAI Op; without English the first characters of the Chinese."""
    words: list[str] = re.findall(r"[^\W\d_]+", name.target)
    capital = [word for word in words if word[0].isupper()] or words
    if len(capital) > 1:
        return capital[0][0] + capital[-1][0]
    return capital[0][:2] if capital else name.source.strip()[:2] or "?"


def _distinct(letters: list[str]) -> list[str]:
    """Repeated letters get a number."""
    repeated, seen = Counter(letters), Counter[str]()
    found = []
    for own in letters:
        seen[own] += 1
        found.append(f"{own}{seen[own]}" if repeated[own] > 1 else own)
    return found
