"""Recurring terms, found without a list of them."""

from summarizer.text.recurring import recurring

MACHINES = (
    "图书馆启用了机器人馆员。机器人馆员每晚盘点书架，读者欢迎机器人馆员。馆长说，错架率下降了。"
    "过去错架率很高，如今错架率不足百分之一，但是他们还是觉得可以更好，因为他们还是人手不够，可以更多。"
)


def test_terms_that_come_back_in_changing_company_are_found_whole() -> None:
    found = recurring(MACHINES)
    assert found["机器人馆员"] == 3
    assert found["错架率"] == 3
    assert not {"机器人馆", "器人馆员", "他们还是", "可以更"} & found.keys()


def test_what_is_known_already_is_no_recurring_term() -> None:
    assert "机器人馆员" not in recurring(MACHINES, ["机器人馆员"])
