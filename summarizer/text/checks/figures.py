"""Numbers: every value of the source stands in the English, with its magnitude."""

from summarizer.records import FindingKind, Severity
from summarizer.text.checks.case import Case
from summarizer.text.checks.rule import Fault, Rule
from summarizer.text.numbers import Mismatch, compare


def wrong_magnitude(case: Case) -> Fault | None:
    """A billion for a trillion: the same digits, another size."""
    return _said([m for m in compare(case.source, case.target) if m.kind == "magnitude"])


def other_number(case: Case) -> Fault | None:
    """A number left out, changed, or added."""
    return _said([m for m in compare(case.source, case.target) if m.kind != "magnitude"])


def _said(found: list[Mismatch]) -> Fault | None:
    detail = " ".join(f"{m.detail.rstrip('.')}." for m in found)
    return Fault(found=detail) if detail else None


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
        looks_for="A number left out, changed, or added.",
        message="{found}",
        test=other_number,
        passes=Case("共有25人参加。", "Twenty-five people took part."),
        fails=Case("共有25人参加。", "Twenty-six people took part."),
    ),
)
