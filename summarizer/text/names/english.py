"""The English of a person's name where no table has one: pinyin, a guess, or nothing."""

from summarizer.records import TermOrigin
from summarizer.text.names import wade_giles
from summarizer.text.names.entities import Entity
from summarizer.text.names.region import Region
from summarizer.text.names.romanise import romanise, split, surnames, syllables
from summarizer.text.names.tables import rows
from summarizer.text.names.transliterate import transliterate
from summarizer.text.once import once
from summarizer.text.words import folded

LIKELY = 0.9
"""Probability from which a name is spelt for the translator. On the unseen third of tests/text/names/sentences.txt 97 of 100
readings from here on are names."""
_BEFORE = {"老": "Lao", "小": "Xiao", "阿": "Ah"}


def english_of(entity: Entity, region: Region) -> tuple[str, TermOrigin] | None:
    """The English of a person and where it comes from; None where any would be made up. `transliteration` marks a guess."""
    if entity.english:
        return entity.english, "source"
    if entity.probability < LIKELY or entity.kind != "person":
        return None
    if not entity.named:
        return _short(entity, region)
    if region == "mainland":
        pinyin = romanise(entity.name)
        return (pinyin, "pinyin") if pinyin else None
    if region == "taiwan":
        return _taiwan(entity)
    guess = transliterate(entity.name) if region == "foreign" else None
    return (guess, "transliteration") if guess else None


def _taiwan(entity: Entity) -> tuple[str, TermOrigin] | None:
    parts = split(entity.name)
    known = surnames().get(parts[0]) if parts else None
    if parts is None or known is None or len(parts[0]) > 1:
        return None
    return wade_giles.spelt(parts[0], known.pinyin, syllables(parts[1])), "transliteration"


def _short(entity: Entity, region: Region) -> tuple[str, TermOrigin] | None:
    """温先生 is Mr Wen, 郑女士 Ms Zheng, 老李 Lao Li, 王某 Wang."""
    known = surnames().get(entity.surname)
    if region != "mainland" or known is None:
        return None
    rest = folded(entity.name)
    if rest[0] in _BEFORE and rest[1:] == folded(entity.surname):
        return f"{_BEFORE[rest[0]]} {known.pinyin}", "pinyin"
    title = rest.removeprefix(folded(entity.surname))
    if title.startswith("某"):
        return known.pinyin, "pinyin"
    english = _titles().get(title)
    return (f"{english} {known.pinyin}", "pinyin") if english else None


@once
def _titles() -> dict[str, str]:
    """Titles in English as they stand before a surname."""
    return {cells[0]: cells[1] for cells in rows("titles_before_surname.tsv")}
