"""Foreign names in Chinese characters, part by part, by a table of attested renderings (Wikidata labels, CC0 1.0)."""

import gzip
import re
from functools import cache
from importlib.resources import files

from summarizer.text.scripts import simplified

DOTS = re.compile(r"[·・‧•．∙]")


@cache
def renderings() -> dict[str, str]:
    """Simplified Chinese renderings of name parts, with their most frequent Latin form in lower case."""
    packed = (files("summarizer.text") / "data" / "transliterations.tsv.gz").read_bytes()
    lines = gzip.decompress(packed).decode("utf-8").split("\n")
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


def is_foreign_name(text: str) -> bool:
    """True for a name with a dot between its parts: 克莱顿·克里斯坦森."""
    parts = DOTS.split(text)
    return len(parts) > 1 and all(parts)


def transliterate(name: str) -> str | None:
    """The most frequent Latin form of every part, capitalised, or None where a part is unknown.

    A guess: several names share a rendering (克莱尔 is Claire and Clare).
    """
    parts = [part if part.isascii() else renderings().get(simplified(part)) for part in DOTS.split(name)]
    if not all(parts):
        return None
    return " ".join(part[:1].upper() + part[1:] for part in parts if part)
