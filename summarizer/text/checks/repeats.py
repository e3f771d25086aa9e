"""Does it say something again that the source says once: a loop, a sentence twice, a neighbour's English."""

import re
from collections import Counter
from collections.abc import Iterator, Set
from functools import lru_cache

from summarizer.text.checks.case import Case
from summarizer.text.scripts import HAN

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)\]]*\s+")
_H = HAN.pattern
_WORDS_AGAIN = re.compile(rf"({_H})\W{{1,2}}\1|({_H})\2\2|((?:{_H}){{2,5}})\W{{0,3}}\3|\b([A-Za-z]+)\W+\4\b")
_PHRASE_AGAIN = re.compile(rf"((?:{_H}){{6,60}})\W{{0,3}}\1")

_LONGEST_LOOP = 30
_FEWEST_AGAIN = 4
"""Words of a sentence that counts as repeated; a neighbour needs two more, an echo three."""
_ALIKE = 0.75
"""Share of a sentence's words that an echo has in common with what it repeats."""
_SOURCES_ALIKE = 0.4
_WORDS_LEFT = 0.35
"""English words a Chinese character that must be left; a whole sentence has 0.5 to 0.7."""


def repetition(case: Case) -> str | None:
    """The same word four times in a row, two to seven words three times, eight and more twice; or a sentence twice.

    Where the source repeats words or phrases of that kind, it takes twice as many.
    """
    words = [w.casefold() for w in _WORD.findall(case.target)]
    apart = _apart(words)
    for length in (n for n in range(1, min(_LONGEST_LOOP, len(words) // 2) + 1) if apart[n] >= n):
        again = (_WORDS_AGAIN if length <= 3 else _PHRASE_AGAIN).search(case.source)
        least = (4 if length == 1 else 3 if length < 8 else 2) * (2 if again else 1)
        at = next(_loops(words, length, least), None)
        if at is not None:
            return f"It repeats itself: “{' '.join(words[at : at + length])}”."
    return None if _PHRASE_AGAIN.search(case.source) else _sentence_again(case)


def _apart(words: list[str]) -> Counter[int]:
    """How often the same word stands again so many words behind; a loop of n words has that n times at least."""
    places: dict[str, list[int]] = {}
    found: Counter[int] = Counter()
    for at, word in enumerate(words):
        before = places.setdefault(word, [])
        found.update([at - place for place in before[-_LONGEST_LOOP:]])
        before.append(at)
    return found


def _loops(words: list[str], length: int, least: int) -> Iterator[int]:
    """Where `length` words stand `least` times in a row."""
    run = 0
    for i in range(len(words) - length):
        run = run + 1 if words[i] == words[i + length] else 0
        if run == length * (least - 1):
            yield i + 1 - run


def _sentence_again(case: Case) -> str | None:
    seen: set[str] = set()
    for sentence in _SENTENCE_END.split(case.target):
        key = _key(sentence)
        if key in seen and key.count(" ") + 1 >= _FEWEST_AGAIN:
            return f"It says the same sentence twice: “{sentence.strip()[:80]}”."
        seen.add(key)
    return None


def neighbour(case: Case) -> str | None:
    """Most of its words are those of the sentence before, while the sources have little in common: it took over the context."""
    for source, target in case.previous[:1]:
        if _shared(_words(case.target), _words(target)) >= 0.6 and _shared(_han(case.source), _han(source)) <= 0.25:
            return "It repeats what the sentence before it says."
    return None


def echo(case: Case) -> str | None:
    """It begins with what a sentence before it says, while the sources have little in common: the context leaked into it."""
    found = _echoes(case)
    return f"It begins with what the text before it says: “{found[0].strip()[:80]}”." if found else None


def without_echo(case: Case) -> str:
    """The English without the sentences at its beginning that echo those before it; unchanged where too little would be left."""
    left = case.target
    for sentence in _echoes(case):
        left = left.removeprefix(sentence).lstrip(' "”')
    return left if len(_WORD.findall(left)) >= _WORDS_LEFT * case.han else case.target


def _echoes(case: Case) -> list[str]:
    """Sentences at the beginning of the English that say what another sentence before said."""
    foreign = [target for source, target in case.previous if _shared(_han(case.source), _han(source)) <= _SOURCES_ALIKE]
    before = [words for target in foreign for words in _sentences_of(target)]
    found: list[str] = []
    for sentence, words in zip(_SENTENCE_END.split(case.target), _sentences_of(case.target), strict=True):
        if len(words) < _FEWEST_AGAIN + 3 or not any(len(words & said) >= _ALIKE * len(words) for said in before):
            break
        found.append(sentence)
    return found


@lru_cache(maxsize=512)
def _sentences_of(english: str) -> tuple[frozenset[str], ...]:
    """The words of each sentence."""
    return tuple(frozenset(_key(one).split()) for one in _SENTENCE_END.split(english))


def _shared(some: Set[str], others: Set[str]) -> float:
    """The part of `some` that is in `others`; 0 where there are too few to tell."""
    return len(some & others) / len(some) if len(some) >= _FEWEST_AGAIN + 2 else 0.0


@lru_cache(maxsize=512)
def _words(text: str) -> frozenset[str]:
    """The words that carry meaning, roughly: five letters or more."""
    return frozenset(w.casefold() for w in _WORD.findall(text) if len(w) >= 5)


@lru_cache(maxsize=512)
def _han(text: str) -> frozenset[str]:
    return frozenset(HAN.findall(text))


def duplicate(case: Case) -> str | None:
    """The English of a segment near by, whose source is another."""
    key = _key(case.target)
    if key.count(" ") + 1 < _FEWEST_AGAIN + 2:
        return None
    if any(_key(target) == key and _key(source) != _key(case.source) for source, target in case.previous):
        return "It is the English of a sentence before it, word for word."
    return None


@lru_cache(maxsize=1024)
def _key(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
