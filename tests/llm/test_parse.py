import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.llm.parse import complete_keys, parse_object

SCHEMA: dict[str, Any] = {"properties": {"p1.s1": {}, "p1.s2": {}}}
BOTH = {"p1.s1": "a", "p1.s2": "b"}


@pytest.mark.parametrize(
    "text",
    [
        '{"p1.s1": "a", "p1.s2": "b"}',
        'Certainly! {as asked}\n{"p1.s1": "a", "p1.s2": "b"}\nI hope {this} helps.',
        '```json\n{"p1.s1": "a", "p1.s2": "b"}\n```',
        'Here:\n```\n{"p1.s1": "a", "p1.s2": "b",}\n```\nDone.',
        '```json\n{"p1.s1": "a", "p1.s2": "b"}',
        '{"p1.s1": "a", "p1.s2": "b",}',
        '{"p1.s1": "a" "p1.s2": "b"}',
        "{'p1.s1': 'a', 'p1.s2': 'b'}",
        '{"answer": {"p1.s1": "a", "p1.s2": "b"}}',
        '[{"p1.s1": "a", "p1.s2": "b"}]',
        '{"p1.s1": "a", "p1.s2": "b"',
        '{"example": {}}\n{"p1.s1": "a", "p1.s2": "b"}',
    ],
)
def test_the_object_is_found_in_what_models_write_around_it(text: str) -> None:
    assert parse_object(text, SCHEMA) == BOTH


def test_an_inner_quotation_mark_does_not_lose_the_rest() -> None:
    text = '{"p1.s1": "He said "no" to it.", "p1.s2": "b"}'
    assert parse_object(text, SCHEMA) == {"p1.s1": 'He said "no" to it.', "p1.s2": "b"}


def test_raw_line_breaks_inside_a_string_are_kept() -> None:
    assert parse_object('{"p1.s1": "one\ntwo"}', SCHEMA) == {"p1.s1": "one\ntwo"}


@pytest.mark.parametrize("text", ["", "I cannot do that.", "[1, 2]", "42", "{" * 5000])
def test_an_answer_without_an_object_says_so(text: str) -> None:
    with pytest.raises(ValueError, match=r"no JSON object|none of the keys"):
        parse_object(text, SCHEMA)


def test_an_object_with_none_of_the_keys_is_not_an_answer() -> None:
    with pytest.raises(ValueError, match="none of the keys"):
        parse_object('{"translation": "a"}', SCHEMA)


def test_a_value_that_was_cut_off_is_not_taken_for_whole() -> None:
    text = '{"p1.s1": "It was a good day.", "p1.s2": "It was a go'
    assert parse_object(text, SCHEMA)["p1.s2"] == "It was a go"
    assert parse_object(text, SCHEMA, cut_off=True) == {"p1.s1": "It was a good day."}


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ('{"a": 1, "b": 23', {"a"}),
        ('{"a": {"x": 1}, "b": [1, 2', {"a"}),
        ('{"a": "x"', set()),
        ('{"a": "x",', {"a"}),
        ('{"a": "x", "b": "y"}', {"a", "b"}),
        ('Sure {here}:\n```json\n{"a": "x", "b": "y', {"a"}),
        ('{"answer": {"a": "x", "b": "y', {"a"}),
        ('{"a": "x", "b": "he said "no", "c": "z"', {"a"}),
        ("no object", set()),
    ],
)
def test_complete_keys_are_those_whose_values_ended(text: str, keys: set[str]) -> None:
    assert complete_keys(text) == keys


@given(st.dictionaries(st.text(min_size=1), st.text(), min_size=1), st.data())
def test_wherever_it_is_cut_only_true_values_are_returned(whole: dict[str, str], data: st.DataObject) -> None:
    text = json.dumps(whole, ensure_ascii=False)
    cut = text[: data.draw(st.integers(1, len(text)))]
    try:
        found = parse_object(cut, cut_off=True)
    except ValueError:
        return
    assert found.items() <= whole.items()


@given(st.text())
def test_no_text_raises_anything_but_a_value_error(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(parse_object("{" + text, SCHEMA), dict)
