"""One budget for all workers of a run."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from store.conftest import Sql
from summarizer.store import Store
from summarizer.store.budgets import Change


def test_what_would_pass_the_cap_is_refused_whoever_asks(place: str) -> None:
    with Store.open(place) as store, ThreadPoolExecutor(8) as pool:
        budgets = store.budgets()
        budgets.open("run 1", 1.0)
        asked = list(pool.map(lambda n: budgets.change("run 1", f"w{n % 8}", Change(reserve=0.15)), range(16)))
        balance = budgets.balance("run 1")
    assert sum(one.granted for one in asked) == 6
    assert balance is not None
    assert balance.spent == 0
    assert balance.reserved == pytest.approx(0.9)


def test_what_is_settled_makes_room(place: str) -> None:
    with Store.open(place) as store:
        budgets = store.budgets()
        budgets.open("run 1", 1.0)
        assert budgets.change("run 1", "a", Change(reserve=0.8)).granted
        assert not budgets.change("run 1", "b", Change(reserve=0.3)).granted
        assert budgets.change("run 1", "a", Change(release=0.8, spend=0.1, reserve=0.2)).granted
        balance = budgets.change("run 1", "b", Change(reserve=0.3))
        assert balance.granted
        assert (balance.cap, balance.spent) == (1.0, 0.1)
        assert balance.reserved == pytest.approx(0.5)
        budgets.open("run 1", 2.0)
        assert budgets.change("run 1", "b", Change(reserve=1.2)).granted


def test_what_a_dead_process_had_reserved_counts_as_spent_and_is_settled_no_more(
    place: str, sql: Sql, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(place) as store:
        budgets = store.budgets()
        budgets.open("run 1", 1.0)
        budgets.change("run 1", "b", Change(reserve=0.2))
        monkeypatch.setattr("summarizer.store.budgets.HOLD_SECONDS", -1.0)
        budgets.change("run 1", "a", Change(reserve=0.5))
        assert budgets.expire("run 1") == 0.5
        assert budgets.expire("run 1") == 0
        before = budgets.balance("run 1")
        late = budgets.change("run 1", "a", Change(release=0.5, spend=0.4))
        assert before == late
        assert (late.cap, late.spent) == (1.0, 0.5)
        assert late.reserved == pytest.approx(0.2)
    assert sql("SELECT owner FROM budget_holds ORDER BY owner") == [("a",), ("b",)]


def test_without_a_cap_everything_is_granted_and_counted(place: str) -> None:
    with Store.open(place) as store:
        budgets = store.budgets()
        assert budgets.balance("run 1") is None
        budgets.open("run 1", None)
        assert budgets.change("run 1", "a", Change(spend=7.5)) == (True, None, 7.5, 0)
