"""Where each article's results go: the folder's own tree again, with no two articles at one place."""

import hashlib
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

from summarizer.batch.discovery import SUFFIXES


def output_paths(names: Iterable[str]) -> dict[str, str]:
    """Name of an article → where its results go, below the output folder and without their endings.

    That is the name without its ending. Where two would then meet (`a.txt` and `a.html`; on many file systems also `A.txt`), all
    that meet keep their ending, and where that does not part them they take a piece of their name's SHA-256. So the same names have
    the same places, in whatever order they come.
    """
    step = dict.fromkeys(names, 0)
    while True:
        at: dict[str, list[str]] = {}
        for name, number in step.items():
            at.setdefault(_key(_place(name, number)), []).append(name)
        meeting = [n for together in at.values() if len(together) > 1 for n in together if step[n] < 2]
        if not meeting:
            return {name: _place(name, number) for name, number in step.items()}
        for name in meeting:
            step[name] += 1


def _place(name: str, step: int) -> str:
    path = PurePosixPath(name)
    if step == 0:
        return str(path.with_suffix("")) if path.suffix.lower() in SUFFIXES else name
    return name if step == 1 else f"{name}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _key(place: str) -> str:
    """The same for places that some file system takes for one: capitals, and composed or decomposed letters."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", place).casefold())
