"""Names that have the shape of a Chinese one and are spellings of foreign ones."""

from summarizer.text.names.tables import rows
from summarizer.text.names.transliterate import renderings
from summarizer.text.once import once
from summarizer.text.scripts import simplified

MARKERS = set("尔茨姆")
"""Spelling characters that hardly stand in a Chinese given name."""
SURE_SURNAMES = set("李王林周吕叶朱许谢彭贾夏易")
"""Surnames that make a name of two characters Chinese though a foreign one is spelt the same: 李娜 is hardly ever Lina."""


@once
def letters() -> frozenset[str]:
    """The characters that spell foreign names, simplified."""
    return frozenset(character for cells in rows("foreign_letters.txt") for character in cells[0])


def spelt_foreign(name: str) -> bool:
    """True for a name that has the shape of a Chinese one but is a known spelling of a foreign one: 马丁, 罗伯特."""
    key = simplified(name)
    if not set(key) <= letters() or (len(name) == 2 and key[0] in SURE_SURNAMES):
        return False
    return key in renderings() or (len(name) > 2 and bool(MARKERS & set(key[1:])))
