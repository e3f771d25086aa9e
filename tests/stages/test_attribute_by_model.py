"""A strong model leads attribution: what it says is held against the article and the rules. All answers are scripted."""

import json
from collections.abc import Callable
from typing import Any

from scripted_server import Asked, Fault, asked_schema, scripted, status
from wire.runtimes import segments_of, session_at

from summarizer.records import Basis, Brief, Name, Profile, ProposedPerson, Reading, Segment
from summarizer.stages.attribute import Attribution, attribute
from summarizer.stages.attribute_by_model import MAX_NAME

SHEN = Profile(id="shen-ruolan", name=Name(source="沈若兰", target="Shen Ruolan"), role=Name(source="馆长"))
GU = Profile(id="gu-changhe", name=Name(source="顾长河", target="Gu Changhe"))
LINES = (
    "沈若兰表示，机器人每晚盘点一次。",
    "“我们没有裁掉任何一名馆员。”",
    "一名不愿具名的读者说，书更难找了。",
    "图书馆的灯一直亮到深夜。",
)
SEGMENTS = segments_of(*LINES)


def reading(segment: str, speaker: str | None, **more: Any) -> Reading:
    basis = Basis.REPORTING_VERB if speaker else Basis.NARRATION
    return Reading(**{"segment": segment, "speaker": speaker, "basis": basis, "decisive": True, **more})


RULED = (
    reading("p1.s1", "shen-ruolan", kind="reported"),
    reading("p1.s2", "gu-changhe", decisive=False),
    reading("p1.s3", None),
    reading("p1.s4", None),
)
BRIEF = Brief(title=Name(source=""), profiles=(SHEN, GU), readings=RULED)


def run(first: str, last: str, speaker: str, kind: str = "direct", quoted_by: str = "") -> dict[str, str]:
    return {"first": first, "last": last, "speaker": speaker, "kind": kind, "quoted_by": quoted_by}


def saying(
    *runs: dict[str, str], again: dict[str, str] | None = None, english: dict[str, str] | None = None
) -> Callable[[Any], str]:
    names = [{"words": words, "english": target} for words, target in (english or {}).items()]

    def answer(body: dict[str, Any]) -> str:
        properties = (asked_schema(body)[1] or {})["properties"]
        if "statements" in properties:
            return json.dumps({"statements": list(runs), "names": names}, ensure_ascii=False)
        return json.dumps({i: (again or {}).get(i, "nobody") for i in properties})

    return answer


async def led(
    answer: Callable[[Any], str],
    brief: Brief = BRIEF,
    segments: tuple[Segment, ...] = SEGMENTS,
    behave: Callable[[Asked], list[Fault]] | None = None,
) -> tuple[Attribution, list[Asked]]:
    with scripted(answer=answer, behave=behave) as server:
        async with session_at(server) as session:
            made = await attribute(segments, brief, session)
        return made, list(server.requests)


def speakers(made: Attribution) -> list[str | None]:
    return [r.speaker for r in made.readings]


async def test_what_both_say_is_sure_and_takes_one_question() -> None:
    answer = saying(run("p1.s1", "p1.s1", "shen-ruolan", "reported"), run("p1.s2", "p1.s2", "gu-changhe"))
    made, asked = await led(answer)
    assert speakers(made) == ["shen-ruolan", "gu-changhe", None, None]
    assert all(r.decisive for r in made.readings)
    assert len(asked) == 1
    assert made.findings == ()


async def test_the_rules_readings_are_not_shown_with_the_first_question() -> None:
    _, asked = await led(saying())
    first = asked[0].text
    assert "shen-ruolan: 沈若兰" in first
    assert "[p1.s1] 沈若兰表示" in first
    assert "gu-changhe" not in first.partition("<passage>")[2]


async def test_somebody_the_rules_do_not_know_is_added_by_words_of_the_article() -> None:
    words = "一名不愿具名的读者"
    answer = saying(
        run("p1.s1", "p1.s1", "shen-ruolan", "reported"),
        run("p1.s2", "p1.s2", "gu-changhe"),
        run("p1.s3", "p1.s3", words, "reported"),
        english={words: "a reader who asked not to be named"},
    )
    made, _ = await led(answer)
    added = made.profiles[-1]
    assert (added.name.source, added.name.target, added.kind) == (
        words,
        "a reader who asked not to be named",
        "anonymous",
    )
    assert made.readings[2].speaker == added.id
    assert made.readings[2].basis == Basis.MODEL


async def test_words_that_do_not_stand_in_the_article_name_nobody() -> None:
    others = (run("p1.s1", "p1.s1", "shen-ruolan"), run("p1.s2", "p1.s2", "gu-changhe"))
    for words in ("一名记者", "Ruolan", "", "".join(LINES)[: MAX_NAME + 1]):
        made, _ = await led(saying(*others, run("p1.s3", "p1.s3", words)))
        assert speakers(made)[2] is None
        assert {p.id for p in made.profiles} == {"shen-ruolan", "gu-changhe"}


async def test_where_they_differ_both_readings_are_put_to_it_and_it_decides() -> None:
    runs = (run("p1.s1", "p1.s2", "shen-ruolan", "reported"),)
    for choice in ("shen-ruolan", "gu-changhe"):
        made, asked = await led(saying(*runs, again={"p1.s2": choice}))
        assert speakers(made)[:2] == ["shen-ruolan", choice]
        assert len(asked) == 2
        assert "p1.s2: “我们没有裁掉任何一名馆员。”" in asked[1].text
        assert "gu-changhe = 顾长河; shen-ruolan = 沈若兰; nobody = nobody" in asked[1].text
        assert made.findings == ()


async def test_a_joint_reading_that_it_settles_on_keeps_all_its_speakers() -> None:
    both = reading("p1.s1", "shen-ruolan", also=("gu-changhe",), basis=Basis.JOINT)
    brief = BRIEF.model_copy(update={"readings": (both, *RULED[1:])})
    made, _ = await led(saying(run("p1.s2", "p1.s2", "gu-changhe"), again={"p1.s1": "gu-changhe"}), brief)
    assert (made.readings[0].speaker, made.readings[0].also) == ("shen-ruolan", ("gu-changhe",))


async def test_it_may_settle_on_nobody() -> None:
    made, _ = await led(saying(run("p1.s1", "p1.s1", "shen-ruolan"), again={"p1.s2": "nobody"}))
    assert speakers(made)[1] is None
    assert made.readings[1].basis == Basis.NARRATION


async def test_what_the_second_question_leaves_open_is_a_finding_and_unsure() -> None:
    def behave(asked: Asked) -> list[Fault]:
        return [status(400, "no")] if "statements" not in (asked_schema(asked.body)[1] or {})["properties"] else []

    made, _ = await led(saying(run("p1.s1", "p1.s2", "shen-ruolan")), behave=behave)
    assert speakers(made)[1] == "gu-changhe"
    assert not made.readings[1].decisive
    [finding] = made.findings
    assert (finding.segment, finding.rule) == ("p1.s2", "attribution-disputed")
    assert (finding.found, finding.expected) == ("顾长河", "沈若兰")


async def test_where_it_fails_the_rules_stand_and_the_weak_ones_are_told_of() -> None:
    made, _ = await led(saying(), behave=lambda asked: [status(400, "no")])
    assert speakers(made) == ["shen-ruolan", "gu-changhe", None, None]
    assert [f.rule for f in made.findings] == ["attribution-unconfirmed"]


async def test_words_passed_on_have_both_speakers() -> None:
    answer = saying(run("p1.s1", "p1.s1", "shen-ruolan"), run("p1.s2", "p1.s2", "gu-changhe", "direct", "shen-ruolan"))
    made, _ = await led(answer)
    assert (made.readings[1].speaker, made.readings[1].quoted_by) == ("gu-changhe", "shen-ruolan")


async def test_two_profiles_that_the_brief_calls_one_person_are_merged() -> None:
    old = Profile(id="lao-shen", name=Name(source="老沈"))
    ruled = (RULED[0], reading("p1.s2", "lao-shen"), *RULED[2:])
    one = ProposedPerson(source="沈若兰", aliases=("老沈",))
    brief = Brief(title=Name(source=""), profiles=(SHEN, old), readings=ruled, people=(one,))
    made, asked = await led(saying(run("p1.s1", "p1.s2", "shen-ruolan")), brief)
    assert speakers(made)[:2] == ["shen-ruolan", "shen-ruolan"]
    assert [p.id for p in made.profiles] == ["shen-ruolan"]
    assert len(asked) == 1


async def test_an_article_in_which_nobody_speaks_asks_nothing() -> None:
    quiet = segments_of("图书馆的灯一直亮到深夜。", "书架一共有三百个。")
    readings = tuple(reading(s.id, None) for s in quiet)
    _, asked = await led(saying(), Brief(title=Name(source=""), readings=readings), quiet)
    assert asked == []
