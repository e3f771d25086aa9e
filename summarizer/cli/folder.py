"""What a person sees while a batch works, and at its end: a bar and the articles that need attention on a terminal, a line for each
article elsewhere. Everything goes to standard error."""

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.text import Text

from summarizer.batch.discovery import PAGE, Search
from summarizer.batch.results import STATUSES, ArticleResult, BatchResult
from summarizer.cli.live import Lines, spent
from summarizer.cli.tables import clean
from summarizer.llm.budgeted import Ledger
from summarizer.progress import Event

LINE_SECONDS = 30.0
"""Between two plain lines about the whole."""
SHOWN = 20
"""Reasons that the end names; the rest stand in the batch's report."""
NAMED = 3
"""Articles that it names for one reason."""
UNREMARKABLE = ("skipped", "not begun")
TRANSLATED = ("done", "findings", "incomplete")
"""What counts in the rate: a file that is refused takes no time."""


class Folder(Lines):
    """Plain lines: one for each article when it ends, and now and then one for the whole."""

    def __init__(self, console: Console, *, quiet: bool, verbose: bool) -> None:
        super().__init__(console, quiet=quiet, verbose=verbose)
        self._total = self._ended = self._worked = self._failed = 0
        self._hints: set[str] = set()
        self._started = self._told_whole = time.monotonic()

    def begin(self, articles: int, ledger: Ledger) -> None:
        self._total = articles
        self._started = self._told_whole = time.monotonic()
        self.follow(ledger)
        self.say(f"{articles} article{'s' * (articles != 1)}")

    def progress(self, event: Event) -> None:
        """Only what comes before the first article: those under way at once would mix their steps."""
        if event.stage == "load":
            super().progress(event)

    def ended(self, row: ArticleResult) -> None:
        self._ended += 1
        self._worked += row.status in TRANSLATED
        self._failed += row.status == "failed"
        self._tell(row)
        now = time.monotonic()
        if now - self._told_whole >= LINE_SECONDS and self._ended < self._total:
            self._told_whole = now
            self.say(f"{self._progress()}{self._spent()}{self._pace()}")

    def _tell(self, row: ArticleResult) -> None:
        if row.status == "failed":
            self._print(f"Error: {clean(row.path)}: {clean(row.error)}")
            if row.hint and row.hint not in self._hints:  # said once, however many articles need it
                self._hints.add(row.hint)
                self._print(f"       {row.hint}")
        elif row.status not in UNREMARKABLE or self._verbose:
            self.say(f"[{self._ended}/{self._total}] {line(row)}")
        for remark in row.remarks:
            self.say(f"{clean(row.path)}: {remark}")

    def _progress(self) -> str:
        failed = f", {self._failed} failed" if self._failed else ""
        return f"{self._ended - self._failed} of {self._total} articles finished{failed}"

    def _pace(self) -> str:
        """How fast it goes, and when it would be over."""
        minutes = (time.monotonic() - self._started) / 60
        if not self._worked or minutes < 0.05:
            return ""
        left = (self._total - self._ended) / (self._worked / minutes)
        return f", {self._worked / minutes:.1f} a minute, about {how_long(60 * left)} left"

    def over(self, done: BatchResult, output: Path) -> None:
        """The end: what came of it, what it took, where to look."""
        for text in (
            *table(done),
            *([spent(self._ledger)] if self._ledger and self._ledger.requests else []),
            *([] if done.unwritten else [f"Wrote {output / PAGE}"]),
        ):
            self.say(text)
        if done.unwritten:
            self._print("Error: " + done.unwritten.replace("\n", "\n       "))


class Table(Bars):
    """The bar, and under it what the batch has taken so far."""

    folder: Folder | None = None

    def get_renderables(self) -> Iterable[RenderableType]:
        yield from super().get_renderables()
        if self.folder is not None and (below := self.folder._spent() + self.folder._pace()):
            yield Text(below.strip(" ,"))


class LiveFolder(Folder):
    """The same on a terminal: a bar that moves, and above it what failed or needs a person."""

    def __init__(self, console: Console, *, verbose: bool) -> None:
        super().__init__(console, quiet=False, verbose=verbose)
        self._task: TaskID | None = None
        self._bars = Table(
            TextColumn("{task.description:<10}"),
            BarColumn(bar_width=20),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
        )
        self._bars.folder = self

    def __enter__(self) -> "LiveFolder":
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def begin(self, articles: int, ledger: Ledger) -> None:
        super().begin(articles, ledger)
        self._task = self._bars.add_task("articles", total=articles)

    def ended(self, row: ArticleResult) -> None:
        super().ended(row)
        if self._task is not None:
            self._bars.update(self._task, completed=self._ended - self._failed)

    def _tell(self, row: ArticleResult) -> None:
        if row.status != "done" or self._verbose:
            super()._tell(row)


@contextmanager
def display(*, quiet: bool = False, verbose: bool = False) -> Iterator[Folder]:
    """The display that fits standard error."""
    console = Console(stderr=True, highlight=False)
    if quiet or not sys.stderr.isatty():
        yield Folder(console, quiet=quiet, verbose=verbose)
        return
    with LiveFolder(console, verbose=verbose) as live:
        yield live


def left_out(search: Search) -> str:
    """That files of other kinds, and our own results, were not taken for articles; empty if there are none."""
    count = sum(search.others.values())
    kinds = ", ".join(clean(kind) or "without an extension" for kind in sorted(search.others)[:SHOWN])
    parts = [f"{count} other file{'s' * (count != 1)} skipped ({kinds})."] if count else []
    parts += [f"{search.results} results of this program skipped."] if search.results else []
    return " ".join(parts)


def line(row: ArticleResult) -> str:
    """An article's outcome on one line."""
    found = sum(row.findings.values())
    parts = [STATUSES[row.status] if row.status != "findings" else "errors that need review"]
    parts += [f"{found} finding{'s' * (found != 1)}"] if found else []
    if row.requests:
        cost = "" if row.cost_usd is None else f", ${row.cost_usd:.4f}" if row.cost_usd else ""
        parts.append(f"{row.requests} requests{cost}, {row.seconds:.0f} s")
    return f"{clean(row.path)}: {', '.join(parts)}"


def table(done: BatchResult) -> Iterator[str]:
    """How many came out how, and which of them somebody should look at."""
    for status, words in STATUSES.items():
        if count := done.counts[status]:
            yield f"{count:>7}  {words}"
    if copies := sum(bool(row.copy_of) for row in done.rows):
        yield f"{copies:>7}  of these are copies of others, counted once"
    if done.stopped:
        yield f"Stopped: {done.stopped}"
    if kept := [file for row in done.rows for file in row.kept]:
        yield f"Kept {len(kept)} edited file{'s' * (len(kept) != 1)} ({_some(kept)}); --overwrite replaces them and keeps copies."
    if done.pruned:
        yield f"Deleted {len(done.pruned)} files of earlier batches."
    if done.left:
        yield f"{len(done.left)} files in the folder belong to no article of this batch ({_some(list(done.left))}); --prune deletes them unless edited."
    look = list(
        _by_reason(
            row for row in done.rows if row.status in ("failed", "incomplete", "elsewhere") or row.needs_a_person
        )
    )
    for paths, why in look[:SHOWN]:
        yield f"  {_some(paths)}: {clean(why)}"
    if len(look) > SHOWN:
        yield f"  … and {sum(len(paths) for paths, _ in look[SHOWN:])} more: they stand in batch-report.csv."


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(map(clean, names[:NAMED])) + more


def _by_reason(rows: Iterable[ArticleResult]) -> Iterator[tuple[Sequence[str], str]]:
    """What needs a look, those that failed for one and the same reason together."""
    together: dict[str, list[str]] = {}
    for row in rows:
        found = ", ".join(f"{count} {kind}" for kind, count in row.findings.items())
        together.setdefault(row.error or f"{found}\0{row.path}", []).append(row.path)
    return ((paths, why.partition("\0")[0]) for why, paths in together.items())


def how_long(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
