"""From who says what when to the blocks of a transcript: consecutive pieces of one speaker are one paragraph."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from summarizer.readers.legible import aside, without_signs
from summarizer.readers.page import Page, join, numbered, strip
from summarizer.records import Block, Cue, Removed

PARAGRAPH = 500
"""Characters from which a speaker's paragraph ends with its next sentence: a minute and a half of speech."""
UNMARKED = 120
"""Characters of a paragraph of subtitles without punctuation; it ends at the next pause."""
PAUSE = 1.5
"""Seconds without words that end a paragraph of subtitles in which nobody is named."""
MARKED = 0.2
"""Share of pieces with a mark inside or at the end from which a transcript is punctuated. Subtitles by hand have none at all."""

_LABEL = re.compile(
    r"^(?P<name>[^\s\[\]()（）【】:：,，。；;！？!?<>“”\"][^\[\]【】:：,，。；;！？!?<>“”\"\n]{0,23}?)\s?[：:](?!\d|//)"
)
_VERB = re.compile(r"(?:说|説|說|道|问|問|答|称|稱|表示|指出|认为|認為|如下|例如|比如)$")
_STOP = re.compile(r"[。！？!?…；;][”’」』）)]*$")
_MARK = re.compile(r"[，。！？；,!?;]")


class Said(NamedTuple):
    """Who says the words (None: as before, "": nobody that is known), the label as the page has it, and when, in seconds."""

    speaker: str | None
    label: str
    text: str
    start: float | None = None
    end: float | None = None
    opens: bool = False
    """A paragraph of its own, as by a blank line."""


def seconds(stamp: str) -> float:
    """00:01:02,500 and 1:02 as seconds."""
    total = 0.0
    for part in stamp.replace(",", ".").split(":"):
        total = 60 * total + float(part)
    return round(total, 3)


def label_of(text: str) -> tuple[str, str]:
    """The name before a colon at the beginning of a line, and the whole label; empty where there is none."""
    found = _LABEL.match(text)
    return (found["name"].strip(), found.group()) if found and not _VERB.search(found["name"]) else ("", "")


def page_of(
    said: Sequence[Said],
    *,
    before: Iterable[Block] = (),
    removed: tuple[Removed, ...] = (),
    markup: tuple[str, ...] = (),
) -> Page:
    """`before` are the blocks over the first turn."""
    marked = sum(bool(_MARK.search(without_signs(piece.text))) for piece in said) >= MARKED * len(said)
    return Page(blocks=numbered((*before, *_paragraphs(said, marked=marked))), removed=removed, markup=markup)


def _paragraphs(said: Sequence[Said], *, marked: bool) -> Iterable[Block]:
    speaker = ""
    group: list[Said] = []
    for piece in said:
        new = piece.opens or piece.speaker not in (None, speaker)
        if group and (new or _is_full(group, piece, marked=marked, named=bool(speaker))):
            yield _block(group, speaker, marked=marked)
            group = []
        speaker = speaker if piece.speaker is None else piece.speaker
        group.append(piece)
    if group:
        yield _block(group, speaker, marked=marked)


def _is_full(group: Sequence[Said], piece: Said, *, marked: bool, named: bool) -> bool:
    size = sum(len(one.text) for one in group)
    last = group[-1]
    pause = piece.start is not None and last.end is not None and piece.start - last.end >= PAUSE
    if not marked:
        return size >= UNMARKED or (pause and not named)
    ended = _STOP.search(without_signs(last.text)) is not None
    return ended and (size >= PARAGRAPH or (pause and not named))


def _block(group: Sequence[Said], speaker: str, *, marked: bool) -> Block:
    """One paragraph: a label that is said again is set aside, and without punctuation a blank parts the pieces."""
    text = ""
    cues: list[Cue] = []
    for n, piece in enumerate(group):
        label = aside(without_signs(piece.label)) if n else piece.label
        words = label + join(filter(None, map(strip, piece.text.split("\n"))))
        joined = join((text, words)) if marked or not text else f"{text} {words}"
        if piece.start is not None:
            cues.append(Cue(at=len(joined) - len(words), start=piece.start, end=piece.end))
        text = joined
    return Block(id="", kind="paragraph", text=text, speaker=speaker, cues=tuple(cues))
