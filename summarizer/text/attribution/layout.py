"""Layouts of conversations: which lines carry a speaker label, in what form, and where a turn ends.

Each form of label is a value with an id, a pattern and examples. Whether what stands there is a label depends on the article too:
a name, a moderator or a time code beside it, or its coming back at the head of several lines.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from summarizer.text.attribution.passages import FINAL, Line
from summarizer.text.attribution.tables import alternatives, ending, pattern, verb_pattern, words
from summarizer.text.names.entities import Names
from summarizer.text.names.romanise import split as parts_of
from summarizer.text.once import once
from summarizer.text.words import folded, is_word


@dataclass(frozen=True, slots=True)
class Form:
    """A way of setting a label. The pattern matches at the head of a folded line: `name`, `aside` and the whole up to the words.
    `alone`: the words follow on the next lines. `certain`: the form itself shows that it is a label."""

    id: str
    says: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    alone: bool = False
    certain: bool = False


_TIME = r"(?:\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?\s+)?[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?"
_NAME = r"[^\s,。;:!?“”「」『』()【】\[\]<>|\t][^,。;:!?“”「」『』()【】\[\]<>|\n\t]{0,29}?"
_LEAD = r"[\s#>*■●◆▲▼·—–\-•]*"

FORMS: tuple[Form, ...] = (
    Form(
        "voice-tag",
        "A WebVTT voice tag.",
        re.compile(r"<v\s+(?P<name>[^>\n]{1,40})>\s*"),
        ("<v 张伟>大家好。",),
        certain=True,
    ),
    Form(
        "time-before-label",
        "A time code, then the label and a colon.",
        re.compile(rf"{_LEAD}{_TIME}\s*(?:-->\s*{_TIME}\s*)?(?P<name>{_NAME})\s*[:：]\s*"),
        ("[00:00:05] 张伟：大家好。",),
        certain=True,
    ),
    Form(
        "label-with-time",
        "A label and a time code alone on their line, as meeting tools export them.",
        re.compile(rf"{_LEAD}(?P<name>{_NAME})\s*(?:\((?P<aside>[^()\n]{{1,30}})\))?\s+{_TIME}\s*:?\s*$"),
        ("发言人1 00:01", "张伟 2024-05-01 10:12:33"),
        alone=True,
        certain=True,
    ),
    Form(
        "label-time-text",
        "A label and a time code, then the words on the same line.",
        re.compile(
            rf"{_LEAD}(?P<name>[^\s,。;:!?“”「」『』()【】\[\]<>|\t]{{1,14}}(?: \d{{1,2}})?)\s*[\[(]?{_TIME}[\])]?\s*[:：]?\s+(?=\S)"
        ),
        ("说话人 1 00:00:05 大家好。",),
        certain=True,
    ),
    Form(
        "colon",
        "A name or role before a colon.",
        re.compile(
            rf"{_LEAD}(?:[【\[]\s*)?(?:(?P<name2>[“「\"]{_NAME}[”」\"])|(?P<name>{_NAME}))\s*(?:\((?P<aside>[^()\n]{{1,40}})\))?\s*[】\]]?\s*\**\s*:\s*\**\s*(?!//)"
        ),
        ("张伟：大家好。", "主持人（主编 林若岚）：欢迎。", "「暗涌」：您怎么看？"),
    ),
    Form(
        "brackets",
        "A name in lenticular, square or round brackets before the words.",
        re.compile(rf"{_LEAD}(?:【(?P<name>{_NAME})】|\[(?P<name2>{_NAME})\]|\((?P<name3>{_NAME})\))\s*(?=\S)"),
        ("【张伟】大家好。", "[张伟] 大家好。"),
    ),
    Form(
        "bar",
        "A name before a bar, a dash or a tab.",
        re.compile(
            rf"{_LEAD}(?P<name>[^\s,。;:!?“”「」『』()【】\[\]<>|—\t]{{1,14}})\s*(?:\||｜|——|—|\t| - )\s*(?=\S)"
        ),
        ("张伟｜大家好。", "张伟——大家好。"),
    ),
    Form(
        "alone",
        "A name alone on its line, in bold, as a heading or in an element of its own.",
        re.compile(rf"{_LEAD}(?P<name>{_NAME})\s*(?:\((?P<aside>[^()\n]{{1,40}})\))?\s*:?\s*\**\s*$"),
        ("张伟",),
        alone=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Label:
    """`end`: where the words of the turn begin in the line. `guest`: it introduces somebody and opens no turn. `certain`: read from
    a name, a role or the form; else only from its coming back."""

    name: str
    start: int
    end: int
    form: str
    role: str = ""
    certain: bool = True
    guest: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """For each line its label or None; `dialogue`: labels carry the article, so that a turn lasts until the next label."""

    labels: tuple[Label | None, ...]
    dialogue: bool
    doubtful: frozenset[int] = frozenset()
    """Lines of turns that may belong to somebody whose label is missing."""


def layout_of(lines: Sequence[Line], names: Names) -> Layout:
    """The labels of an article's lines."""
    found = [_candidates(line) for line in lines]
    counts: Counter[str] = Counter()
    for candidates in found:
        counts.update({label.name for label in candidates})
    dialogue, trusted = _is_dialogue(lines, found, counts, names)
    labels: list[Label | None] = []
    guests = False
    for at, (line, candidates) in enumerate(zip(lines, found, strict=True)):
        label = _chosen(line, candidates, counts, dialogue, trusted, names, lines, at)
        if label and _is_guest(line, label, guests):
            label = replace(label, guest=True, role=line.raw[label.end :].strip())
        guests = line.key.strip("*#【】 :") in words("guest_heading") or (guests and bool(label and label.guest))
        labels.append(label)
    return Layout(tuple(labels), dialogue, _doubtful(lines, labels) if dialogue else frozenset())


def _candidates(line: Line) -> tuple[Label, ...]:
    """What each form reads at the head of the line."""
    if line.speaker:
        head = re.compile(rf"{_LEAD}{re.escape(folded(line.speaker))}\s*:?\s*").match(line.key)
        return (Label(line.speaker, 0, head.end() if head else 0, "given"),)
    if line.kind in ("credit", "caption", "code"):
        return ()
    found = []
    for form in FORMS:
        match = form.pattern.match(line.key)
        if not match:
            continue
        group = next((g for g in ("name", "name2", "name3") if g in form.pattern.groupindex and match[g]), "")
        if not group:
            continue
        start, end = match.span(group)
        raw = line.raw[start:end].strip('* “”「」"')
        aside = match.groupdict().get("aside") or ""
        at = match.start("aside") if aside else 0
        role = line.raw[at : at + len(aside)] if aside else ""
        if raw:
            found.append(Label(raw, start, match.end(), form.id, role, form.certain, alone=form.alone))
    return tuple(found)


# -- is it a label? --------------------------------------------------------------

_PHRASE = re.compile("[的是了在有]|^(?:[另一我你他她它这那第]|根据|关于)")
_SPOKEN = re.compile("[我你您咱]|[吗呢吧啊嘛]|[?!。]$")
MOST_NAME = 16


def is_name(text: str, names: Names) -> bool:
    """Somebody by the look of it: a name of the article, a moderator or a group, numbered or of a publication, a Latin name."""
    key = folded(text)
    if key in words("not_label") - words("moderator"):
        return False
    if key in words("moderator", "group_label", "anonymous") or _numbered().fullmatch(key):
        return True
    if any(e.kind == "person" for e in names.by_form(text)):
        return True
    return _looks_like_a_name(key) or bool(_LATIN.fullmatch(text))


_LATIN = re.compile(r"[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|de|van|von|der|da|bin|al))+")


def _looks_like_a_name(key: str) -> bool:
    parts = parts_of(key)
    if (
        parts
        and not is_word(key)
        and not ending(key, "person_noun", "role", "organisation_suffix")
        and key not in words("not_label")
    ):
        return not set(parts[1]) & set("的了是在和与对向从把被给让也还都并就却又曾已会要不没这那其说称问答")
    return bool(re.fullmatch("[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,8})+", key)) or bool(
        re.fullmatch(f"[\u4e00-\u9fff]{{1,2}}{pattern('short_title')}|[老小阿][\u4e00-\u9fff]", key)
        and key not in words("not_label")
        and not is_word(key)
    )


@once
def _numbered() -> re.Pattern[str]:
    """发言人1, Speaker 2, 记者A, 学生甲, 南都记者, 现场观众提问."""
    kinds = alternatives(w for w in words("moderator", "group_label", "person_noun") if len(w) > 1)
    return re.compile(
        rf"(?:发言人|说话人|讲话人|speaker|spk|用户|嘉宾|参会人|与会人)\s?\d{{1,3}}|(?:[QA]|问|答)\d{{0,3}}"
        rf"|[^我你他她这那有的是想要去来]{{0,6}}(?!追问){kinds}|{kinds}\s?[A-Z0-9一二三四五六七八九十甲乙丙丁]{{1,2}}|《[^》]{{1,12}}》(?:记者)?|(?:现场)?(?:观众|听众|学生|网友)(?:提问|发言|问)",
        re.IGNORECASE,
    )


def _is_dialogue(
    lines: Sequence[Line], found: Sequence[Sequence[Label]], counts: Counter[str], names: Names
) -> tuple[bool, frozenset[str]]:
    """(whether labels carry the article, the labels that are trusted for coming back)."""
    sure: Counter[str] = Counter()
    spoken: Counter[str] = Counter()
    for line, candidates in zip(lines, found, strict=True):
        for label in candidates[:1]:
            if label.certain or (label.form != "alone" and is_name(_core(label.name), names)):
                sure[label.name] += 1
            spoken[label.name] += bool(_SPOKEN.search(line.key[label.end :])) or label.alone
    trusted = frozenset(
        name
        for name, count in counts.items()
        if count >= 2 and len(name) <= MOST_NAME and _may_recur(name) and spoken[name] >= 0.5 * count
    )
    labelled = sum(sure.values())
    recurring = sum(counts[name] for name in trusted)
    dialogue = labelled >= 3 or (len(sure) >= 2 and labelled + recurring >= 3) or (len(trusted) >= 2 and recurring >= 4)
    return dialogue, trusted


def _may_recur(name: str) -> bool:
    """雨蒼, TonyQ, 夏天的风 may be labels if they come back; 注意, 图表 and whole phrases are not."""
    key = folded(name)
    if key in words("not_label") or set(re.split("[/、]", key)) & words("not_label"):
        return False
    if re.search(r"^\d+$|^第.{1,3}[章节步条]|[.](?:com|cn|org)|^https?$", key):
        return False
    return not _reports(key)


def _reports(key: str) -> bool:
    """齐家明表示： is prose."""
    return (
        key not in words("moderator", "group_label")
        and any(key.endswith(found[0]) and found.start() > 0 for found in verb_pattern().finditer(key))
        and not _numbered().fullmatch(key)
    )


def _core(name: str) -> str:
    return re.sub(r"\s*\(.*$", "", folded(name)).strip()


def _chosen(
    line: Line,
    candidates: Sequence[Label],
    counts: Counter[str],
    dialogue: bool,
    trusted: frozenset[str],
    names: Names,
    lines: Sequence[Line],
    at: int,
) -> Label | None:
    for label in candidates:
        if label.form == "given":
            return label
        key = folded(label.name)
        if key in words("not_label") - words("moderator") or _reports(key) or re.fullmatch("https?|ftp", key):
            continue
        rest = line.key[label.end :].strip()
        if line.kind == "heading" and rest:
            continue
        if label.form in ("alone", "brackets", "bar") and not (
            dialogue and (label.name in trusted or (counts[label.name] >= 2 and is_name(label.name, names)))
        ):
            continue
        if label.form == "alone" and not _opens_turn(lines, at):
            continue
        if key in words("moderator") and (_only_names(rest) or _is_list(rest)):
            return None
        named = _named_in(label, names)
        if named:
            return named
        if label.certain and dialogue:
            return label
        if dialogue and label.name in trusted:
            return replace(label, certain=is_name(label.name, names))
    return None


def _named_in(label: Label, names: Names) -> Label | None:
    """The label with its name apart from what describes it: 主持人王某, 一览科技创始人罗江春, 主持人（主编 林若岚）."""
    key = folded(label.name)
    if key in words("moderator") and label.role:
        inside = _name_within(label.role, names)
        if inside:
            return replace(label, name=inside[0], role=inside[1] or "主持人", certain=True)
    if is_name(label.name, names):
        return replace(label, certain=True)
    inside = _name_within(label.name, names)
    if inside and (ending(folded(inside[1]), "role", "moderator", "person_noun", "group_label")):
        return replace(label, name=inside[0], role=inside[1])
    return None


def _name_within(text: str, names: Names) -> tuple[str, str] | None:
    """(the name that a description ends with, the description)."""
    key = folded(text)
    for length in (8, 7, 6, 5, 4, 3, 2):
        name = text[-length:].strip()
        if (
            len(text) >= length
            and len(name) >= 2
            and (any(e.kind == "person" for e in names.by_form(name)) or _looks_like_a_name(folded(name)))
        ):
            described = text[: -len(name)].strip(" 、")
            if not described or ending(folded(described), "role", "moderator", "person_noun", "group_label"):
                return name, described
    del key
    return None


def _opens_turn(lines: Sequence[Line], at: int) -> bool:
    """A name alone on its line opens a turn if words follow below."""
    following = lines[at + 1] if at + 1 < len(lines) else None
    return following is not None and following.kind in ("paragraph", "list_item") and len(following.key.strip()) > 1


def _only_names(rest: str) -> bool:
    """记者：张伟 李娜 is a credit."""
    parts = [part for part in re.split(r"[\s、,/]+", rest.strip()) if part]
    return bool(parts) and all(_looks_like_a_name(part) for part in parts)


def _is_list(rest: str) -> bool:
    """主播：大雨、阿澈 is a credit too."""
    parts = re.split("[、,/ ]+", rest.strip())
    return len(parts) > 1 and all(0 < len(part) <= 5 for part in parts)


def _is_guest(line: Line, label: Label, guests: bool) -> bool:
    """What follows describes a person rather than says something."""
    rest = line.key[label.end :].strip()
    if not rest or rest[-1] in FINAL or len(rest) > 60 or line.kind == "heading" or label.alone:
        return False
    return guests or bool(ending(rest.removesuffix("之一"), "role"))


# -- missing labels ------------------------------------------------------------

MOST_DOUBTFUL = 0.1
"""Share of gaps between labels of one person from which no unlabelled line is trusted. The four full transcripts it was
set on have none; with every second label taken away they have 0.16 and more."""
_SENTENCE = re.compile(r"[。?!;…]")


def _doubtful(lines: Sequence[Line], labels: Sequence[Label | None]) -> frozenset[int]:
    """The unlabelled lines of turns that may belong to somebody whose label is missing: in a full transcript two labels in a row name
    different people."""
    turns = [at for at, label in enumerate(labels) if label and not label.guest and not label.alone]
    if not turns:
        return frozenset()
    gaps = [
        (a, b)
        for a, b in pairwise([*turns, len(lines)])
        if b - a > 1 and not any(ends_turn(x) for x in lines[a + 1 : b])
    ]
    between = [(a, b) for a, b in gaps if b < len(lines)]
    same = [(a, b) for a, b in between if _name(labels[a]) == _name(labels[b])]
    if len(same) >= 2 and len(same) >= MOST_DOUBTFUL * len(between):
        same = [(-1, turns[0]), *gaps]
    return frozenset(at for a, b in same for at in range(a + 1, b))


def ends_turn(line: Line) -> bool:
    """A heading or a credit; not a short line that speaks on in sentences and only looks like a heading."""
    return line.kind not in ("paragraph", "list_item", "table_row") and not (
        line.kind == "heading" and _SENTENCE.search(line.key)
    )


def _name(label: Label | None) -> str:
    return label.name if label else ""
