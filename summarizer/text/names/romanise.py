"""Chinese personal names in pinyin: surname first, given name as one word, as in print: Luo Jiangchun, Wang Xi'an.

吕 is written Lü, as standard pinyin has it and as newspapers with a full character set print it; passports write Lyu
and machines Lv or Lu, and `same_name` accepts those too.
"""

from dataclasses import dataclass
from typing import Literal, cast

from summarizer.text.lazy_pattern import lazy
from summarizer.text.names.foreign import spelt_foreign
from summarizer.text.names.tables import listed, rows
from summarizer.text.once import once
from summarizer.text.pinyin import syllables as sounds_of

Use = Literal["common", "rare", "word"]
HAN_NAME = lazy(r"[\u3400-\u4dbf\u4e00-\u9fff]{2,4}")
VOWELS = "aeoāáǎàēéěèōóǒò"


@dataclass(frozen=True, slots=True)
class Surname:
    """`others` are further readings and spellings; `use` word is a surname only where a label or title shows it."""

    pinyin: str
    others: tuple[str, ...]
    use: Use


@once
def surnames() -> dict[str, Surname]:
    """Simplified and traditional surnames."""
    table: dict[str, Surname] = {}
    for simplified, traditional, pinyin, others, use in rows("surnames.tsv"):
        surname = Surname(pinyin, listed(others), cast("Use", use))
        table[simplified] = table[traditional] = surname
    return table


@once
def _given_readings() -> dict[str, str]:
    return {cells[0]: cells[1] for cells in rows("given_names.tsv")}


def split(name: str) -> tuple[str, str] | None:
    """Surname and given name, or None where the name is no Chinese personal name (two to four characters).

    A married woman's two surnames stay together: 林郑月娥 is 林郑 and 月娥.
    """
    if not HAN_NAME.fullmatch(name):
        return None
    for length in (2, 1):
        if name[:length] in surnames() and 1 <= len(name) - length <= 2:
            return name[:length], name[length:]
    if len(name) == 4 and name[0] in surnames() and name[1] in surnames():
        return name[:2], name[2:]
    return None


def is_person_name(text: str) -> bool:
    """True where the text has the shape of a Chinese personal name; many ordinary words have it too."""
    return split(text) is not None and not spelt_foreign(text)


def syllables(characters: str, *, given: bool = True) -> list[str]:
    """Pinyin of each character without tones; readings usual in given names win when `given`."""
    plain = sounds_of(characters)
    if not given or len(plain) != len(characters):
        return plain
    return [_given_readings().get(c, p) for c, p in zip(characters, plain, strict=True)]


def join(parts: list[str]) -> str:
    """Syllables as one capitalised word, with an apostrophe before a syllable that begins with a, e or o: Xi'an."""
    word = "".join(part if at == 0 or part[0] not in VOWELS else "'" + part for at, part in enumerate(parts))
    return word[:1].upper() + word[1:]


def romanise(name: str, language: str = "zh-Hans") -> str | None:
    """The name in pinyin, or None where it does not look like a Chinese personal name, or is a foreign one (马丁 is Martin).

    Names from Taiwan and Hong Kong too: their bearers' own spelling cannot be derived, so this one is unverified.
    `language` is the article's; names in an article that is not Chinese are not read as Chinese.
    """
    parts = split(name) if language.startswith("zh") else None
    if parts is None or spelt_foreign(name):
        return None
    surname, given = parts
    known = surnames().get(surname)
    family = known.pinyin if known else "-".join(surnames()[c].pinyin for c in surname)
    return f"{family} {join(syllables(given))}"
