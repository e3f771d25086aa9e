"""Foreign names in Chinese characters, with a dot between their parts: where they begin and end in a text."""

import re
from collections.abc import Iterator
from functools import cache

from summarizer.text.names.tables import rows
from summarizer.text.names.titles import behind_name, titles
from summarizer.text.names.transliterate import renderings
from summarizer.text.scripts import simplified

DOTTED = re.compile(r"[\u4e00-\u9fff]{1,14}(?:[·・‧][\u4e00-\u9fffA-Z]{1,10})+")
MARKERS = set("尔茨姆")
"""Spelling characters that hardly stand in a Chinese given name."""
SURE_SURNAMES = set("李王林周吕叶朱许谢彭贾夏易")
"""Surnames that make a name of two characters Chinese though a foreign one is spelt the same: 李娜 is hardly ever Lina."""
LONGEST_PART = 6
"""Characters; a longer run of spelling characters is a name with something stuck to it."""


@cache
def letters() -> frozenset[str]:
    """The characters that spell foreign names, simplified."""
    return frozenset(character for cells in rows("foreign_letters.txt") for character in cells[0])


def spelt_foreign(name: str) -> bool:
    """True for a name that has the shape of a Chinese one but is a known spelling of a foreign one: 马丁, 罗伯特."""
    key = simplified(name)
    if not set(key) <= letters() or (len(name) == 2 and key[0] in SURE_SURNAMES):
        return False
    return key in renderings() or (len(name) > 2 and bool(MARKERS & set(key[1:])))


def foreign_names(text: str) -> Iterator[tuple[int, str]]:
    """Dotted names with their places; one whose edges are not certain is left out."""
    for match in DOTTED.finditer(text):
        parts = re.split(r"([·・‧])", match[0])
        first, last = _first(parts[0]), _last(parts[-1])
        if first and last:
            yield match.start() + len(parts[0]) - len(first), "".join((first, *parts[1:-1], last))


def _first(run: str) -> str:
    """The name part that a run of Chinese ends with: 首席执行官萨姆 holds 萨姆."""
    ends = [at + len(title) for title in titles() if (at := run.rfind(title)) >= 0 and at + len(title) < len(run)]
    behind_title = run[max(ends, default=0) :]
    return _best([behind_title[at:] for at in range(len(behind_title))])


def _last(run: str) -> str:
    """The name part that a run begins with: 奥特曼正从 holds 奥特曼."""
    if run.isascii():
        return run
    title = next((at for at in range(1, len(run)) if behind_name().match(run, at)), len(run))
    return _best([run[:end] for end in range(title, 0, -1)])


def _best(pieces: list[str]) -> str:
    """Of pieces, the longest first: the longer of the longest known rendering and the longest all of spelling characters."""
    known = next((piece for piece in pieces if piece in renderings()), "")
    spelt = next((piece for piece in pieces if set(simplified(piece)) <= letters()), "")
    return max(known, spelt, key=len) if len(spelt) <= LONGEST_PART else known
