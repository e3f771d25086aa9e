"""The numbers of an English text."""

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from summarizer.text.lazy_pattern import LazyPattern
from summarizer.text.numbers.english_calendar import CALENDAR
from summarizer.text.numbers.english_quantity import AND_A_HALF, BARE, GRAMMAR, HALVES, QUANTITIES, SINGLE_SPANS, UNIT
from summarizer.text.numbers.latin import ADDRESSES, CLOCKS, DATES, DIMENSIONS, FRACTIONS, NAMES, TELEPHONES
from summarizer.text.numbers.scan import Match, Rule, excepted, long_runs, scan, value, words
from summarizer.text.numbers.tables import any_of
from summarizer.text.numbers.values import OR_PART, Value
from summarizer.text.numbers.words import MULTIPLIERS, NUMBER, NUMBER_WORDS, ONES, SMALL, TENS, amount

_FLAGS = re.IGNORECASE
_TYPOGRAPHY = str.maketrans("‑‐−\u00a0\u202f\u2009", "---   ")

_ORDINALS = {
    w: n
    for n, w in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        1,
    )
} | {
    "thirtieth": 30,
    "fortieth": 40,
    "fiftieth": 50,
    "sixtieth": 60,
    "hundredth": 100,
    "thousandth": 1000,
    "ten-thousandth": 10000,
}
_DENOMINATORS = {w: n for w, n in _ORDINALS.items() if n > 2} | {
    "half": 2,
    "halve": 2,
    "quarter": 4,
    "millionth": 10**6,
}
_TENS_ORDINAL = LazyPattern(
    r"\b(twenty|thirty|forty|fifty)-(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b", _FLAGS
)
_VAGUE_FACTORS = r"several|a\sfew|few|a\scouple\s(?:of\s)?|some|many|a\sgood\smany|countless"
_MULTIPLES = {"twice": 2, "double": 2, "doubled": 2, "doubles": 2, "doubling": 2, "thrice": 3, "triple": 3, "tripled": 3, "triples": 3,
              "tripling": 3, "treble": 3, "trebled": 3, "quadruple": 4, "quadrupled": 4, "quadrupling": 4, "quintupled": 5}  # fmt: skip
_WORDS_FOR_TWO = "both|pair|pairs|dual|twin|twins|duo|two-way|either|neither|each other|secondly|second|twofold"

_FRACTIONS = LazyPattern(
    rf"\b(?P<n>{SMALL}|\d+|an?)[-\s](?P<d>{any_of(_DENOMINATORS)})s?\b(?![-\s](?:party|world))(?P<more>\s(?:of|the|to|or|and|more|less|fewer|share|as|off|that|at|in)\b|(?=[.,;:)]|$))?",
    _FLAGS,
)
_RATIOS = LazyPattern(
    rf"\b(?P<n>{SMALL}|\d+)\s(?:out\sof(?:\severy)?|in(?:\severy)?)\s(?P<d>{NUMBER})\b(?![-\s]*(?:{UNIT}))(?!\s(?:cities|places|countries|cases|areas|regions))",
    _FLAGS,
)
_VAGUE = LazyPattern(
    rf"\b(?:(?P<factor>{_VAGUE_FACTORS})\s*(?P<times>hundred|thousand|million|billion|trillion|dozen)s?"
    r"|(?P<tens>(?:tens|dozens|scores|hundreds|thousands|millions|billions|trillions)(?:\s(?:and|or)\s\w+s(?=\sof\s))?)"
    r"(?:\sof\s(?P<of>hundreds|thousands|millions|billions|trillions))?)\b",
    _FLAGS,
)
_COMPOUND = LazyPattern(
    r"\b(?:multi-?)?(?P<size>hundred|thousand|million|billion|trillion)(?=-[a-z])|\bdecades\b", _FLAGS
)
_ORDINAL = LazyPattern(
    rf"(?<![\d.,])(?P<figures>\d{{1,3}}(?:,\d{{3}})*)(?:st|nd|rd|th)\b|\b(?P<word>{any_of(_ORDINALS)})(?:ly)?\b", _FLAGS
)
_OF_A_CLOCK = re.compile(r"\s(?P<unit>second|minute|hour)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"\ba\s$", re.IGNORECASE)
_ROMAN = LazyPattern(r"\b(?:I{2,3}|IV)\b")
_NUMBERED_THINGS = ("number", "article", "chapter", "section", "part", "phase", "step")
_NUMBERED = LazyPattern(
    rf"\b(?:Nos?\.\s?(?=\d)|(?:No\.|Nos\.|{'|'.join(_NUMBERED_THINGS)})\s)(?P<n>\d+|{SMALL})\b", _FLAGS
)
_MULTIPLE = LazyPattern(
    rf"\b(?:{any_of(_MULTIPLES)})\b|\b(?P<n>{'|'.join(list(ONES) + list(TENS))}|hundred|thousand|\d+(?:\.\d+)?)[-\s]?fold\b",
    _FLAGS,
)
_QUARTERS = LazyPattern(
    r"\b(?P<which>first|last|next|past|previous|consecutive|these|those|latest)\s(?P<n>two|three|four|five|six)(?:\sconsecutive)?\squarters\b",
    _FLAGS,
)
_HALF = LazyPattern(r"\bhalf\b|\bhalves\b|\bhalved\b|\bhalving\b", _FLAGS)
_QUARTER = LazyPattern(r"\ba\squarter\b", _FLAGS)
_FEW = LazyPattern(r"\b(?:several|(?:a\s)?few|handful)\b", _FLAGS)
_COUPLE = LazyPattern(r"\bcouple\b", _FLAGS)
_TWO = LazyPattern(rf"\b(?:{_WORDS_FOR_TWO})\b", _FLAGS)


@lru_cache(maxsize=1024)
def english_values(text: str, names: tuple[tuple[int, int], ...] = ()) -> tuple[Value, ...]:
    """Every number in the text, in its order; `text` of a value is the text's own characters. What stands in one of the spans
    `names` is no number."""
    plain = text.translate(_TYPOGRAPHY)
    found = GRAMMAR.read(plain, scan(plain, _RULES, (*names, *long_runs(plain))))
    return found if plain == text else tuple(v.model_copy(update={"text": text[v.start : v.end]}) for v in found)


def _fractions(match: Match) -> Sequence[Value] | None:
    """None for "a third option" and "one second": ordinals and times, not parts."""
    n, d = match["n"].lower(), _DENOMINATORS[match["d"].lower()]
    if n in ("a", "an") and match["more"] is None:
        return None
    number = Fraction(1) if n in ("a", "an") else amount(n)
    if number >= d and d > 2:
        return None
    return [value(match, number / d, kind="fraction", parts=(number, Fraction(d)))]


def _quarters(match: Match) -> Sequence[Value]:
    return [value(match, ONES[match["n"].lower()], kind="measure", unit="quarter", begin=match.start("n"))]


def _ratios(match: Match) -> Sequence[Value] | None:
    n, d = amount(match["n"]), amount(match["d"])
    usual = d in (2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 50) or (d >= 100 and str(d).rstrip("0") in ("1", "5", "2"))
    return [value(match, n / d, kind="fraction", parts=(n, d))] if usual and n < d else None


_COLLECTIVES = {"ten": 10, "dozen": 12, "score": 20} | MULTIPLIERS


def _vague(match: Match) -> Sequence[Value]:
    if match["factor"]:
        base = Fraction(MULTIPLIERS[match["times"].lower()])
    else:
        base = Fraction(_COLLECTIVES[match["tens"].lower().split()[0].removesuffix("s")])
        base *= MULTIPLIERS[match["of"].lower().removesuffix("s")] if match["of"] else 1
    low, high = (24, 96) if base == _COLLECTIVES["dozen"] else (base, base * 9)
    return [value(match, low, high, vague=True, required=bool(match["of"]))]


def _compound(match: Match) -> Sequence[Value]:
    """A "million-dollar" car, "decades": some such number."""
    rough: dict[str, Any] = {"vague": True, "required": False}
    if not match["size"]:
        return [value(match, 2, 9, "measure", unit="decade", **rough)]
    size = MULTIPLIERS[match["size"].lower()]
    return [value(match, size, size * 9, **rough)]


def _ordinal(match: Match) -> Sequence[Value]:
    figures = match["figures"]
    number = int(figures.replace(",", "")) if figures else _ORDINALS[match["word"].lower()]
    timed = _OF_A_CLOCK.match(match.string, match.end())
    if timed:
        return [value(match, number, kind="ordinal", unit=timed["unit"].lower(), required=number > 2)]
    part = number > 2 and _ARTICLE.search(match.string, max(0, match.start() - 3), match.start()) is not None
    required = bool(figures) or (number > 2 and not match[0].endswith("ly"))
    return [value(match, number, kind="ordinal", unit=OR_PART if part else "", required=required)]


def _tens_ordinal(match: Match) -> Sequence[Value]:
    return [value(match, amount(match[1]) + _ORDINALS[match[2].lower()], kind="ordinal")]


def _numbered(match: Match) -> Sequence[Value]:
    number = amount(match["n"])
    return [value(match, number, kind="ordinal", required=number > 1)]


def _multiple(match: Match) -> Sequence[Value]:
    number = amount(match["n"]) if match["n"] else Fraction(_MULTIPLES[match[0].lower()])
    unit = "factor" if not match["n"] and match[0].lower().endswith(("d", "ing", "es")) else ""
    return [value(match, number, kind="times", unit=unit, required=number > 2)]


def _half(match: Match) -> Sequence[Value]:
    return [value(match, Fraction(1, 2), kind="fraction", required=False)]


def _quarter(match: Match) -> Sequence[Value]:
    return [value(match, Fraction(1, 4), kind="fraction", required=False)]


def _few(match: Match) -> Sequence[Value]:
    return [value(match, 2, 9, vague=True, required=False)]


def _couple(match: Match) -> Sequence[Value]:
    return [value(match, 2, 3, vague=True, required=False)]


def _two(match: Match) -> Sequence[Value]:
    return [value(match, 2, required=False)]


def _roman(match: Match) -> Sequence[Value]:
    return [value(match, {"II": 2, "III": 3, "IV": 4}[match[0]], kind="ordinal", required=False)]


_RULES = (
    ADDRESSES,
    excepted("en"),
    DATES,
    *CALENDAR,
    CLOCKS,
    FRACTIONS,
    TELEPHONES,
    DIMENSIONS,
    NAMES,
    Rule(
        "ordinal of tens",
        _TENS_ORDINAL,
        _tens_ordinal,
        ("twenty-", "thirty-", "forty-", "fifty-"),
        "twenty-first",
        "twenty-one",
    ),
    Rule("numbered thing", _NUMBERED, _numbered, ("no.", "nos.", *words(*_NUMBERED_THINGS)), "No. 5", "no 5"),
    *AND_A_HALF,
    HALVES,
    Rule("vague count", _VAGUE, _vague, (*MULTIPLIERS, *words("tens", "scores")), "dozens of", "a dozen"),
    Rule("multiple", _MULTIPLE, _multiple, ("fold", *words(*_MULTIPLES)), "doubled", "two"),
    Rule(
        "quarters of a year",
        _QUARTERS,
        _quarters,
        words("quarters"),
        "the first three quarters",
        "three quarters of them",
    ),
    Rule(
        "fraction",
        _FRACTIONS,
        _fractions,
        words(*_DENOMINATORS, *(f"{word}s" for word in _DENOMINATORS)),
        "two thirds",
        "a third option",
    ),
    Rule("one in ten", _RATIOS, _ratios, NUMBER_WORDS, "one in ten", "one in ten cities"),
    Rule("ordinal", _ORDINAL, _ordinal, ("0", *words(*_ORDINALS, *(f"{word}ly" for word in _ORDINALS))), "21st", "21"),
    BARE,
    *QUANTITIES,
    SINGLE_SPANS,
    Rule("compound", _COMPOUND, _compound, (*MULTIPLIERS, "decades"), "multi-million-dollar", "one million"),
    Rule("half", _HALF, _half, ("half", "halv"), "half", "behalf"),
    Rule("quarter", _QUARTER, _quarter, words("quarter"), "a quarter", "quarters"),
    Rule("few", _FEW, _few, words("several", "few", "handful"), "several", "severe"),
    Rule("couple", _COUPLE, _couple, words("couple"), "a couple", "coupled"),
    Rule("word for two", _TWO, _two, tuple(_WORDS_FOR_TWO.split("|")), "both", "bother"),
    Rule("Roman numeral", _ROMAN, _roman, words("ii", "iii", "iv"), "Guy Alford III", "I"),
)
