"""Which script a text is in: Chinese characters, simplified or traditional, and what is not Chinese at all."""

import re
from importlib.resources import files

from summarizer.text.once import once

HAN = re.compile(
    "[\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003347f]"
)
"""One Chinese character: the unified ideographs with extensions A to J, compatibility ideographs, radicals, 々 and 〇."""

_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff9d]")
_HANGUL = re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")
_WORD = re.compile("[A-Za-z\u00c0-\u024f]+")

KANA_SHARE = 0.3
"""From this share of kana among kana and Han on, a text is Japanese. Japanese prose has 0.5 and more; a Chinese article
that quotes Japanese titles stays far below."""

HAN_SHARE = 0.15
"""Below this share of Han characters among Han characters and Latin words, a text is not Chinese: an English article
that gives a name in characters. A Chinese sentence made mostly of product names still has more."""


def table(name: str) -> list[tuple[str, ...]]:
    """The rows of a table in `text/data`: tab-separated, lines that start with # are comments."""
    text = (files("summarizer.text") / "data" / name).read_text(encoding="utf-8")
    return [tuple(line.split("\t")) for line in text.splitlines() if line.strip() and not line.startswith("#")]


@once
def _to_simplified() -> dict[int, str]:
    return {ord(row[0]): row[1] for row in table("han_pairs.tsv")}


@once
def _only_traditional() -> frozenset[str]:
    return frozenset(row[0] for row in table("han_pairs.tsv"))


@once
def _only_simplified() -> frozenset[str]:
    return frozenset(row[1] for row in table("han_pairs.tsv") if row[2] == "yes")


def simplified(text: str) -> str:
    """A key for comparing texts whatever their script: each traditional character becomes its simplified form.

    Character by character, so it is no conversion to print: 乾 and 著, which simplified text also writes, stay.
    """
    return text.translate(_to_simplified())


def has_han(text: str) -> bool:
    return HAN.search(text) is not None


def han_count(text: str) -> int:
    return len(HAN.findall(text))


def is_chinese(text: str) -> bool:
    """True where the text as a whole is Chinese; a Chinese name in an English sentence does not make it so."""
    return language_of(text).startswith("zh")


def language_of(text: str) -> str:
    """A BCP 47 tag: zh-Hans, zh-Hant, ja, ko, en, or und. Text that is written the same in both scripts is zh-Hans."""
    han, kana, words = han_count(text), len(_KANA.findall(text)), len(_WORD.findall(text))
    if kana and kana >= KANA_SHARE * (kana + han):
        return "ja"
    if len(_HANGUL.findall(text)) > han:
        return "ko"
    if not han or han < HAN_SHARE * (han + words):
        return "en" if words else "und"
    return _chinese_script(text)


def _chinese_script(text: str) -> str:
    traditional = sum(c in _only_traditional() for c in text)
    only_simplified = sum(c in _only_simplified() for c in text)
    return "zh-Hant" if traditional > only_simplified else "zh-Hans"
