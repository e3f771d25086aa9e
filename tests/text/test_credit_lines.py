"""Credits and labels in English by table: nothing is guessed."""

import pytest

from summarizer.records import Term
from summarizer.text.attribution import label_in_english
from summarizer.text.credit_lines import credit_in_english
from summarizer.text.names.glued import unglued


@pytest.mark.parametrize(
    ("line", "english"),
    [
        ("执行/采写：汪陈晨 林文琪", "Production/Reporting: Wang Chenchen, Lin Wenqi"),
        (
            "执行/采写:南都、N视频记者汪陈晨林文琪",
            "Production/Reporting: Southern Metropolis Daily, N Video reporters Wang Chenchen, Lin Wenqi",
        ),
        ("统筹:甄芹马宁宁田爱丽", "Coordination: Zhen Qin, Ma Ningning, Tian Aili"),
        ("文｜林一舟　图｜何一帆", "Text: Lin Yizhou; Photos: He Yifan"),
        ("文／陳望舒\u3000圖／簡又青", "Text: Chen Wangshu; Photos: Jian Youqing"),
        ("编辑｜何一帆　校对｜王小可", "Editor: He Yifan; Proofreading: Wang Xiaoke"),
        ("（记者 林一舟 实习生 何一帆）", "(Reporter: Lin Yizhou; Intern: He Yifan)"),
        ("記者：張偉 李娜", "Reporters: Zhang Wei, Li Na"),
        ("責任編輯：王小可", "Editor: Wang Xiaoke"),
        ("〔記者陳望舒／台北報導〕", "[Reporter Chen Wangshu, reporting from Taipei]"),
        ("新华社记者张伟", "Xinhua News Agency reporter Zhang Wei"),
        ("摄影：王 明", "Photography: Wang Ming"),
        ("撰文：欧阳娜娜、John Smith", "Text: Ouyang Nana, John Smith"),
        ("来源：新华社", "Source: Xinhua News Agency"),
        ("通讯员 张三丰 李四光", "Contributing correspondents: Zhang Sanfeng, Li Siguang"),
    ],
)
def test_a_credit_of_known_parts_is_made_by_table(line: str, english: str) -> None:
    assert credit_in_english(line) == english


@pytest.mark.parametrize(
    "line",
    [
        "出品:南都政商数据新闻部",
        "〔記者陳望舒／南溪報導〕",
        "记者：好的，我明白",
        "记者：谢谢",
        "采访：这是问题",
        "编辑：一二三",
        "王小明表示，他很满意。",
        "图：视觉中国的照片",
        "县城图书馆请来机器人馆员",
        "作者：",
        "",
    ],
)
def test_what_has_a_part_that_is_not_known_is_left_alone(line: str) -> None:
    assert credit_in_english(line) == ""


def test_the_article_s_own_terms_come_first() -> None:
    mine = Term(source="王小可", target="Coco Wang", kind="person", origin="glossary")
    assert credit_in_english("责任编辑：王小可", (mine,)) == "Editor: Coco Wang"


@pytest.mark.parametrize(
    ("run", "names"),
    [
        ("汪陈晨林文琪", ("汪陈晨", "林文琪")),
        ("甄芹马宁宁田爱丽", ("甄芹", "马宁宁", "田爱丽")),
        ("欧阳娜娜司马华鹏", ("欧阳娜娜", "司马华鹏")),
        ("王明李红", ("王明", "李红")),
        ("張偉", ("張偉",)),
        ("高大明白", ()),
        ("图书馆员", ()),
        ("王", ()),
    ],
)
def test_names_that_are_run_together_are_told_apart(run: str, names: tuple[str, ...]) -> None:
    assert unglued(run) == names


@pytest.mark.parametrize(
    ("label", "english"),
    [
        ("採訪者", "Interviewer"),
        ("采访者", "Interviewer"),
        ("主持人", "Moderator"),
        ("記者", "Reporter"),
        ("受訪者", "Interviewee"),
        ("問", "Q"),
        ("答", "A"),
        ("嘉賓", "Guest"),
        ("觀眾", "Audience member"),
        ("旁白", "Narrator"),
        ("记者A", "Reporter A"),
        ("观众2", "Audience member 2"),
        ("学生甲", "Student A"),
        ("新华社记者", "Xinhua News Agency reporter"),
        ("王小明", ""),
        ("记者会", ""),
    ],
)
def test_a_fixed_label_has_fixed_english(label: str, english: str) -> None:
    assert label_in_english(label) == english
