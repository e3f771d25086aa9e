"""What a worker tells of itself to Prometheus, and whether it is well."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

from summarizer.errors import OutputError
from summarizer.llm.budgeted import Ledger
from summarizer.model import Answer, Model, Request

SILENT_SECONDS = 60.0
"""A worker that has shown no life for so long is not well."""
_QUESTION_SECONDS = (0.01, 0.1, 0.5, 1, 2, 5, 10, 20, 60, 120, 300)
_COUNTED = {
    "requests": "Requests sent, retries counted.",
    "failed_requests": "Requests that failed.",
    "cached_answers": "Questions answered from the store.",
    "input_tokens": "Tokens in.",
    "cached_input_tokens": "Tokens in that the provider had cached.",
    "output_tokens": "Tokens out.",
    "cost_usd": "US dollars, as far as prices are known.",
}


class Metrics(Collector):
    """Counters of this worker, and what it last saw of the queue and the store that it shares."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._ledgers: list[Ledger] = []
        self._articles = Counter("summarizer_articles", "Articles ended.", ["status"], registry=self.registry)
        self._jobs = Gauge("summarizer_jobs", "Jobs in the queue.", ["queue", "state"], registry=self.registry)
        self._store = Gauge("summarizer_store_seconds", "Time the store took to answer.", registry=self.registry)
        self._refused = Gauge(
            "summarizer_refused_requests", "Refusals (429) that all workers on the store met.", registry=self.registry
        )
        self._questions = Histogram(
            "summarizer_question_seconds",
            "From a question to its answer, waiting for rate and budget and answers from the store included.",
            buckets=_QUESTION_SECONDS,
            registry=self.registry,
        )
        self.registry.register(self)
        self._seen = float("-inf")
        self.reached = False
        """Whether the store answered when it was last asked."""

    def follow(self, ledger: Ledger) -> None:
        self._ledgers.append(ledger)

    def ended(self, status: str) -> None:
        self._articles.labels(status).inc()

    def timed(self, model: Model) -> Model:
        return _Timed(model, self._questions)

    def saw(self, jobs: Mapping[tuple[str, str], int], refused: int, store_seconds: float) -> None:
        """What the store said just now."""
        self._jobs.clear()
        for (queue, state), count in jobs.items():
            self._jobs.labels(queue, state).set(count)
        self._refused.set(refused)
        self._store.set(store_seconds)
        self.alive(reached=True)

    def alive(self, *, reached: bool) -> None:
        self._seen, self.reached = time.monotonic(), reached

    @property
    def well(self) -> bool:
        return time.monotonic() - self._seen < SILENT_SECONDS

    def collect(self) -> Iterator[CounterMetricFamily]:
        for name, help in _COUNTED.items():
            value = sum(getattr(ledger, name) or 0 for ledger in self._ledgers)
            yield CounterMetricFamily(f"summarizer_{name}", help, value=value)


class _Timed:
    def __init__(self, inner: Model, seconds: Histogram) -> None:
        self._inner, self._seconds = inner, seconds

    async def ask(self, request: Request) -> Answer:
        begun = time.monotonic()
        try:
            return await self._inner.ask(request)
        finally:
            self._seconds.observe(time.monotonic() - begun)


@contextmanager
def serving(metrics: Metrics, host: str, port: int) -> Iterator[int]:
    """Serves /metrics, /healthz (the worker lives) and /readyz (and reaches its store) while the block runs; the port, where 0 was given
    a free one. Raises OutputError."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/metrics":
                self._say(200, generate_latest(metrics.registry), CONTENT_TYPE_LATEST)
            elif self.path in ("/healthz", "/readyz"):
                good = metrics.well and (metrics.reached or self.path == "/healthz")
                self._say(200 if good else 503, b"ok\n" if good else b"not ready\n", "text/plain")
            else:
                self._say(404, b"/metrics, /healthz, /readyz\n", "text/plain")

        def _say(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *values: object) -> None:
            """Says nothing: each probe would be a line."""

    try:
        server = ThreadingHTTPServer((host, port), Handler)
    except OSError as error:
        raise OutputError(f"{host}:{port} cannot be listened at ({error}).", "Choose another --port.") from error
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
