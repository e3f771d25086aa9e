"""Does it say something again that the source says once: a loop, a sentence twice, a neighbour's English."""

from collections import Counter
from collections.abc import Iterator, Set
from difflib import SequenceMatcher
from functools import lru_cache

from summarizer.records import FindingKind, Severity
from summarizer.text.checks.case import Case
from summarizer.text.checks.rule import Fault, Rule, at
from summarizer.text.lazy_pattern import lazy
from summarizer.text.scripts import HAN

_WORD = lazy(r"\w+(?:['’]\w+)*")
_SENTENCE_END = lazy(r"(?<=[.!?])[\"”’)\]]*\s+")
_FIGURE = lazy(r"\d+")
_H = HAN.pattern
_WORDS_AGAIN = lazy(rf"({_H})\W{{1,2}}\1|({_H})\2\2|((?:{_H}){{2,5}})\W{{0,3}}\3|\b([A-Za-z]+)\W+\4\b")
_PHRASE_AGAIN = lazy(rf"((?:{_H}){{6,60}})\W{{0,3}}\1")

_LONGEST_LOOP = 30
_FEWEST_AGAIN = 4
"""Words of a sentence that counts as repeated; a neighbour needs two more, an echo three."""
_ALIKE = 0.75
"""Share of a sentence's words that an echo has in common with what it repeats."""
_SOURCES_ALIKE = 0.4
SAME_SOURCE = 0.75
"""Share of the shorter source that stands in the other in one run, from which on both may be the same sentence."""
_WORDS_LEFT = 0.35
"""English words a Chinese character that must be left; a whole sentence has 0.5 to 0.7."""


def repetition(case: Case) -> Fault | None:
    """The same word four times in a row, two to seven words three times, eight and more twice; or a sentence twice.

    Where the source repeats words or phrases of that kind, it takes twice as many.
    """
    words = [w.casefold() for w in _WORD.findall(case.target)]
    apart = _apart(words)
    for length in (n for n in range(1, min(_LONGEST_LOOP, len(words) // 2) + 1) if apart[n] >= n):
        again = (_WORDS_AGAIN if length <= 3 else _PHRASE_AGAIN).search(case.source)
        least = (4 if length == 1 else 3 if length < 8 else 2) * (2 if again else 1)
        start = next(_loops(words, length, least), None)
        if start is not None:
            return Fault(found=" ".join(words[start : start + length]))
    return None if _PHRASE_AGAIN.search(case.source) else _sentence_again(case)


def _apart(words: list[str]) -> Counter[int]:
    """How often the same word stands again so many words behind; a loop of n words has that n times at least."""
    places: dict[str, list[int]] = {}
    found: Counter[int] = Counter()
    for here, word in enumerate(words):
        before = places.setdefault(word, [])
        found.update([here - place for place in before[-_LONGEST_LOOP:]])
        before.append(here)
    return found


def _loops(words: list[str], length: int, least: int) -> Iterator[int]:
    """Where `length` words stand `least` times in a row."""
    run = 0
    for i in range(len(words) - length):
        run = run + 1 if words[i] == words[i + length] else 0
        if run == length * (least - 1):
            yield i + 1 - run


def _sentence_again(case: Case) -> Fault | None:
    seen: set[str] = set()
    for sentence in _SENTENCE_END.split(case.target):
        key = _key(sentence)
        if key in seen and key.count(" ") + 1 >= _FEWEST_AGAIN:
            return Fault(found=sentence.strip()[:80])
        seen.add(key)
    return None


def neighbour(case: Case) -> Fault | None:
    """Most of its words are those of the sentence before, while the sources have little in common: it took over the context."""
    for source, target in case.previous[:1]:
        if _shared(_words(case.target), _words(target)) >= 0.6 and _shared(_han(case.source), _han(source)) <= 0.25:
            return Fault(found=target.strip()[:80])
    return None


def echo(case: Case) -> Fault | None:
    """It begins with what a sentence before it says, while the sources have little in common: the context leaked into it."""
    found = _echoes(case)
    return Fault(found=found[0].strip()[:80], span=at(case.target, found[0])) if found else None


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


def duplicate(case: Case) -> Fault | None:
    """The English of a segment near by, whose source is another."""
    key = _key(case.target)
    if key.count(" ") + 1 < _FEWEST_AGAIN + 2:
        return None
    for source, target in case.previous:
        if _key(target) == key and not _alike(source, case.source):
            return Fault(found=case.target.strip()[:80])
    return None


def _alike(source: str, other: str) -> bool:
    """True where two sources may well have one English: a headline and the first line of the article that repeats it."""
    shorter, longer = sorted((source, other), key=len)
    if not set(_FIGURE.findall(shorter)) <= set(_FIGURE.findall(longer)):
        return False
    run = SequenceMatcher(None, shorter, longer, autojunk=False).find_longest_match()
    return run.size >= SAME_SOURCE * len(shorter.strip())


@lru_cache(maxsize=1024)
def _key(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


RULES = (
    Rule(
        id="repetition",
        kind=FindingKind.REPETITION,
        severity=Severity.ERROR,
        looks_for="Words or a sentence said again and again, which the source says once.",
        message="It repeats itself: “{found}”.",
        test=repetition,
        passes=Case("非常非常重要。", "It is very, very important."),
        fails=Case("会议在周三结束。", "The meeting ended on Wednesday. The meeting ended on Wednesday."),
        explains=(
            FindingKind.LENGTH,
            FindingKind.TRUNCATED,
            FindingKind.UNBALANCED_QUOTES,
            FindingKind.NEGATION,
            FindingKind.CERTAINTY,
        ),
    ),
    Rule(
        id="duplicate",
        kind=FindingKind.DUPLICATE,
        severity=Severity.ERROR,
        looks_for="The English of a sentence just before, word for word, for another source.",
        message="It is the English of a sentence before it, word for word.",
        test=duplicate,
        passes=Case(
            "新华社成都7月26日电 题：返乡农民工成为新力量",
            "Returning migrant workers become a new force",
            previous=(("返乡农民工成为新力量", "Returning migrant workers become a new force"),),
        ),
        fails=Case(
            "也都在各自领域找到了赛道。",
            "We will take every chance that there is.",
            previous=(("有一线的机会我们都会做。", "We will take every chance that there is."),),
        ),
        explains=(
            FindingKind.CROSS_SEGMENT,
            FindingKind.LENGTH,
            FindingKind.OMISSION,
            FindingKind.UNBALANCED_QUOTES,
            FindingKind.QUESTION,
            FindingKind.NEGATION,
            FindingKind.CERTAINTY,
            FindingKind.NUMBER,
            FindingKind.NAME,
            FindingKind.TERM,
        ),
    ),
    Rule(
        id="neighbour-repeated",
        kind=FindingKind.CROSS_SEGMENT,
        severity=Severity.WARNING,
        looks_for="What the sentence before says, in nearly the same words, for another source.",
        message="It repeats what the sentence before it says.",
        test=neighbour,
        passes=Case(
            "他在会上没有发言。",
            "He did not speak at the meeting.",
            previous=(("会议在周三结束。", "The meeting ended on Wednesday."),),
        ),
        fails=Case(
            "他在会上没有发言。",
            "Ministers discussed climate financing agreements during Wednesday session.",
            previous=(
                (
                    "部长们周三讨论气候融资协定。",
                    "Ministers discussed climate financing agreements during their Wednesday session.",
                ),
            ),
        ),
        explains=(
            FindingKind.CROSS_SEGMENT,
            FindingKind.LENGTH,
            FindingKind.QUESTION,
            FindingKind.NEGATION,
            FindingKind.CERTAINTY,
        ),
    ),
    Rule(
        id="context-echoed",
        kind=FindingKind.CROSS_SEGMENT,
        severity=Severity.WARNING,
        looks_for="A beginning that says what the text before it says: the context of the request leaked into the answer.",
        message="It begins with what the text before it says: “{found}”.",
        test=echo,
        passes=Case(
            "他在会上没有发言。",
            "He did not speak at the meeting.",
            previous=(
                ("部长们周三讨论协定。", "The ministers discussed the climate agreement in Paris on Wednesday."),
            ),
        ),
        fails=Case(
            "他在会上没有发言。",
            "The ministers discussed the climate agreement in Paris on Wednesday. He did not speak.",
            previous=(
                ("部长们周三讨论协定。", "The ministers discussed the climate agreement in Paris on Wednesday."),
            ),
        ),
        explains=(FindingKind.CROSS_SEGMENT, FindingKind.LENGTH),
    ),
)
