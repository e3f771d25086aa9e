"""What servers on this machine report of their context."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from scripted_server import scripted

from llm.asking import endpoint
from summarizer.llm.reported_context import context_of, with_reported_context
from summarizer.model import Endpoint

LLAMA_CPP = {"default_generation_settings": {"n_ctx": 4096, "params": {}}, "total_slots": 1, "model_path": "m.gguf"}
LLAMA_CPP_MODELS = {"data": [{"id": "m", "meta": {"n_ctx_train": 131072}}], "object": "list"}
VLLM = {"object": "list", "data": [{"id": "m", "max_model_len": 8192}, {"id": "other", "max_model_len": 1024}]}
OLLAMA = {"models": [{"name": "m", "model": "m", "context_length": 4096}]}
LM_STUDIO = {"data": [{"id": "m", "max_context_length": 32768, "loaded_context_length": 4096}, {"id": "n"}]}


@pytest.mark.parametrize(
    ("reply", "known"),
    [
        (LLAMA_CPP, 4096),
        (LLAMA_CPP_MODELS, None),
        (VLLM, 8192),
        (OLLAMA, 4096),
        (LM_STUDIO, 4096),
        ({"data": [{"id": "x", "max_model_len": 8192}, {"id": "y", "max_model_len": 1024}]}, None),
        ({"data": [{"id": "x", "max_model_len": 8192}]}, 8192),
        ({"data": [{"id": "m", "max_model_len": "8192"}]}, None),
        ({"data": [{"id": "m", "max_model_len": -1}]}, None),
        ({"data": [{"id": "m", "max_model_len": 511}]}, None),
        ({"data": [{"id": "m", "max_model_len": 512}]}, 512),
        ([], None),
        ("m", None),
        ({"data": None}, None),
    ],
)
def test_the_context_is_found_in_what_servers_report(reply: Any, known: int | None) -> None:
    assert context_of(reply, "m") == known


@contextmanager
def reporting(replies: Mapping[str, Any]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Keeps quiet."""

        def do_GET(self) -> None:
            body = json.dumps(replies.get(self.path, {})).encode()
            self.send_response(200 if self.path in replies else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    ("replies", "known"),
    [
        ({"/props": LLAMA_CPP}, 4096),
        ({"/v1/models": VLLM}, 8192),
        ({"/v1/models": {"data": [{"id": "m"}]}, "/api/ps": OLLAMA}, 4096),
        ({"/api/v0/models": LM_STUDIO}, 4096),
        ({}, 128_000),
    ],
)
async def test_requests_are_planned_to_fit_what_is_reported(replies: Mapping[str, Any], known: int) -> None:
    with reporting(replies) as url:
        found = await with_reported_context(Endpoint(model="m", base_url=url))
    assert found.context_tokens == known
    assert found.answer_tokens == min(16_384, known // 2)


async def test_whoever_reports_nothing_is_asked_as_before() -> None:
    with scripted() as server:
        place = endpoint(server)
        assert await with_reported_context(place) == place
    assert await with_reported_context(place) == place
    far = Endpoint(model="m", base_url="https://llm.example/v1")
    assert await with_reported_context(far) == far
