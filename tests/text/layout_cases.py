"""Layouts of conversations as a table: tests/text/layout_cases.txt."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from summarizer.tasks.speakers import SpeakerReport, by_rule

TABLE = Path(__file__).with_name("layout_cases.txt")
NOBODY = "-"
_CASE = re.compile(r"^== (?P<name>.+?) \| (?P<format>\w+)\n", re.MULTILINE)
_MARK = re.compile(r"(?P<line>[^\n⟦⟧]*)⟦(?P<who>[^⟧]+)⟧")
_MARKUP = re.compile(r"<[^>]+>|[*|]|^\s*\|")


@dataclass(frozen=True, slots=True)
class Case:
    """An article in one layout. `turns`: (the line, without markup; who says it)."""

    name: str
    format: str
    text: str
    turns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """How one line was read."""

    words: str
    expected: str
    got: str

    @property
    def right(self) -> bool:
        return self.expected == self.got


def cases() -> Iterator[Case]:
    """The cases of the table, in order."""
    parts = _CASE.split(TABLE.read_text(encoding="utf-8"))[1:]
    for name, form, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        turns = tuple((_MARKUP.sub("", m["line"]).strip(), m["who"]) for m in _MARK.finditer(body))
        yield Case(name, form, _MARK.sub(lambda m: m["line"], body).strip() + "\n", turns)


def judged(case: Case) -> tuple[Turn, ...]:
    """Each marked line of a case with whom its words were given to, by characters; by rule alone."""
    report = by_rule(case.text.encode(), f"case.{case.format}")
    return tuple(Turn(words, who, _given(words, report)) for words, who in case.turns)


def _given(words: str, report: SpeakerReport) -> str:
    name = {s.id: s.name.source for s in report.speakers}
    who = {w.segment: name[w.speaker] for w in report.words}
    given: Counter[str] = Counter()
    for part in report.all:
        own = _key(_MARKUP.sub("", part.source))
        tail = own.split(":")[-1]
        if own and (own in _key(words) or (tail and tail in _key(words))):
            given[who.get(part.segment, NOBODY)] += len(own)
    return given.most_common(1)[0][0] if given else NOBODY


def _key(text: str) -> str:
    return re.sub(r"\s+", "", text).replace("：", ":")
