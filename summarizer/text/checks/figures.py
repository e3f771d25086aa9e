"""Numbers: every value of the source stands in the English, with its magnitude, unit, bound and direction."""

from summarizer.records import FindingKind, Severity
from summarizer.text.checks.case import Case
from summarizer.text.checks.rule import Fault, Rule
from summarizer.text.numbers import Mismatch, compare


def wrong_magnitude(case: Case) -> Fault | None:
    """A billion for a trillion: the same digits, another size."""
    return _said(case, Severity.ERROR)


def other_number(case: Case) -> Fault | None:
    """A number left out, changed, or added."""
    return _said(case, Severity.WARNING)


def number_remark(case: Case) -> Fault | None:
    """What often has its reason: a month from the article's date, a lost "about"."""
    return _said(case, Severity.INFO)


def _said(case: Case, severity: Severity) -> Fault | None:
    found = [m for m in mismatches(case) if m.severity == severity]
    detail = " ".join(f"{m.detail.rstrip('.')}." for m in found)
    return Fault(found=detail) if found else None


def mismatches(case: Case) -> tuple[Mismatch, ...]:
    """What the two sides say differently in numbers; figures inside names are none, and values belong to the names beside them."""
    return compare(case.source, case.target, tuple((t.source, t.target) for t in case.terms if t.source in case.source))


RULES = (
    Rule(
        id="wrong-magnitude",
        kind=FindingKind.NUMBER,
        severity=Severity.ERROR,
        looks_for="The same digits in another size: a billion for a trillion.",
        message="{found}",
        test=wrong_magnitude,
        passes=Case("投资达3亿元。", "Investment reached 300 million yuan."),
        fails=Case("投资达3亿元。", "Investment reached 3 billion yuan."),
    ),
    Rule(
        id="other-number",
        kind=FindingKind.NUMBER,
        severity=Severity.WARNING,
        looks_for="A number left out, changed, or added; another unit, currency, bound or direction.",
        message="{found}",
        test=other_number,
        passes=Case("共有25人参加。", "Twenty-five people took part."),
        fails=Case("共有25人参加。", "Twenty-six people took part."),
    ),
    Rule(
        id="number-remark",
        kind=FindingKind.NUMBER,
        severity=Severity.INFO,
        looks_for="A difference in numbers that often has its reason: a lost “about”, a month taken from the article's date.",
        message="{found}",
        test=number_remark,
        passes=Case("约有25人参加。", "About 25 people took part."),
        fails=Case("约有25人参加。", "Twenty-five people took part."),
    ),
)
