"""Faults put into 200 correct pairs: most are seen, and what is correct is left alone. `python -m benchmarks.faults` prints the figures."""

from functools import cache

import pytest

from benchmarks.faults import FAULTS, HEAD, PAIRS, SURE, TABLE, Measured, measure, paragraphs, table

FLOORS = {"clause dropped": 0.56, "hedge flattened": 0.68, "negated": 0.86}
"""What a program can hardly see; these only rise."""


@cache
def measured() -> Measured:
    return measure()


@pytest.mark.parametrize("kind", SURE)
def test_what_a_program_can_be_sure_about_it_sees(kind: str) -> None:
    found = measured()
    assert found.made[kind] >= 20
    assert found.recall(kind) >= 0.98, [f for f in found.missed if f.kind == kind]


@pytest.mark.parametrize("kind", FLOORS)
def test_what_it_can_hardly_see_it_sees_no_worse_than_before(kind: str) -> None:
    assert measured().recall(kind) >= FLOORS[kind]


def test_what_is_correct_is_left_alone() -> None:
    assert len(measured().alarmed) <= 0.015 * PAIRS, measured().alarms


def test_the_table_holds_real_pairs_and_every_kind_of_fault() -> None:
    faults = table()
    real = {(row[0], row[4], row[5]) for row in paragraphs()}
    assert {f.pair for f in faults} <= real
    assert len({f.pair for f in faults}) == PAIRS
    assert {f.kind for f in faults} == {*FAULTS} == {*SURE, *FLOORS}
    assert not [f for f in faults if f.damaged == f.good]
    assert TABLE.read_text(encoding="utf-8").startswith(HEAD)
