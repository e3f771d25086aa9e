"""A web server on loopback for tests, and the one way to let a request reach it."""

import gzip
import http.server
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from summarizer.web.guard import allowing


class Answer(NamedTuple):
    """What the server says to a request."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = {}
    pieces: Callable[[], Iterator[bytes]] | None = None
    """The body piece by piece, in place of `body`."""


class Pages(NamedTuple):
    """Where the server is, and the paths and headers of the requests that reached it."""

    address: str
    port: int
    requests: list[tuple[str, Mapping[str, str]]]


def packed(body: bytes) -> Answer:
    return Answer(gzip.compress(body), headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})


@contextmanager
def pages(answers: Mapping[str, Answer], *, allowed: bool = True) -> Iterator[Pages]:
    """Serves the answers by path. With `allowed` false the server is there, and nobody may reach it."""
    requests: list[tuple[str, Mapping[str, str]]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requests.append((self.path, dict(self.headers)))
            answer = answers.get(self.path, Answer(status=404))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.pieces is None:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            try:
                for piece in answer.pieces() if answer.pieces else (answer.body,):
                    self.wfile.write(piece)
                    self.wfile.flush()
            except OSError:
                return

        def log_message(self, *_: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    port = server.server_address[1]
    try:
        if allowed:
            with allowing("127.0.0.1", port):
                yield Pages(f"http://127.0.0.1:{port}", port, requests)
        else:
            yield Pages(f"http://127.0.0.1:{port}", port, requests)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
