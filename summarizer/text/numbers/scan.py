"""Reading a text by an ordered list of rules: what one rule has read, no later rule sees."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from summarizer.text.lazy_pattern import LazyPattern
from summarizer.text.literal_prefixes import literal_prefixes
from summarizer.text.numbers.numerals import DIGITS
from summarizer.text.numbers.tables import Language, exceptions
from summarizer.text.numbers.values import Kind, Value

GONE = "\x00"
"""What stands for a character that has been read. No rule may match it."""

Match = re.Match[str]
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w+")


class Traces(NamedTuple):
    """A text in lower case with each digit as 0, then its words again between blanks: " ten " is the word, not a part of one."""

    text: str
    pieces: frozenset[str]
    """Its characters and its words."""


@dataclass(frozen=True)
class Rule:
    """`build` gets the match and returns the values it holds: none only masks the text, None leaves it to later rules.

    Of `needs` at least one stands in every match, as `Traces` have it, so a text without any is not searched. In `example` the rule
    reads something, in `counter` nothing.
    """

    id: str
    pattern: LazyPattern
    build: Callable[[Match], Sequence[Value] | None]
    needs: tuple[str, ...] = ("",)
    example: str = ""
    counter: str = ""

    def may_match(self, held: Traces) -> bool:
        return not self._pieces.isdisjoint(held.pieces) or any(map(held.text.__contains__, self._parts))

    @cached_property
    def _pieces(self) -> frozenset[str]:
        return frozenset(need.strip() for need in self.needs if _is_piece(need))

    @cached_property
    def _parts(self) -> tuple[str, ...]:
        return tuple(need for need in self.needs if not _is_piece(need))


def _is_piece(need: str) -> bool:
    return len(need) == 1 or (need[:1] == need[-1:] == " " and need[1:-1].isalnum())


def scan(text: str, rules: Iterable[Rule], spans: Iterable[tuple[int, int]] = ()) -> tuple[Value, ...]:
    """All values, in the order of the text. What stands in one of the spans (a name) is not read."""
    found: list[Value] = []
    for start, end in spans:
        text = text[:start] + GONE * (end - start) + text[end:]
    held = traces(text)
    for rule in rules:
        if rule.may_match(held):
            left = _read(text, rule, found)
            text, held = (text, held) if left == text else (left, traces(left))
    return tuple(sorted(found, key=lambda v: (v.start, v.end)))


def traces(text: str) -> Traces:
    low = _DIGIT.sub("0", text.lower())
    found = _WORD.findall(low)
    return Traces(f"{low} {' '.join(found)} ", frozenset((*low, *found)))


def words(*several: str) -> tuple[str, ...]:
    """Whole words as `traces` has them."""
    return tuple(f" {word} " for word in several)


def beginnings(several: Iterable[str]) -> tuple[str, ...]:
    """Beginnings of words as `traces` has them."""
    return tuple(f" {word}" for word in several)


def _read(text: str, rule: Rule, found: list[Value]) -> str:
    def consume(match: Match) -> str:
        values = rule.build(match)
        if values is None:
            return match[0]
        found.extend(values)
        return GONE * len(match[0])

    return rule.pattern.compiled.sub(consume, text)


def value(
    match: Match,
    low: Fraction | int,
    high: Fraction | int | None = None,
    kind: Kind = "plain",
    *,
    begin: int | None = None,
    end: int | None = None,
    **more: Any,
) -> Value:
    """A value read from the match, or from the part of it between two places in the text; white space aside."""
    begin, end = match.start() if begin is None else begin, match.end() if end is None else end
    whole = match.string[begin:end]
    start, text = begin + len(whole) - len(whole.lstrip()), whole.strip()
    ends = Fraction(low), Fraction(low if high is None else high)
    return Value(start=start, end=start + len(text), text=text, low=ends[0], high=ends[1], kind=kind, **more)


def part(match: Match, group: str | int, number: Fraction | int, kind: Kind, **more: Any) -> Value:
    """A value read from one group of the match."""
    low = Fraction(number)
    return Value(
        start=match.start(group), end=match.end(group), text=match[group], low=low, high=low, kind=kind, **more
    )  # fmt: skip


def masked(rule: str, pattern: str, needs: tuple[str, ...], example: str, counter: str) -> Rule:
    """A rule that reads over what is no number."""
    return Rule(rule, LazyPattern(pattern), lambda _: (), needs, example, counter)


def _spelt(word: str) -> Iterable[tuple[Kind, Fraction]]:
    """The digits a name is made of, which its English may show (三峡, "Three Gorges"); a longer word is an idiom."""
    return () if len(word) > 3 else (("plain", Fraction(DIGITS[c])) for c in word if DIGITS.get(c, 0) > 1)


def _is(word: re.Pattern[str], match: Match) -> bool:
    """True where the match is one of this word, whatever must stand around it."""
    found = word.match(match.string, match.start())
    return found is not None and found.end() == match.end()


def excepted(language: Language) -> Rule:
    """The rule for the table of exceptions: masks them; a number their translation may hold is an optional value."""
    flags = 0 if language == "zh" else re.IGNORECASE
    guard = r"(?<![\d一二三四五六七八九十百千万亿])" if language == "zh" else r"\b"
    words = sorted(exceptions(language), key=len, reverse=True)
    begin = {start for word in words for start in literal_prefixes(word)}
    values: dict[str, list[tuple[LazyPattern, tuple[tuple[Kind, Fraction], ...]]]] = {}
    for word in words:
        entry = LazyPattern(word, flags), exceptions(language)[word]
        for first in {start[0].lower() for start in literal_prefixes(word)}:
            values.setdefault(first, []).append(entry)

    def build(match: Match) -> Sequence[Value]:
        found = next((held for word, held in values[match[0][0].lower()] if _is(word.compiled, match)), ())
        return [value(match, n, kind=kind, required=False) for kind, n in found or _spelt(match[0])]

    first = f"(?=[{re.escape(''.join(sorted({start[0] for start in begin})))}])"
    needs = (_DIGIT.sub("0", start[0] if language == "zh" else f" {start.lower()}") for start in begin)
    pattern = LazyPattern(f"{first}{guard}(?:{'|'.join(words)})", flags)
    example, counter = ("统一", "一亿") if language == "zh" else ("one another", "two others")
    return Rule("idiom", pattern, build, tuple(dict.fromkeys(needs)), example, counter)


MAX_DIGITS = 40
"""Digits of the longest number that is read; a longer run is a serial number or noise. A guard, not a measurement: the largest amounts in
print, in yuan or in bytes, have fewer than 25."""
_LONG_RUN = re.compile(rf"[\d〇零一二三四五六七八九]{{{MAX_DIGITS + 1},}}")


def long_runs(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of digits that are no number."""
    return tuple(found.span() for found in _LONG_RUN.finditer(text))
