"""People found in an article without a model."""

from pathlib import Path

import pytest

from summarizer.text.names import candidates

ARTICLE = (Path(__file__).parents[2] / "examples/sora-panel.txt").read_text(encoding="utf-8")


def test_a_real_article_gives_its_people_and_nobody_else() -> None:
    assert set(candidates(ARTICLE)) == {
        "罗江春",
        "司马华鹏",
        "金小刚",
        "彭煦潭",
        "杨立昆",
        "周鸿祎",
        "山姆·奥特曼",
        "奥特曼",
        "克莱顿·克里斯坦森",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("复旦大学教授陈怀远认为，市场会回暖。", ["陈怀远"]),
        ("陈怀远表示，市场会回暖。", ["陈怀远"]),
        ("主持人：请坐。\n陈怀远：谢谢。", ["陈怀远"]),
        ("公司创始人欧阳明玥在发布会上宣布新品。", ["欧阳明玥"]),
        ("委員會主席林淑芬強調，預算不能再刪。", ["林淑芬"]),
        ("记者李薇、王一鸣，编辑赵倩。", ["李薇", "王一鸣", "赵倩"]),
        ("分析师安德烈·伊万诺夫指出风险。", ["安德烈·伊万诺夫"]),
        ("马斯克称特斯拉将降价。", ["马斯克"]),
        ("刘文韬、孙佳妮，都到了。刘文韬最后到，是刘文韬主持。", ["刘文韬", "孙佳妮"]),
        ("李强调解纠纷多年。", []),
    ],
)
def test_a_name_shows_by_its_company(text: str, expected: list[str]) -> None:
    assert list(candidates(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "高级副总裁表示，于是金融市场大涨，黄金上涨。",
        "公司方面表示，马上张开双臂欢迎。白宫回应称，全球经济平稳。",
        "高管认为成本太高，方案应当修改。周一表示同意的人周五反对。",
        "华东地区，江苏、江西和浙江都有分公司；石油价格上涨。",
        "专家认为，温度上升。相关负责人强调，严格执行。",
        "业内人士指出，全年业绩向好。时间表明，安全第一。",
        "许多人说，任何人都可以。于是，何先生和王女士走了。",
        "高级：一；方面：二；金融：三；白银：四；常见问题：五",
        "本場次名為「解學習：監管」，談「解學習」。",
        "謝謝大家，謝謝大家，謝謝大家的參與。",
        "",
    ],
)
def test_ordinary_words_are_nobody(text: str) -> None:
    assert candidates(text) == ()
