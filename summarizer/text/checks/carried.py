"""Does what needs no translation stand in the English as it is: addresses, @names, #tags, code, and names in Latin letters."""

import re
from collections.abc import Callable, Iterator, Set

from summarizer.records import FindingKind, Severity, Term
from summarizer.text.checks.case import Case
from summarizer.text.checks.rule import Fault, Rule, at
from summarizer.text.checks.terms import NAMED
from summarizer.text.names.compare import fold
from summarizer.text.numbers.tables import units
from summarizer.text.once import once
from summarizer.text.scripts import HAN, table

_URL_CHARACTERS = r"[!#-'*-;=?-Z_a-z~%]"
_VERBATIM: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("the address", re.compile(rf"(?:https?://|www\.){_URL_CHARACTERS}*[A-Za-z0-9/_=&#-]")),
    ("the e-mail address", re.compile(r"(?<![\w.+-])[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")),
    ("the code", re.compile(r"`[^`\n]{1,200}`")),
    ("the name", re.compile(r"(?<![\w.+@/-])@[A-Za-z_]\w+", re.ASCII)),
    ("the tag", re.compile(r"(?<![\w&/#-])#[A-Za-z]\w+", re.ASCII)),
)
_EXACT = frozenset({"the address", "the e-mail address", "the code"})
_HANDLES = frozenset({"the name", "the tag"})
_PATH = re.compile(r"[\w-]/\w|[?=&]")
_MARK = re.compile(r"://|www\.|[@`#]")
"""One of these stands in whatever is verbatim."""
_WORD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]*(?:[.&+'’_-][A-Za-z0-9]+)*")
_RUN = re.compile(rf"{_WORD.pattern}(?: {_WORD.pattern})*")
_SPELT_OUT = re.compile(r"[A-Z][A-Z0-9]*")
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to", "a"})


def address_lost(case: Case) -> Fault | None:
    """An address or piece of code of the source that the English has not, or has otherwise."""
    return _missing(case, _EXACT)


def handle_lost(case: Case) -> Fault | None:
    """An @name or #tag of the source that the English has not."""
    return _missing(case, _HANDLES)


def _missing(case: Case, kinds: Set[str]) -> Fault | None:
    lost = [f"{what} {text}" for what, text in _verbatim(case.source) if what in kinds and not _in(text, case.target)]
    return Fault(expected=", ".join(dict.fromkeys(lost))) if lost else None


def address_invented(case: Case) -> Fault | None:
    """An e-mail address, or one with a path, that stands in the English only; a site's own name (www.example.com) may stand for its
    Chinese name."""
    return _strange(
        case, lambda what, text: what in _EXACT and (what != "the address" or _PATH.search(text) is not None)
    )


def handle_added(case: Case) -> Fault | None:
    """A site, @name or #tag that stands in the English only."""
    return _strange(case, lambda what, text: what in _HANDLES or (what == "the address" and not _PATH.search(text)))


def _strange(case: Case, counts: Callable[[str, str], bool]) -> Fault | None:
    if not case.han:
        return None
    added = [(what, text) for what, text in _verbatim(case.target) if counts(what, text) and not _in(text, case.source)]
    told = ", ".join(dict.fromkeys(f"{what} {text}" for what, text in added))
    return Fault(found=told, span=at(case.target, added[0][1])) if added else None


def _in(text: str, other: str) -> bool:
    return text.casefold() in other.casefold()


def _verbatim(text: str) -> Iterator[tuple[str, str]]:
    """Kind and words of each, in order of kind; what one kind has read, no later one sees."""
    for what, pattern in _VERBATIM if _MARK.search(text) else ():
        yield from ((what, found) for found in pattern.findall(text))
        text = pattern.sub("\n", text)


def latin_name_lost(case: Case) -> Fault | None:
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
    return Fault(expected=", ".join(lost)) if lost else None


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


@once
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


@once
def _usual() -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in table("latin_words.tsv")}


_ADDRESS = Case("详情见 https://example.com/news/12 。", "For details see https://example.com/news/12.")

RULES = (
    Rule(
        id="latin-name-lost",
        kind=FindingKind.NAME,
        severity=Severity.WARNING,
        looks_for="A name that the source writes in Latin letters, and the English has not.",
        message="The English does not have {expected}.",
        test=latin_name_lost,
        passes=Case("OpenAI 发布了新模型。", "Open AI released a new model."),
        fails=Case("OpenAI 发布了新模型。", "The company released a new model."),
    ),
    Rule(
        id="address-lost",
        kind=FindingKind.ADDRESS,
        severity=Severity.ERROR,
        looks_for="A web or e-mail address or piece of code that the English has not, or has otherwise.",
        message="The English does not have {expected}.",
        test=address_lost,
        passes=_ADDRESS,
        fails=Case(_ADDRESS.source, "For details see https://example.com/news/21."),
        explains=(FindingKind.ADDRESS,),
    ),
    Rule(
        id="handle-lost",
        kind=FindingKind.ADDRESS,
        severity=Severity.WARNING,
        looks_for="An @name or #tag in Latin letters that the English has not.",
        message="The English does not have {expected}.",
        test=handle_lost,
        passes=Case("关注 @example_news 。", "Follow @example_news."),
        fails=Case("关注 @example_news 。", "Follow us."),
    ),
    Rule(
        id="address-invented",
        kind=FindingKind.ADDRESS,
        severity=Severity.WARNING,
        looks_for="An e-mail address, or a web address with a path, that stands in the English only.",
        message="The source does not have {found}.",
        test=address_invented,
        passes=Case("据中新网报道，比赛结束。", "According to www.chinanews.com, the match is over."),
        fails=Case("详情见官网。", "For details see https://example.com/news/21."),
    ),
    Rule(
        id="handle-added",
        kind=FindingKind.ADDRESS,
        severity=Severity.INFO,
        looks_for="A site, @name or #tag that stands in the English only.",
        message="The source does not have {found}.",
        test=handle_added,
        passes=Case("微博用户发文。", "A Weibo user wrote a post."),
        fails=Case("微博用户@老王说车发文。", "Weibo user @LaoWangTalksCars wrote a post."),
    ),
)
