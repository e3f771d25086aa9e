import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from summarizer.renderers.escape import inline
from summarizer.renderers.prose import gaps, joined, printable

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
SPICE = st.sampled_from(
    [*"#*_`[]()<>!|~-+=.:&;\\$1 \n\t\"'a中", "https://", "www.a.cn", "&amp;", "<b>", "![", "](", "```", "\u202e"]
)
TEXTS = st.lists(SPICE | st.characters(codec="utf-8"), max_size=30).map("".join)


def markup(markdown: str) -> set[str]:
    """The kinds of Markdown tokens in a document, with those inside its paragraphs."""
    tokens = MARKDOWN.parse(markdown)
    return {t.type for t in tokens} | {c.type for t in tokens for c in t.children or ()}


@given(TEXTS)
def test_no_text_becomes_markup(text: str) -> None:
    assert markup(inline(text)) <= {"paragraph_open", "inline", "text", "paragraph_close"}


@given(TEXTS)
def test_no_text_breaks_out_of_a_heading_a_quotation_a_list_or_a_table(text: str) -> None:
    safe = inline(text)
    words = {"inline", "text"}
    assert markup(f"## {safe}") <= words | {"heading_open", "heading_close"}
    quotation = {"blockquote_open", "blockquote_close", "paragraph_open", "paragraph_close"}
    assert markup(f"> {safe}") <= words | quotation
    listed = {"bullet_list_open", "list_item_open", "list_item_close", "bullet_list_close"}
    assert markup(f"- {safe}") <= words | listed | {"paragraph_open", "paragraph_close"}
    tokens = MARKDOWN.parse(f"| a | b |\n| --- | --- |\n| {safe} | x |")
    assert sum(t.type == "td_open" for t in tokens) == 2


@given(st.text(st.sampled_from([*"#*_`[]()<>!|~-+=.:&;\\$1 \"'a中"]), max_size=20))
def test_a_reader_sees_the_very_characters(text: str) -> None:
    tokens = MARKDOWN.parse(inline(text))
    seen = "".join(c.content for t in tokens for c in t.children or ())
    assert seen.split() == text.split()


@pytest.mark.parametrize(
    ("sentences", "prose"),
    [
        (["One.", "Two."], "One. Two."),
        (["He said: “One.", "Two.”", "Three."], "He said: “One. Two.” Three."),
        (["“One.", "”", "Two."], "“One.” Two."),
        (['He said: "One.', '"', "Two."], 'He said: "One." Two.'),
        (['He said: "One."', '"Two," he went on.'], 'He said: "One." "Two," he went on.'),
        (['"One.', 'Two," he said.'], '"One. Two," he said.'),
        (["One", ", two", "(", "three", ")"], "One, two (three)"),
        (["One", "…and two"], "One …and two"),
        (["Use", ".NET today"], "Use .NET today"),
        (["", "One."], "One."),
    ],
)
def test_sentences_join_as_english_prose(sentences: list[str], prose: str) -> None:
    assert joined(sentences) == prose
    assert len(gaps(sentences)) == len(sentences)


def test_characters_that_only_mislead_do_not_reach_a_page() -> None:
    assert printable("a\u202eb\u2066c\u2069\x00d\u3000e\u200f") == "abc\ufffdd\u3000e\u200f"
