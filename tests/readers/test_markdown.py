"""Markdown becomes blocks; the text of links, quotes, code and images is kept."""

from summarizer.readers.markdown import blocks


def kinds(text: str) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, b.text) for b in blocks(text).blocks]


def test_headings_lists_tables_and_quotes_have_their_kinds_and_levels() -> None:
    text = "# 一\n\n## 二 **粗**\n\n> 引用的这一段话在第一行里还没有说完就换了行，\n> 继续说下去\n\n- 甲\n  - 乙\n\n1. 丙\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    assert kinds(text) == [
        ("heading", 1, "一"),
        ("heading", 2, "二 粗"),
        ("paragraph", 0, "引用的这一段话在第一行里还没有说完就换了行，继续说下去"),
        ("list_item", 1, "甲"),
        ("list_item", 2, "乙"),
        ("list_item", 1, "1. 丙"),
        ("table_row", 0, "a | b"),
        ("table_row", 0, "1 | 2"),
    ]


def test_links_keep_their_text_and_addresses_that_are_text_stay() -> None:
    assert kinds("见[原文](https://example.com/a)和<https://example.com/b>。") == [
        ("paragraph", 0, "见原文和https://example.com/b。")
    ]


def test_an_image_gives_its_description_as_a_caption() -> None:
    assert kinds("前文 ![老街的骑楼](a.jpg) 后文") == [
        ("paragraph", 0, "前文"),
        ("caption", 0, "老街的骑楼"),
        ("paragraph", 0, "后文"),
    ]


def test_code_is_kept_as_it_stands_and_indented_paragraphs_are_text() -> None:
    assert kinds("```\nprint(1)\n```\n\n    缩进的段落\n") == [
        ("code", 0, "print(1)"),
        ("paragraph", 0, "缩进的段落"),
    ]


def test_lines_of_a_paragraph_are_joined_and_turns_are_not() -> None:
    assert kinds("第一行\n第二行\nword\nword") == [("paragraph", 0, "第一行第二行word word")]
    assert kinds("记者：为什么？\n何一帆：因为便宜。") == [
        ("paragraph", 0, "记者：为什么？"),
        ("paragraph", 0, "何一帆：因为便宜。"),
    ]
    assert [text for _, _, text in kinds("第一行  \n第二行<br>第三行")] == ["第一行", "第二行", "第三行"]


def test_html_between_paragraphs_gives_its_text_and_no_script() -> None:
    assert kinds("<div>一<br>二<script>var a = '三'</script></div>") == [("paragraph", 0, "一"), ("paragraph", 0, "二")]


def test_a_sentence_over_a_rule_is_no_heading() -> None:
    assert kinds("这是一个完整的句子。\n---\n") == [("paragraph", 0, "这是一个完整的句子。")]
    assert kinds("标题\n---\n") == [("heading", 2, "标题")]


def test_front_matter_is_metadata_and_what_is_unknown_in_it_is_kept_aside() -> None:
    page = blocks(
        "---\ntitle: 题目\ndate: 2024-03-01\n作者: [甲, 乙]\nurl: https://example.com\nlayout: post\n---\n\n正文。"
    )
    assert (page.title, page.date, page.author, page.url) == ("题目", "2024-03-01", "甲、乙", "https://example.com")
    assert [(piece.text, piece.reason) for piece in page.removed] == [("layout: post", "front matter")]
    assert [b.text for b in page.blocks] == ["正文。"]


def test_front_matter_that_is_no_yaml_is_text() -> None:
    page = blocks("---\n标题: [没有结束\n---\n\n正文。")
    assert "没有结束" in "".join(b.text for b in page.blocks)
    assert page.title == ""


def test_a_closing_tag_alone_is_nothing() -> None:
    assert [b.text for b in blocks("第一段。\n\n</details>\n\n第二段。").blocks] == ["第一段。", "第二段。"]
