"""Repair: asks again for what has faults, keeps the better answer, and never a worse one."""

from collections.abc import Mapping
from typing import Any

import pytest
from scripted_server import ScriptedServer, refusal, scripted, status
from wire.desks import segments_of, session_at
from wire.recording import desk_on_recording

from summarizer.records import Brief, Finding, Name, Segment, Term, Translation
from summarizer.stages.repair import faults_of, repair
from summarizer.stages.translate import Translations

BRIEF = Brief(
    title=Name(source=""), terms=(Term(source="沈若兰", target="Shen Ruolan", kind="person", origin="pinyin"),)
)
SOURCE = "馆长沈若兰表示，机器人每晚盘点一次，读者早上就能找到想看的书。"
GOOD = "The director, Shen Ruolan, said the robots take stock every night, so that readers find their books in the morning."
LEFT = "The director, Shen Ruolan, said the robots 盘点 every night, so that readers find their books in the morning."
SPELT_OUT = LEFT.replace("盘点", "Pandian")
ONE = segments_of(SOURCE)


def drafts(targets: Mapping[str, str | None], findings: tuple[Finding, ...] = ()) -> Translations:
    return Translations(
        by_segment={i: Translation(segment=i, target=text) for i, text in targets.items()}, findings=findings
    )


async def repaired(
    server: ScriptedServer,
    target: str | None,
    *,
    rounds: int = 2,
    segments: tuple[Segment, ...] = ONE,
    findings: tuple[Finding, ...] = (),
    **more: Any,
) -> Translations:
    async with session_at(server, **more) as session:
        return await repair(segments, drafts({s.id: target for s in segments}, findings), BRIEF, session, rounds=rounds)


async def test_what_has_no_fault_is_not_asked_for() -> None:
    with scripted() as server:
        made = await repaired(server, GOOD)
    assert server.count() == 0
    assert made.by_segment["p1.s1"] == Translation(segment="p1.s1", target=GOOD)


async def test_a_better_answer_is_kept_and_counted() -> None:
    with scripted(answer=lambda body: GOOD) as server:
        made = await repaired(server, LEFT)
    assert server.count() == 1
    assert made.by_segment["p1.s1"] == Translation(segment="p1.s1", target=GOOD, attempts=2, repaired=True)


async def test_a_strong_model_sees_source_answer_and_fault() -> None:
    with scripted(answer=lambda body: GOOD) as server:
        await repaired(server, LEFT)
    faults = faults_of(ONE, drafts({"p1.s1": LEFT}).by_segment, BRIEF)["p1.s1"]
    text = server.requests[0].text
    assert all(told in text for told in (SOURCE, LEFT, "沈若兰 = Shen Ruolan", *(f.detail for f in faults)))


WORSE = (
    SOURCE,
    "No.",
    "",
    "盘点盘点盘点。",
    "Here is the translation: " + LEFT,
    "the same " * 60,
    "I'm sorry, I can't help.",
)


@pytest.mark.parametrize("worse", WORSE)
async def test_a_worse_answer_is_never_kept(worse: str) -> None:
    with scripted(answer=lambda body: worse) as server:
        made = await repaired(server, LEFT)
    assert server.count() == 2
    assert made.by_segment["p1.s1"].target == SPELT_OUT


async def test_a_word_without_english_is_spelt_out_in_the_end_and_that_is_said() -> None:
    with scripted(answer=lambda body: LEFT) as server:
        made = await repaired(server, LEFT)
    assert made.by_segment["p1.s1"].target == SPELT_OUT
    [finding] = made.findings
    assert (finding.segment, finding.kind, finding.severity) == ("p1.s1", "romanised", "warning")
    assert "盘点" in finding.detail


async def test_a_text_that_was_left_in_chinese_is_not_spelt_out() -> None:
    with scripted(answer=lambda body: SOURCE) as server:
        made = await repaired(server, SOURCE)
    assert made.by_segment["p1.s1"].target == SOURCE


@pytest.mark.parametrize("answer", ["", SOURCE, "盘点"], ids=["none", "source", "copy"])
async def test_a_left_over_word_without_english_is_not_deleted(answer: str) -> None:
    with scripted(answer=lambda body: answer) as server:
        made = await repaired(server, LEFT, tactics="small")
    assert made.by_segment["p1.s1"].target == SPELT_OUT


async def test_a_refusal_is_not_put_where_a_left_over_word_stood() -> None:
    with scripted(answer=lambda body: "I'm sorry, I can't help.") as server:
        made = await repaired(server, LEFT, tactics="small")
    assert made.by_segment["p1.s1"].target == SPELT_OUT


@pytest.mark.parametrize("answer", ["No.", "I'm sorry, I can't help.", SOURCE], ids=["short", "refusal", "copy"])
async def test_an_answer_that_loses_the_sentence_is_worse_than_two_slips(answer: str) -> None:
    with scripted(answer=lambda body: answer) as server:
        made = await repaired(server, LEFT.replace(", Shen Ruolan,", ""))
    assert made.by_segment["p1.s1"].target == SPELT_OUT.replace(", Shen Ruolan,", "")


async def test_the_second_round_asks_another_question() -> None:
    with scripted(answer=lambda body: LEFT) as server:
        await repaired(server, LEFT)
    first, second = server.requests
    assert first.body["messages"] != second.body["messages"]
    assert (first.body["temperature"], second.body["temperature"]) == (0.0, 0.3)


async def test_no_rounds_ask_nothing() -> None:
    with scripted() as server:
        made = await repaired(server, LEFT, rounds=0)
    assert server.count() == 0
    assert made.by_segment["p1.s1"].target == SPELT_OUT


async def test_rounds_are_a_limit() -> None:
    with scripted(answer=lambda body: LEFT) as server:
        await repaired(server, LEFT, rounds=1)
    assert server.count() == 1


async def test_a_refusal_and_a_failure_leave_the_draft() -> None:
    for fault in (refusal(), status(400, "content policy")):
        with scripted(always=[fault]) as server:
            made = await repaired(server, LEFT)
        assert made.by_segment["p1.s1"].target == SPELT_OUT


async def test_a_request_that_failed_stays_a_finding_while_there_is_no_translation() -> None:
    lost = Finding(segment="p1.s1", kind="request", severity="error", detail="The request failed: x")
    with scripted(always=[status(400, "content policy")]) as server:
        made = await repaired(server, None, findings=(lost,))
    assert made.findings == (lost,)
    assert made.by_segment["p1.s1"].target is None
    with scripted(answer=lambda body: GOOD) as server:
        made = await repaired(server, None, findings=(lost,))
    assert made.findings == ()
    assert made.by_segment["p1.s1"].target == GOOD


async def test_every_faulty_segment_of_a_round_is_asked_for_at_once() -> None:
    from scripted_server import slow

    many = segments_of(*(f"{SOURCE[:-1]}，这是第{n}天。" for n in "一二三四五六"))
    with scripted(answer=lambda body: LEFT, always=[slow(0.1)]) as server:
        await repaired(server, None, segments=many, rounds=1)
    assert server.most_at_once >= 5


async def test_a_number_of_a_wrong_magnitude_is_mended_without_asking() -> None:
    segments = segments_of("全省今年还将为图书馆投入一亿五千万元。")
    with scripted() as server:
        made = await repaired(
            server, "The province will spend another 1.5 billion yuan on its libraries this year.", segments=segments
        )
    assert server.count() == 0
    assert "150 million yuan" in (made.by_segment["p1.s1"].target or "")


@pytest.mark.parametrize("tactics", ["strong", "small"])
async def test_recorded_repairs_leave_nothing_worse(tactics: str) -> None:
    async with desk_on_recording(f"repair-{tactics}", tactics=tactics) as desk:
        segments = segments_of(SOURCE, "“我们没有裁掉任何一名馆员，省下来的时间大家用来陪孩子读书。”")
        were = {"p1.s1": LEFT, "p1.s2": "“We have not."}
        made = await repair(segments, drafts(were), BRIEF, desk.session("0" * 64))
    before = faults_of(segments, drafts(were).by_segment, BRIEF)
    after = faults_of(segments, made.by_segment, BRIEF)
    assert set(before) == {"p1.s1", "p1.s2"}
    assert len(after) < len(before)
