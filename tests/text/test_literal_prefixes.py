"""The cheap tests before the dear ones never hide a match."""

import re
from pathlib import Path

import pytest

from summarizer.text.literal_prefixes import literal_prefixes
from summarizer.text.numbers import chinese, english
from summarizer.text.numbers.scan import Rule, traces
from summarizer.text.scripts import table

TABLES = sorted(Path(__file__).parent.glob("*.tsv"))
CELLS = sorted(
    {cell for path in TABLES for line in path.read_text(encoding="utf-8").splitlines() for cell in line.split("\t")}
)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("没有?", ("没",)),
        ("不仅|不但", ("不仅", "不但")),
        ("[并绝][不非]", ("并", "绝")),
        ("(?<=[，。])别(?=再)", ("别",)),
        ("(?:do|does|(?:ca|wo)x?)n't", ("do", "does", "ca", "wo")),
        ("not (?:only|just)", ("not ",)),
        ("non-?\\w*", ("non",)),
        ("很?有", ("",)),
        ("(?:why )?not", ("",)),
        ("[^，]不起", ("",)),
        ("(.)[不没]\\1", ("",)),
        ("\\d+ may", ("",)),
    ],
)
def test_a_pattern_says_what_its_matches_begin_with(pattern: str, found: tuple[str, ...]) -> None:
    assert literal_prefixes(pattern) == found


@pytest.mark.parametrize("name", ["negation", "hedges"])
def test_what_a_word_of_the_tables_finds_begins_as_it_says(name: str) -> None:
    seen = 0
    for _, _, word, *_ in table(f"{name}.tsv"):
        begins = literal_prefixes(word)
        for found in (m for cell in CELLS for m in re.finditer(word, cell)):
            assert found[0].startswith(begins), word
            seen += 1
    assert seen > 1000


@pytest.mark.parametrize("rules", [chinese._RULES, english._RULES], ids=["chinese", "english"])
def test_a_rule_needs_nothing_that_its_match_lacks(rules: tuple[Rule, ...]) -> None:
    for rule in rules:
        for cell in CELLS:
            if rule.pattern.compiled.search(cell):
                assert rule.may_match(traces(cell)), (rule.pattern.pattern[:40], cell)
