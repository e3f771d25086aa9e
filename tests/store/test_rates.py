"""One rate for all workers on a store."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from summarizer.store import Store
from summarizer.store.rates import BURST_SECONDS, SHARE, RateLimits

PLACE = ("server", "model")


def test_of_many_workers_each_gets_a_time_of_its_own(place: str) -> None:
    with Store.open(place) as store, ThreadPoolExecutor(8) as pool:
        rates = store.rates()
        rates.open(*PLACE)
        limits = RateLimits(requests=60)
        turns = list(pool.map(lambda _: rates.take(*PLACE, limits, requests=1, tokens=0), range(16)))
    waits = sorted(turn.wait_seconds for turn in turns)
    assert 15 / SHARE - BURST_SECONDS - 8 < waits[-1] <= 15 / SHARE - BURST_SECONDS + 0.1, (
        "up to 8 s went by while they asked"
    )
    later = [wait for wait in waits if wait > 0]
    assert len({round(wait, 2) for wait in later}) == len(later) > 5


def test_a_grant_of_several_takes_as_long_as_several_grants(place: str) -> None:
    with Store.open(place) as store:
        rates = store.rates()
        rates.open(*PLACE)
        limits = RateLimits(requests=6000)
        first = rates.take(*PLACE, limits, requests=1000, tokens=0)
        second = rates.take(*PLACE, limits, requests=1, tokens=0)
    assert first.wait_seconds == 0
    assert first.step_seconds == pytest.approx(0.01 / SHARE)
    assert second.wait_seconds == pytest.approx(10 / SHARE - BURST_SECONDS, abs=3)


def test_tokens_are_paid_for_before_they_are_used_and_corrected_afterwards(place: str) -> None:
    with Store.open(place) as store:
        rates = store.rates()
        rates.open(*PLACE)
        limits = RateLimits(tokens=6000)
        taken = rates.take(*PLACE, limits, requests=1, tokens=1000)
        assert taken.wait_seconds == pytest.approx(10 / SHARE - BURST_SECONDS, abs=3)
        assert rates.take(*PLACE, limits, requests=1, tokens=-900).wait_seconds < 2


def test_a_refusal_of_one_holds_everybody(place: str) -> None:
    with Store.open(place) as store:
        rates = store.rates()
        rates.open(*PLACE)
        rates.open(*PLACE)
        rates.open("server", "another")
        assert rates.look(*PLACE) == (0.0, 0.0, 0)
        assert rates.refuse(*PLACE, 30) == 1
        assert rates.refuse(*PLACE, 1) == 2
        assert rates.look(*PLACE).wait_seconds == pytest.approx(30, abs=5)
        assert rates.look(*PLACE).refused == 2
        taken = rates.take(*PLACE, RateLimits(requests=10**6), requests=1, tokens=0)
        assert taken.wait_seconds == pytest.approx(30, abs=5)
        assert rates.look("server", "another").wait_seconds == 0
