"""The bench of coverage believes no report: it reckons anew, and sees a point that does not hold."""

from pathlib import Path

from benchmarks.coverage import rows
from summarizer.stages.render import load

EXAMPLE = Path(__file__).parents[2] / "examples" / "sora-panel.report.json"


def test_the_points_of_the_example_hold() -> None:
    found = list(rows(load(EXAMPLE)))
    assert {row.name for row in found} >= {"Peng Xutan", "Luo Jiangchun", "Sima Huapeng"}
    assert all(row.holds and 0 < row.coverage < 1 for row in found)


def test_a_point_with_a_number_of_its_own_does_not_hold() -> None:
    report = load(EXAMPLE)
    luo = next(s for s in report.speakers if s.id == "luo-jiangchun")
    wrong = luo.points[0].model_copy(update={"en": "It costs $77 trillion."})
    foreign = luo.points[1].model_copy(update={"evidence": ("p1.s1",)})
    bad = luo.model_copy(update={"points": (wrong, foreign)})
    changed = report.model_copy(update={"speakers": tuple(bad if s.id == luo.id else s for s in report.speakers)})
    [row] = [row for row in rows(changed) if row.name == "Luo Jiangchun"]
    assert "$77 trillion" in row.lacking
    assert (row.own, row.points, row.holds) == (1, 2, False)
