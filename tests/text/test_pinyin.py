"""The tables of sounds agree with the package that they are made from."""

import pypinyin
import pytest
from hypothesis import given
from hypothesis import strategies as st
from text import pinyin_table

from summarizer.text.names.romanise import surnames
from summarizer.text.pinyin import spelt, syllables
from summarizer.text.scripts import table


def test_the_tables_are_what_the_package_says() -> None:
    assert {row[0]: row[1] for row in table("pinyin.tsv")[1:]} == pinyin_table.characters()
    assert {word: read.split(" ") for word, read in table("pinyin_phrases.tsv")[1:]} == pinyin_table.phrases()


@given(
    st.sampled_from(sorted(surnames())),
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=2),
)
def test_names_are_read_as_the_package_reads_them(surname: str, given_name: str) -> None:
    assert syllables(surname + given_name) == pypinyin.lazy_pinyin(surname + given_name, v_to_u=True, errors="ignore")


@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        ("重庆", "chongqing"),
        ("吕绿", "lvlv"),
        ("OpenAI公司", "OpenAIgongsi"),
        ("张三, 李四", "zhangsan, lisi"),
        ("", ""),
    ],
)
def test_a_text_is_spelt_and_the_rest_of_it_stays(text: str, sounds: str) -> None:
    assert spelt(text) == sounds == "".join(pypinyin.lazy_pinyin(text))
