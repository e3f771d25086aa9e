"""A throw-away PostgreSQL server on loopback, for tests: Debian's own programs, in a temporary folder, gone afterwards.

PostgreSQL refuses to run as root, so root starts it as the user nobody.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg

USER, PASSWORD = "owner", "p%w/d@1"
"""A password that has to be escaped in an address."""
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=16MB", "jit=off")
_START_SECONDS = 60


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`; None where PostgreSQL is not installed."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda f: float(f.parent.name), reverse=True)
    found = shutil.which("initdb")
    folders += [Path(found).resolve().parent] if found else []
    return next((f for f in folders if (f / "initdb").is_file() and (f / "postgres").is_file()), None)


@contextmanager
def serving(bin: Path) -> Iterator[int]:
    """The port on which it listens at 127.0.0.1, with the superuser `USER`; passwords are asked for."""
    with restartable(bin) as server:
        yield server.port


class Server:
    """A running server, which can be started again at the same port."""

    def __init__(self, bin: Path, folder: Path, who: dict[str, Any]) -> None:
        self._bin, self._folder, self._who = bin, folder, who
        self.port = _free_port()
        self._stack = ExitStack()
        self.start()

    def start(self) -> None:
        self._stack.enter_context(_running(self._bin, self._folder, self._who, self.port))

    def stop(self) -> None:
        self._stack.close()


@contextmanager
def restartable(bin: Path) -> Iterator[Server]:
    """The same as `serving`, for tests that start it again."""
    folder = Path(tempfile.mkdtemp(prefix="summarizer-postgres-"))
    try:
        (folder / "password").write_text(PASSWORD, encoding="utf-8")
        who = _unprivileged(folder)
        _initialise(bin, folder, who)
        server = Server(bin, folder, who)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(folder: Path) -> dict[str, Any]:
    """How to start programs that refuse root."""
    common = {"cwd": folder, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC"}}
    if os.geteuid() != 0:
        return common
    shutil.chown(folder, "nobody")
    shutil.chown(folder / "password", "nobody")
    return {**common, "user": "nobody", "extra_groups": ()}


def _initialise(bin: Path, folder: Path, who: dict[str, Any]) -> None:
    words = ["--auth=scram-sha-256", f"--pwfile={folder / 'password'}", f"--username={USER}", "--encoding=UTF8"]
    words += ["--no-sync", "--no-locale", f"--pgdata={folder / 'data'}"]
    done = subprocess.run([bin / "initdb", *words], capture_output=True, text=True, check=False, **who)
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def _running(bin: Path, folder: Path, who: dict[str, Any], port: int) -> Iterator[int]:
    settings = (
        *_QUICK,
        "listen_addresses=127.0.0.1",
        f"port={port}",
        "unix_socket_directories=",
        "max_connections=100",
    )
    words = [str(bin / "postgres"), "-D", str(folder / "data"), *(word for one in settings for word in ("-c", one))]
    with (folder / "log").open("wb") as log, subprocess.Popen(words, stdout=log, stderr=log, **who) as server:
        try:
            _wait(server, port, folder / "log")
            yield port
        finally:
            server.send_signal(signal.SIGQUIT)  # "immediate": nothing is worth keeping
            server.wait()


def _wait(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while True:
        try:
            return connect(port).close()
        except psycopg.OperationalError:
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.02)


def connect(port: int, database: str = "postgres") -> "psycopg.Connection[tuple[Any, ...]]":
    """A connection of the superuser, beside the store."""
    return psycopg.connect(host="127.0.0.1", port=port, user=USER, password=PASSWORD, dbname=database, autocommit=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
