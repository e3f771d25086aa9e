"""Reads `speech_cases.txt` and its sisters: small passages, each sentence with who says it and on what ground."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from summarizer.records import Block, BlockKind, Profile, Reading, Segment
from summarizer.text.attribution import attribute_by_rule

CASES = Path(__file__).with_name("speech_cases.txt")
STYLES = CASES.with_name("speech_styles.txt")
HELD_OUT = CASES.with_name("speech_held_out.txt")
PROSE = CASES.with_name("speech_prose.txt")
_MARKS: dict[str, BlockKind] = {"#": "heading", "•": "list_item"}


@dataclass(frozen=True)
class Line:
    who: str
    """`a+b`: both together; `a|b`: either name."""
    basis: str
    text: str
    kind: str = ""
    """Of the statement; empty where it does not matter."""


@dataclass(frozen=True)
class Case:
    form: str
    shows: str
    blocks: tuple[Block, ...]
    segments: tuple[Segment, ...]
    expected: tuple[Line, ...]
    """One for each segment."""

    @property
    def title(self) -> str:
        return f"{self.form}: {self.shows}"


@dataclass(frozen=True)
class Outcome:
    """What the rules made of one sentence."""

    case: Case
    expected: Line
    reading: Reading
    speaker: str
    """The name of who says it (`a+b` where several do), `-` for nobody, `?` where it was left open."""

    @property
    def size(self) -> int:
        reading = self.reading
        return len(self.expected.text) if reading.start is None or reading.end is None else reading.end - reading.start

    @property
    def right(self) -> bool:
        """The expected speaker, sure or not; where `?` is expected, anybody who is not sure."""
        choices = self.expected.who.split("|")
        return self.speaker in choices or ("?" in choices and not self.reading.decisive)

    @property
    def wrong(self) -> bool:
        """Surely read, and as somebody else's or as nobody's."""
        return self.reading.decisive and not self.right

    @property
    def on_the_right_ground(self) -> bool:
        kind = self.expected.kind
        return self.expected.basis in ("*", self.reading.basis) and kind in ("", self.reading.kind)


def cases(path: Path = CASES) -> tuple[Case, ...]:
    parts = path.read_text(encoding="utf-8").split("\n== ")[1:]
    return tuple(_case(part) for part in parts)


def _case(part: str) -> Case:
    head, _, body = part.partition("\n")
    form, _, shows = head.partition(" | ")
    blocks: list[Block] = []
    segments: list[Segment] = []
    expected: list[Line] = []
    for number, paragraph in enumerate(body.strip().split("\n¶\n"), 1):
        lines = [_line(line) for line in paragraph.strip().splitlines() if line]
        sources = [line.text for _, line in lines]
        blocks.append(Block(id=f"p{number}", kind=lines[0][0], text="".join(sources)))
        segments += [Segment(id=f"p{number}.s{n}", block=f"p{number}", source=s) for n, s in enumerate(sources, 1)]
        expected += [line for _, line in lines]
    return Case(form, shows.strip(), tuple(blocks), tuple(segments), tuple(expected))


def _line(line: str) -> tuple[BlockKind, Line]:
    if line[0] == "#":
        _, basis, text = line.split("\t")
        return "heading", Line("-", basis, text)
    who, ground, text = line.split("\t")
    basis, _, said = ground.partition("/")
    kind = _MARKS.get(text[0], "paragraph")
    return kind, Line(who, basis, text[1:].strip() if kind != "paragraph" else text, said)


def outcomes(case: Case) -> tuple[Outcome, ...]:
    """The case, read: for each segment its reading, of several parts the one that the expectation is about, else the longest."""
    read = attribute_by_rule(case.blocks, case.segments)
    by_segment: dict[str, list[Reading]] = {}
    for reading in read.readings:
        by_segment.setdefault(reading.segment, []).append(reading)
    return tuple(
        _outcome(case, expected, by_segment[segment.id], read.profiles)
        for expected, segment in zip(case.expected, case.segments, strict=True)
    )


def _outcome(case: Case, expected: Line, readings: Sequence[Reading], profiles: tuple[Profile, ...]) -> Outcome:
    parts = [Outcome(case, expected, reading, _name(reading, profiles)) for reading in readings]
    return next((one for one in parts if one.right), max(parts, key=lambda one: one.size))


def invented(case: Case) -> set[str]:
    """Names that the rules are sure of and the case does not have."""
    sure = {one.speaker for one in outcomes(case) if one.reading.decisive}
    known = {name for line in case.expected for choice in line.who.split("|") for name in (choice, *choice.split("+"))}
    return {name for one in sure for name in one.split("+")} - known - {"-"}


def _name(reading: Reading, profiles: tuple[Profile, ...]) -> str:
    if reading.speaker is None:
        return "-" if reading.decisive else "?"
    names = {p.id: p.name.source for p in profiles}
    return "+".join(names[i] for i in (reading.speaker, *reading.also))
