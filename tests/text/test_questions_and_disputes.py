"""Who asks whom, and who contradicts whom, by rule: only what turns and words say outright."""

from collections.abc import Sequence

import pytest

from summarizer.pipeline import Stop, prepare
from summarizer.records import Disagreement, Document, Question, Segment
from summarizer.stages import attribute, brief
from summarizer.text.disputes import disagreements
from summarizer.text.questions import questions

TALK = """圆桌讨论

主持人：人工智能会取代记者吗？请王小明先谈。

王小明：不会。谁来核实事实呢？机器不会核实。

李四光：我不同意，写稿已经被取代了。王总，你怎么看今年的裁员？

王小明：裁员与机器无关。

主持人：谢谢两位。

李四光：谢谢。
"""


def _segmented(text: str) -> tuple[Document, tuple[Segment, ...]]:
    prepared = prepare(text.encode(), "t", until=Stop.SEGMENTED)
    return prepared.document, prepared.segments


def read_questions(text: str) -> tuple[Question, ...]:
    document, segments = _segmented(text)
    known = brief.by_rule(document, segments)
    return questions(segments, attribute.by_rule(segments, known).statements, known.profiles)


def read_disputes(paragraphs: Sequence[str]) -> tuple[tuple[Disagreement, ...], dict[str, str]]:
    document, segments = _segmented("\n\n".join(["一场争论", *paragraphs]))
    known = brief.by_rule(document, segments)
    found = disagreements(segments, attribute.by_rule(segments, known).statements, known.profiles)
    return found, {p.id: p.name.source for p in known.profiles}


def test_a_moderators_question_is_answered_by_all_up_to_the_next_turn_and_anothers_by_the_next_alone() -> None:
    first, second = read_questions(TALK)
    assert first.speaker == "zhuchiren"
    assert first.evidence == ("p2.s1",)
    assert [(a.speaker, a.evidence[0]) for a in first.answers] == [("wang-xiaoming", "p3.s1"), ("li-siguang", "p4.s1")]
    assert (second.speaker, second.evidence) == ("li-siguang", ("p4.s2",))
    assert [(a.speaker, a.evidence) for a in second.answers] == [("wang-xiaoming", ("p5.s1",))]


def test_an_invitation_without_a_question_mark_is_a_question_of_a_moderator_alone() -> None:
    [one] = read_questions(
        "访谈\n\n主持人：请王老师介绍一下这个项目。\n\n王小明：请大家先看图。这是一座桥。\n\n主持人：好。\n"
    )
    assert (one.speaker, one.evidence) == ("zhuchiren", ("p2.s1",))


def test_prose_asks_nobody() -> None:
    assert read_questions("新闻\n\n王小明问：“谁来负责？”李四光表示，市场会负责。\n") == ()


YANG = "杨立昆认为，生成像素的路走不通。"


@pytest.mark.parametrize(
    "sentence",
    [
        "罗江春表示，他反对杨立昆的看法，视频已经有了镜头。",
        "罗江春反驳了杨立昆，称视频已经有了镜头。",
        "罗江春表示，他不同意来自Meta的杨立昆此前的说法。",
        "罗江春认为，杨立昆的判断太早，并对杨立昆的观点表示质疑。",
        "罗江春表示：“我反对杨立昆的看法。”",
        "羅江春表示，他反對杨立昆的看法。",
    ],
)
def test_words_of_contradiction_with_a_name_show_who_contradicts_whom_and_both_places(sentence: str) -> None:
    [one], name = read_disputes([YANG, sentence])
    assert (name[one.speaker][1:], name[one.against]) in (("江春", "杨立昆"),)
    assert (one.evidence, one.opposed, one.basis) == (("p3.s1",), ("p2.s1",), "rule")


@pytest.mark.parametrize(
    "sentence",
    [
        "罗江春表示，他不反对杨立昆的看法。",
        "罗江春表示，杨立昆反对他的看法。",
        "罗江春认为，反对的声音很多，杨立昆只是其中之一。",
        "罗江春表示，所谓“反对杨立昆的看法”并无其事。",
        "罗江春表示，他同意杨立昆的看法。",
        "罗江春表示，他反对马斯克的看法。",
    ],
)
def test_what_denies_it_or_is_only_quoted_or_is_about_somebody_else_is_no_contradiction(sentence: str) -> None:
    assert read_disputes([YANG, sentence])[0] == ()


def test_where_the_others_words_are_not_in_the_article_there_is_nothing_to_show() -> None:
    assert read_disputes(["罗江春反驳了杨立昆，称视频已经有了镜头。"])[0] == ()
