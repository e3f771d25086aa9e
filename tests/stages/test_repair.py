"""Repair: asks again for what has faults, keeps the better answer, and never a worse one."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from scripted_server import Asked, Fault, ScriptedServer, asked_schema, cut, refusal, scripted, slow, status
from wire.recording import runtime_on_recording
from wire.runtimes import segments_of, session_at

from summarizer.records import Brief, Finding, Name, Segment, Term, Translation
from summarizer.stages.checks import Checks
from summarizer.stages.repair import draft_for_summary, repair
from summarizer.stages.translate import Translations

BRIEF = Brief(
    title=Name(source=""), terms=(Term(source="沈若兰", target="Shen Ruolan", kind="person", origin="pinyin"),)
)
SOURCE = "馆长沈若兰表示，机器人每晚盘点一次，读者早上就能找到想看的书。"
GOOD = "The director, Shen Ruolan, said the robots take stock every night, so that readers find their books in the morning."
LEFT = "The director, Shen Ruolan, said the robots 盘点 every night, so that readers find their books in the morning."
SPELT_OUT = LEFT.replace("盘点", "Pandian")
ONE = segments_of(SOURCE)
MANY = segments_of(*(f"{SOURCE[:-1]}，这是第{n}天。" for n in "一二三四五六"))
ENGLISH = {s.id: f"{GOOD[:-1]}; this is day {n}." for n, s in enumerate(MANY, 1)}
OTHER = segments_of(SOURCE, "退休教师顾长河却有不同看法，他认为老人更需要的是认识他们的人。")


def drafts(targets: Mapping[str, str | None], findings: tuple[Finding, ...] = ()) -> Translations:
    return Translations(
        by_segment={i: Translation(segment=i, target=text) for i, text in targets.items()}, findings=findings
    )


async def repaired(
    server: ScriptedServer,
    target: str | None,
    *,
    rounds: int = 2,
    share: float = 1.0,
    segments: tuple[Segment, ...] = ONE,
    findings: tuple[Finding, ...] = (),
    **more: Any,
) -> Translations:
    async with session_at(server, **more) as session:
        there = drafts({s.id: target for s in segments}, findings)
        return await repair(there, Checks(segments, BRIEF), session, rounds=rounds, share=share)


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
    faults = Checks(ONE, BRIEF).faults(drafts({"p1.s1": LEFT}).by_segment)["p1.s1"]
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
    assert (finding.segment, finding.kind, finding.severity) == ("p1.s1", "transliterated", "warning")
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


async def test_a_strong_model_that_keeps_its_answer_ends_the_rounds_and_the_warning_is_a_remark() -> None:
    doubtful = "Shen Ruolan, the director, told this reporter that 600 robots take stock each night."
    checks = Checks(ONE, BRIEF)
    before = checks.one("p1.s1", drafts({"p1.s1": doubtful}).by_segment)
    assert {f.severity for f in before} == {"warning"}
    with scripted(answer=lambda body: doubtful) as server:
        async with session_at(server) as session:
            made = await repair(drafts({"p1.s1": doubtful}), checks, session, rounds=2)
    assert server.count() == 1
    assert made.by_segment["p1.s1"] == Translation(segment="p1.s1", target=doubtful, confirmed=True)
    after = checks.one("p1.s1", made.by_segment)
    assert [f.detail for f in after] == [f.detail for f in before]
    assert {f.severity for f in after} == {"info"}


async def test_a_small_model_that_keeps_its_answer_settles_nothing() -> None:
    doubtful = "Shen Ruolan, the director, told this reporter that 600 robots take stock each night."
    with scripted(answer=lambda body: doubtful) as server:
        made = await repaired(server, doubtful, tactics="small")
    assert not made.by_segment["p1.s1"].confirmed


async def test_a_small_model_is_asked_by_clauses_only_about_what_has_lost_something() -> None:
    quoted = segments_of("馆长沈若兰表示：“机器人每晚盘点一次，读者早上就能找到想看的书。”")
    unquoted = "The director, Shen Ruolan, said the robots take stock every night, so that readers find their books in the morning."
    with scripted(answer=lambda body: unquoted) as server:
        await repaired(server, unquoted, segments=quoted, tactics="small")
    assert server.count() == 0, "quotation marks are set by rule"
    with scripted(answer=lambda body: "The director said so.") as server:
        await repaired(server, "The director, Shen Ruolan, said so.", tactics="small")
    assert server.count() > 0


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
    lost = Finding(segment="p1.s1", kind="request-failed", severity="error", detail="The request failed: x")
    with scripted(always=[status(400, "content policy")]) as server:
        made = await repaired(server, None, findings=(lost,))
    assert made.findings == (lost,)
    assert made.by_segment["p1.s1"].target is None
    with scripted(answer=lambda body: GOOD) as server:
        made = await repaired(server, None, findings=(lost,))
    assert made.findings == ()
    assert made.by_segment["p1.s1"].target == GOOD


async def test_a_small_model_is_asked_for_every_faulty_segment_of_a_round_at_once() -> None:
    with scripted(answer=lambda body: LEFT, always=[slow(0.1)]) as server:
        await repaired(server, None, segments=MANY, rounds=1, tactics="small")
    assert server.most_at_once >= 5


class TestBatch:
    """A strong model is asked for several faulty segments in one question."""

    @staticmethod
    def mending(*left_out: str) -> Any:
        def answer(body: dict[str, Any]) -> str:
            schema = asked_schema(body)[1]
            if schema is None:
                return LEFT
            return json.dumps({i: ENGLISH[i] for i in schema["properties"] if i not in left_out})

        return answer

    async def test_one_question_holds_source_answer_and_faults_of_each_and_is_answered_by_id(self) -> None:
        with scripted(answer=self.mending()) as server:
            made = await repaired(server, LEFT, segments=MANY)
        [asked] = server.requests
        assert asked.name == "repair_batch"
        assert asked_schema(asked.body)[1]["required"] == [s.id for s in MANY]  # type: ignore[index]
        told = json.loads(asked.text.partition("<sentences>")[2].partition("</sentences>")[0])
        faults = Checks(MANY, BRIEF).faults(drafts({s.id: LEFT for s in MANY}).by_segment)
        assert {i: one["chinese"] for i, one in told.items()} == {s.id: s.source for s in MANY}
        assert {i: one["noted"] for i, one in told.items()} == {i: [f.detail for f in fs] for i, fs in faults.items()}
        assert {one["english"] for one in told.values()} == {LEFT}
        assert "沈若兰 = Shen Ruolan" in asked.text
        assert {i: (t.target, t.repaired) for i, t in made.by_segment.items()} == {
            s.id: (ENGLISH[s.id], True) for s in MANY
        }

    async def test_what_it_does_not_mend_is_asked_for_by_itself_and_otherwise(self) -> None:
        with scripted(answer=self.mending("p1.s2")) as server:
            made = await repaired(server, LEFT, segments=MANY)
        first, second = server.requests
        assert (first.name, second.name) == ("repair_batch", "")
        assert "<clauses>" in second.text
        assert MANY[1].source[-6:] in second.text
        assert {i for i, t in made.by_segment.items() if t.target == ENGLISH[i]} == {s.id for s in MANY} - {"p1.s2"}

    @pytest.mark.parametrize(
        "fault", [status(400, "content policy"), refusal(), cut(0.5)], ids=["400", "refusal", "cut"]
    )
    async def test_where_it_fails_each_is_asked_for_by_itself(self, fault: Fault) -> None:
        def behave(asked: Asked) -> list[Fault]:
            return [fault] if asked.name else []

        with scripted(answer=lambda body: GOOD, behave=behave) as server:
            made = await repaired(server, LEFT, segments=MANY[:2])
        assert server.count() == 3
        assert made.by_segment["p1.s1"].target == GOOD

    async def test_an_answer_moved_to_its_neighbour_is_not_kept(self) -> None:
        """Both sentences answered with the first one's English: for the second that is not worse than Chinese left in it, but no better."""
        own = "The retired teacher Gu Changhe sees it 不同; he thinks that the old need people who know them more."
        answers = json.dumps(dict.fromkeys(("p1.s1", "p1.s2"), GOOD))
        with scripted(answer=lambda body: answers) as server:
            async with session_at(server) as session:
                made = await repair(drafts({"p1.s1": LEFT, "p1.s2": own}), Checks(OTHER, BRIEF), session, rounds=1)
        assert made.by_segment["p1.s1"].target == GOOD
        assert made.by_segment["p1.s2"].target == own.replace("不同", "Butong")

    async def test_a_question_holds_no_more_than_a_chunk(self) -> None:
        with scripted(answer=self.mending()) as server:
            await repaired(server, LEFT, segments=MANY, chunk_tokens=70)
        assert [len(asked_schema(asked.body)[1]["required"]) for asked in server.requests] == [2, 2, 2]  # type: ignore[index]


class TestBudget:
    async def test_nothing_asks_nothing_and_says_so(self) -> None:
        with scripted() as server:
            made = await repaired(server, LEFT, segments=MANY, share=0)
        assert server.count() == 0
        [told] = [f for f in made.findings if f.kind == "repair-budget"]
        assert (told.segment, told.severity) == (None, "info")
        assert "p1.s1, p1.s2" in told.detail

    async def test_the_worst_are_repaired_first(self) -> None:
        """Every sentence has Chinese left in it, all but the first repeat the one before, and the last has no English at all."""
        many = segments_of(*(f"{SOURCE[:-1]}，这是第{n}天。" for n in range(1, 201)))
        targets: dict[str, str | None] = {s.id: LEFT for s in many} | {many[-1].id: None}
        with scripted() as server:
            async with session_at(server) as session:
                made = await repair(drafts(targets), Checks(many, BRIEF), session, rounds=1, share=0.2)
        asked = [i for one in server.requests for i in asked_schema(one.body)[1]["required"]]  # type: ignore[index]
        assert many[-1].id in asked
        assert 10 < len(asked) < 40
        assert many[0].id not in asked
        [told] = [f for f in made.findings if f.kind == "repair-budget"]
        assert f"{200 - len(asked)} segments left unrepaired" in told.detail

    async def test_what_was_repaired_in_the_end_is_not_named(self) -> None:
        with scripted(answer=TestBatch.mending()) as server:
            made = await repaired(server, LEFT, segments=MANY)
        assert made.findings == ()


async def test_a_number_of_a_wrong_magnitude_is_mended_without_asking() -> None:
    segments = segments_of("全省今年还将为图书馆投入一亿五千万元。")
    with scripted() as server:
        made = await repaired(
            server, "The province will spend another 1.5 billion yuan on its libraries this year.", segments=segments
        )
    assert server.count() == 0
    mended = made.by_segment["p1.s1"]
    assert "150 million yuan" in (mended.target or "")
    assert (mended.attempts, mended.repaired) == (1, True)
    [finding] = made.findings
    assert (finding.segment, finding.kind, finding.severity) == ("p1.s1", "auto-corrected", "info")
    assert finding.detail == ("Auto-corrected: 1.5 billion yuan → 150 million yuan, after the source's 一亿五千万元.")


async def test_a_misspelt_name_is_mended_without_asking_and_marked() -> None:
    with scripted() as server:
        made = await repaired(server, GOOD.replace("Shen Ruolan", "Shen Ruolang"))
    assert server.count() == 0
    assert made.by_segment["p1.s1"].target == GOOD
    assert [f.detail for f in made.findings] == [
        "Auto-corrected: Shen Ruolang → Shen Ruolan, the article's form of 沈若兰."
    ]


async def test_a_mend_is_told_of_after_a_left_over_word_was_exchanged_too() -> None:
    with scripted(answer=lambda body: "take stock") as server:
        made = await repaired(server, LEFT.replace("Shen Ruolan", "Shen Ruolang"), tactics="small")
    assert made.by_segment["p1.s1"].target == LEFT.replace("盘点", "take stock")
    assert [f.kind for f in made.findings] == ["auto-corrected"]


async def test_a_mend_is_not_told_of_where_another_answer_took_its_place() -> None:
    another = (
        "According to director Shen Ruolan, robots count all books nightly and readers have what they want by morning."
    )
    with scripted(answer=lambda body: another) as server:
        made = await repaired(server, LEFT.replace("Shen Ruolan", "Shen Ruolang"))
    assert made.by_segment["p1.s1"].target == another
    assert made.findings == ()


async def test_a_slip_that_is_not_certain_is_not_mended() -> None:
    with scripted(answer=lambda body: "no answer") as server:
        made = await repaired(server, GOOD.replace("Shen Ruolan", "Chen Yulan"))
    assert made.by_segment["p1.s1"].target == GOOD.replace("Shen Ruolan", "Chen Yulan")
    assert [f for f in made.findings if f.kind == "auto-corrected"] == []


def test_what_is_built_on_before_the_repair_holds_no_faulty_english() -> None:
    segments = segments_of(SOURCE, "全省今年还将为图书馆投入一亿五千万元。", "这是第三天。", "没有译文。")
    targets = {
        "p1.s1": LEFT,
        "p1.s2": "The province will spend another 1.5 billion yuan on its libraries this year.",
        "p1.s3": "This is the third day.",
        "p1.s4": None,
    }
    read = draft_for_summary(drafts(targets).by_segment, Checks(segments, BRIEF))
    assert [read[s.id].target for s in segments] == [
        SOURCE,
        "The province will spend another 150 million yuan on its libraries this year.",
        "This is the third day.",
        "没有译文。",
    ]


@pytest.mark.parametrize("tactics", ["strong", "small"])
async def test_recorded_repairs_of_one_segment_leave_nothing_worse(tactics: str) -> None:
    async with runtime_on_recording(f"repair-{tactics}", tactics=tactics, chunk_tokens=1) as runtime:
        segments = segments_of(SOURCE, "“我们没有裁掉任何一名馆员，省下来的时间大家用来陪孩子读书。”")
        were = {"p1.s1": LEFT, "p1.s2": "“We have not."}
        made = await repair(drafts(were), Checks(segments, BRIEF), runtime.session("0" * 64))
    before = Checks(segments, BRIEF).faults(drafts(were).by_segment)
    after = Checks(segments, BRIEF).faults(made.by_segment)
    assert set(before) == {"p1.s1", "p1.s2"}
    assert len(after) < len(before)
