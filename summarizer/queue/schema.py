"""Makes and updates Procrastinate's tables, by its own statements. It keeps no record of which of its migrations were applied, so we do."""

from importlib.resources import files

import psycopg

from summarizer.errors import StoreError

_LOCK = 0x7175657565
"""The advisory lock under which they are changed: `queue` in ASCII."""
_NOTES = "CREATE TABLE IF NOT EXISTS summarizer_queue_migrations (name TEXT PRIMARY KEY)"
_HAS_NOTES = "SELECT to_regclass('summarizer_queue_migrations') IS NOT NULL"
_HAS_JOBS = "SELECT to_regclass('procrastinate_jobs') IS NOT NULL"
_HAS_PRESENT_JOBS = "SELECT to_regprocedure('procrastinate_fetch_job_v2(character varying[],bigint)') IS NOT NULL"


def upgrade(address: str) -> None:
    """Brings the queue's tables to the shape that the installed Procrastinate needs; of several processes one does it, and the others wait.
    The lock is held by a connection of its own, because each migration has to be a transaction of its own: PostgreSQL lets no statement
    use a word that the same transaction added to a type. Raises psycopg.Error, and StoreError for tables of an older program."""
    wanted = _migrations()
    with psycopg.connect(address, autocommit=True, prepare_threshold=None) as connection:
        if _true(connection, _HAS_NOTES) and not _missing(connection, wanted):
            return
        with psycopg.connect(address, prepare_threshold=None) as holder:
            holder.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            connection.execute(_NOTES)
            _take_steps(connection, wanted)


def _take_steps(connection: "psycopg.Connection[tuple[object, ...]]", wanted: dict[str, str]) -> None:
    missing = _missing(connection, wanted)
    if len(missing) == len(wanted) and _true(connection, _HAS_JOBS):
        if not _true(connection, _HAS_PRESENT_JOBS):
            raise StoreError(
                "The database has tables of an older Procrastinate that another program made.",
                "Apply Procrastinate's migrations there, or use a database of its own for SUMMARIZER_STORE.",
            )
        _note(connection, missing)
    elif len(missing) == len(wanted):
        with connection.transaction():
            connection.execute(_text("schema.sql"))
            _note(connection, missing)
    else:
        for name in missing:
            with connection.transaction():
                connection.execute(wanted[name].encode())
                _note(connection, [name])


def _note(connection: "psycopg.Connection[tuple[object, ...]]", names: list[str]) -> None:
    connection.cursor().executemany("INSERT INTO summarizer_queue_migrations VALUES (%s)", [(name,) for name in names])


def _missing(connection: "psycopg.Connection[tuple[object, ...]]", wanted: dict[str, str]) -> list[str]:
    there = {row[0] for row in connection.execute("SELECT name FROM summarizer_queue_migrations")}
    return [name for name in wanted if name not in there]


def _migrations() -> dict[str, str]:
    """Name → statements, in their order."""
    folder = files("procrastinate.sql") / "migrations"
    found = sorted(one.name for one in folder.iterdir() if one.name.endswith(".sql"))
    return {name: (folder / name).read_text(encoding="utf-8") for name in found}


def _text(name: str) -> bytes:
    return (files("procrastinate.sql") / name).read_bytes()


def _true(connection: "psycopg.Connection[tuple[object, ...]]", question: str) -> bool:
    row = connection.execute(question.encode()).fetchone()
    return bool(row and row[0])
