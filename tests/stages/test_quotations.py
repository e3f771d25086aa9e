"""The marks of quotations that go on over several sentences."""

from summarizer.records import Block, Finding, FindingKind, Segment, Severity, Translation
from summarizer.stages.quotations import check_quotations, crossing, restore_quotations


def article(*paragraphs: list[tuple[str, str]]) -> tuple[list[Block], list[Segment], dict[str, Translation]]:
    """Blocks, segments and translations of paragraphs, each a list of sentences with their English."""
    blocks, segments, english = [], [], {}
    for p, sentences in enumerate(paragraphs, 1):
        blocks.append(Block(id=f"p{p}", kind="paragraph", text="".join(source for source, _ in sentences)))
        for s, (source, target) in enumerate(sentences, 1):
            segments.append(Segment(id=f"p{p}.s{s}", block=f"p{p}", source=source))
            english[f"p{p}.s{s}"] = Translation(segment=f"p{p}.s{s}", target=target or None)
    return blocks, segments, english


def found(findings: tuple[Finding, ...]) -> list[tuple[str | None, str]]:
    assert all(f.kind == FindingKind.QUOTATION_BOUNDS and f.severity == Severity.WARNING for f in findings)
    return [(f.segment, f.rule) for f in findings]


OVER_PARAGRAPHS = (
    [("馬議員說：「這筆錢應該早點撥下來。", "Councillor Ma said, “This money should have come sooner.”")],
    [("「我們已經等了三年，居民都很失望。", "We have waited three years, and the residents are disappointed.")],
    [("「希望市府明天就答覆，不要再拖。」", "I hope the city answers tomorrow.")],
)


def test_a_quotation_of_several_paragraphs_is_opened_in_each_and_closed_in_the_last() -> None:
    restored = restore_quotations(*article(*OVER_PARAGRAPHS))
    assert [t.target for t in restored.values()] == [
        "Councillor Ma said, “This money should have come sooner.",
        "“We have waited three years, and the residents are disappointed.",
        "“I hope the city answers tomorrow.”",
    ]


def test_what_is_restored_has_no_finding() -> None:
    blocks, segments, english = article(*OVER_PARAGRAPHS[:2])
    assert found(check_quotations(blocks, segments, english)) == [("p2.s1", "quotation-bounds-unquoted")]
    assert not check_quotations(blocks, segments, restore_quotations(blocks, segments, english))


def test_words_outside_their_quotation_are_found_on_each_sentence() -> None:
    paragraph = [
        ("周宁说：“我们三年前就开始准备了。", "Zhou Ning said, “We began preparing three years ago.”"),
        ("这件事到今天也还没有结束。", "It is not over to this day."),
        ("我们会继续把它做下去的。”", "We will carry on with it."),
    ]
    blocks, segments, english = article(paragraph)
    assert found(check_quotations(blocks, segments, english)) == [
        ("p1.s2", "quotation-bounds-unquoted"),
        ("p1.s3", "quotation-bounds-unquoted"),
    ]
    assert crossing(blocks, segments) == {"p1.s1", "p1.s2", "p1.s3"}


def test_a_sentence_whose_quoted_words_cannot_be_told_is_found() -> None:
    paragraph = [
        (
            "周宁认为市场很大，“而且明年的价格还会继续上涨。",
            "Zhou Ning thinks the market is large and prices will rise.",
        ),
        ("所以我们大家都要小心。”", "So we must all be careful."),
    ]
    blocks, segments, english = article(paragraph)
    restored = restore_quotations(blocks, segments, english)
    assert found(check_quotations(blocks, segments, restored)) == [("p1.s1", "quotation-bounds-unquoted")]


def test_what_a_sentence_shows_by_itself_is_left_to_the_other_checks() -> None:
    blocks, segments, english = article(
        [("周宁说：“我们三年前就开始准备了。”", "Zhou Ning said we began three years ago.")]
    )
    assert not check_quotations(blocks, segments, english)


def test_a_sentence_that_failed_is_passed_over() -> None:
    paragraph = [
        ("周宁说：“我们三年前就开始准备了。", "Zhou Ning said, “We began preparing three years ago.”"),
        ("这件事到今天也还没有结束。”", ""),
    ]
    blocks, segments, english = article(paragraph)
    assert restore_quotations(blocks, segments, english)["p1.s2"].target is None
    assert not check_quotations(blocks, segments, english)
