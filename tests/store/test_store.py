"""What holds for the store on either database."""

import multiprocessing
import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect

from store.asked import ASKED, SAID
from store.conftest import Sql
from summarizer.errors import StoreError
from summarizer.store import Store
from summarizer.store.migrations import VERSION
from summarizer.store.schema import SHAPE


def test_an_answer_comes_back_as_it_was_also_after_closing(place: str) -> None:
    with Store.open(place) as store:
        assert store.answer("k") is None
        store.remember("k", ASKED, SAID)
    with Store.open(place) as store:
        assert store.answer("k") == SAID
        assert store.count_answers() == 1


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(categories=None) | st.sampled_from("\x00\ud800\udce4\uffff0dce4"), max_size=12))
def test_any_text_comes_back_to_the_character(place: str, text: str) -> None:
    with Store.open(place) as store:
        store.remember("k", ASKED, SAID.model_copy(update={"text": text}))
        found = store.answer("k")
    assert found is not None
    assert found.text == text


def test_a_later_answer_replaces_the_earlier(place: str) -> None:
    with Store.open(place) as store:
        store.remember("k", ASKED, SAID)
        store.remember("k", ASKED, SAID.model_copy(update={"text": "Hi"}))
        found = store.answer("k")
    assert found is not None
    assert found.text == "Hi"


def test_what_a_server_refuses_is_kept_by_server_and_model_for_a_month(place: str, sql: Sql) -> None:
    with Store.open(place) as store:
        store.lose_ability("a", "m", "seed")
        store.lose_ability("a", "m", "seed")
        store.lose_ability("a", "m", "stream")
        assert store.missing_abilities("a", "m") == {"seed", "stream"}
        assert not store.missing_abilities("b", "m")
    sql("UPDATE missing_abilities SET created = '2020-01-01T00:00:00+00:00' WHERE part = 'seed'")
    with Store.open(place) as store:
        assert store.missing_abilities("a", "m") == {"stream"}


def _fill(place: str, who: int) -> None:
    store = Store.open(place)
    for i in range(40):
        store.remember(f"{who}-{i}", ASKED, SAID)
        store.remember("common", ASKED, SAID)
        assert store.answer(f"{who}-{i}") == SAID
    os._exit(who)  # without closing anything, as if killed


def test_processes_that_make_and_fill_it_at_once_and_are_killed_lose_nothing(place: str) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_fill, args=(place, who)) for who in (7, 8)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [7, 8]
    with Store.open(place) as store:
        assert store.count_answers() == 81
        assert store.answer("7-39") == store.answer("8-39") == SAID


def test_threads_that_make_it_at_once_make_it_once(place: str) -> None:
    ready = threading.Barrier(8)

    def make(who: int) -> None:
        ready.wait()
        with Store.open(place) as store:
            store.remember(str(who), ASKED, SAID)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(make, range(8)))
    with Store.open(place) as store:
        assert store.count_answers() == 8


def test_the_steps_lead_to_the_tables_that_the_program_reads(place: str) -> None:
    with Store.open(place) as store:
        found = inspect(store._engine)
        assert set(found.get_table_names()) - {"summarizer_version"} == set(SHAPE.tables)
        for name, table in SHAPE.tables.items():
            columns = {column["name"]: column["nullable"] for column in found.get_columns(name)}
            assert list(columns) == [column.name for column in table.columns]
            assert found.get_pk_constraint(name)["constrained_columns"] == [c.name for c in table.primary_key]
            keys = {column.name for column in table.primary_key}
            required = {column.name for column in table.columns if not column.nullable} - keys
            assert {name for name, nullable in columns.items() if not nullable} - keys == required


def test_a_newer_programs_database_is_not_touched(place: str, sql: Sql) -> None:
    newer = VERSION + 1
    on_server = place.startswith("postgresql:")
    sql(f"UPDATE summarizer_version SET version = {newer}" if on_server else f"PRAGMA user_version = {newer}")
    with pytest.raises(StoreError, match="newer version") as caught:
        Store.open(place)
    assert "Upgrade" in caught.value.hint
