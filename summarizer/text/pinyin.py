"""The sounds of Chinese characters, without tones, as the package pypinyin gives them.

The tables are made from that package's own (`tests/text/pinyin_table.py`): to import it takes as long as to read a short article.
"""

import re

from summarizer.text.once import once
from summarizer.text.scripts import table

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff〇]+")
_LONGEST = 10
"""Characters of the longest word of `pinyin_phrases.tsv`."""


def syllables(text: str) -> list[str]:
    """A syllable for each Chinese character; one of a known word as that word is read (重庆 is chong qing). All else is left out."""
    return [syllable for run in _HAN.findall(text) for syllable in _syllables(run)]


def spelt(text: str) -> str:
    """The text with its Chinese characters spelt, ü as v, nothing between them; all else stays."""
    return _HAN.sub(lambda run: "".join(_syllables(run[0])).replace("ü", "v"), text)


def _syllables(run: str) -> list[str]:
    words, characters, found, at = _words(), _characters(), [], 0
    while at < len(run):
        length = next((n for n in range(min(_LONGEST, len(run) - at), 1, -1) if run[at : at + n] in words), 1)
        one = run[at : at + length]
        found += words[one] if length > 1 else [characters[one]] if one in characters else []
        at += length
    return found


@once
def _characters() -> dict[str, str]:
    """Each character's usual reading."""
    return {character: row[0] for row in table("pinyin.tsv")[1:] for character in row[1]}


@once
def _words() -> dict[str, list[str]]:
    """The words in which a character has another reading."""
    return {word: read.split(" ") for word, read in table("pinyin_phrases.tsv")[1:]}
