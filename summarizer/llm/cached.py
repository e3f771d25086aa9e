"""The cache, and what resumes a run: no question is paid for twice."""

import asyncio
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.errors import StoreError
from summarizer.llm.budgeted import Ledger
from summarizer.llm.grace import GRACE, SECONDS
from summarizer.llm.parameters import server_of
from summarizer.llm.parse import parse_object
from summarizer.model import Answer, Endpoint, Model, Request

if TYPE_CHECKING:
    from summarizer.store import Store


def key_of(request: Request, endpoint: Endpoint) -> str:
    """The name of a question: SHA-256 of all that shapes the answer.

    Left out on purpose: `max_output_tokens`, because only whole answers are remembered, and a whole answer is right whatever room it
    had; `stage` and `prompt`, which are already in the words; `article`, which only steers the provider's prompt cache.
    """
    asked = {
        "server": server_of(endpoint),
        "model": endpoint.model,
        "messages": [[message.role, message.content] for message in request.messages],
        "answer_name": request.answer_name,
        "answer_schema": request.answer_schema,
        "temperature": request.temperature,
    }
    # Keys in the order given: the order of a schema's properties is the order of the answer.
    return hashlib.sha256(json.dumps(asked, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def worth_remembering(request: Request, answer: Answer) -> bool:
    """True for an answer that can be used in full. Refusals, loops, answers cut off, empty ones, what cannot be read, and answers that
    lack what is needed may be better next time."""
    if answer.finish != "stop" or not answer.text.strip():
        return False
    if request.answer_schema is None:
        return True
    try:
        found = parse_object(answer.text, request.answer_schema)
    except ValueError:
        return False
    return bool(found) and all(str(found.get(key, "")).strip() for key in request.needed)


@dataclass
class _Asking:
    """A question under way, and how many wait for it."""

    task: asyncio.Task[Answer]
    waiting: int = 0


class CachedModel:
    """Answers from the store what was answered before; asks the rest, the same question only once at a time.

    With `store=None` nothing outlives the run. A store that fails later (disk full, damaged) is told of once and done without.
    """

    def __init__(
        self,
        inner: Model,
        endpoint: Endpoint,
        store: "Store | None",
        ledger: Ledger,
        *,
        notice: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._inner, self._endpoint, self._store, self._ledger = inner, endpoint, store, ledger
        self._notice = notice
        self._asking: dict[str, _Asking] = {}
        self._left: set[asyncio.Task[Answer]] = set()
        """Answers under way for which nobody waits since the run was interrupted."""

    async def ask(self, request: Request) -> Answer:
        key = key_of(request, self._endpoint)
        asking = self._asking.get(key)
        if asking is None:
            asking = self._asking[key] = _Asking(asyncio.create_task(self._fetch(key, request)))
            return await self._wait(key, asking)
        return self._free(await self._wait(key, asking))

    async def _wait(self, key: str, asking: _Asking) -> Answer:
        """Whoever gives up leaves the others their answer; when nobody waits any more, the request is ended."""
        asking.waiting += 1
        try:
            return await asyncio.shield(asking.task)
        finally:
            asking.waiting -= 1
            if asking.waiting == 0:
                if GRACE.interrupted and asking.task in GRACE.under_way:
                    self._left.add(asking.task)
                else:
                    asking.task.cancel()
                if self._asking.get(key) is asking:
                    del self._asking[key]

    async def drain(self, seconds: float = SECONDS) -> None:
        """Lets the answers come that are under way when the run ends or is interrupted, and remembers them; ends what takes longer."""
        self._left |= {one.task for one in self._asking.values() if one.task in GRACE.under_way}
        if not self._left:
            return
        _, late = await asyncio.wait(self._left, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*self._left, return_exceptions=True)
        self._left.clear()

    async def _fetch(self, key: str, request: Request) -> Answer:
        stored = await self._recall(key)
        if stored is not None:
            return self._free(stored)
        answer = await self._inner.ask(request)
        if worth_remembering(request, answer):
            await self._remember(key, request, answer)
        return answer

    def _free(self, answer: Answer) -> Answer:
        self._ledger.count(cached_answers=1)
        return answer.model_copy(update={"remembered": True})

    async def _recall(self, key: str) -> Answer | None:
        if self._store is None:
            return None
        try:
            return await asyncio.to_thread(self._store.answer, key)
        except StoreError as error:
            self._do_without(error)
            return None

    async def _remember(self, key: str, request: Request, answer: Answer) -> None:
        if self._store is None:
            return
        try:
            await asyncio.to_thread(self._store.remember, key, request, answer)
        except StoreError as error:
            self._do_without(error)

    def _do_without(self, error: StoreError) -> None:
        if self._store is not None:
            self._notice(f"{error} {error.hint} The run goes on, but its answers are not remembered.")
        self._store = None
