"""The cast of an article: who is named in it, and by which forms."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from summarizer.records import SpeakerKind
from summarizer.text.speech.shape import is_familiar, is_foreign_name, is_person_name, surname_of
from summarizer.text.speech.tables import alternatives, words

_DOTS = re.compile(r"[·・•‧]")


@dataclass(frozen=True, slots=True)
class Member:
    """Someone named: `forms` holds every way the article writes it, the longest sensible one first."""

    forms: tuple[str, ...]
    kind: SpeakerKind = "person"
    role: str = ""
    affiliation: str = ""

    @property
    def name(self) -> str:
        return self.forms[0]


def merge(members: Iterable[Member]) -> tuple[Member, ...]:
    """One member for all forms of a name: the same form, the end of a foreign name, a part of a Latin one."""
    merged: list[Member] = []
    for member in sorted(members, key=lambda m: -max(len(form) for form in m.forms)):
        same = [at for at, other in enumerate(merged) if _same(member, other)]
        if len(same) == 1:
            merged[same[0]] = _join(merged[same[0]], member)
        elif not same:
            merged.append(member)
    return tuple(merged)


def _same(one: Member, other: Member) -> bool:
    if set(one.forms) & set(other.forms):
        return True
    if "person" not in (one.kind, other.kind):
        return False
    return any(_part_of(short, long) for short in one.forms for long in other.forms)


def _part_of(short: str, long: str) -> bool:
    """奥特曼 of 山姆·奥特曼; Francesca of Francesca Bria."""
    if _DOTS.search(long):
        return _DOTS.split(long)[-1] == short
    return long.isascii() and " " in long and short in long.split()


def _join(one: Member, other: Member) -> Member:
    forms = tuple(dict.fromkeys((*one.forms, *other.forms)))
    kind = one.kind if one.kind != "organisation" else other.kind
    return replace(
        one,
        forms=_best_first(forms),
        kind=kind,
        role=one.role or other.role,
        affiliation=one.affiliation or other.affiliation,
    )


def _best_first(forms: tuple[str, ...]) -> tuple[str, ...]:
    """A Chinese form before a Latin one, then the longest."""
    return tuple(sorted(forms, key=lambda form: (form.isascii(), -len(form))))


@dataclass(frozen=True)
class Cast:
    """Everyone named, and how to find them in a text."""

    members: tuple[Member, ...]

    @cached_property
    def by_form(self) -> dict[str, Member]:
        return {form: member for member in self.members for form in member.forms}

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any form of anyone, the longest first; a Latin one as a whole word."""
        latin = {form for form in self.by_form if form.isascii()}
        other = alternatives(set(self.by_form) - latin)
        return re.compile(f"{other}|(?<![A-Za-z0-9]){alternatives(latin)}(?![A-Za-z0-9])")

    @cached_property
    def surnames(self) -> dict[str, tuple[Member, ...]]:
        found: dict[str, tuple[Member, ...]] = {}
        for member in self.members:
            if member.kind == "person" and (surname := _surname(member)):
                found[surname] = (*found.get(surname, ()), member)
        return found

    @cached_property
    def short_pattern(self) -> re.Pattern[str]:
        """A surname of the cast with a title: 罗总, 金教授, 司马先生."""
        surname = alternatives(tuple(self.surnames))
        return re.compile(
            f"(?P<surname>{surname})(?P<title>副?{alternatives(words('short_title'))})|(?<=[老小])(?P<familiar>{surname})"
        )

    def short(self, surname: str, title: str) -> Member | None:
        """Whose short form it is; None where two share the surname and no role decides."""
        people = self.surnames.get(surname, ())
        if len(people) > 1:
            people = tuple(m for m in people if title and _has_title(m, title))
        return people[0] if len(people) == 1 else None

    def with_short_forms(self, text: str) -> "Cast":
        """The same cast, each with the short forms that stand in the text."""
        extra: dict[Member, list[str]] = {}
        for found in self.short_pattern.finditer(text) if self.surnames else ():
            form = found[0] if found["surname"] else text[found.start() - 1 : found.end()]
            member = self.short(found["surname"] or found["familiar"], found["title"] or "")
            if member and form not in self.by_form and (found["surname"] or is_familiar(form)):
                extra.setdefault(member, []).append(form)
        for member in self.members:
            last = _DOTS.split(member.name)[-1]
            if last not in self.by_form and text.count(last) > text.count(member.name):
                extra.setdefault(member, []).append(last)
        return Cast(tuple(replace(m, forms=tuple(dict.fromkeys((*m.forms, *extra.get(m, ()))))) for m in self.members))


def _has_title(member: Member, title: str) -> bool:
    """总工 is short for 总工程师."""
    whole = {"总工": "总工程师", "總工": "總工程師", "副总": "副总", "副總": "副總"}.get(title, title)
    return whole in member.role or any(form.endswith(whole) for form in member.forms)


def _surname(member: Member) -> str:
    if is_person_name(member.name):
        return surname_of(member.name)
    return "" if is_foreign_name(member.name) or member.name.isascii() else surname_of(member.name)
