"""Segments become chunks."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.llm.tokens import count
from summarizer.records import Block, BlockKind, Chunk, Decoding, Document, Segment
from summarizer.stages.plan import plan

SENTENCE = "今天有非常多的科学发现，都已经开始借助它在做了。"
SIZE = count(SENTENCE)


def article(*blocks: tuple[BlockKind, int]) -> tuple[Document, tuple[Segment, ...]]:
    """Blocks of so many sentences."""
    document = Document(
        origin="x.txt",
        sha256="0" * 64,
        format="text",
        decoding=Decoding(encoding="utf-8", confidence=1, basis="utf-8"),
        blocks=tuple(Block(id=f"p{n}", kind=kind, text=SENTENCE * many) for n, (kind, many) in enumerate(blocks, 1)),
    )
    segments = tuple(
        Segment(id=f"p{n}.s{i}", block=f"p{n}", source=SENTENCE)
        for n, (_, many) in enumerate(blocks, 1)
        for i in range(1, many + 1)
    )
    return document, segments


def paragraphs(many: int, of: int) -> list[tuple[BlockKind, int]]:
    return [("paragraph", of)] * many


def ids(chunks: Sequence[Chunk]) -> list[list[str]]:
    return [[s.id for s in c.segments] for c in chunks]


SHAPES = st.lists(
    st.tuples(st.sampled_from(("paragraph", "heading", "list_item")), st.integers(0, 9)), min_size=1, max_size=25
)


@settings(deadline=None)
@given(SHAPES, st.integers(min_value=1, max_value=20 * SIZE))
def test_every_segment_is_in_one_chunk_in_order_and_none_is_too_large(
    shape: list[tuple[BlockKind, int]], most: int
) -> None:
    document, segments = article(*shape)
    chunks = plan(document, segments, chunk_tokens=most)
    assert tuple(s for c in chunks for s in c.segments) == segments
    assert all(c.source_tokens <= most or len(c.segments) == 1 for c in chunks)
    assert len({c.id for c in chunks}) == len(chunks)


def test_chunks_end_with_paragraphs_where_they_can() -> None:
    chunks = plan(*article(*paragraphs(6, of=3)), chunk_tokens=7 * SIZE)
    assert [len(c.segments) for c in chunks] == [6, 6, 6]


def test_a_paragraph_too_large_for_a_chunk_is_shared_out_evenly() -> None:
    chunks = plan(*article(("paragraph", 11)), chunk_tokens=5 * SIZE)
    assert [len(c.segments) for c in chunks] == [4, 4, 3]


def test_the_last_chunk_is_not_a_leftover() -> None:
    chunks = plan(*article(*paragraphs(11, of=1)), chunk_tokens=10 * SIZE)
    assert [len(c.segments) for c in chunks] == [6, 5]


def test_a_heading_goes_with_the_paragraph_after_it() -> None:
    chunks = plan(*article(("paragraph", 4), ("heading", 1), ("heading", 1), ("paragraph", 4)), chunk_tokens=6 * SIZE)
    assert ids(chunks)[1][:2] == ["p2.s1", "p3.s1"]
    assert len(chunks) == 2


def test_a_heading_goes_with_the_first_sentence_of_a_paragraph_too_large_for_a_chunk() -> None:
    chunks = plan(*article(("heading", 1), ("paragraph", 9)), chunk_tokens=3 * SIZE)
    assert ids(chunks)[0][:2] == ["p1.s1", "p2.s1"]


def test_neighbours_come_along_as_whole_segments_up_to_the_limit() -> None:
    chunks = plan(*article(*paragraphs(6, of=2)), chunk_tokens=4 * SIZE, context_tokens=3 * SIZE)
    first, middle, last = chunks
    assert (first.before, last.after) == ("", "")
    assert middle.before == SENTENCE + "\n" + SENTENCE * 2
    assert middle.after == SENTENCE * 2 + "\n" + SENTENCE


def test_a_neighbour_larger_than_the_limit_is_left_out() -> None:
    chunks = plan(*article(*paragraphs(3, of=1)), chunk_tokens=SIZE, context_tokens=SIZE - 1)
    assert {c.before + c.after for c in chunks} == {""}


def test_an_answer_may_be_twice_its_source_and_has_room_for_short_segments() -> None:
    (one,) = plan(*article(("paragraph", 1)), chunk_tokens=1000)
    (ten,) = plan(*article(("paragraph", 10)), chunk_tokens=1000)
    assert one.source_tokens == SIZE
    assert ten.answer_tokens - one.answer_tokens >= 9 * (2 * SIZE + 27)
    assert plan(*article(("paragraph", 1)), chunk_tokens=9, expansion=3)[0].answer_tokens == one.answer_tokens + SIZE


def test_no_segments_make_no_chunks() -> None:
    assert plan(*article(("paragraph", 0)), chunk_tokens=100) == ()
