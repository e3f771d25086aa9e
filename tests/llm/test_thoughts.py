import pytest

from summarizer.llm.thoughts import has_thoughts, without_thoughts


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("<think>hm</think>Hello", "Hello"),
        ("\n<think>\nhm <b>\n</think>\n\nHello", "Hello"),
        ("<think>one</think><think>two</think> Hello", "Hello"),
        ("<think>never closed", ""),
        ("<THINK>loud</THINK>Hello", "Hello"),
        ("<thinking>a</thinking>Hello", "Hello"),
        ("the template had opened it</think>\nHello", "Hello"),
        ('<think>{"draft": 1}</think>{"a": "b"}', '{"a": "b"}'),
        ("<think></think>\n\nHello", "Hello"),
    ],
)
def test_thoughts_before_the_answer_are_cut(text: str, answer: str) -> None:
    assert without_thoughts(text) == answer
    assert has_thoughts(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hello",
        "R1 writes its reasoning between <think> and </think> tags.",
        '{"p1.s1": "It closes with </think>, he said."}',
        "An unclosed <think> further on stays.",
    ],
)
def test_tags_that_belong_to_the_article_stay(text: str) -> None:
    assert without_thoughts(text) == text
    assert not has_thoughts(text)
