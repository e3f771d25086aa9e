"""Which files were written, with what in them: a file that differs was edited by a person, and is not overwritten."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import delete, select

from summarizer.store.database import Database, pieces
from summarizer.store.schema import OUTPUTS


class Written(NamedTuple):
    """A file as it was written: SHA-256 of its content, and of the article it was made of."""

    path: Path
    sha256: str
    article: str


class Outputs:
    """Synchronous; every method raises `StoreError` if the database cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def digests(self, paths: Iterable[Path]) -> Mapping[Path, str]:
        """Those of the files that were written, with the SHA-256 of what was."""
        names = {_name(path): path for path in paths}
        found: dict[Path, str] = {}
        with self._database.connected() as connection:
            for part in pieces(list(names)):
                rows = connection.execute(select(OUTPUTS.c.path, OUTPUTS.c.sha256).where(OUTPUTS.c.path.in_(part)))
                found |= {names[row.path]: row.sha256 for row in rows}
        return found

    def record(self, files: Sequence[Written]) -> None:
        """Keeps that these were written now."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        rows = [
            {"path": _name(one.path), "sha256": one.sha256, "article": one.article, "written": now} for one in files
        ]
        self._database.put_all(OUTPUTS, rows)

    def forget(self, paths: Iterable[Path]) -> None:
        with self._database.connected() as connection:
            for part in pieces([_name(path) for path in paths]):
                connection.execute(delete(OUTPUTS).where(OUTPUTS.c.path.in_(part)))


def _name(path: Path) -> str:
    """The folder's links are followed, the file's own is not."""
    return str(path.parent.resolve() / path.name)
