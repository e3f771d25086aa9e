"""The store as a file: what is SQLite's own."""

from pathlib import Path

from sqlalchemy import Connection, Engine, Table, create_engine
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from summarizer.common.files import private_file, private_folder
from summarizer.common.retry import patiently
from summarizer.errors import StoreError
from summarizer.store.migrations import VERSION, missing

_BUSY_SECONDS = 15
_WAL_SECONDS = 5.0
_TOLD = (
    ("not a database", "is damaged", "Move the file away; a new one is made."),
    ("malformed", "is damaged", "Move the file away; a new one is made."),
    ("locked", "is held by another program", "End the other program, or set SUMMARIZER_HOME to another folder."),
    ("full", "cannot grow: the disk is full", "Make room on the disk."),
    ("no space", "cannot grow: the disk is full", "Make room on the disk."),
    ("readonly", "cannot be written", "Allow writing it, or set SUMMARIZER_HOME to another folder."),
    ("read-only", "cannot be written", "Allow writing it, or set SUMMARIZER_HOME to another folder."),
    ("permission", "may not be opened", "Allow reading and writing it, or set SUMMARIZER_HOME to another folder."),
    ("", "cannot be used", "Set SUMMARIZER_HOME to a folder that can be written."),
)
"""What SQLite or the file system says, what that means, and what to do about it."""


class Sqlite:
    patience_seconds = 0.0
    begin = "BEGIN IMMEDIATE"

    def __init__(self, path: Path) -> None:
        self.path, self.place = path, str(path)

    def engine(self) -> Engine:
        """Every statement commits by itself: there is none here that needs another."""
        url = URL.create("sqlite", database=self.place)
        return create_engine(url, isolation_level="AUTOCOMMIT", connect_args={"timeout": _BUSY_SECONDS})

    def insert(self, table: Table) -> Insert:
        return insert(table)

    def explained(self, error: Exception) -> tuple[str, str]:
        said = str(getattr(error, "orig", None) or error)
        what, hint = next((what, hint) for word, what, hint in _TOLD if word in said.lower())
        return f"The database of answers {self.place} {what} ({said}).", hint

    def upgrade(self, engine: Engine) -> None:
        """Makes the file and its folders, and takes the steps that are missing, all or none; two processes at it at once take
        them once."""
        private_folder(self.path.parent)
        self._close_to_others()
        with engine.connect() as connection:
            _use_wal(connection)
            if self._version(connection) == VERSION:
                return
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                self._take_steps(connection)
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise

    def compact(self, engine: Engine) -> None:
        with engine.connect() as connection:
            connection.exec_driver_sql("VACUUM")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def _close_to_others(self) -> None:
        """The file holds articles: it is its owner's alone, and SQLite gives its companions the same permissions."""
        private_file(self.path)
        for suffix in ("-wal", "-shm"):
            companion = self.path.with_name(self.path.name + suffix)
            if companion.exists():
                private_file(companion)

    def _take_steps(self, connection: Connection) -> None:
        for statement in missing(self._version(connection), "sqlite"):
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")

    def _version(self, connection: Connection) -> int:
        version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        if version > VERSION:
            raise newer(self.place, "set SUMMARIZER_HOME to another folder")
        return version


def newer(place: str, otherwise: str) -> StoreError:
    return StoreError(
        f"{place} was written by a newer version of this program.", f"Upgrade the program, or {otherwise}."
    )


def _use_wal(connection: Connection) -> None:
    """Readers and a writer then do not wait for each other. SQLite does not wait for others to let it switch, so we do."""

    def switch() -> None:
        if connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() != "wal":
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")

    patiently(
        switch,
        lambda error: isinstance(error, OperationalError) and "locked" in str(error),
        seconds=_WAL_SECONDS,
        pause_seconds=0.05,
    )
