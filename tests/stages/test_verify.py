"""The whole of verify, on real pairs of the panels and on the same pairs with faults put in."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from summarizer.records import Brief, Finding, Name, Segment, Term, Translation
from summarizer.stages.verify import verify

PAIRS = [
    (line.split("\t")[0], line.split("\t")[1])
    for line in (Path(__file__).parents[1] / "text" / "panel_pairs.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
NOTHING_KNOWN = Brief(title=Name(source=""))


def checked(*pairs: tuple[str, str | None], brief: Brief = NOTHING_KNOWN) -> tuple[Finding, ...]:
    segments = [Segment(id=f"p{n}.s1", block=f"p{n}", source=source) for n, (source, _) in enumerate(pairs, 1)]
    made = {s.id: Translation(segment=s.id, target=target) for s, (_, target) in zip(segments, pairs, strict=True)}
    return verify(segments, made, brief)


def kinds(source: str, target: str | None, brief: Brief = NOTHING_KNOWN) -> list[tuple[str, str]]:
    """Errors and warnings."""
    return [(f.kind, f.severity) for f in checked((source, target), brief=brief) if f.severity != "info"]


def test_the_panels_own_translations_have_no_findings() -> None:
    assert [f for f in checked(*PAIRS) if f.severity != "info"] == []


def first_half(source: str, target: str) -> str:
    words = target.split()
    return " ".join(words[: len(words) // 2])


def with_chinese(source: str, target: str) -> str:
    words, left = target.split(), re.findall("[\u4e00-\u9fff]{2}", source)[0]
    return " ".join([*words[:2], left, *words[2:]])


def looping(source: str, target: str) -> str:
    return target + " and then we will see" * 5


FAULTS: dict[str, tuple[Callable[[str, str], str | None], set[str], float]] = {
    "missing": (lambda s, t: None, {"missing"}, 1),
    "empty": (lambda s, t: " ", {"empty"}, 1),
    "copied": (lambda s, t: s, {"copied"}, 1),
    "the second half dropped": (first_half, {"truncated", "length", "omission"}, 0.96),
    "a Chinese word left": (with_chinese, {"untranslated"}, 1),
    "a loop": (looping, {"repetition"}, 1),
    "said twice": (lambda s, t: f"{t} {t}", {"repetition"}, 0.97),
    "a chat's preamble": (lambda s, t: f"Here is the translation: {t}", {"model-chatter"}, 1),
    "an id": (lambda s, t: f"[p3.s1] {t}", {"model-chatter"}, 1),
    "JSON": (lambda s, t: f'{{"p3.s1": "{t}"}}', {"model-chatter"}, 1),
    "a refusal": (lambda s, t: "I'm sorry, but I can't assist with that.", {"refusal"}, 0.97),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_put_into_good_translations_are_found(fault: str) -> None:
    spoil, wanted, recall = FAULTS[fault]
    found = [kinds(source, spoil(source, target)) for source, target in PAIRS]
    assert sum(bool({kind for kind, _ in one} & wanted) for one in found) >= recall * len(PAIRS)
    errors = [sum(severity == "error" for _, severity in one) for one in found]
    assert max(errors) <= 1, "one fault is one error"


def test_findings_come_in_the_order_of_the_article_and_the_most_severe_first() -> None:
    luo = Term(source="罗江春", target="Luo Jiangchun", kind="person", origin="pinyin")
    found = checked(
        ("罗江春，这是什么？", "He said this was the 沙龙."),
        ("罗江春没有说话。", None),
        brief=Brief(title=Name(source=""), terms=(luo,)),
    )
    assert [(f.segment, f.kind, f.severity) for f in found] == [
        ("p1.s1", "untranslated", "error"),
        ("p1.s1", "question", "warning"),
        ("p1.s1", "term", "info"),
        ("p2.s1", "missing", "error"),
    ]


def test_a_segment_nobody_translated_is_missing() -> None:
    (finding,) = verify([Segment(id="p1.s1", block="p1", source="好。")], {}, NOTHING_KNOWN)
    assert (finding.kind, finding.severity, finding.segment) == ("missing", "error", "p1.s1")


@pytest.mark.parametrize("text", ["360", "OpenAI", "https://example.com/a?b=c", "——", "2024-02-29", "GPT-4o!"])
def test_a_source_without_chinese_may_be_copied(text: str) -> None:
    assert kinds(text, text) == []


def test_far_too_short_is_an_error_and_short_is_a_warning() -> None:
    source = "第二，我们要正视差距，但是有一线的机会我们都会做，也都在各自领域找到了赛道。"
    assert kinds(source, "We face the gap.") == [("length", "error")]
    assert kinds(source, "Second, we must face the gap, but we will take every chance.") == [("length", "warning")]


def test_the_same_english_for_two_neighbours_is_found_at_the_second() -> None:
    english = "We will take every chance that there is."
    found = checked(("有一线的机会我们都会做。", english), ("也都在各自领域找到了赛道。", english))
    assert [(f.segment, f.kind) for f in found] == [("p2.s1", "duplicate")]
