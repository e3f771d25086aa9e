"""Who says it: passages of every form of reported speech, and the parts of the rules that a passage does not show. Passages and
articles are development data: the figures are floors that only rise; `benchmarks/attribution.py` prints them."""

import time
from pathlib import Path

import pytest
from text.speech_cases import CASES, HELD_OUT, PROSE, STYLES, cases, outcomes

from summarizer.records import Block, Segment, Term
from summarizer.text.attribution import RuleAttribution, attribute_by_rule
from summarizer.text.attribution.profiles import is_organisation, role_and_affiliation


def article(*paragraphs: str) -> tuple[tuple[Block, ...], tuple[Segment, ...]]:
    """Blocks of one segment each."""
    blocks = tuple(Block(id=f"p{n}", kind="paragraph", text=text) for n, text in enumerate(paragraphs, 1))
    return blocks, tuple(Segment(id=f"{b.id}.s1", block=b.id, source=b.text) for b in blocks)


def read(*paragraphs: str, known: tuple[Term, ...] = ()) -> RuleAttribution:
    return attribute_by_rule(*article(*paragraphs), known)


@pytest.mark.parametrize(
    ("path", "right", "wrong"),
    [(CASES, 349, 8), (STYLES, 260, 15), (HELD_OUT, 95, 5), (PROSE, 74, 3)],
    ids=["cases", "styles", "held out", "prose"],
)
def test_passages_are_read_no_worse_than_before(path: Path, right: int, wrong: int) -> None:
    """`wrong`: surely read, and as somebody else's or nobody's."""
    every = [one for case in cases(path) for one in outcomes(case)]
    assert sum(one.right for one in every) >= right
    assert sum(one.wrong for one in every) <= wrong


def test_an_article_without_speech_has_no_speakers() -> None:
    blocks, segments = article("今天下雨。", "气温下降了五度。")
    assert attribute_by_rule(blocks, segments).profiles == ()
    assert [r.speaker for r in attribute_by_rule(blocks, segments).readings] == [None, None]


def test_nothing_at_all_is_read_as_nothing() -> None:
    assert attribute_by_rule((), ()) == RuleAttribution()


def test_role_and_affiliation_come_from_what_stands_before_the_name() -> None:
    [profile] = read("江南大学社会学系教授沈慧敏指出，年轻人不是不想结婚。").profiles
    assert (profile.role.source, profile.affiliation.source) == ("教授", "江南大学社会学系")


def test_role_and_affiliation_come_from_a_label() -> None:
    first, _ = read("陈立群（云帆科技创始人兼总裁）：我们去年开始。", "王思远：我不同意。").profiles
    assert (first.role.source, first.affiliation.source) == ("创始人兼总裁", "云帆科技")


def test_role_and_affiliation_come_from_a_guest_list() -> None:
    blocks, segments = article("高志远：星海资本合伙人", "高志远认为，今年会更谨慎。")
    [profile] = attribute_by_rule(blocks, segments).profiles
    assert (profile.role.source, profile.affiliation.source) == ("合伙人", "星海资本")


def test_a_title_that_names_its_own_house_is_kept_whole() -> None:
    [profile] = read("图灵奖获得者、Meta首席AI科学家杨立昆表示，这是一种浪费。").profiles
    assert profile.role.source == "图灵奖获得者、Meta首席AI科学家"
    assert profile.affiliation.source == "Meta"


@pytest.mark.parametrize(
    ("described", "role", "affiliation"),
    [
        ("了经济学者、南湖大学教授", "经济学者、南湖大学教授", "南湖大学"),
        ("北街小学校长", "校长", "北街小学"),
        ("南山九年制学校校长", "校长", "南山九年制学校"),
        ("东镇中心校校长", "校长", "东镇中心校"),
        ("清泉大学校长", "校长", "清泉大学"),
    ],
)
def test_a_description_is_parted_into_role_and_organisation(described: str, role: str, affiliation: str) -> None:
    assert role_and_affiliation(described) == (role, affiliation)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("在野党联盟", True),
        ("在线教育集团", True),
        ("但在东海大学", False),
        ("在县里一家养老院", False),
        ("质询时引述东海大学", False),
    ],
)
def test_words_of_the_sentence_are_no_organisation(words: str, expected: bool) -> None:
    assert is_organisation(words) is expected


def test_all_forms_of_a_name_are_one_profile() -> None:
    text = "分析师约翰·米勒（John Miller）认为，市场反应过度。", "米勒指出，库存仍然偏低。"
    [profile] = read(*text).profiles
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
    assert [p.id for p in read(text).profiles] == [ident]


def test_two_people_whose_names_sound_alike_have_two_ids() -> None:
    profiles = read("李明表示，同意。", "黎明则表示反对。", known=(person("黎明"), person("李明"))).profiles
    assert len({p.id for p in profiles}) == 2


def person(name: str, *aliases: str) -> Term:
    return Term(source=name, target="", kind="person", origin="authority", aliases=aliases)


def test_names_known_from_outside_are_recognised() -> None:
    blocks, segments = article("百度回应称，消息不实。")
    term = Term(source="百度", target="Baidu", kind="organisation", origin="authority")
    [profile] = attribute_by_rule(blocks, segments, [term]).profiles
    assert (profile.name.source, profile.kind) == ("百度", "organisation")
    assert attribute_by_rule(blocks, segments, [term]).readings[0].speaker == profile.id


def test_whoever_says_it_together_has_a_profile() -> None:
    blocks, segments = article("孙正阳和许知遥都认为，市场还没有见底。")
    made = attribute_by_rule(blocks, segments)
    profiles, [reading] = made.profiles, made.readings
    assert [p.name.source for p in profiles] == ["孙正阳", "许知遥"]
    assert (reading.speaker, reading.also) == ("sun-zhengyang", ("xu-zhiyao",))


def test_who_is_quoted_in_anothers_speech_says_by_whom() -> None:
    made = read("罗江春表示，“金小刚说过：‘真实世界的复杂性远远高于模型。’我同意。”", "金小刚没有回应。")
    inner = next(r for r in made.readings if r.kind == "nested")
    assert (inner.speaker, inner.quoted_by) == ("jin-xiaogang", "luo-jiangchun")


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
    assert [p.kind for p in read(text).profiles] == [kind]


def test_a_transcript_that_lacks_labels_leaves_the_unlabelled_lines_open() -> None:
    turns = ["主持人：第一个问题。", "我先回答。", "主持人：第二个问题。", "还是我来。", "主持人：第三个问题。", "好。"]
    blocks, segments = article(*turns)
    readings = attribute_by_rule(blocks, segments).readings
    assert [r.speaker for r in readings] == ["zhuchiren", None] * 3
    assert [r.decisive for r in readings] == [True, False] * 3


@pytest.mark.timing
def test_a_long_transcript_is_read_in_under_a_second() -> None:
    turn = "林佳颖：影响是很大的，他说过“成本在上升”，但是我们认为可以克服，王教授也提到过这一点。" * 2
    blocks, segments = article(*(turn if n % 2 else turn.replace("林佳颖", "郭雅雯") for n in range(250)))
    started = time.process_time()
    assert attribute_by_rule(blocks, segments).readings
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
    assert len(attribute_by_rule(blocks, segments).readings) == 1
    assert time.process_time() - started < 2
