"""Summarize: what is said of a speaker stands on the speaker's own sentences, or is not shown."""

import json
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from scripted_server import Asked, Fault, ScriptedServer, asked_schema, default_answer, scripted, status
from wire.recording import runtime_on_recording
from wire.runtimes import by_hand, segments_of, session_at

from summarizer.llm.session import Session
from summarizer.llm.tokens import count
from summarizer.records import Bilingual, Brief, Name, Profile, Statement, Term, Translation
from summarizer.stages.summarize import Summary, summarize
from summarizer.stages.summarize.choosing import representative
from summarizer.stages.summarize.transcripts import TranscriptLine
from summarizer.text.scripts import has_han

SHEN = Profile(id="shen-ruolan", name=Name(source="沈若兰", target="Shen Ruolan"), role=Name(source="馆长"))
GU = Profile(id="gu-changhe", name=Name(source="顾长河", target="Gu Changhe"), role=Name(source="退休教师"))
SILENT = Profile(id="han-zimo", name=Name(source="韩子墨", target="Han Zimo"))
BRIEF = Brief(title=Name(source="图书馆请来机器人", target="A library takes on robots"), profiles=(SHEN, GU, SILENT))
NAMED = BRIEF.model_copy(
    update={
        "terms": tuple(
            Term(source=p.name.source, target=p.name.target, kind="person", origin="pinyin") for p in (SHEN, GU)
        )
    }
)
SOURCES = (
    "顾长河认为，机器再快也不会推荐一本好书。",
    "沈若兰表示，机器人每晚盘点一次。",
    "“我们没有裁掉任何一名馆员。”",
    "图书馆的灯一直亮到深夜。",
)
ENGLISH = (
    "Gu Changhe believes that a machine, however fast, will never recommend a good book.",
    "Shen Ruolan said that the robots take stock once a night.",
    "“We have not let a single librarian go.”",
    "The library’s lights stayed on late into the night.",
)
SEGMENTS = segments_of(*SOURCES)
DONE = {s.id: Translation(segment=s.id, target=e) for s, e in zip(SEGMENTS, ENGLISH, strict=True)}
STATEMENTS = (
    Statement(id="st1", speaker="gu-changhe", kind="reported", segments=("p1.s1",), basis="speech verb"),
    Statement(id="st2", speaker="shen-ruolan", kind="reported", segments=("p1.s2", "p1.s3"), basis="speech verb"),
)
OWN = {"gu-changhe": {"p1.s1"}, "shen-ruolan": {"p1.s2", "p1.s3"}}


def about(body: dict[str, Any]) -> str:
    """The speaker a request is about; empty for the whole article."""
    text = str(body["messages"][-1]["content"])
    head = text.lstrip().splitlines()[0] if text.strip() else ""
    return next((p.id for p in (SHEN, GU) if head.startswith((p.name.source, p.name.target))), "")


def writing(**answer: Any) -> Any:
    """Answers about a speaker with these values, the others as ever."""

    def written(body: dict[str, Any]) -> str:
        return json.dumps(answer, ensure_ascii=False) if about(body) else default_answer(body)

    return written


async def summed(server: ScriptedServer, brief: Brief = BRIEF, *, together: bool = False, **more: Any) -> Summary:
    """By default each speaker and the whole are asked about apart, as in a long article."""
    async with session_at(server, **more) as session:
        if not together:
            apart(session)
        return await summarize(SEGMENTS, DONE, STATEMENTS, brief, session)


def apart(session: Session) -> None:
    session.tactics = session.tactics.model_copy(update={"summary_tokens": 0})


def point(en: str, *evidence: str, **more: str) -> dict[str, Any]:
    return {"topic": "robots", "en": en, "zh": "机器人。", "evidence": list(evidence), **more}


@pytest.mark.parametrize("tactics", ["strong", "small"])
async def test_speakers_come_in_the_order_in_which_they_speak_and_silent_ones_are_left_out(tactics: str) -> None:
    with scripted() as server:
        made = await summed(server, tactics=tactics)
    assert [s.id for s in made.speakers] == ["gu-changhe", "shen-ruolan"]


@pytest.mark.parametrize("tactics", ["strong", "small"])
async def test_every_point_stands_on_the_speakers_own_segments(tactics: str) -> None:
    with scripted() as server:
        made = await summed(server, tactics=tactics)
    for speaker in made.speakers:
        assert speaker.points
        assert all(set(p.evidence) <= OWN[speaker.id] for p in speaker.points)


async def test_a_point_without_evidence_of_its_own_is_dropped() -> None:
    points = [
        point("Of another.", "p1.s1"),
        point("Of nobody.", "p1.s4"),
        point("Of nothing."),
        point("Of the air.", "p9.s9"),
        point("Partly own.", "p1.s1", "p1.s3", "p1.s3"),
    ]
    with scripted(answer=writing(points=points)) as server:
        made = await summed(server)
    shen = next(s for s in made.speakers if s.id == "shen-ruolan")
    assert [(p.en, p.evidence) for p in shen.points] == [("Partly own.", ("p1.s3",))]


async def test_chinese_where_english_belongs_is_dropped_and_english_where_chinese_does() -> None:
    points = [point("Robots 盘点.", "p1.s1"), point("Good.", "p1.s1", zh="Good.", topic="书")]
    answer = {"summary_en": "He 认为 so.", "summary_zh": "Good.", "stance_en": "For.", "stance_zh": "支持。"}
    with scripted(answer=writing(points=points, **answer)) as server:
        made = await summed(server)
    gu = made.speakers[0]
    assert (gu.summary.en, gu.summary.zh, gu.stance.en, gu.stance.zh) == ("", "", "For.", "支持。")
    assert [(p.en, p.zh, p.topic) for p in gu.points] == [("Good.", "", "")]


@pytest.mark.parametrize("tactics", ["strong", "small"])
@pytest.mark.parametrize(
    "answer", ["", "no", "{}", '{"points": 3, "key": "p1.s1", "summary": 5, "stance": []}', '{"points": [1, {}]}']
)
async def test_an_answer_of_another_shape_says_nothing(answer: str, tactics: str) -> None:
    with scripted(answer=lambda body: answer) as server:
        made = await summed(server, tactics=tactics)
    assert [s.id for s in made.speakers] == ["gu-changhe", "shen-ruolan"]
    assert {s.summary.en for s in made.speakers} == {""}
    assert made.overview.topics == ()


@pytest.mark.parametrize("tactics", ["strong", "small"])
async def test_a_speaker_whose_request_fails_is_listed_without_a_summary_and_that_is_said(tactics: str) -> None:
    def behave(asked: Asked) -> list[Fault]:
        return [status(400, "content policy")] if about(asked.body) == "gu-changhe" else []

    with scripted(behave=behave) as server:
        made = await summed(server, tactics=tactics)
    gu, shen = made.speakers
    assert (gu.name.target, gu.summary.en, gu.points) == ("Gu Changhe", "", ())
    assert shen.points
    [finding] = made.findings
    assert (finding.segment, finding.kind, finding.severity) == (None, "summary", "error")
    assert "Gu Changhe" in finding.detail


@pytest.mark.parametrize("tactics", ["strong", "small"])
async def test_where_every_request_fails_speakers_stay_and_each_failure_is_said(tactics: str) -> None:
    with scripted(always=[status(400, "no")]) as server:
        made = await summed(server, tactics=tactics)
    assert [s.id for s in made.speakers] == ["gu-changhe", "shen-ruolan"]
    assert len(made.findings) == 3
    assert (made.overview.en, made.overview.topics) == ("", ())


@pytest.mark.parametrize("tactics", ["strong", "small"])
async def test_a_speaker_of_whom_nothing_was_translated_is_not_asked_about(tactics: str) -> None:
    lost = DONE | {"p1.s1": Translation(segment="p1.s1", target=None)}
    with scripted() as server:
        async with session_at(server, tactics=tactics) as session:
            apart(session)
            made = await summarize(SEGMENTS, lost, STATEMENTS, BRIEF, session)
    assert not [a for a in server.requests if about(a.body) == "gu-changhe"]
    assert [s.id for s in made.speakers] == ["gu-changhe", "shen-ruolan"]


async def test_all_are_asked_about_at_once() -> None:
    from scripted_server import slow

    with scripted(always=[slow(0.2)]) as server:
        await summed(server)
    assert server.count() == server.most_at_once == 3


async def test_positions_stand_on_the_speakers_own_segments_too() -> None:
    def position(who: str, stance: str, *evidence: str) -> dict[str, Any]:
        return {"speaker": who, "stance": stance, "evidence": list(evidence)}

    topics = [
        {
            "name": "Robots",
            "positions": [position("shen-ruolan", "supports", "p1.s2"), position("gu-changhe", "opposes", "p1.s2")],
        },
        {"name": "书", "positions": [position("gu-changhe", "opposes", "p1.s1")]},
        {
            "name": "Jobs",
            "positions": [position("gu-changhe", "furious", "p1.s1"), position("nobody", "mixed", "p1.s1")],
        },
    ]

    def answer(body: dict[str, Any]) -> str:
        return default_answer(body) if about(body) else json.dumps({"en": "All.", "zh": "全部。", "topics": topics})

    with scripted(answer=answer) as server:
        made = await summed(server)
    assert [(t.name, [(p.speaker, p.evidence) for p in t.positions]) for t in made.overview.topics] == [
        ("Robots", [("shen-ruolan", ("p1.s2",))])
    ]
    assert (made.overview.en, made.overview.zh) == ("All.", "全部。")


@pytest.mark.parametrize(
    ("en", "zh", "strange"),
    [
        ("Robots take stock 3 times a night.", "机器人盘点。", "“3 times”"),
        ("Robots take stock.", "机器人每晚盘点三百次。", "“三百次”"),
        ("It was Gu Changhe who let nobody go.", "没有裁人。", "“Gu”, “Changhe”"),
        ("No librarian went.", "顾长河没有裁人。", "“顾长河”"),
    ],
)
async def test_a_point_with_a_number_or_a_name_that_its_evidence_lacks_is_left_out_and_that_is_said(
    en: str, zh: str, strange: str
) -> None:
    """The answers are scripted."""
    good = point("Shen Ruolan: once a night the robots take stock.", "p1.s2")
    with scripted(answer=writing(points=[point(en, "p1.s3", zh=zh), good])) as server:
        made = await summed(server, brief=NAMED)
    assert [p.en for p in made.speakers[1].points] == [good["en"]]
    details = [f.detail for f in made.findings if "Shen Ruolan" in f.detail]
    assert details[0].startswith("A point of Shen Ruolan’s was left out: ")
    assert strange in details[0]
    assert details[0].endswith("not in its evidence (p1.s3).")
    assert {(f.kind, f.severity, f.segment) for f in made.findings} == {("ungrounded", "info", None)}


async def test_quotation_marks_are_left_only_around_the_translations_own_wording() -> None:
    answer = {
        "summary_en": "She said “we have not let a single librarian go” and that “nobody has ever been fired”.",
        "summary_zh": "她说没有裁人。",
        "stance_en": "She stands by her “librarians”.",
        "stance_zh": "她支持馆员。",
    }
    with scripted(answer=writing(points=[point("“All of them stay here.”", "p1.s3")], **answer)) as server:
        made = await summed(server)
    shen = made.speakers[1]
    assert shen.summary.en == "She said “we have not let a single librarian go” and that nobody has ever been fired."
    assert shen.stance.en == "She stands by her “librarians”."
    assert [p.en for p in shen.points] == ["All of them stay here."]


async def test_a_summary_with_a_number_that_nobody_said_is_left_out_in_both_languages() -> None:
    answer = {
        "summary_en": "She saved 3 million.",
        "summary_zh": "她省了钱。",
        "stance_en": "For.",
        "stance_zh": "支持。",
    }
    with scripted(answer=writing(points=[], **answer)) as server:
        made = await summed(server)
    assert (made.speakers[1].summary, made.speakers[1].stance.en) == (Bilingual(), "For.")
    assert "The summary of Shen Ruolan’s words was left out: “3 million” is" in made.findings[1].detail


async def test_what_the_points_cover_and_what_they_do_not_is_reckoned() -> None:
    with scripted(answer=writing(points=[point("Nobody went.", "p1.s3")])) as server:
        made = await summed(server)
    gu, shen = made.speakers
    assert (gu.coverage, gu.not_covered) == (0.0, ("p1.s1",))
    assert shen.not_covered == ("p1.s2",)
    assert shen.coverage == pytest.approx(len(SOURCES[2]) / len(SOURCES[1] + SOURCES[2]), abs=0.0001)


class TestSmallModel:
    """Sums up in Chinese and chooses sentences; the English is a translation of the Chinese."""

    CHINESE = "沈若兰认为机器人很好。"
    ENGLISH = "Shen Ruolan thinks the robots are very good."

    def answer(self, **more: Any) -> Any:
        def written(body: dict[str, Any]) -> str:
            given = {"stance": self.CHINESE, "summary": "", "key": ["p1.s3"], **more}
            return json.dumps(given, ensure_ascii=False) if asked_schema(body)[1] else default_answer(body)

        return by_hand({self.CHINESE: self.ENGLISH}, written)

    async def shen(self, **more: Any) -> Any:
        with scripted(answer=self.answer(**more)) as server:
            made = await summed(server, tactics="small")
        return made.speakers[1]

    async def test_a_point_is_the_sentence_itself_in_both_languages(self) -> None:
        [one] = (await self.shen()).points
        assert (one.en, one.zh, one.evidence) == (ENGLISH[2], SOURCES[2], ("p1.s3",))

    async def test_english_and_chinese_say_the_same(self) -> None:
        stance = (await self.shen()).stance
        assert (stance.en, stance.zh) == (self.ENGLISH, self.CHINESE)

    async def test_a_number_that_nobody_said_is_not_shown(self) -> None:
        shen = await self.shen(stance="沈若兰认为机器人省下了三百万元。")
        assert "三百万" not in shen.stance.zh
        assert shen.stance.en == ""
        assert shen.points, "the speaker's own sentences stand for it"

    async def test_a_sentence_whose_english_has_another_number_is_not_a_point(self) -> None:
        wrong = DONE | {"p1.s2": Translation(segment="p1.s2", target="Shen said that 500 robots take stock.")}
        with scripted(answer=self.answer(key=["p1.s2"])) as server:
            async with session_at(server, tactics="small") as session:
                made = await summarize(SEGMENTS, wrong, STATEMENTS, BRIEF, session)
        assert [p.evidence for p in made.speakers[1].points] == [("p1.s3",)]

    async def test_a_sentence_that_was_chosen_of_another_speaker_is_not_a_point(self) -> None:
        points = (await self.shen(key=["p1.s1", "p1.s4"])).points
        assert all(set(p.evidence) <= OWN["shen-ruolan"] for p in points)


@pytest.mark.parametrize("tactics", ["strong", "small"])
async def test_recorded_two_speakers_and_the_whole(tactics: str) -> None:
    async with runtime_on_recording(f"summarize-{tactics}", tactics=tactics) as runtime:
        session = runtime.session("0" * 64)
        apart(session)  # the embedded model is too small for an article at once
        made = await summarize(SEGMENTS, DONE, STATEMENTS, BRIEF, session)
    assert [s.id for s in made.speakers] == ["gu-changhe", "shen-ruolan"]
    assert made.findings == ()
    assert all(set(p.evidence) <= OWN[s.id] for s in made.speakers for p in s.points)
    english = [t for s in made.speakers for t in (s.summary.en, s.stance.en, *(p.en for p in s.points))]
    assert not [t for t in [*english, made.overview.en] if has_han(t)]
    assert any(s.points for s in made.speakers)


class TestOneRequestForAll:
    """A strong model sums up an article that fits one request with that request. The answers are scripted."""

    ANSWER: ClassVar[dict[str, Any]] = {
        "en": "A library talks about robots.",
        "zh": "图书馆谈机器人。",
        "speakers": {
            "gu-changhe": {"points": [point("A machine never recommends a good book.", "p1.s1", "p1.s2")]},
            "shen-ruolan": {
                "stance_en": "For robots.",
                "points": [point("The robots take stock once a night.", "p1.s2"), point("Of another.", "p1.s1")],
            },
        },
        "topics": [
            {
                "claim": "Robots can do a librarian's work",
                "positions": [
                    {"speaker": "shen-ruolan", "stance": "supports", "evidence": ["p1.s2"]},
                    {"speaker": "gu-changhe", "stance": "opposes", "evidence": ["p1.s1", "p9.s9"]},
                ],
            }
        ],
        "disagreements": [
            {
                "about": "robots",
                "speaker": "gu-changhe",
                "against": "shen-ruolan",
                "evidence": ["p1.s1"],
                "opposed": ["p1.s2"],
            }
        ],
    }

    async def test_it_holds_everybody_and_the_whole_and_the_article_once(self) -> None:
        with scripted(answer=lambda body: json.dumps(self.ANSWER, ensure_ascii=False)) as server:
            made = await summed(server, together=True)
            asked = server.requests[0].text
        assert server.count() == 1
        assert all(asked.count(source) == 1 for source in SOURCES)
        gu, shen = made.speakers
        assert [(p.en, p.evidence) for p in gu.points] == [("A machine never recommends a good book.", ("p1.s1",))]
        assert [p.evidence for p in shen.points] == [("p1.s2",)]
        assert (made.overview.en, made.overview.zh) == ("A library talks about robots.", "图书馆谈机器人。")
        [topic] = made.overview.topics
        assert [(p.speaker, p.stance, p.evidence) for p in topic.positions] == [
            ("shen-ruolan", "supports", ("p1.s2",)),
            ("gu-changhe", "opposes", ("p1.s1",)),
        ]
        assert [(d.about, d.speaker, d.against) for d in made.overview.disagreements] == [
            ("robots", "gu-changhe", "shen-ruolan")
        ]

    async def test_who_says_each_line_stands_where_the_speaker_changes(self) -> None:
        with scripted(answer=lambda body: json.dumps(self.ANSWER, ensure_ascii=False)) as server:
            await summed(server, together=True)
            lines = server.requests[0].text.splitlines()
        marked = [line[: line.index(source)] for source in SOURCES for line in lines if source in line]
        assert marked == ["[p1.s1] ‹gu-changhe› ", "[p1.s2] ‹shen-ruolan› ", "[p1.s3] ", "[p1.s4] ‹› "]

    async def test_one_whom_the_answer_leaves_out_is_asked_about_apart(self) -> None:
        partly = {**self.ANSWER, "speakers": {"gu-changhe": self.ANSWER["speakers"]["gu-changhe"]}}

        def answer(body: dict[str, Any]) -> str:
            return default_answer(body) if about(body) else json.dumps(partly, ensure_ascii=False)

        with scripted(answer=answer) as server:
            made = await summed(server, together=True)
            assert [about(a.body) for a in server.requests] == ["", "shen-ruolan"]
        assert all(s.points for s in made.speakers)

    async def test_where_it_fails_each_is_asked_about_apart(self) -> None:
        def behave(asked: Asked) -> list[Fault]:
            together = "speakers" in (asked_schema(asked.body)[1] or {})["properties"]
            return [status(400, "content policy")] if together else []

        with scripted(behave=behave) as server:
            made = await summed(server, together=True)
        assert all(s.points for s in made.speakers)
        assert made.overview.en

    @pytest.mark.parametrize(("more", "requests"), [(0, 1), (-1, 3)])
    async def test_an_article_that_is_too_long_for_it_is_summed_up_by_several(self, more: int, requests: int) -> None:
        size = sum(count(source) for source in SOURCES)
        with scripted() as server:
            async with session_at(server) as session:
                session.tactics = session.tactics.model_copy(update={"summary_tokens": size + more})
                await summarize(SEGMENTS, DONE, STATEMENTS, BRIEF, session)
        assert server.count() == requests

    async def test_the_schema_names_no_id_twice_in_an_enum(self) -> None:
        with scripted() as server:
            await summed(server, together=True)
            enums = list(enums_of(asked_schema(server.requests[0].body)[1]))
        assert enums
        assert all(len(set(enum)) == len(enum) for enum in enums)


def enums_of(schema: Any) -> Iterator[list[str]]:
    if isinstance(schema, dict):
        yield from ([schema["enum"]] if "enum" in schema else ())
        for part in schema.values():
            yield from enums_of(part)


class TestTheWhole:
    """What can be read by rule stands beside what a model writes, and claims no more than was read."""

    ROBOT = Term(source="机器", target="machine", kind="term", origin="glossary", aliases=("机器人",))

    @pytest.mark.parametrize("tactics", ["strong", "small"])
    async def test_a_subject_of_several_speakers_is_a_topic_without_a_stance(self, tactics: str) -> None:
        def answer(body: dict[str, Any]) -> str:
            return default_answer(body) if about(body) else json.dumps({"en": "All.", "zh": "全部。", "topics": []})

        with scripted(answer=answer) as server:
            made = await summed(server, brief=BRIEF.model_copy(update={"terms": (self.ROBOT,)}), tactics=tactics)
        [topic] = made.overview.topics
        assert topic.name == "Machine"
        assert {(p.speaker, p.stance, p.evidence) for p in topic.positions} == {
            ("gu-changhe", "mentions", ("p1.s1",)),
            ("shen-ruolan", "mentions", ("p1.s2",)),
        }

    async def test_whoever_has_no_position_on_a_topic_is_silent_on_it(self) -> None:
        held = {"speaker": "gu-changhe", "stance": "opposes", "evidence": ["p1.s1"]}
        whole = {"en": "All.", "zh": "全部。", "topics": [{"name": "Robots", "positions": [held]}]}
        with scripted(answer=lambda body: default_answer(body) if about(body) else json.dumps(whole)) as server:
            made = await summed(server)
        assert made.overview.topics[0].silent == ("shen-ruolan",)

    async def test_a_contradiction_needs_segments_of_both(self) -> None:
        """The answers are scripted."""

        def dispute(evidence: str, opposed: str, against: str = "shen-ruolan") -> dict[str, Any]:
            return {"speaker": "gu-changhe", "against": against, "evidence": [evidence], "opposed": [opposed]}

        wrong = [
            dispute("p1.s2", "p1.s3"),
            dispute("p1.s1", "p1.s4"),
            dispute("p1.s1", "p1.s1", "gu-changhe"),
            "no",
            {},
        ]
        good = dispute("p1.s1", "p1.s2")
        whole = {"en": "All.", "zh": "全部。", "topics": [], "disagreements": [*wrong, good, good]}
        with scripted(answer=lambda body: default_answer(body) if about(body) else json.dumps(whole)) as server:
            made = await summed(server)
        [one] = made.overview.disagreements
        assert (one.speaker, one.against, one.evidence, one.opposed) == (
            "gu-changhe",
            "shen-ruolan",
            ("p1.s1",),
            ("p1.s2",),
        )
        assert one.basis == "model"

    async def test_what_two_say_together_may_show_a_point_of_either(self) -> None:
        both = STATEMENTS[0].model_copy(update={"also": ("shen-ruolan",)})
        with scripted(answer=writing(points=[point("A machine will never do.", "p1.s1")])) as server:
            async with session_at(server) as session:
                apart(session)
                made = await summarize(SEGMENTS, DONE, (both, STATEMENTS[1]), BRIEF, session)
        assert [(s.id, [p.evidence for p in s.points]) for s in made.speakers] == [
            ("gu-changhe", [("p1.s1",)]),
            ("shen-ruolan", [("p1.s1",)]),
        ]

    async def test_without_a_model_what_the_rules_read_still_stands(self) -> None:
        with scripted(always=[status(400, "no")]) as server:
            made = await summed(server, brief=BRIEF.model_copy(update={"terms": (self.ROBOT,)}))
        assert made.overview.en == ""
        assert [t.name for t in made.overview.topics] == ["Machine"]

    async def test_whoever_only_quotes_another_is_a_speaker_too(self) -> None:
        said = STATEMENTS[1].model_copy(update={"kind": "nested", "quoted_by": "han-zimo"})
        with scripted() as server:
            async with session_at(server) as session:
                made = await summarize(SEGMENTS, DONE, (STATEMENTS[0], said), BRIEF, session)
        assert [s.id for s in made.speakers] == ["gu-changhe", "shen-ruolan", "han-zimo"]
        assert made.speakers[2].points == ()


class TestRepresentative:
    """Which sentences stand for what a speaker says."""

    @staticmethod
    def lines(*sources: str) -> list[TranscriptLine]:
        return [TranscriptLine(id=f"p1.s{n}", english="English.", source=s) for n, s in enumerate(sources, 1)]

    def test_each_says_something_else(self) -> None:
        lines = self.lines(
            "图书馆的机器人每天晚上盘点所有的书。",
            "图书馆的机器人每天晚上盘点全部的书。",
            "老人更需要认识他们的馆员。",
        )
        assert {line.id for line in representative(lines, (), 2)} > {"p1.s3"}

    def test_what_leans_on_the_sentence_before_comes_after_what_does_not(self) -> None:
        lines = self.lines("这样的机器人根本不会认识任何一位读者。", "机器人在图书馆里不会认识任何一位读者。")
        assert [line.id for line in representative(lines, (), 1)] == ["p1.s2"]
        assert len(representative(lines[:1], (), 1)) == 1, "better than nothing"

    def test_the_models_choice_decides_between_equals(self) -> None:
        lines = self.lines("机器人每天晚上盘点图书。", "馆员每天早上迎接读者。")
        assert [line.id for line in representative(lines, {"p1.s2"}, 1)] == ["p1.s2"]
        assert [line.id for line in representative(lines, {"p1.s1"}, 1)] == ["p1.s1"]

    def test_they_come_in_the_order_of_the_article(self) -> None:
        lines = self.lines("机器人每天晚上盘点图书。", "馆员每天早上迎接读者。", "老人喜欢在窗边读报。")
        assert representative(lines, {"p1.s3"}, 3) == tuple(lines)
