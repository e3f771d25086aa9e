"""What a sentence without a speech verb takes from those around it: quotations, and reported speech that goes on."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from summarizer.text.speech.cast import Cast
from summarizer.text.speech.frames import topic_of
from summarizer.text.speech.lines import Line, Quote
from summarizer.text.speech.memory import Span, State
from summarizer.text.speech.tables import pattern


def unframed(line: Line, start: int, end: int, quotes: tuple[Quote, ...], cast: Cast, state: State) -> Iterator[Span]:
    """A quotation without a verb: the person its sentence is about, else whoever spoke last, else somebody unknown."""
    first = quotes[0]
    people = topic_of(line, start, max(start, first.start), cast)
    a, b = line.start + start, line.start + end
    if people and people[0].member and first.start > start:
        yield Span(line.block, a, b, people[0].member.name, "direct", "subject", len({p.member for p in people}) == 1)
    elif state.last and _goes_with(line, start, first.start, cast, state):
        yield replace(state.last, block=line.block, start=a, end=b, kind="direct", basis="run-on")
    else:
        yield Span(line.block, a, b, None, "direct", "quotation", False)


def _goes_with(line: Line, start: int, quote: int, cast: Cast, state: State) -> bool:
    """A quotation goes with what was said just before: with nothing between, or with more reported speech between."""
    between = line.masked[start:quote]
    return not between.strip() or bool(list(goes_on(line, start, quote, cast, state)))


def goes_on(line: Line, start: int, end: int, cast: Cast, state: State) -> Iterator[Span]:
    """Reported speech goes on over the sentences behind it, until the writer speaks again."""
    last, text = state.last, line.masked[start:end]
    if (
        not last
        or last.kind != "reported"
        or last.basis == "joint"
        or _narrates().match(text)
        or topic_of(line, start, end, cast)
    ):
        return
    sure = bool(_continues().match(text)) and last.decisive
    yield replace(last, start=line.start + start, end=line.start + end, basis="run-on", decisive=sure)


@cache
def _narrates() -> re.Pattern[str]:
    return re.compile(
        f"\\s*(?:{pattern('narration_cue')})|.*(?:记者|記者|(?:数据|數據|统计|統計|报告|報告|资料|資料|调查|調查|记录|記錄)(?:显示|顯示|表明))"
    )


@cache
def _continues() -> re.Pattern[str]:
    return re.compile(f"\\s*(?:{pattern('continuation_cue')})")
