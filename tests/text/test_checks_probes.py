"""Good English that raised an alarm once: none of it may do so again."""

from pathlib import Path

import pytest

from benchmarks.checks import brief_of
from summarizer.records import Severity
from summarizer.stages.verify import verify_segment
from summarizer.text.checks import Case

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "check_probes.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
KNOWN = ("学生们学习党的二十大精神。",)
"""Still an alarm: 二十大 is the 20th National Congress."""


def test_hardly_any_good_english_raises_an_alarm() -> None:
    assert len(ROWS) == 34
    alarmed = [source for _, source, target, _ in ROWS if _alarms(source, target)]
    assert set(alarmed) <= set(KNOWN), alarmed


@pytest.mark.parametrize(
    ("source", "target", "rule"),
    [
        ("印度总理周二抵达东京，会见了首相。", "The Indian prime minister did not arrive in Tokyo.", "negation-gained"),
        ("他说：“我们会继续。”", "He said: “We will continue", "broken-off"),
        ("该校副教授陈明表示同意。", "Chen Ming, a professor at the school, agreed.", "wrong-rank"),
        ("会议在法国巴黎举行，部长们讨论了气候问题。", "The meeting was held in Paris.", "too-short"),
    ],
)
def test_what_is_wrong_in_such_sentences_is_still_seen(source: str, target: str, rule: str) -> None:
    assert rule in _alarms(source, target)


def _alarms(source: str, target: str) -> list[str]:
    found = verify_segment(Case(source, target, brief_of(source).terms, segment="p1.s1"))
    return [f.rule for f in found if f.severity != Severity.INFO]


def test_faults_in_money_units_bounds_and_direction_are_told_from_right_english() -> None:
    """The two that are not seen exchange counts between words that are no names."""
    path = Path(__file__).parent / "number_probes_more.tsv"
    rows = [row.split("\t") for row in path.read_text(encoding="utf-8").splitlines() if not row.startswith("#")]
    wrong = [
        (what, expected)
        for what, source, target, expected in rows
        if (expected == "bad") != bool(_alarms(source, target))
    ]
    assert len(rows) == 77
    assert wrong == [("exchanged", "bad")] * 2
