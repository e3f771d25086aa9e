"""Past runs with their files, and what became of each article, in one process or on several machines.

On PostgreSQL the articles of a run wait in a queue (`summarizer.queue`): then a run also holds what workers have to know of it, and each of
its files where it is read and where its results go.
"""

import json
import math
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Literal, NamedTuple

from pydantic import Field
from sqlalchemy import ColumnElement, Connection, RowMapping, func, or_, select, text, update

from summarizer.errors import UsageError
from summarizer.records import Record
from summarizer.report import Receipt
from summarizer.store.database import Database
from summarizer.store.schema import ARTICLES, ENTRIES, RUNS, Clock

PAGE = 500
"""Rows that are in memory at once."""
_COMPRESSION = 6
"""zlib's own default: a report of 150 kB takes 4 ms and shrinks to a sixth."""


class Outcome(Record):
    """What became of one article. `findings`: done, with findings of severity error; `incomplete`: sentences lack a translation, and the
    next run asks for them."""

    status: Literal["done", "findings", "incomplete", "failed"]
    error: str = ""
    hint: str = ""
    exit_code: int = 0
    receipt: Receipt | None = None
    findings: dict[str, int] = Field(default_factory=dict)
    """Kind of finding to how many."""


class Entry(Record):
    """One file of a run. `skipped`: it was finished before; `queued`: it waits, or is worked on; `elsewhere`: as earlier versions said that
    another batch had it."""

    path: str
    key: str
    status: Literal["done", "findings", "incomplete", "failed", "skipped", "elsewhere", "queued", "not begun"]
    error: str = ""
    hint: str = ""
    cost_usd: float | None = 0.0
    """None where the price of the model is not known."""
    seconds: float = 0.0
    input_tokens: int = 0
    cached_input_tokens: int = 0
    output_tokens: int = 0


class Queued(NamedTuple):
    """An article of a run in the queue: its name, where it is read, and where its results go."""

    path: str
    file: str
    place: str


class Run(Record):
    """A past run, or one that is under way or was killed: then `ended` and `exit_code` are None."""

    id: int
    started: datetime
    ended: datetime | None = None
    folder: str
    output: str
    model: str
    files: int
    """How many it set out to do."""
    counts: dict[str, int] = Field(default_factory=dict)
    """Status to how many of its files have it so far."""
    cost_usd: float | None = None
    """So far, where it has not ended; None where the price of the model is not known."""
    exit_code: int | None = None
    config: str = Field(default="", exclude=True)
    """What workers have to know; empty if the run's articles are not in a queue."""
    stopped: str = ""
    """Why no further article is begun; empty while there is no reason."""


class _Count(NamedTuple):
    status: str
    files: int
    priced: int
    """Those whose cost is known."""
    cost_usd: float | None


class JobQueue:
    """Synchronous, safe to call from several threads and processes. Every method raises `StoreError` where the database cannot be
    used. `key` is the SHA-256 of all that shapes an article's report."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start_run(self, *, folder: str, output: str, model: str, files: int, config: str = "") -> int:
        """The number of the new run."""
        values = {
            "started": _now(),
            "folder": folder,
            "output": output,
            "model": model,
            "files": files,
            "config": config,
        }
        with self._database.connected() as connection:
            return int(connection.execute(RUNS.insert().values(values).returning(RUNS.c.id)).scalar_one())

    def record(self, run: int, entry: Entry, result: str = "") -> None:
        """Keeps what became of a file, in `result` all of it. A second entry for the same path replaces the first."""
        self._database.put(ENTRIES, {"run": run, **entry.model_dump(), "result": result, "done_at": Clock()})

    def end_run(self, run: int, *, exit_code: int, cost_usd: float | None) -> None:
        values = {"ended": _now(), "exit_code": exit_code, "cost_usd": cost_usd}
        self._change(update(RUNS).where(RUNS.c.id == run).values(values))

    def runs(self, last: int = 20) -> Sequence[Run]:
        """The latest runs, the newest first."""
        with self._database.connected() as connection:
            rows = connection.execute(select(RUNS).order_by(RUNS.c.id.desc()).limit(last)).mappings().all()
            entries = _entries(connection, [row["id"] for row in rows])
        return [_run(row, entries[row["id"]]) for row in rows]

    def run(self, number: int) -> tuple[Run, Sequence[Entry]]:
        """A run with its files by path. Raises UsageError where there is no such run."""
        with self._database.connected() as connection:
            of = select(*(ENTRIES.c[name] for name in Entry.model_fields)).where(ENTRIES.c.run == number)
            entries = [Entry(**entry) for entry in connection.execute(of.order_by(ENTRIES.c.path)).mappings()]
        return self.about(number), entries

    def about(self, number: int) -> Run:
        """The same without its files."""
        with self._database.connected() as connection:
            row = connection.execute(select(RUNS).where(RUNS.c.id == number)).mappings().one_or_none()
            counts = _entries(connection, [number])[number]
        if row is None:
            raise UsageError(f"There is no run {number}", "`summarize runs` lists them.")
        return _run(row, counts)

    def finish(self, key: str, outcome: Outcome, report: bytes | None, article: str = "") -> None:
        """Keeps the outcome and the report's JSON; `article` is the SHA-256 of its file."""
        values = {
            "key": key,
            "status": outcome.status,
            "outcome": json.dumps(outcome.model_dump(mode="json")),
            "report": None if report is None else zlib.compress(report, _COMPRESSION),
            "finished": _now(),
            "article": article,
        }
        self._database.put(ARTICLES, values)

    def finished(self, key: str) -> tuple[Outcome, bytes | None] | None:
        """The stored outcome, also one that failed, with the report's JSON as it was given; None where there is none yet."""
        wanted = select(ARTICLES.c.outcome, ARTICLES.c.report).where(ARTICLES.c.key == key)
        with self._database.connected() as connection:
            row = connection.execute(wanted.where(ARTICLES.c.outcome.is_not(None))).mappings().one_or_none()
        return None if row is None else _restored(row)

    def add(self, run: int, articles: Iterable[Queued]) -> None:
        """Writes down articles of a run that are yet to be done, a page at a time."""
        nothing = Entry(path="", key="", status="queued").model_dump()
        pages = iter(articles)
        while page := list(islice(pages, PAGE)):
            self._database.put_all(ENTRIES, [{"run": run, **nothing, **one._asdict()} for one in page])

    def queued(self, run: int, path: str) -> Queued | None:
        """An article of a run, whatever became of it."""
        columns = (ENTRIES.c.path, ENTRIES.c.file, ENTRIES.c.place)
        with self._database.connected() as connection:
            row = connection.execute(select(*columns).where(*_entry(run, path))).one_or_none()
        return None if row is None else Queued(*row)

    def pages(self, run: int, *status: str) -> Iterator[Sequence[Queued]]:
        """The articles of a run that have one of these statuses, in the order of their paths."""
        after = ""
        columns = (ENTRIES.c.path, ENTRIES.c.file, ENTRIES.c.place)
        while True:
            of = (ENTRIES.c.run == run, ENTRIES.c.path > after, ENTRIES.c.status.in_(status))
            with self._database.connected() as connection:
                rows = connection.execute(select(*columns).where(*of).order_by(ENTRIES.c.path).limit(PAGE)).all()
            if not rows:
                return
            yield [Queued(*row) for row in rows]
            after = rows[-1].path

    def requeue(self, run: int, paths: Sequence[str]) -> None:
        """These files of a run wait to be done (again)."""
        again = update(ENTRIES).where(ENTRIES.c.run == run, ENTRIES.c.path.in_(paths))
        self._change(again.values(status="queued", done_at=None, error="", hint=""))

    def leave(self, run: int, paths: Sequence[str], reason: str) -> None:
        """These files of a run are not begun, for this reason."""
        left = update(ENTRIES).where(ENTRIES.c.run == run, ENTRIES.c.path.in_(paths), ENTRIES.c.done_at.is_(None))
        self._change(left.values(status="not begun", error=reason, done_at=Clock()))

    def waiting(self, run: int) -> bool:
        """True as long as the run has files that are not done."""
        wanted = select(ENTRIES.c.path).where(ENTRIES.c.run == run, ENTRIES.c.done_at.is_(None)).limit(1)
        with self._database.connected() as connection:
            return connection.execute(wanted).first() is not None

    def results(self, run: int) -> Iterator[str]:
        """What became of each file of a run, as `record` was given it, in the order of the paths; a page at a time in memory."""
        after = ""
        while True:
            of = (ENTRIES.c.run == run, ENTRIES.c.path > after)
            wanted = select(ENTRIES.c.path, ENTRIES.c.result, ENTRIES.c.status, ENTRIES.c.error)
            with self._database.connected() as connection:
                rows = connection.execute(wanted.where(*of).order_by(ENTRIES.c.path).limit(PAGE)).all()
            if not rows:
                return
            for row in rows:
                plain = {"path": row.path, "status": row.status, "error": row.error}
                yield row.result if row.status not in ("queued", "not begun") and row.result else json.dumps(plain)
            after = rows[-1].path

    def result(self, run: int, path: str) -> str:
        """What became of a file of a run; empty if that is not known."""
        with self._database.connected() as connection:
            return connection.execute(select(ENTRIES.c.result).where(*_entry(run, path))).scalar_one_or_none() or ""

    def done_since(self, run: int, since: float) -> Sequence[tuple[float, str]]:
        """The next page of results that came after this time, by the database's clock, with their times."""
        of = (ENTRIES.c.run == run, ENTRIES.c.done_at > since, ENTRIES.c.result != "")
        wanted = select(ENTRIES.c.done_at, ENTRIES.c.result).where(*of).order_by(ENTRIES.c.done_at).limit(PAGE)
        with self._database.connected() as connection:
            return [(row.done_at, row.result) for row in connection.execute(wanted)]

    def has_place(self, run: int, place: str) -> bool:
        """True if the results of a file of the run go there."""
        wanted = select(ENTRIES.c.path).where(ENTRIES.c.run == run, ENTRIES.c.place == place).limit(1)
        with self._database.connected() as connection:
            return connection.execute(wanted).first() is not None

    def has_ended(self, run: int) -> bool:
        with self._database.connected() as connection:
            return connection.execute(select(RUNS.c.ended).where(RUNS.c.id == run)).scalar_one() is not None

    def open_runs(self) -> Sequence[Run]:
        """Those whose articles are in the queue and that have not ended, the oldest first; without counts."""
        wanted = select(RUNS).where(RUNS.c.ended.is_(None), RUNS.c.config != "").order_by(RUNS.c.id)
        with self._database.connected() as connection:
            return [_run(row, []) for row in connection.execute(wanted).mappings()]

    def last_into(self, output: str, before: int) -> int:
        """The run before this one that wrote into the folder, in the queue; 0 if there was none."""
        of = (RUNS.c.output == output, RUNS.c.id < before, RUNS.c.config != "")
        with self._database.connected() as connection:
            return connection.execute(select(func.max(RUNS.c.id)).where(*of)).scalar_one() or 0

    def stop(self, run: int, reason: str) -> None:
        """No further article of the run is begun, in no process. The first reason is kept."""
        self._change(update(RUNS).where(RUNS.c.id == run, RUNS.c.stopped == "").values(stopped=reason))

    def reopen(self, run: int) -> None:
        """The run goes on."""
        self._change(update(RUNS).where(RUNS.c.id == run).values(stopped="", ended=None, exit_code=None))

    def begin(self, run: int, most: int | None) -> bool:
        """Counts one more article as begun. False where `most` were begun already."""
        more = update(RUNS).where(RUNS.c.id == run).values(begun=RUNS.c.begun + 1)
        return self._change(more if most is None else more.where(RUNS.c.begun < most))

    def claim(self, key: str, job: int) -> bool:
        """True if the article is this job's of the queue to do; False while another job that runs has it. PostgreSQL only."""
        live = text(
            "NOT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE CAST(id AS TEXT) = articles.worker AND status = 'doing')"
        )
        row = self._database.kind.insert(ARTICLES).values(key=key, worker=str(job))
        free = or_(ARTICLES.c.worker.is_(None), ARTICLES.c.worker == str(job), live)
        row = row.on_conflict_do_update(index_elements=[ARTICLES.c.key], set_={"worker": str(job)}, where=free)
        with self._database.connected() as connection:
            return bool(connection.execute(row.returning(ARTICLES.c.key)).scalars().all())

    def release(self, key: str, job: int) -> None:
        """The job works on it no more."""
        self._change(update(ARTICLES).where(ARTICLES.c.key == key, ARTICLES.c.worker == str(job)).values(worker=None))

    def _change(self, statement: Any) -> bool:
        """True where a row was changed."""
        with self._database.connected() as connection:
            return bool(connection.execute(statement).rowcount)


def _entry(run: int, path: str) -> tuple[ColumnElement[bool], ...]:
    return ENTRIES.c.run == run, ENTRIES.c.path == path


def _restored(row: RowMapping) -> tuple[Outcome, bytes | None]:
    """By the standard library's JSON: pydantic's own refuses the half characters that an odd file name in a message leaves."""
    report = row["report"]
    return Outcome(**json.loads(row["outcome"])), None if report is None else zlib.decompress(report)


def _entries(connection: Connection, runs: Sequence[int]) -> Mapping[int, Sequence[_Count]]:
    """For each run how many of its files have which status, and what those cost."""
    found: dict[int, list[_Count]] = {run: [] for run in runs}
    sums = (func.count(), func.count(ENTRIES.c.cost_usd), func.sum(ENTRIES.c.cost_usd))
    wanted = select(ENTRIES.c.run, ENTRIES.c.status, *sums).where(ENTRIES.c.run.in_(runs))
    for run, *row in connection.execute(wanted.group_by(ENTRIES.c.run, ENTRIES.c.status).order_by(ENTRIES.c.status)):
        found[run].append(_Count(*row))
    return found


def _run(row: RowMapping, counts: Sequence[_Count]) -> Run:
    """A run that has not ended costs what its files did so far; that is not known where the cost of one is not."""
    known = all(one.priced == one.files for one in counts)
    spent = round(math.fsum(one.cost_usd or 0.0 for one in counts), 6) if known else None
    values = {name: row[name] for name in Run.model_fields if name in row}
    values["cost_usd"] = spent if row["ended"] is None else row["cost_usd"]
    return Run(**values, counts={one.status: one.files for one in counts})


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
