"""No request reaches a private address, however it is written, and whoever sends us there."""

import socket
import time

import httpcore2
import pytest
from page_server import Answer, pages

from summarizer.errors import InputError, UsageError
from summarizer.web.copies import page
from summarizer.web.fetch import fetch, required
from summarizer.web.guard import Backend, NotPublic, is_public, resolved

PRIVATE = (
    "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "0.0.0.0", "0", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1",
    "017700000001", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]",
    "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]", "[fd00::1]", "[fec0::1]", "localhost", "LOCALHOST", "localhost.", "10.0.0.1",
    "172.16.0.1", "192.168.1.1", "169.254.169.254", "0xa9fea9fe", "100.64.0.1", "198.18.0.1", "192.0.0.8", "224.0.0.1", "[ff02::1]",
    "255.255.255.255", "①②⑦.⓪.⓪.①", "127。0。0。1", "１２７.0.0.1",
)  # fmt: skip


@pytest.mark.parametrize("host", PRIVATE)
def test_no_spelling_of_a_private_address_is_reached(host: str) -> None:
    with pages({"/": Answer(b"secret")}, allowed=False) as server, pytest.raises((InputError, UsageError)):
        fetch(f"http://{host}:{server.port}/")
    assert server.requests == []


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "0x7f000001", "169.254.169.254"])
def test_what_is_refused_is_said(host: str) -> None:
    with pytest.raises(NotPublic, match="no address of the public net") as found:
        fetch(f"http://{host}/")
    assert "save the page" in found.value.hint


@pytest.mark.parametrize(
    "address", ["http://example.com@127.0.0.1/", "http://127.0.0.1:80@example.com/", "https://u:p@example.com/"]
)
def test_an_address_with_a_user_name_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="user name"):
        fetch(address)


@pytest.mark.parametrize("name", ["127.0.0.1.nip.io", "internal.example", "localtest.me"])
def test_a_name_that_leads_to_a_private_address_is_refused(name: str) -> None:
    with pages({"/": Answer(b"secret")}, allowed=False) as server:
        with pytest.raises(NotPublic):
            fetch(f"http://{name}:{server.port}/", lambda host, port: ["127.0.0.1"])
        with pytest.raises(NotPublic):
            fetch(f"http://{name}:{server.port}/", lambda host, port: ["93.184.215.14", "127.0.0.1"])
    assert server.requests == []


def test_a_name_that_changes_its_address_is_asked_once_for_each_connection() -> None:
    """What was checked is what is connected to: a second answer has nobody to ask for it."""
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["93.184.215.14"] if len(asked) == 1 else ["127.0.0.1"]

    connected: list[str] = []

    class Watched(httpcore2.SyncBackend):
        def connect_tcp(self, host: str, *rest: object, **more: object) -> httpcore2.NetworkStream:
            connected.append(host)
            raise httpcore2.ConnectError("not in this test")

    backend = Backend(time.monotonic() + 5, rebinding)
    backend._plain = Watched()
    with pytest.raises(httpcore2.ConnectError):
        backend.connect_tcp("rebinding.example", 80)
    assert (asked, connected) == (["rebinding.example"], ["93.184.215.14"])
    with pytest.raises(NotPublic):
        backend.connect_tcp("rebinding.example", 80)
    assert connected == ["93.184.215.14"]


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:{port}/secret",
        "http://[::ffff:127.0.0.1]:{port}/secret",
        "//localhost:{port}/secret",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher://127.0.0.1/",
    ],
)
def test_a_redirect_is_checked_like_an_address(target: str) -> None:
    with pages({"/secret": Answer(b"secret")}, allowed=False) as private:
        to = target.format(port=private.port)
        with (
            pages({"/": Answer(status=302, headers={"Location": to})}) as server,
            pytest.raises((NotPublic, UsageError)),
        ):
            fetch(f"{server.address}/")
        assert len(server.requests) == 1
    assert private.requests == []


def test_the_allowance_of_tests_is_for_one_address() -> None:
    with pages({"/": Answer(b"x" * 10)}) as server:
        assert fetch(f"{server.address}/").data == b"x" * 10
        with pytest.raises(NotPublic):
            fetch(f"http://127.0.0.2:{server.port}/")
        with pytest.raises(NotPublic):
            fetch(f"http://127.0.0.1:{server.port + 1}/")
    with pytest.raises(NotPublic):
        fetch(f"{server.address}/")


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2001:4860:4860::8888", "64:ff9b::808:808"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    ["ftp://example.com/", "file:///etc/passwd", "http:///x", "https://", "http://[::1/", "http://example.com:99999/"],
)
def test_what_is_no_address_of_the_web_is_said(address: str) -> None:
    with pytest.raises(UsageError, match="no address of a page"):
        required(address)


def test_the_system_knows_this_machine() -> None:
    assert set(resolved("localhost", 80)) <= {"127.0.0.1", "::1"}
    with pytest.raises(socket.gaierror):
        resolved("no-such-name.invalid", 80)


def test_a_name_that_nobody_knows_is_said() -> None:
    with pytest.raises(InputError, match="cannot be reached"):
        page("http://no-such-name.invalid/")
