"""The way to a page leads over the public net alone: names are resolved here, every address is checked, and the connection goes to the
address that was checked. So it does not matter how a private address is written, or what a name says when it is asked again."""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore2

from summarizer.errors import InputError

Resolver = Callable[[str, int], list[str]]
IP = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_COMPATIBLE = ipaddress.ip_network("::/96")
_SPECIAL = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "fec0::/10")))
"""Not of the public net, whatever the version of Python says."""
_allowed: ContextVar[frozenset[tuple[str, int]]] = ContextVar("allowed", default=frozenset())


class NotPublic(InputError):
    """An address of this machine or of a network of its own."""


@contextmanager
def allowing(host: str, port: int) -> Iterator[None]:
    """For tests with a server of their own: inside the block this one address may be connected to. Nothing that a user or a file can
    set reaches it."""
    token = _allowed.set(_allowed.get() | {(host, port)})
    try:
        yield
    finally:
        _allowed.reset(token)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public net, and so is the IPv4 address that an IPv6 address may hold."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip in _NAT64:
        return all(map(_is_global, _inside(ip)))
    return all(_is_global(one) for one in (ip, *_inside(ip)))


def _is_global(ip: IP) -> bool:
    special = (
        ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback or ip.is_link_local or ip.is_private
    )
    return ip.is_global and not special and not any(ip in net for net in _SPECIAL)


def _inside(ip: IP) -> Iterable[IP]:
    """The IPv4 addresses in an IPv6 address: mapped, compatible, translated (NAT64, 6to4, Teredo)."""
    if isinstance(ip, ipaddress.IPv4Address):
        return
    if ip.ipv4_mapped:
        yield ip.ipv4_mapped
    if ip.sixtofour:
        yield ip.sixtofour
    if ip.teredo:
        yield from ip.teredo
    if ip in _NAT64 or ip in _COMPATIBLE:
        yield ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)


def resolved(host: str, port: int) -> list[str]:
    """The IP addresses of a name, as the system says."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


class Backend(httpcore2.NetworkBackend):
    """Connects to public addresses alone, and until `deadline` (of `time.monotonic`). Raises NotPublic."""

    def __init__(self, deadline: float, resolver: Resolver = resolved) -> None:
        self._plain = httpcore2.SyncBackend()
        self._deadline, self._resolver = deadline, resolver

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        failed: Exception = httpcore2.ConnectError("no address")
        for address in self._checked(host, port):
            try:
                stream = self._plain.connect_tcp(
                    address, port, _left(self._deadline, timeout), local_address, socket_options
                )
                return _Timed(stream, self._deadline)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
        raise failed

    def _checked(self, host: str, port: int) -> list[str]:
        try:
            found = self._resolver(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"{host} is not known") from error
        for address in found:
            if not is_public(address) and (address, port) not in _allowed.get():
                raise NotPublic(
                    f"{host} is no address of the public net ({address}).",
                    "Pages of this machine or of a network of its own are not fetched: save the page, and give the file.",
                )
        return found

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


def _left(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("The page takes too long.")
    return left if timeout is None else min(left, timeout)


class _Timed(httpcore2.NetworkStream):
    """A stream that ends at a deadline, however slowly the other side sends."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Timed(
            self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline, timeout)), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
