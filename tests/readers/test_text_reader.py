"""Plain text becomes blocks: lines, wrapped lines joined, headings between paragraphs."""

from summarizer.readers.text import blocks, columns, lines_of, wrap_width

LONG = "早上七点半，城东的骑行道上已经排起了队，一位骑车人告诉记者，他每天往返要用四十分钟，比开车快了将近一半。"
WRAPPED = """　　每天早上六点四十分，六十一岁的邮差推出那辆绿色的旧
摩托，沿着河谷往上走。这条路他走了三十八年，全程四十六
公里，十一个村子，如今还在收报纸的只剩下七户人家，其余
的都搬走了。
　　“以前一个包里装的是信，现在装的是药。”他说。镇卫生
院的药片、网上买的种子、孙子寄来的手机，都靠他带上山。
"""
ENGLISH_INSIDE = """这家公司用的是 OpenAI 的模型，每天处理一百万次请求，而
对手 Google DeepMind 则把同样的工作交给了自己的芯片与数
据中心，两家公司都没有公布成本，外界只能根据电费去推算
大约要花多少钱，而推算的结果相差很大，最高的是最低的九
倍。
"""


def kinds(text: str) -> list[tuple[str, str]]:
    return [(b.kind, b.text) for b in blocks(text).blocks]


def test_each_line_that_holds_something_is_a_block() -> None:
    assert kinds("一\n\n  二　\r\n\u3000\u3000三") == [("paragraph", "一"), ("paragraph", "二"), ("paragraph", "三")]


def test_wrapped_lines_are_joined_to_their_paragraphs_without_a_space_between_characters() -> None:
    first, second = [text for _, text in kinds(WRAPPED)]
    assert first.startswith("每天早上")
    assert first.endswith("都搬走了。")
    assert "绿色的旧摩托" in first
    assert "镇卫生院的药片" in second


def test_words_keep_their_space_where_lines_are_joined() -> None:
    [(_, text)] = kinds(ENGLISH_INSIDE)
    assert "OpenAI 的模型" in text
    assert "，而对手 Google DeepMind 则" in text


def test_wrapped_paragraphs_between_blank_lines_stay_apart() -> None:
    flush = WRAPPED.replace("\u3000\u3000", "")
    first, second = flush.split("“以前")
    assert len(kinds(f"{first}\n“以前{second}")) == 2


def test_lines_of_uneven_length_are_not_wrapped() -> None:
    lines = ["短。", LONG, "谢谢", LONG[:30] + "。", "记者：为什么？", LONG + LONG]
    assert wrap_width(lines_of("\n".join(lines))) is None
    assert [text for _, text in kinds("\n".join(lines))] == lines


def test_a_short_line_between_paragraphs_is_a_heading_also_when_it_asks() -> None:
    found = kinds("\n\n".join([LONG, "谁在用、谁在修", LONG, "钱从哪里来？", LONG]))
    assert [kind for kind, _ in found] == ["paragraph", "heading", "paragraph", "heading", "paragraph"]


def test_a_numbered_line_over_a_paragraph_is_a_heading_whatever_stands_before() -> None:
    for line in ("（一）谁在用", "二、谁在修"):
        assert ("heading", line) in kinds("\n".join([LONG, "图为车道。", line, LONG]))


def test_a_short_sentence_a_turn_and_a_guest_are_no_headings() -> None:
    for line in ("他没有回答。", "记者：为什么", "何一帆：养护工程师", "“还早呢。”", "12"):
        assert ("paragraph", line) in kinds("\n\n".join([LONG, line, LONG]))


def test_a_short_line_inside_a_turn_is_no_heading() -> None:
    turn = f"记者：{LONG}\n谢谢大家\n{LONG}"
    assert all(kind == "paragraph" for kind, _ in kinds("\n\n".join([turn, turn, turn])))


def test_bullets_make_list_items_and_a_dash_of_speech_does_not() -> None:
    assert kinds("• 第一条\n●第二条\n- 第三条\n——你来了\n-5度") == [
        ("list_item", "第一条"),
        ("list_item", "第二条"),
        ("list_item", "第三条"),
        ("paragraph", "——你来了"),
        ("paragraph", "-5度"),
    ]


def test_a_chinese_character_is_two_columns_wide() -> None:
    assert columns("中文ab，") == 8
