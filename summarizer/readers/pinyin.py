"""Whether what stands in brackets behind Chinese characters is their reading: 逄(páng), 饕餮(tāo tiè), 关(guan)."""

import re
import unicodedata

_TONES = frozenset("\u0304\u0301\u030c\u0300")
_LETTERS = re.compile(r"[^a-zü]")


def is_gloss(gloss: str, before: str) -> bool:
    """True where the syllables are readings of the characters before, one for each. With tone marks any lower-case word is a
    gloss: some give rare readings. Capitals without tone marks are a name in English: 张伟(Zhang Wei)."""
    from pypinyin import Style, pinyin  # here, as it takes time to load and few articles have a gloss

    tones = any(c in _TONES for c in unicodedata.normalize("NFD", gloss))
    if not tones and not gloss.islower():
        return False
    plain = _plain(gloss)
    readings = [
        {_plain(reading) for reading in readings}
        for char in before
        for readings in pinyin(char, style=Style.NORMAL, heteronym=True, v_to_u=True)
    ]
    for count in range(min(len(readings), 6), 0, -1):
        if _spells(plain, readings[-count:]):
            return True
    return tones and bool(plain) and len(plain) <= 6 * max(1, len(before)) and gloss.islower()


def _plain(text: str) -> str:
    """Letters without tones; ü stays."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if c not in _TONES)
    return _LETTERS.sub("", unicodedata.normalize("NFC", bare))


def _spells(letters: str, readings: list[set[str]]) -> bool:
    """Whether one reading of each character, in order, gives exactly these letters."""
    ends = {0}
    for choices in readings:
        ends = {end + len(r) for end in ends for r in choices if r and letters.startswith(r, end)}
    return len(letters) in ends
