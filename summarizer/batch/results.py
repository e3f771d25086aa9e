"""What is kept of each article while the others are done: one small row, whatever the article's length."""

from collections import Counter
from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from summarizer.errors import SummarizerError
from summarizer.records import Record
from summarizer.report import Receipt, Report

Status = Literal["done", "findings", "incomplete", "failed", "skipped", "elsewhere", "not begun"]
STATUSES: Mapping[Status, str] = {
    "done": "done",
    "findings": "done, with errors that need review",
    "incomplete": "incomplete: some sentences are not translated",
    "skipped": "up to date",
    "failed": "failed",
    "elsewhere": "being processed by another batch",
    "not begun": "not started",
}


class ArticleResult(Record):
    """One article of a batch."""

    path: str
    """Below the folder that was given, with slashes."""
    status: Status
    outputs: dict[str, str] = Field(default_factory=dict)
    """File below the output folder → SHA-256 of what was written."""
    kept: tuple[str, ...] = ()
    """Those of them that a person edited: they are as the person left them."""
    remarks: tuple[str, ...] = Field((), exclude_if=lambda remarks: not remarks)
    """What a reader of the results should know: a format that was left out, what a layout could not keep."""
    copy_of: str = ""
    """Path of the article with the same content that comes first; empty if there is none."""
    missing: int = 0
    """Sentences without a translation."""
    article: str = ""
    """SHA-256 of its file."""
    source: str = ""
    """Says, without naming it, from where the article was read: two files of one name are told apart by it."""
    needs_a_person: bool = False
    """True where findings of severity error are left, also from an earlier run."""
    error: str = ""
    hint: str = ""
    findings: dict[str, int] = Field(default_factory=dict)
    """Kind → how many."""
    speakers: int = 0
    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = 0.0
    """What this run paid; None where the price is not known."""
    seconds: float = 0.0
    key: str = ""
    """The name of its work in the store; empty where it could not be read."""


class BatchResult(Record):
    """A batch at its end: its rows in the order of the articles. `stopped` says what kept it from going on, empty where nothing did."""

    rows: tuple[ArticleResult, ...]
    stopped: str = ""
    cost_usd: float | None = 0.0
    """All that was paid, also for what failed; None where the price is not known."""
    unwritten: str = ""
    """Why the folder's own files could not be written, with what to do on a second line; empty where they were."""

    left: dict[str, str] = Field(default_factory=dict)
    """File in the output folder that is no result of this batch → SHA-256 as an earlier one wrote it."""
    pruned: tuple[str, ...] = ()
    """Those that were deleted."""

    @property
    def counts(self) -> Counter[Status]:
        return Counter(row.status for row in self.rows)

    @property
    def exit_code(self) -> int:
        """0 where all is good; 1 where nothing usable is there; 3 where something is and something is amiss."""
        counts = self.counts
        amiss = (
            counts["failed"]
            or counts["elsewhere"]
            or counts["incomplete"]
            or self.stopped
            or self.unwritten
            or any(r.needs_a_person for r in self.rows)
        )
        usable = counts["done"] or counts["findings"] or counts["skipped"] or counts["incomplete"]
        return 0 if not amiss else 3 if usable else 1


def result_of(
    path: str, report: Report, status: Status, outputs: Mapping[str, str], key: str, paid: Receipt
) -> ArticleResult:
    """A row for an article that has a report; `paid` is what this run took for it."""
    return ArticleResult(
        path=path,
        status=status,
        outputs=dict(outputs),
        needs_a_person=report.needs_a_person,
        findings=kinds(report),
        speakers=len(report.speakers),
        key=key,
        missing=sum(not s.target.strip() for s in report.segments),
        article=report.document.sha256,
        **paid.model_dump(include={"requests", "input_tokens", "output_tokens", "cost_usd", "seconds"}),
    )


def failed(path: str, error: SummarizerError, key: str = "") -> ArticleResult:
    return ArticleResult(path=path, status="failed", error=str(error), hint=error.hint, key=key)


def kinds(report: Report) -> dict[str, int]:
    """Kind of finding → how many, in the order of their names."""
    return dict(sorted(Counter(f.kind for f in report.findings).items()))


NEARLY_ALL = 0.9
"""The share of an article's sentences without a translation from which it counts as failed: what is left is no translation. A judgement, not
measured; 101 of 103 is one, half an article is not."""


def mostly_failed(missing: int, sentences: int) -> str:
    """Why an article with so many untranslated sentences counts as failed; empty if it does not."""
    return f"{missing} of {sentences} sentences were not translated." if missing >= NEARLY_ALL * sentences else ""
