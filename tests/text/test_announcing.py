"""Sentences that announce and do not say."""

import pytest

from summarizer.text.announcing import announces


@pytest.mark.parametrize(
    "sentence",
    [
        "专注自然语言处理研究的彭煦潭博士从另外一个角度解释了这一观点。",
        "李明也就此给出了自己的看法",
        "他发表了看法。",
        "王教授隨後回答了記者的這個問題。",
    ],
)
def test_what_points_elsewhere_says_nothing(sentence: str) -> None:
    assert announces(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "AI可以回答很多问题。",
        "他们提出了三点建议。",
        "我不认同这个观点。",
        "他从另一个角度解释了这一观点：论文更偏学术。",
        "金小刚和彭煦潭都提到了Sora可能造成的危险。",
        "司马华鹏则从更为积极的一面看待这个问题,“AI对于所有的产业而言,都能造成特别大的进步。",
    ],
)
def test_what_holds_a_content_is_said(sentence: str) -> None:
    assert not announces(sentence)
