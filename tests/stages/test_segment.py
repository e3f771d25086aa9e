"""Blocks become segments that joined are the block."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.llm.tokens import count
from summarizer.readers.legible import aside
from summarizer.readers.page import numbered
from summarizer.records import Block, BlockKind, Decoding, Document
from summarizer.stages.segment import segment

SORA = Path(__file__).parents[2] / "examples" / "sora-panel.txt"

TEXT = st.text(
    st.sampled_from(
        '的一是不了人我他说问时这国家大模型認為說問題 OpenAI3.5。！？!?…，,、；;：:“”‘’"「」『』《》（）—😀\n\u3000'
    ),
    min_size=1,
    max_size=150,
).filter(lambda text: bool(text.strip()))
KIND: st.SearchStrategy[BlockKind] = st.sampled_from(
    ("heading", "paragraph", "list_item", "table_row", "caption", "credit")
)


def document(*blocks: tuple[BlockKind, str]) -> Document:
    return Document(
        origin="x.txt",
        sha256="0" * 64,
        format="text",
        decoding=Decoding(encoding="utf-8", confidence=1, basis="utf-8"),
        blocks=tuple(Block(id=f"p{n}", kind=kind, text=text) for n, (kind, text) in enumerate(blocks, 1)),
    )


def sources(*blocks: tuple[BlockKind, str]) -> list[str]:
    return [s.source for s in segment(document(*blocks))]


@settings(deadline=None)
@given(st.lists(st.tuples(KIND, TEXT), min_size=1, max_size=4), st.integers(min_value=5, max_value=60))
def test_the_segments_of_a_block_joined_are_the_block(blocks: Sequence[tuple[BlockKind, str]], longest: int) -> None:
    article = document(*blocks)
    segments = segment(article, longest_tokens=longest)
    for block in article.blocks:
        assert "".join(s.source for s in segments if s.block == block.id) == block.text
    assert len({s.id for s in segments}) == len(segments)
    assert all(s.source and s.id.startswith(f"{s.block}.s") for s in segments)
    assert all(count(s.source) <= longest or len(s.source) == 1 for s in segments)


def test_segments_are_numbered_inside_their_block() -> None:
    found = segment(document(("heading", "一个标题"), ("paragraph", "第一句。第二句。")))
    assert [s.id for s in found] == ["p1.s1", "p2.s1", "p2.s2"]


def test_a_long_quotation_has_one_segment_a_sentence() -> None:
    line = next(x for x in SORA.read_text(encoding="utf-8").splitlines() if "金小刚认同杨立昆" in x)
    found = sources(("paragraph", line))
    assert [s[:6].strip() for s in found] == [
        "Sora",
        "在南都的线上",
        "金小刚认同杨",
        "这样的大模型",
        "因为统计归纳",
        "真实世界的复",
        "因此这个‘世",
    ]


@pytest.mark.parametrize("kind", ["heading", "caption", "list_item", "table_row", "credit"])
def test_a_line_with_a_question_in_it_stays_one_segment(kind: BlockKind) -> None:
    line = "Sora是“世界模拟器”?专家各不相谋"
    assert sources((kind, line)) == [line]


def test_a_list_item_of_two_sentences_has_two_segments() -> None:
    assert sources(("list_item", "加强监管。企业也要自律。")) == ["加强监管。", "企业也要自律。"]


@pytest.mark.parametrize(
    "label", ["主持人：", "罗江春（一览科技创始人）：", "Dr. Smith: ", "【记者】", "問：", "主持人：\n"]
)
def test_a_speaker_label_stays_with_its_sentence(label: str) -> None:
    assert sources(("paragraph", f"{label}大家好。今天谈什么？")) == [f"{label}大家好。", "今天谈什么？"]


def test_a_sentence_too_long_for_a_request_is_cut_at_clause_marks() -> None:
    text = "，".join(["这些都需要通过大模型描述明白而且要拆成镜头"] * 60) + "。"
    segments = segment(document(("paragraph", text)), longest_tokens=100)
    assert len(segments) > 5
    assert all(s.source[-1] in "，。" for s in segments)
    assert all(count(s.source) <= 100 for s in segments)


def test_a_block_of_white_space_has_no_segments() -> None:
    assert sources(("paragraph", " \u3000\n")) == []


def test_the_traditional_text_is_cut_like_the_simplified() -> None:
    from opencc import OpenCC

    lines = [x for x in SORA.read_text(encoding="utf-8").splitlines() if x.strip()]
    convert = OpenCC("s2t").convert
    simplified = sources(*(("paragraph", x) for x in lines))
    assert [convert(s) for s in simplified] == sources(*(("paragraph", convert(x)) for x in lines))


@given(
    st.lists(
        st.sampled_from(["老秦(qín)说", "水来了。", "[1]", "\u200b", "ＡＢ１２", "没有人！", "﹁好﹂", "，", "？"]),
        min_size=1,
        max_size=30,
    )
)
def test_each_sentence_has_the_pages_own_characters_beside_it(pieces: list[str]) -> None:
    [block] = numbered([Block(id="", kind="paragraph", text="".join(["他说", *pieces]).replace("[1]", aside("[1]")))])
    own = segment(document().model_copy(update={"blocks": (block,)}))
    assert "".join(s.source for s in own) == block.text
    assert "".join(s.original or s.source for s in own) == block.as_written == "".join(["他说", *pieces])


def test_a_footnote_mark_between_sentences_goes_with_the_first() -> None:
    [block] = numbered([Block(id="", kind="paragraph", text=f"水来了。{aside('[1]')}没有人跑。")])
    assert [s.original for s in segment(document().model_copy(update={"blocks": (block,)}))] == ["水来了。[1]", ""]
