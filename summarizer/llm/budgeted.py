"""Money: every try is counted, and none is sent that could pass the limit."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from summarizer.errors import BudgetExceeded, ModelError
from summarizer.llm.failures import StreamInterrupted
from summarizer.llm.prices import Price
from summarizer.model import Answer, Model, Request, Usage
from summarizer.report import Receipt

_MARGIN = 1.1
"""Our count of the input against the server's: chat templates and other tokenizers differ by some percent."""
_MESSAGE_TOKENS = 8
"""What a chat template adds to a message, at most."""


@dataclass
class Ledger:
    """What a run has asked and paid. `cost_usd` is None once something was answered whose price is not known."""

    requests: int = 0
    """Tries, each retry counted."""
    failed_requests: int = 0
    cached_answers: int = 0
    input_tokens: int = 0
    cached_input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = 0.0

    def charge(self, usage: Usage, price: Price | None) -> None:
        for ledger in self._both():
            ledger._charge(usage, price)

    def _charge(self, usage: Usage, price: Price | None) -> None:
        self.input_tokens += usage.input_tokens
        self.cached_input_tokens += usage.cached_input_tokens
        self.output_tokens += usage.output_tokens
        if price is None or self.cost_usd is None:
            self.cost_usd = None
        else:
            self.cost_usd += price.cost(usage)

    def account(self) -> "Ledger":
        """A ledger of what the present task, and every task it starts, asks from here on. All of it stands in this one too."""
        _ACCOUNT.set(own := Ledger())
        return own

    def count(self, *, requests: int = 0, failed_requests: int = 0, cached_answers: int = 0) -> None:
        for ledger in self._both():
            ledger.requests += requests
            ledger.failed_requests += failed_requests
            ledger.cached_answers += cached_answers

    def _both(self) -> "tuple[Ledger, ...]":
        account = _ACCOUNT.get()
        return (self,) if account is None or account is self else (self, account)

    def receipt(self, model: str, *, seconds: float, prompts: dict[str, str]) -> Receipt:
        return Receipt(
            model=model,
            requests=self.requests,
            cached_answers=self.cached_answers,
            failed_requests=self.failed_requests,
            input_tokens=self.input_tokens,
            cached_input_tokens=self.cached_input_tokens,
            output_tokens=self.output_tokens,
            cost_usd=self.cost_usd,
            seconds=seconds,
            prompts=prompts,
        )


class BudgetReservations:
    """What is reserved of a limit by requests under way. Several models that pay into one ledger share one.

    Where requests wait for money, those of articles begun earlier get it first: so what there is finishes articles.
    """

    def __init__(self) -> None:
        self.reserved = 0.0
        self.settled = asyncio.Condition()
        self._begun: dict[str, int] = {}
        self._waiting: Counter[int] = Counter()

    def place(self, article: str) -> int:
        """Articles in the order in which they first asked."""
        return self._begun.setdefault(article, len(self._begun))

    def goes_first(self, place: int) -> bool:
        """False where an article begun earlier waits."""
        return not any(earlier < place for earlier in self._waiting)

    @asynccontextmanager
    async def waits(self, place: int) -> AsyncIterator[None]:
        self._waiting[place] += 1
        try:
            yield
        finally:
            self._waiting -= Counter([place])  # none is left where the last has gone
            self.settled.notify_all()


_ACCOUNT: ContextVar[Ledger | None] = ContextVar("account", default=None)
"""The ledger of the article that asks."""


class Budgeted:
    """Keeps the ledger, and below `max_cost_usd`.

    Each request reserves the most it can cost until its answer says what it did cost. One that would fit but for the reservations of
    others waits for them; one that would not fit even so raises `BudgetExceeded` and is not sent.
    """

    def __init__(
        self,
        inner: Model,
        ledger: Ledger,
        *,
        price: Price | None = None,
        max_cost_usd: float | None = None,
        count: Callable[[str], int],
        room: Callable[[Request], int] = lambda request: request.max_output_tokens,
        reservations: BudgetReservations | None = None,
    ) -> None:
        """`count` counts the tokens of a text, `room` says how many a request may at most be answered with. Without a price
        nothing can be held to a limit, so giving a limit then is a mistake of the caller's."""
        if max_cost_usd is not None and price is None:
            raise ValueError("a limit needs a price")
        self._inner, self._ledger, self._price, self._limit = inner, ledger, price, max_cost_usd
        self._count, self._room = count, room
        self._purse = reservations or BudgetReservations()

    async def ask(self, request: Request) -> Answer:
        most = self._most(request)
        await self._reserve(most, self._purse.place(request.article))
        self._ledger.count(requests=1)
        try:
            answer = await self._inner.ask(request)
            self._ledger.charge(answer.usage, self._price)
            return answer
        except ModelError as error:
            self._ledger.count(failed_requests=1)
            if isinstance(error, StreamInterrupted):
                self._ledger.charge(error.usage, self._price)
            raise
        finally:
            await self._release(most)

    def _most(self, request: Request) -> float:
        """Most the request can cost, in USD. 0 where there is no limit: nobody asks then."""
        if self._price is None or self._limit is None:
            return 0.0
        texts = [*(message.content for message in request.messages), str(request.answer_schema or "")]
        asked = sum(self._count(text) + _MESSAGE_TOKENS for text in texts)
        return self._price.cost(Usage(input_tokens=int(asked * _MARGIN), output_tokens=self._room(request)))

    async def _reserve(self, most: float, place: int) -> None:
        async with self._purse.settled:
            if self._limit is not None:
                async with self._purse.waits(place):
                    await self._enough(self._limit, most, place)
            self._purse.reserved += most

    async def _enough(self, limit: float, most: float, place: int) -> None:
        """Returns when so much may be reserved."""
        while self._spent() + self._purse.reserved + most > limit or not self._purse.goes_first(place):
            if self._spent() + most > limit:
                raise self._exceeded(most)
            await self._purse.settled.wait()

    async def _release(self, most: float) -> None:
        async with self._purse.settled:
            self._purse.reserved -= most
            self._purse.settled.notify_all()

    def _spent(self) -> float:
        return self._ledger.cost_usd or 0.0

    def _exceeded(self, most: float) -> BudgetExceeded:
        return BudgetExceeded(
            f"The next request could cost ${most:.4f}, and ${self._spent():.4f} of the limit of ${self._limit:.4f} is spent.",
            "Raise --max-cost. What was answered is remembered: a second run goes on from here.",
        )
