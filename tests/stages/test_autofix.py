"""What is put right without asking the model: certain, and marked. The drafts are answers of a small model."""

import pytest

from summarizer.records import Name, Profile, Segment, Translation
from summarizer.stages.repair.autofix import autofix, with_label
from summarizer.stages.repair.fault import Fault
from summarizer.text.names import Spellings

NO_NAMES = Spellings(())
WAY_BEHIND = "It seems like they've been researching for a whole day, and we've been working for a whole year, and we're way behind."


def fault(source: str, target: str, *, before: str = "") -> Fault:
    first, second = (Segment(id=f"p1.s{n}", block="p1", source=text) for n, text in enumerate((before, source), 1))
    return Fault(
        segment=second,
        earlier=(first,) if before else (),
        was=Translation(segment=second.id, target=target),
        findings=(),
    )


@pytest.mark.parametrize(
    ("source", "target", "now", "told"),
    [
        (
            "先這樣簡單介紹。",
            "Here is the English translation: First, a simple introduction.",
            "First, a simple introduction.",
            "Removed: “Here is the English translation:”, the model's own words.",
        ),
        (
            "大家好，我是翟本喬。",
            "Good evening, everyone, I am Ben Jai.",
            "Hello, everyone, I am Ben Jai.",
            "Auto-corrected: Good evening, → Hello,, as the source names no time of day.",
        ),
    ],
)
def test_what_surely_does_not_belong_there_goes_and_is_told(source: str, target: str, now: str, told: str) -> None:
    found = autofix(fault(source, target), (), NO_NAMES, [])
    assert found is not None
    text, [mend] = found
    assert text == now
    assert mend.finding.detail == told


def test_what_the_sentence_before_says_is_cut_from_the_beginning() -> None:
    echoing = fault(
        "关键还得有天才的团队、天才的idea和有大量的钱财投入，实实在在去做才会有一个像样的东西来。",
        "It seems like they've been working for a year, but we're still way behind. We need a team of brilliant minds, a brilliant idea,"
        " and a lot of money to make something that's really good.",
        before="感觉上，我们研究了一整天，人家一整年做了，我们落后很多。",
    )
    found = autofix(echoing, (), NO_NAMES, [WAY_BEHIND])
    assert found is not None
    assert found[0].startswith("We need a team")
    assert "which is what the text before it says" in found[1][0].finding.detail


def test_where_nothing_of_its_own_would_be_left_nothing_is_cut() -> None:
    lost = fault(
        "真实世界的复杂性远远高于模型的复杂性，用现有的知识归纳出来的东西，是远远不足以对付复杂世界的。",
        "Such a large model would not truly understand the real world. Because of that.",
        before="这样的大模型不会真正理解真实的世界。",
    )
    assert autofix(lost, (), NO_NAMES, ["Such a large model will not truly understand the real world."]) is None


def test_a_good_sentence_is_left_alone() -> None:
    assert autofix(fault("大家早安。", "Good morning, everyone."), (), NO_NAMES, []) is None


@pytest.mark.parametrize(
    ("source", "target", "now"),
    [
        (
            "採訪者：好的，我想請問。",
            "Interviewee: Well, I would like to ask.",
            "Interviewer: Well, I would like to ask.",
        ),
        ("唐鳳：不好意思。", "Tang Feng: Sorry.", "Audrey Tang: Sorry."),
        ("唐鳳：不好意思。", "Audrey Tang: Sorry.", "Audrey Tang: Sorry."),
        ("唐鳳：不好意思。", "Sorry.", "Sorry."),
        ("有人說：不好意思。", "Somebody said: Sorry.", "Somebody said: Sorry."),
    ],
)
def test_a_label_is_the_speakers_name_throughout(source: str, target: str, now: str) -> None:
    called = {"採訪者": "Interviewer", "唐鳳": "Audrey Tang"}
    profiles = [Profile(id=f"s{n}", name=Name(source=zh, target=en)) for n, (zh, en) in enumerate(called.items())]
    assert with_label(source, profiles, target) == now
