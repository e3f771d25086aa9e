"""Which paragraph belongs to which: four real panels, with a third of their paragraphs dropped, added, merged or split."""

import pytest
from text.aligned_panels import PANELS, Problem, problem, tally

from summarizer.records import Term
from summarizer.text import names
from summarizer.text.align import Bead, align

FLOORS = {  # panel: precision and recall of links, seed 1; they only rise
    "bbc-newsday-2025": (0.86, 0.90),
    "techsequences-2021": (0.94, 0.99),
    "uberx-consultation-2015": (0.93, 0.97),
    "unlearning-regulation-2025": (0.99, 0.99),
}


def aligned(given: Problem) -> tuple[Bead, ...]:
    return align(given.source, given.target, names.find("\n".join(given.source)))


@pytest.mark.parametrize("panel", PANELS)
def test_of_a_panel_made_hard_most_paragraphs_find_their_partner(panel: str) -> None:
    given = problem(panel, 1, changed=0.3)
    beads = aligned(given)
    assert [i for b in beads for i in b.source] == list(range(len(given.source)))
    assert [j for b in beads for j in b.target] == list(range(len(given.target)))
    found = tally(beads, given.links)
    precision, recall = FLOORS[panel]
    assert found.precision >= precision, found
    assert found.recall >= recall, found


@pytest.mark.parametrize("panel", ["bbc-newsday-2025", "unlearning-regulation-2025"])
def test_a_panel_as_it_is_is_aligned_without_a_fault(panel: str) -> None:
    given = problem(panel, 1, changed=0)
    assert tally(aligned(given), given.links) == (len(given.source),) * 3


def test_above_the_size_for_trying_every_path_the_corridor_leads_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    given = problem("unlearning-regulation-2025", 1, changed=0.3)
    every = aligned(given)
    monkeypatch.setattr("summarizer.text.align.beads.EXACT", 0)
    assert aligned(given) == every


def test_a_long_paragraph_may_be_missing_on_either_side() -> None:
    source = [
        "第一段讲的是图书馆的历史，共有三十年。",
        "第二段讲的是经费，一共四百万元，分五年拨付。" * 3,
        "最后一段讲的是读者。",
    ]
    target = [
        "The first paragraph is about the library's history of thirty years.",
        "The second paragraph is about the funds, four million yuan over five years. " * 3,
        "The last paragraph is about the readers.",
    ]
    assert align(source, [target[0], target[2]])[1] == Bead(range(1, 2), range(1, 1))
    assert align([source[0], source[2]], target)[1] == Bead(range(1, 1), range(1, 2))


def test_a_name_leads_where_lengths_mislead() -> None:
    source = [f"{name}认为，图书馆应当在晚上和周末也向所有读者开放。" for name in ("沈若兰", "顾长河", "韩子墨")]
    target = ["Han Zimo thinks that the library should be open to all readers in the evening and at weekends too."]
    han = Term(source="韩子墨", target="Han Zimo", kind="person", origin="pinyin")
    assert Bead(range(2, 3), range(0, 1)) in align(source, target, [han])


def test_one_side_may_be_empty() -> None:
    assert align([], []) == ()
    assert align(["好。"], []) == (Bead(range(1), range(0)),)
    assert align([], ["Yes."]) == (Bead(range(0), range(1)),)


def test_a_heading_is_not_put_together_with_its_paragraph() -> None:
    source = ["经费", "图书馆的经费一共四百万元，分五年拨付，每年八十万。"]
    target = ["The library gets four million yuan, paid over five years, eight hundred thousand a year."]
    assert align(source, target, alone=[0]) == (Bead(range(1), range(0)), Bead(range(1, 2), range(1)))
