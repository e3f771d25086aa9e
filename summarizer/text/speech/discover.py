"""Who is named in the article: labels, guest lists, names given from outside, titles before names, subjects of speech verbs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from summarizer.records import SpeakerKind, Term
from summarizer.text.speech import roles
from summarizer.text.speech.cast import Cast, Member, merge
from summarizer.text.speech.labels import Label
from summarizer.text.speech.lines import Line, clauses, sentences
from summarizer.text.speech.naming import dotted, gap_pattern, latin_ending, name_beginning, name_ending, without_lead
from summarizer.text.speech.shape import is_likely_name, opens_with_name
from summarizer.text.speech.tables import pattern, verb_pattern, verbs, words

_ENGLISH = re.compile(r"\s?[（(](?P<latin>[A-Z][A-Za-zÀ-ÿ.'’-]+(?: [A-Z][A-Za-zÀ-ÿ.'’-]*)+)[）)]")
_JOINED = re.compile(r"(?:[和与與及跟同、]|以及)$")


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
    cast = Cast(merge(found)).with_short_forms(text)
    return Cast((*cast.members, *_only_short(lines, cast)))


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
    title = re.compile(pattern("role"))
    for line in lines:
        for found in title.finditer(line.masked):
            name = name_beginning(line.masked[found.end() : found.end() + 8], article)
            if name:
                yield _described(line.masked[: found.end()], (name,))


def _opening(lines: Iterable[Line]) -> Iterator[Member]:
    """Names of three characters that open a sentence of the prose: 苏婉清三年前回到家乡。"""
    for line in lines:
        if line.kind == "paragraph":
            for start, _ in sentences(line):
                if opens_with_name(line.masked[start : start + 4]):
                    yield Member((line.masked[start : start + 3],))


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
                after = line.masked[found.start() + len(verb.word) :]
                if not line.masked[: found.start()].endswith(verb.not_after) and not after.startswith(verb.not_before):
                    yield line.masked[start : found.start()], verb.strong


def _subject(left: str, strong: bool) -> Iterator[Member]:
    for end in range(len(left), 0, -1):
        if not gap_pattern().match(left[end:]):
            continue
        name = name_ending(left[:end])
        if name:
            before = left[: end - len(name)]
            yield _described(before, (name,))
            if (joined := _JOINED.search(before)) and (first := name_ending(before[: joined.start()])):
                yield _described(before[: joined.start() - len(first)], (first,))
            return
        if strong and (latin := latin_ending(left[:end])):
            yield Member((latin,), "person" if " " in latin else "organisation")
            return


def _only_short(lines: Iterable[Line], cast: Cast) -> Iterator[Member]:
    """People whom the article names by surname and title alone: 李女士."""
    short = re.compile(
        f"(?:^|[\x01-\x03、\\s]|{pattern('conjunction')})(?P<name>[\\u4e00-\\u9fff]{{1,2}}{pattern('short_title')})$"
    )
    seen: set[str] = set()
    for left, _ in _lefts(lines):
        for end in range(len(left), 1, -1):
            found = short.search(left[:end]) if gap_pattern().match(left[end:]) else None
            if (
                found
                and found["name"] not in seen
                and found["name"] not in cast.by_form
                and _has_surname(found["name"])
            ):
                seen.add(found["name"])
                yield Member((found["name"],))
                break


@cache
def _has_surname(name: str) -> bool:
    return any(is_likely_name(name[:n] + "晓明") and name[n:] in words("short_title") for n in (1, 2))
