"""For all tests: Ctrl-C reaches the programs they start, also where the tests themselves run in the background; and a PostgreSQL server for
those that ask for one.

A shell that starts a job in the background tells it to ignore SIGINT, and programs inherit that; one with a handler of its own starts
them with the default.
"""

import signal
from collections.abc import Iterator
from urllib.parse import quote

import postgres_server
import pytest

signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def postgresql_port() -> Iterator[int]:
    """Where a PostgreSQL listens on loopback. Started for the first test that asks (0.8 s), stopped after the last."""
    bin = postgres_server.programs()
    if bin is None:
        pytest.skip(
            "PostgreSQL is not installed: no initdb in PATH or /usr/lib/postgresql (Debian: apt-get install postgresql)"
        )
    with postgres_server.serving(bin) as port:
        yield port


@pytest.fixture
def postgresql(postgresql_port: int) -> str:
    """The address of an empty database of the test's own, as SUMMARIZER_STORE takes it."""
    with postgres_server.connect(postgresql_port) as connection:
        connection.execute("DROP DATABASE IF EXISTS one WITH (FORCE)")
        connection.execute("CREATE DATABASE one")
    password = quote(postgres_server.PASSWORD, safe="")
    return f"postgresql://{postgres_server.USER}:{password}@127.0.0.1:{postgresql_port}/one"
