"""What a model says of the page's parts is taken over by ids, within bounds, and nothing is lost by it."""

from typing import Any

from summarizer.records import Block, Brief, Decoding, Document, Name, ProposedLayout, Segment
from summarizer.stages.layout import MAX_CREDIT, MAX_SHARE, MAX_TITLE, REASON, Arranged, arrange

TEXTS = (
    "首页 > 财经 > 正文",
    "县城图书馆请来机器人馆员",
    "本报记者 沈青禾",
    "馆长沈若兰表示，机器人每晚盘点一次。" * 6,
    "读者觉得新鲜，也有人担心。" * 6,
    "扫一扫关注我们",
)


def arranged(texts: tuple[str, ...] = TEXTS, **layout: Any) -> Arranged:
    blocks = tuple(Block(id=f"p{n}", kind="paragraph", text=text) for n, text in enumerate(texts, 1))
    document = Document(
        origin="a.txt",
        sha256="0" * 64,
        format="text",
        decoding=Decoding(encoding="utf-8", confidence=1, basis="utf-8"),
        title=texts[0],
        blocks=blocks,
    )
    segments = [Segment(id=f"{b.id}.s1", block=b.id, source=b.text) for b in blocks]
    brief = Brief(title=Name(source=texts[0], target="A library takes on robots"), layout=ProposedLayout(**layout))
    return arrange(document, segments, brief)


def test_without_a_word_of_the_model_nothing_changes() -> None:
    made = arranged()
    assert [b.text for b in made.document.blocks] == list(TEXTS)
    assert made.document.title == TEXTS[0]
    assert made.brief.findings == ()


def test_the_headline_is_the_block_that_the_model_names() -> None:
    made = arranged(headline="p2")
    assert (made.document.title, made.brief.title.source) == (TEXTS[1], TEXTS[1])
    assert made.brief.title.target == "A library takes on robots"
    assert [(b.kind, b.level) for b in made.document.blocks][1] == ("heading", 1)


def test_boilerplate_is_moved_aside_with_its_reason_and_its_segments_go() -> None:
    made = arranged(headline="p2", boilerplate=("p1", "p6"))
    assert [(r.text, r.reason) for r in made.document.removed] == [(TEXTS[0], REASON), (TEXTS[5], REASON)]
    assert [s.block for s in made.segments] == ["p2", "p3", "p4", "p5"]
    kept = [b.text for b in made.document.blocks] + [r.text for r in made.document.removed]
    assert sorted(kept) == sorted(TEXTS)


def test_the_headline_is_never_boilerplate() -> None:
    assert [b.id for b in arranged(headline="p2", boilerplate=("p2",)).document.blocks] == [
        f"p{n}" for n in range(1, 7)
    ]


def test_more_than_a_fifth_of_the_article_is_not_taken_for_boilerplate() -> None:
    def pages(junk: int) -> tuple[str, ...]:
        return ("字" * (1000 - junk), "文" * junk)

    most = int(MAX_SHARE * 1000)
    assert [b.id for b in arranged(pages(most), boilerplate=("p2",)).document.blocks] == ["p1"]
    refused = arranged(pages(most + 1), boilerplate=("p2",))
    assert [b.id for b in refused.document.blocks] == ["p1", "p2"]
    assert [f.rule for f in refused.brief.findings] == ["layout-too-much-boilerplate"]


def test_credits_are_marked_as_such_unless_they_are_long() -> None:
    assert arranged(credits=("p3",)).document.blocks[2].kind == "credit"
    for size, kind in ((MAX_CREDIT, "credit"), (MAX_CREDIT + 1, "paragraph")):
        assert arranged(("标题", "记" * size), credits=("p2",)).document.blocks[1].kind == kind


def test_a_headline_as_long_as_a_paragraph_is_none() -> None:
    for size, title in ((MAX_TITLE, "题" * MAX_TITLE), (MAX_TITLE + 1, "开头")):
        assert arranged(("开头", "题" * size), headline="p2").document.title == title


def test_a_reworded_source_is_told_of() -> None:
    assert [f.rule for f in arranged(reworded=True).brief.findings] == ["layout-reworded"]
