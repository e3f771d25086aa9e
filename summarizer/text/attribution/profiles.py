"""Profiles of those who speak: name, kind, role and affiliation in the article's own words."""

import re
import unicodedata
from collections.abc import Iterable

from pypinyin import lazy_pinyin

from summarizer.records import Name, Profile
from summarizer.text.attribution.cast import Member
from summarizer.text.attribution.tables import alternatives, ending, words
from summarizer.text.names import romanise
from summarizer.text.words import folded


def profiles_of(members: Iterable[Member]) -> tuple[tuple[Profile, ...], dict[str, str]]:
    """(one profile for each member, in order; the member's key to the profile's id)."""
    taken: set[str] = set()
    found: list[Profile] = []
    ids: dict[str, str] = {}
    for member in members:
        if member.key not in ids:
            profile = _profile(member, taken)
            found.append(profile)
            ids[member.key] = profile.id
    return tuple(found), ids


def _profile(member: Member, taken: set[str]) -> Profile:
    role, affiliation = role_and_affiliation(member.role)
    affiliation = member.affiliation or affiliation
    return Profile(
        id=_unique(slug(member.name), taken),
        kind=member.kind,
        name=Name(source=member.name),
        aliases=tuple(f for f in dict.fromkeys(member.forms) if f != member.name),
        role=Name(source=role if is_role(role) else ""),
        affiliation=Name(source=affiliation if is_organisation(affiliation) else ""),
    )


def role_and_affiliation(described: str) -> tuple[str, str]:
    """(role, affiliation) of 云帆科技创始人兼总裁: the role begins with its first word of a role; empty if there is none."""
    text = described.strip(" 、,，:：()（）")
    key = folded(text)
    for start in range(len(key)):
        if _begins_role(key, start):
            return text[start:], text[:start].removesuffix("的").strip(" 、")
    return text, ""


def _begins_role(key: str, start: int) -> bool:
    """What stands from here on is a role, or several joined by 、 or 兼, with its prefixes (副, 首席)."""
    rest = re.split("[、兼,和及]|/", key[start:])
    return bool(rest[0]) and all(_whole_role(part) for part in rest if part)


def _whole_role(text: str) -> bool:
    stripped = re.sub(f"^(?:{alternatives(words('role_prefix'))})+", "", text)
    return stripped in words("role") or stripped in words("person_noun") or (bool(ending(stripped, "role")) and len(stripped) <= 6 and len(ending(stripped, "role")) >= len(stripped) - 3)


def is_role(text: str) -> bool:
    """True if the words name a role: empty is better than wrong."""
    return bool(ending(folded(text).removesuffix("之一"), "role", "person_noun", "moderator"))


def is_organisation(text: str) -> bool:
    """True if the words may name an organisation: no sentence, no clause, no figure."""
    key = folded(text)
    if not key or len(key) > 30 or re.search(r"[,。;:!?的了是]|^[一这那该其]|\\\\d{4}年", key):
        return False
    return bool(ending(key, "organisation_suffix", "institution")) or key.isascii() or 2 <= len(key) <= 12


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

