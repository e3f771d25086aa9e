"""The store on a server that several machines share: what is PostgreSQL's own."""

from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from summarizer.addresses import masked
from summarizer.errors import StoreError
from summarizer.store.migrations import VERSION, missing
from summarizer.store.sqlite import newer

_SHAPE = "postgresql://USER@HOST/DATABASE"
_LOCK = 0x73756D6D6172
"""The advisory lock under which the shape is changed: `summar` in ASCII."""
_CONNECTING: dict[str, Any] = {
    "connect_timeout": 10,
    "application_name": "summarizer",
    "keepalives_idle": 30,
    "keepalives_interval": 10,
}
"""libpq's words, in seconds; the address may say otherwise."""
_ACCESS = "Check user and password: in SUMMARIZER_STORE, in PGPASSWORD, or in ~/.pgpass."
_REACH = "Check host and port in SUMMARIZER_STORE, and that the server runs."
_TOLD = (
    ("password", "lets nobody in with this user and password", _ACCESS),
    ("authentication failed", "lets nobody in with this user and password", _ACCESS),
    ("pg_hba.conf", "does not let this machine in", "Allow it in the server's pg_hba.conf."),
    ("too many", "has no connection left", "Run fewer workers, or raise the server's max_connections."),
    ("connection slots", "has no connection left", "Run fewer workers, or raise the server's max_connections."),
    ("database is locked", "is held by another program", "Try again."),
    ("role", "does not know this user", _ACCESS),
    ("does not exist", "does not exist", "Make it with createdb, or name another in SUMMARIZER_STORE."),
    (
        "permission denied",
        "may not be used by this user",
        "Let its owner GRANT the user CREATE on its schema and all on its tables.",
    ),
    ("read-only transaction", "can only be read", "Name the primary server, not a copy, in SUMMARIZER_STORE."),
    ("no space left", "cannot grow: the server's disk is full", "Make room on the server's disk."),
    ("disk full", "cannot grow: the server's disk is full", "Make room on the server's disk."),
    ("resolve", "cannot be reached", _REACH),
    ("connection", "cannot be reached", _REACH),
    ("timeout", "cannot be reached", _REACH),
    ("", "cannot be used", "Check SUMMARIZER_STORE, or unset it: answers are then kept on this machine."),
)
"""What the server or its driver says, what that means, and what to do about it."""


class Postgresql:
    def __init__(self, address: str) -> None:
        self.place = masked(address)
        self._url = _url(address)

    def engine(self) -> Engine:
        """Every statement commits by itself. A connection that died while idle is replaced, and no statement is prepared, so that a
        pooler may stand between."""
        connecting = {name: value for name, value in _CONNECTING.items() if name not in self._url.query}
        try:
            return create_engine(
                self._url,
                isolation_level="AUTOCOMMIT",
                pool_pre_ping=True,
                connect_args={**connecting, "prepare_threshold": None},
            )
        except ImportError as error:
            raise StoreError(
                f"{self.place} needs a driver that is not installed ({error}).", "pip install 'summarizer[postgres]'"
            ) from error

    def insert(self, table: Table) -> Insert:
        return insert(table)

    def explained(self, error: Exception) -> tuple[str, str]:
        said = " ".join(str(getattr(error, "orig", None) or error).split())
        if self._url.password:
            said = said.replace(self._url.password, "***")
        what, hint = next((what, hint) for word, what, hint in _TOLD if word in said.lower())
        return f"The database {self.place} {what} ({said}).", hint

    def upgrade(self, engine: Engine) -> None:
        """Takes the steps that are missing, all or none; of several processes one takes them, and the others wait for it."""
        with engine.connect() as connection:
            if self._version(connection) == VERSION:
                return
            connection.exec_driver_sql("BEGIN")
            try:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
                self._take_steps(connection)
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise

    def _take_steps(self, connection: Connection) -> None:
        for statement in missing(self._version(connection), "postgresql"):
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS summarizer_version (version INTEGER NOT NULL)")
        connection.exec_driver_sql("DELETE FROM summarizer_version")
        connection.exec_driver_sql(f"INSERT INTO summarizer_version VALUES ({VERSION})")

    def _version(self, connection: Connection) -> int:
        if connection.exec_driver_sql("SELECT to_regclass('summarizer_version')").scalar_one() is None:
            return 0
        version = int(connection.exec_driver_sql("SELECT version FROM summarizer_version").scalar_one())
        if version > VERSION:
            raise newer(self.place, "name another database in SUMMARIZER_STORE")
        return version


def _url(address: str) -> URL:
    """SQLAlchemy's form of the address, with psycopg 3 as the driver."""
    try:
        return make_url(address).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as error:
        raise StoreError(f"{masked(address)} is not the address of a database", f"It looks like {_SHAPE}.") from error
