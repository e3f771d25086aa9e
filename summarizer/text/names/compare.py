"""Whether an English text keeps to the one English form of a name or term."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from summarizer.records import Record, Term
from summarizer.text.lazy_pattern import lazy
from summarizer.text.names.authority import longest, lookup
from summarizer.text.names.romanise import split, surnames, syllables
from summarizer.text.once import once
from summarizer.text.scripts import table
from summarizer.text.words import folded

HYPHENS = lazy(r"[-‐‑‒–—―]")
QUOTES = lazy(r"['’‘ʼ`´]")
POSSESSIVE = lazy(r"['’]s\b|(?<=s)['’](?!\w)", re.IGNORECASE)
NEXT_WORD = lazy(r"(?:['’]s?)?[ -]+([A-ZÀ-Ž][\w'’]*)")
WORDS = lazy(r"[^\W_]+")
HONORIFICS = lazy("(?:mr|ms|mrs|miss|dr|prof|professor|sir|madam|president|premier|chairman|minister|ceo)", re.I)
SMALL_WORDS = ("of", "the", "and", "for", "in", "on", "at", "to", "a", "an", "by", "de", "la", "und")


GUESSED = frozenset(("transliteration",))
"""Origins of English forms that are hints for the translator and are never held against a translation."""
SUFFIXES = ("Jr", "Sr", "II", "III")


class Slip(Record):
    """A term that stands in the source as `form` while none of its English forms stands in the translation."""

    term: Term
    form: str


@lru_cache(maxsize=4096)
def fold(text: str, hyphen: str = " ") -> str:
    """Words in lower case without accents, possessives and punctuation, one space between them and at the ends.

    An apostrophe vanishes (Xi'an is xian); a hyphen becomes a space, or nothing: Jiang-chun is read both ways.
    """
    text = POSSESSIVE.sub("", text)
    text = HYPHENS.sub(hyphen, QUOTES.sub("", text))
    plain = _unaccented(text.casefold())
    return f" {' '.join(WORDS.findall(plain))} "


def forms_of(term: Term) -> tuple[str, ...]:
    """The full English forms that count as the term's; of a glossary's term only the user's own."""
    entry = lookup(term.source) if term.origin != "glossary" else None
    forms = [term.target, *(entry.english if entry else ())]
    forms += [form.replace("Ministry", "Minister") for form in forms if form.startswith("Ministry")]
    if term.kind == "place" and term.origin != "glossary":
        forms += [other for form in forms for other in _demonyms().get(form, ())]
    if term.kind == "person":
        forms += [spelling for form in forms for spelling in _spellings(form, term.source)]
    return tuple(dict.fromkeys(form for form in forms if form))


def _spellings(form: str, source: str) -> Iterator[str]:
    """A Chinese person's name with the given name first, and with the surname's other spellings."""
    parts = _family(form, source)
    if parts is None:
        return
    family, given = parts
    known = surnames().get((split(source) or ("", ""))[0])
    spaced = _spaced(given, source)
    for spelling in (family, *_parted(family, source), *(known.others if known else ())):
        for name in dict.fromkeys((given, spaced)):
            yield f"{spelling} {name}"
            yield f"{name} {spelling}"


def _spaced(given: str, source: str) -> str:
    """A given name with its syllables apart, as some write it: Xiao Hua; unchanged where it is not the pinyin of the Chinese."""
    parts = syllables((split(source) or ("", ""))[1])
    return " ".join(parts) if fold("".join(parts)) == fold(given, "") else given


def _parted(family: str, source: str) -> tuple[str, ...]:
    """A surname of two characters in two words: Zhu Ge."""
    parts = syllables((split(source) or ("", ""))[0], given=False)
    return (" ".join(parts),) if len(parts) == 2 and fold("".join(parts)) == fold(family, "") else ()


def _family(form: str, source: str) -> tuple[str, str] | None:
    """Family and given name of an English form whose first word is the pinyin of the source's surname."""
    chinese, words = split(source), form.split(" ")
    known = surnames().get(chinese[0]) if chinese else None
    if known is None or len(words) < 2 or fold(words[0]) not in map(fold, (known.pinyin, *known.others)):
        return None
    return words[0], " ".join(words[1:])


class _Known(NamedTuple):
    """What stands for a name in a text. It is asked for in every sentence, and is the same in all."""

    folded: tuple[str, ...]
    short: tuple[str, ...]
    acronyms: tuple[str, ...]


@lru_cache(maxsize=4096)
def _known(term: Term) -> _Known:
    person = term.kind == "person"
    return _Known(_folded(term), _short_names(term) if person else (), () if person else tuple(_acronyms(term)))


def _folded(term: Term) -> tuple[str, ...]:
    """The term's full forms as they look in a folded text; terms and things may be plural."""
    endings = (" ",) if term.kind == "person" else (" ", "s ", "es ")
    forms = {fold(form, hyphen).strip() for form in forms_of(term) for hyphen in (" ", "")}
    forms |= {re.sub("^the ", "", form) for form in forms}
    return tuple(f" {form}{ending}" for form in forms if form for ending in endings)


def same_name(english_target: str, term: Term) -> bool:
    """True where the English holds the name or term: in full in either order, by surname alone, or by its acronym.

    Case, accents, hyphens and possessives do not count. A surname with somebody else's given name does not either.
    A term without an English form is held by any text.
    """
    if not term.target:
        return True
    folded = {fold(english_target, hyphen) for hyphen in (" ", "")}
    known = _known(term)
    if any(form in text for form in known.folded for text in folded):
        return True
    if any(_alone(english_target, last) for last in known.short):
        return True
    return any(re.search(rf"\b{acronym}s?\b", english_target) for acronym in known.acronyms)


def _short_names(term: Term) -> tuple[str, ...]:
    """What a person is called for short: the family name, of a foreign person the first name too (Audrey)."""
    families = [parts[0] for form in forms_of(term) if (parts := _family(form, term.source))]
    apart = ["-".join(two.split()) for family in families for two in _parted(family, term.source)]
    families += [spelling for two in apart for spelling in (two.capitalize(), two.title())]
    if families:
        return tuple(dict.fromkeys(families))
    words = [[w for w in form.split(" ") if w.rstrip(".") not in SUFFIXES] for form in forms_of(term)]
    return tuple(dict.fromkeys(short for w in words if len(w) > 1 for short in (w[-1], w[0]) if len(short) > 2))


def _alone(text: str, last: str) -> bool:
    """True where the last name stands without another capitalised word behind it."""
    plain = _unaccented(text)
    for match in re.finditer(rf"(?<![\w-]){re.escape(_unaccented(last))}(?![\w-])", plain):
        behind = NEXT_WORD.match(plain, match.end())
        if behind is None or HONORIFICS.fullmatch(behind[1]):
            return True
    return False


def _unaccented(text: str) -> str:
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _acronyms(term: Term) -> Iterator[str]:
    """NDRC for National Development and Reform Commission; at least three letters."""
    for form in forms_of(term):
        initials = [word[0] for word in re.split(r"[\s-]+", form) if word and word.lower() not in SMALL_WORDS]
        if len(initials) > 2 and all(letter.isupper() for letter in initials):
            yield "".join(initials)


def slips(source: str, target: str, terms: Sequence[Term]) -> tuple[Slip, ...]:
    """The terms that stand in the source (longest first, without overlap) and not in its translation, in order.

    A term inside a longer known name is not meant: 中国 in 中国银行 is no slip of China. A guess is nobody's spelling, so that
    leaving it is no slip either; nor is a country left out before a place or body that is translated: 美国洛杉矶.
    """
    by_form = {
        form: term
        for term in reversed(terms)
        for form in (term.source, *term.aliases)
        if form and form in source and term.origin not in GUESSED
    }
    if not by_form:
        return ()
    standing = list(_standing(source, by_form))
    last = {id(by_form[form]): (at, form) for at, form in reversed(standing)}
    return tuple(
        Slip(term=by_form[form], form=form)
        for at, form in sorted(last.values())
        if not same_name(target, by_form[form]) and not _dispensable(at, form, standing, by_form, target)
    )


def _dispensable(
    at: int, form: str, standing: Sequence[tuple[int, str]], by_form: dict[str, Term], target: str
) -> bool:
    """True for a place directly before another place or an organisation that the translation names."""
    following = next((by_form[other] for begin, other in standing if begin == at + len(form)), None)
    if by_form[form].kind != "place" or following is None:
        return False
    return following.kind in ("place", "organisation") and same_name(target, following)


@once
def _demonyms() -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in table("demonyms.tsv")}


def _standing(source: str, by_form: dict[str, Term]) -> Iterator[tuple[int, str]]:
    lengths = sorted({len(form) for form in by_form}, reverse=True)
    key, at = folded(source), 0
    while at < len(source):
        ours = next((source[at : at + n] for n in lengths if source[at : at + n] in by_form), "")
        known = longest(key, at)
        if ours and len(ours) >= len(known):
            yield at, ours
        at += max(len(ours), len(known), 1)
