"""Names from Taiwan as their bearers mostly spell them: Wade-Giles without marks. A guess: nobody's own spelling can be derived."""

from summarizer.text.lazy_pattern import lazy

_INITIALS = {
    "zh": "ch", "ch": "ch", "sh": "sh", "b": "p", "p": "p", "d": "t", "t": "t", "g": "k", "k": "k", "j": "ch", "q": "ch",
    "x": "hs", "r": "j", "z": "ts", "c": "ts",
}  # fmt: skip
_WHOLE = {
    "zi": "tzu", "ci": "tzu", "si": "ssu", "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "er": "erh", "yi": "i",
    "you": "yu", "yan": "yen", "ye": "yeh", "yue": "yueh", "yong": "yung", "ge": "ko", "ke": "ko", "he": "ho", "e": "o",
    "gui": "kuei", "kui": "kuei", "guo": "kuo", "kuo": "kuo", "huo": "huo", "shuo": "shuo", "li": "li",
}  # fmt: skip
_FINALS = (("ian", "ien"), ("ie", "ieh"), ("ong", "ung"), ("ue", "ueh"), ("uo", "o"))
_PARTS = lazy("(zh|ch|sh|[bpmfdtnlgkhjqxrzcs]?)(.*)")
_SURNAMES = {"李": "Lee", "呂": "Lu", "吕": "Lu", "曾": "Tseng", "單": "Shan", "单": "Shan"}


def syllable(pinyin: str) -> str:
    """One syllable, both without tones."""
    plain = pinyin.replace("ü", "u")
    if plain in _WHOLE:
        return _WHOLE[plain]
    found = _PARTS.fullmatch(plain)
    initial, final = (found[1], found[2]) if found else ("", plain)
    for ours, theirs in _FINALS:
        if final.endswith(ours):
            final = final[: -len(ours)] + theirs
            break
    return _INITIALS.get(initial, initial) + final


def spelt(surname: str, family: str, given: list[str]) -> str:
    """Lin Chin-jung, of 林 and the pinyin of both parts."""
    parts = [syllable(one) for one in given]
    first = _SURNAMES.get(surname) or syllable(family.lower()).capitalize()
    return f"{first} {'-'.join(parts).capitalize()}"
