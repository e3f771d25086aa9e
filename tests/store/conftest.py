"""Every test of the store that takes `place` runs on both databases."""

from collections.abc import Callable
from pathlib import Path

import pytest

from summarizer.store.database import Database

Sql = Callable[[str], list[tuple[object, ...]]]
"""Runs a statement beside the store; the rows, where it has any."""


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new store can be opened."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgresql"))
    return str(tmp_path / "new" / "folders" / "store.sqlite")


@pytest.fixture
def sql(place: str) -> Sql:
    def run(statement: str) -> list[tuple[object, ...]]:
        database = Database.open(place)
        try:
            with database.connected() as connection:
                result = connection.exec_driver_sql(statement)
                return [tuple(row) for row in result] if result.returns_rows else []
        finally:
            database.close()

    return run
