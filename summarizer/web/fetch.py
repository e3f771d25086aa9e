"""Gets the page at an address: a few redirects, a limit on size and time, no cookies kept, no scripts run."""

import re
import time
import zlib
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

import httpcore2

from summarizer._version import __version__
from summarizer.errors import InputError, UsageError
from summarizer.web.guard import Backend, Resolver, resolved

MOST_REDIRECTS = 5
MOST_BYTES = 20_000_000
"""Of a page, unpacked."""
SECONDS = 60
"""For a page with all its redirects."""
WAIT = 20
"""Seconds without anything from the server."""
LONGEST = 4_000
"""Characters of an address."""
BROWSER = "Open it in a browser, and save the page."
AGENT = f"Mozilla/5.0 (compatible; summarizer/{__version__}; fetches single articles for a reader)"
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_REDIRECTS = (301, 302, 303, 307, 308)
_LOGIN = re.compile(
    r"/(?:user/)?(?:log-?in|sign-?in|passport|sso|oauth2?|auth|verify|captcha)(?:[/.]|$)", re.IGNORECASE
)


class Fetched(NamedTuple):
    """A page: where it was found in the end, its bytes, and what the server says of them."""

    address: str
    data: bytes
    media_type: str
    charset: str | None


def is_address(text: str) -> bool:
    """Whether what a user gave is the address of a page and no path or text."""
    return len(text) <= LONGEST and _ADDRESS.fullmatch(text.strip()) is not None


def fetch(address: str, resolver: Resolver = resolved) -> Fetched:
    """The page. Raises UsageError for what is no address of the web, and InputError where there is no page to be had."""
    deadline = time.monotonic() + SECONDS
    at = address.strip()
    with httpcore2.ConnectionPool(network_backend=Backend(deadline, resolver), max_connections=2) as pool:
        cookies: dict[tuple[str, str], str] = {}
        for _ in range(MOST_REDIRECTS + 1):
            found = _once(pool, at, cookies)
            if isinstance(found, str) and _LOGIN.search(urlsplit(found).path):
                raise InputError(f"{urlsplit(at).hostname} shows this page only after a login.", BROWSER)
            if isinstance(found, Fetched):
                return found
            at = found
    raise InputError(f"{_shown(address)} redirects more than {MOST_REDIRECTS} times.", BROWSER)


def required(address: str) -> str:
    """The address in ASCII. Raises UsageError for one that is none, or that holds a name or password."""
    url = _split(address)
    host = url.hostname or ""
    try:
        netloc = host if host.isascii() else host.encode("idna").decode("ascii")
        port = url.port
    except (UnicodeError, ValueError) as error:
        raise UsageError(f"{_shown(address)} is no address of a page") from error
    netloc = f"[{netloc}]" if ":" in netloc else netloc
    quoted = "".join(
        c if "!" <= c <= "~" and c not in '<>"\\^`{|}' else "".join(f"%{b:02X}" for b in c.encode())
        for c in f"{url.path or '/'}{'?' + url.query if url.query else ''}"
    )
    return f"{url.scheme.lower()}://{netloc}{f':{port}' if port else ''}{quoted}"


def _split(address: str) -> SplitResult:
    try:
        url = urlsplit(address)
        named = url.username is not None or url.password is not None
    except ValueError as error:
        raise UsageError(f"{_shown(address)} is no address of a page") from error
    if url.scheme.lower() not in ("http", "https") or not url.hostname:
        raise UsageError(f"{_shown(address)} is no address of a page", "Addresses begin with https:// or http://.")
    if named:
        raise UsageError(
            "The address holds a user name",
            "Remove what stands before the @; pages that need a login cannot be fetched.",
        )
    return url


def _once(pool: httpcore2.ConnectionPool, address: str, cookies: dict[tuple[str, str], str]) -> Fetched | str:
    """The page, or where it redirects to."""
    url = required(address)
    host = urlsplit(url).hostname or ""
    own = "; ".join(f"{name}={value}" for (of, name), value in cookies.items() if of == host)
    headers: dict[bytes | str, bytes | str] = {
        "User-Agent": AGENT,
        "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
        "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    waits = {"connect": WAIT, "read": WAIT, "write": WAIT, "pool": WAIT}
    try:
        with pool.stream(
            "GET", url, headers=headers | ({"Cookie": own} if own else {}), extensions={"timeout": waits}
        ) as answer:
            fields = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in answer.headers]
            head = dict(fields)
            for name, value in fields:
                if name == "set-cookie" and "=" in value and len(cookies) < 50:
                    key, _, rest = value.partition(";")[0].partition("=")
                    cookies[(host, key.strip())] = rest.strip()
            if answer.status in _REDIRECTS and head.get("location"):
                return urljoin(url, head["location"].encode("latin-1").decode("utf-8", "replace"))
            _require_page(answer.status, url)
            data = b"".join(_body(answer.iter_stream(), head.get("content-encoding", "").strip().lower(), url))
    except httpcore2.TimeoutException as error:
        raise InputError(
            f"{host} does not answer in time.", "Try again later, or open the page in a browser and save it."
        ) from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol, OSError) as error:
        raise InputError(
            f"{host} cannot be reached: {_reason(error)}.", "Check the address; a proxy is not used for pages."
        ) from error
    kind = head.get("content-type", "")
    charset = _CHARSET.search(kind)
    return Fetched(url, data, kind.partition(";")[0].strip().lower(), charset[1] if charset else None)


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _require_page(status: int, url: str) -> None:
    """Raises InputError for an answer that is no page."""
    host = urlsplit(url).hostname
    if status in (401, 403, 407, 451):
        raise InputError(f"{host} shows this page only after a login, or to browsers alone ({status}).", BROWSER)
    if status in (404, 410):
        raise InputError(f"{host} has no such page ({status}).", "Check the address.")
    if status == 429:
        raise InputError(f"{host} wants fewer requests ({status}).", "Try again later.")
    if not 200 <= status < 300 or status == 204:
        raise InputError(f"{host} answers with an error ({status}).", f"Try again later. {BROWSER}")


def _body(chunks: Iterator[bytes], encoding: str, url: str) -> Iterator[bytes]:
    """The bytes, unpacked; never more than the limit at once."""
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise InputError(
            f"{urlsplit(url).hostname} sends the page in a form that was not asked for ({encoding[:20]}).",
            "Save the page in a browser.",
        )
    packed = zlib.decompressobj(47) if encoding not in ("", "identity") else None
    left = MOST_BYTES
    try:
        for chunk in chunks:
            data = packed.decompress(chunk, left + 1) if packed else chunk
            left -= len(data)
            if left < 0 or (packed and packed.unconsumed_tail):
                raise InputError(
                    f"The page is larger than {MOST_BYTES // 1_000_000} MB.",
                    "That is no article: save the part that is, and give the file.",
                )
            yield data
    except zlib.error as error:
        raise InputError("The page is damaged on its way.", "Try again.") from error


def _shown(address: str) -> str:
    return address if len(address) <= 200 else address[:199] + "…"
