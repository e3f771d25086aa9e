"""Titles, offices and roles in English (`titles.tsv`)."""

from summarizer.text.lazy_pattern import lazy
from summarizer.text.names.tables import rows
from summarizer.text.once import once
from summarizer.text.words import folded

_PREFIXES = (
    ("常务副", "executive deputy "),
    ("副", "deputy "),
    ("前", "former "),
    ("原", "former "),
    ("时任", "then "),
    ("现任", ""),
    ("新任", "new "),
    ("候任", "incoming "),
    ("代理", "acting "),
    ("首席", "chief "),
    ("高级", "senior "),
    ("资深", "senior "),
    ("联合", "co-"),
    ("共同", "co-"),
    ("特约", "guest "),
    ("名誉", "honorary "),
    ("首任", "first "),
)
_JOINED = lazy("[、兼及和]")


def title_in_english(role: str) -> str:
    """The English of a role: 前副总统 is former vice president, 创始人兼总裁 founder and president; empty if a part is unknown."""
    parts = [_one(part) for part in _JOINED.split(folded(role)) if part]
    return " and ".join(parts) if parts and all(parts) else ""


def _one(part: str) -> str:
    if known := _titles().get(part):
        return known
    for prefix, english in _PREFIXES:
        if part.startswith(prefix) and (rest := _one(part[len(prefix) :])):
            return english + rest
    return ""


@once
def _titles() -> dict[str, str]:
    return {folded(cells[0]): cells[1] for cells in rows("titles.tsv") if cells[1]}
