"""Who is named in the article: labels, guest lists, names given from outside, titles before names, subjects of speech verbs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from summarizer.records import SpeakerKind, Term
from summarizer.text.speech import roles
from summarizer.text.speech.cast import Cast, Member, merge
from summarizer.text.speech.joint import leads_to_verb
from summarizer.text.speech.labels import Label
from summarizer.text.speech.lines import REACH, Line, clauses, sentences
from summarizer.text.speech.naming import (
    dotted,
    gap_pattern,
    latin_ending,
    may_open,
    name_beginning,
    name_ending,
    without_lead,
)
from summarizer.text.speech.shape import is_sure_name, opens_with_name, short_name
from summarizer.text.speech.tables import pattern, verb_pattern, verbs, words

_ENGLISH = re.compile(r"\s?[（(](?P<latin>[A-Z][A-Za-zÀ-ÿ.'’-]+(?: [A-Z][A-Za-zÀ-ÿ.'’-]*)+)[）)]")
_JOINED = re.compile(r"(?:夫妇|夫婦|夫妻)?(?:以及|[和与與及跟同、])(?=[\u4e00-\u9fff]{0,12}$)")


def cast_of(lines: Sequence[Line], labels: Sequence[Label | None], known: Iterable[Term]) -> Cast:
    """Everyone named, whether or not they speak."""
    prose = "\n".join(line.masked for line in lines)
    text = "\n".join(line.text for line in lines)
    found = [
        *_labelled(labels),
        *_known(known),
        *_foreign(lines),
        *_titled(lines, prose),
        *_subjects(lines),
        *_opening(lines),
    ]
    found += _in_full(found, prose)
    cast = Cast(merge(_without_swallowed(found, text))).with_short_forms(text)
    return Cast((*cast.members, *_only_short(lines, cast)))


def _in_full(found: Sequence[Member], text: str) -> Iterator[Member]:
    """The whole name of whom speech verbs know by its last part only: Leslie Daigle of Daigle."""
    for last in {m.name for m in found if m.name.isascii() and m.name.isalpha() and m.name.istitle()}:
        for whole in set(re.findall(f"(?<![A-Za-z.'-])[A-Z][a-z]+ (?:[A-Z][A-Za-z.]* )?{last}(?![A-Za-z])", text)):
            yield Member((whole, last))


def _without_swallowed(found: Sequence[Member], text: str) -> Iterator[Member]:
    """Leaves out 唐凤先 where 唐凤 stands alone too: the last character is an adverb's or a preposition's."""
    names = {m.name for m in found}
    follows = {word[0] for kind in ("adverb", "preposition", "conjunction") for word in words(kind)} | {
        v[0] for v in verbs()
    }
    for member in found:
        name = member.name
        swallowed = len(name) == 3 and name[-1] in follows and name[:-1] in names
        if _only_in_a_house(name, text):
            continue
        if not (swallowed and len(member.forms) == 1 and text.count(name) < text.count(name[:-1])):
            yield member


def _only_in_a_house(name: str, text: str) -> bool:
    """惠民银 of 惠民银行: wherever it stands, its end and what follows make what houses are called."""
    ends = [s for s in words("organisation_suffix") for n in (1, 2) if len(s) > n and name.endswith(s[:n])]
    places = [found.end() for found in re.finditer(re.escape(name), text)] if ends and len(name) == 3 else []
    return bool(places) and all(
        any(text.startswith(s[n:], at) for s in ends for n in (1, 2) if name.endswith(s[:n]) and s[n:]) for at in places
    )


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
    described = f".{{0,6}}{pattern('group_label', 'anonymous_alone', 'anonymous_head', 'anonymous_title')}.{{0,2}}"
    counted = (
        f"(?:{pattern('anonymous_quantifier')}).*{pattern('anonymous_head', 'anonymous_title')}.{{0,2}}|.姓.{{2,4}}"
    )
    if re.fullmatch(described, name) or re.fullmatch(counted, name):
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
        for found in dotted().finditer(line.masked):
            name = without_lead(found[0])
            yield _described(line.masked[: found.end() - len(name)], (name,))
        for found in _ENGLISH.finditer(line.text):
            name = name_ending(line.text[: found.start()])
            if name:
                yield _described(line.text[: found.start() - len(name)], (name, found["latin"]))


def _described(before: str, forms: tuple[str, ...]) -> Member:
    described = roles.before(before)
    role, affiliation = roles.split(described) if described else ("", "")
    return Member(forms, "person", role, affiliation)


def _titled(lines: Iterable[Line], article: str) -> Iterator[Member]:
    """Names right behind a title: 总裁司马华鹏."""
    title = re.compile(f"{pattern('role', 'moderator')}(?P<are>(?:分别|分別)?[是为為]|包括)?")
    for line in lines:
        for found in title.finditer(line.masked):
            names = tuple(_names_at(line.masked, found.end(), article))
            for name in names if found["are"] else names[:1]:
                office = found.end() - len(found["are"] or "")
                yield _described(line.masked[:office], (name,))
            for name in () if found["are"] else names[1:]:
                yield Member((name,))


_LATIN = re.compile(r"[A-Z][a-z]+(?: [A-Z][A-Za-z.]*)+")


def _names_at(text: str, at: int, article: str) -> Iterator[str]:
    """The names that begin there, joined by 和 and 、."""
    while True:
        latin = _LATIN.match(text, at)
        name = latin[0] if latin else name_beginning(text[at : at + 8], article)
        if not name:
            return
        yield name
        at += len(name)
        if text[at : at + 1] not in tuple("和与與及、"):
            return
        at += 1


def _opening(lines: Iterable[Line]) -> Iterator[Member]:
    """Names of three characters that open a sentence of the prose: 苏婉清三年前回到家乡。Two, where they are joined."""
    lead = re.compile(f"(?:{pattern('conjunction')})?")
    for line in lines:
        for start, _ in sentences(line) if line.kind == "paragraph" else ():
            for at in {start, lead.match(line.masked, start).end()}:  # type: ignore[union-attr]  # it may match nothing
                yield from _names_from(line.masked[at : at + 8])


def _names_from(text: str) -> Iterator[Member]:
    if opens_with_name(text[:4]):
        yield Member((text[:3],))
        if text[3:4] in tuple("和与與及、") and is_sure_name(text[4:7]):
            yield Member((text[4:7],))


def _subjects(lines: Iterable[Line]) -> Iterator[Member]:
    """Names that are subjects of speech verbs."""
    for left, strong in _lefts(lines):
        yield from _subject(left, strong)


def _lefts(lines: Iterable[Line]) -> Iterator[tuple[str, bool]]:
    """What stands before each speech verb in its clause, and whether the verb is a strong one."""
    for line in lines:
        for start, end in clauses(line.masked, 0, len(line.masked)):
            for found in verb_pattern().finditer(line.masked, start, end):
                verb = verbs()[found["verb"]]
                after = line.masked[found.start() + len(verb.word) :].removeprefix("的")
                if not line.masked[: found.start()].endswith(verb.not_after) and not after.startswith(verb.not_before):
                    yield line.masked[max(start, found.start() - REACH) : found.start()], verb.strong


def _subject(left: str, strong: bool) -> Iterator[Member]:
    for end in range(len(left), 0, -1):
        if not leads_to_verb(left[end:]):
            continue
        name = name_ending(left[:end])
        if name:
            yield from _list_of(left[:end], name)
            return
        if strong and (latin := latin_ending(left[:end])):
            yield Member((latin,), "person" if " " in latin else "organisation")
            return


def _list_of(text: str, name: str) -> Iterator[Member]:
    """The name that `text` ends with, and those joined to it from before: 尤佳、史文斌和鲍志强."""
    before = text[: -len(name)]
    yield _described(before, (name,))
    for joined in reversed(list(_JOINED.finditer(before))):
        if other := name_ending(before[: joined.start()]):
            yield from _list_of(before[: joined.start()], other)
            return


def _only_short(lines: Iterable[Line], cast: Cast) -> Iterator[Member]:
    """People whom the article names by surname and title alone: 李女士."""
    short = re.compile(f"(?P<name>[\\u4e00-\\u9fff]{{1,2}}{pattern('short_title')}|[\\u4e00-\\u9fff]{{2,3}})$")
    seen: set[str] = set()
    for left, _ in _lefts(lines):
        for end in range(len(left), 1, -1):
            found = short.search(left[:end]) if gap_pattern().match(left[end:]) else None
            name = short_name(found["name"]) if found else ""
            if name and name not in seen and name not in cast.by_form and may_open(left[: end - len(name)]):
                seen.add(name)
                yield Member((name,))
                break
