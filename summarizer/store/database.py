"""The one file that outlives a run: a SQLite database of answers that were paid for and of what servers refuse."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Column, Connection, Engine, Integer, MetaData, String, Table, create_engine, func, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from summarizer.errors import StoreError
from summarizer.llm.model import Answer, Request, Usage
from summarizer.store.migrations import STEPS, VERSION

_BUSY_SECONDS = 15
_WAL_ATTEMPTS = 100
_ABILITIES_LAST = timedelta(days=30)
"""Servers learn: after this time a refused parameter is tried again."""

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

_SHAPE = MetaData()
_ANSWERS = Table(
    "answers",
    _SHAPE,
    Column("key", String, primary_key=True),
    *(Column(name, String, nullable=False) for name in ("model", "stage", "prompt", "text", "finish")),
    *(Column(name, Integer, nullable=False) for name in ("input_tokens", "cached_input_tokens", "output_tokens")),
    Column("created", String, nullable=False),
)
_ABILITIES = Table(
    "missing_abilities",
    _SHAPE,
    *(Column(name, String, primary_key=True) for name in ("server", "model", "part")),
    Column("created", String, nullable=False),
)


class Store:
    """Synchronous and safe to call from several threads; several processes may have the same file open. Every method raises
    `StoreError` where the file cannot be used."""

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine = engine
        self.path = path

    @classmethod
    def open(cls, path: Path) -> Self:
        """Opens the file, or makes it and its folders, and brings it to the present shape."""
        store = cls(_engine(path), path)
        try:
            with _told(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                _migrate(store._engine, path)
        except StoreError:
            store.close()
            raise
        return store

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def answer(self, key: str) -> Answer | None:
        """What was answered to a question before."""
        with self._connected() as connection:
            row = connection.execute(select(_ANSWERS).where(_ANSWERS.c.key == key)).mappings().one_or_none()
        if row is None:
            return None
        usage = Usage(**{name: row[name] for name in Usage.model_fields})
        return Answer(text=row["text"], finish=row["finish"], usage=usage, model=row["model"])

    def remember(self, key: str, request: Request, answer: Answer) -> None:
        """Keeps an answer; on disk when this returns. A later answer to the same question replaces the earlier."""
        values = {
            "key": key,
            "model": answer.model,
            "stage": request.stage,
            "prompt": request.prompt,
            "text": answer.text,
            "finish": answer.finish,
            **answer.usage.model_dump(include=set(_ANSWERS.c.keys())),
            "created": _now(),
        }
        self._put(_ANSWERS, values)

    def count_answers(self) -> int:
        with self._connected() as connection:
            return connection.execute(select(func.count()).select_from(_ANSWERS)).scalar_one()

    def missing_abilities(self, server: str, model: str) -> frozenset[str]:
        """What a server refused, or was seen not to do, in the last thirty days."""
        of = (_ABILITIES.c.server == server, _ABILITIES.c.model == model, _ABILITIES.c.created > _now(-_ABILITIES_LAST))
        with self._connected() as connection:
            return frozenset(connection.execute(select(_ABILITIES.c.part).where(*of)).scalars())

    def lose_ability(self, server: str, model: str, part: str) -> None:
        self._put(_ABILITIES, {"server": server, "model": model, "part": part, "created": _now()})

    def _put(self, table: Table, values: dict[str, Any]) -> None:
        row = insert(table).values(values)
        row = row.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=values)
        with self._connected() as connection:
            connection.execute(row)

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        with _told(self.path), self._engine.begin() as connection:
            yield connection


def _engine(path: Path) -> Engine:
    """Every statement commits by itself: there is none here that needs another."""
    url = URL.create("sqlite", database=str(path))
    return create_engine(url, isolation_level="AUTOCOMMIT", connect_args={"timeout": _BUSY_SECONDS})


def _migrate(engine: Engine, path: Path) -> None:
    """Takes the steps that are missing, all or none; two processes at it at once take them once."""
    with engine.connect() as connection:
        _use_wal(connection)
        if _version(connection, path) == VERSION:
            return
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            for statement in (one for step in STEPS[_version(connection, path) :] for one in step):
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise


def _use_wal(connection: Connection) -> None:
    """Readers and a writer then do not wait for each other. SQLite does not wait for others to let it switch, so we do."""
    for attempt in range(_WAL_ATTEMPTS):
        try:
            if connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() != "wal":
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            return
        except OperationalError as error:
            if "locked" not in str(error) or attempt == _WAL_ATTEMPTS - 1:
                raise
            time.sleep(0.05)


def _version(connection: Connection, path: Path) -> int:
    version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if version > VERSION:
        raise StoreError(
            f"{path} was written by a newer version of this program.",
            "Upgrade the program, or set SUMMARIZER_HOME to another folder.",
        )
    return version


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turns what SQLite and the file system say into a `StoreError`."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        said = str(getattr(error, "orig", None) or error)
        what, hint = next((what, hint) for word, what, hint in _TOLD if word in said.lower())
        raise StoreError(f"The database of answers {path} {what} ({said}).", hint) from error


def _now(shift: timedelta = timedelta()) -> str:
    return (datetime.now(UTC) + shift).isoformat(timespec="seconds")
