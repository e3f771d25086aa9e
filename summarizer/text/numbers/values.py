"""What a number in a text is, and how it is said in a finding."""

from fractions import Fraction
from typing import Literal

from summarizer.records import Record, Severity

Kind = Literal[
    "plain", "percent", "point", "fraction", "times", "money", "measure", "ordinal", "period",
    "year", "decade", "date", "month", "day", "weekday", "time", "name",
]  # fmt: skip
"""`plain` includes counts (24张). `period` is a quarter or half of a year. `name` is a letter-and-digit name (GPT-4)."""

Bound = Literal["", "about", "nearly", "over", "least", "under", "most"]
"""What the words around a figure say about it: 约, 近, 超过, 至少, 不到, 最多."""

Base = Literal["", "to", "by"]
"""Whether a change ends at the value (升至, "rose to") or amounts to it (上涨了, "rose by")."""

Trend = Literal["", "up", "down"]


OR_PART = "or part"
"""Unit of an ordinal that may be a share: "a third"."""
OR_LATER = "or later"
"""Unit of an ordinal of days, weeks and the like: 第三天 is "the third day" and "two days later"."""


class Value(Record):
    """One number as a text has it. `low` and `high` differ for a range and for 几十 or "hundreds of" only.

    Percent and percentage points count from 100 (50 % is 50), a date is month × 100 + day, a time is minutes from
    midnight, a weekday is 1 for Monday, 折 is the percentage that is paid, a name has no number (0).
    """

    start: int
    end: int
    text: str
    low: Fraction
    high: Fraction
    kind: Kind = "plain"
    unit: str = ""
    """Currency code, unit of measure, `person` or `thing` of a count with a measure word, `quarter` or `half` of a period, `am/pm`
    of a time said in full; else empty."""
    bound: Bound = ""
    phrase_start: int = -1
    """Where the words of a bound before the figure begin; -1 where there are none."""
    base: Base = ""
    trend: Trend = ""
    vague: bool = False
    """Read from a word without a figure of its own: 数百, "dozens"."""
    required: bool = True
    """False where the other language may well say it without a number: "one", 一个, "both"."""
    parts: tuple[Fraction, ...] = ()
    """The figures of which a share is made: 1 and 10 of "one in every ten"."""

    def phrase(self, source: str) -> str:
        """The value as the source has it, with the words of its bound: 不到三成."""
        return source[self.phrase_start if self.phrase_start >= 0 else self.start : self.end]

    @property
    def exact(self) -> bool:
        return self.low == self.high and not self.vague


MismatchKind = Literal[
    "magnitude", "value", "unit", "currency", "ordinal", "bound", "base", "trend", "swapped", "supplied", "missing", "extra"
]  # fmt: skip


class Mismatch(Record):
    """A number that the two sides do not share; `source` or `target` is None where there is no counterpart at all."""

    kind: MismatchKind
    severity: Severity
    """What the benchmarks of this rule suggest; the table of checks decides."""
    source: Value | None
    target: Value | None
    detail: str
    """A sentence for a reader that says both values."""

    @property
    def rule(self) -> str:
        return f"number.{self.kind}"

    @property
    def found(self) -> str:
        """What the English says; empty where it lacks the number."""
        return self.target.text if self.target else ""

    @property
    def expected(self) -> str:
        """The value of the Chinese in English; empty where it has none."""
        return say(self.source) if self.source else ""


_MAGNITUDES = ((12, "trillion"), (9, "billion"), (6, "million"))
_CURRENCIES = {
    "USD": "US dollars", "CNY": "yuan", "yuan": "yuan", "TWD": "New Taiwan dollars", "HKD": "Hong Kong dollars",
    "EUR": "euros", "GBP": "pounds", "JPY": "yen", "KRW": "won", "dollar": "dollars", "SGD": "Singapore dollars",
    "AUD": "Australian dollars", "CAD": "Canadian dollars", "NZD": "New Zealand dollars", "RUB": "roubles", "CHF": "Swiss francs",
    "INR": "rupees", "THB": "baht", "VND": "dong", "MOP": "patacas", "yen or yuan": "yuan",
    "local": "yuan or dollars", "local or US": "yuan or dollars", "cents": "dollars",
}  # fmt: skip
_PLURALS = {
    "century": "centuries", "foot": "feet", "inch": "inches", "square foot": "square feet", "mu": "mu", "ping": "ping",
    "jin": "jin", "degree Celsius": "degrees Celsius", "degree Fahrenheit": "degrees Fahrenheit", "horsepower": "horsepower",
}  # fmt: skip
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_BOUNDS: dict[Bound, str] = {
    "": "", "about": "about ", "nearly": "nearly ", "over": "more than ", "least": "at least ", "under": "less than ",
    "most": "at most ",
}  # fmt: skip
_PERIODS = ("", "first", "second", "third", "fourth")


def say(value: Value) -> str:
    """The value in English, exactly: `7 trillion US dollars`, `70 to 80 %`, `less than 30 %`."""
    if value.kind == "name":
        return value.text
    low, high = _one(value, value.low), _one(value, value.high)
    if value.vague and value.bound == "over":
        high = low
    number = low if low == high else f"{low} to {high}"
    bound = "" if value.vague and value.bound != "over" else _BOUNDS[value.bound]
    return bound + _with_unit(value, number)


def _one(value: Value, number: Fraction) -> str:
    whole = int(number)
    match value.kind:
        case "date":
            return f"{_month(whole // 100)} {whole % 100}"
        case "time":
            return f"{whole // 60}:{whole % 60:02}"
        case "month":
            return _month(whole)
        case "weekday" if 1 <= whole <= 7:
            return DAYS[whole - 1]
        case "year" | "decade":
            return str(whole)
        case "fraction":
            return f"{number.numerator}/{number.denominator}"
    return figure(number)


def _month(number: int) -> str:
    return MONTHS[number - 1] if 1 <= number <= 12 else f"month {number}"


def _with_unit(value: Value, number: str) -> str:
    match value.kind:
        case "percent":
            return f"{number} %"
        case "point":
            return f"{number} percentage points"
        case "times":
            return f"{number} times"
        case "decade":
            return f"the {number}s"
        case "ordinal":
            return f"number {number}"
        case "period" if value.low == value.high and 1 <= value.low <= 4:
            return f"the {_PERIODS[int(value.low)]} {value.unit} of the year"
        case "money":
            return f"{number} {_CURRENCIES.get(value.unit, value.unit)}"
        case "measure" if number == "0.5":
            return f"half {'an' if value.unit[0] in 'aeiouh' else 'a'} {value.unit}"
        case "measure":
            return f"{number} {value.unit if number == '1' else _plural(value.unit)}"
    return number


def _plural(unit: str) -> str:
    return _PLURALS.get(unit, unit if unit[-1].isupper() or unit in _UNINFLECTED else unit + "s")


_UNINFLECTED = frozenset(("GHz", "MHz", "kHz", "Hz", "MPa", "kPa", "Pa", "Mbps", "Gbps", "hertz"))


def figure(number: Fraction) -> str:
    """A figure as English prints it: `24`, `1,234.5`, `7 trillion`, `4.618 million`."""
    for power, word in _MAGNITUDES:
        if number >= 10**power and (number / 10 ** (power - 3)).denominator == 1:
            return f"{_decimal(number / 10**power)} {word}"
    return _decimal(number)


def _decimal(number: Fraction) -> str:
    """Up to six places; exact for whatever a text writes in decimals."""
    return f"{number.numerator:,}" if number.denominator == 1 else f"{float(number):,.6f}".rstrip("0").rstrip(".")
