"""What a translation says and the source does not. The wrong ones are answers of a small model."""

from collections.abc import Callable

import pytest

from summarizer.text import names
from summarizer.text.checks import Case, Fault
from summarizer.text.checks.added import added_greeting, added_name, added_office, with_plain_greeting
from summarizer.text.checks.junk import without_comment

Test = Callable[[Case], Fault | None]

WRONG: list[tuple[Test, str, str]] = [
    (added_greeting, "翟本喬：大家好，我是翟本喬。", "Ben Jai: Good evening, everyone, I am Ben Jai."),
    (added_greeting, "各位好！", "Good morning, all of you!"),
    (
        added_office,
        "大家好，我是財政部賦稅署謝慧美。",
        "Hello, I am Xie Huimei, the deputy director of the Tax Administration.",
    ),
    (added_office, "大家好，我是商業司曾碧雲。", "Hello, I am Zeng Biyun, the business manager."),
    (added_office, "我是中央警察大學交通系周文生。", "I am Zhou Wensheng, a professor at Central Police University."),
    (added_office, "大家好，我是科法所孟珊（Stella）。", "Hello, I am Stella, a lawyer."),
    (added_office, "专注自然语言处理研究的彭煦潭博士", "Peng Xutan, a doctoral student focused on language processing"),
    (added_name, "我是交通大學運輸管理學系的王晉元。", "I am Wang Jinyuan of Tsinghua University."),
    (added_name, "交通部運研所的一項課題", "A project of the Ministry of Public Security"),
    (added_name, "他说，这是一次浪费。", "Elon Musk said that this was a waste."),
]
RIGHT: list[tuple[Test, str, str]] = [
    (added_greeting, "大家早安，我是林聖慧。", "Good morning, I am Lin Shenghui."),
    (added_greeting, "晚上好！", "Good evening!"),
    (added_greeting, "大家好！", "Hello, everyone!"),
    (added_office, "财政部税务总局局长王军说", "Wang Jun, director of the State Taxation Administration, said"),
    (added_office, "他在清华任教。", "He teaches at Tsinghua."),
    (added_office, "他是清华的老师。", "He is a professor at Tsinghua."),
    (added_office, "国务院总理李强", "Li Qiang, premier"),
    (added_name, "在清华念书", "Studying at Tsinghua University"),
    (added_name, "马斯克说，这是一次浪费。", "Elon Musk said that this was a waste."),
    (added_name, "王建元來了。", "Wang Jian Yuan has come."),
    (added_name, "经济部商业司的人来了。", "Somebody from the Department of Commerce has come."),
]


def case(source: str, target: str, *before: str) -> Case:
    return Case(source, target, names.find(source), tuple((one, "") for one in before))


@pytest.mark.parametrize(("test", "source", "target"), WRONG)
def test_what_the_source_does_not_say_is_seen(test: Test, source: str, target: str) -> None:
    assert test(case(source, target))


@pytest.mark.parametrize(("test", "source", "target"), RIGHT)
def test_what_the_source_allows_passes(test: Test, source: str, target: str) -> None:
    assert test(case(source, target)) is None


def test_a_name_of_the_sentence_before_may_stand_for_a_pronoun() -> None:
    assert added_name(case("他还有别的看法。", "Elon Musk has other views as well.", "马斯克说得很清楚。")) is None


@pytest.mark.parametrize(
    ("source", "target", "mended"),
    [
        ("大家好，我是IC。", "Good evening, everyone, I am IC.", "Hello, everyone, I am IC."),
        ("主席好，大家好。", "Mr Chair, good morning, everyone.", "Mr Chair, hello, everyone."),
        ("大家晚安。", "Good night, everyone.", "Good night, everyone."),
    ],
)
def test_a_greeting_without_a_time_of_day_gets_none(source: str, target: str, mended: str) -> None:
    assert with_plain_greeting(source, target) == mended


@pytest.mark.parametrize(
    ("source", "target", "mended"),
    [
        ("先這樣。", "Here is the English translation: That is all for now.", "That is all for now."),
        ("先這樣。", 'Here is the translation:\n\n"That is all for now."', "That is all for now."),
        ("先這樣。", "Sure, here's the translation: That is all.", "That is all."),
        ("先這樣。", "Translation: That is all.", "That is all."),
        ("「先這樣。」", "Translation: “That is all.”", "“That is all.”"),
        ("译文如下：先这样。", "Here is the translation: That is all.", "Here is the translation: That is all."),
        ("先这样。", "Here is the plan: we stop.", "Here is the plan: we stop."),
        ("先这样。", "Translation:", "Translation:"),
    ],
)
def test_a_comment_before_the_translation_is_cut(source: str, target: str, mended: str) -> None:
    assert without_comment(source, target) == mended
