"""What several workers share, in one process or on several machines: past runs with their files, who does which article now, and what
became of those that are finished.

A worker claims an article's key for a time (a lease), renews the lease while it works, and finishes the key with an outcome. A worker
that is killed renews nothing: when its lease has run out, by the database's own clock, another takes the article over.
"""

import json
import math
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import Field
from sqlalchemy import ColumnElement, Connection, RowMapping, or_, select, update

from summarizer.errors import UsageError
from summarizer.records import Record
from summarizer.report import Receipt
from summarizer.store.database import Database
from summarizer.store.schema import ARTICLES, ENTRIES, RUNS, Clock

Claim = Literal["yours", "finished", "taken"]
_FINAL = ("done", "findings")
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
    """One file of a run. `skipped`: it was finished before; `elsewhere`: another worker has it."""

    path: str
    key: str
    status: Literal["done", "findings", "incomplete", "failed", "skipped", "elsewhere"]
    error: str = ""
    hint: str = ""
    cost_usd: float | None = 0.0
    """None where the price of the model is not known."""
    seconds: float = 0.0
    input_tokens: int = 0
    cached_input_tokens: int = 0
    output_tokens: int = 0


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


class JobQueue:
    """Synchronous, safe to call from several threads and processes. Every method raises `StoreError` where the database cannot be
    used. `key` is the SHA-256 of all that shapes an article's report; `worker` names one worker among all machines."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start_run(self, *, folder: str, output: str, model: str, files: int) -> int:
        """The number of the new run."""
        values = {"started": _now(), "folder": folder, "output": output, "model": model, "files": files}
        with self._database.connected() as connection:
            return int(connection.execute(RUNS.insert().values(values).returning(RUNS.c.id)).scalar_one())

    def record(self, run: int, entry: Entry) -> None:
        """Keeps what became of a file. A second entry for the same path replaces the first."""
        self._database.put(ENTRIES, {"run": run, **entry.model_dump()})

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
            row = connection.execute(select(RUNS).where(RUNS.c.id == number)).mappings().one_or_none()
            of = select(*(ENTRIES.c[name] for name in Entry.model_fields)).where(ENTRIES.c.run == number)
            entries = [Entry(**entry) for entry in connection.execute(of.order_by(ENTRIES.c.path)).mappings()]
        if row is None:
            raise UsageError(f"There is no run {number}", "`summarize runs` lists them.")
        return _run(row, [(entry.status, entry.cost_usd) for entry in entries]), entries

    def claim(self, key: str, worker: str, *, lease_seconds: float, again: bool = False) -> Claim:
        """`yours`: for `lease_seconds` no other worker gets it. `finished`: its outcome is stored, done or with findings; one that failed
        may be claimed again, and `again` every one. `taken`: a lease on it runs, be it this very worker's own."""
        free = or_(ARTICLES.c.expires.is_(None), ARTICLES.c.expires < Clock())
        lease = {"worker": worker, "expires": Clock() + lease_seconds}
        row = self._database.kind.insert(ARTICLES).values(key=key, **lease)
        row = row.on_conflict_do_update(
            index_elements=[ARTICLES.c.key], set_=lease, where=free if again else _unfinished() & free
        )
        with self._database.connected() as connection:
            if connection.execute(row.returning(ARTICLES.c.key)).scalars().all():
                return "yours"
            status = connection.execute(select(ARTICLES.c.status).where(ARTICLES.c.key == key)).scalar_one()
        return "finished" if status in _FINAL and not again else "taken"

    def holder(self, key: str) -> str | None:
        """The worker whose lease on it runs; None where there is none."""
        wanted = select(ARTICLES.c.worker).where(ARTICLES.c.key == key, ARTICLES.c.expires >= Clock())
        with self._database.connected() as connection:
            return connection.execute(wanted).scalar_one_or_none()

    def renew(self, key: str, worker: str, *, lease_seconds: float) -> bool:
        """The lease runs `lease_seconds` from now. False where the claim was lost to another; one that ran out and that nobody took
        is still the worker's."""
        return self._change(update(ARTICLES).where(*_held(key, worker)).values(expires=Clock() + lease_seconds))

    def release(self, key: str, worker: str) -> None:
        """Gives the claim up unfinished, so that another need not wait for the lease. Nothing happens where it was lost."""
        self._change(update(ARTICLES).where(*_held(key, worker)).values(worker=None, expires=None))

    def finish(self, key: str, worker: str, outcome: Outcome, report: bytes | None, article: str = "") -> bool:
        """Keeps the outcome and the report's JSON and ends the claim; `article` is the SHA-256 of its file. False, with nothing kept, where the claim was lost."""
        values = {
            "worker": None,
            "expires": None,
            "status": outcome.status,
            "outcome": json.dumps(outcome.model_dump(mode="json")),
            "report": None if report is None else zlib.compress(report, _COMPRESSION),
            "finished": _now(),
            "article": article,
        }
        return self._change(update(ARTICLES).where(*_held(key, worker)).values(values))

    def finished(self, key: str) -> tuple[Outcome, bytes | None] | None:
        """The stored outcome, also one that failed, with the report's JSON as it was given; None where there is none yet."""
        wanted = select(ARTICLES.c.outcome, ARTICLES.c.report).where(ARTICLES.c.key == key)
        with self._database.connected() as connection:
            row = connection.execute(wanted.where(ARTICLES.c.outcome.is_not(None))).mappings().one_or_none()
        return None if row is None else _restored(row)

    def _change(self, statement: Any) -> bool:
        """True where a row was changed."""
        with self._database.connected() as connection:
            return bool(connection.execute(statement).rowcount)


def _unfinished() -> ColumnElement[bool]:
    return or_(ARTICLES.c.status.is_(None), ARTICLES.c.status.not_in(_FINAL))


def _held(key: str, worker: str) -> tuple[ColumnElement[bool], ...]:
    return ARTICLES.c.key == key, ARTICLES.c.worker == worker


def _restored(row: RowMapping) -> tuple[Outcome, bytes | None]:
    """By the standard library's JSON: pydantic's own refuses the half characters that an odd file name in a message leaves."""
    report = row["report"]
    return Outcome(**json.loads(row["outcome"])), None if report is None else zlib.decompress(report)


def _entries(connection: Connection, runs: Sequence[int]) -> Mapping[int, Sequence[tuple[str, float | None]]]:
    """For each run the status and cost of its files."""
    found: dict[int, list[tuple[str, float | None]]] = {run: [] for run in runs}
    wanted = select(ENTRIES.c.run, ENTRIES.c.status, ENTRIES.c.cost_usd).where(ENTRIES.c.run.in_(runs))
    for run, status, cost in connection.execute(wanted):
        found[run].append((status, cost))
    return found


def _run(row: RowMapping, entries: Sequence[tuple[str, float | None]]) -> Run:
    """A run that has not ended costs what its files did so far; that is not known where the cost of one is not."""
    costs = [cost for _, cost in entries]
    spent = None if None in costs else round(math.fsum(cost for cost in costs if cost is not None), 6)
    values = {**row, "cost_usd": spent if row["ended"] is None else row["cost_usd"]}
    return Run(**values, counts=Counter(status for status, _ in entries))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
