"""An HTTP server on loopback with one file, as well or badly behaved as a test asks."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class FileServer(ThreadingHTTPServer):
    """`asked` holds the Range header of each request, None where there was none; `status` and `stop_after` are what the
    next ones are answered with, and after how many bytes they break off."""

    daemon_threads = True

    def __init__(self, content: bytes) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.content = content
        self.etag = '"one"'
        self.ranges = True
        self.status: list[int] = []
        self.stop_after: list[int] = []
        self.says_length = True
        self.asked: list[str | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/moved"


class _Handler(BaseHTTPRequestHandler):
    server: FileServer

    def do_GET(self) -> None:
        if self.path == "/moved":
            self._head(302, {"Location": "/file.gguf", "Content-Length": "0"})
            return
        self.server.asked.append(self.headers.get("Range"))
        status = self.server.status.pop(0) if self.server.status else 200
        if status != 200:
            self._head(status, {"Content-Length": "0"})
            return
        self._file(self._start())

    def _start(self) -> int:
        """Where the answer begins: a range counts only where it is for the file as it is now."""
        found = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        current = self.headers.get("If-Range", self.server.etag) == self.server.etag
        return int(found[1]) if found and self.server.ranges and current else 0

    def _file(self, start: int) -> None:
        content, headers = self.server.content, {"ETag": self.server.etag} if self.server.etag else {}
        if start and start >= len(content):
            self._head(416, {"Content-Range": f"bytes */{len(content)}", "Content-Length": "0"})
            return
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        if self.server.says_length:
            headers["Content-Length"] = str(len(content) - start)
        self._head(206 if start else 200, headers)
        length = self.server.stop_after.pop(0) if self.server.stop_after else len(content)
        self.wfile.write(content[start : start + length])

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def serving_file(content: bytes) -> Iterator[FileServer]:
    with FileServer(content) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
