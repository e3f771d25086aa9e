"""The store as a file: what can be wrong with files."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from store.asked import ASKED, SAID
from summarizer.errors import StoreError
from summarizer.store import Store
from summarizer.store.migrations import VERSION, missing


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "folders" / "store.sqlite"


def test_a_file_of_the_first_version_is_brought_up_to_date_and_keeps_its_answers(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with closing(sqlite3.connect(path)) as file:
        for statement in missing(0, "sqlite", 1):
            file.execute(statement)
        file.execute("INSERT INTO answers VALUES ('k', 'm', 's', 'p', 'Hello.', 'stop', 1, 0, 2, '2026-01-01')")
        file.execute("PRAGMA user_version = 1")
        file.commit()
    with Store.open(path) as store:
        found = store.answer("k")
        assert store.work().runs() == []
    assert found is not None
    assert found.text == "Hello."
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_a_file_that_is_no_database_is_told_of_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(b"this is not a database, " * 100)
    with pytest.raises(StoreError, match="damaged") as caught:
        Store.open(path)
    assert "Move the file" in caught.value.hint
    assert path.read_bytes().startswith(b"this is not")


def test_a_database_that_is_damaged_later_is_told_of(path: Path) -> None:
    with Store.open(path) as store:
        for i in range(200):
            store.remember(str(i), ASKED, SAID)
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(StoreError, match="damaged"), Store.open(path) as store:
        store.remember("k", ASKED, SAID)


def test_a_place_where_nothing_can_be_written_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be used") as caught:
        Store.open(tmp_path / "file" / "store.sqlite")
    assert "SUMMARIZER_HOME" in caught.value.hint
    with pytest.raises(StoreError):
        Store.open(tmp_path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing is read-only to this user")
def test_a_read_only_file_is_told_of(path: Path) -> None:
    Store.open(path).close()
    path.chmod(0o444)
    path.parent.chmod(0o555)
    with pytest.raises(StoreError, match="cannot be"), Store.open(path) as store:
        store.remember("k", ASKED, SAID)


def test_a_file_held_by_another_program_is_told_of(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(path).close()
    monkeypatch.setattr("summarizer.store.sqlite._BUSY_SECONDS", 0.1)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with Store.open(path) as store, pytest.raises(StoreError, match="held by another program"):
        store.remember("k", ASKED, SAID)
    with Store.open(path) as store, pytest.raises(StoreError, match="held by another program"):
        store.work().start_run(folder="in", output="out", model="m", files=1)
    holder.close()
