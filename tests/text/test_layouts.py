"""Every layout of a conversation is read: `layout_cases.txt`, a case each."""

import pytest
from text.layout_cases import Case, cases, judged

LEAST = 0.9
"""Share of the turns of a case that must go to the right speaker, or to nobody."""


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.name)
def test_turns_of_a_layout_go_to_their_speakers(case: Case) -> None:
    turns = judged(case)
    assert len(turns) >= 3
    wrong = [f"{turn.words}: {turn.expected}, read as {turn.got}" for turn in turns if not turn.right]
    assert len(wrong) <= (1 - LEAST) * len(turns), wrong


def test_the_table_has_no_case_twice() -> None:
    names = [case.name for case in cases()]
    assert len(names) == len(set(names)) >= 60
