"""Who is named in the article: labels, guest lists, names given from outside, titles before names, subjects of speech verbs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from summarizer.records import SpeakerKind, Term
from summarizer.text.speech import roles
from summarizer.text.speech.cast import Cast, Member, merge
from summarizer.text.speech.labels import Label
from summarizer.text.speech.lines import ASIDE, Line, clauses
from summarizer.text.speech.shape import TRANSLITERATED, is_foreign_name, is_person_name
from summarizer.text.speech.tables import pattern, verb_pattern, verbs, words

_RUN = "[" + "".join(sorted(TRANSLITERATED)) + "]"
_DOTTED = re.compile(f"{_RUN}{{1,6}}(?:[·・•‧]{_RUN}{{1,8}})+")
_ENGLISH = re.compile(r"\s?[（(](?P<latin>[A-Z][A-Za-zÀ-ÿ.'’-]+(?: [A-Z][A-Za-zÀ-ÿ.'’-]*)+)[）)]")
_LATIN = re.compile(r"[A-Z][\w.&'’-]*(?: [A-Z][\w.&'’-]*)*$", re.ASCII)
_RUN_END = re.compile(f"{_RUN}{{2,6}}$")
_AFTER_NAME = re.compile(r"[\s，,。；;：:、！!？?（(）)“”「」\x01-\x03和与與及跟同等的]|$")


def cast_of(lines: Sequence[Line], labels: Sequence[Label | None], known: Iterable[Term]) -> Cast:
    """Everyone named, whether or not they speak."""
    text = "\n".join(line.masked for line in lines)
    found = [*_labelled(labels), *_known(known), *_foreign(lines), *_titled(lines, text), *_subjects(lines)]
    return Cast(merge(found)).with_short_forms("\n".join(line.text for line in lines))


def _labelled(labels: Iterable[Label | None]) -> Iterator[Member]:
    for label in filter(None, labels):
        yield Member((label.name,), kind_of(label.name), label.role, label.affiliation)


@cache
def kind_of(name: str) -> SpeakerKind:
    """What the name of a label or a subject stands for."""
    if name in words("moderator") or re.fullmatch(f".{{0,6}}{pattern('moderator')}.{{0,2}}", name):
        return "moderator"
    if name in words("source_alone"):
        return "organisation"
    if re.fullmatch(f".{{0,6}}{pattern('group_label', 'anonymous_alone', 'anonymous_head')}.{{0,2}}", name):
        return "anonymous"
    return "person"


def _known(known: Iterable[Term]) -> Iterator[Member]:
    for term in known:
        if term.kind in ("person", "organisation"):
            forms = tuple(form for form in (term.source, *term.aliases) if form and form not in words("pronoun"))
            yield Member(forms, "person" if term.kind == "person" else "organisation")


def _foreign(lines: Iterable[Line]) -> Iterator[Member]:
    """Names with dots, and Chinese names with a Latin form in brackets behind them."""
    for line in lines:
        for found in _DOTTED.finditer(line.masked):
            yield _described(line.masked[: found.start()], (found[0],))
        for found in _ENGLISH.finditer(line.text):
            name = _name_ending(line.text[: found.start()])
            if name:
                yield _described(line.text[: found.start() - len(name)], (name, found["latin"]))


def _name_ending(text: str) -> str:
    """The name that a text ends with: dotted, of a surname and two or one, or spelt out."""
    if found := re.search(f"{_DOTTED.pattern}$", text):
        return found[0]
    for length in (4, 3, 2):
        name = text[-length:]
        if len(name) == length and is_person_name(name) and _may_open(text[:-length]):
            return name
    found = _RUN_END.search(text)
    return found[0] if found and is_foreign_name(found[0]) and _may_open(text[: found.start()]) else ""


@cache
def _opening() -> re.Pattern[str]:
    """What may stand between a mark and a name: conjunctions, adverbs, 据, a list."""
    return re.compile(
        f"(?:^|[\x01-\x03、，,。；;：:！!？?\\s和与與及跟对對据據在）)》”」])(?:{pattern('conjunction', 'adverb')})*$"
    )


def _may_open(before: str) -> bool:
    return bool(_opening().search(before)) or roles.ends_with_role(before)


def _described(before: str, forms: tuple[str, ...]) -> Member:
    described = roles.before(before)
    role, affiliation = roles.split(described) if described else ("", "")
    return Member(forms, "person", role, affiliation)


def _titled(lines: Iterable[Line], text: str) -> Iterator[Member]:
    """Names right behind a title: 总裁司马华鹏."""
    title = re.compile(pattern("role"))
    for line in lines:
        for found in title.finditer(line.masked):
            name = _name_at(line.masked[found.end() : found.end() + 8], text)
            if name:
                yield _described(line.masked[: found.end()], (name,))


def _name_at(text: str, article: str) -> str:
    """The name that a text begins with; the longer where it stands alone or comes again, else the shorter that stands alone."""
    if found := re.match(f"{_RUN}{{3,6}}", text):
        return found[0] if is_foreign_name(found[0]) and article.count(found[0]) > 1 else ""
    names = [text[:n] for n in (4, 3, 2) if len(text) >= n and is_person_name(text[:n])]
    alone = [name for name in names if _ends(text[len(name) :])]
    again = [name for name in names if article.count(name) > 1]
    return next(iter([*alone, *again]), "")


def _ends(after: str) -> bool:
    return bool(_AFTER_NAME.match(after)) or bool(gap_pattern().match(after)) or bool(verb_pattern().match(after))


@cache
def gap_pattern() -> re.Pattern[str]:
    """What may stand between a subject and its verb: a title, a bracket, adverbs, and a phrase that a preposition opens."""
    return re.compile(
        f"(?:{pattern('short_title')})?[{ASIDE}\\s]*(?:(?:{pattern('adverb')})\\s*)*(?:{pattern('preposition')}.*)?$"
    )


def _subjects(lines: Iterable[Line]) -> Iterator[Member]:
    """Names that are subjects of speech verbs."""
    for line in lines:
        for start, end in clauses(line.masked, 0, len(line.masked)):
            for found in verb_pattern().finditer(line.masked, start, end):
                if not _ordinary(line.masked, found):
                    continue
                yield from _subject(line.masked[start : found.start()], verbs()[found["verb"]].strong)


def _ordinary(text: str, found: re.Match[str]) -> bool:
    verb = verbs()[found["verb"]]
    return not text[: found.start()].endswith(verb.not_after) and not text[found.end() :].startswith(verb.not_before)


def _subject(left: str, strong: bool) -> Iterator[Member]:
    for end in range(len(left), 0, -1):
        if not gap_pattern().match(left[end:]):
            continue
        if name := _name_ending(left[:end]):
            yield _described(left[: end - len(name)], (name,))
            return
        latin = _LATIN.search(left[:end])
        if latin and strong and _may_open(left[: latin.start()]):
            yield Member((latin[0],), "person" if " " in latin[0] else "organisation")
            return
