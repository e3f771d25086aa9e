"""The steps that lead from an older database to the tables of `schema.py`, derived from them: a table or column says since which step it
is there (`info`). A step that was released is never changed: what comes later is a new table, or a column that may be empty or has a
default.
"""

from collections.abc import Iterator

from sqlalchemy import Column, Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateColumn, CreateIndex, CreateTable

from summarizer.store.schema import SHAPE, SINCE

VERSION = max(int(one.info[SINCE]) for table in SHAPE.tables.values() for one in (table, *table.columns) if one.info)
"""Stands in the file's `user_version`, and in the one row of the table `summarizer_version` on PostgreSQL."""
_DIALECTS: dict[str, Dialect] = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect()}  # type: ignore[no-untyped-call]


def missing(version: int, dialect: str, until: int = VERSION) -> Iterator[str]:
    """The statements that lead from a version to the present one, or to `until`."""
    for step in range(version + 1, until + 1):
        for table in SHAPE.sorted_tables:
            if table.info[SINCE] == step:
                yield _create(table, step, _DIALECTS[dialect])
            elif table.info[SINCE] < step:
                yield from (
                    _add(table, column, _DIALECTS[dialect]) for column in table.columns if _since(column) == step
                )
            indexes = (index for index in table.indexes if index.info[SINCE] == step)
            yield from (str(CreateIndex(index).compile(dialect=_DIALECTS[dialect])) for index in indexes)


def _since(column: Column[object]) -> int:
    return int(column.info.get(SINCE, 0))


def _create(table: Table, step: int, dialect: Dialect) -> str:
    """The table as it was in this step."""
    later = [column for column in table.columns if _since(column) > step]
    return (
        str(CreateTable(table, include_foreign_key_constraints=None).compile(dialect=dialect))
        if not later
        else (_without(table, {column.name for column in later}, dialect))
    )


def _without(table: Table, later: set[str], dialect: Dialect) -> str:
    """The statement without the lines of columns that came later: each column has a line of its own."""
    lines = str(CreateTable(table).compile(dialect=dialect)).splitlines()
    kept = [line for line in lines if line.strip().partition(" ")[0].strip('"') not in later]
    end = next(number for number in reversed(range(len(kept))) if kept[number].startswith(")"))
    last = next(number for number in reversed(range(end)) if kept[number].strip())
    kept[last] = kept[last].rstrip().rstrip(",")
    return "\n".join(kept)


def _add(table: Table, column: Column[object], dialect: Dialect) -> str:
    return f"ALTER TABLE {table.name} ADD COLUMN {CreateColumn(column).compile(dialect=dialect)}"
