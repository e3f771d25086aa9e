"""Are the names and terms of the article used, and none in the place of another.

What may stand for a name (`used`): an accepted form, an acronym, a demonym, the surname. A country, a generic office or a guess that is
not there is worth a remark at most: translators leave a country before its city out, and a ministry has other names elsewhere.
"""

import re
from collections.abc import Iterator, Sequence

from summarizer.records import FindingKind, Severity, Term
from summarizer.text.checks.case import Case
from summarizer.text.checks.language import NAME_BEHIND, function_words
from summarizer.text.checks.rule import Fault, Rule, at
from summarizer.text.lazy_pattern import lazy
from summarizer.text.names import same_name
from summarizer.text.names.compare import HONORIFICS, forms_of
from summarizer.text.once import once
from summarizer.text.scripts import HAN, table

NAMED = ("person", "organisation", "place", "work")
"""Kinds of terms that keep one English form; a product or plain term may be said in other words."""
SWAPPED = ("person", "organisation", "place")
CERTAIN_ORIGINS = ("glossary", "authority", "source")
_SMALL = frozenset({"of", "the", "and", "for", "in"})
_WORD = lazy(r"\w+")
_PRONOUNS = frozenset("他她它我你您们們咱")
_JOINT = lazy(r"[·•・‧．\-－–]")
"""Between the parts of a foreign name: 科比 in 约翰·科比 is no name by itself."""
_LARGER = lazy(
    rf"(?:{HAN.pattern}){{0,9}}?(?:组织|署|委员会|基金会?|联盟|俱乐部|大学|学院|公司|集团|航空|银行|协会|党|队|报|电视台|法院|议会)"
)
"""Behind a place or organisation: the name goes on, and another is meant (巴黎圣日耳曼足球俱乐部)."""
_LOCAL = lazy("[省市县区州盟旗镇乡]$")
"""Before an office: the one of a province or city is meant, not the national one (市卫健委)."""


def term_unused(case: Case) -> Fault | None:
    """Every name of the article whose English does not stand there."""
    missed = _missing(case)
    return _told(missed) if missed else None


def glossary_unused(case: Case) -> Fault | None:
    """The user's own names and terms whose English does not stand there."""
    missed = [(form, term) for form, term in _missing(case) if term.origin == "glossary"]
    return _told(missed) if missed else None


def name_unused(case: Case) -> Fault | None:
    """Other names of the article whose English does not stand there."""
    missed = [(form, term) for form, term in _missing(case) if term.origin != "glossary"]
    return _told(missed) if missed else None


def name_swapped(case: Case) -> Fault | None:
    """A name of the source is not there, and one of the same kind is that belongs to another sentence of the article."""
    missing = [(form, term) for form, term in _missing(case) if term.kind in SWAPPED]
    if not missing:
        return None
    own = [term for _, term in standing(case.source, case.terms)]
    for form, term in missing:
        for stranger in case.terms:
            if stranger.kind == term.kind and _is_stranger(stranger, own, case):
                called = next((name for name in forms_of(stranger) if name in case.target), stranger.target)
                return Fault(found=called, expected=f"{term.target} ({form})", span=at(case.target, called))
    return None


def name_replaced(case: Case) -> Fault | None:
    """A known person is not there, while a full name stands in the English that nothing in the source explains."""
    missing = [
        (form, term) for form, term in _missing(case) if term.kind == "person" and term.origin in CERTAIN_ORIGINS
    ]
    strange = _unexplained(case) if missing else []
    if not strange:
        return None
    form, term = missing[0]
    return Fault(found=strange[0], expected=f"{term.target} ({form})", span=at(case.target, strange[0]))


def _told(missed: Sequence[tuple[str, Term]]) -> Fault:
    return Fault(expected=", ".join(f"“{term.target}” for {form}" for form, term in missed))


def _missing(case: Case) -> list[tuple[str, Term]]:
    """Names left in Chinese are leftover, not this; one that is only given in brackets behind another name is this."""
    bare = NAME_BEHIND.sub("", case.target) if case.names_in_brackets else case.target
    return [
        (form, term)
        for form, term in standing(case.source, case.terms)
        if form not in bare and not used(case.target, term)
    ]


def used(target: str, term: Term) -> bool:
    """True where the English holds the name in an accepted form."""
    return same_name(target, term) if term.kind == "person" else _used(term, f" {_key(target)} ")


def standing(source: str, terms: Sequence[Term]) -> list[tuple[str, Term]]:
    """The checked terms whose source or alias stands in `source`, outside of longer names, in the order of the source."""
    forms = sorted(((form, t) for t in terms for form in (t.source, *t.aliases) if form), key=lambda x: -len(x[0]))
    rest = source
    found: dict[str, tuple[str, Term]] = {}
    for form, term in forms:
        if form in rest and not set(form) <= _PRONOUNS:
            alone = _stands_alone(rest, form, term)
            rest = rest.replace(form, "\n" * len(form))
            if alone and term.target and term.kind in NAMED:
                found.setdefault(term.source, (form, term))
    return sorted(found.values(), key=lambda x: source.index(x[0]))


def _stands_alone(text: str, form: str, term: Term) -> bool:
    """True where the form is a name by itself in at least one place."""
    return term.origin == "glossary" or any(
        _alone(text, found.start(), found.end(), term) for found in re.finditer(re.escape(form), text)
    )


def _alone(text: str, start: int, end: int, term: Term) -> bool:
    if _JOINT.fullmatch(text[start - 1 : start]) or _JOINT.fullmatch(text[end : end + 1]):
        return False
    if term.kind == "person":
        return True
    before, behind = text[max(0, start - 4) : start], text[end : end + 14]
    nested = term.kind == "organisation" and (_LOCAL.search(before) or _foreign(before))
    return not (nested or _LARGER.match(behind))


def _foreign(before: str) -> bool:
    """True where a country other than China stands right before: 朝鲜中央电视台."""
    return any(before.endswith(country) for country in _countries())


@once
def _countries() -> frozenset[str]:
    return frozenset(word for (word,) in table("countries.txt") if word != "中国")


def _is_stranger(stranger: Term, own: Sequence[Term], case: Case) -> bool:
    """True for a name that stands in the English and not in the source, and is no other form of one that does."""
    if stranger in own or any(form in case.source for form in (stranger.source, *stranger.aliases) if form):
        return False
    return (
        bool(stranger.target)
        and used(case.target, stranger)
        and not _alike(stranger, own)
        and not (stranger.kind == "person" and _in_another_name(case.target, stranger))
    )


def _in_another_name(target: str, term: Term) -> bool:
    """True where only a part of the person's name stands there, behind another given name: Meng-Shan Hsieh for Hsieh Shu-i."""
    if any(form in target for form in forms_of(term)):
        return False
    parts = [found.start() for word in term.target.split() for found in re.finditer(rf"\b{re.escape(word)}\b", target)]
    before = [_GIVEN.search(target[max(0, start - 30) : start]) for start in parts]
    return bool(parts) and all(found and not HONORIFICS.fullmatch(found[1].rstrip(".")) for found in before)


def _alike(stranger: Term, own: Sequence[Term]) -> bool:
    """True where a name of this sentence may be what the English says: it holds the other, or shares a word with it."""
    words = set(stranger.target.casefold().split())
    return any(words & set(term.target.casefold().split()) for term in own)


_GIVEN = lazy(r"([A-Z][\w'’.-]*) $")
_FULL_NAME = lazy(r"(?<![\w.] )(?<![\w-])[A-Z][a-z]+(?:[ -][A-Z][a-z]+){1,2}(?![\w-])")


def _unexplained(case: Case) -> list[str]:
    """Full names in the English that share no word with the names of the source, nor with its Latin words."""
    known = " ".join(name for term in case.terms if _in_source(term, case.source) for name in forms_of(term))
    words = set(_key(f"{known} {case.source}").split())
    names = (name for name in _FULL_NAME.findall(case.target) if name.split()[0].casefold() not in function_words())
    return [name for name in names if not words & set(_key(name.replace("-", " ")).split())]


def _in_source(term: Term, source: str) -> bool:
    return any(form in source for form in (term.source, *term.aliases) if form)


def _used(term: Term, target: str) -> bool:
    """One of the term's English forms stands in the target; the authority table knows several (Legislative Yuan, Legislature)."""
    return any(_form_used(term.model_copy(update={"target": form}), target) for form in forms_of(term))


def _form_used(term: Term, target: str) -> bool:
    """An accepted form stands in the target, or all words of one of several do: Oxford University, the Minister of Health."""
    if any(f" {wanted}" in target for wanted in _accepted(term)):
        return True
    stems = [word[:5] for word in _key(term.target).split() if word not in _SMALL]
    return len(stems) > 1 and all(f" {stem}" in target for stem in stems)


def _accepted(term: Term) -> Iterator[str]:
    """Forms as `_key` writes them. One that ends in a blank is a whole word, another may go on (Taiwan, Taiwanese)."""
    words = _key(term.target).removeprefix("the ").split()
    if not words:
        return
    yield _open_ended(" ".join(words))
    if term.kind in ("organisation", "place") and len(words) > 1:
        yield "".join(word[0] for word in words if word not in _SMALL) + " "
        yield "".join(word[0] for word in words if word != "and") + " "  # MOTC has its "of"
    if term.kind == "place":
        yield from (_open_ended(_key(form)) for form in _demonyms().get(" ".join(words), ()))
        yield _open_ended(words[0][: max(4, len(words[0]) - 2)] if len(words) == 1 else " ".join(words))


def _open_ended(form: str) -> str:
    """A long form may have an ending; one of three letters must stand alone."""
    return form if len(form) > 3 else form + " "


@once
def _demonyms() -> dict[str, tuple[str, ...]]:
    return {row[0].casefold(): row[1:] for row in table("demonyms.tsv")}


def _key(text: str) -> str:
    """Words in lower case with single blanks; U.S. is us, and a possessive falls away."""
    text = re.sub(r"(?<=\b[A-Za-z])\.(?=[A-Za-z]\b|\s|$)", "", text)
    return " ".join(_WORD.findall(re.sub(r"['’]s\b", "", text).casefold()))


_CHEN = Term(source="陈立新", target="Chen Lixin", kind="person", origin="source")
_ZHOU = Term(source="周晓明", target="Zhou Xiaoming", kind="person", origin="source")
_OWN = Term(source="远山科技", target="Farhill", kind="organisation", origin="glossary")

RULES = (
    Rule(
        id="name-swapped",
        kind=FindingKind.SWAPPED_NAME,
        severity=Severity.ERROR,
        looks_for="A name of the article in the place of another of its kind.",
        message="The English names {found}, who is not in this sentence; here it is {expected}.",
        test=name_swapped,
        passes=Case("陈立新表示同意。", "Chen agreed.", (_CHEN, _ZHOU)),
        fails=Case("陈立新表示同意。", "Zhou Xiaoming agreed.", (_CHEN, _ZHOU)),
        explains=(FindingKind.TERM,),
    ),
    Rule(
        id="name-replaced",
        kind=FindingKind.TERM,
        severity=Severity.WARNING,
        looks_for="A known person who is not named, while the English has a full name that nothing in the source explains.",
        message="The English says “{found}”; here it is {expected}.",
        test=name_replaced,
        passes=Case("陈立新表示同意。", "He agreed.", (_CHEN,)),
        fails=Case("陈立新表示同意。", "Cheng Lisheng agreed.", (_CHEN,)),
        explains=(FindingKind.TERM,),
    ),
    Rule(
        id="glossary-unused",
        kind=FindingKind.TERM,
        severity=Severity.WARNING,
        looks_for="A name of the user's glossary whose English is not used.",
        message="The English does not have {expected}.",
        test=glossary_unused,
        passes=Case("远山科技发布公告。", "Farhill issued a notice.", (_OWN,)),
        fails=Case("远山科技发布公告。", "Yuanshan Technology issued a notice.", (_OWN,)),
    ),
    Rule(
        id="name-unused",
        kind=FindingKind.TERM,
        severity=Severity.INFO,
        looks_for="Another name of the article whose English is not used; the translator may have a reason.",
        message="The English does not have {expected}.",
        test=name_unused,
        passes=Case("陈立新表示同意。", "Chen Lixin agreed.", (_CHEN,)),
        fails=Case("陈立新表示同意。", "He agreed.", (_CHEN,)),
    ),
)
