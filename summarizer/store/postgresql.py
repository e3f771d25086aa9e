"""The store on a server that several machines share: what is PostgreSQL's own."""

from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from summarizer.common.addresses import masked
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
CONNECTIONS = 3
"""Of one process to one store. A statement takes a millisecond, and whoever finds none free waits; a hundred, which is what a server usually has, are
enough for a dozen workers."""
_ACCESS = "Check user and password: in SUMMARIZER_STORE, in PGPASSWORD, or in ~/.pgpass."
_REACH = "Check host and port in SUMMARIZER_STORE, and that the server runs."
_GRANT = "Let its owner GRANT the user CREATE on its schema, and all rights on its tables."
_TOLD = (
    ("[42501]", "may not be used by this user", _GRANT),
    ("[25006]", "can only be read", "Name the primary server, not a copy, in SUMMARIZER_STORE."),
    ("[53100]", "cannot grow: the server's disk is full", "Make room on the server's disk."),
    ("[57p", "cannot be reached", _REACH),
    ("authentication failed", "lets nobody in with this user and password", _ACCESS),
    ("no password", "lets nobody in without a password", _ACCESS),
    ("pg_hba.conf", "does not let this machine in", "Allow it in the server's pg_hba.conf."),
    ("too many", "has no connection left", "Run fewer workers, or raise the server's max_connections."),
    ("connection slots", "has no connection left", "Run fewer workers, or raise the server's max_connections."),
    ("permission denied", "may not be used by this user", _GRANT),
    ('role "', "does not know this user", _ACCESS),
    ('database "', "does not exist", "Make it with createdb, or name another in SUMMARIZER_STORE."),
    ("option", "cannot be used", "Mend what stands after the ? in SUMMARIZER_STORE."),
    ("resolve", "cannot be reached", _REACH),
    ("connection", "cannot be reached", _REACH),
    ("timeout", "cannot be reached", _REACH),
    ("", "cannot be used", "Check SUMMARIZER_STORE, or unset it: answers are then kept on this machine."),
)
"""What the server or its driver says (the five characters in brackets are the same in all languages of the server, but there are none
while connecting), what that means, and what to do about it."""


class Postgresql:
    patience_seconds = 30.0
    """A restart takes a few seconds, and must not end a night's work."""
    begin = "BEGIN"

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
                pool_size=CONNECTIONS,
                max_overflow=0,
                connect_args={**connecting, "prepare_threshold": None},
            )
        except ImportError as error:
            raise StoreError(
                f"{self.place} needs a driver that is not installed ({error}).", "pip install 'summarizer[postgres]'"
            ) from error

    @property
    def conninfo(self) -> str:
        """The address as libpq takes it, with the password."""
        options = {name: str(value) for name, value in _CONNECTING.items() if name not in self._url.query}
        url = self._url.set(drivername="postgresql").update_query_dict(options)
        return url.render_as_string(hide_password=False)

    def insert(self, table: Table) -> Insert:
        return insert(table)

    def explained(self, error: BaseException) -> tuple[str, str]:
        said = _said(getattr(error, "orig", None) or error)
        what, hint = next((what, hint) for word, what, hint in _TOLD if word in said.lower())
        return f"The database {self.place} {what} ({self._without_secrets(said)}).", hint

    def _without_secrets(self, said: str) -> str:
        """Nobody repeats a password in a message; should somebody, it is not passed on. One of under four characters would only garble."""
        for secret in (self._url.password, self._url.query.get("password")):
            if isinstance(secret, str) and len(secret) > 3:
                said = said.replace(secret, "***")
        return said

    def upgrade(self, engine: Engine) -> None:
        """Takes the steps that are missing, all or none; of several processes one takes them, and the others wait for it."""
        with engine.connect() as connection:
            there = connection.exec_driver_sql("SELECT to_regclass('summarizer_version')").scalar_one() is not None
            if there and self._version(connection) == VERSION:
                return
            connection.exec_driver_sql("BEGIN")
            try:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
                self._take_steps(connection)
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise

    def compact(self, engine: Engine) -> None:
        """The server's own vacuum does it in time."""

    def _take_steps(self, connection: Connection) -> None:
        """Under the lock. `to_regclass` would not do here: it may answer from what the session knew before it waited."""
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS summarizer_version (version INTEGER NOT NULL)")
        for statement in missing(self._version(connection), "postgresql"):
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("DELETE FROM summarizer_version")
        connection.exec_driver_sql(f"INSERT INTO summarizer_version VALUES ({VERSION})")

    def _version(self, connection: Connection) -> int:
        found = connection.exec_driver_sql("SELECT max(version) FROM summarizer_version").scalar_one()
        if (version := int(found or 0)) > VERSION:
            raise newer(self.place, "name another database in SUMMARIZER_STORE")
        return version


def _url(address: str) -> URL:
    """SQLAlchemy's form of the address, with psycopg 3 as the driver."""
    try:
        return make_url(address).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as error:
        raise StoreError(f"{masked(address)} is not the address of a database", f"It looks like {_SHAPE}.") from error


def _said(error: BaseException) -> str:
    """The message on one line, without the statement, and with the SQLSTATE where there is one."""
    diagnosis, state = getattr(error, "diag", None), getattr(error, "sqlstate", None)
    message = " ".join((getattr(diagnosis, "message_primary", None) or str(error)).split())
    return f"{message} [{state}]" if state else message
