"""Profiles of those who speak: name, kind, role and affiliation in the article's own words."""

import re
import unicodedata
from collections.abc import Iterable

from summarizer.records import Name, Profile
from summarizer.text.attribution.cast import Member
from summarizer.text.attribution.tables import alternatives, ending, words
from summarizer.text.names import romanise
from summarizer.text.pinyin import spelt as spelt_out
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
    role, affiliation = role_and_affiliation(member.described) if member.described else ("", "")
    if not role:
        role, affiliation = member.role, member.affiliation
    return Profile(
        id=_unique(slug(member.name), taken),
        kind=member.kind,
        name=Name(source=member.name),
        aliases=tuple(f for f in dict.fromkeys(member.forms) if f != member.name),
        role=Name(source=role if is_role(role) and "的" not in role else ""),
        affiliation=Name(source=affiliation if is_organisation(affiliation) else ""),
    )


def role_and_affiliation(described: str) -> tuple[str, str]:
    """(role, affiliation) of 云帆科技创始人兼总裁 or 硅基智能开创人、老总: what is no organisation and no role stays out.
    A later title with an organisation of its own is kept whole: 图灵奖获得者、Meta首席AI科学家."""
    text = described.strip(" 、,，:：()（）").removeprefix("了")
    first, mark, rest = text.partition("、")
    role, affiliation = _parted(first)
    if mark and not role:
        return _parted(rest)
    if not mark:
        return role, affiliation
    if affiliation:
        return f"{role}、{rest}", affiliation
    later = _parted(rest)
    if later[1] and is_role(first):
        return text, later[1]
    return (f"{role}、{rest}" if role and is_role(rest) else later[0] or role), later[1]


_UNITS = frozenset(("系", "学系", "室", "科", "车间", "支部", "分会", "战略部", "校"))


def _parted(text: str) -> tuple[str, str]:
    """The organisation is the longest beginning that ends like one; without one the role is what its own words show."""
    key = folded(text)
    if not is_role(text):
        return "", text if is_organisation(text) else ""
    for at in range(len(key) - 1, 0, -1):
        left, right = key[:at], key[at:]
        ends = (
            ending(left, "organisation_suffix", "institution")
            or any(left.endswith(u) for u in _UNITS)
            or _LATIN.fullmatch(left)
        )
        if ends and len(left) >= 2 and len(right) <= 14 and _starts_role(right):
            return text[at:], text[:at].removesuffix("的").strip(" 、")
    for at in range(len(key)):
        if _whole_role(key[at:]):
            return text[at:], ""
    return "", ""


_LATIN = re.compile("[A-Za-z0-9.& ]+")


def _starts_role(text: str) -> bool:
    """What stands behind an organisation: a role, with prefixes, a field (AI科学家, 社会学教授) or 兼 before it."""
    return is_role(text) and not ending(text[:2], "organisation_suffix") and text[0] not in "的长员人者师家"


def _whole_role(text: str) -> bool:
    parts = re.split("[、兼,和及]", text)
    prefixes = f"^(?:{alternatives(words('role_prefix'))})+"
    return all((re.sub(prefixes, "", part) or part) in words("role", "person_noun") for part in parts if part)


def is_role(text: str) -> bool:
    """True if the words name a role: empty is better than wrong."""
    return bool(ending(folded(text).removesuffix("之一"), "role", "person_noun", "moderator"))


def is_organisation(text: str) -> bool:
    """True if the words may name an organisation: no sentence, no clause, no figure."""
    key = folded(text)
    if not key or len(key) > 30 or re.search(r"[,。;:!?的了是]|^[这那该其]|^一[家个名位所间些]|\d{4}年", key):
        return False
    if _CLAUSE.search(key):
        return False
    return bool(ending(key, "organisation_suffix", "institution")) or key.isascii() or 2 <= len(key) <= 12


_CLAUSE = re.compile("^[但据]|^在(?![线野])|引述|援引|质询")
"""Words before a name that belong to the sentence, not to an organisation: 但在…大学, 质询时引述…大学."""


def slug(name: str) -> str:
    """A name in small Latin letters: `luo-jiangchun`, `openai`, `shanmu-aoteman`; a Chinese surname stands apart."""
    spelt = romanise(name) or " ".join(spelt_out(part) for part in re.split(r"[·・•‧\s]+", name))
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower().replace("'", "")).strip("-") or "speaker"


def _unique(ident: str, taken: set[str]) -> str:
    number, one = 2, ident
    while one in taken:
        one, number = f"{ident}-{number}", number + 1
    taken.add(one)
    return one
