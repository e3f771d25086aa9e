"""What was handed to a provider's Batch API: which batches there are, and which question each holds, until its answers are collected.

A question stands in at most one batch at a time: whoever writes it down first submits it, all others wait for that batch. So several
processes that share a store never submit the same question twice, and one that was killed loses nothing.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, RowMapping, delete, select, update

from summarizer.model import Message, Request
from summarizer.records import Record
from summarizer.store.database import Database, pieces
from summarizer.store.schema import PROVIDER_BATCHES, PROVIDER_QUESTIONS, Clock

UNSENT = "submitting"
"""The state of a batch that the provider has not confirmed yet."""
_WITHOUT_WORDS = (Message(role="user", content=""),)


class Submitted(Record):
    """One batch. `id` is the provider's name for it, None as long as it is not known; `name` is ours."""

    name: str
    id: str | None
    server: str
    model: str
    created: datetime
    state: str
    """As the provider says it: validating, in_progress, finalizing, completed, failed, expired, cancelling, cancelled."""
    questions: int
    answered: int
    failed: int
    cost_usd: float | None
    collected: datetime | None
    """When its answers were taken over; None while it is open."""
    stale: bool = False
    """True where it was being submitted by a process that has shown no life since."""


class Batches:
    """Synchronous, safe to call from several threads and processes. Every method raises `StoreError` where the database cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(
        self, name: str, server: str, model: str, questions: Mapping[str, Request], *, lease_seconds: float
    ) -> Mapping[str, str]:
        """Begins a batch that will hold these questions by their keys. Those that stand in another one already stay there: they are
        returned, with that one's name. The batch counts as being submitted for `lease_seconds`, unless `renew` is called."""
        row = {"name": name, "server": server, "model": model, "created": _now(), "state": UNSENT}
        counts = {"questions": len(questions), "answered": 0, "failed": 0, "expires": Clock() + lease_seconds}
        with self._database.connected() as connection:
            connection.execute(PROVIDER_BATCHES.insert().values(row | counts))
        elsewhere: dict[str, str] = {}
        for part in pieces(list(questions)):
            elsewhere |= self._claim_part(name, {key: questions[key] for key in part})
        return elsewhere

    def _claim_part(self, name: str, questions: Mapping[str, Request]) -> Mapping[str, str]:
        table = PROVIDER_QUESTIONS
        rows = [{"key": key, "batch": name, "request": _kept(request)} for key, request in questions.items()]
        insert = self._database.kind.insert(table).values(rows).on_conflict_do_nothing()
        with self._database.connected() as connection:
            connection.execute(insert)
            standing = connection.execute(select(table.c.key, table.c.batch).where(table.c.key.in_(list(questions))))
            return {key: batch for key, batch in standing if batch != name}

    def renew(self, name: str, *, lease_seconds: float) -> None:
        """Says that the batch is still being submitted."""
        self._change(name, expires=Clock() + lease_seconds)

    def give_back(self, keys: Sequence[str], name: str) -> None:
        """These questions are not in the batch after all."""
        with self._database.connected() as connection:
            for part in pieces(keys):
                of = (PROVIDER_QUESTIONS.c.batch == name, PROVIDER_QUESTIONS.c.key.in_(part))
                connection.execute(delete(PROVIDER_QUESTIONS).where(*of))

    def forget(self, name: str) -> None:
        """The batch was never submitted."""
        with self._database.connected() as connection:
            connection.execute(delete(PROVIDER_QUESTIONS).where(PROVIDER_QUESTIONS.c.batch == name))
            connection.execute(delete(PROVIDER_BATCHES).where(PROVIDER_BATCHES.c.name == name))

    def update(self, name: str, id: str, state: str, *, questions: int, answered: int, failed: int) -> None:
        """What the provider says of it."""
        self._change(name, id=id, state=state, questions=questions, answered=answered, failed=failed)

    def collect(self, name: str, *, cost_usd: float | None) -> None:
        """Its answers are taken over; its questions may be asked anew. To be called when the answers are stored."""
        with self._database.connected() as connection:
            connection.execute(delete(PROVIDER_QUESTIONS).where(PROVIDER_QUESTIONS.c.batch == name))
        self._change(name, cost_usd=cost_usd, collected=_now())

    def open(self, server: str | None = None, model: str | None = None) -> Sequence[Submitted]:
        """Those whose answers were not collected yet, the oldest first; of one server and model, or of all."""
        table = PROVIDER_BATCHES
        of: list[ColumnElement[bool]] = [table.c.collected.is_(None)]
        of += [table.c.server == server] if server is not None else []
        of += [table.c.model == model] if model is not None else []
        wanted = select(table, (table.c.expires < Clock()).label("late")).where(*of)
        with self._database.connected() as connection:
            rows = connection.execute(wanted.order_by(table.c.created, table.c.name)).mappings().all()
        return [_submitted(row, late=bool(row["late"])) for row in rows]

    def latest(self, last: int) -> Sequence[Submitted]:
        """The latest batches, collected or not, the newest first."""
        wanted = select(PROVIDER_BATCHES).order_by(PROVIDER_BATCHES.c.created.desc(), PROVIDER_BATCHES.c.name.desc())
        with self._database.connected() as connection:
            rows = connection.execute(wanted.limit(last)).mappings().all()
        return [_submitted(row) for row in rows]

    def cancelled(self, names: Collection[str]) -> Mapping[str, str]:
        """Those of these batches that somebody ended at the provider, with its ids for them."""
        table = PROVIDER_BATCHES
        of = (table.c.name.in_(names), table.c.state == "cancelled")
        with self._database.connected() as connection:
            return {row.name: row.id for row in connection.execute(select(table.c.name, table.c.id).where(*of))}

    def request(self, key: str, name: str) -> Request | None:
        """What was asked, without its words; None where the batch does not hold it (any more)."""
        of = (PROVIDER_QUESTIONS.c.key == key, PROVIDER_QUESTIONS.c.batch == name)
        with self._database.connected() as connection:
            found = connection.execute(select(PROVIDER_QUESTIONS.c.request).where(*of)).scalar_one_or_none()
        return None if found is None else Request(**json.loads(found))

    def _change(self, name: str, **values: object) -> None:
        with self._database.connected() as connection:
            connection.execute(update(PROVIDER_BATCHES).where(PROVIDER_BATCHES.c.name == name).values(**values))


def _kept(request: Request) -> str:
    """All of a request that is needed to read its answer. The words are the bulk of it, and stand in the file that was submitted."""
    return json.dumps(request.model_copy(update={"messages": _WITHOUT_WORDS}).model_dump(mode="json"))


def _submitted(row: RowMapping, *, late: bool = False) -> Submitted:
    stale = late and row["id"] is None
    return Submitted(**{name: row[name] for name in Submitted.model_fields if name != "stale"}, stale=stale)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
