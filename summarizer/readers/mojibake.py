"""Text that was read in a wrong encoding and saved again: 娌宠竟 for 河边. Where hardly anything was lost it is restored."""

from collections.abc import Callable
from typing import NamedTuple

from summarizer.errors import UndecodableInput
from summarizer.text.scripts import han_count, is_chinese

SUSPECT = 0.45
"""Plausibility below which a text is tried. Articles have 0.6 to 0.9, UTF-8 read as GBK 0.1 to 0.3, GBK read as Latin-1 0."""
GAIN = 0.3
"""Plausibility that the restored text has more. Chinese that is written as another encoding and read again never gains."""
LOST = 0.002
"""Share of lost characters up to which the restored text is used, with a mark at each; one is always allowed."""
FEW = 8
"""Chinese characters that the restored text has at least: a few letters with marks in French are some in another encoding, too."""
READABLE = 0.5
"""Lost characters for each Chinese one that is there, up to which it is still plain what happened, so that it can be said."""

_STEPS = (
    ("gb18030", "utf-8"),
    ("cp1252", "utf-8"),
    ("latin-1", "utf-8"),
    ("cp1252", "gb18030"),
    ("latin-1", "gb18030"),
    ("latin-1", "big5"),
    ("big5", "utf-8"),
    ("gb18030", "big5"),
    ("big5", "gb18030"),
)
"""(what it was read as, what it is): the mistakes that editors, databases and old pages make."""

SAMPLE = 20_000
"""Characters that are tried before the whole text is."""


class Restored(NamedTuple):
    text: str
    misread_as: str
    encoding: str
    lost: int


def restored(text: str, plausibility: Callable[[str], float]) -> Restored | None:
    """The text as it was before, or None where it is as it should be. Raises UndecodableInput where too much of it was lost."""
    before = plausibility(text)
    if before >= SUSPECT or not any(c > "\x7f" for c in text[:SAMPLE]):
        return None
    sample = text[:SAMPLE]
    tried = (_undone(sample, *step) for step in _STEPS)
    best = max(tried, key=lambda r: plausibility(r.text) * han_count(r.text) - r.lost)
    gain = plausibility(best.text) - before
    chinese = han_count(best.text)
    if gain < GAIN or chinese < FEW or best.lost > READABLE * chinese or not is_chinese(best.text):
        return None
    whole = _undone(text, best.misread_as, best.encoding)
    if whole.lost > max(1, LOST * len(whole.text)):
        name = best.encoding.upper()
        raise UndecodableInput(
            f"The text is {name} that was read as {best.misread_as.upper()} and saved again; {whole.lost} characters of it are lost.",
            "Get the file from where it was before that, or save the page again.",
        )
    return whole


def _undone(text: str, misread_as: str, encoding: str) -> Restored:
    """Each character that cannot be written back is one that was lost, and so is each that cannot be read."""
    data = b"".join(_bytes(char, misread_as) for char in text)
    found = data.decode(encoding, "replace")
    return Restored(found, misread_as, encoding, found.count("\ufffd"))


def _bytes(char: str, encoding: str) -> bytes:
    """A byte that no encoding reads stands for a character that cannot be written."""
    try:
        return char.encode(encoding)
    except UnicodeEncodeError:
        return bytes((ord(char),)) if "\x80" <= char <= "\x9f" else b"\xff"
