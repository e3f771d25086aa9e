"""SubRip and WebVTT: cues of one speaker become paragraphs, and sentences run over cues. Numbers and times are markup.

Read here and not by a library, as every line has to be accounted for: notes, styles and headers, too.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from summarizer.readers.legible import aside, instead
from summarizer.readers.page import Page
from summarizer.readers.turns import Said, label_of, page_of, seconds
from summarizer.records import Removed

_STAMP = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMES = re.compile(rf"^\s*(?P<start>{_STAMP})\s*-->\s*(?P<end>{_STAMP})(?P<settings>.*)$")
_IS_SUBTITLES = re.compile(rf"\A\ufeff?\s*(?:WEBVTT\b|(?:\d+\s*\n)?\s*{_STAMP}\s*-->)")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+(?P<name>[^>]*)>")
_TAG = re.compile(r"</?(?:[vcbiu]|ruby|lang|font)(?:[.\s][^<>]*)?>|<\d[\d:.]*>|\{\\an?\d\}", re.IGNORECASE)
_READING = re.compile(r"<rt>(?P<text>[^<]*)</rt>", re.IGNORECASE)


class _Cue(NamedTuple):
    start: float
    end: float
    lines: list[str]


def is_subtitles(text: str) -> bool:
    return _IS_SUBTITLES.match(text) is not None


def blocks(text: str) -> Page:
    removed: list[Removed] = []
    markup: list[str] = []
    said = [piece for cue in _cues(text, removed, markup) for piece in _said(cue, markup)]
    return page_of(said, removed=tuple(removed), markup=tuple(markup))


def _cues(text: str, removed: list[Removed], markup: list[str]) -> Iterator[_Cue]:
    """The cues in order; what stands in no cue goes to `removed`, numbers and times to `markup`."""
    for n, part in enumerate(re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))):
        lines = [line for line in part.split("\n") if line.strip()]
        at = next((k for k, line in enumerate(lines) if _TIMES.match(line)), None)
        if at is None:
            reason = "comment" if lines and lines[0].startswith(("NOTE", "STYLE", "REGION")) else "subtitle header"
            if lines and n and not lines[0].startswith(("NOTE", "STYLE", "REGION", "WEBVTT")):
                reason = "text without a time"
            removed += [Removed(text="\n".join(lines), reason=reason)] if lines else []
            continue
        markup += lines[:at]
        yield from _timed(lines[at:], markup)


def _timed(lines: list[str], markup: list[str]) -> Iterator[_Cue]:
    """Cues that no blank line parts begin with their times, a number before."""
    cue: _Cue | None = None
    for n, line in enumerate(lines):
        found = _TIMES.match(line)
        if found:
            if cue and cue.lines and n and re.fullmatch(r"\s*\d+\s*", cue.lines[-1]):
                markup.append(cue.lines.pop())
            if cue:
                yield cue
            markup.append(line)
            cue = _Cue(seconds(found["start"]), seconds(found["end"]), [])
        elif cue:
            cue.lines.append(line)
    if cue:
        yield cue


def _said(cue: _Cue, markup: list[str]) -> Iterator[Said]:
    """Who says what in a cue: by its voice tag, by a label at the beginning of a line, or nobody it names."""
    said = Said(None, "", "", cue.start, cue.end)
    for line in map(str.strip, cue.lines):
        voice, (speaker, label) = _VOICE.match(line), label_of(_bare(line, []))
        if (voice or label) and (said.text or said.label):
            yield said
        if voice:
            name = voice["name"].strip()
            shown = instead(voice.group(), f"{name}：")
            said = Said(name, shown, _bare(line[voice.end() :], markup), cue.start, cue.end)
        elif label:
            said = Said(speaker, label, _bare(line, markup)[len(label) :], cue.start, cue.end)
        else:
            said = said._replace(text=f"{said.text}\n{_bare(line, markup)}")
    if said.text or said.label:
        yield said


def _bare(line: str, markup: list[str]) -> str:
    """The words of a line; tags are markup, readings over characters set aside."""
    line = _READING.sub(lambda found: aside(found["text"]), line)
    markup += _TAG.findall(line)
    return _TAG.sub("", line).strip()
