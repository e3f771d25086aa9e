"""The store on a server: what can be wrong with servers, and that no password is ever shown."""

import socket
import sys
import threading
from collections.abc import Iterator

import postgres_server
import pytest

from store.asked import ASKED, SAID
from summarizer.errors import StoreError
from summarizer.store import Store

SECRET = "p%25w%2Fd%401"
"""The server's password as it stands in an address."""


@pytest.fixture
def reader(postgresql: str, postgresql_port: int) -> Iterator[str]:
    """The same database, for a user who owns nothing in it."""
    with postgres_server.connect(postgresql_port, "one") as connection:
        connection.execute("CREATE USER reader PASSWORD 'r'")
        yield postgresql.replace(f"owner:{SECRET}", "reader:r")
    with postgres_server.connect(postgresql_port, "one") as connection:
        connection.execute("DROP OWNED BY reader")
        connection.execute("DROP USER reader")


def refused(place: str) -> StoreError:
    with pytest.raises(StoreError) as caught, Store.open(place):
        pass
    told = f"{caught.value} {caught.value.hint}"
    assert SECRET not in told
    assert postgres_server.PASSWORD not in told
    assert "wrong-secret" not in told
    return caught.value


def test_the_place_is_shown_without_the_password(postgresql: str) -> None:
    with Store.open(postgresql) as store:
        assert store.place == postgresql.replace(SECRET, "***")


def test_the_driver_may_be_named_or_not(postgresql: str) -> None:
    for scheme in ("postgres", "postgresql+psycopg"):
        with Store.open(postgresql.replace("postgresql", scheme, 1)) as store:
            store.remember(scheme, ASKED, SAID)
            assert store.answer(scheme) == SAID


def test_a_wrong_password_is_told_of(postgresql: str) -> None:
    error = refused(postgresql.replace(SECRET, "wrong-secret"))
    assert "lets nobody in with this user and password" in str(error)
    assert "PGPASSWORD" in error.hint


def test_a_missing_password_is_told_of(postgresql: str) -> None:
    assert "password" in str(refused(postgresql.replace(f":{SECRET}", "")))


def test_a_database_that_is_not_there_is_told_of(postgresql: str) -> None:
    error = refused(postgresql.removesuffix("/one") + "/nowhere")
    assert "/nowhere does not exist" in str(error)
    assert "createdb" in error.hint


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "nowhere.invalid"])
def test_a_server_that_is_not_there_is_told_of(host: str) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))  # bound, and not listening
        error = refused(f"postgresql://owner:{SECRET}@{host.format(port=silent.getsockname()[1])}/one")
    assert "cannot be reached" in str(error)
    assert "server runs" in error.hint


def test_a_user_who_may_not_make_tables_is_told_of(reader: str) -> None:
    error = refused(reader)
    assert "may not be used by this user" in str(error)
    assert "GRANT" in error.hint


def test_a_user_who_may_only_read_reads_and_is_told_when_writing(
    reader: str, postgresql: str, postgresql_port: int
) -> None:
    with Store.open(postgresql) as store:
        store.remember("k", ASKED, SAID)
    with postgres_server.connect(postgresql_port, "one") as connection:
        connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    with Store.open(reader) as store:
        assert store.answer("k") == SAID
        with pytest.raises(StoreError, match="may not be used by this user"):
            store.remember("k", ASKED, SAID)


def test_a_copy_that_can_only_be_read_is_told_of(postgresql: str) -> None:
    error = refused(postgresql + "?options=-cdefault_transaction_read_only%3Don")
    assert "can only be read" in str(error)
    assert "primary" in error.hint


def test_connections_that_the_server_ended_are_replaced(postgresql: str, postgresql_port: int) -> None:
    with Store.open(postgresql) as store, postgres_server.connect(postgresql_port) as beside:
        store.remember("k", ASKED, SAID)
        ended = beside.execute("SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE datname = 'one'")
        assert ended.fetchall()
        assert store.answer("k") == SAID


def test_a_server_that_is_away_for_a_moment_is_waited_for_and_one_that_stays_away_is_told_of(
    postgresql: str, postgresql_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(postgresql) as store, postgres_server.connect(postgresql_port) as beside:
        store.remember("k", ASKED, SAID)

        def let_in(anybody: bool) -> None:
            beside.execute(f"ALTER DATABASE one ALLOW_CONNECTIONS {anybody}")

        let_in(False)
        beside.execute("SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE datname = 'one'")
        back = threading.Timer(0.3, let_in, [True])
        back.start()
        assert store.answer("k") == SAID
        back.join()
        let_in(False)
        beside.execute("SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE datname = 'one'")
        monkeypatch.setattr("summarizer.store.postgresql.Postgresql.patience_seconds", 0.1)
        with pytest.raises(StoreError, match="not currently accepting connections"):
            store.answer("k")
        let_in(True)


@pytest.mark.parametrize(
    "address", ["postgresql://owner:wrong-secret@host:port/one", "mysql://owner:wrong-secret@host/one"]
)
def test_what_is_no_address_of_a_known_database_is_told_of(address: str) -> None:
    assert "postgresql://" in refused(address).hint


def test_a_parameter_that_the_driver_does_not_know_is_told_of(postgresql: str) -> None:
    error = refused(postgresql + "?colour=red&password=wrong-secret")
    assert 'invalid connection option "colour"' in str(error)
    assert "after the ?" in error.hint


def test_without_the_driver_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert refused("postgresql://host/one").hint == "pip install 'summarizer[postgres]'"
