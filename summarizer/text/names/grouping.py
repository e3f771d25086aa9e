"""From places to people and organisations: one entity for all forms of a name, with its title and where it belongs."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from summarizer.text.lazy_pattern import lazy
from summarizer.text.names.authority import Entry, lookup
from summarizer.text.names.described import Description, described
from summarizer.text.names.entities import Entity, Evidence, Mention, NameKind, Names, Refusal, indexed
from summarizer.text.names.passage import Passage
from summarizer.text.names.resolution import Weighed, probability
from summarizer.text.names.romanise import is_person_name, split, surnames
from summarizer.text.names.short_forms import Short, short_forms
from summarizer.text.names.transliterated import spelling
from summarizer.text.words import folded

_DOTS = lazy(r"[·.=-]")
_ASIDE = lazy(r"\s?[(\[]\s?(?:以下简称|下称|简称|又称)[“\"「『]?([^”\"」』)\]]{2,10})[”\"」』]?[)\]]")
_LATIN = lazy(r"\s?[(\[]\s?([A-ZÀ-Ž][A-Za-zÀ-ž0-9'’.&-]*(?:[ -][A-Za-zÀ-ž0-9'’.&-]+){0,6})\s?[,)\]]")
SHORT_PROBABILITY = 0.9
"""Of a person whom the article names by surname and title alone."""


@dataclass(slots=True)
class Place:
    """A form at a place, before its entity is known."""

    block: int
    start: int
    end: int
    short: bool = False


@dataclass(slots=True)
class Draft:
    """An entity in the making. `key` is the folded full form."""

    key: str
    kind: NameKind
    places: list[Place]
    score: float
    evidence: list[Evidence] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    named: bool = True
    surname: str = ""
    english: str = ""
    descriptions: list[Description] = field(default_factory=list)


def entities_of(passages: Sequence[Passage], standing: Sequence[Sequence[Weighed]]) -> Names:
    """All names, each with every form that stands in the article."""
    drafts = _one_of_each(_drafts(standing))
    for draft in drafts:
        _read_around(draft, passages)
    drafts = _with_parts(drafts, passages)
    drafts += _short(drafts, passages)
    bodies = _bodies(drafts)
    for draft in drafts:
        if draft.kind == "person":
            draft.descriptions = [
                described(passages[p.block], p.start, p.end, bodies.get(p.block, {})) for p in draft.places
            ]
    drafts.sort(key=lambda d: min((p.block, p.start) for p in d.places))
    return indexed(tuple(_entity(number, d, passages) for number, d in enumerate(drafts)), ())


def _bodies(drafts: Sequence[Draft]) -> dict[int, dict[int, tuple[int, str]]]:
    """For each block, where an organisation or place ends: end to start and kind."""
    found: dict[int, dict[int, tuple[int, str]]] = {}
    for draft in drafts:
        if draft.kind in ("organisation", "place"):
            for p in draft.places:
                found.setdefault(p.block, {})[p.end] = (p.start, draft.kind)
    return found


def _drafts(standing: Sequence[Sequence[Weighed]]) -> list[Draft]:
    found: dict[str, list[Weighed]] = {}
    for one in (w for of_block in standing for w in of_block):
        found.setdefault(one.candidate.form, []).append(one)
    return [_draft(form, places) for form, places in found.items()]


def _one_of_each(drafts: Sequence[Draft]) -> list[Draft]:
    """Joins the forms of one entry of the authority table: 李强总理 to 李强; the form that the table has first names it."""
    found: dict[int, Draft] = {}
    others: list[Draft] = []
    for draft in drafts:
        entry = lookup(draft.key) if any(e.rule == "known" for e in draft.evidence) else None
        if entry is None or entry.kind != draft.kind:
            others.append(draft)
        elif id(entry) not in found:
            found[id(entry)] = draft
        else:
            one, two = sorted((found[id(entry)], draft), key=lambda d: _order(entry, d.key))
            one.places += [Place(p.block, p.start, p.end, short=True) for p in two.places]
            one.refused += two.refused
            found[id(entry)] = one
    return [*found.values(), *others]


def _order(entry: Entry, key: str) -> int:
    return next((n for n, form in enumerate(entry.forms) if folded(form) == key), len(entry.forms))


def _draft(form: str, places: list[Weighed]) -> Draft:
    best = max(places, key=lambda w: w.score)
    draft = Draft(
        key=form,
        kind=best.candidate.kind,
        places=[Place(w.candidate.block, w.candidate.start, w.candidate.end) for w in places],
        score=best.score,
        evidence=list(best.evidence),
        refused=[refusal for w in places for refusal in w.refused],
        named=any(w.candidate.whole for w in places),
    )
    if draft.kind == "person" and _is_chinese(form, best.candidate.features[0][0]):
        draft.surname = (split(form) or ("",))[0]
    return draft


def _is_chinese(form: str, rule: str) -> bool:
    """True for a Chinese name, and for a known one that has the shape of one."""
    return rule.startswith("surname") or (rule == "known" and is_person_name(form))


def _read_around(draft: Draft, passages: Sequence[Passage]) -> None:
    """Takes the Latin form that stands in brackets behind the name."""
    for place in draft.places:
        passage = passages[place.block]
        if not draft.english and (found := _LATIN.match(passage.text.replace("（", "(").replace("）", ")"), place.end)):
            draft.english = found[1].strip()


def _with_parts(drafts: list[Draft], passages: Sequence[Passage]) -> list[Draft]:
    """Joins a part of a name to the whole: 奥克塔伊 to 福阿特·奥克塔伊, Altman to Sam Altman, 海石咨询 to 海石咨询公司."""
    drafts = sorted(drafts, key=lambda d: -len(d.key))
    by_key = {d.key: d for d in drafts}
    taken = _taken(drafts)
    gone: set[str] = set()
    for draft in drafts:
        if draft.key in gone:
            continue
        for part in _parts(draft):
            other = by_key.get(part)
            if other is not None and other is not draft and other.kind == draft.kind and part not in gone:
                draft.places += [Place(p.block, p.start, p.end, short=True) for p in other.places]
                gone.add(part)
            elif other is None:
                draft.places += list(_free(part, passages, taken))
        for alias in _aliases(draft, passages):
            draft.places += list(_free(alias, passages, taken))
            if (same := by_key.get(alias)) and same is not draft and alias not in gone:
                draft.places += [Place(p.block, p.start, p.end, short=True) for p in same.places]
                gone.add(alias)
    return [d for d in drafts if d.key not in gone]


def _parts(draft: Draft) -> Iterator[str]:
    """What may stand for the whole name."""
    if draft.kind == "person":
        if draft.surname:
            if len(draft.surname) == 2 and draft.surname not in surnames():
                yield draft.surname
            return
        parts = _DOTS.split(draft.key) if not draft.key.isascii() else draft.key.split(" ")
        if len(parts) > 1:
            yield from (p for p in (parts[-1], parts[0]) if len(p) > 1)
        elif draft.evidence and draft.evidence[0].rule == "japanese-surname":
            yield draft.evidence[0].words
    elif draft.kind == "organisation" and draft.evidence and draft.evidence[0].rule == "organisation-ending":
        ending = draft.evidence[0].words
        stem = re.sub("(?:股份)?(?:有限)?(?:责任)?$", "", draft.key.removesuffix(ending))
        if len(stem) >= 4 or (len(stem) == 3 and not stem.endswith(("省", "市", "县", "区"))):
            yield stem


def _aliases(draft: Draft, passages: Sequence[Passage]) -> Iterator[str]:
    """Short forms that the article itself announces: （以下简称“海石”）."""
    for place in draft.places:
        if found := _ASIDE.match(passages[place.block].key, place.end):
            yield found[1]


def _taken(drafts: Sequence[Draft]) -> set[tuple[int, int]]:
    return {(p.block, at) for d in drafts for p in d.places for at in range(p.start, p.end)}


def _free(part: str, passages: Sequence[Passage], taken: set[tuple[int, int]]) -> Iterator[Place]:
    """Where the part stands alone and nothing else has the place."""
    for passage in passages:
        at = passage.key.find(part)
        while at >= 0:
            end = at + len(part)
            if all((passage.number, n) not in taken for n in range(at, end)) and _alone(passage, at, end):
                taken.update((passage.number, n) for n in range(at, end))
                yield Place(passage.number, at, end, short=True)
            at = passage.key.find(part, end)


def _alone(passage: Passage, start: int, end: int) -> bool:
    """True if no word runs over either edge, or only because the tokenizer does not know the name."""
    key = passage.key
    if key[start].isascii():
        return (
            not (start and key[start - 1].isalnum() and key[start - 1].isascii()) and not key[end : end + 1].isalpha()
        ) or not key[end : end + 1].isascii()
    foreign = all(c in spelling() for c in key[start:end])
    if foreign:
        left_clear = start == 0 or key[start - 1] not in spelling() or passage.is_edge(start)
        right_clear = end >= len(key) or key[end] not in spelling() or passage.is_edge(end)
        return left_clear and right_clear and key[start - 1 : start] != "·" and key[end : end + 1] != "·"
    return passage.is_edge(start) and passage.is_edge(end)


def _short(drafts: list[Draft], passages: Sequence[Passage]) -> list[Draft]:
    """Adds short forms to the people they stand for; gives those without a whole name as entities of their own."""
    people = [d for d in drafts if d.surname]
    family_names = frozenset(d.surname for d in people)
    taken = _taken(drafts)
    others: dict[str, Draft] = {}
    for passage in passages:
        for short in short_forms(passage, family_names):
            if any((passage.number, n) in taken for n in range(short.start, short.end)):
                continue
            place = Place(passage.number, short.start, short.end, short=True)
            whole = None if short.anonymous else _whole(short, place, people)
            if whole is not None:
                whole.places.append(place)
                continue
            form = passage.key[short.start : short.end]
            draft = others.setdefault(form, _unnamed(form, short))
            draft.places.append(Place(place.block, place.start, place.end))
    return list(others.values())


def _unnamed(form: str, short: Short) -> Draft:
    evidence = [Evidence("short-form", short.title or "某", 2.2)]
    return Draft(key=form, kind="person", places=[], score=2.2, evidence=evidence, named=False, surname=short.surname)


def _whole(short: Short, place: Place, people: Sequence[Draft]) -> Draft | None:
    """The person the short form stands for: of several, whom the article named last before it."""
    same = [d for d in people if d.surname == short.surname]
    before = [
        (max((p.block, p.start) for p in d.places if (p.block, p.start) < (place.block, place.start)), d)
        for d in same
        if any((p.block, p.start) < (place.block, place.start) for p in d.places)
    ]
    if before:
        return max(before, key=lambda pair: pair[0])[1]
    return same[0] if len(same) == 1 else None


def _entity(number: int, draft: Draft, passages: Sequence[Passage]) -> Entity:
    def form(place: Place) -> str:
        return passages[place.block].text[place.start : place.end]

    whole = [form(p) for p in draft.places if not p.short] or [form(p) for p in draft.places]
    names = [text for text, _ in Counter(whole).most_common()]
    forms = tuple(dict.fromkeys([*names, *(form(p) for p in draft.places)]))
    places = sorted(draft.places, key=lambda p: (p.block, p.start))
    mentions = tuple(Mention(p.block, p.start, p.end, form(p), number, p.short) for p in places)
    role = next((d.role for d in draft.descriptions if d.role), "")
    affiliation = next((d.affiliation for d in draft.descriptions if d.affiliation), "")
    return Entity(
        name=forms[0],
        kind=draft.kind,
        forms=forms,
        mentions=mentions,
        probability=round(probability(draft.score), 3),
        evidence=tuple(draft.evidence),
        refused=tuple(draft.refused),
        named=draft.named,
        surname=draft.surname,
        english=draft.english,
        role=role,
        affiliation=affiliation,
    )
