"""Who speaks across many articles: one entry for one speaker, and never two people silently taken for one.

Pure: the same appearances give the same people, in whatever order they come.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from summarizer.records import Name, Profile, Record
from summarizer.report import Report
from summarizer.text.names.compare import fold
from summarizer.text.scripts import has_han, simplified

Basis = Literal["one article", "known name", "name and affiliation", "name alone"]
LEAST = 2
"""Characters of an affiliation from which it may be the short form of another: 北大 within 北大光华, but not 院."""


class Seen(Record):
    """A speaker of one article."""

    article: str
    speaker: str
    """The speaker's id in that article."""
    statements: int


class Appearance(Record):
    """A speaker as one article has them. `known` where glossary, table or the article itself gave the English name."""

    seen: Seen
    profile: Profile
    known: bool = False


class Person(Profile):
    """One speaker across the articles. `name`, `role` and `affiliation` are those of most articles."""

    others: tuple[str, ...] = ()
    """Other English forms of the name that articles have."""
    roles: tuple[Name, ...] = ()
    affiliations: tuple[Name, ...] = ()
    seen: tuple[Seen, ...]
    by: Basis
    """Why the appearances are taken for one speaker. `name alone`: some article does not say where they belong."""
    perhaps: tuple[str, ...] = ()
    """Ids of those of the same name who may be the same person: their affiliation is another."""

    @property
    def statements(self) -> int:
        return sum(one.statements for one in self.seen)


def appearances(article: str, report: Report) -> Iterator[Appearance]:
    """The speakers of one article."""
    said = Counter(statement.speaker for statement in report.statements)
    verified = {form for term in report.terms if term.verified for form in (term.source, *term.aliases)}
    for speaker in report.speakers:
        profile = Profile(**{name: getattr(speaker, name) for name in Profile.model_fields})
        seen = Seen(article=article, speaker=speaker.id, statements=said[speaker.id])
        yield Appearance(seen=seen, profile=profile, known=speaker.name.source in verified)


def people(found: Iterable[Appearance]) -> tuple[Person, ...]:
    """Everybody, those of most articles first.

    Two appearances are one speaker where name and kind agree, simplified and traditional characters being the same, and

    - an organisation's name is enough, and so is a person's that is known (of the glossary, the table, the article itself);
    - of any other person the affiliations are the same or one contains the other; a missing one fits any, as long as there are not two
      that exclude each other. Those who do not fit stay apart and point at each other (`perhaps`).

    Moderators and unnamed sources are never the same in two articles.
    """
    named: dict[tuple[str, ...], list[Appearance]] = {}
    for one in found:
        named.setdefault(_key(one), []).append(one)
    apart = [(key, _parted(together)) for key, together in named.items()]
    entries = [(key, _person(group)) for key, groups in apart for group in groups]
    entries.sort(key=lambda entry: _rank(entry[1]))
    ids = _ids([person for _, person in entries])
    same: dict[tuple[str, ...], list[str]] = {}
    for (key, _), own in zip(entries, ids, strict=True):
        same.setdefault(key, []).append(own)
    return tuple(
        person.model_copy(update={"id": own, "perhaps": tuple(i for i in same[key] if i != own)})
        for (key, person), own in zip(entries, ids, strict=True)
    )


def _key(one: Appearance) -> tuple[str, ...]:
    """What the name is called by. A known name goes by its English: 谷歌 and Google are one."""
    profile = one.profile
    if profile.kind in ("moderator", "anonymous"):
        return (profile.kind, one.seen.article, one.seen.speaker)
    english = fold(profile.name.target or profile.name.source)
    if one.known or not has_han(profile.name.source):
        return (profile.kind, "known", english)
    return (profile.kind, "", _plain(profile.name.source))


def _parted(together: Sequence[Appearance]) -> list[list[Appearance]]:
    """Appearances of one name, by whom they can be told to be."""
    first = together[0]
    if first.profile.kind != "person" or first.known:
        return [list(together)]
    places = {_place(one): one.profile.affiliation for one in together}
    clear = [p for p in places if not _ambiguous(p, places)]
    group = {p: min(q for q in clear if _fit(p, q)) if p in clear else p for p in places}
    parts: dict[tuple[str, str], list[Appearance]] = {}
    for one in together:
        parts.setdefault(group[_place(one)], []).append(one)
    return list(parts.values())


def _place(one: Appearance) -> tuple[str, str]:
    affiliation = one.profile.affiliation
    return _plain(affiliation.source), fold(affiliation.target).strip()


def _ambiguous(place: tuple[str, str], places: Iterable[tuple[str, str]]) -> bool:
    """True where it fits two others that exclude each other. Among those that are not so, to fit is transitive."""
    fitting = [p for p in places if _fit(place, p)]
    return any(not _fit(a, b) for a in fitting for b in fitting)


def _fit(one: tuple[str, str], other: tuple[str, str]) -> bool:
    (a, english_a), (b, english_b) = one, other
    if not a or not b or a == b or (english_a and english_a == english_b):
        return True
    short, long = sorted((a, b), key=len)
    return len(short) >= LEAST and short in long


def _plain(text: str) -> str:
    return simplified("".join(text.split())).casefold()


def _person(group: Sequence[Appearance]) -> Person:
    """The entry of one group; its id is given when all are known."""
    profiles = [one.profile for one in group]
    sources = _common(p.name.source for p in profiles)
    targets = _common(p.name.target for p in profiles)
    known = _common(one.profile.name.target for one in group if one.known)
    target = (known or targets or ("",))[0]
    name = Name(source=sources[0] if sources else "", target=target)
    roles, affiliations = _names(p.role for p in profiles), _names(p.affiliation for p in profiles)
    return Person(
        id="",
        kind=profiles[0].kind,
        name=name,
        aliases=_common([*sources[1:], *(alias for p in profiles for alias in p.aliases)]),
        role=roles[0] if roles else Name(source=""),
        affiliation=affiliations[0] if affiliations else Name(source=""),
        others=tuple(t for t in targets if t != target),
        roles=roles,
        affiliations=affiliations,
        seen=tuple(sorted((one.seen for one in group), key=lambda seen: (seen.article, seen.speaker))),
        by=_basis(group),
    )


def _basis(group: Sequence[Appearance]) -> Basis:
    if len({one.seen.article for one in group}) == 1:
        return "one article"
    if group[0].profile.kind != "person" or group[0].known:
        return "known name"
    return "name and affiliation" if all(one.profile.affiliation.source for one in group) else "name alone"


def _common(texts: Iterable[str]) -> tuple[str, ...]:
    """Each once, the commonest first, then by the alphabet."""
    return tuple(text for text, _ in sorted(Counter(filter(None, texts)).items(), key=lambda item: (-item[1], item[0])))


def _names(names: Iterable[Name]) -> tuple[Name, ...]:
    counted = Counter(name for name in names if name.source or name.target)
    order = sorted(counted.items(), key=lambda item: (-item[1], item[0].source, item[0].target))
    return tuple({_plain(name.source): name for name, _ in reversed(order)}.values())[::-1]


def _rank(person: Person) -> tuple[object, ...]:
    unnamed = person.kind in ("moderator", "anonymous")
    articles = len({one.article for one in person.seen})
    first = person.seen[0]
    return unnamed, -articles, -person.statements, person.name.source, first.article, first.speaker


def _ids(persons: Sequence[Person]) -> list[str]:
    """The id that the first article has, numbered where several have it."""
    taken: Counter[str] = Counter()
    ids = []
    for person in persons:
        own = person.seen[0].speaker
        taken[own] += 1
        while taken[own] > 1 and f"{own}-{taken[own]}" in ids:
            taken[own] += 1
        ids.append(own if taken[own] == 1 else f"{own}-{taken[own]}")
    return ids
