"""Transcripts as meeting services and chats export them: each turn begins with who speaks and when, in one of a few shapes."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from summarizer.readers.legible import aside, instead
from summarizer.readers.page import Page, strip
from summarizer.readers.turns import Said, label_of, page_of, seconds
from summarizer.records import Removed
from summarizer.text.lazy_pattern import lazy

_NAME = r"(?P<name>[^\s\[\]()（）【】:：,，。；;！？!?<>“”\"|*][^\[\]【】:：,，。；;！？!?<>“”\"\n|*]{0,29}?)"
_TIME = r"(?P<time>\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)(?:\s*(?:-->|[-–—~至])\s*\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)?"
_PRECISE = rf"(?=\d+:\d+(?::\d+|[.,]\d)|.*-->){_TIME}"
"""A time with seconds and hours or fractions: what people write in a log of events has hours and minutes."""
_DAY = r"(?:\d{4}\s?[-/.年]\s?)?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?[日号]?\s*(?:[(（]?(?:周|星期)[一二三四五六日天][)）]?)?\s*(?:上午|下午|中午|晚上|凌晨|AM|PM)?\s*"
_CLOCK = rf"(?:{_DAY})?(?:上午|下午|中午|晚上|凌晨)?\s?{_TIME}(?:\s?[AaPp][Mm])?"
_OPEN, _CLOSE = r"[\[(（【]", r"[\])）】]"


class _Shape(NamedTuple):
    """`sure`: the shape is found in transcripts alone; another needs a speaker who speaks twice."""

    id: str
    pattern: re.Pattern[str]
    sure: bool
    example: str


def _shape(id_: str, pattern: str, example: str, *, sure: bool) -> _Shape:
    return _Shape(id_, lazy(pattern), sure, example)


SHAPES = (
    _shape("bracketed time and name", rf"^(?P<before>{_OPEN}\s?{_TIME}\s+){_NAME}(?P<after>{_CLOSE}\s*[:：]?\s*)(?P<words>.*)$", "[00:12 Speaker 1]", sure=True),
    _shape("bracketed time, label", rf"^(?P<before>{_OPEN}\s?{_TIME}\s?{_CLOSE}\s*){_NAME}(?P<after>\s*[:：]\s*)(?P<words>.*)$", "[00:00:12] 主持人:大家好", sure=True),
    _shape("name, bracketed time", rf"^(?P<before>(?:\d{{1,4}}[.、]\s*)?){_NAME}(?P<after>\s*{_OPEN}\s?{_CLOCK}\s?{_CLOSE}\s*[:：]?\s*)(?P<words>.*)$", "邹明远(00:00:12): 大家好", sure=True),
    _shape("name and time alone", rf"^(?P<before>\**){_NAME}(?P<after>\**(?:[:：]?[ \t\u3000\n]+|\s*[|｜—–-]\s*){_CLOCK}\s*)(?P<words>)$", "发言人1  00:15", sure=True),
    _shape("bracketed name, time", rf"^(?P<before>[\[【]){_NAME}(?P<after>[\]】]\s*{_CLOCK}\s*[:：]?\s*)(?P<words>.*)$", "【邹明远】00:12 大家好", sure=True),
    _shape("day, time and name alone", rf"^(?P<before>{_DAY}{_TIME}\s+){_NAME}(?P<after>\s*(?:[(（<][^()（）<>]*[)）>])?\s*)(?P<words>)$", "2024-05-06 10:22:31 张三(10001)", sure=True),
    _shape("time and name alone", rf"^(?P<before>{_OPEN}?{_TIME}{_CLOSE}?\s+){_NAME}(?P<after>\s*)(?P<words>)$", "00:00:12 张三", sure=False),
    _shape("time, label", rf"^(?P<before>{_TIME}\s+){_NAME}(?P<after>\s*[:：]\s*)(?P<words>.*)$", "00:12 张三：大家好", sure=False),
    _shape("name, time, words", rf"^{_NAME}(?P<after>[:：]?[ \t\u3000]+{_TIME}[ \t\u3000]+)(?P<words>\S.*)$", "说话人 1 00:02 大家好", sure=False),
)  # fmt: skip
"""Every shape of a turn's head, with an example: which is tried first matters only where two fit as many lines."""

NAMELESS = (
    _shape("bracketed time, words", rf"^(?P<before>{_OPEN}\s?{_PRECISE}\s?{_CLOSE}\s*)(?P<words>[^\s:：].*)$", "[00:00.000 --> 00:04.000] 大家好", sure=True),
    _shape("time alone", rf"^(?P<before>{_OPEN}?{_TIME}{_CLOSE}?)(?P<words>)$", "0:04", sure=True),
)  # fmt: skip
"""Shapes of transcripts in which nobody is named: those of speech recognition, and of video sites."""

TURNS = 2
"""Turns of the shortest transcript."""
ORDERED = 0.8
"""Share of turns whose time is not before that of the turn above. Transcripts of several parts begin anew."""
TIMED = 0.3
"""Share of lines that begin with a time from which a text without names is a transcript; a video site's has every second one."""
SPOKEN = 0.7
"""Share of heads that words follow; a timetable has none."""

_NUMBERED = lazy(
    r"(?:发言人|說話人|说话人|講者|讲者|Speaker|与会者|嘉宾|主持人|参会人)\s?[A-Z0-9一二三四五六七八九十]{0,3}",
    re.IGNORECASE,
)
_NO_NAME = lazy(r"\d{4}\s?[-/.年]|发表于|发布于|编辑于|更新于|时间|日期|来源|第\s?\d+\s?页")
_VERB = lazy(r"(?:说|説|說|道|问|問|答|称|稱|表示|指出|认为|認為)$")
_DATE_LINE = lazy(r"[—\-─=\s]*(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)(?:\s*(?:周|星期)[一二三四五六日天])?[—\-─=\s]*")
_ATTACHMENT = lazy(
    r"[\[【<](?:图片|圖片|照片|视频|視頻|语音|語音|文件|动画表情|表情|链接|位置|红包|名片|聊天记录)[^\]】>]{0,40}[\]】>]"
)
_SYSTEM = lazy(
    r".{0,40}(?:加入了?群聊|撤回了?一条消息|退出了?群聊|修改群名为|拍了拍).{0,40}|以上是打招呼的内容|以下是?新消息"
)


_ALONE = lazy(rf"{_OPEN}?\s?{_TIME}\s?{_CLOSE}?")


_FROM = re.compile(r"^From\s+|\s+[Tt]o\s+\S.*$")
"""What the chat of Zoom writes around a name."""


class _Head(NamedTuple):
    line: int
    found: re.Match[str]

    @property
    def name(self) -> str:
        return _FROM.sub("", str(self.found.groupdict().get("name") or "")).strip()


def transcript(text: str) -> Page | None:
    """The turns of the text, or None where it is no transcript."""
    lines = _with_names(text.splitlines())
    heads = _heads(lines)
    return _page(lines, heads) if heads else None


def _with_names(lines: Sequence[str]) -> list[str]:
    """The lines, each that is a time alone joined to the line of a name over or under it, where names recur there."""
    times = [n for n, line in enumerate(lines) if _ALONE.fullmatch(strip(line))]
    if len(times) <= TURNS:
        return list(lines)
    over = [n - 1 for n in times if n and _may_be_name(lines[n - 1])]
    under = [n + 1 for n in times if n + 1 < len(lines) and _may_be_name(lines[n + 1])]
    for places, first in ((over, 0), (under, 1)):
        names = Counter(strip(lines[n]) for n in places)
        if len(places) > SPOKEN * len(times) and len(names) <= len(places) / 1.5:
            joined = {
                n - first: f"{strip(lines[n])}\n{strip(lines[n + 1])}"
                if not first
                else f"{strip(lines[n - 1])} {strip(lines[n])}"
                for n in places
            }
            gone = {at + 1 for at in joined}
            return [joined.get(n, line) for n, line in enumerate(lines) if n not in gone]
    return list(lines)


def _may_be_name(line: str) -> bool:
    return re.fullmatch(_NAME, strip(line)) is not None and len(strip(line)) <= 16


def _heads(lines: Sequence[str]) -> list[_Head]:
    """The heads of the shape that most lines have, if they are those of turns."""
    best: list[_Head] = []
    for shape in SHAPES:
        heads = _fitting(shape, lines)
        if len(heads) > len(best) and _are_turns(shape, heads, lines):
            best = heads
    return best or next((heads for shape in NAMELESS if _are_timed(heads := _fitting(shape, lines), lines)), [])


def _fitting(shape: _Shape, lines: Sequence[str]) -> list[_Head]:
    return [_Head(n, found) for n, line in enumerate(lines) if (found := _fits(shape, line))]


def _are_timed(heads: Sequence[_Head], lines: Sequence[str]) -> bool:
    """Whether so many lines begin with a time, in order, that the text is a transcript."""
    held = sum(bool(strip(line)) for line in lines)
    times = [seconds(head.found["time"]) for head in heads]
    ordered = sum(b >= a for a, b in pairwise(times))
    return len(heads) > TURNS and len(heads) >= TIMED * held and ordered >= ORDERED * (len(times) - 1)


def _fits(shape: _Shape, line: str) -> re.Match[str] | None:
    if len(line) > 20_000 and not line[:80].strip():
        return None
    found = shape.pattern.match(strip(line))
    name = found.groupdict().get("name", "") if found else ""
    return found if not (_VERB.search(name) or _NO_NAME.search(name)) else None


def _are_turns(shape: _Shape, heads: Sequence[_Head], lines: Sequence[str]) -> bool:
    if len(heads) < TURNS:
        return False
    names = Counter(head.name for head in heads)
    labelled = all(_NUMBERED.fullmatch(name) for name in names)
    if not shape.sure and not (len(heads) > TURNS and (max(names.values()) > 1 or labelled)):
        return False
    times = [seconds(head.found["time"]) for head in heads]
    ordered = sum(b >= a for a, b in pairwise(times))
    if (
        ordered < ORDERED * (len(times) - 1)
        and "day" not in shape.id
        and not re.search(_DAY + r"\d", heads[0].found[0])
    ):
        return False
    spoken = sum(any(words) for words in _words(lines, heads))
    others = heads[0].line
    return spoken >= SPOKEN * len(heads) and others <= max(20, len(lines) // 2)


def _words(lines: Sequence[str], heads: Sequence[_Head]) -> Iterator[list[str]]:
    """The lines of each turn behind its head, blank ones as empty."""
    ends = [head.line for head in heads[1:]] + [len(lines)]
    for head, end in zip(heads, ends, strict=True):
        own = [head.found["words"], *map(strip, lines[head.line + 1 : end])]
        held = [n for n, line in enumerate(own) if line]
        yield own[held[0] : held[-1] + 1] if held else []


def _page(lines: Sequence[str], heads: Sequence[_Head]) -> Page:
    removed: list[Removed] = []
    said: list[Said] = []
    speakers = _speakers(lines, heads)
    for head, words in zip(heads, _words(lines, heads), strict=True):
        kept = []
        for line in words:
            if reason := _reason(line):
                removed.append(Removed(text=line, reason=reason))
            else:
                kept.append(line)
        if any(kept):
            said += _turns(head, kept, speakers)
        else:
            removed.append(Removed(text=head.found[0], reason="turn without words"))
    before = _before(lines[: heads[0].line])
    page = page_of(said, before=before.blocks, removed=(*before.removed, *removed))
    return page.model_copy(update={"title": before.title, "findings": before.findings})


def _speakers(lines: Sequence[str], heads: Sequence[_Head]) -> frozenset[str]:
    """Whose names open a turn: those with a time, and labels that recur without one."""
    labels = Counter(name for line in lines if (name := label_of(strip(line))[0]))
    return frozenset({head.name for head in heads} | {name for name, count in labels.items() if count > 1})


def _turns(head: _Head, lines: Sequence[str], speakers: frozenset[str]) -> Iterator[Said]:
    """What stands behind one head: its turn, paragraph by paragraph, and turns of others that have a label but no time."""
    said = _said(head)
    opens = False
    for line in lines:
        name, label = label_of(line)
        if name and said.text and (opens or name in speakers):
            yield said
            known = name in speakers
            said = Said(name if known else "", label, line[len(label) :], opens=True)
        elif not line:
            opens = bool(said.text)
            continue
        elif opens:
            yield said
            said = Said(said.speaker, "", line, opens=True)
        else:
            said = said._replace(text=f"{said.text}\n{line}".strip())
        opens = False
    yield said


def _before(lines: Sequence[str]) -> Page:
    """What stands over the first turn: the meeting's name, its day, who was there. A lone first line is its title."""
    from summarizer.readers import text as plain

    page = plain.blocks("\n".join(lines))
    if page.blocks and len(page.blocks[0].text) <= 40:
        first = page.blocks[0].model_copy(update={"kind": "heading", "level": 1})
        return page.model_copy(update={"blocks": (first, *page.blocks[1:]), "title": first.text})
    return page


def _reason(line: str) -> str | None:
    if _DATE_LINE.fullmatch(line):
        return "date"
    if _ATTACHMENT.fullmatch(line):
        return "attachment"
    return "system message" if _SYSTEM.fullmatch(line) else None


def _said(head: _Head) -> Said:
    """A turn without its words: the label as the page has it, its time set aside, and a colon where it has none."""
    found = head.found
    before = found.groupdict().get("before") or ""
    if not head.name:
        return Said(None, aside(before), "", seconds(found["time"]))
    after = found["after"]
    colon = re.search(r"[:：]\s*$", after)
    label = aside(before) + found["name"]
    label += aside(after[: colon.start()]) + colon.group() if colon else instead(after, "：")
    return Said(head.name, label, "", seconds(found["time"]))
