"""What is kept of each article while the others are done: one small row, whatever the article's length."""

from collections import Counter
from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from summarizer.errors import SummarizerError
from summarizer.records import Record
from summarizer.report import Receipt, Report

Status = Literal["done", "findings", "failed", "skipped", "elsewhere", "not begun"]
STATUSES: Mapping[Status, str] = {
    "done": "done",
    "findings": "done, with findings that need a person",
    "skipped": "already done, nothing changed",
    "failed": "failed",
    "elsewhere": "another batch is at work on it",
    "not begun": "not begun",
}


class ArticleResult(Record):
    """One article of a batch."""

    path: str
    """Below the folder that was given, with slashes."""
    status: Status
    outputs: dict[str, str] = Field(default_factory=dict)
    """File below the output folder → SHA-256 of what was written."""
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
            or self.stopped
            or self.unwritten
            or any(r.needs_a_person for r in self.rows)
        )
        usable = counts["done"] or counts["findings"] or counts["skipped"]
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
        **paid.model_dump(include={"requests", "input_tokens", "output_tokens", "cost_usd", "seconds"}),
    )


def failed(path: str, error: SummarizerError, key: str = "") -> ArticleResult:
    return ArticleResult(path=path, status="failed", error=str(error), hint=error.hint, key=key)


def kinds(report: Report) -> dict[str, int]:
    """Kind of finding → how many, in the order of their names."""
    return dict(sorted(Counter(f.kind for f in report.findings).items()))
