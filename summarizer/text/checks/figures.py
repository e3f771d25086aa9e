"""Numbers: every value of the source stands in the English, with its magnitude."""

from summarizer.text.checks.case import Case
from summarizer.text.numbers import Mismatch, compare


def wrong_magnitude(case: Case) -> str | None:
    """A billion for a trillion: the same digits, another size."""
    return _said([m for m in compare(case.source, case.target) if m.kind == "magnitude"])


def other_number(case: Case) -> str | None:
    """A number left out, changed, or added."""
    return _said([m for m in compare(case.source, case.target) if m.kind != "magnitude"])


def _said(found: list[Mismatch]) -> str | None:
    return " ".join(f"{m.detail.rstrip('.')}." for m in found) or None
