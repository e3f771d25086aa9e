"""The cast: everyone who may speak, under one key for all the forms that the article uses."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from summarizer.records import SpeakerKind
from summarizer.text.attribution.tables import ending, pattern, words
from summarizer.text.names.entities import Entity, Names
from summarizer.text.names.romanise import split as parts_of
from summarizer.text.words import folded, is_word

Gender = str
"""`f`, `m` or empty."""


@dataclass(slots=True)
class Member:
    """Someone who speaks or is spoken of. `head`: the noun that says what an unnamed person is."""

    key: str
    name: str
    kind: SpeakerKind
    forms: tuple[str, ...] = ()
    role: str = ""
    affiliation: str = ""
    described: str = ""
    """What the article says they are, in one phrase: a label's brackets, what stands before the name."""
    gender: Gender = ""
    plural: bool = False
    head: str = ""
    entity: int | None = None


_SEVERAL = re.compile(r"[·•‧∙・･\s]").search
"""What parts a name into several."""


@dataclass(slots=True)
class Cast:
    """The members, by key; grows while the article is read."""

    names: Names
    members: dict[str, Member] = field(default_factory=dict)
    by_entity: dict[int, str] = field(default_factory=dict)
    by_form: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        short = []
        for number, entity in enumerate(self.names.entities):
            if kind_of(entity) in ("person", "organisation"):
                self._add_entity(number, entity)
                if kind_of(entity) == "person" and _may_be_short(entity):
                    short.append(number)
        for number in short:
            self._merge_short(number)
        self._merge_organisations()

    def _merge_organisations(self) -> None:
        """德国铁路 is 德国铁路公司, if the article names both."""
        named = [m for m in self.members.values() if m.kind == "organisation" and m.entity is not None]
        for long in named:
            for short in named:
                if short is long or short.key not in self.members or long.key not in self.members:
                    continue
                prefix = folded(short.name)
                if folded(long.name).startswith(prefix) and _COMPANY.fullmatch(folded(long.name)[len(prefix) :]):
                    self._merge(long, short)

    def _merge(self, member: Member, other: Member) -> None:
        member.forms = tuple(dict.fromkeys((*member.forms, *other.forms)))
        self.by_entity.update({n: member.key for n, key in self.by_entity.items() if key == other.key})
        self.by_form.update({folded(form): member.key for form in other.forms})
        del self.members[other.key]

    def _add_entity(self, number: int, entity: Entity) -> None:
        kind: SpeakerKind = "person" if kind_of(entity) == "person" else "organisation"
        key = f"e{number}"
        gender = _gender_of((*entity.forms, entity.role))
        forms = tuple(dict.fromkeys((*entity.forms, *filter(None, (entity.english,)))))
        self.members[key] = Member(
            key, entity.name, kind, forms, entity.role, entity.affiliation, gender, entity=number
        )
        self.by_entity[number] = key
        for form in entity.forms:
            self.by_form.setdefault(folded(form), key)

    def _merge_short(self, number: int) -> None:
        """罗总 is 罗启航, Daigle is Leslie Daigle, if the article names just one such person in full."""
        own = self.members[f"e{number}"]
        full = self.part_of(own.name) or self.short_form(own.name)
        if full is None or full is own:
            return
        full.forms = tuple(dict.fromkeys((*full.forms, *own.forms)))
        full.gender = full.gender or own.gender
        self.by_entity[number] = full.key
        for form in own.forms:
            self.by_form[folded(form)] = full.key
        del self.members[own.key]

    def part_of(self, text: str) -> Member | None:
        """Whose name in several parts has this as its first or last: 奥特曼 of 山姆·奥特曼, Daigle of Leslie Daigle."""
        key = folded(text)
        found = [
            m
            for m in self.people()
            if any(key in (parts := re.split("[·\\s]+", folded(f))) and len(parts) > 1 for f in m.forms if _SEVERAL(f))
        ]
        return found[0] if len(found) == 1 else None

    def of_entity(self, number: int) -> Member | None:
        key = self.by_entity.get(number)
        return self.members[key] if key else None

    def of_form(self, form: str) -> Member | None:
        key = self.by_form.get(folded(form))
        return self.members[key] if key else None

    def add(
        self, name: str, kind: SpeakerKind, head: str = "", plural: bool = False, aliases: tuple[str, ...] = ()
    ) -> Member:
        """The member of this name, made if there is none yet."""
        known = self.of_form(name)
        if known:
            return known
        key = f"n{len(self.members)}"
        self.members[key] = Member(
            key, name, kind, (name, *aliases), gender=_gender_of((name,)), plural=plural, head=head
        )
        for form in (name, *aliases):
            self.by_form.setdefault(folded(form), key)
        return self.members[key]

    def organisation(self, name: str) -> Member:
        """An organisation, the same as one whose name it ends or that ends it: 远山航空 of 中国远山航空."""
        known = self.of_form(name)
        if known:
            return known
        key = folded(name)
        for member in self.members.values():
            if member.kind == "organisation" and len(key) >= 2:
                for form in map(folded, member.forms):
                    if _same_organisation(key, form):
                        member.forms = (*member.forms, name)
                        member.name = (
                            name if _COMPANY.fullmatch(key.removeprefix(form)) and key != form else member.name
                        )
                        self.by_form[key] = member.key
                        return member
        return self.add(name, "organisation")

    def people(self) -> Iterable[Member]:
        return (m for m in self.members.values() if m.kind == "person")

    def short_form(self, text: str) -> Member | None:
        """Whose short form it is: 罗总, 老庞, 徐里长, 秀兰阿嬷; None if nobody's or more than one's."""
        key = folded(text)
        stem = key.removesuffix(ending(key, "short_title", "person_noun", "role"))
        title = key[len(stem) :]
        stem = re.sub("^[老小阿](?=.$)", "", stem) if not title or len(stem) == 2 else stem
        if not stem or (stem == key and not re.fullmatch("[老小阿].", key)) or len(stem) > 4:
            return None
        found = [
            m
            for m in self.people()
            if m.entity is not None
            and folded(m.name) != key
            and self.names.entities[m.entity].named
            and _has_part(self.names.entities[m.entity], stem)
        ]
        if len(found) > 1 and title:
            titled = [m for m in found if title in folded(m.role) or any(folded(f).endswith(title) for f in m.forms)]
            found = titled or found
        return found[0] if len(found) == 1 else None


def kind_of(entity: Entity) -> str:
    """What an entity is; a glossary's entry without a kind is a person if it has the shape of a personal name."""
    shaped = entity.kind == "term" and parts_of(folded(entity.name)) and not is_word(entity.name)
    return "person" if shaped else entity.kind


def _may_be_short(entity: Entity) -> bool:
    return (
        not entity.named
        or entity.name.isascii()
        or bool(ending(folded(entity.name), "short_title"))
        or len(entity.name) <= 4
    )


def _has_part(entity: Entity, stem: str) -> bool:
    """A surname, or two characters or more of a given name."""
    if len(stem) == 1:
        return folded(entity.surname or entity.name[:1]) == stem and "·" not in entity.name
    return any(folded(form).startswith(stem) or folded(form).endswith(stem) for form in entity.forms)


_COMPANY = re.compile("(?:科技|股份)?(?:有限|责任|股份)*(?:公司|集团)")
_PLACE = re.compile("^(?:中国|韩国|美国|日本|英国|法国|德国|俄罗斯|台湾|香港|全国|国家|我国|本市|该市|当地)")


def _same_organisation(one: str, other: str) -> bool:
    """The shorter is the longer without a country before it, or its beginning with 方面, 市政府 for 市府."""
    short, long = sorted((one, other), key=len)
    if short == long or _PLACE.sub("", long) == _PLACE.sub("", short):
        return True
    if short.replace("市府", "市政府").replace("县府", "县政府") == long:
        return True
    if 2 <= len(short) <= 4 and short[0] == long[0] and not long.startswith(short) and _is_abbreviation(short, long):
        return True
    return len(short) >= 4 and (long.endswith(short) and len(long) - len(short) <= 4)


def _is_abbreviation(short: str, long: str) -> bool:
    """房协 of 房屋协会: its characters in their order."""
    rest = iter(long)
    return len(long) >= 2 * len(short) and all(character in rest for character in short)


def _gender_of(forms: Iterable[str]) -> Gender:
    for form in forms:
        key = folded(form)
        if ending(key, "female") or re.search("女(?!队|足|排|篮|超)", key[:-1]):
            return "f"
        if ending(key, "male"):
            return "m"
    return ""


def fuller(member: Member, role: str, affiliation: str) -> Member:
    return replace(member, role=member.role or role, affiliation=member.affiliation or affiliation)


__all__ = ["Cast", "Gender", "Member", "fuller", "pattern", "words"]
