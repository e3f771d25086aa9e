"""Cutting text into sentences and clauses."""

import time
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from summarizer.llm import tokens
from summarizer.text.sentences import clauses, split

CHINESE = st.text(
    st.sampled_from(
        "的一是不了人我他说问时这国家大模型認為說問題 OpenAI3.5a。！？!?…．，,、；：:“”‘’\"'「」『』《》（）()【】—~😀\n\t\u3000"
    ),
    max_size=120,
)

CUTS = [
    # plain ends, in both scripts and both widths; a semicolon is none
    "春节期间,OpenAI又放大招。|AI会抢走哪些人的工作?|还有哪些新职业会因此出现?",
    "價格漲了；產量跌了；沒有人說話。|真的嗎？！|我不信。",
    "他走了。。。|后来呢？？？|没有后来！！！",
    "半角句号｡|也是句号｡",
    # what closes after the mark belongs to it
    "他说：“我不去。”|然后走了。",
    "「真的！」他说。|他在《时代》上写过（见第三版。）|后来没有了。",
    "『你認識他嗎？』|『不認識。』",
    # titles, short exclamations and asides are no ends
    "南方都市报“上岗了!AI”课题组邀约到三位嘉宾。|他们来了。",
    "他读过《谁动了我的奶酪？》一书。|很好看！",
    "以“谁是英雄？”为题的文章。|关于「去哪？」的讨论很多。",
    "都是用「我覺得...」開頭的句子。|好。",
    "他们（包括你？）都来了。|好。",
    "【突发！】某地下雨。|路滑。",
    # a quoted question and its speaker are one sentence
    "“真的吗？”他问。|“是的。”她说。",
    "「真的嗎？」他問。|「是的。」她說。",
    "他问：“真的吗？”时，我笑了。|她没笑。",
    '"真的吗？"他问。|"是的。"她说。',
    "“它还是有许多的缺陷的，这一点谁都看得出来。”彭煦潭进一步解释称。|大家同意。",
    # but a speaker who begins a new sentence does not go with the quotation before
    "对此,他认为,“本质是显卡的竞争,算力的竞争,芯片的竞争。”|司马华鹏强调称,追赶很艰难。",
    "“真的吗？”|“当然是真的！”|“好。”|小明说：“我们走吧。”",
    # a long quotation is cut at its sentences
    "金小刚认为，“Sora本质是一个用数据喂出来的产品，是‘大算力’得出的。|这样的大模型不会真正理解真实的世界。|因此这个‘世界模型’的说法显然是有问题的。”",
    "他说：“不！我绝对不会同意你们这样做，无论你们给我多少钱。|永远不会。”|说完就走了。",
    "（编者按：这篇文章写于二〇一五年的夏天，当时的情况与今天很不一样，读者读的时候请务必记住这一点，作者也这样希望，编辑部同意。|文中的数字没有改动。）|正文开始。",
    # a quotation that is left open, or closed without having been opened
    "“我相信很快就会有AI驱动的影视剧公司出现了。|这是有可能的。",
    "这是有可能的。|没有明星，没有导演。”|他说完了。",
    # ellipses
    "但其实跟4.0比有一年半的差距……|我认为他是一个营销大师。",
    "我……我不知道。|苹果、香蕉、葡萄、西瓜、桃子……等水果都涨了。",
    "我们既然提到当事人，就不能不问... |先请内桌的两位自我介绍。",
    # the ASCII stop
    "价格是3.5元。|U.S. officials said so. |It is 3.5% higher. |好的。",
    "见 https://example.com/a?b=c!d。|写信给 a.b@example.com 吧。",
    "克莱顿.克里斯坦森说不。|J. K. Rowling 和 Dr. Smith 也说不。",
    "1. 我们走吧。|2. 他们留下。",
    "He said so. |然后他走了。|I love this game.|然后离开。",
    "Yahoo!奇摩上市了。|好！",
    # lines
    "没有标点的第一行\n|没有标点的第二行\n\n  |第三行",
    "主持人：\n大家好！|今天谈什么？",
    # what is no sentence of its own
    "我感覺很心驚膽跳。（笑）|後來好了。",
    "太好了！😀🎉|走吧。",
    "他走了。 ” ！|后来呢？",
    "——",
    "  ",
]


@pytest.mark.parametrize("marked", CUTS)
def test_text_is_cut_at_its_sentences(marked: str) -> None:

    assert split(marked.replace("|", "")) == tuple(marked.split("|"))


def test_a_text_wrapped_at_a_fixed_width_is_cut_at_its_marks_only() -> None:
    line = "这是一段在固定宽度处折行的旧文章它的每一行都一样长直到"
    text = f"{line}\n{line}\n{line}\n最后一行。第二句。"
    assert split(text) == (f"{line}\n{line}\n{line}\n最后一行。", "第二句。")


def test_nothing_comes_from_nothing() -> None:
    assert split("") == ()


@given(CHINESE)
@example("”。“")
@example("“\n”“？”")
def test_the_sentences_joined_are_the_text(text: str) -> None:
    assert "".join(split(text)) == text


@given(CHINESE)
def test_no_sentence_is_only_punctuation(text: str) -> None:
    pieces = split(text)
    assert len(pieces) <= 1 or all(any(c.isalnum() for c in p) for p in pieces)


@pytest.mark.timing
@pytest.mark.parametrize(
    "unit",
    [
        "他说：“真的吗？”然后走了。",
        "“",
        "“（「",
        "”。",
        '“"\n',
        "：\n",
        "！ ",
        "“好。",
        "a. b ",
        "http://!!!!",
        "（笑）",
    ],
)
def test_the_work_grows_with_the_length_and_no_faster(unit: str) -> None:
    def seconds(characters: int) -> float:
        text = unit * (characters // len(unit))
        started = time.process_time()
        assert "".join(split(text)) == text
        return time.process_time() - started

    small = max(min(seconds(10_000) for _ in range(3)), 0.001)
    assert min(seconds(80_000) for _ in range(2)) < 30 * small  # eight times the text; quadratic work would be 64


def test_a_long_sentence_is_cut_after_its_clause_marks() -> None:
    text = "脚本包含创意、情节和场景，这些都需要描述明白；接着通过这些镜头，进行画图、建模；第三步则是后期剪辑。"
    assert clauses(text, 25) == (
        "脚本包含创意、情节和场景，这些都需要描述明白；",
        "接着通过这些镜头，进行画图、建模；",
        "第三步则是后期剪辑。",
    )
    assert clauses(text, 14)[:2] == ("脚本包含创意、情节和场景，", "这些都需要描述明白；")


def test_a_clause_mark_keeps_the_quotation_mark_after_it() -> None:
    assert clauses("他说“我不去，”然后就走了出去", 9) == ("他说“我不去，”", "然后就走了出去")


def test_without_marks_words_and_numbers_stay_whole() -> None:
    text = "我们使用AIGC全域工作流OpenAI每天生成1,000.5亿个单词"
    pieces = clauses(text, 10)
    assert max(map(len, pieces)) <= 10
    assert all(
        not (a[-1].isascii() and a[-1].isalnum() and b[0].isascii() and b[0].isalnum()) for a, b in pairwise(pieces)
    )


def test_what_cannot_be_spared_is_cut_rather_than_lost() -> None:
    assert clauses("A" * 25, 10) == ("A" * 9, "A" * 9, "A" * 7)


def test_short_text_is_left_alone() -> None:
    assert clauses("好，走吧。", 10) == ("好，走吧。",)


@given(CHINESE, st.integers(min_value=1, max_value=40))
def test_the_clauses_joined_are_the_text_and_none_is_too_long(text: str, longest: int) -> None:
    pieces = clauses(text, longest)
    assert "".join(pieces) == text
    assert all(0 < len(p) <= longest for p in pieces) or not text


@settings(deadline=None)  # the first count loads the table
@given(CHINESE.filter(bool))
def test_clauses_can_be_measured_in_tokens(text: str) -> None:
    pieces = clauses(text, 12, tokens.count)
    assert "".join(pieces) == text
    assert all(tokens.count(p) <= 12 or len(p) == 1 for p in pieces)
