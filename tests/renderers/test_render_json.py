import json

import pytest

from summarizer.renderers.json import render
from summarizer.report import Report


@pytest.mark.parametrize("name", ["sora", "hostile", "crowd"])
def test_a_report_read_back_is_the_same_report(name: str, request: pytest.FixtureRequest) -> None:
    report: Report = request.getfixturevalue(name)
    assert Report.model_validate_json(render(report)) == report


def test_chinese_stands_as_chinese(sora: Report) -> None:
    text = render(sora)
    assert "杨立昆" in text
    assert "\\u" not in text


def test_the_shape_is_the_published_one(sora: Report) -> None:
    raw = json.loads(render(sora))
    assert raw["schema_version"] == "2"
    assert raw["segments"][0]["id"] == raw["document"]["blocks"][0]["segments"][0] == "p1.s1"
    assert raw["speakers"][1]["points"][0]["evidence"] == ["p4.s2"]
    assert raw["overview"]["topics"][0]["positions"][0]["stance"] == "supports"
