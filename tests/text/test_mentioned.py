"""Works, organisations and recurring terms, found without a list of them."""

import pytest

from summarizer.text.names.mentioned import organisations, works
from summarizer.text.recurring import recurring


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("来自深圳信息职业技术学院的学生。", ["深圳信息职业技术学院"]),
        ("他就职于杭州云深处科技有限公司。", ["杭州云深处科技有限公司"]),
        ("由华为技术有限公司推出。", ["华为技术有限公司"]),
        ("河灣自然科學基金會支持，記者從河灣縣人民法院獲悉", ["河灣自然科學基金會", "河灣縣人民法院"]),
        ("上海交通大学医学院附属瑞金医院与联影签约", ["上海交通大学医学院附属瑞金医院"]),
        ("使用一览未来科技的工具", ["一览未来科技"]),
        ("一家公司和多家大学，这个委员会，各银行，全球公司，上市公司", []),
        ("学习公司法的大学生在银行业找工作", []),
        ("英伟达、北京大学和清华大学", []),
    ],
)
def test_organisations_are_found_by_their_endings(text: str, found: list[str]) -> None:
    assert list(organisations(text)) == found


def test_what_stands_in_title_marks_is_a_work() -> None:
    assert works("他写了《河湾纪事》，《河湾纪事》获奖；又有〈早春〉。《Nature》刊文。") == {"河湾纪事": 2, "早春": 1}


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
