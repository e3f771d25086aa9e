import multiprocessing
import os
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from summarizer.errors import StoreError
from summarizer.llm.model import Answer, Message, Request, Usage
from summarizer.store import Store
from summarizer.store.migrations import VERSION

ASKED = Request(
    stage="translate",
    prompt="translate/chunk.md",
    messages=(Message(role="user", content="你好"),),
    max_output_tokens=9,
)
SAID = Answer(text="Hello “all”. 你好", model="m", usage=Usage(input_tokens=5, cached_input_tokens=2, output_tokens=3))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "folders" / "store.sqlite"


def test_an_answer_comes_back_as_it_was_also_after_closing(path: Path) -> None:
    with Store.open(path) as store:
        assert store.answer("k") is None
        store.remember("k", ASKED, SAID)
    with Store.open(path) as store:
        assert store.answer("k") == SAID
        assert store.count_answers() == 1


def test_a_later_answer_replaces_the_earlier(path: Path) -> None:
    with Store.open(path) as store:
        store.remember("k", ASKED, SAID)
        store.remember("k", ASKED, SAID.model_copy(update={"text": "Hi"}))
        found = store.answer("k")
    assert found is not None
    assert found.text == "Hi"


def test_what_a_server_refuses_is_kept_by_server_and_model_for_a_month(path: Path) -> None:
    with Store.open(path) as store:
        store.lose_ability("a", "m", "seed")
        store.lose_ability("a", "m", "seed")
        store.lose_ability("a", "m", "stream")
        assert store.missing_abilities("a", "m") == {"seed", "stream"}
        assert not store.missing_abilities("b", "m")
    with sqlite3.connect(path) as file:
        file.execute("UPDATE missing_abilities SET created = '2020-01-01T00:00:00+00:00' WHERE part = 'seed'")
    file.close()
    with Store.open(path) as store:
        assert store.missing_abilities("a", "m") == {"stream"}


def _fill(path: Path, who: int) -> None:
    store = Store.open(path)
    for i in range(40):
        store.remember(f"{who}-{i}", ASKED, SAID)
        store.remember("common", ASKED, SAID)
        assert store.answer(f"{who}-{i}") == SAID
    os._exit(who)  # without closing anything, as if killed


def test_processes_that_make_and_fill_it_at_once_and_are_killed_lose_nothing(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_fill, args=(path, who)) for who in (7, 8)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [7, 8]
    with Store.open(path) as store:
        assert store.count_answers() == 81
        assert store.answer("7-39") == store.answer("8-39") == SAID


def test_threads_that_make_it_at_once_make_it_once(path: Path) -> None:
    ready = threading.Barrier(8)

    def make(who: int) -> None:
        ready.wait()
        with Store.open(path) as store:
            store.remember(str(who), ASKED, SAID)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(make, range(8)))
    with Store.open(path) as store:
        assert store.count_answers() == 8


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


def test_a_newer_programs_file_is_not_touched(path: Path) -> None:
    Store.open(path).close()
    with sqlite3.connect(path) as file:
        file.execute(f"PRAGMA user_version = {VERSION + 1}")
    file.close()
    with pytest.raises(StoreError, match="newer version") as caught:
        Store.open(path)
    assert "Upgrade" in caught.value.hint


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
    holder.close()
