"""What both languages say around a numeral: range, bound, and what it is that changes to the value or by it.

    numeral → sign → unit            the rules of each language (`chinese_quantity`, `english_quantity`)
    value → range                    `join`: 5至10亿元, "5 to 10 billion yuan"
    value → bound                    `bounded`: 不到三成, 九成以上, "more than 90 percent", "300 or so"
    value → base and trend           `changed`: 上涨了50元, 增至, "rose 8.9% to $94.57"

Each step looks only at the few characters beside a value; the words are in tables.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from summarizer.text.numbers.tables import Language, any_pattern, bounds, trends
from summarizer.text.numbers.values import Bound, Trend, Value

Values = Sequence[Value]

_REACH = {"zh": 7, "en": 22}
"""Characters beside a figure in which the words of a bound stand; the longest are 大约不超过 and "somewhere around"."""
_CLAUSE = {"zh": 14, "en": 70}
"""Likewise for a word of change: 比上年同期下降 stands right before its figure, "fell 21.2 percent to" has another between."""
_BOUNDED = frozenset(
    ("plain", "percent", "point", "fraction", "times", "money", "measure", "date", "month", "year", "time")
)
_JOINED = frozenset(("plain", "percent", "point", "fraction", "times", "money", "measure"))
_CHANGED = frozenset(("plain", "percent", "point", "fraction", "times", "money", "measure"))
_OPEN = frozenset(("", "person", "thing", "dollar", "yuan", "yen or yuan"))
"""Units of a range's lower end that the upper end may say more of: "$5 to 10 US dollars"."""
_CALENDAR = frozenset(("year", "month", "week", "day", "decade", "century", "quarter"))


@dataclass(frozen=True)
class Grammar:
    """How one language puts values together. `scale` is what the magnitude of a figure's last words is (10亿 has 10⁸), `number` what
    its numeral says without its unit."""

    language: Language
    separator: str
    scale: Callable[[str], int]
    number: Callable[[str], Fraction | None]

    @cached_property
    def between(self) -> re.Pattern[str]:
        return re.compile(self.separator, re.IGNORECASE)

    @cached_property
    def before(self) -> re.Pattern[str]:
        words = _named(bounds(self.language, "before"))
        return re.compile(rf"(?:{words})\s?(?:(?:the|a|an|[了有达约占为共])\s?)?$", re.IGNORECASE)

    @cached_property
    def after(self) -> re.Pattern[str]:
        words = _named(bounds(self.language, "after"))
        return re.compile(rf"[\s-]?(?:{words})" + (r"(?![A-Za-z])" if self.language == "en" else ""), re.IGNORECASE)

    @cached_property
    def change(self) -> re.Pattern[str]:
        words = _named(trends(self.language))
        if self.language == "zh":
            return re.compile(
                rf"(?:{words})(?:幅度?|率|速度?|了)*(?:(?P<into>[到至])|达到|[了为成达又近约超逾将的过]|大约)*\s?$"
            )
        return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)

    @cached_property
    def change_after(self) -> re.Pattern[str]:
        return re.compile(rf"\s(?P<more>(?:{any_pattern(trends(self.language))}))\b", re.IGNORECASE)

    def read(self, text: str, values: Values) -> tuple[Value, ...]:
        """The values with ranges joined, and with what stands around them."""
        joined = self.join(text, values)
        found: list[Value] = []
        for at, v in enumerate(joined):
            left = joined[at - 1].end if at else 0
            right = joined[at + 1].start if at + 1 < len(joined) else len(text)
            found.append(self.placed(text, v, left, right))
        return tuple(found)

    def join(self, text: str, values: Values) -> list[Value]:
        found: list[Value] = []
        for v in values:
            if found and (joined := self.joined(text, found[-1], v)) is not None:
                found[-1] = joined
            else:
                found.append(v)
        return found

    def joined(self, text: str, first: Value, last: Value) -> Value | None:
        """The range of the two: 5至10亿 is 5 to 10 times 10⁸. None where they are two numbers."""
        if not (0 < last.start - first.end <= 8) or first.kind not in _JOINED or last.kind not in _JOINED:
            return None
        between = text[first.end : last.start]
        if not self.between.fullmatch(between) or not self._is_range(text, between, first):
            return None
        low = self._scaled(first, last)
        if (
            low is None
            or (first.kind == "measure" and first.low < 1)
            or not low < last.high
            or not (first.low == first.high or first.vague)
        ):
            return None
        if "、" in between and (self.number(last.text) or 0) - self.scale(last.text) * first.low != self.scale(
            last.text
        ):
            return None
        return last.model_copy(
            update={
                "start": first.start, "text": text[first.start : last.end], "low": low, "vague": first.vague or last.vague,
                "required": True, "bound": first.bound or last.bound,
            }
        )  # fmt: skip

    def _is_range(self, text: str, between: str, first: Value) -> bool:
        if between.strip().lower() != "and":
            return True
        return text[: first.start].rstrip().lower().endswith("between")

    def _scaled(self, first: Value, last: Value) -> Fraction | None:
        """The lower end in the upper end's unit and magnitude; None where the two are of different things."""
        raw = self.number(last.text)
        if (first.kind, first.unit) == ("plain", "") and (last.kind, last.unit) != ("plain", ""):
            factor = last.high / raw if raw and last.low == last.high else Fraction(1)
        elif first.kind == last.kind and (first.unit == last.unit or first.unit in _OPEN):
            factor = Fraction(1)
        else:
            return None
        scale = self.scale(last.text)
        own = first.low * factor
        if scale > 1 and self.scale(first.text) == 1 and first.low < last.high / scale:
            own *= scale
        return own

    def placed(self, text: str, v: Value, left: int, right: int) -> Value:
        """The value with its bound and, for an amount, with what changes."""
        if v.kind not in _BOUNDED:
            return v
        update: dict[str, object] = {}
        bound, start, end = self._bound(text, v, left, right)
        if bound != v.bound:
            update["bound"] = bound
        if start != v.start:
            update["phrase_start"] = start
        if end != v.end:
            update |= {"end": end, "text": text[v.start : end]}
        if v.kind in _CHANGED:
            change = self._change(text, start, end, right)
            update |= {} if change.get("base") == "by" and text[start : v.start].rstrip().endswith("to") else change
        return v.model_copy(update=update) if update else v

    def _bound(self, text: str, v: Value, left: int, right: int) -> tuple[Bound, int, int]:
        bound, start, end = v.bound, v.start, v.end
        if left < start:
            found = self.before.search(text[max(left, start - _REACH[self.language]) : start])
            if found and not self._is_recent(found[0], v):
                said = _bound_of(found, bounds(self.language, "before"))
                bound, start = said, start - len(found[0])
        if end < right:
            found = self.after.match(text, end, min(right, end + _REACH[self.language]))
            if found:
                said = _bound_of(found, bounds(self.language, "after"))
                bound, end = (bound or said) if bound in ("over", "under", "least", "most") else said, found.end()
        return bound, start, end

    def _is_recent(self, words: str, v: Value) -> bool:
        """近三年 are the last three years, not nearly three; "over two days" is a span."""
        if v.text.lower().startswith(("the ", "past ", "last ", "this ")):
            return True
        written = words.strip().lower()
        calendar = v.kind in ("year", "month", "date") or (v.kind == "measure" and v.unit in _CALENDAR)
        return (
            written in ("近", "over", "under", "above", "some")
            and calendar
            and (written == "近" or v.kind != "measure")
        )

    def _change(self, text: str, start: int, end: int, right: int) -> dict[str, object]:
        clause = text[max(0, start - _CLAUSE[self.language]) : start]
        if self.language == "en":
            return self._english_change(text, clause, end, right)
        found = self.change.search(clause)
        if not found:
            return {}
        return {"base": "to" if found["into"] else "by", "trend": _trend_of(found, trends("zh"))}

    def _english_change(self, text: str, clause: str, end: int, right: int) -> dict[str, object]:
        *_, found = [None, *self.change.finditer(clause)]
        if found:
            rest = clause[found.end() :].strip().lower()
            into = rest == "to" or (rest.endswith((" to", " to a")) and not _ENDS_CLAUSE.search(rest))
            if into or not rest or rest in _BY:
                return {"base": "to" if into else "by", "trend": _trend_of(found, trends("en"))}
        after = self.change_after.match(text, end, min(right, end + 24))
        return {"base": "by", "trend": _trend_of_word(after["more"], trends("en"))} if after else {}


_ENDS_CLAUSE = re.compile(r"[,;:!?]|\.(?!\d)")
_BY = frozenset(("by", "of", "sharply by", "about", "another", "a", "an", "nearly", "roughly", "almost"))


def _named(patterns: dict[str, str] | dict[str, Bound] | dict[str, Trend]) -> str:
    """An alternation in which group gN is the Nth pattern, the longest tried first."""
    numbered = sorted(enumerate(patterns), key=lambda pair: -len(pair[1]))
    return "|".join(f"(?P<g{n}>{pattern})" for n, pattern in numbered)


def _which(found: re.Match[str]) -> int:
    return next(int(name[1:]) for name, said in found.groupdict().items() if said is not None and name[1:].isdecimal())


def _bound_of(found: re.Match[str], table: dict[str, Bound]) -> Bound:
    return list(table.values())[_which(found)]


def _trend_of(found: re.Match[str], table: dict[str, Trend]) -> Trend:
    return list(table.values())[_which(found)]


def _trend_of_word(word: str, table: dict[str, Trend]) -> Trend:
    return next((trend for form, trend in table.items() if re.fullmatch(form, word, re.IGNORECASE)), "")
