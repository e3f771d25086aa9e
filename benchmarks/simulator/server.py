"""The HTTP side: one endpoint for chat completions, streaming and not, and one that counts."""

import asyncio
import json
import time
from collections import Counter, deque
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from benchmarks.simulator.answers import answer
from benchmarks.simulator.behaviour import Behaviour
from benchmarks.simulator.limits import MINUTE_SECONDS, Limits

CHARACTERS_A_TOKEN = 3
"""Both ways; the server's own count, which differs from the client's as it does in life."""
_PIECES = 20
"""Events in which an answer streams."""
_REFUSALS: Mapping[str, tuple[int, str, str]] = {
    "429": (429, "rate_limit_exceeded", "Rate limit reached for requests."),
    "500": (500, "server_error", "The server had an error while processing your request."),
    "503": (503, "overloaded", "The engine is currently overloaded, please try again later."),
}


class Provider:
    """What the server knows while it runs. `counts` has requests, answered, each fault, tokens in and out, most at once; `answered` how often
    the same words were answered, by which a client's double payment shows; `longest` the seconds of the longest answer to each kind of
    question, of which a client's critical path is made."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.limits = Limits(behaviour.requests_per_minute, behaviour.tokens_per_minute, time.monotonic())
        self.begin()

    def begin(self) -> None:
        """Counts anew."""
        self.counts: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self.answered_at: dict[str, float] = {}
        self.names: Counter[str] = Counter()
        self.longest: dict[str, float] = {}
        self.at_once = 0
        self.last_minute: deque[float] = deque()
        self.started = time.monotonic()
        for bucket in self.limits.buckets.values():
            bucket.taken = 0

    def application(self) -> web.Application:
        app = web.Application(client_max_size=64 << 20)
        app.router.add_post("/v1/chat/completions", self.complete)
        app.router.add_get("/stats", self.stats)
        app.router.add_post("/stats", self.restart)
        return app

    async def stats(self, _: web.Request) -> web.Response:
        return web.json_response(self.counted())

    async def restart(self, _: web.Request) -> web.Response:
        counted = self.counted()
        self.begin()
        return web.json_response(counted)

    def counted(self) -> dict[str, Any]:
        seconds = time.monotonic() - self.started
        used = {of: bucket.taken for of, bucket in self.limits.buckets.items()}
        twice = sum(n - 1 for n in self.answered.values())
        return {
            **self.counts,
            "seconds": seconds,
            "granted": used,
            "answered_twice": twice,
            "first_answers_of_those": sorted(self.answered_at[words] for words, n in self.answered.items() if n > 1),
            "by_name": dict(self.names),
            "longest": self.longest,
        }

    async def complete(self, request: web.Request) -> web.StreamResponse:
        try:
            return await self._complete(request)
        except ConnectionResetError:
            self.counts["gone"] += 1  # whoever asked did not wait
            return web.Response(status=499)

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        words = json.dumps(body["messages"], ensure_ascii=False)
        self.counts["requests"] += 1
        self.asked[words] += 1
        self.names[asked_name(body)] += 1
        said = tokens(words)
        self._note_minute(time.monotonic())
        wait = self.limits.refused(
            said + int(body.get("max_completion_tokens") or body.get("max_tokens") or 0), time.monotonic()
        )
        if wait > 0:
            self.counts["over the limit"] += 1
            return self._refuse("429", wait)
        self.at_once += 1
        self.counts["most at once"] = max(self.counts["most at once"], self.at_once)
        try:
            return await self._reply(request, body, words, said)
        finally:
            self.at_once -= 1

    def _note_minute(self, now: float) -> None:
        """Keeps the most requests that came in any minute."""
        self.last_minute.append(now)
        while self.last_minute[0] <= now - MINUTE_SECONDS:
            self.last_minute.popleft()
        self.counts["most in a minute"] = max(self.counts["most in a minute"], len(self.last_minute))

    async def _reply(self, request: web.Request, body: dict[str, Any], words: str, said: int) -> web.StreamResponse:
        fault = self.behaviour.fault(words, self.asked[words])
        if fault:
            self.counts[f"fault {fault}"] += 1
        slow = 10 if fault == "slow" else 1
        await asyncio.sleep(self.behaviour.first_token_seconds * slow)
        if fault is not None and fault in _REFUSALS:
            return self._refuse(fault, 1.0)
        text, finish = spoilt(answer(body), fault)
        usage = {"prompt_tokens": said, "completion_tokens": tokens(text), "total_tokens": said + tokens(text)}
        speed = self.behaviour.tokens_per_second / slow
        takes = self.behaviour.first_token_seconds * slow + (usage["completion_tokens"] / speed if speed else 0)
        self.longest[asked_name(body)] = max(self.longest.get(asked_name(body), 0), takes)
        if body.get("stream"):
            response = await self._stream(request, body, text, finish, usage, speed, dropped=fault == "dropped")
        else:
            await asyncio.sleep(usage["completion_tokens"] / speed if speed else 0)
            choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}
            response = web.json_response(
                {**head(body, "chat.completion"), "choices": [choice], "usage": usage}, headers=self.limits.headers()
            )
        if fault != "dropped":
            self._count(words, usage)
        return response

    def _count(self, words: str, usage: Mapping[str, int]) -> None:
        self.counts["answered"] += 1
        self.answered[words] += 1
        self.answered_at.setdefault(words, time.time())
        self.counts["tokens in"] += usage["prompt_tokens"]
        self.counts["tokens out"] += usage["completion_tokens"]

    async def _stream(
        self,
        request: web.Request,
        body: dict[str, Any],
        text: str,
        finish: str,
        usage: Mapping[str, int],
        speed: float,
        *,
        dropped: bool,
    ) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **self.limits.headers()})
        await response.prepare(request)
        size = max(1, -(-len(text) // _PIECES)) if speed else max(1, len(text))
        for start in range(0, len(text), size):
            piece = text[start : start + size]
            if speed:
                await asyncio.sleep(tokens(piece) / speed)
            await response.write(event(body, {"delta": {"content": piece}, "finish_reason": None}))
            if dropped and start >= len(text) // 3:
                if request.transport:
                    request.transport.close()
                return response
        await response.write(event(body, {"delta": {}, "finish_reason": finish}))
        last = {**head(body, "chat.completion.chunk"), "choices": [], "usage": usage}
        await response.write(f"data: {json.dumps(last)}\n\ndata: [DONE]\n\n".encode())
        await response.write_eof()
        return response

    def _refuse(self, fault: str, wait: float) -> web.Response:
        status, code, message = _REFUSALS[fault]
        headers = {**self.limits.headers(), **({"Retry-After": f"{wait:.3f}"} if status == 429 else {})}
        return web.json_response(
            {"error": {"message": message, "type": code, "code": code}}, status=status, headers=headers
        )


def asked_name(body: Mapping[str, Any]) -> str:
    """The name of the answer's schema."""
    return str((body.get("response_format") or {}).get("json_schema", {}).get("name", "text"))


def tokens(text: str) -> int:
    return len(text) // CHARACTERS_A_TOKEN + 1


def head(body: Mapping[str, Any], kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-simulated", "object": kind, "created": 0, "model": body["model"]}


def event(body: Mapping[str, Any], choice: Mapping[str, Any]) -> bytes:
    data = {**head(body, "chat.completion.chunk"), "choices": [{"index": 0, **choice}]}
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def spoilt(text: str, fault: str | None) -> tuple[str, str]:
    """The answer and its finish_reason after what befalls it."""
    if fault == "truncated":
        return text[: len(text) * 2 // 3], "length"
    if fault == "invalid":
        return f"Here you are:\n{text[: len(text) // 2]} … ,,", "stop"
    if fault == "refusal":
        return "I'm sorry, but I can't help with that request.", "stop"
    return text, "stop"
