"""Records are values: frozen, strict, and true to what their types promise."""

import pytest
from pydantic import ValidationError

from summarizer import records
from summarizer.records import Chunk, Decoding, Name, Point, Position, Segment, Statement, Term


def test_every_record_is_frozen_and_refuses_what_it_does_not_know() -> None:
    found = [r for r in vars(records).values() if isinstance(r, type) and issubclass(r, records.Record)]
    assert len(found) > 15
    for one in found:
        assert one.model_config.get("frozen"), one
        assert one.model_config.get("extra") == "forbid", one


def test_a_record_cannot_be_changed() -> None:
    name = Name(source="罗江春")
    with pytest.raises(ValidationError):
        name.target = "Luo Jiangchun"  # type: ignore[misc]


def test_a_misspelt_field_is_an_error() -> None:
    with pytest.raises(ValidationError):
        Name.model_validate({"source": "罗江春", "traget": "Luo"})


@pytest.mark.parametrize(
    ("record", "values"),
    [
        (Point, {"en": "So.", "evidence": []}),
        (Position, {"speaker": "a", "stance": "supports", "evidence": []}),
        (Position, {"speaker": "a", "stance": "furious", "evidence": ["p1.s1"]}),
        (Statement, {"id": "st1", "speaker": "a", "kind": "direct", "segments": [], "basis": "label"}),
        (Statement, {"id": "st1", "speaker": "a", "kind": "heard", "segments": ["p1.s1"], "basis": "label"}),
        (Chunk, {"id": "c1", "segments": [], "source_tokens": 1, "answer_tokens": 1}),
        (Decoding, {"encoding": "utf-8", "confidence": 1.1, "basis": "bom"}),
    ],
)
def test_what_would_break_a_promise_cannot_be_built(record: type[records.Record], values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        record.model_validate(values)


@pytest.mark.parametrize(
    ("origin", "verified"),
    [("glossary", True), ("authority", True), ("source", True), ("model", False), ("pinyin", False)],
)
def test_a_name_that_was_made_up_is_not_verified(origin: str, verified: bool) -> None:
    term = Term.model_validate({"source": "罗江春", "target": "Luo Jiangchun", "origin": origin})
    assert term.verified is verified


def test_records_are_equal_where_their_values_are_and_survive_json() -> None:
    one = Segment(id="p1.s1", block="p1", source="“好。”\n")
    assert one == Segment(id="p1.s1", block="p1", source="“好。”\n")
    assert Segment.model_validate_json(one.model_dump_json()) == one
