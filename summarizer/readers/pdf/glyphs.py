"""What stands where on a page: its characters in the direction in which they are read, as PDFium finds them.

Runs in a child process (`confined`): PDFium is C++ that reads what strangers wrote, and it is not safe in threads.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple
from unicodedata import east_asian_width

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from summarizer.errors import BinaryInput, InputError, UndecodableInput

MOST_PAGES = 600
"""Pages of the longest document that is read. An article has twenty, a book four hundred."""
MOST_CHARACTERS = 600_000
"""Of all pages together. A book has 300,000."""
UNKNOWN_SHARE = 0.05
"""Share of characters without a Unicode value from which a document cannot be read; below it they are shown as U+FFFD. A judgement:
logos and bullets in symbol fonts have a few."""
PICTURE = 0.4
"""Share of a page without text that pictures cover, from which it is a scan. A judgement: a blank page has none, a scan all of it."""
TURN = math.radians(3)
"""A line within so much of a quarter turn is read; what stands askew is a watermark."""
ABOVE = 0.88
"""Sizes of a Chinese character that stand above the line on which it is placed, by the convention of its fonts."""
VERTICAL = 0.6
"""Share of the steps from character to character that go down, from which the writing is vertical."""


class Glyph(NamedTuple):
    """A character: `x0` to `x1` along its line, `y` the line's place across, both growing in the direction of reading; in points."""

    char: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool


class Direction(NamedTuple):
    """The glyphs of a page that are read in one direction, in the order of the file."""

    glyphs: tuple[Glyph, ...]
    extent: tuple[float, float]
    """From where to where `y` goes on this page."""


class Sheet(NamedTuple):
    """A page: what is read on it, the main direction first, and what stands askew."""

    directions: tuple[Direction, ...]
    askew: str


class _Char(NamedTuple):
    """A character as the library has it: its box in the page's coordinates, where it begins, and which way its line goes."""

    char: str
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    turn: int | None
    size: float
    bold: bool


def sheets(data: bytes) -> Iterator[Sheet]:
    """The pages in order. Raises UndecodableInput for a document that is damaged or whose characters have no Unicode value, BinaryInput
    for one that is locked, too long or scanned."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _unopened(error) from error
    count = len(document)
    if count > MOST_PAGES:
        raise BinaryInput(
            f"The PDF has {count} pages, more than the {MOST_PAGES} that are read.", "Save the article's pages alone."
        )
    tally = _Tally()
    for number in range(count):
        sheet = _sheet(document, number, tally)
        if tally.characters > MOST_CHARACTERS:
            raise BinaryInput("The PDF holds more text than is read at once.", "Save the article's pages alone.")
        yield sheet
    tally.judge(count)


@dataclass
class _Tally:
    """What is counted over all pages."""

    characters: int = 0
    unknown: int = 0
    pictures: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)

    def judge(self, pages: int) -> None:
        if self.unknown > UNKNOWN_SHARE * max(1, self.characters):
            raise UndecodableInput(
                f"{self.unknown} of the PDF's {self.characters} characters have no Unicode value: its fonts do not say what they mean.",
                "Ask for the Word file, or have the pages read by a program for text recognition (OCR).",
            )
        if self.pictures:
            which = (
                "All pages are"
                if len(self.pictures) == pages > 1
                else f"{_pages(self.pictures)} {'is a picture' if len(self.pictures) == 1 else 'are'}"
            )
            raise BinaryInput(
                f"{which}{'' if len(self.pictures) == 1 else ' pictures'} without text, as of a scan.",
                "Have them read by a program for text recognition (OCR), or save the other pages alone.",
            )
        if self.broken:
            raise UndecodableInput(
                f"{_pages(self.broken)} of the PDF cannot be read.", "Open it in its own program, and save it again."
            )


def _pages(numbers: Iterable[int]) -> str:
    """Page 3; Pages 1-4, 7."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    told = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)
    return f"Page{'' if len(spans) == 1 and spans[0][0] == spans[0][1] else 's'} {told}"


def _unopened(error: Exception) -> InputError:
    if "password" in str(error).lower() or "security" in str(error).lower():
        return BinaryInput("The PDF is locked with a password.", "Open it, and save it without a password.")
    return UndecodableInput(
        "The PDF is damaged and cannot be opened.", "Open it in its own program, and save it again."
    )


def _sheet(document: Any, number: int, tally: _Tally) -> Sheet:
    try:
        page = document[number]
        text = page.get_textpage()
    except pdfium.PdfiumError:
        tally.broken.append(number + 1)
        return Sheet((), "")
    chars = list(_chars(text, tally))
    if not chars and _is_picture(page):
        tally.pictures.append(number + 1)
    box = page.get_mediabox()
    text.close()
    page.close()
    return _directed(chars, box)


def _is_picture(page: Any) -> bool:
    """Whether pictures cover a page that has no text."""
    width, height = page.get_size()
    covered = 0.0
    for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, bottom, right, top = one.get_bounds() if hasattr(one, "get_bounds") else one.get_pos()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    return bool(covered > PICTURE * width * height)


def _chars(text: Any, tally: _Tally) -> Iterator[_Char]:
    """The characters of a page that are not white space made up by the library."""
    page = text.raw
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    bold = _Bold(page)
    for n in range(raw.FPDFText_CountChars(page)):
        code = raw.FPDFText_GetUnicode(page, n)
        if raw.FPDFText_IsGenerated(page, n) == 1 or code in (10, 13):
            continue
        tally.characters += 1
        char = "-" if code == 2 or raw.FPDFText_IsHyphen(page, n) == 1 else _character(code)
        if raw.FPDFText_HasUnicodeMapError(page, n) == 1 or char == "\ufffd":
            tally.unknown += 1
            char = "\ufffd"
        raw.FPDFText_GetLooseCharBox(page, n, box)
        raw.FPDFText_GetMatrix(page, n, matrix)
        raw.FPDFText_GetCharOrigin(page, n, x, y)
        size = raw.FPDFText_GetFontSize(page, n) * math.hypot(matrix.c, matrix.d)
        place = (box.left, box.bottom, box.right, box.top)
        if east_asian_width(char) == "W":
            place = _full_width(place, x.value, y.value, raw.FPDFText_GetFontSize(page, n), matrix)
        if all(map(math.isfinite, (*place, size, x.value, y.value))):
            yield _Char(char, place, (x.value, y.value), _turn(matrix.a, matrix.b), max(size, 0.1), bold.of(n))


def _full_width(
    box: tuple[float, float, float, float], x: float, y: float, size: float, matrix: Any
) -> tuple[float, float, float, float]:
    """A Chinese character's box along its line: from where it begins, as wide as its size. Some fonts give the width of the ink."""
    along, up = size * matrix.a, size * matrix.b
    left, bottom, right, top = box
    if abs(along) > abs(up):
        return min(x, x + along), bottom, max(x, x + along), top
    return left, min(y, y + up), right, max(y, y + up)


_SIGNS = dict.fromkeys((0xF06C, 0xF06E, 0xF071, 0xF076, 0xF0A7, 0xF0A8, 0xF0B2, 0xF0B7, 0xF0D8, 0xF0FC), "•")
"""Signs of lists in the fonts Symbol and Wingdings, which have places of their own."""


def _character(code: int) -> str:
    """The character; U+FFFD for what is none, is for private use, or is a control."""
    if code == 9 or code == 0xA0:
        return " "
    if code in _SIGNS:
        return _SIGNS[code]
    if code < 32 or 0xD800 <= code < 0xE000 or 0xE000 <= code <= 0xF8FF or 0xFDD0 <= code <= 0xFDEF or code >= 0xF0000:
        return "\ufffd"
    return chr(code)


def _turn(a: float, b: float) -> int | None:
    """The quarter turns of a line, counter-clockwise; None for one askew."""
    angle = math.atan2(b, a)
    turn = round(angle / (math.pi / 2))
    return turn % 4 if abs(angle - turn * math.pi / 2) < TURN else None


class _Bold:
    """Whether a character is in bold type, by its font. Fonts change rarely, so it is asked once for an object of the page."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._known: dict[int, bool] = {}

    def of(self, n: int) -> bool:
        found = raw.FPDFText_GetTextObject(self._page, n)
        key = ctypes.cast(found, ctypes.c_void_p).value or 0
        if key not in self._known:
            self._known[key] = self._asked(n)
        return self._known[key]

    def _asked(self, n: int) -> bool:
        buffer, flags = ctypes.create_string_buffer(256), ctypes.c_int()
        raw.FPDFText_GetFontInfo(self._page, n, buffer, 256, flags)
        name = buffer.value.decode("utf-8", "replace").lower()
        named = any(word in name for word in ("bold", "black", "heavy", "simhei", "heiti"))
        return named or raw.FPDFText_GetFontWeight(self._page, n) >= 600


def _directed(chars: list[_Char], box: tuple[float, float, float, float]) -> Sheet:
    """The characters by the direction of their lines, the commonest first. Upright characters that go down are vertical writing, and
    the words that lie on their side in it go along."""
    straight = [one for one in chars if one.turn is not None]
    vertical = _is_vertical(straight)
    by_turn: dict[int, list[_Char]] = {}
    for one in straight:
        turn = 3 if vertical and one.turn in (0, 3) else one.turn or 0
        by_turn.setdefault(turn, []).append(one)
    counts = Counter({turn: len(own) for turn, own in by_turn.items()})
    return Sheet(
        tuple(_direction(by_turn[turn], turn, vertical and turn == 3, box) for turn, _ in counts.most_common()),
        "".join(one.char for one in chars if one.turn is None),
    )


def _is_vertical(chars: list[_Char]) -> bool:
    upright = [one for one in chars if one.turn == 0 and not one.char.isspace()]
    down = along = 0
    for one, after in pairwise(upright):
        right, low = (after.origin[0] - one.origin[0]) / one.size, (one.origin[1] - after.origin[1]) / one.size
        down += abs(right) < 0.35 and 0.6 < low < 1.7
        along += abs(low) < 0.3 and 0.2 < right < 1.7
    return down > 4 and down > VERTICAL * (down + along)


def _direction(chars: list[_Char], turn: int, vertical: bool, box: tuple[float, float, float, float]) -> Direction:
    """The page turned so that the lines go from left to right and the page from top to bottom."""
    cos, sin = ((1, 0), (0, 1), (-1, 0), (0, -1))[turn]
    glyphs = []
    for one in chars:
        left, bottom, right, top = one.box
        along = sorted((left * cos + bottom * sin, right * cos + top * sin))
        across = one.origin[0] * sin - one.origin[1] * cos
        if vertical and one.turn == 0:
            along = [-one.origin[1] - ABOVE * one.size, (1 - ABOVE) * one.size - one.origin[1]]
            across = -one.origin[0] - one.size / 2
        elif vertical:
            across -= 0.35 * one.size
        glyphs.append(Glyph(one.char, along[0], along[1], across, one.size, one.bold))
    corners = [x * sin - y * cos for x in (box[0], box[2]) for y in (box[1], box[3])]
    return Direction(tuple(glyphs), (min(corners), max(corners)))
