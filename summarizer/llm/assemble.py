"""Puts the door and its wrappers together: remembering(retrying(budgeted(paced(openai)))), and where requests go through the provider's
Batch API remembering(retrying(budgeted(batched(openai))))."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from summarizer.errors import SettingsError
from summarizer.llm import tokens
from summarizer.llm.addresses import require_possible_proxy
from summarizer.llm.budgeted import Budgeted, BudgetReservations, Ledger
from summarizer.llm.cached import CachedModel
from summarizer.llm.capabilities import Capabilities
from summarizer.llm.fatal_stop import FatalStop
from summarizer.llm.openai import OpenAIModel
from summarizer.llm.parameters import server_of
from summarizer.llm.precondition import Check, Precondition
from summarizer.llm.prices import Price, price_for
from summarizer.llm.rate_limiter import RateLimiter
from summarizer.llm.retrying import Retry, Retrying
from summarizer.model import Answer, Endpoint, Model, Request

if TYPE_CHECKING:
    from summarizer.llm.provider_batch.polling import PollingPolicy
    from summarizer.llm.shared_budget import SharedBudget
    from summarizer.store import Store
    from summarizer.store.rates import Rates


class Shared(NamedTuple):
    """What all workers on a store share."""

    rates: "Rates"
    budget: "SharedBudget"


class Closable(Protocol):
    async def aclose(self) -> None: ...


class Assembled:
    """A model ready for use, and its connection, which the owner closes."""

    def __init__(self, outermost: Model, door: Closable) -> None:
        self._outermost, self._door = outermost, door

    async def ask(self, request: Request) -> Answer:
        return await self._outermost.ask(request)

    async def aclose(self) -> None:
        try:
            if isinstance(self._outermost, CachedModel):
                await self._outermost.drain()
        finally:
            await self._door.aclose()


async def assemble_batched(
    endpoint: Endpoint,
    *,
    store: "Store",
    ledger: Ledger,
    polling: "PollingPolicy",
    reservations: BudgetReservations | None = None,
    max_cost_usd: float | None = None,
    price: Price | None = None,
    notice: Callable[[str], None] = lambda _: None,
    timeout_seconds: float = 300.0,
    shared: Shared | None = None,
) -> Assembled:
    """The same through the provider's Batch API: at half the price, in hours. `price` is the price there. Raises `UsageError` where the
    server has none, `ModelError` where it cannot be asked."""
    from summarizer.llm.provider_batch.batched import Batched

    price = price or price_for(endpoint, provider_batch=True)
    _require_price(price, max_cost_usd, endpoint)
    door = OpenAIModel(endpoint, capabilities=Capabilities(store, notice=notice), timeout_seconds=timeout_seconds)
    batched = Batched(door, endpoint, store, price=price, polling=polling, notice=notice)
    try:
        await batched.open()
    except BaseException:
        await batched.aclose()
        raise
    budgeted = Budgeted(
        batched, ledger, price=price, max_cost_usd=max_cost_usd,
        count=lambda text: tokens.count(text, endpoint.model), room=door.room,
        reservations=reservations, shared=shared.budget if shared else None,
    )  # fmt: skip
    return Assembled(CachedModel(Retrying(budgeted, _NEXT_WAVE), endpoint, store, ledger, notice=notice), batched)


_NEXT_WAVE = Retry(attempts=4, first_wait_seconds=0, longest_wait_seconds=0)
"""What failed goes with the next wave: nothing is gained by waiting before that, and each batch says itself how it ended."""


def _require_price(price: Price | None, max_cost_usd: float | None, endpoint: Endpoint) -> None:
    if max_cost_usd is not None and price is None:
        raise SettingsError(
            f"No limit on money can be kept: the price of {endpoint.model} at {endpoint.base_url or 'OpenAI'} is not known.",
            "Give it: --price-in and --price-out, in dollars per million tokens. Or leave --max-cost out.",
        )


def _in_turn(
    inner: Model,
    rates: "Rates",
    endpoint: Endpoint,
    limits: tuple[int | None, int | None],
    paced: Callable[[], RateLimiter],
) -> Model:
    """The model, asked when all workers on the store may: `limits` are the requests and tokens a minute."""
    from summarizer.llm.shared_pace import SharedPace  # only now: it loads the package behind the store
    from summarizer.store.rates import RateLimits

    return SharedPace(
        inner, rates, (server_of(endpoint), endpoint.model), RateLimits(*limits),
        expected=lambda request: paced().expected(request), refused=lambda wait: paced().slow_down(wait),
    )  # fmt: skip


def assemble(
    endpoint: Endpoint,
    *,
    store: "Store | None",
    ledger: Ledger,
    concurrency: int,
    max_cost_usd: float | None = None,
    price: Price | None = None,
    notice: Callable[[str], None] = lambda _: None,
    requests_per_minute: int | None = None,
    tokens_per_minute: int | None = None,
    retry: Retry | None = None,
    timeout_seconds: float | None = None,
    reservations: BudgetReservations | None = None,
    needs: Check | None = None,
    shared: Shared | None = None,
) -> Assembled:
    """The model behind an endpoint; `needs` is checked before the first request is sent. `notice` gets sentences for the user: what the
    server refuses, waits, a store that failed. `price` goes before the price list; models that share a ledger and a limit share a
    `purse`. With `shared` rate and budget are those of all workers on a store. Raises `SettingsError` for a limit on money where no price
    is known."""
    price = price or price_for(endpoint)
    _require_price(price, max_cost_usd, endpoint)
    silence = timeout_seconds or (900.0 if endpoint.local else 300.0)
    require_possible_proxy(endpoint)
    door = OpenAIModel(
        endpoint,
        capabilities=Capabilities(store, notice=notice),
        timeout_seconds=silence,
        headers=lambda headers: paced.heard(headers),
    )

    def count(text: str) -> int:
        return tokens.count(text, endpoint.model)

    inner: Model = FatalStop(door)
    if needs is not None:
        inner = Precondition(inner, needs)
    if shared is not None:
        limits = (requests_per_minute, tokens_per_minute)
        inner = _in_turn(inner, shared.rates, endpoint, limits, lambda: paced)
        requests_per_minute = tokens_per_minute = None
    paced = RateLimiter(
        inner,
        concurrency=concurrency,
        requests_per_minute=requests_per_minute,
        tokens_per_minute=tokens_per_minute,
        count=count,
    )
    budgeted = Budgeted(
        paced, ledger, price=price, max_cost_usd=max_cost_usd, count=count, room=door.room,
        reservations=reservations, shared=shared.budget if shared else None,
    )  # fmt: skip
    retrying = Retrying(budgeted, retry, notice=notice)
    return Assembled(CachedModel(retrying, endpoint, store, ledger, notice=notice), door)
