"""Profiles of those who speak."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from pypinyin import lazy_pinyin

from summarizer.records import Name, Profile
from summarizer.text.names import romanise
from summarizer.text.speech.cast import Cast, Member
from summarizer.text.speech.discover import kind_of
from summarizer.text.speech.memory import Span


def profiles_of(spans: Sequence[Span], cast: Cast) -> tuple[Profile, ...]:
    """One profile for everyone who says something, in the order of their first words."""
    names = dict.fromkeys(name for span in spans for name in (span.quoted_by, span.who, *span.also) if name)
    taken: set[str] = set()
    return tuple(_profile(cast.by_form.get(name) or _unnamed(name), taken) for name in names)


def _unnamed(name: str) -> Member:
    kind = kind_of(name)
    return Member((name,), kind if kind != "person" else "organisation")


def _profile(member: Member, taken: set[str]) -> Profile:
    ident = _unique(slug(member.name), taken)
    return Profile(
        id=ident,
        kind=member.kind,
        name=Name(source=member.name),
        aliases=member.forms[1:],
        role=Name(source=member.role),
        affiliation=Name(source=member.affiliation),
    )


def slug(name: str) -> str:
    """A name in small Latin letters: `luo-jiangchun`, `openai`, `shanmu-aoteman`; a Chinese surname stands apart."""
    spelt = romanise(name) or " ".join("".join(lazy_pinyin(part)) for part in re.split(r"[·・•‧\s]+", name))
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower().replace("'", "")).strip("-") or "speaker"


def _unique(ident: str, taken: set[str]) -> str:
    number, one = 2, ident
    while one in taken:
        one, number = f"{ident}-{number}", number + 1
    taken.add(one)
    return one


def ids_of(profiles: Iterable[Profile]) -> dict[str, str]:
    """Every form of every profile to its id."""
    return {form: p.id for p in profiles for form in (*p.aliases, p.name.source)}
