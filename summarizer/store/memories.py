"""What the store keeps for translation memories: the units of files that were read, and the corrections people made in articles."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import delete, select

from summarizer.store.database import Database, pieces
from summarizer.store.schema import CORRECTIONS, MEMORIES

KEPT = 4
"""Files whose units are kept, the latest."""


class Correction(NamedTuple):
    """A sentence of an article (its SHA-256) with the English that a person gave it."""

    article: str
    source: str
    target: str


class Memories:
    """Synchronous; every method raises `StoreError` if the database cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def index(self, key: str) -> bytes | None:
        """The units of a file, as `keep` was given them."""
        with self._database.connected() as connection:
            return connection.execute(select(MEMORIES.c.body).where(MEMORIES.c.key == key)).scalar_one_or_none()

    def keep(self, key: str, body: bytes) -> None:
        """Keeps a file's units; those of the oldest files go."""
        self._database.put(MEMORIES, {"key": key, "body": body, "created": _now()})
        with self._database.connected() as connection:
            newest = select(MEMORIES.c.key).order_by(MEMORIES.c.created.desc(), MEMORIES.c.key).limit(KEPT)
            keys = list(connection.execute(newest).scalars())
            connection.execute(delete(MEMORIES).where(MEMORIES.c.key.not_in(keys)))

    def corrections(self) -> Sequence[Correction]:
        """All corrections, the latest first."""
        table = CORRECTIONS
        wanted = select(table.c.article, table.c.source, table.c.target)
        with self._database.connected() as connection:
            rows = connection.execute(wanted.order_by(table.c.created.desc(), table.c.article, table.c.source))
            return [Correction(*row) for row in rows]

    def learn(self, article: str, corrected: Mapping[str, str]) -> None:
        """Keeps what was corrected in an article (its SHA-256), Chinese to English, in place of what was kept of it before."""
        with self._database.connected() as connection:
            rows = connection.execute(
                select(CORRECTIONS.c.source, CORRECTIONS.c.target).where(CORRECTIONS.c.article == article)
            )
            before = {row.source: row.target for row in rows}
            gone = [source for source in before if source not in corrected]
            for part in pieces(gone):
                of = (CORRECTIONS.c.article == article, CORRECTIONS.c.source.in_(part))
                connection.execute(delete(CORRECTIONS).where(*of))
        new = [
            {"article": article, "source": source, "target": target, "created": _now()}
            for source, target in corrected.items()
            if before.get(source) != target
        ]
        for start in range(0, len(new), 200):
            self._database.put_all(CORRECTIONS, new[start : start + 200])

    def forget(self, article: str | None = None) -> None:
        """Deletes the corrections of an article; without one all of them, and the units of all files."""
        with self._database.connected() as connection:
            if article is not None:
                connection.execute(delete(CORRECTIONS).where(CORRECTIONS.c.article == article))
            else:
                connection.execute(delete(CORRECTIONS))
                connection.execute(delete(MEMORIES))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
