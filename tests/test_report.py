"""A report that misses a segment, has an untrue status, or cites what is not there cannot be built."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from summarizer.report import Report

GOOD: dict[str, Any] = {
    "document": {
        "title": {"source": "题", "target": "Title"},
        "source_language": "zh-Hans",
        "target_language": "en",
        "origin": "a.txt",
        "sha256": "0" * 64,
        "format": "text",
        "decoding": {"encoding": "utf-8", "confidence": 1, "basis": "utf-8"},
        "blocks": [
            {"id": "p1", "kind": "heading", "segments": ["p1.s1"]},
            {"id": "p2", "kind": "paragraph", "segments": ["p2.s1", "p2.s2"]},
        ],
    },
    "segments": [
        {"id": "p1.s1", "source": "题", "target": "Title", "status": "ok"},
        {"id": "p2.s1", "source": "他说好。", "target": "He said yes.", "status": "flagged", "speaker": "he"},
        {"id": "p2.s2", "source": "完。", "target": "", "status": "failed"},
    ],
    "speakers": [
        {"id": "he", "name": {"source": "他", "target": "He"}, "points": [{"en": "Yes.", "evidence": ["p2.s1"]}]}
    ],
    "statements": [{"id": "st1", "speaker": "he", "kind": "direct", "segments": ["p2.s1"], "basis": "label"}],
    "overview": {
        "en": "All.",
        "topics": [
            {"name": "T", "positions": [{"speaker": "he", "stance": "supports", "evidence": ["p2.s1"]}]},
        ],
    },
    "findings": [
        {"segment": "p2.s1", "kind": "number", "severity": "warning", "detail": "a number"},
        {"segment": "p2.s2", "kind": "missing", "severity": "error", "detail": "missing"},
        {"segment": None, "kind": "summary", "severity": "warning", "detail": "none"},
    ],
    "receipt": {"model": "m"},
}


def changed(path: str, value: Any) -> dict[str, Any]:
    """GOOD with another value at `segments.1.status`."""

    def at(node: Any, steps: list[str]) -> Any:
        if not steps:
            return value
        if isinstance(node, list):
            return [at(one, steps[1:]) if str(n) == steps[0] else one for n, one in enumerate(node)]
        return {**node, steps[0]: at(node.get(steps[0]), steps[1:])}

    return dict(at(GOOD, path.split(".")))


def test_a_true_report_is_built_and_survives_json() -> None:
    report = Report.model_validate(GOOD)
    assert report.needs_a_person
    assert Report.model_validate_json(report.model_dump_json()) == report


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("segments", GOOD["segments"][:2], "not those of the blocks"),
        ("segments", [GOOD["segments"][i] for i in (0, 2, 1)], "not those of the blocks"),
        ("segments", [*GOOD["segments"], GOOD["segments"][2]], "not those of the blocks"),
        ("segments", [], "segments"),
        ("document.blocks.1.segments", ["p2.s1"], "not those of the blocks"),
        ("segments.0.target", " ", "p1.s1"),
        ("segments.0.status", "failed", "p1.s1"),
        ("segments.0.status", "flagged", "p1.s1"),
        ("segments.1.status", "ok", "p2.s1"),
        ("segments.1.status", "repaired", "p2.s1"),
        ("segments.2.status", "flagged", "p2.s2"),
        ("segments.2.target", "Done.", "p2.s2"),
        ("findings", GOOD["findings"][:1], "p2.s2"),
        ("segments.1.speaker", "she", "she"),
        ("speakers", [], "he"),
        ("speakers.0.points.0.evidence", ["p9.s1"], "p9.s1"),
        ("speakers.0.points.0.evidence", [], "evidence"),
        ("statements.0.segments", ["p9.s1"], "p9.s1"),
        ("statements.0.speaker", "she", "she"),
        ("statements.0.quoted_by", "she", "she"),
        ("statements.0.also", ["she"], "she"),
        ("overview.topics.0.positions.0.evidence", ["p9.s1"], "p9.s1"),
        ("overview.topics.0.positions.0.speaker", "she", "she"),
        ("findings.2.segment", "p9.s1", "p9.s1"),
        ("speakers", GOOD["speakers"] * 2, "share an id"),
        ("schema_version", "3", "schema_version"),
        ("mood", "good", "mood"),
    ],
)
def test_an_untrue_one_is_not(path: str, value: Any, said: str) -> None:
    with pytest.raises(ValidationError, match=said.replace(".", r"\.")):
        Report.model_validate(changed(path, value))


def test_two_segments_with_one_id_are_one_too_many() -> None:
    twice = changed("document.blocks.1.segments", ["p2.s1", "p2.s1"])
    twice["segments"] = [GOOD["segments"][0], GOOD["segments"][1], GOOD["segments"][1]]
    twice["findings"] = GOOD["findings"][:1]
    with pytest.raises(ValidationError, match="share an id"):
        Report.model_validate(twice)


def test_warnings_alone_need_no_person() -> None:
    calm = changed("segments.2", {"id": "p2.s2", "source": "完。", "target": "Done.", "status": "ok"})
    calm["findings"] = [f for f in GOOD["findings"] if f["severity"] != "error"]
    assert not Report.model_validate(calm).needs_a_person


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_report_that_loses_any_one_segment_cannot_be_built(data: st.DataObject) -> None:
    lost = data.draw(st.integers(0, 2))
    kept = [s for n, s in enumerate(GOOD["segments"]) if n != lost]
    with pytest.raises(ValidationError):
        Report.model_validate(changed("segments", kept))


@pytest.mark.parametrize(
    "part",
    [
        {"questions": [{"speaker": "he", "evidence": ["p2.s2"]}]},
        {
            "questions": [
                {"speaker": "he", "evidence": ["p2.s1"], "answers": [{"speaker": "he", "evidence": ["p1.s1"]}]}
            ]
        },
        {"topics": [{"name": "T", "positions": [{"speaker": "he", "stance": "mentions", "evidence": ["p1.s1"]}]}]},
        {"questions": [{"speaker": "she", "evidence": ["p2.s1"]}]},
        {"questions": [{"speaker": "he", "evidence": []}]},
        {"topics": [{"name": "T", "silent": ["she"]}]},
        {"disagreements": [{"speaker": "he", "against": "he", "evidence": ["p2.s1"], "opposed": [], "basis": "rule"}]},
        {
            "disagreements": [
                {"speaker": "he", "against": "he", "evidence": ["p1.s1"], "opposed": ["p2.s1"], "basis": "rule"}
            ]
        },
    ],
)
def test_the_whole_says_of_a_speaker_only_what_their_own_segments_show(part: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Report.model_validate(changed("overview", part))
