"""Money: every try is counted, and none is sent that could pass the limit."""

import asyncio
import json
import math
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.errors import BudgetExceeded, ModelError
from summarizer.llm.fatal_stop import ATTEMPT, Attempt
from summarizer.llm.prices import Price
from summarizer.model import Answer, Model, Request, Usage
from summarizer.report import Receipt

if TYPE_CHECKING:
    from summarizer.llm.shared_budget import SharedBudget

_MARGIN = 1.15
"""Our count of the input against the server's, whose chat templates and tokenizers differ: a counter that says 10 % too little is off by 1/0.9.
Where a server counts more than that, the margin grows with what it counted (`Budgeted._learn`)."""
_LEARNT_MARGIN = 1.03
_LEAST_TO_LEARN_FROM = 100
"""Tokens: shorter requests are mostly template."""
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


ARTICLE_SHARE = 4.0
"""What a whole article costs, in terms of the most that its first question can cost, until one is finished and says so. A guess,
not a measurement."""


class BudgetReservations:
    """What is reserved of a limit by requests under way. Several models that pay into one ledger share one.

    Requests of articles begun earlier get money first, and an article is begun only if what is left is likely to finish it and those
    begun before: so the money finishes as many articles with 64 requests at once as with 4.
    """

    def __init__(self) -> None:
        self.reserved = 0.0
        self.uncertain = 0.0
        """What attempts whose cost nobody will tell may have cost beyond what was charged for them."""
        self.settled = asyncio.Condition()
        self._begun: dict[str, int] = {}
        self._waiting: Counter[int] = Counter()
        self._spent: Counter[int] = Counter()
        self._admitted: set[int] = set()
        self._finished: list[float] = []

    def place(self, article: str) -> int:
        """Articles in the order in which they first asked."""
        return self._begun.setdefault(article, len(self._begun))

    def goes_first(self, place: int) -> bool:
        """False where an article begun earlier waits."""
        return not any(earlier < place for earlier in self._waiting)

    def may_begin(self, place: int, most: float, left: float) -> bool:
        """True if the article was begun, or so much money is left that it and all others begun are likely to be finished. If nothing is
        under way, the next one may always begin: nobody else needs what is left."""
        if place in self._admitted or not self._admitted or self.reserved <= 0:
            return True
        whole = sum(self._finished) / len(self._finished) if self._finished else ARTICLE_SHARE * most
        rest = sum(max(0.0, whole - self._spent[one]) for one in self._admitted)
        return rest + whole <= left

    def admit(self, place: int, most: float) -> None:
        self._admitted.add(place)
        self.reserved += most

    def spend(self, place: int, cost: float) -> None:
        self._spent[place] += cost  # type: ignore[assignment]  # a Counter counts in floats as well

    async def finish(self, article: str) -> None:
        """The article asks no more."""
        place = self._begun.get(article)
        if place in self._admitted:
            self._admitted.discard(place)
            self._finished.append(self._spent[place])
            async with self.settled:
                self.settled.notify_all()

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
        shared: "SharedBudget | None" = None,
    ) -> None:
        """`count` counts the tokens of a text, `room` says how many a request may at most be answered with. With `shared` the limit is
        one for all processes that spend from it. Without a price nothing can be held to a limit, so giving a limit then is a mistake of
        the caller's."""
        if max_cost_usd is not None and price is None:
            raise ValueError("a limit needs a price")
        self._inner, self._ledger, self._price, self._limit = inner, ledger, price, max_cost_usd
        self._count, self._room = count, room
        self._reservations = reservations or BudgetReservations()
        self._margin = _MARGIN
        self._shared = shared

    async def ask(self, request: Request) -> Answer:
        asked = self._asked(request) if self._limit is not None else 0
        most = self._most(request, asked)
        place = self._reservations.place(request.article)
        await self._reserve(most, place)
        attempt, taken = Attempt(), 0.0
        token = ATTEMPT.set(attempt)
        self._ledger.count(requests=1)
        try:
            answer = await self._inner.ask(request)
            self._learn(asked, answer.usage)
            taken = self._charge(answer.usage, place)
            return answer
        except ModelError as error:
            if error.unsent:
                self._ledger.count(requests=-1)
            else:
                self._ledger.count(failed_requests=1)
            taken = self._charge_failed(error.usage, most, place)
            raise
        except asyncio.CancelledError:
            if attempt.sent:
                taken = self._charge_failed(Usage(input_tokens=asked or self._asked(request)), most, place)
            raise
        finally:
            ATTEMPT.reset(token)
            if self._shared is not None:
                self._shared.settle(most, taken)
            await self._release(most)

    def _charge(self, usage: Usage, place: int) -> float:
        self._ledger.charge(usage, self._price)
        cost = self._price.cost(usage) if self._price else 0.0
        self._reservations.spend(place, cost)
        return cost

    def _charge_failed(self, usage: Usage | None, most: float, place: int) -> float:
        """Charges an attempt that may have been billed what it cost by our own count. How much more the provider may bill nobody will
        tell, so that is held back from the limit. So much of the limit is gone then."""
        if usage is None:
            return 0.0
        cost = self._charge(usage, place)
        self._reservations.uncertain += max(0.0, most - cost)
        return max(cost, most)

    def _learn(self, asked: int, usage: Usage) -> None:
        """A server that counts more than we do is believed from then on."""
        if asked >= _LEAST_TO_LEARN_FROM:
            self._margin = max(self._margin, _LEARNT_MARGIN * usage.input_tokens / asked)

    def _asked(self, request: Request) -> int:
        schema = json.dumps(request.answer_schema, ensure_ascii=False) if request.answer_schema else ""
        texts = [*(message.content for message in request.messages), schema]
        return sum(self._count(text) + _MESSAGE_TOKENS for text in texts)

    def _most(self, request: Request, asked: int) -> float:
        """Most the request can cost, in USD. 0 where there is no limit."""
        if self._price is None or self._limit is None:
            return 0.0
        most = Usage(input_tokens=math.ceil(asked * self._margin), output_tokens=self._room(request))
        return self._price.cost(most)

    async def _reserve(self, most: float, place: int) -> None:
        async with self._reservations.settled:
            if self._limit is not None:
                async with self._reservations.waits(place):
                    await self._enough(self._limit, most, place)
            self._reservations.admit(place, most)
        if self._shared is not None:
            try:
                await self._shared.reserve(most)
            except BaseException:
                await self._release(most)
                raise

    async def _enough(self, limit: float, most: float, place: int) -> None:
        """Returns when so much may be reserved."""
        while True:
            left = limit - self._spent() - self._reservations.uncertain
            if most > left:
                raise self._exceeded(most)
            fits = self._reservations.reserved + most <= left
            left = left if self._shared is None else min(left, self._shared.left)
            if fits and self._reservations.goes_first(place) and self._reservations.may_begin(place, most, left):
                return
            await self._reservations.settled.wait()

    async def _release(self, most: float) -> None:
        async with self._reservations.settled:
            self._reservations.reserved -= most
            self._reservations.settled.notify_all()

    def _spent(self) -> float:
        return self._ledger.cost_usd or 0.0

    def _exceeded(self, most: float) -> BudgetExceeded:
        return BudgetExceeded(
            f"The next request could cost ${most:.4f}, and ${self._spent():.4f} of the limit of ${self._limit:.4f} is spent.",
            "Raise --max-cost. What was answered is remembered: a second run goes on from here.",
        )
