"""The forms of speaker labels: each a value with an id, a pattern and examples."""

import re
from dataclasses import dataclass


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
LEAD = r"[\s#>*■●◆▲▼·—–\-•]*"

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
        re.compile(rf"{LEAD}{_TIME}\s*(?:-->\s*{_TIME}\s*)?(?P<name>{_NAME})\s*[:：]\s*"),
        ("[00:00:05] 张伟：大家好。",),
        certain=True,
    ),
    Form(
        "label-with-time",
        "A label and a time code alone on their line, as meeting tools export them.",
        re.compile(rf"{LEAD}(?P<name>{_NAME})\s*(?:\((?P<aside>[^()\n]{{1,30}})\))?\s+{_TIME}\s*:?\s*$"),
        ("发言人1 00:01", "张伟 2024-05-01 10:12:33"),
        alone=True,
        certain=True,
    ),
    Form(
        "label-time-text",
        "A label and a time code, then the words on the same line.",
        re.compile(
            rf"{LEAD}(?P<name>[^\s,。;:!?“”「」『』()【】\[\]<>|\t]{{1,14}}(?: \d{{1,2}})?)\s*[\[(]?{_TIME}[\])]?\s*[:：]?\s+(?=\S)"
        ),
        ("说话人 1 00:00:05 大家好。",),
        certain=True,
    ),
    Form(
        "colon",
        "A name or role before a colon.",
        re.compile(
            rf"{LEAD}(?:[【\[]\s*)?(?:(?P<name2>[“「\"]{_NAME}[”」\"])|(?P<name>{_NAME}))\s*(?:\((?P<aside>[^()\n]{{1,40}})\))?\s*[】\]]?\s*\**\s*:\s*\**\s*(?!//)"
        ),
        ("张伟：大家好。", "主持人（主编 林若岚）：欢迎。", "「暗涌」：您怎么看？"),
    ),
    Form(
        "brackets",
        "A name in lenticular, square or round brackets before the words.",
        re.compile(rf"{LEAD}(?:【(?P<name>{_NAME})】|\[(?P<name2>{_NAME})\]|\((?P<name3>{_NAME})\))\s*(?=\S)"),
        ("【张伟】大家好。", "[张伟] 大家好。"),
    ),
    Form(
        "bar",
        "A name before a bar, a dash or a tab.",
        re.compile(rf"{LEAD}(?P<name>[^\s,。;:!?“”「」『』()【】\[\]<>|—\t]{{1,14}})\s*(?:\||｜|——|—|\t| - )\s*(?=\S)"),
        ("张伟｜大家好。", "张伟——大家好。"),
    ),
    Form(
        "alone",
        "A name alone on its line, in bold, as a heading or in an element of its own.",
        re.compile(rf"{LEAD}(?P<name>{_NAME})\s*(?:\((?P<aside>[^()\n]{{1,40}})\))?\s*:?\s*\**\s*$"),
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
