"""The form of a person's name that somebody else's translation uses: any is right, if it is one throughout."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from summarizer.records import Term
from summarizer.text.lazy_pattern import lazy
from summarizer.text.names.compare import fold, forms_of, same_name
from summarizer.text.names.romanise import split, surnames
from summarizer.text.once import once
from summarizer.text.scripts import table

_NAME = lazy(r"[A-ZÀ-Ž][\w'’-]*\.?(?: (?:(?:de|van|von|der|bin|al|la|el) )?[A-ZÀ-Ž][\w'’-]*(?:\.(?= [A-Z]))?){0,3}")
ALIKE = 0.6
"""Ratio (difflib) from which two romanisations may be of one name: Wang Jinyuan and Wang Chin-yuan have 0.76."""
Pairs = Sequence[tuple[str, str]]


def learn(term: Term, pairs: Pairs, others: Sequence[Term]) -> Term:
    """The term with the form that most of its mentions have, where they do not have one that is known.

    `others` are the article's other names: theirs is never taken for this one.
    """
    mentions = [target for source, target in pairs if _stands(term, source) and target]
    missed = [target for target in mentions if not same_name(target, term)]
    if not mentions or 2 * len(missed) < len(mentions):
        return term
    counts = Counter(form for target in missed for form in set(candidates(target, others)))
    elsewhere = Counter(form for s, t in pairs if not _stands(term, s) for form in counts if form in t)
    ranked = sorted(counts, key=lambda f: (alike(f, term), counts[f] - elsewhere[f], len(f)), reverse=True)
    best = next((f for f in ranked if _convincing(f, term, counts[f], elsewhere[f], len(missed))), None)
    return term.model_copy(update={"target": best, "origin": "translation"}) if best else term


def _convincing(form: str, term: Term, here: int, elsewhere: int, missed: int) -> bool:
    """It looks like the name; or it comes with the name again and again, and hardly without it."""
    if alike(form, term):
        return True
    return here > 1 and 2 * here > missed and 4 * elsewhere <= here and " " in form


def rivals(term: Term, target: str, others: Sequence[Term]) -> tuple[str, ...]:
    """What stands in the target for the name and looks like another form of it, where none of its own does."""
    if same_name(target, term):
        return ()
    return tuple(form for form in dict.fromkeys(candidates(target, others)) if alike(form, term))


def candidates(target: str, others: Sequence[Term]) -> Iterator[str]:
    """Capitalised words in a row that are nobody else's name."""
    for found in _NAME.finditer(target):
        words = re.sub(r"['’]s$", "", found[0]).rstrip(".").split(" ")
        while words and words[0].casefold() in _function_words():
            words = words[1:]
        form = " ".join(words)
        if len(form) > 1 and not any(same_name(form, other) for other in others):
            yield form


def alike(form: str, term: Term) -> bool:
    """True for another romanisation of a Chinese name (with its family name, or close to it in spelling), and for another
    spelling of a foreign one."""
    parts = split(term.source)
    known = surnames().get(parts[0]) if parts else None
    own = [fold(f, "").strip() for f in forms_of(term)]
    text = fold(form, "").strip()
    near = max((_ratio(text, o) for o in own), default=0.0)
    if known is None or parts is None:
        return near >= ALIKE + 0.1
    family = {fold(f).strip() for f in (known.pinyin, *known.others)}
    return " " in text and (near >= ALIKE or bool(family & {text.split()[0], text.split()[-1]} and near >= 0.4))


def _ratio(one: str, other: str) -> float:
    """The better of the two orders: family name first or last."""
    swapped = " ".join([*other.split()[1:], *other.split()[:1]])
    return max(SequenceMatcher(None, one, o, autojunk=False).ratio() for o in (other, swapped))


def _stands(term: Term, source: str) -> bool:
    return any(form in source for form in (term.source, *term.aliases) if form)


@once
def _function_words() -> frozenset[str]:
    return frozenset(row[0] for row in table("english_function_words.txt"))
