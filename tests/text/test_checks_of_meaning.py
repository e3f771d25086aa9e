"""The checks of what a sentence means: tables of cases, and the rate of false alarms on real pairs."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from summarizer.text.checks import Case, Fault
from summarizer.text.checks.carried import address_invented, address_lost, handle_added, handle_lost, latin_name_lost
from summarizer.text.checks.hedging import hedge_added, hedge_flattened
from summarizer.text.checks.negation import negation_gained, negation_lost
from summarizer.text.checks.speech import speech_gained, speech_unquoted

Test = Callable[[Case], Fault | None]


def lost(case: Case) -> Fault | None:
    return address_lost(case) or handle_lost(case)


def added(case: Case) -> Fault | None:
    return address_invented(case) or handle_added(case)


HERE = Path(__file__).parent
TABLES: Mapping[str, Mapping[str, Test]] = {
    "negation_cases.tsv": {"lost": negation_lost, "gained": negation_gained},
    "hedge_cases.tsv": {"flattened": hedge_flattened, "added": hedge_added},
    "carried_cases.tsv": {"lost": lost, "invented": added, "name": latin_name_lost},
    "direct_speech_cases.tsv": {"unquoted": speech_unquoted, "gained": speech_gained},
}


def rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(
    ("name", "source", "target", "expected"), [(name, *row) for name in TABLES for row in rows(name)]
)
def test_each_case_is_told_as_what_it_is(name: str, source: str, target: str, expected: str) -> None:
    told = {what: detail for what, check in TABLES[name].items() if (detail := check(Case(source, target)))}
    assert set(told) == {expected} - {"ok"}, told


@pytest.mark.parametrize("name", TABLES)
def test_each_table_has_right_and_wrong_ones(name: str) -> None:
    expected = [row[2] for row in rows(name)]
    assert set(expected) == {"ok", *TABLES[name]}
    assert expected.count("ok") >= len(expected) / 3


SENTENCES = [(row[0], row[1]) for row in rows("panel_sentences.tsv")]
ALL = [(f"{name}: {what}", check) for name, checks in TABLES.items() for what, check in checks.items()]
MOST_ALARMS = 0.005
"""Of the sentences; the tables of words were made with these at hand, so among new ones there will be more."""


@pytest.mark.parametrize(("what", "check"), ALL)
def test_hardly_any_correct_sentence_raises_an_alarm(what: str, check: Test) -> None:
    alarms = [f"{source} | {target}" for source, target in SENTENCES if check(Case(source, target))]
    assert len(SENTENCES) > 600
    assert len(alarms) <= MOST_ALARMS * len(SENTENCES), "\n".join([what, *alarms])
