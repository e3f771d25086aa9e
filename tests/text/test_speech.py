"""Who says it: every form of speech in `speech_cases.txt`, and the parts of the rules that a passage does not show."""

import time

import pytest
from text.speech_cases import Case, cases, invented, outcomes

from summarizer.records import Block, Segment, Term
from summarizer.text import speech

CASES = cases()


def article(*paragraphs: str) -> tuple[tuple[Block, ...], tuple[Segment, ...]]:
    """Blocks of one segment each."""
    blocks = tuple(Block(id=f"p{n}", kind="paragraph", text=text) for n, text in enumerate(paragraphs, 1))
    return blocks, tuple(Segment(id=f"{b.id}.s1", block=b.id, source=b.text) for b in blocks)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_each_sentence_goes_to_who_says_it_on_the_right_ground(case: Case) -> None:
    for one in outcomes(case):
        assert one.right, f"{one.expected.text} is {one.expected.who}'s, read as {one.speaker} ({one.reading.basis})"
        assert one.expected.basis in ("*", one.reading.basis), one.expected.text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_nobody_is_invented(case: Case) -> None:
    assert not invented(case)


def test_there_is_one_reading_for_each_segment_in_order() -> None:
    for case in CASES:
        assert [one.reading.segment for one in outcomes(case)] == [s.id for s in case.segments]


def test_an_article_without_speech_has_no_speakers() -> None:
    blocks, segments = article("今天下雨。", "气温下降了五度。")
    assert speech.speakers(blocks, segments) == ()
    assert [r.speaker for r in speech.read(blocks, segments, ())] == [None, None]


def test_nothing_at_all_is_read_as_nothing() -> None:
    assert speech.speakers((), ()) == ()
    assert speech.read((), (), ()) == ()


def test_role_and_affiliation_come_from_what_stands_before_the_name() -> None:
    [profile] = speech.speakers(*article("江南大学社会学系教授沈慧敏指出，年轻人不是不想结婚。"))
    assert (profile.role.source, profile.affiliation.source) == ("教授", "江南大学社会学系")


def test_role_and_affiliation_come_from_a_label() -> None:
    first, _ = speech.speakers(*article("陈立群（云帆科技创始人兼总裁）：我们去年开始。", "王思远：我不同意。"))
    assert (first.role.source, first.affiliation.source) == ("创始人兼总裁", "云帆科技")


def test_role_and_affiliation_come_from_a_guest_list() -> None:
    blocks, segments = article("高志远：星海资本合伙人", "高志远认为，今年会更谨慎。")
    [profile] = speech.speakers(blocks, segments)
    assert (profile.role.source, profile.affiliation.source) == ("合伙人", "星海资本")


def test_a_title_that_names_its_own_house_is_kept_whole() -> None:
    [profile] = speech.speakers(*article("图灵奖获得者、Meta首席AI科学家杨立昆表示，这是一种浪费。"))
    assert profile.role.source == "图灵奖获得者、Meta首席AI科学家"
    assert profile.affiliation.source == "Meta"


def test_all_forms_of_a_name_are_one_profile() -> None:
    text = "分析师约翰·米勒（John Miller）认为，市场反应过度。", "米勒指出，库存仍然偏低。"
    [profile] = speech.speakers(*article(*text))
    assert profile.name.source == "约翰·米勒"
    assert set(profile.aliases) == {"John Miller", "米勒"}


@pytest.mark.parametrize(
    ("text", "ident"),
    [
        ("罗江春表示，会的。", "luo-jiangchun"),
        ("总裁司马华鹏表示，会的。", "sima-huapeng"),
        ("OpenMind表示，会的。", "openmind"),
        ("律师玛丽亚·洛佩兹表示，会的。", "maliya-luopeizi"),
    ],
)
def test_an_id_is_the_name_in_latin_letters(text: str, ident: str) -> None:
    assert [p.id for p in speech.speakers(*article(text))] == [ident]


def test_two_people_whose_names_sound_alike_have_two_ids() -> None:
    profiles = speech.speakers(*article("李明表示，同意。", "黎明则表示反对。"), known=(person("黎明"), person("李明")))
    assert len({p.id for p in profiles}) == 2


def person(name: str, *aliases: str) -> Term:
    return Term(source=name, target="", kind="person", origin="authority", aliases=aliases)


def test_names_known_from_outside_are_recognised() -> None:
    blocks, segments = article("百度回应称，消息不实。")
    term = Term(source="百度", target="Baidu", kind="organisation", origin="authority")
    [profile] = speech.speakers(blocks, segments, [term])
    assert (profile.name.source, profile.kind) == ("百度", "organisation")
    assert speech.read(blocks, segments, [profile])[0].speaker == profile.id


def test_speech_of_somebody_without_a_profile_is_left_open() -> None:
    blocks, segments = article("罗江春表示，会的。")
    [reading] = speech.read(blocks, segments, ())
    assert reading.speaker is None
    assert not reading.decisive


def test_whoever_says_it_together_has_a_profile() -> None:
    blocks, segments = article("孙正阳和许知遥都认为，市场还没有见底。")
    profiles = speech.speakers(blocks, segments)
    [reading] = speech.read(blocks, segments, profiles)
    assert [p.name.source for p in profiles] == ["孙正阳", "许知遥"]
    assert (reading.speaker, reading.also) == ("sun-zhengyang", ("xu-zhiyao",))


def test_who_is_quoted_in_anothers_speech_says_by_whom() -> None:
    case = next(c for c in CASES if c.title == "nested: whole sentences of somebody known, inside another's")
    inner = outcomes(case)[2].reading
    assert (inner.speaker, inner.kind, inner.quoted_by) == ("ma-zhiqiang", "nested", "qi-jiaming")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("主持人：大家好。", "moderator"),
        ("一位知情人士透露，谈判破裂。", "anonymous"),
        ("校方表示，已成立调查组。", "organisation"),
        ("罗江春表示，会的。", "person"),
    ],
)
def test_each_speaker_has_a_kind(text: str, kind: str) -> None:
    assert [p.kind for p in speech.speakers(*article(text))] == [kind]


def test_a_transcript_that_lacks_labels_leaves_the_unlabelled_lines_open() -> None:
    turns = ["主持人：第一个问题。", "我先回答。", "主持人：第二个问题。", "还是我来。", "主持人：第三个问题。", "好。"]
    blocks, segments = article(*turns)
    readings = speech.read(blocks, segments, speech.speakers(blocks, segments))
    assert [r.speaker for r in readings] == ["zhuchiren", None] * 3
    assert [r.decisive for r in readings] == [True, False] * 3


@pytest.mark.timing
def test_a_long_transcript_is_read_in_under_a_second() -> None:
    turn = "林佳颖：影响是很大的，他说过“成本在上升”，但是我们认为可以克服，王教授也提到过这一点。" * 2
    blocks, segments = article(*(turn if n % 2 else turn.replace("林佳颖", "郭雅雯") for n in range(250)))
    started = time.process_time()
    speech.read(blocks, segments, speech.speakers(blocks, segments))
    assert time.process_time() - started < 1


@pytest.mark.timing
@pytest.mark.parametrize(
    "text",
    [
        "他说" * 1000,
        "“" * 3000,
        "表示认为指出，" * 500,
        " " * 10000 + "好",
        "罗江春在会上和金小刚对话" * 500,
        "张三：" * 1000,
    ],
    ids=["verbs in one clause", "marks that open", "verbs in many clauses", "white space", "no marks", "labels"],
)
def test_no_text_makes_the_rules_slow(text: str) -> None:
    blocks, segments = article(text)
    started = time.process_time()
    assert len(speech.read(blocks, segments, speech.speakers(blocks, segments))) == 1
    assert time.process_time() - started < 2
