"""What a prompt says of the numbers of a source: values, not wording, and only where the English figure is easily got wrong.

七万亿 is 7 trillion and 九成以上 "more than 90 percent", whatever the sentence around it becomes. What the program only reads as a range
(几十, 十几) and what is written alike in both languages (500人, 2019年, 3.5%) is left to the model.
"""

import re
from fractions import Fraction
from typing import NamedTuple

from summarizer.text.numbers.chinese import chinese_values
from summarizer.text.numbers.differences import localised
from summarizer.text.numbers.values import Value, figure, say


class PromptValue(NamedTuple):
    """The source's words, and their value in English."""

    words: str
    english: str


_HARD = re.compile("[万萬亿億兆成折半倍番]|分之|[上下]半")
"""What does not go into English as it stands: other magnitudes, tenths, halves, multiples."""
_FIGURE = re.compile(r"\d[\d,.]*")


def values_for_prompt(source: str, names: tuple[tuple[int, int], ...] = ()) -> tuple[PromptValue, ...]:
    """The values of the source that a model should not have to work out, each once, in the order of the text, with their bounds."""
    values = localised(source, chinese_values(source, names))
    told = (PromptValue(v.phrase(source), english) for v in values if (english := _english(v)))
    return tuple(dict.fromkeys(told))


def _english(v: Value) -> str:
    """The value in English; empty where there is nothing to say or a model knows as well."""
    if not v.required or not _HARD.search(v.text) or v.kind in ("name", "decade", "weekday", "year"):
        return ""
    if v.vague:
        return f"more than {figure(v.low)}" if v.bound == "over" and v.kind in ("plain", "money") else ""
    if v.kind == "times":
        return _multiple(v)
    if v.kind == "fraction":
        return _share(v)
    if v.unit == "paid":
        return f"{figure(100 - v.low)} percent off" if v.exact else ""
    if v.unit in ("local", "local or US", "yen or yuan"):
        v = v.model_copy(update={"kind": "plain", "unit": ""})
    return say(v).replace("at least", "more than").replace(" %", " percent")


def _multiple(v: Value) -> str:
    """增长两倍 is said from both ends, for it is the figure most often got wrong."""
    if not v.exact:
        return ""
    if v.unit == "increase":
        return f"up {figure(v.low * 100)} percent, {figure(v.low + 1)} times what it was"
    return say(v) if v.unit != "either" else ""


_WORDS = {
    Fraction(1, 2): "half",
    Fraction(1, 3): "a third",
    Fraction(2, 3): "two thirds",
    Fraction(1, 4): "a quarter",
    Fraction(3, 4): "three quarters",
}


def _share(v: Value) -> str:
    if not v.exact:
        return ""
    bound = say(v.model_copy(update={"kind": "plain", "low": Fraction(1), "high": Fraction(1)})).removesuffix("1")
    return bound.replace("at least", "more than") + _WORDS.get(v.low, f"{v.low.numerator}/{v.low.denominator}")
