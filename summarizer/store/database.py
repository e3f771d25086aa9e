"""The door to the database, whichever it is: a SQLite file, or a PostgreSQL server that several machines share."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from sqlalchemy import Connection, Engine, Executable, RowMapping, Select, Table
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from summarizer.common.addresses import is_address, is_postgresql, masked
from summarizer.common.retry import patiently
from summarizer.errors import StoreError
from summarizer.store.sqlite import Sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")
_LOOK_SECONDS = 0.2
PIECE = 500
"""Rows in one statement; with up to ten values each, far below what either database takes."""


class Kind(Protocol):
    """What one kind of database does in its own way."""

    place: str
    """Where it is, as people may see it: without a password."""
    patience_seconds: float
    """How long to try for a connection, once there was one."""
    begin: str
    """The statement that begins a transaction which writes."""

    def engine(self) -> Engine: ...
    def insert(self, table: Table) -> "sqlite.Insert | postgresql.Insert": ...
    def upgrade(self, engine: Engine) -> None:
        """Brings it to the present shape."""

    def compact(self, engine: Engine) -> None:
        """Gives back the room of what was deleted, so that it cannot be read from the disk."""

    def explained(self, error: Exception) -> tuple[str, str]:
        """What happened and what to do, for an error of the database or the file system."""


class Database:
    """Synchronous and safe to call from several threads and processes. Every method raises `StoreError` where it cannot be used."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.engine = kind.engine()

    @classmethod
    def open(cls, place: Path | str) -> Self:
        """Opens it, in the present shape. A file and its folders are made where missing; a server's database is not."""
        database = cls(_kind(place))
        try:
            with database._told():
                database.kind.upgrade(database.engine)
        except StoreError:
            database.close()
            raise
        return database

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """A connection on which each statement commits by itself. Waits for a server that is being started again."""
        with self._told(), self._connect() as connection:
            yield connection

    def _connect(self) -> Connection:
        """Only connecting is tried again: a statement that was sent may have been done."""
        return patiently(
            self.engine.connect,
            lambda error: isinstance(error, OperationalError),
            seconds=self.kind.patience_seconds,
            pause_seconds=_LOOK_SECONDS,
        )

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """The same, with statements that are all kept or none. On SQLite nobody else writes meanwhile."""
        with self.connected() as connection:
            connection.exec_driver_sql(self.kind.begin)
            try:
                yield connection
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                with suppress(SQLAlchemyError):
                    connection.exec_driver_sql("ROLLBACK")
                raise

    def put(self, table: Table, values: dict[str, Any]) -> None:
        """Inserts a row, or replaces the one that has its key."""
        row = self.kind.insert(table).values(values)
        self._run_again(row.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=values))

    def put_all(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """The same for at most `PIECE` rows, in one statement: all or none."""
        if not rows:
            return
        row = self.kind.insert(table).values(list(rows))
        new = {name: row.excluded[name] for name in rows[0]}
        self._run_again(row.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=new))

    def all(self, wanted: Select[Any]) -> Sequence[RowMapping]:
        """The rows of a query. It is asked again where the server went away meanwhile."""
        return self._again(lambda connection: connection.execute(wanted).mappings().all())

    def _run_again(self, statement: Executable) -> None:
        """Runs a statement that may be run twice, which it is where the server went away meanwhile."""
        self._again(lambda connection: connection.execute(statement))

    def _again(self, work: Callable[[Connection], T]) -> T:
        def done() -> T:
            with self._connect() as connection:
                return work(connection)

        with self._told():
            return patiently(
                done,
                lambda error: isinstance(error, DBAPIError) and error.connection_invalidated,
                seconds=self.kind.patience_seconds,
                pause_seconds=_LOOK_SECONDS,
            )

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turns what the database and the file system say into a `StoreError`."""
        try:
            yield
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(*self.kind.explained(error)) from error


def pieces(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """So many at a time as go into one statement."""
    return (keys[at : at + PIECE] for at in range(0, len(keys), PIECE))


def _kind(place: Path | str) -> Kind:
    if isinstance(place, Path) or not is_address(place):
        return Sqlite(Path(place).expanduser())
    if not is_postgresql(place):
        raise StoreError(f"{masked(place)} is no database that this program knows", "Give a path, or postgresql://….")
    from summarizer.store.postgresql import Postgresql

    return Postgresql(place)
