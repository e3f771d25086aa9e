"""Numbers: every value of the source stands in the English, with its magnitude, unit, bound and direction."""

from summarizer.records import Severity
from summarizer.text.checks.case import Case
from summarizer.text.numbers import Mismatch, compare


def wrong_magnitude(case: Case) -> str | None:
    """A billion for a trillion: the same digits, another size."""
    return _said(case, Severity.ERROR)


def other_number(case: Case) -> str | None:
    """A number left out, changed, or added."""
    return _said(case, Severity.WARNING)


def number_remark(case: Case) -> str | None:
    """What often has its reason: a month from the article's date, a lost "about"."""
    return _said(case, Severity.INFO)


def _said(case: Case, severity: Severity) -> str | None:
    found = (m for m in mismatches(case) if m.severity == severity)
    return " ".join(f"{m.detail.rstrip('.')}." for m in found) or None


def mismatches(case: Case) -> tuple[Mismatch, ...]:
    """What the two sides say differently in numbers; figures inside names are none, and values belong to the names beside them."""
    return compare(case.source, case.target, tuple((t.source, t.target) for t in case.terms if t.source in case.source))
