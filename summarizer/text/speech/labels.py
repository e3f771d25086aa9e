"""Labels: the name before a colon that opens a turn, and the lines of a guest list that look the same."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from summarizer.text.speech import roles
from summarizer.text.speech.lines import FINAL, Line
from summarizer.text.speech.shape import is_foreign_name, is_person_name, short_name
from summarizer.text.speech.tables import alternatives, verb_pattern, words

_LABEL = re.compile(
    r"^[\s#>*■●◆▲▼·—–-]*+[【\[]?\s*+(?P<name>[^\s，,。；;：:！!？?“”「」『』（）()【】\[\]][^，,。；;：:！!？?“”「」『』（）()【】\[\]\n]{0,29}?)\s*+"
    r"(?:[（(](?P<aside>[^（）()\n]{1,40})[）)])?\s*+[】\]]?\s*+\**+\s*+[：:]\s*+\**+\s*+"
)
_LATIN_NAME = re.compile(r"[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|de|van|von|der|da|bin|al))+")


@dataclass(frozen=True, slots=True)
class Label:
    """`end`: where the words of the turn begin, in the line. `guest`: it introduces somebody and opens no turn."""

    name: str
    role: str
    affiliation: str
    end: int
    guest: bool = False


def labels_of(lines: Sequence[Line]) -> tuple[Label | None, ...]:
    """For each line its label or None."""
    found = [_LABEL.match(line.text) if line.kind in ("paragraph", "list_item", "heading") else None for line in lines]
    counts = Counter(match["name"].strip("* ") for match in found if match)
    sure = sum(1 for match in found if match and _is_name(match["name"].strip("* ")))
    dialogue = sure >= 3 or sum(1 for name in counts if len(name) <= 6 and _recurs(name, counts)) >= 2
    labels: list[Label | None] = []
    guests = False
    for line, match in zip(lines, found, strict=True):
        label = _label(line, match, counts, dialogue, guests) if match else None
        guests = _opens_guests(line) or (guests and bool(label and label.guest))
        labels.append(label)
    return tuple(labels)


def _only_names(rest: str) -> bool:
    """记者：张伟 李娜 is a credit."""
    parts = [part for part in re.split(r"[\s、，,/／]+", rest.strip()) if part]
    return bool(parts) and all(is_person_name(part) for part in parts)


def _opens_guests(line: Line) -> bool:
    return line.text.strip("*#【】 ：:") in words("guest_heading")


def _label(line: Line, match: re.Match[str], counts: Counter[str], dialogue: bool, guests: bool) -> Label | None:
    whole, aside, rest = match["name"].strip("* "), match["aside"] or "", line.text[match.end() :]
    name, described = _split(whole)
    if not name or _is_frame(whole) or not (_is_name(name) or (dialogue and _recurs(whole, counts))):
        return None
    if line.kind == "heading" and rest.strip():
        return None
    if name in words("moderator") and _only_names(rest):
        return None
    role, affiliation = roles.split(described or aside) if described or aside else ("", "")
    if _is_guest(rest, line.kind, guests):
        role, affiliation = roles.split(rest)
        return Label(name, role, affiliation, match.end(), guest=True)
    return Label(name, role, affiliation, match.end())


def _recurs(name: str, counts: Counter[str]) -> bool:
    """In a transcript, what opens several lines is a name too (雨蒼, TonyQ), unless it is an everyday heading."""
    return counts[name] > 1 and len(name) <= 12 and name not in words("credit_label") and not _phrase().search(name)


def _is_frame(label: str) -> bool:
    """齐家明表示： is prose."""
    return label not in words("moderator") and any(label.endswith(found[0]) for found in verb_pattern().finditer(label))


@cache
def _phrase() -> re.Pattern[str]:
    return re.compile("[的是了在有]|^[另一我你他她它这這那第]")


def _split(label: str) -> tuple[str, str]:
    """(name, what describes it): 主持人王某 and 一览科技创始人罗江春 name one person each."""
    if _is_name(label):
        return label, ""
    for length in (4, 3, 2):
        name, described = label[-length:].strip(), label[:-length].strip()
        if (
            described
            and (is_person_name(name) or is_foreign_name(name))
            and (roles.ends_with_role(described) or described in words("moderator"))
        ):
            return name, described
    return label, ""


def _is_name(text: str) -> bool:
    if text in words("credit_label") - words("moderator") or set(re.split(r"[/／、]", text)) & words("credit_label"):
        return False
    if text in words("moderator") | words("group_label") | words("source_alone") | words("anonymous_alone"):
        return True
    return (
        is_person_name(text)
        or (len(text) > 1 and short_name(text) == text)
        or is_foreign_name(text)
        or bool(_LATIN_NAME.fullmatch(text))
        or bool(_numbered().fullmatch(text))
    )


@cache
def _numbered() -> re.Pattern[str]:
    """记者A, 观众2, 学生甲, 南都记者."""
    kinds = alternatives(
        frozenset(w for k in ("moderator", "group_label", "anonymous_head") for w in words(k) if len(w) > 1)
    )
    house = "[^我你他她这這那有的是想要去来來]{0,6}"
    return re.compile(f"(?:{house}{kinds}|{kinds}\\s?[A-Z0-9一二三四五六七八九十甲乙丙丁]{{1,2}})")


def _is_guest(rest: str, kind: str, guests: bool) -> bool:
    """What follows describes a person rather than says something."""
    rest = rest.strip()
    if not rest or rest[-1] in FINAL or len(rest) > 60 or kind == "heading":
        return False
    return guests or roles.ends_with_role(rest)
