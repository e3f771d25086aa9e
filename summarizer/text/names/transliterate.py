"""Foreign names in Chinese characters, part by part, by a table of attested renderings (Wikidata labels, CC0 1.0)."""

import gzip
from collections.abc import Iterator, Mapping
from importlib.resources import files

from summarizer.text.lazy_pattern import lazy
from summarizer.text.once import once
from summarizer.text.scripts import simplified

DOTS = lazy(r"[·・‧•．∙]")


class Renderings(Mapping[str, str]):
    """Chinese renderings of name parts, looked up in either script, with their most frequent Latin form in lower case."""

    def __init__(self, simplified_parts: dict[str, str]) -> None:
        self._parts = simplified_parts

    def __getitem__(self, part: str) -> str:
        return self._parts[simplified(part)]

    def __contains__(self, part: object) -> bool:
        return isinstance(part, str) and simplified(part) in self._parts

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)


@once
def renderings() -> Renderings:
    """The table."""
    packed = (files("summarizer.text") / "data" / "transliterations.tsv.gz").read_bytes()
    _, _, lines = gzip.decompress(packed).decode("utf-8").partition("\n")  # the first is a remark
    cells = lines.rstrip("\n").replace("\n", "\t").split("\t")
    return Renderings(dict(zip(cells[::2], cells[1::2], strict=True)))


def is_foreign_name(text: str) -> bool:
    """True for a name with a dot between its parts: 克莱顿·克里斯坦森."""
    parts = DOTS.split(text)
    return len(parts) > 1 and all(parts)


def transliterate(name: str) -> str | None:
    """The most frequent Latin form of every part, capitalised, or None where a part is unknown.

    A guess: several names share a rendering (克莱尔 is Claire and Clare).
    """
    parts = [part if part.isascii() else renderings().get(part) for part in DOTS.split(name)]
    if not all(parts):
        return None
    return " ".join(part[:1].upper() + part[1:] for part in parts if part)
