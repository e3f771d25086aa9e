"""One rate for all workers on a store: how many requests and tokens a minute go to a provider's model, whoever asks."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, select, update

from summarizer.store.database import Database
from summarizer.store.schema import RATES, Clock

SHARE = 0.98
"""The share of a limit that is granted. The rest is room for requests that are sent a little late and so meet others in the provider's minute.
At a limit of 6,000 requests a minute all of it was needed for delays of up to 0.7 s (docs/performance.md)."""
BURST_SECONDS = 0.5
"""For so long unused grants are kept."""
MINUTE_SECONDS = 60.0


class RateLimits(NamedTuple):
    """Most requests and tokens a minute; None is no limit."""

    requests: int | None = None
    tokens: int | None = None

    @property
    def given(self) -> bool:
        return self.requests is not None or self.tokens is not None


class Turn(NamedTuple):
    """`wait_seconds` until the first of the granted requests may go, `step_seconds` from one to the next. `refused` counts the refusals
    (429) that any worker met."""

    wait_seconds: float
    step_seconds: float = 0.0
    refused: int = 0


class Rates:
    """Synchronous, safe to call from several threads and processes. Every method raises `StoreError` where the database cannot be used.
    All times are the database's own: the clocks of two machines are rarely the same."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, server: str, model: str) -> None:
        """Makes the row of a provider's model."""
        row = self._database.kind.insert(RATES).values(server=server, model=model).on_conflict_do_nothing()
        with self._database.connected() as connection:
            connection.execute(row)

    def take(self, server: str, model: str, limits: RateLimits, *, requests: int, tokens: float) -> Turn:
        """Grants so many requests with so many tokens together; the caller sleeps what it owes. `tokens` may hold a correction of
        earlier grants. One statement: of many workers each gets a time of its own."""
        step, token_step = _step(limits.requests), _step(limits.tokens)
        values = {"requests_at": _later(RATES.c.requests_at) + requests * step} if step else {}
        values |= {"tokens_at": _later(RATES.c.tokens_at) + tokens * token_step} if token_step else {}
        changed = update(RATES).where(RATES.c.server == server, RATES.c.model == model).values(values)
        columns = (RATES.c.requests_at, RATES.c.tokens_at, RATES.c.held_until)
        with self._database.connected() as connection:
            row = connection.execute(
                changed.returning(*(column - Clock() for column in columns), RATES.c.refused)
            ).one()
        waits = (row[0] - requests * step if step else 0.0, row[1] if token_step else 0.0, row[2])
        return Turn(max(0.0, *waits), step, row[3])

    def look(self, server: str, model: str) -> Turn:
        """How long nobody asks, without taking anything."""
        wanted = select(RATES.c.held_until - Clock(), RATES.c.refused)
        with self._database.connected() as connection:
            row = connection.execute(wanted.where(RATES.c.server == server, RATES.c.model == model)).one()
        return Turn(max(0.0, row[0]), refused=row[1])

    def refuse(self, server: str, model: str, wait_seconds: float) -> int:
        """The server refused one (429): for so long nobody asks. The number of refusals so far."""
        until = Clock() + wait_seconds
        held = case((RATES.c.held_until > until, RATES.c.held_until), else_=until)
        changed = update(RATES).where(RATES.c.server == server, RATES.c.model == model)
        changed = changed.values(held_until=held, refused=RATES.c.refused + 1)
        with self._database.connected() as connection:
            return int(connection.execute(changed.returning(RATES.c.refused)).scalar_one())

    def refusals(self) -> int:
        """How often any provider refused any worker (429)."""
        with self._database.connected() as connection:
            return int(connection.execute(select(func.coalesce(func.sum(RATES.c.refused), 0))).scalar_one())


def _step(limit: int | None) -> float:
    """Seconds a request or token takes of the rate; 0 without a limit."""
    return MINUTE_SECONDS / (SHARE * limit) if limit else 0.0


def _later(at: ColumnElement[float]) -> ColumnElement[float]:
    """The time up to which all is granted; what was not used is not kept for long."""
    earliest = Clock() - BURST_SECONDS
    return case((at > earliest, at), else_=earliest)
