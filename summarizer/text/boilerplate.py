"""Recognises lines of a saved page that are not its article. The markers are a table, `data/boilerplate.tsv`."""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from summarizer.text.lazy_pattern import lazy
from summarizer.text.once import once
from summarizer.text.scripts import simplified, table

Place = Literal["head", "body", "tail"]

_FOLD = {
    0x3000: " ",
    0xA0: " ",
    **{n: chr(n - 0xFEE0) for n in range(0xFF01, 0xFF5F)},
    ord("｜"): "|",
    ord("丨"): "|",
    ord("〔"): "[",
    ord("〕"): "]",
}
_FOLD |= {n: chr(n + 32) for n in range(ord("A"), ord("Z") + 1)} | {
    n: chr(n - 0xFEE0 + 32) for n in range(0xFF21, 0xFF3B)
}
_SENTENCE = lazy(r"[。！？!?…][”’」』）)】\"]*$|[。！？][^。！？]*[，。,]")
_STOPPED = lazy(r"。[”’」』）)】\"]*$|。.*。")
_LINK = lazy(r"^\s*[\[【(]?\d{4}[-/.年]\d|^[\[【·•●▪■◆▶►★☆>*\-]|^\d{1,2}[.、 ]|\d{1,2}[-/月]\d{1,2}日?\s*\)?\]?$")

LINE = 160
"""Characters of the longest line that a marker is tried on; a longer one is prose, or is kept for a person to see."""
PROSE = 30
"""Characters from which a line that reads as a sentence is taken for prose of the article."""
LONG_PROSE = 45
"""Characters of prose that ends a list of related articles: teasers under such links are shorter."""
COMMENT = 80
"""Characters up to which lines under a comments header are taken for readers' comments."""


class Marker(NamedTuple):
    reason: str
    places: frozenset[Place]
    sentences: bool
    pattern: re.Pattern[str]


def fold(text: str) -> str:
    """A key of the same length for comparing: simplified, half width, lower case. Offsets in it are offsets in the text."""
    return simplified(text.translate(_FOLD))


def reads_as_sentence(text: str) -> bool:
    return _SENTENCE.search(text.strip()) is not None


def is_prose(text: str) -> bool:
    """A paragraph of the article as far as its shape tells: long enough, and a sentence."""
    return len(text) >= PROSE and reads_as_sentence(text) and junk(text, "tail", "head") is None


def junk(text: str, *places: Place) -> str | None:
    """Why a line that stands at any of these places is not of the article, or None."""
    return _match(_markers(), text, places)


def section(text: str, *places: Place) -> str | None:
    """`related` or `comments` where the line is the header of such a list."""
    return _match(_sections(), text, places)


def _match(markers: Sequence[Marker], text: str, places: Sequence[Place]) -> str | None:
    if len(text) > 2 * LINE:
        return None
    key = re.sub(r"\s+", " ", fold(text)).strip()
    sentence = _STOPPED.search(text) is not None or len(text) > LINE or (len(text) >= PROSE and reads_as_sentence(text))
    here = frozenset(places)
    for marker in markers:
        if (not sentence or marker.sentences) and here & marker.places and marker.pattern.fullmatch(key):
            return marker.reason
    return None


def sections(texts: Sequence[str], verdicts: Sequence[str | None]) -> list[str | None]:
    """The verdicts, with the lists under headers of related articles and of comments added.

    Under `related`, lines go while they look like links; with prose still to come, only those that do so plainly (a date, a
    bullet). Comments go only where nothing but short lines follows to the end. When in doubt, a line stays.
    """
    last_prose = max((n for n, text in enumerate(texts) if _resumes(text)), default=-1)
    result, open_section = list(verdicts), None
    for n, text in enumerate(texts):
        header = section(text, "tail" if n > last_prose else "body")
        if header and (header == "related" or n > last_prose):
            open_section, result[n] = header, header
        elif open_section and verdicts[n] is None and not _goes_on(open_section, text, n > last_prose):
            open_section = None
        elif open_section:
            result[n] = verdicts[n] or open_section
    return result


def _goes_on(open_section: str, text: str, at_end: bool) -> bool:
    if open_section == "comments":
        return len(text) <= COMMENT
    return not _stops(text) and (at_end or _LINK.search(text) is not None)


def _stops(text: str) -> bool:
    return _STOPPED.search(text) is not None


def _resumes(text: str) -> bool:
    return len(text) >= LONG_PROSE and _stops(text) and junk(text, "tail") is None


_PLACES: dict[str, frozenset[Place]] = {
    "head": frozenset(("head",)),
    "tail": frozenset(("tail",)),
    "ends": frozenset(("head", "tail")),
    "any": frozenset(("head", "body", "tail")),
}


@once
def _markers() -> tuple[Marker, ...]:
    return tuple(_marker(*row) for row in table("boilerplate.tsv") if not row[0].startswith("section "))


@once
def _sections() -> tuple[Marker, ...]:
    return tuple(_marker(*row) for row in table("boilerplate.tsv") if row[0].startswith("section "))


def _marker(reason: str, place: str, shape: str, pattern: str) -> Marker:
    return Marker(reason.removeprefix("section "), _PLACES[place], shape == "any", lazy(pattern))
