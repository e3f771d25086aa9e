"""A provider's Files and Batches endpoints on loopback, as OpenAI's public reference describes them. Its answers are scripted: no model is
behind it, and nothing it says is a translation.

A batch goes one state further each time that it is looked at: validating, in_progress, finalizing, completed. `script` may hold it, or
have it end otherwise; `line` decides what becomes of one request. A question answered is counted, by its words: `paid`.
"""

import asyncio
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from scripted_server import default_answer

from summarizer.llm.tokens import count

Json = dict[str, Any]
COURSE = ("validating", "in_progress", "finalizing", "completed")
ENDED = ("completed", "failed", "expired", "cancelled")


@dataclass
class Batch:
    """A batch as the server has it; `shown` is what the API returns."""

    shown: Json
    asked: list[Json]
    answered: list[Json] = field(default_factory=list)
    errors: list[Json] = field(default_factory=list)


@dataclass(frozen=True)
class Ending:
    """How a batch ends otherwise: `expired` or `cancelled` after so many answers, or `failed` with such faults."""

    state: str
    after: int = 0
    faults: tuple[Json, ...] = ()


Line = Callable[[Json], "tuple[int, Json] | None"]
"""A request's body → the error status and error object it gets; None for an answer."""
Script = Callable[[int, list[Json]], Ending | None]
"""The number of a batch (from 1) and its bodies → how it ends; None for completed."""


class BatchServer:
    def __init__(self, answer: Callable[[Json], str] | None, line: Line | None, script: Script | None) -> None:
        self.answer, self.line, self.script = answer or default_answer, line, script
        self.base_url = ""
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, Batch] = {}
        self.paid: Counter[str] = Counter()
        self.calls: Counter[str] = Counter()
        self.held = False
        """While True no batch gets further than in_progress."""
        self.down = 0
        """So many next calls are answered with 503."""
        self.lose_create = False
        """The next batch begins, but its creator does not hear of it."""

    @property
    def states(self) -> list[str]:
        return [one.shown["status"] for one in self.batches.values()]

    def bodies(self) -> list[Json]:
        return [asked["body"] for one in self.batches.values() for asked in one.asked]

    def waves(self) -> list[Counter[str]]:
        """For each batch how many requests it held, by the name of the answer's schema."""
        return [Counter(_name(asked["body"]) for asked in one.asked) for one in self.batches.values()]

    def application(self) -> web.Application:
        app = web.Application(client_max_size=256 << 20, middlewares=[self._count])
        app.router.add_post("/v1/files", self._upload)
        app.router.add_get("/v1/files/{id}/content", self._content)
        app.router.add_post("/v1/batches", self._create)
        app.router.add_get("/v1/batches", self._list)
        app.router.add_get("/v1/batches/{id}", self._retrieve)
        app.router.add_post("/v1/batches/{id}/cancel", self._cancel)
        return app

    @web.middleware
    async def _count(self, request: web.Request, handler: Any) -> web.StreamResponse:
        resource = request.match_info.route.resource
        self.calls[f"{request.method} {resource.canonical if resource else request.path}"] += 1
        if self.down > 0:
            self.down -= 1
            return _error(503, "overloaded")
        try:
            response: web.StreamResponse = await handler(request)
        except KeyError as missing:
            return _error(404, f"No such object: {missing}")
        return response

    async def _upload(self, request: web.Request) -> web.Response:
        form = await request.post()
        file = form["file"]
        assert isinstance(file, web.FileField)
        assert form["purpose"] == "batch"
        id = f"file-{len(self.files) + 1}"
        self.files[id] = file.file.read()
        return web.json_response(
            {"id": id, "object": "file", "bytes": len(self.files[id]), "created_at": int(time.time()),
             "filename": file.filename, "purpose": "batch", "status": "processed"}
        )  # fmt: skip

    async def _content(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["id"]], content_type="application/octet-stream")

    async def _create(self, request: web.Request) -> web.Response:
        given = await request.json()
        assert given["endpoint"] == "/v1/chat/completions"
        assert given["completion_window"] == "24h"
        asked = [json.loads(line) for line in self.files[given["input_file_id"]].splitlines()]
        id = f"batch_{len(self.batches) + 1}"
        counts = {"total": len(asked), "completed": 0, "failed": 0}
        shown = {"id": id, "object": "batch", "status": "validating", "created_at": int(time.time()), **given,
                 "request_counts": counts, "output_file_id": None, "error_file_id": None, "errors": None}  # fmt: skip
        self.batches[id] = Batch(shown, asked)
        if self.lose_create:
            self.lose_create = False
            return _error(503, "The connection was lost.")
        return web.json_response(shown)

    async def _list(self, request: web.Request) -> web.Response:
        newest_first = [one.shown for one in reversed(self.batches.values())]
        after, limit = request.query.get("after"), int(request.query.get("limit", 20))
        ids = [one["id"] for one in newest_first]
        start = ids.index(after) + 1 if after else 0
        page = newest_first[start : start + limit]
        first, last = (page[0]["id"], page[-1]["id"]) if page else (None, None)
        more = start + limit < len(ids)
        return web.json_response({"object": "list", "data": page, "first_id": first, "last_id": last, "has_more": more})

    async def _retrieve(self, request: web.Request) -> web.Response:
        batch = self.batches[request.match_info["id"]]
        self._advance(batch)
        return web.json_response(batch.shown)

    async def _cancel(self, request: web.Request) -> web.Response:
        batch = self.batches[request.match_info["id"]]
        if batch.shown["status"] in ENDED:
            return _error(409, "The batch has ended.")
        batch.shown["status"] = "cancelling"
        return web.json_response(batch.shown)

    def _advance(self, batch: Batch) -> None:
        state = batch.shown["status"]
        if state == "cancelling":
            self._end(batch, Ending("cancelled"))
        elif state in COURSE[:-1] and not (self.held and state == "in_progress"):
            number = int(batch.shown["id"].partition("_")[2])
            ending = self.script(number, [one["body"] for one in batch.asked]) if self.script else None
            if ending is not None and ending.state == "failed":
                batch.shown |= {"status": "failed", "errors": {"object": "list", "data": list(ending.faults)}}
            elif state == "finalizing" or (ending is not None and state == "in_progress"):
                self._end(batch, ending or Ending("completed", len(batch.asked)))
            else:
                batch.shown["status"] = COURSE[COURSE.index(state) + 1]

    def _end(self, batch: Batch, ending: Ending) -> None:
        for asked in batch.asked[: ending.after]:
            self._do(batch, asked)
        for asked in batch.asked[ending.after :]:
            code = f"batch_{ending.state}"
            error = {
                "code": code,
                "message": "This request could not be executed before the completion window expired.",
            }
            batch.errors.append(
                {"id": "batch_req_0", "custom_id": asked["custom_id"], "response": None, "error": error}
            )
        counts = {"total": len(batch.asked), "completed": len(batch.answered), "failed": len(batch.errors)}
        batch.shown |= {"status": ending.state, "request_counts": counts}
        for name, lines in (("output_file_id", batch.answered), ("error_file_id", batch.errors)):
            if lines:
                id = f"file-{len(self.files) + 1}"
                self.files[id] = b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in lines)
                batch.shown[name] = id

    def _do(self, batch: Batch, asked: Json) -> None:
        failed = self.line(asked["body"]) if self.line else None
        status, body = (failed[0], {"error": failed[1]}) if failed else (200, self._completion(asked["body"]))
        response = {"status_code": status, "request_id": "req_0", "body": body}
        line = {"id": "batch_req_0", "custom_id": asked["custom_id"], "response": response, "error": None}
        (batch.errors if failed else batch.answered).append(line)

    def _completion(self, body: Json) -> Json:
        self.paid[json.dumps(body["messages"], ensure_ascii=False)] += 1
        message = {"role": "assistant", "content": self.answer(body)}
        sent = sum(count(str(m["content"])) for m in body["messages"])
        return {
            "id": "chatcmpl-0", "object": "chat.completion", "created": int(time.time()), "model": body["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": sent, "completion_tokens": 100, "total_tokens": sent + 100},
        }  # fmt: skip


@contextmanager
def batch_server(
    *, answer: Callable[[Json], str] | None = None, line: Line | None = None, script: Script | None = None
) -> Iterator[BatchServer]:
    """Runs while the block runs, in a thread of its own."""
    server = BatchServer(answer, line, script)
    loop = asyncio.new_event_loop()
    runner = web.AppRunner(server.application(), access_log=None)

    async def start() -> int:
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return int(runner.addresses[0][1])

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    port = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    server.base_url = f"http://127.0.0.1:{port}/v1"
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def unsupported(name: str) -> "tuple[int, Json]":
    """What becomes of a request with a parameter that the model does not take."""
    message = f"Unsupported parameter: '{name}' is not supported with this model."
    return 400, {"message": message, "type": "invalid_request_error", "param": name, "code": "unsupported_parameter"}


def _error(status: int, message: str) -> web.Response:
    return web.json_response({"error": {"message": message, "type": "scripted", "code": None}}, status=status)


def _name(body: Mapping[str, Any]) -> str:
    return str((body.get("response_format") or {}).get("json_schema", {}).get("name", "text"))
