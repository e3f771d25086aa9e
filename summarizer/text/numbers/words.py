"""English numerals, in figures, words or both: 1,234.5, 600 billion, 3.5bn, "one hundred and five", "half a million"."""

import re
from fractions import Fraction

from summarizer.text.numbers.latin import ABBREVIATED, ABBREVIATION
from summarizer.text.numbers.numerals import ARABIC
from summarizer.text.numbers.scan import words

ONES = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    w: 10 * n for n, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
MULTIPLIERS = {"hundred": 100, "dozen": 12, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}

_ONE = "|".join(sorted(ONES, key=len, reverse=True))
_DIGIT = "one|two|three|four|five|six|seven|eight|nine"
SMALL = rf"(?:(?:{'|'.join(TENS)})(?:[-\s](?:{_DIGIT})\b)?|(?:{_ONE}))\b"
_BIG = r"(?:thousand|million|billion|trillion)\b"
_MAGNITUDE = r"(?:hundred|dozen|thousand|million|billion|trillion)\b"
_BELOW_THOUSAND = rf"(?>{SMALL}(?:[-\s](?:hundred|dozen)\b(?:\s(?:and\s)?{SMALL}(?![-\s](?:hundred|dozen)))?)?)"
_WORDS = rf"{_BELOW_THOUSAND}(?:[-\s]{_BIG}(?:(?:,?\s(?:and\s)?|-){_BELOW_THOUSAND}(?![-\s](?:{_MAGNITUDE}))|,?\s{_BELOW_THOUSAND}(?=\s{_BIG}))*)*"
_ARTICLE = rf"(?:an?\s{_MAGNITUDE}(?:\s(?:and\s)?{SMALL})?(?:\s{_BIG})?|half[-\s](?:an?\s)?{_MAGNITUDE})"
_AND_A_HALF = rf"(?:{SMALL}|\d{{1,3}})[-\s]and[-\s]a[-\s]half[-\s]{_BIG}"
FIGURES = rf"{ARABIC}(?:{ABBREVIATION}|(?:[-\s]{_MAGNITUDE})+)?"
NUMBER = rf"(?:(?<![\w.,/])(?:(?=\d{{1,3}}[-\s]and){_AND_A_HALF}|{FIGURES})|\b(?:{_ARTICLE}|{_AND_A_HALF}|{_WORDS}))"
"""A number as it stands in a text, for `re` with IGNORECASE; holds no groups that catch."""

NUMBER_WORDS = ("0", *words(*ONES, *TENS, *MULTIPLIERS))
"""One of these stands in every number: "half a million" has its magnitude, "half" alone is none."""

_TOKEN = re.compile(rf"{ARABIC}|[a-z]+", re.IGNORECASE)


def amount(written: str) -> Fraction:
    """The value of what `NUMBER` matches."""
    total: Fraction = Fraction(0)
    current: Fraction | None = None
    for token in _TOKEN.findall(written):
        word = token.lower()
        if word in ("a", "an", "and"):
            continue
        times = MULTIPLIERS.get(word) or (ABBREVIATED.get(word) if current is not None else None)
        if times is None:
            current = (current or Fraction(0)) + _single(word)
        elif times < 1000:
            current = (Fraction(1) if current is None else current) * times
        else:
            total, current = _close(total, current, times), None
    return total + (current or Fraction(0))


def _close(total: Fraction, current: Fraction | None, times: int) -> Fraction:
    if current is None:
        return (total or Fraction(1)) * times
    return total + current * times


def _single(word: str) -> Fraction:
    if word == "half":
        return Fraction(1, 2)
    number = ONES.get(word, TENS.get(word))
    return Fraction(word.replace(",", "")) if number is None else Fraction(number)


def magnitude(written: str) -> int:
    """What the last word of a number multiplies it by: 10⁹ for "2 to 3 billion", else 1."""
    last = re.search(rf"(?:(?:\b{_MAGNITUDE}\s?)+|(?<=\d){ABBREVIATION})$", written.strip(), re.IGNORECASE)
    return ABBREVIATED.get(last[0].lower()) or int(amount(last[0])) if last else 1
