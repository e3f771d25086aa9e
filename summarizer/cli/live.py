"""What a person sees while it works: a live table on a terminal, plain lines elsewhere. Everything goes to standard error."""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bars
from rich.text import Text

from summarizer.cli.output import safe
from summarizer.errors import SummarizerError
from summarizer.llm.budgeted import Ledger
from summarizer.progress import Event
from summarizer.records import Severity
from summarizer.report import Receipt, Report

UNITS: Mapping[str, str] = {"load": "MB", "translate": "segments", "repair": "segments", "review": "segments"}
LINE_SECONDS = 10.0
"""Between two plain lines about one stage."""


class Display(Protocol):
    """Where a command tells what it does."""

    def progress(self, event: Event) -> None: ...
    def notice(self, sentence: str) -> None: ...
    def follow(self, ledger: Ledger) -> None: ...
    def article(self, name: str) -> None: ...
    def failed(self, article: str, error: SummarizerError) -> None: ...
    def finished(self, report: Report, paths: Sequence[Path]) -> None: ...


class Lines:
    """Plain lines: each stage when it starts and ends, and now and then between."""

    def __init__(self, console: Console, *, quiet: bool, verbose: bool) -> None:
        self._console, self._quiet, self._verbose = console, quiet, verbose
        self._ledger: Ledger | None = None
        self._told: dict[str, float] = {}
        self._said: set[str] = set()

    def progress(self, event: Event) -> None:
        last = self._told.get(event.stage)
        now = time.monotonic()
        if event.over or last is None or now - last >= LINE_SECONDS:
            self._told[event.stage] = now
            self.say(f"{event.stage}: {amount(event)}{self._spent()}")
        if event.over:
            self._told.pop(event.stage, None)

    def notice(self, sentence: str) -> None:
        """Said once a run, however many requests meet it."""
        if sentence not in self._said:
            self._said.add(sentence)
            self.say(sentence)

    def follow(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def article(self, name: str) -> None:
        self.say(f"== {name}")

    def failed(self, article: str, error: SummarizerError) -> None:
        self._print(f"Error: {article}: {error}")
        if error.hint:
            self._print(f"       {error.hint}")

    def finished(self, report: Report, paths: Sequence[Path]) -> None:
        for line in (*outcome(report, verbose=self._verbose), *(f"Wrote {path}" for path in paths)):
            self.say(line)
        if self._quiet and report.needs_a_person:
            self._print(f"Error: {report.document.origin}: completed with errors that need review: {_errors(report)}")

    def say(self, line: str) -> None:
        if not self._quiet:
            self._print(line)

    def _print(self, line: str) -> None:
        self._console.print(Text(safe(line, lines=True)), soft_wrap=True)

    def _spent(self) -> str:
        return f"  ({spent(self._ledger)})" if self._ledger and self._ledger.requests else ""


class Stages(Bars):
    """A bar for each stage, and under them what the run has taken so far."""

    ledger: Ledger | None = None

    def get_renderables(self) -> Iterable[RenderableType]:
        yield from super().get_renderables()
        if self.ledger and self.ledger.requests:
            yield Text(spent(self.ledger))


class Live(Lines):
    """The same on a terminal, the stages as bars that move; 80 columns are enough."""

    def __init__(self, console: Console, *, verbose: bool) -> None:
        super().__init__(console, quiet=False, verbose=verbose)
        self._tasks: dict[str, TaskID] = {}
        self._bars = Stages(
            TextColumn("{task.description:<10}"),
            BarColumn(bar_width=20),
            MofNCompleteColumn(),
            TextColumn("{task.fields[unit]:<8}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            TextColumn("left"),
            console=console,
        )

    def __enter__(self) -> "Live":
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def progress(self, event: Event) -> None:
        unit = UNITS.get(event.stage, "requests")
        scale = 1_000_000 if event.stage == "load" else 1
        total, done = max(event.total // scale, 1 if event.total else 0), event.done // scale
        if event.stage not in self._tasks:
            self._tasks[event.stage] = self._bars.add_task(event.stage, total=total, unit=unit)
        if event.failed:
            unit = f"{unit}, {event.failed} failed"
        self._bars.update(self._tasks[event.stage], completed=done, total=total, unit=unit)

    def follow(self, ledger: Ledger) -> None:
        super().follow(ledger)
        self._bars.ledger = ledger

    def article(self, name: str) -> None:
        for task in self._tasks.values():
            self._bars.remove_task(task)
        self._tasks.clear()
        super().article(name)


@contextmanager
def display(*, quiet: bool = False, verbose: bool = False) -> Iterator[Display]:
    """The display that fits standard error."""
    console = Console(stderr=True, highlight=False)
    if quiet or not sys.stderr.isatty():
        yield Lines(console, quiet=quiet, verbose=verbose)
        return
    with Live(console, verbose=verbose) as live:
        yield live


def _errors(report: Report) -> str:
    kinds = Counter(f.kind for f in report.findings if f.severity == Severity.ERROR)
    return ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())


def amount(event: Event) -> str:
    if event.stage == "load":
        return f"{event.done / 1e6:.0f} of {event.total / 1e6:.0f} MB"
    failed = f", {event.failed} failed" if event.failed else ""
    return f"{event.done} of {event.total} {UNITS.get(event.stage, 'requests')}{failed}"


def spent(ledger: Ledger | Receipt) -> str:
    """`31 requests, 12,345 tokens in, 6,789 out, $0.0042`. What has taken tokens and no money is free."""
    free = ledger.cost_usd == 0 and ledger.input_tokens > 0
    cost = "price not known" if ledger.cost_usd is None else "free" if free else f"${ledger.cost_usd:.4f}"
    return f"{ledger.requests} requests, {ledger.input_tokens:,} tokens in, {ledger.output_tokens:,} out, {cost}"


def outcome(report: Report, *, verbose: bool) -> Iterator[str]:
    """What came of an article, in a few lines."""
    statuses = Counter(s.status for s in report.segments)
    counted = ", ".join(f"{count} {status}" for status, count in statuses.most_common())
    yield f"{len(report.segments)} segments: {counted}. {len(report.speakers)} speakers, {len(report.statements)} statements."
    shown = [f for f in report.findings if verbose or f.severity == Severity.ERROR]
    for finding in shown:
        yield f"  {finding.severity}: {finding.segment or 'article'}: {finding.kind}: {finding.detail}"
    kinds = Counter(f"{f.kind} ({f.severity})" for f in report.findings if f not in shown)
    if kinds:
        yield "Findings: " + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    cached = f", {report.receipt.cached_answers} cached responses" if report.receipt.cached_answers else ""
    yield f"{report.receipt.models}: {spent(report.receipt)}{cached}, {report.receipt.seconds:.0f} s"
