"""This process's share of a budget that all workers of a run spend from."""

import asyncio
from contextlib import suppress
from typing import NamedTuple

from summarizer.errors import BudgetExceeded, StoreError
from summarizer.store.budgets import Balance, Budgets, Change

POLL_SECONDS = 0.25
"""Between two tries while the money is reserved by other processes."""
GATHER_SECONDS = 0.5
"""What is spent without a cap goes to the database no more often."""
RENEW_SECONDS = 30.0
"""How often the database hears that the reservations of this process are alive."""
TRIES = 4
"""Of an exchange with a database that goes away; each waits for a connection as long as a restart takes."""
_ROUNDING = 1e-9


class _Wish(NamedTuple):
    usd: float
    granted: "asyncio.Future[None]"


class SharedBudget:
    """Reservations and settlements that come at the same time go to the database together, in the order of their coming. A cap is kept by
    the database: whatever this process believes, nothing is reserved that would pass it."""

    def __init__(self, budgets: Budgets, name: str, owner: str, cap: float | None) -> None:
        self._budgets, self._name, self._owner, self._cap = budgets, name, owner, cap
        self._wishes: list[_Wish] = []
        self._settled = Change()
        self._outstanding = 0.0
        self._changed = asyncio.Event()
        self._working: asyncio.Task[None] | None = None
        self._fault: Exception | None = None
        self.left = float("inf") if cap is None else cap
        """What this process and its requests under way may still take, when the database was last asked."""
        self._closing = False
        self._ending = asyncio.Event()

    async def open(self) -> None:
        """Raises StoreError."""
        await asyncio.to_thread(self._budgets.open, self._name, self._cap)
        self._working = asyncio.create_task(self._work())

    async def reserve(self, usd: float) -> None:
        """Returns when so much is reserved; waits where it would fit but for what others have reserved. Raises BudgetExceeded where it
        does not fit, and StoreError."""
        self._check()
        if self._cap is None:
            return
        wish = _Wish(usd, asyncio.get_running_loop().create_future())
        self._wishes.append(wish)
        self._changed.set()
        try:
            await wish.granted
        except asyncio.CancelledError:
            if wish.granted.done() and not wish.granted.cancelled() and wish.granted.exception() is None:
                self.settle(usd, 0.0)
            raise

    def settle(self, reserved: float, spent: float) -> None:
        """A request is over, for which so much was reserved and that took so much."""
        release = reserved if self._cap is not None else 0.0
        self._settled = self._settled._replace(
            release=self._settled.release + release, spend=self._settled.spend + spent
        )
        self._changed.set()

    async def aclose(self) -> None:
        """Writes down what was settled."""
        if self._working is not None:
            self._closing = True
            self._ending.set()
            self._changed.set()
            await self._working

    def _check(self) -> None:
        if self._fault is not None:
            raise self._fault

    async def _work(self) -> None:
        """One exchange with the database after the other; what comes meanwhile goes with the next."""
        try:
            while not self._closing:
                await self._something()
                await self._gather()
                await self._turn()
        except Exception as error:  # noqa: BLE001  whoever waits has to hear of it
            self._fault = error
            for wish in self._wishes:
                if not wish.granted.done():
                    wish.granted.set_exception(error)

    async def _something(self) -> None:
        try:
            await asyncio.wait_for(self._changed.wait(), RENEW_SECONDS if self._outstanding > 0 else None)
        except TimeoutError:
            return
        self._changed.clear()

    async def _gather(self) -> None:
        """Without a cap nobody waits for what is settled."""
        if self._cap is None and not self._closing:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ending.wait(), GATHER_SECONDS)

    async def _turn(self) -> None:
        self._wishes = [wish for wish in self._wishes if not wish.granted.done()]
        together = list(self._wishes)
        balance = await self._exchange(sum(wish.usd for wish in together))
        if balance.granted:
            self._grant(together)
            return
        for wish in together:
            balance = await self._exchange(wish.usd)
            if not balance.granted:
                await self._refused(wish, balance)
                return
            self._grant([wish])

    async def _exchange(self, reserve: float) -> Balance:
        settled, self._settled = self._settled, Change()
        balance = await self._changed_by(settled._replace(reserve=reserve))
        self._outstanding += (reserve if balance.granted else 0.0) - settled.release
        if balance.cap is not None:
            self.left = balance.cap - balance.spent - (balance.reserved - self._outstanding)
        return balance

    async def _changed_by(self, change: Change) -> Balance:
        """Tried again where the database went away meanwhile, perhaps after the change was made: so nothing is released a second time. That
        leaves less of the cap, never more."""
        for _ in range(TRIES):
            with suppress(StoreError):
                return await asyncio.to_thread(self._budgets.change, self._name, self._owner, change)
            change = change._replace(release=0.0)
            await asyncio.sleep(POLL_SECONDS)
        return await asyncio.to_thread(self._budgets.change, self._name, self._owner, change)

    def _grant(self, wishes: list[_Wish]) -> None:
        for wish in wishes:
            self._wishes.remove(wish)
            if wish.granted.done():
                self.settle(wish.usd, 0.0)
            else:
                wish.granted.set_result(None)

    async def _refused(self, wish: _Wish, balance: Balance) -> None:
        """Ends the wish if it cannot be granted even when all requests under way are settled, else waits for one to be."""
        await asyncio.to_thread(self._budgets.expire, self._name)
        if wish.usd > (balance.cap or 0.0) - balance.spent + _ROUNDING:
            self._wishes.remove(wish)
            if not wish.granted.done():
                wish.granted.set_exception(exceeded(wish.usd, balance))
            self._changed.set()
            return
        try:
            await asyncio.wait_for(self._changed.wait(), POLL_SECONDS)
        except TimeoutError:
            self._changed.set()


def exceeded(usd: float, balance: Balance) -> BudgetExceeded:
    return BudgetExceeded(
        f"The next request could cost ${usd:.4f}, and ${balance.spent:.4f} of the limit of ${balance.cap:.4f} is spent.",
        "Raise --max-cost. What was answered is remembered: a second run goes on from here.",
    )
