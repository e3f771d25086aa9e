"""The English of fixed labels: 主持人 is the Moderator, 记者A is Reporter A, 观众2 is Audience member 2."""

import re

from summarizer.text.names.authority import lookup
from summarizer.text.once import once
from summarizer.text.scripts import simplified, table

_NUMBERED = re.compile(r"(?P<role>.+?) ?(?P<which>[A-Za-z]|[0-9]{1,2}|[一二三四五六七八九十甲乙丙丁])")
_ORDINALS = {c: str(n) for n, c in enumerate("一二三四五六七八九十", 1)} | dict(zip("甲乙丙丁", "ABCD", strict=True))


@once
def _roles() -> dict[str, str]:
    return {row[0]: row[1] for row in table("role_labels.tsv")}


def label_in_english(label: str) -> str:
    """The English of a label that is a role, numbered or not, or a known house's reporter; empty where it is none of these."""
    key = simplified(label.strip())
    if key in _roles():
        return _roles()[key]
    numbered = _NUMBERED.fullmatch(key)
    if numbered and numbered["role"] in _roles():
        which = _ORDINALS.get(numbered["which"], numbered["which"].upper())
        return f"{_roles()[numbered['role']]} {which}"
    house = lookup(label.strip()[:-2]) if key.endswith("记者") else None
    return f"{house.english[0]} reporter" if house and house.kind == "organisation" else ""
