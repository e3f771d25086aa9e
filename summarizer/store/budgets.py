"""One budget for all workers of a run: the most a request can cost is reserved before it is sent, what it did cost is settled afterwards,
and the database refuses what would pass the cap."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, case, delete, or_, select, update

from summarizer.store.database import Database
from summarizer.store.schema import BUDGET_HOLDS, BUDGETS, Clock

HOLD_SECONDS = 120.0
"""What a process reserved counts as spent when it has shown no life for so long: its requests were probably billed."""


class Change(NamedTuple):
    """What a process settles and asks for at once, in US dollars. `release`: of its reservations, so much is over; `spend`: so much that
    came to; `reserve`: so much more is wanted."""

    release: float = 0.0
    spend: float = 0.0
    reserve: float = 0.0


class Balance(NamedTuple):
    """`granted`: the reservation was made. `cap` is None where there is none."""

    granted: bool
    cap: float | None
    spent: float
    reserved: float


class Budgets:
    """Synchronous, safe to call from several threads and processes. Every method raises `StoreError` where the database cannot be used.
    `owner` names one process among those of all machines."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, name: str, cap: float | None) -> None:
        """Makes the budget where it is missing, and sets its cap."""
        row = self._database.kind.insert(BUDGETS).values(name=name, cap=cap)
        row = row.on_conflict_do_update(index_elements=[BUDGETS.c.name], set_={"cap": cap})
        with self._database.connected() as connection:
            connection.execute(row)

    def change(self, name: str, owner: str, change: Change) -> Balance:
        """Settles, and reserves if the cap allows: all or nothing of `reserve`. A process whose reservations were counted as spent
        meanwhile settles nothing more."""
        with self._database.transaction() as connection:
            if not self._release(connection, name, owner, change.release):
                change = change._replace(release=0.0, spend=0.0)
            spent, reserved = BUDGETS.c.spent + change.spend, BUDGETS.c.reserved - change.release
            fits = or_(BUDGETS.c.cap.is_(None), spent + reserved + change.reserve <= BUDGETS.c.cap)
            values = {
                "spent": spent,
                "reserved": reserved + case((fits, change.reserve), else_=0.0),
                "granted": case((fits, 1), else_=0),
            }
            changed = update(BUDGETS).where(BUDGETS.c.name == name).values(values)
            row = connection.execute(changed.returning(*BUDGETS.c)).mappings().one()
            if row["granted"] and change.reserve:
                more = update(BUDGET_HOLDS).where(*_held(name, owner)).values(usd=BUDGET_HOLDS.c.usd + change.reserve)
                connection.execute(more)
        return Balance(bool(row["granted"]), row["cap"], row["spent"], row["reserved"])

    def _release(self, connection: Connection, name: str, owner: str, usd: float) -> bool:
        """False where the process held nothing (any more) of which something could be over."""
        lives = {"usd": BUDGET_HOLDS.c.usd - usd, "expires": Clock() + HOLD_SECONDS}
        if connection.execute(update(BUDGET_HOLDS).where(*_held(name, owner)).values(lives)).rowcount:
            return True
        fresh = {"budget": name, "owner": owner, "usd": 0.0, "expires": Clock() + HOLD_SECONDS}
        connection.execute(self._database.kind.insert(BUDGET_HOLDS).values(fresh).on_conflict_do_nothing())
        return usd == 0.0

    def expire(self, name: str) -> float:
        """What processes held that show no life any more counts as spent from now on. So much that was, in US dollars."""
        late = delete(BUDGET_HOLDS).where(BUDGET_HOLDS.c.budget == name, BUDGET_HOLDS.c.expires < Clock())
        with self._database.transaction() as connection:
            lost = sum(connection.execute(late.returning(BUDGET_HOLDS.c.usd)).scalars())
            if lost:
                moved = {"spent": BUDGETS.c.spent + lost, "reserved": BUDGETS.c.reserved - lost}
                connection.execute(update(BUDGETS).where(BUDGETS.c.name == name).values(moved))
        return float(lost)

    def balance(self, name: str) -> Balance | None:
        """How it stands; None where there is no such budget."""
        wanted = select(BUDGETS).where(BUDGETS.c.name == name)
        with self._database.connected() as connection:
            row = connection.execute(wanted).mappings().one_or_none()
        return None if row is None else Balance(True, row["cap"], row["spent"], row["reserved"])


def _held(name: str, owner: str) -> tuple[ColumnElement[bool], ...]:
    return BUDGET_HOLDS.c.budget == name, BUDGET_HOLDS.c.owner == owner
