"""Which script and language a text is in."""

import pytest

from summarizer.text.scripts import HAN, han_count, has_han, is_chinese, language_of, simplified


@pytest.mark.parametrize(
    "char", ["中", "〇", "々", "㐀", "𠀀", "𪜀", "𫝀", "𫠠", "\U0002ceb0", "\U00030000", "\U00031350", "豈", "⼀"]
)
def test_every_block_of_ideographs_counts_as_han(char: str) -> None:
    assert HAN.fullmatch(char)
    assert has_han(f"a{char}b")


@pytest.mark.parametrize("char", ["a", "，", "「", "あ", "ア", "한", "1", "①", "…", "😀"])
def test_nothing_else_does(char: str) -> None:
    assert not has_han(char)
    assert han_count(char) == 0


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("这是一篇关于人工智能的报道", "zh-Hans"),
        ("這是一篇關於人工智慧的報導", "zh-Hant"),
        ("后来他走了", "zh-Hans"),
        ("乾淨的麵包", "zh-Hant"),
        ("日本語の記事は、ひらがなとカタカナを使います。", "ja"),
        ("动漫《となりのトトロ》在上海重映，影迷排起了长队，许多人是第二次来看", "zh-Hans"),
        ("Sora 的發佈震動了 OpenAI 的對手", "zh-Hant"),
        ("An article in English that names 唐鳳 once and then goes on for a good many words more", "en"),
        ("한국어 기사입니다", "ko"),
        ("12345", "und"),
        ("", "und"),
    ],
)
def test_the_language_is_read_from_the_characters(text: str, language: str) -> None:
    assert language_of(text) == language
    assert is_chinese(text) == language.startswith("zh")


def test_the_key_for_comparing_keeps_the_length_and_joins_the_scripts() -> None:
    assert simplified("瀏覽次數：發佈日期") == "浏览次数：发布日期"
    assert simplified("后来") == "后来"
    assert len(simplified("𠀀發a")) == 3
