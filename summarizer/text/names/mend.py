"""Puts the right English name where a translation clearly holds a wrong spelling of it."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from summarizer.records import Term
from summarizer.text.lazy_pattern import lazy
from summarizer.text.names.compare import Slip, fold, forms_of, same_name, slips
from summarizer.text.names.romanise import romanise, syllables

WORD = lazy(r"[A-ZÀ-Ž][a-zà-žA-Z]*(?:(?:-|['’](?!s\b))[A-Za-zà-ž]+)*")
MOST_WORDS = 3
"""Words a spelling of a Chinese or foreign personal name may have: Luo Jiang Chun."""


class Spellings:
    """The English forms of an article's names, made once, and what in a translation is a wrong spelling of one of them."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = terms
        self._owners: dict[str, list[Term]] = {}
        """The names that have a form, by its two readings (`_keys`)."""
        for term in terms:
            pinyin = romanise(term.source)
            for form in (*forms_of(term), *((pinyin,) if pinyin else ())):
                for key in _keys(form):
                    self._owners.setdefault(key, []).append(term)

    def slips(self, source: str, target: str) -> tuple[Slip, ...]:
        """As `compare.slips`, for the names of the article."""
        return slips(source, target, self._terms)

    def mend(self, target: str, slip: Slip) -> tuple[str, str] | None:
        """The wrong spelling of the slip's name, and the translation with the name's own English form in its place; None where that is
        not certain.

        Taken for the same name: capitalised words that differ from the pinyin of the Chinese, or from the English form, by a letter or
        two a part. Exactly one such spelling must stand in the text, and it must not be a form of another name of the article.
        """
        wrong = self._misspelt(target, slip)
        if wrong is None:
            return None
        mended = re.sub(rf"(?<![\w-]){re.escape(wrong)}(?![\w-])", lambda _: slip.term.target, target)
        return (wrong, mended) if same_name(mended, slip.term) else None

    def _misspelt(self, target: str, slip: Slip) -> str | None:
        likely = {words for words in _spellings(target) if not self._is_taken(words, slip.term)}
        wrong = {words for words in likely if _same(words, slip)}
        wrong = {one for one in wrong if not any(one != other and one in other for other in wrong)}
        return wrong.pop() if len(wrong) == 1 else None

    def _is_taken(self, words: str, own: Term) -> bool:
        return any(term != own for key in _keys(words) for term in self._owners.get(key, ()))


def _keys(words: str) -> set[str]:
    return {fold(words), fold(words, "")}


def _spellings(target: str) -> Iterator[str]:
    """Every run of one to three capitalised words with single spaces between."""
    words = list(WORD.finditer(target))
    for at in range(len(words)):
        for length in range(1, MOST_WORDS + 1):
            run = words[at : at + length]
            if len(run) == length and all(target[a.end() : b.start()] == " " for a, b in pairwise(run)):
                yield target[run[0].start() : run[-1].end()]


def _same(words: str, slip: Slip) -> bool:
    if slip.term.kind != "person":
        return " " in words and _letters(words) == "".join(syllables(slip.form, given=False))
    pinyin = romanise(slip.form)
    models = [pinyin.split(" ", 1)] if pinyin else []
    models += [form.split(" ", 1) for form in (slip.term.target,) if form.count(" ") == 1]
    if any(_near(words, model[0], model[1]) for model in models):
        return True
    return not models and _letters(words) == "".join(syllables(slip.form, given=False))


def _near(words: str, first: str, second: str) -> bool:
    """True where the words are the two parts, in either order, each but for a letter or two, one part or both nearly whole."""
    parts = words.split(" ")
    for cut in range(1, len(parts)):
        a, b = _letters("".join(parts[:cut])), _letters("".join(parts[cut:]))
        for one, two in ((a, b), (b, a)):
            if _close(one, _letters(first), two, _letters(second)):
                return True
    return False


def _close(one: str, first: str, two: str, second: str) -> bool:
    differ_first, differ_second = distance(one, first), distance(two, second)
    if differ_first == 0:
        return differ_second <= _room(second)
    if differ_second == 0:
        return differ_first <= 2 and len(second) > 3 and (one in first or differ_first <= _room(first))
    return differ_first <= 1 and differ_second <= 1 and len(first) > 3 and len(second) > 3


def _room(part: str) -> int:
    """Letters that may differ: none of two, one of three or four, two of five and more."""
    return 0 if len(part) < 3 else 1 if len(part) < 5 else 2


def _letters(words: str) -> str:
    return fold(words, "").replace(" ", "")


def distance(a: str, b: str) -> int:
    """Levenshtein's edit distance."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]
