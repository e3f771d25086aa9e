"""Attribute: decisive rules are not put to the model; about the rest it is asked, and may say nobody."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from scripted_server import ScriptedServer, asked_schema, scripted, status
from wire.recording import runtime_on_recording
from wire.runtimes import segments_of, session_at

from summarizer.records import Block, Brief, Name, Profile, Reading, Segment
from summarizer.stages.attribute import UNKNOWN, Attribution, attribute, statements
from summarizer.text.attribution import attribute_by_rule

SHEN = Profile(id="shen-ruolan", name=Name(source="沈若兰", target="Shen Ruolan"), role=Name(source="馆长"))
GU = Profile(id="gu-changhe", name=Name(source="顾长河", target="Gu Changhe"), role=Name(source="退休教师"))
BRIEF = Brief(title=Name(source=""), profiles=(SHEN, GU))
LINES = (
    ("沈若兰表示，机器人每晚盘点一次。",),
    ("图书馆的灯一直亮到深夜。",),
    ("“孩子需要的是一个认识他的人。”顾长河和沈若兰都在场。", "“机器再快也不会推荐一本好书。”"),
)
BLOCKS = tuple(Block(id=f"p{n}", kind="paragraph", text="".join(lines)) for n, lines in enumerate(LINES, 1))
SEGMENTS = tuple(s for n, lines in enumerate(LINES, 1) for s in segments_of(*lines, block=f"p{n}"))


def by_rule(blocks: Sequence[Block], segments: Sequence[Segment]) -> Brief:
    """A brief with the rules' readings."""
    return BRIEF.model_copy(update={"readings": attribute_by_rule(blocks, segments).readings})


def ruled() -> dict[str, Reading]:
    return {r.segment: r for r in by_rule(BLOCKS, SEGMENTS).readings}


OPEN = [i for i, r in ruled().items() if not r.decisive]


def saying(*who: str) -> Any:
    """The model names these, in order, for what it is asked."""

    def written(body: dict[str, Any]) -> str:
        ids = list((asked_schema(body)[1] or {})["properties"])
        return json.dumps(dict(zip(ids, who * len(ids), strict=False)))

    return written


async def attributed(server: ScriptedServer, brief: Brief | None = None) -> Attribution:
    async with session_at(server, tactics="small") as session:
        return await attribute(SEGMENTS, brief or by_rule(BLOCKS, SEGMENTS), session)


def test_the_passage_leaves_something_open() -> None:
    assert OPEN
    assert ruled()["p1.s1"].decisive


async def test_only_what_the_rules_leave_open_is_asked_with_nobody_as_a_choice() -> None:
    with scripted(answer=saying("unattributed")) as server:
        await attributed(server)
    asked = [asked_schema(a.body)[1] or {} for a in server.requests]
    assert [i for schema in asked for i in schema["properties"]] == OPEN
    choices = {choice for schema in asked for part in schema["properties"].values() for choice in part["enum"]}
    assert choices == {"shen-ruolan", "gu-changhe", "unattributed"}


WEAK = ("沈若兰表示，机器人每晚盘点一次。", "她还说，书架一共有三百个。")
"""A pronoun is no sure sign: the rule gives the second sentence to her, unsure."""


async def weakly_read(answer: str, tactics: str) -> Attribution:
    """Both sentences, with a scripted model that says whose the second is."""
    blocks = (Block(id="p1", kind="paragraph", text="".join(WEAK)),)
    with scripted(answer=saying(answer)) as server:
        async with session_at(server, tactics=tactics) as session:
            segments = segments_of(*WEAK, block="p1")
            return await attribute(segments, by_rule(blocks, segments), session)


@pytest.mark.parametrize("tactics", ["small"])
class TestWeakRules:
    async def test_where_rule_and_model_agree_the_reading_is_decisive_and_nothing_is_said(self, tactics: str) -> None:
        made = await weakly_read("shen-ruolan", tactics)
        assert [(r.speaker, r.decisive) for r in made.readings] == [("shen-ruolan", True)] * 2
        assert made.findings == ()

    @pytest.mark.parametrize("answer", ["gu-changhe", "unattributed"])
    async def test_where_they_differ_the_rules_name_stands_and_both_are_told(self, tactics: str, answer: str) -> None:
        made = await weakly_read(answer, tactics)
        assert [r.speaker for r in made.readings] == ["shen-ruolan"] * 2
        [finding] = made.findings
        assert (finding.segment, finding.kind, finding.severity) == ("p1.s2", "attribution", "info")
        assert "shen-ruolan" in finding.detail
        assert ("gu-changhe" if answer == "gu-changhe" else "nobody") in finding.detail

    async def test_words_in_quotation_marks_that_nobody_is_named_for_are_left_to_the_reader(self, tactics: str) -> None:
        with scripted(answer=saying("unattributed")) as server:
            async with session_at(server, tactics=tactics) as session:
                made = await attribute(SEGMENTS, by_rule(BLOCKS, SEGMENTS), session)
        left = [r.segment for r in made.readings if not r.decisive]
        assert left == OPEN
        assert [(f.segment, f.rule) for f in made.findings] == [(i, UNKNOWN) for i in OPEN]


async def test_where_they_disagree_the_reader_is_told() -> None:
    other = ["gu-changhe" if ruled()[i].speaker != "gu-changhe" else "shen-ruolan" for i in OPEN]
    with scripted(answer=saying(*other)) as server:
        made = await attributed(server)
    assert {f.segment for f in made.findings} == set(OPEN)
    assert {(f.kind, f.severity) for f in made.findings} == {("attribution", "info")}


async def test_what_no_rule_reads_is_the_models_and_says_so() -> None:
    with scripted(answer=saying("gu-changhe")) as server:
        made = await attributed(server)
    credited = [r for r in made.readings if ruled()[r.segment].speaker is None and r.speaker]
    assert credited
    assert {(r.speaker, r.basis, r.decisive) for r in credited} == {("gu-changhe", "model", False)}
    assert [s.speaker for s in made.statements if credited[0].segment in s.segments] == ["gu-changhe"]


async def test_the_model_may_say_nobody() -> None:
    with scripted(answer=saying("unattributed")) as server:
        made = await attributed(server)
    named = {r.segment for r in made.readings if r.speaker}
    assert named == {i for i, r in ruled().items() if r.speaker}, "what a rule names stays, nobody else is added"


@pytest.mark.parametrize("answer", ["no idea", "{}", '{"p3.s1": "somebody-else", "p3.s2": 4}'])
async def test_an_answer_that_names_no_speaker_of_the_article_leaves_the_rules_reading(answer: str) -> None:
    with scripted(answer=lambda body: answer) as server:
        made = await attributed(server)
    assert {r.segment: r.speaker for r in made.readings} == {i: r.speaker for i, r in ruled().items()}
    assert {f.segment for f in made.findings} == set(OPEN)


async def test_without_the_model_the_rules_stand_and_the_reader_is_told() -> None:
    with scripted(always=[status(400, "no")]) as server:
        made = await attributed(server)
    assert {r.segment: r.speaker for r in made.readings} == {i: r.speaker for i, r in ruled().items()}
    assert {f.segment for f in made.findings} == set(OPEN)


async def test_an_article_without_speakers_asks_nothing() -> None:
    with scripted() as server:
        made = await attributed(server, Brief(title=Name(source="")))
    assert server.count() == 0
    assert made.statements == ()


def reading(segment: str, speaker: str | None, **more: Any) -> Reading:
    return Reading.model_validate({"segment": segment, "speaker": speaker, "basis": "label", "decisive": True, **more})


def grouped(*readings: Reading) -> list[tuple[str, ...]]:
    segments = [Segment(id=r.segment, block=r.segment.split(".")[0], source="话。") for r in readings]
    return [s.segments for s in statements(segments, readings)]


class TestStatements:
    def test_consecutive_segments_of_one_speaker_are_one(self) -> None:
        assert grouped(reading("p1.s1", "a"), reading("p1.s2", "a"), reading("p1.s3", "b")) == [
            ("p1.s1", "p1.s2"),
            ("p1.s3",),
        ]

    def test_narration_between_them_ends_it(self) -> None:
        assert grouped(reading("p1.s1", "a"), reading("p1.s2", None), reading("p1.s3", "a")) == [("p1.s1",), ("p1.s3",)]

    def test_so_does_a_new_paragraph(self) -> None:
        assert grouped(reading("p1.s1", "a"), reading("p2.s1", "a")) == [("p1.s1",), ("p2.s1",)]

    def test_so_does_another_kind_and_another_who_quotes(self) -> None:
        assert grouped(reading("p1.s1", "a"), reading("p1.s2", "a", kind="reported")) == [("p1.s1",), ("p1.s2",)]
        assert grouped(reading("p1.s1", "a"), reading("p1.s2", "a", quoted_by="b")) == [("p1.s1",), ("p1.s2",)]

    def test_so_do_others_who_say_it_too(self) -> None:
        assert grouped(reading("p1.s1", "a"), reading("p1.s2", "a", also=("b",))) == [("p1.s1",), ("p1.s2",)]

    def test_who_says_it_too_is_kept(self) -> None:
        segments = [Segment(id="p1.s1", block="p1", source="话。")]
        [statement] = statements(segments, [reading("p1.s1", "a", also=("b",), basis="joint")])
        assert (statement.speaker, statement.also, statement.speakers) == ("a", ("b",), ("a", "b"))

    def test_narration_alone_makes_none(self) -> None:
        assert grouped(reading("p1.s1", None)) == []


async def test_recorded_what_the_rules_leave_open_is_asked() -> None:
    async with runtime_on_recording("attribute-chunk") as runtime:
        made = await attribute(SEGMENTS, by_rule(BLOCKS, SEGMENTS), runtime.session("0" * 64))
    assert {r.speaker for r in made.readings} <= {"shen-ruolan", "gu-changhe", None}
    assert next(r.speaker for r in made.readings if r.segment == "p1.s1") == "shen-ruolan"
    assert next(r.speaker for r in made.readings if r.segment == "p2.s1") is None
