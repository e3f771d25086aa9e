import json
import time

import pytest

from summarizer.llm.loops import looping

NUMBERED = "".join(
    f"{i}. The {word} was discussed at length.\n" for i, word in enumerate(["plan", "law", "vote", "price"] * 30)
)
SHORT_VALUES = json.dumps({f"p{i}.s1": "narration" for i in range(120)}, indent=1)
TABLE = "| name | year |\n" + "| --- | --- |\n" * 2 + "".join(f"| model {i} | 20{i:02} |\n" for i in range(60))


@pytest.mark.parametrize(
    "text",
    [
        "the result is the same, " * 30,
        "a" * 300,
        '{"p1.s1": "ok"' + "\n" * 400,
        "哈" * 260,
        "It began well. "
        + '{"speaker": "luo", "segments": ["p3.s1", "p3.s2"], "gist": "He says that it works."}, ' * 6,
        ("x" * 599 + "y") * 4,
        "No period fits at the start " + "and so on and on " * 40 + "and so on",
    ],
)
def test_a_text_that_repeats_itself_at_its_end_is_a_loop(text: str) -> None:
    assert looping(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "short " * 4,
        "a" * 240,
        NUMBERED,
        SHORT_VALUES,
        TABLE,
        "Row, row, row your boat, gently down the stream. " * 3,
        "the result is the same, " * 30 + "but then it ends differently.",
        "-" * 200,
        ("x" * 599 + "y") * 3,
    ],
)
def test_a_text_that_goes_on_is_no_loop(text: str) -> None:
    assert not looping(text)


def test_no_beginning_of_a_lawful_answer_is_a_loop() -> None:
    for text in (NUMBERED, SHORT_VALUES, TABLE):
        assert not [end for end in range(len(text)) if looping(text[:end])]


@pytest.mark.timing
def test_a_look_costs_the_same_however_long_the_text() -> None:
    text = "".join(f"Sentence {i} says something else. " for i in range(100_000))
    begun = time.perf_counter()
    for _ in range(100):
        looping(text)
    assert time.perf_counter() - begun < 1
