"""Downloads a big file so that nothing is fetched twice: what has come lies in `NAME.part`, and the next attempt, in this
run or a later one, asks only for the rest. A server that cannot do that, or whose file has changed, is asked for all of it."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

import httpx2
from pydantic import ValidationError

from summarizer._version import __version__
from summarizer.errors import LocalModelError, ModelCorrupt, UsageError
from summarizer.local.files import BLOCK, Free, Progress, check_room, free_bytes, quiet, sha256_of, writing
from summarizer.records import Record

ATTEMPTS = 5
"""Connections in a row that may break without bringing a single byte."""
_TIMEOUT = httpx2.Timeout(60.0, connect=20.0)
_AGAIN = "Run the same command again: it goes on where it stopped."


class _Resume(Record):
    """What `NAME.part` is a part of: without this, its bytes are not trusted to belong to the file."""

    url: str
    validator: str
    """A strong ETag, for If-Range; empty where the server gave none."""


class _Dropped(Exception):
    """The connection broke; what came is kept."""


def download(
    url: str,
    path: Path,
    *,
    size: int = 0,
    sha256: str = "",
    progress: Progress = quiet,
    free: Free = free_bytes,
    pause_seconds: float = 1.0,
) -> Path:
    """The file behind `url`, at `path` only once it is complete and has the given size and hash (0 and "" mean not known).
    Goes on after broken connections. Raises LocalModelError (offline, refused, disk full: the part stays) or
    ModelCorrupt (wrong bytes: the part is removed), UsageError for other than http(s) addresses."""
    if not url.lower().startswith(("http://", "https://")):
        raise UsageError(f"{url} is not an http or https address", "Give an address that starts with https://.")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    fetching = _Fetching(url, path, size, sha256, progress, free)
    with _client() as client:
        fetching.all(client, pause_seconds)
    fetching.check()
    with writing(path):
        fetching.part.replace(path)
        fetching.note.unlink(missing_ok=True)
    return path


@contextmanager
def _client() -> Iterator[httpx2.Client]:
    headers = {"User-Agent": f"summarizer/{__version__}", "Accept-Encoding": "identity"}
    with httpx2.Client(follow_redirects=True, timeout=_TIMEOUT, headers=headers) as client:
        yield client


class _Fetching:
    """One download: its address, and what has come of it."""

    def __init__(self, url: str, path: Path, size: int, sha256: str, progress: Progress, free: Free) -> None:
        self.url, self.size, self.sha256, self.progress, self.free = url, size, sha256, progress, free
        self.part = path.with_name(path.name + ".part")
        self.note = path.with_name(path.name + ".part.json")

    @property
    def have(self) -> int:
        return self.part.stat().st_size if self.part.is_file() else 0

    def all(self, client: httpx2.Client, pause_seconds: float) -> None:
        """Asks until everything has come, or until nothing comes any more."""
        in_vain, last = 0, None
        while in_vain < ATTEMPTS:
            before = self.have
            try:
                return self.once(client)
            except _Dropped as dropped:
                last = dropped.__cause__
                in_vain = 0 if self.have > before else in_vain + 1
                time.sleep(pause_seconds * in_vain)
        host = httpx2.URL(self.url).host
        raise LocalModelError(
            f"{host} cannot be reached ({_reason(last)})", f"Check the connection. {_AGAIN}"
        ) from last

    def once(self, client: httpx2.Client) -> None:
        """One request for what is missing. Raises _Dropped where something still is."""
        try:
            with client.stream("GET", self.url, headers=self._range()) as answer:
                self._take(answer)
        except (httpx2.UnsupportedProtocol, httpx2.InvalidURL, httpx2.TooManyRedirects) as error:
            raise LocalModelError(f"{self.url} leads nowhere: {error}", "Check the address.") from error
        except httpx2.TransportError as error:
            raise _Dropped from error
        if self.have < self.size:
            raise _Dropped from httpx2.RemoteProtocolError("it stops in the middle")

    def _range(self) -> dict[str, str]:
        """Headers that ask for the rest. Without a validator only a file whose hash will be checked is gone on with."""
        known = _read_note(self.note)
        if not self.have or known is None or known.url != self.url or not (known.validator or self.sha256):
            self.part.unlink(missing_ok=True)
            return {}
        condition = {"If-Range": known.validator} if known.validator else {}
        return {"Range": f"bytes={self.have}-", **condition}

    def _take(self, answer: httpx2.Response) -> None:
        if answer.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            self._settle(answer)
            return
        _require_good(answer, self.url)
        start, total = _extent(answer)
        if start != self.have:
            start = 0
            if answer.status_code == HTTPStatus.PARTIAL_CONTENT:
                self.part.unlink(missing_ok=True)
                raise _Dropped from httpx2.RemoteProtocolError("another range came than was asked for")
        self._expect(total)
        check_room(self.part.parent, max(self.size - start, 0), self.free)
        etag = answer.headers.get("ETag", "")
        self.note.write_text(
            _Resume(url=self.url, validator="" if etag.startswith("W/") else etag).model_dump_json(), encoding="utf-8"
        )
        self._store(answer, start)

    def _settle(self, answer: httpx2.Response) -> None:
        """416: nothing lies behind what we have. Either that is all, or the file has changed and is fetched anew."""
        total = _after_slash(answer)
        if total != self.have or (self.size and total != self.size):
            self.part.unlink()
            raise _Dropped from httpx2.RemoteProtocolError("the file is shorter than what was fetched of it")
        self.size = total

    def _expect(self, total: int) -> None:
        if self.size and total and total != self.size:
            self._forget()
            raise ModelCorrupt(
                f"{self.url} has {total:,} bytes instead of {self.size:,}",
                "It is another file; fetch from another address.",
            )
        self.size = self.size or total

    def _store(self, answer: httpx2.Response, start: int) -> None:
        with writing(self.part), self.part.open("r+b" if start else "wb") as out:
            out.seek(start)
            done = told = start
            for block in answer.iter_raw():
                out.write(block)
                done += len(block)
                if done - told >= BLOCK or done == self.size:
                    told = done
                    self.progress(done, self.size)

    def check(self) -> None:
        """Raises ModelCorrupt, and removes what came, where size or hash are not the expected ones."""
        wrong = self.size and self.have != self.size
        if wrong or (self.sha256 and sha256_of(self.part) != self.sha256):
            self._forget()
            raise ModelCorrupt(
                f"What {self.url} sent is not the published file", "It was removed. Try again, or another address."
            )

    def _forget(self) -> None:
        self.part.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)


def _read_note(note: Path) -> _Resume | None:
    try:
        return _Resume.model_validate_json(note.read_text(encoding="utf-8"))
    except (OSError, ValidationError):
        return None


def _require_good(answer: httpx2.Response, url: str) -> None:
    status = answer.status_code
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
        raise _Dropped from httpx2.RemoteProtocolError(f"it answers {status} {answer.reason_phrase}")
    if status not in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
        reason = {401: "wants a login for it", 403: "does not give it out", 404: "has no such file"}.get(status)
        host = httpx2.URL(url).host
        raise LocalModelError(
            f"{host} {reason or f'answers {status} {answer.reason_phrase}'}: {url}", "Check the address."
        )


def _extent(answer: httpx2.Response) -> tuple[int, int]:
    """Where the answer begins in the file, and how long the file is (0: the server does not say)."""
    if answer.status_code == HTTPStatus.PARTIAL_CONTENT:
        found = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
        return (int(found[1]) if found else -1), _after_slash(answer)
    return 0, int(answer.headers.get("Content-Length", 0))


def _after_slash(answer: httpx2.Response) -> int:
    total = answer.headers.get("Content-Range", "").rpartition("/")[2]
    return int(total) if total.isdigit() else 0


def _reason(error: BaseException | None) -> str:
    return str(error).strip() or type(error).__name__
