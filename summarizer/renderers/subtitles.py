"""Subtitles from an article with times: SRT and WebVTT, in English or with the Chinese below.

A transcript's times belong to pieces of its text (`ReportBlock.cues`). A sentence begins and ends where its characters stand among
them, in between in proportion; a long one is shown in parts, each for its share of the time.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from textwrap import wrap
from typing import NamedTuple

from summarizer.renderers.options import Options
from summarizer.renderers.rows import Row, rows
from summarizer.report import GENERATOR, Report, ReportBlock

LINE, LINES = 42, 2
"""Characters of a line and lines at once: what broadcasters' guides for English have in common."""
SHORTEST = 0.8
"""Seconds that a subtitle stays at least, if the next leaves it the time."""
PER_CHARACTER = 0.25
"""Seconds that a Chinese character takes to say, where the last time of a transcript has no end: four a second, a calm speaker."""


class _Shown(NamedTuple):
    start: float
    end: float
    speaker: str
    lines: tuple[str, ...]


def render_srt(report: Report, options: Options) -> str:
    return "".join(
        f"{number}\n{_clock(one.start, ',')} --> {_clock(one.end, ',')}\n{_lines(one.lines)}\n\n"
        for number, one in enumerate(_subtitles(report, options), 1)
    )


def render_vtt(report: Report, options: Options) -> str:
    made = [f"WEBVTT\n\nNOTE generator: {GENERATOR}\n\n"]
    for one in _subtitles(report, options):
        voice = f"<v {_escaped(one.speaker)}>" if one.speaker else ""
        text = "\n".join((voice if n == 0 else "") + _escaped(line) for n, line in enumerate(one.lines))
        made.append(f"{_clock(one.start, '.')} --> {_clock(one.end, '.')}\n{text}\n\n")
    return "".join(made)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("-->", "--&gt;")


def _lines(lines: Sequence[str]) -> str:
    """No line of a subtitle may be empty or look like a line of times."""
    return "\n".join(line.replace("-->", "→") for line in lines)


def _clock(seconds: float, mark: str) -> str:
    thousandths = round(max(0.0, seconds) * 1000)
    return (
        f"{thousandths // 3_600_000:02}:{thousandths // 60_000 % 60:02}:{thousandths // 1000 % 60:02}"
        f"{mark}{thousandths % 1000:03}"
    )


def _subtitles(report: Report, options: Options) -> Iterator[_Shown]:
    found = list(_timed(report, bilingual=options.layout == "stacked"))
    for n, one in enumerate(found):
        longest = max(one.end, one.start + SHORTEST)
        until = found[n + 1].start if n + 1 < len(found) else longest
        yield one._replace(end=max(min(longest, until), one.start + 0.001) if until > one.start else longest)


def _timed(report: Report, *, bilingual: bool) -> Iterator[_Shown]:
    sources = {segment.id: segment.source for segment in report.segments}
    by_block: dict[str, list[Row]] = {}
    for row in rows(report):
        by_block.setdefault(row.block.id, []).append(row)
    for block in report.document.blocks:
        if block.cues:
            yield from _of_block(block, by_block.get(block.id, []), sources, bilingual=bilingual)


def _of_block(block: ReportBlock, own: Sequence[Row], sources: dict[str, str], *, bilingual: bool) -> Iterator[_Shown]:
    ends = list(accumulate(len(sources[row.id]) for row in own))
    length = ends[-1] if ends else 0
    for row, end in zip(own, ends, strict=True):
        text = row.target or row.source
        start = end - len(sources[row.id])
        parts = wrap(text, LINE * LINES) or [text]
        marks = list(accumulate((len(part) for part in parts), initial=0))
        chinese = _parted(row.source, len(parts)) if bilingual else [""] * len(parts)
        for n, part in enumerate(parts):
            first, last = (start + (end - start) * marks[k] / max(1, marks[-1]) for k in (n, n + 1))
            lines = (*_two_lines(part), *([chinese[n]] if chinese[n] and row.target else []))
            yield _Shown(_at(block, first, length), _at(block, last, length, end=True), row.speaker, lines)


def _two_lines(text: str) -> tuple[str, ...]:
    """In lines of about the same length."""
    if len(text) <= LINE:
        return (text,)
    return tuple(wrap(text, max(LINE // 2, len(text) // 2 + 6)))


def _parted(text: str, count: int) -> list[str]:
    """Chinese in so many parts, cut behind punctuation where some is near."""
    parts: list[str] = []
    rest = re.sub(r"\s+", " ", text)
    for left in range(count, 1, -1):
        wanted = len(rest) // left
        marks = [found.end() for found in re.finditer(r"[，。；、,;？！]", rest)]
        near = min(marks, key=lambda at: abs(at - wanted), default=wanted)
        cut = near if abs(near - wanted) <= wanted // 2 else wanted
        parts.append(rest[:cut].strip())
        rest = rest[cut:]
    return [*parts, rest.strip()]


def _at(block: ReportBlock, place: float, length: int, *, end: bool = False) -> float:
    """When a place in the block's text is said, in seconds. With `end` a place at the beginning of a piece is the end of the one before."""
    starts = [cue.at for cue in block.cues]
    n = max(0, bisect_right(starts, place) - 1)
    if end and n and starts[n] == place:
        n -= 1
    cue = block.cues[n]
    following = block.cues[n + 1] if n + 1 < len(block.cues) else None
    until = following.at if following else length
    if cue.end is not None:
        last = cue.end
    else:
        last = following.start if following else cue.start + PER_CHARACTER * max(0, until - cue.at)
    share = (place - cue.at) / (until - cue.at) if until > cue.at else 0.0
    return cue.start + (last - cue.start) * min(1.0, max(0.0, share))
