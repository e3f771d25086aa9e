"""Does what needs no translation stand in the English as it is: addresses, @names, #tags, code, and names in Latin letters."""

import re
from collections.abc import Iterator
from functools import cache

from summarizer.records import Term
from summarizer.text.checks.case import Case
from summarizer.text.checks.terms import NAMED
from summarizer.text.names.compare import fold
from summarizer.text.numbers.tables import units
from summarizer.text.scripts import HAN, table

_URL_CHARACTERS = r"[!#-'*-;=?-Z_a-z~%]"
_VERBATIM: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("the address", re.compile(rf"(?:https?://|www\.){_URL_CHARACTERS}*[A-Za-z0-9/_=&#-]")),
    ("the e-mail address", re.compile(r"(?<![\w.+-])[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")),
    ("the code", re.compile(r"`[^`\n]{1,200}`")),
    ("the name", re.compile(r"(?<![\w.+@/-])@[A-Za-z_]\w+", re.ASCII)),
    ("the tag", re.compile(r"(?<![\w&/#-])#[A-Za-z]\w+", re.ASCII)),
)
_MARK = re.compile(r"://|www\.|[@`#]")
"""One of these stands in whatever is verbatim."""
_WORD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]*(?:[.&+'’_-][A-Za-z0-9]+)*")
_RUN = re.compile(rf"{_WORD.pattern}(?: {_WORD.pattern})*")
_SPELT_OUT = re.compile(r"[A-Z][A-Z0-9]*")
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to", "a"})


def address_lost(case: Case) -> str | None:
    """An address, @name, #tag or piece of code of the source that the English has not, or has otherwise."""
    lost = [f"{what} {text}" for what, text in _verbatim(case.source) if text.casefold() not in case.target.casefold()]
    return f"The English does not have {', '.join(dict.fromkeys(lost))}." if lost else None


def address_invented(case: Case) -> str | None:
    """One that stands in the English only."""
    added = [f"{what} {text}" for what, text in _verbatim(case.target) if text.casefold() not in case.source.casefold()]
    return f"The source does not have {', '.join(dict.fromkeys(added))}." if added and case.han else None


def _verbatim(text: str) -> Iterator[tuple[str, str]]:
    """Kind and words of each, in order of kind; what one kind has read, no later one sees."""
    for what, pattern in _VERBATIM if _MARK.search(text) else ():
        yield from ((what, found) for found in pattern.findall(text))
        text = pattern.sub("\n", text)


def latin_name_lost(case: Case) -> str | None:
    """A name or acronym that the source itself writes in Latin letters (NVIDIA, Sora) and the English has not.

    Of a name of several words one is enough: 唐鳳（Audrey Tang）. Names with figures (GPT-4) are the number check's, those of
    the brief the term check's.
    """
    if not case.han or not case.target.strip():
        return None
    english = _English(case.target)
    checked = {form for term in case.terms if term.kind in NAMED for form in (term.source, *term.aliases)}
    names = [name for name in _names(_without_addresses(case.source)) if not checked.intersection(name.split())]
    lost = [name for name in dict.fromkeys(names) if not english.has(name, case.terms)]
    return f"The English does not have {', '.join(lost)}." if lost else None


def _without_addresses(text: str) -> str:
    for _, pattern in _VERBATIM if _MARK.search(text) else ():
        text = pattern.sub("\n", text)
    return text


def _names(text: str) -> list[str]:
    """The Latin words with a capital and no figure, those with only blanks between them as one; not single letters (A股) nor
    units (kWh)."""
    names = [" ".join(word for word in _WORD.findall(run) if _is_name(word)) for run in _RUN.findall(text)]
    return [name for name in names if name]


def _is_name(word: str) -> bool:
    capital = any(c.isupper() for c in word) and not any(c.isdecimal() for c in word)
    return len(word) > 1 and capital and word.casefold() not in _units()


@cache
def _units() -> frozenset[str]:
    known = {unit.casefold() for language in ("zh", "en") for unit in units(language)}
    return frozenset(known | {"mbps", "gbps", "kbps", "gb", "mb", "tb", "kb"})


class _English:
    """The words of a translation as they are compared."""

    def __init__(self, text: str) -> None:
        self.text = text.casefold().replace("’", "'")
        self.words = fold(HAN.sub(" ", text)).split()
        self.initials = "".join(word[0] for word in self.words if word not in _SMALL)
        self.all_initials = "".join(word[0] for word in self.words)

    def has(self, name: str, terms: tuple[Term, ...]) -> bool:
        """True where a word of the name stands there, cut or joined otherwise (Open AI), spelt out or shortened, in its usual
        English or as its term."""
        words = name.split()
        if any(self._stands(word) or self._spelt_out(word) for word in (*words, "".join(word[0] for word in words))):
            return True
        if any(re.search(rf"\b(?:{usual})\b", self.text) for word in words for usual in _usual().get(word, ())):
            return True
        return any(term.target and name in term.source and term.target.casefold() in self.text for term in terms)

    def _stands(self, name: str) -> bool:
        key = fold(name, "").replace(" ", "")
        return len(key) > 1 and any(self._begins(at, key) for at in range(len(self.words)))

    def _begins(self, at: int, key: str) -> bool:
        """True where the words from here on, written as one, are the name or its plural or singular."""
        joined = ""
        for word in self.words[at:]:
            joined += word
            if joined in (key, f"{key}s", f"{key}es", key.removesuffix("s")):
                return True
            if len(joined) > len(key):
                return False
        return False

    def _spelt_out(self, name: str) -> bool:
        short = name.casefold()
        return (
            bool(_SPELT_OUT.fullmatch(name))
            and len(name) > 2
            and (short in self.initials or short in self.all_initials)
        )


@cache
def _usual() -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in table("latin_words.tsv")}
