"""What outlives a run: answers that were paid for, what servers refuse, and (`work()`) who does which article."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Engine, RowMapping, func, select

from summarizer.model import Answer, Request, Usage
from summarizer.store.database import Database, pieces
from summarizer.store.schema import ABILITIES, ANSWERS, NAMES

if TYPE_CHECKING:
    from summarizer.store.batches import Batches
    from summarizer.store.budgets import Budgets
    from summarizer.store.cache import Cache
    from summarizer.store.job_queue import JobQueue
    from summarizer.store.memories import Memories
    from summarizer.store.outputs import Outputs
    from summarizer.store.rates import Rates

_ABILITIES_LAST = timedelta(days=30)
"""Servers learn: after this time a refused parameter is tried again."""


class Store:
    """Synchronous and safe to call from several threads; several processes may have the same one open, and on PostgreSQL several
    machines. Every method raises `StoreError` where the database cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, place: Path | str) -> Self:
        """Opens a file (made with its folders where missing) or a `postgresql://` address, and brings it to the present shape."""
        return cls(Database.open(place))

    @property
    def place(self) -> str:
        """Where it is, as people may see it: without a password."""
        return self._database.kind.place

    @property
    def _engine(self) -> Engine:
        return self._database.engine

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def work(self) -> "JobQueue":
        """The part that several processes share: runs, claims, finished articles. It ends with the store."""
        from summarizer.store.job_queue import JobQueue

        return JobQueue(self._database)

    def batches(self) -> "Batches":
        """What was handed to a provider's Batch API and not collected yet. It ends with the store."""
        from summarizer.store.batches import Batches

        return Batches(self._database)

    def rates(self) -> "Rates":
        """How fast providers are asked by all who share the store. It ends with the store."""
        from summarizer.store.rates import Rates

        return Rates(self._database)

    def budgets(self) -> "Budgets":
        """What runs may spend and have spent. It ends with the store."""
        from summarizer.store.budgets import Budgets

        return Budgets(self._database)

    def outputs(self) -> "Outputs":
        """Which files were written, with what in them. It ends with the store."""
        from summarizer.store.outputs import Outputs

        return Outputs(self._database)

    def memories(self) -> "Memories":
        """What is kept for translation memories. It ends with the store."""
        from summarizer.store.memories import Memories

        return Memories(self._database)

    def cache(self) -> "Cache":
        """What is kept of articles, to be looked at and deleted. It ends with the store."""
        from summarizer.store.cache import Cache

        return Cache(self._database)

    def answer(self, key: str) -> Answer | None:
        """What was answered to a question before."""
        rows = self._database.all(select(ANSWERS).where(ANSWERS.c.key == key))
        return _answer(rows[0]) if rows else None

    def answers(self, keys: Sequence[str]) -> Mapping[str, Answer]:
        """Those of the questions that were answered before."""
        found: dict[str, Answer] = {}
        for part in pieces(keys):
            rows = self._database.all(select(ANSWERS).where(ANSWERS.c.key.in_(part)))
            found |= {row["key"]: _answer(row) for row in rows}
        return found

    def remember(self, key: str, request: Request, answer: Answer) -> None:
        """Keeps an answer; on disk when this returns. A later answer to the same question replaces the earlier."""
        self._database.put(ANSWERS, _values(key, request, answer))

    def remember_all(self, answers: Iterable[tuple[str, Request, Answer]]) -> None:
        """Keeps many at once: all of them, or none. Of two answers to one question the last is kept."""
        rows = list({key: _values(key, request, answer) for key, request, answer in answers}.values())
        self._database.put_all(ANSWERS, rows)

    def count_answers(self) -> int:
        with self._database.connected() as connection:
            return connection.execute(select(func.count()).select_from(ANSWERS)).scalar_one()

    def agree_on_names(self, scope: str, proposed: Mapping[str, str]) -> dict[str, str]:
        """The English form of each name that holds in the scope: the first that anybody proposed, also another process."""
        if not proposed:
            return {}
        rows = [{"scope": scope, "source": source, "target": target} for source, target in sorted(proposed.items())]
        row = self._database.kind.insert(NAMES).values(rows).on_conflict_do_nothing()
        wanted = select(NAMES.c.source, NAMES.c.target).where(NAMES.c.scope == scope, NAMES.c.source.in_(proposed))
        with self._database.connected() as connection:
            connection.execute(row)
            return {row.source: row.target for row in connection.execute(wanted)}

    def missing_abilities(self, server: str, model: str) -> frozenset[str]:
        """What a server refused, or was seen not to do, in the last thirty days."""
        of = (ABILITIES.c.server == server, ABILITIES.c.model == model, ABILITIES.c.created > _now(-_ABILITIES_LAST))
        with self._database.connected() as connection:
            return frozenset(connection.execute(select(ABILITIES.c.part).where(*of)).scalars())

    def lose_ability(self, server: str, model: str, part: str) -> None:
        self._database.put(ABILITIES, {"server": server, "model": model, "part": part, "created": _now()})


def _values(key: str, request: Request, answer: Answer) -> dict[str, Any]:
    return {
        "key": key,
        "model": answer.model,
        "stage": request.stage,
        "prompt": request.prompt,
        "text": answer.text,
        "finish": answer.finish,
        **answer.usage.model_dump(include=set(ANSWERS.c.keys())),
        "created": _now(),
        "article": request.article,
    }


def _answer(row: RowMapping) -> Answer:
    usage = Usage(**{name: row[name] for name in Usage.model_fields if name in row})
    return Answer(text=row["text"], finish=row["finish"], usage=usage, model=row["model"])


def _now(shift: timedelta = timedelta()) -> str:
    return (datetime.now(UTC) + shift).isoformat(timespec="seconds")
