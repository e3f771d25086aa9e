"""For all tests: Ctrl-C reaches the programs they start, also where the tests themselves run in the background; what Python compiles is
compiled once; and a PostgreSQL server for those that ask for one.

A shell that starts a job in the background tells it to ignore SIGINT, and programs inherit that; one with a handler of its own starts
them with the default.

Where PYTHONDONTWRITEBYTECODE is set, as in many containers, every program that a test starts would compile a thousand modules (2 s of its
3): here they are kept beside pytest's own cache, out of the folders that the variable is there to keep clean.
"""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import postgres_server
import pytest
from hypothesis import HealthCheck, settings

signal.signal(signal.SIGINT, signal.default_int_handler)

if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
    sys.dont_write_bytecode = False
    sys.pycache_prefix = os.environ.setdefault(
        "PYTHONPYCACHEPREFIX", str(Path(__file__).parents[1] / ".pytest_cache" / "bytecode")
    )


settings.register_profile("fixed", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""The same examples in every run: a change fails for what it changes."""
settings.register_profile("fuzz", max_examples=2000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))


LIVE_SECONDS = 1200
"""Limit for a test that runs the embedded model: loading it and translating a short article takes minutes on two slow cores."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("live"):
            item.add_marker(pytest.mark.timeout(LIVE_SECONDS))


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
