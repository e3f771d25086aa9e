"""How a report is held against the facts of an article: snippets of the source, whose words they are, what is junk."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from summarizer.report import Report, TranslatedSegment

HERE = Path(__file__).parent


def facts(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def key(text: str) -> str:
    """What a reader sees: width, quotation marks and spaces do not count."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\s+", "", re.sub(r"[“”„«»「」『』\"‘’']", "'", text))


def holding(report: Report, snippet: str) -> list[TranslatedSegment]:
    """The segments that a snippet lies in; none where it is not in the article."""
    joined, spans = "", []
    for s in report.segments:
        spans.append((len(joined), len(joined) + len(key(s.source)), s))
        joined += key(s.source)
    at = joined.find(key(snippet))
    end = at + len(key(snippet))
    return [s for first, last, s in spans if at >= 0 and first < end and last > at]


def wording(report: Report, fact: Mapping[str, Any]) -> str:
    """What is wrong with the English of a snippet: one of `has` must stand in it, none of `hasnt`; empty where it is right."""
    english = " ".join(s.target for s in holding(report, fact["of"])).lower()
    if not any(words.lower() in english for words in fact["has"]):
        return f"{fact['of']}: none of {fact['has']} in {english!r}"
    wrong = [words for words in fact.get("hasnt", ()) if words.lower() in english]
    return f"{fact['of']}: {wrong} in {english!r}" if wrong else ""


def speaker_named(report: Report, name: str) -> str | None:
    """The id of the speaker with this name or alias, or one that is part of the other."""
    for speaker in report.speakers:
        names = [key(n) for n in (speaker.name.source, *speaker.aliases)]
        if any(n and (key(name) in n or n in key(name)) for n in names):
            return speaker.id
    return None


def credited(report: Report, snippet: str) -> set[str]:
    """Who is said to say it, also inside another's words."""
    ids = {s.id for s in holding(report, snippet)}
    people = {s.speaker for s in report.segments if s.id in ids and s.speaker}
    return people | {st.speaker for st in report.statements if ids & set(st.segments)}


def own_segments(report: Report) -> dict[str, set[str]]:
    """Speaker → segments that are theirs."""
    own: dict[str, set[str]] = {s.id: set() for s in report.speakers}
    for segment in report.segments:
        if segment.speaker:
            own[segment.speaker].add(segment.id)
    for statement in report.statements:
        own[statement.speaker].update(statement.segments)
    return own
