"""Whether a word is an English one: a word list (SCOWL), regular endings and beginnings, and compounds."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from string import ascii_lowercase

from summarizer.text.lazy_pattern import lazy
from summarizer.text.once import once
from summarizer.text.scripts import table

SHORTEST = 4
"""Letters of a word of the list; shorter ones count as English."""
_PART = 4
"""Letters that either half of a compound has at least: livestream, but not a slip like infomation."""
_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("ier", "y"), ("iest", "y"), ("ily", "y"), ("iness", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"),
    ("ing", ""), ("ing", "e"), ("er", ""), ("er", "e"), ("est", ""), ("est", "e"), ("or", "e"), ("or", ""), ("ly", ""), ("ly", "le"),
    ("ness", ""), ("less", ""), ("like", ""), ("able", ""), ("able", "e"), ("ship", ""), ("hood", ""), ("wise", ""), ("ful", ""),
    ("ish", ""), ("ism", ""), ("ist", ""), ("ists", ""), ("ment", ""), ("ity", ""), ("ity", "e"), ("ization", ""), ("isation", ""),
    ("ization", "e"), ("isation", "e"), ("ize", ""), ("ise", ""), ("ic", ""), ("ic", "y"), ("al", ""), ("ation", "e"), ("'s", ""),
)  # fmt: skip
_BEGINNINGS = lazy(
    r"^(?:anti|auto|bio|counter|cyber|de|dis|eco|electro|ex|extra|geo|hyper|hydro|immuno|inter|intra|macro|mega|meta|micro|mid|mini|mis"
    r"|mono|multi|nano|neo|neuro|non|out|over|para|photo|poly|post|pre|pro|pseudo|psycho|re|proto|radio|cardio|chemo|cryo|endo|exo|gastro|onco|patho|pharmaco|stereo|vaso|xeno|haplo|semi|socio|sub|super|tele|thermo|trans|ultra"
    r"|un|under|up|ur)(?=[a-z]{4})"
)
_SYLLABLES = lazy(
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|[iu]?ang|[iu]?eng|ing|ong|[iuü]?an|[iu]?en|in|un|[iu]?ai|[iu]?ao"
    r"|[iu]?ei|[iu]?ou|ia|ie|iu|ua|uo|ui|ue|üe|er|[aeiouü]))+"
)


def is_english(word: str) -> bool:
    """True for a word in lower case that the list has, or that its words make by a regular ending, beginning or compound."""
    return len(word) < SHORTEST or _known(word) or _derived(word) or _compound(word)


def is_pinyin(word: str) -> bool:
    """True for what may be a Chinese word in Latin letters: baijiu, danwei."""
    return _SYLLABLES.fullmatch(word) is not None


def _known(word: str) -> bool:
    return word in _words(word[:2])


def _derived(word: str) -> bool:
    """At most two endings and one beginning are taken off."""
    stems = {word}
    for _ in range(2):
        stems |= {shorter for stem in stems for shorter in _without_ending(stem)}
        if any(_known(stem) for stem in stems):
            return True
    return any(_known(rest) or len(rest) < SHORTEST for stem in stems if (rest := _BEGINNINGS.sub("", stem)) != stem)


def _without_ending(word: str) -> Iterator[str]:
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            yield stem + instead
            if ending in ("ed", "ing", "er") and stem[-1:] == stem[-2:-1]:
                yield stem[:-1]


def _compound(word: str) -> bool:
    halves = ((word[:at], word[at:]) for at in range(_PART, len(word) - _PART + 1))
    return any(
        _known(first) and (_known(second) or any(map(_known, _without_ending(second)))) for first, second in halves
    )


@cache
def _words(beginning: str) -> frozenset[str]:
    return frozenset(_lines().get(beginning, "").split())


@once
def _lines() -> Mapping[str, str]:
    return {line[:2]: line for (line,) in table("english_words.txt")}


def is_slip(word: str) -> bool:
    """True for a word that is none, and becomes one when a letter is put in, left out, exchanged or changed places: enviromental."""
    if is_english(word):
        return False
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    left_out = (a + b[1:] for a, b in halves if b)
    swapped = (a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1)
    exchanged = (a + c + b[1:] for a, b in halves if b for c in ascii_lowercase)
    put_in = (a + c + b for a, b in halves for c in ascii_lowercase)
    return any(
        _known(one) or any(map(_known, _without_ending(one))) for one in chain(left_out, swapped, exchanged, put_in)
    )
