"""The Chinese behind the first mention of a name: Luo Jiangchun (罗江春).

This belongs to the readable formats and not to the report. The report's sentences are those that were checked, counted and quoted;
characters put into them afterwards would be leftover Chinese to the next check, and no quotation would be found again. So
`with_chinese_names` makes a report to be shown, by rule and always the same, and every format that people read is made from it.
"""

import re
from collections.abc import Iterator

from summarizer.records import Point, Speaker
from summarizer.report import Report, TranslatedSegment
from summarizer.text.scripts import has_han

KINDS = ("person", "organisation")
_POSSESSIVE = re.compile(r"['’]s(?!\w)|(?<=s)['’](?![\w’'])")
_BRACKET = re.compile(r"\s*[(（\[]")


def with_chinese_names(report: Report) -> Report:
    """The report as it is shown: the first mention of each person and organisation outside headings has its Chinese behind it.

    Only where that Chinese, or another form of the name, stands in the same sentence of the article; a mention inside brackets, or
    with a bracket behind it, is passed over. Points that are their evidence word for word stay so.
    """
    headings = {i for block in report.document.blocks if block.kind == "heading" for i in block.segments}
    names, shown = _Names(report), dict[str, str]()
    for segment in report.segments:
        shown[segment.id] = segment.target if segment.id in headings else names.put(segment)
    old = {segment.id: segment.target for segment in report.segments}
    segments = tuple(s.model_copy(update={"target": shown[s.id]}) for s in report.segments)
    speakers = tuple(_speaker(speaker, old, shown) for speaker in report.speakers)
    return report.model_copy(update={"segments": segments, "speakers": speakers})


def _speaker(speaker: Speaker, old: dict[str, str], shown: dict[str, str]) -> Speaker:
    return speaker.model_copy(update={"points": tuple(_point(point, old, shown) for point in speaker.points)})


def _point(point: Point, old: dict[str, str], shown: dict[str, str]) -> Point:
    quoted = " ".join(old[i] for i in point.evidence) == point.en
    return point.model_copy(update={"en": " ".join(shown[i] for i in point.evidence)}) if quoted else point


class _Names:
    """The names that still wait for their first mention."""

    def __init__(self, report: Report) -> None:
        self.chinese: dict[str, tuple[str, ...]] = {}
        """English → the Chinese to be shown, and the other forms that stand for it."""
        for english, forms in _known(report):
            self.chinese.setdefault(english, forms)
        every = {*self.chinese, *(term.target for term in report.terms if term.target)}
        longest_first = "|".join(sorted(map(re.escape, every), key=len, reverse=True))
        self.pattern = re.compile(rf"(?<![\w-])(?:{longest_first})(?![\w-])" if every else r"(?!)")

    def put(self, segment: TranslatedSegment) -> str:
        """The segment's English with the Chinese put in; names that are in place already wait no longer."""
        parts, at = [], 0
        for mention in self.pattern.finditer(segment.target):
            forms = self.chinese.get(mention[0], ())
            if forms and forms[0] in segment.target:
                del self.chinese[mention[0]]
            elif any(form in segment.source for form in forms) and (end := _open_end(segment.target, mention)):
                parts += [segment.target[at:end], f" ({forms[0]})"]
                at = end
                del self.chinese[mention[0]]
        return "".join((*parts, segment.target[at:]))


def _known(report: Report) -> Iterator[tuple[str, tuple[str, ...]]]:
    """English forms with the Chinese ones, the fullest first."""
    for speaker in report.speakers:
        if speaker.kind in KINDS and has_han(speaker.name.source) and speaker.name.target:
            yield speaker.name.target, (speaker.name.source, *speaker.aliases)
    for term in report.terms:
        if term.kind in KINDS and has_han(term.source) and term.target:
            yield term.target, (term.source, *term.aliases)


def _open_end(text: str, mention: re.Match[str]) -> int:
    """Where the bracket goes, behind a possessive; 0 inside brackets and before one."""
    possessive = _POSSESSIVE.match(text, mention.end())
    end = possessive.end() if possessive else mention.end()
    before = text[: mention.start()]
    inside = any(before.count(a) > before.count(b) for a, b in ("()", "（）", "[]"))
    return 0 if inside or _BRACKET.match(text, end) else end
