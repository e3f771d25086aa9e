"""The limits of repair, review and planning: for each a pair of cases on either side of it."""

from math import ceil

import pytest
from scripted_server import scripted
from wire.runtimes import runtime_at, segments_of

from summarizer.llm.session import STRONG
from summarizer.llm.tokens import count
from summarizer.pipeline import prepare
from summarizer.records import Brief, Finding, FindingKind, Name, Segment, Severity, Translation
from summarizer.stages.checks import Checks
from summarizer.stages.plan import plan_for
from summarizer.stages.repair import repair, weight
from summarizer.stages.repair.budget import Budget, tokens_of
from summarizer.stages.repair.fault import Fault
from summarizer.stages.repair.romanised import spelt_out
from summarizer.stages.repair.shown import grouped
from summarizer.stages.review import Edit, _is_better
from summarizer.stages.translate import Translations
from summarizer.text.checks import Case

BRIEF = Brief(title=Name(source=""))
SENTENCE = "馆长表示，机器人每晚盘点一次。"


def finding(severity: Severity, kind: FindingKind = FindingKind.NUMBER, detail: str = "wrong") -> Finding:
    return Finding(segment="p1.s1", kind=kind, severity=severity, detail=detail)


def fault(segment: Segment, *findings: Finding) -> Fault:
    was = Translation(segment=segment.id, target="The director said the robots take stock every night.")
    return Fault(segment=segment, was=was, findings=findings or (finding(Severity.WARNING),))


class TestWeight:
    def test_an_error_outweighs_nine_warnings_and_not_eleven(self) -> None:
        error, warning = [finding(Severity.ERROR)], finding(Severity.WARNING)
        assert weight([warning] * 9) < weight(error) < weight([warning] * 11)

    def test_a_remark_weighs_nothing(self) -> None:
        assert weight([finding(Severity.INFO)] * 100) == 0

    @pytest.mark.parametrize(
        "kind",
        [FindingKind.MISSING, FindingKind.EMPTY, FindingKind.REFUSAL, FindingKind.COPIED, FindingKind.WRONG_LANGUAGE],
    )
    def test_no_translation_is_worse_than_a_handful_of_errors(self, kind: FindingKind) -> None:
        assert weight([finding(Severity.ERROR, kind)]) > weight([finding(Severity.ERROR)] * 9)

    def test_a_length_is_a_lost_sentence_only_as_an_error(self) -> None:
        nine = weight([finding(Severity.ERROR)] * 9)
        assert weight([finding(Severity.ERROR, FindingKind.LENGTH)]) > nine
        assert weight([finding(Severity.WARNING, FindingKind.LENGTH)]) < nine


class TestBudget:
    FAULTS = tuple(fault(s) for s in segments_of(*[SENTENCE] * 200))
    COST = tokens_of(FAULTS[0])

    def affordable(self, share: float, segments: int) -> int:
        """How many of the faults may be asked about, in an article of so many segments without English."""
        article = segments_of(*[SENTENCE] * segments)
        drafts = {s.id: Translation(segment=s.id, target=None) for s in article}
        return len(Budget(share, article, drafts).affordable(self.FAULTS, weight))

    def test_a_short_article_may_take_2000_tokens(self) -> None:
        assert self.affordable(0.01, segments=1) == 2000 // self.COST

    def test_a_long_one_its_share(self) -> None:
        own = 400 * count(SENTENCE)
        assert own > 2000 / 0.75
        assert self.affordable(0.75, segments=400) == int(0.75 * own) // self.COST

    def test_without_a_share_nothing_is_asked(self) -> None:
        assert self.affordable(0, segments=400) == 0

    def test_the_answer_is_counted_too(self) -> None:
        without = tokens_of(fault(segments_of("")[0]))
        assert self.COST - without == count(SENTENCE) + int(0.85 * count(SENTENCE))

    @pytest.mark.parametrize(("left_out", "more"), [(12, False), (13, True)])
    def test_twelve_segments_are_named(self, left_out: int, more: bool) -> None:
        article = segments_of(*[SENTENCE] * left_out)
        budget = Budget(0, article, {s.id: Translation(segment=s.id, target=None) for s in article})
        budget.affordable([fault(s) for s in article], weight)
        [told] = budget.finding([s.id for s in article])
        assert ("and 1 more" in told.detail) is more
        assert "p1.s12" in told.detail


@pytest.mark.parametrize(("faults", "groups"), [(12, [12]), (13, [12, 1])])
def test_a_strong_model_repairs_twelve_segments_together(faults: int, groups: list[int]) -> None:
    asked = [fault(s) for s in segments_of(*[SENTENCE] * faults)]
    assert [len(group) for group in grouped(asked, 10_000)] == groups


@pytest.mark.parametrize(("characters", "spelt"), [(12, True), (13, False)])
def test_twelve_characters_are_transliterated(characters: int, spelt: bool) -> None:
    target = "The library in the county town has " + "书" * characters + " on its shelves, and nothing else at all."
    done, findings = spelt_out({"p1.s1": Translation(segment="p1.s1", target=target)})
    assert ("书" not in (done["p1.s1"].target or "")) is spelt
    assert len(findings) == spelt


@pytest.mark.parametrize(("characters", "as_phrase"), [(10, True), (11, False)])
async def test_a_small_model_is_asked_for_up_to_ten_characters_as_a_phrase(characters: int, as_phrase: bool) -> None:
    source = "县城图书馆请来机器人员"[:characters]
    segments = segments_of(source)
    drafts = Translations(by_segment={"p1.s1": Translation(segment="p1.s1", target=None)})
    with scripted() as server:
        async with runtime_at(server, tactics="small") as runtime:
            await repair(drafts, Checks(segments, BRIEF), runtime.session("0" * 64), rounds=1)
            filled = runtime.prompts.fill("translate/phrase.md", phrase=source)
    assert (server.requests[0].text == "\n".join(message.content for message in filled)) is as_phrase


@pytest.mark.parametrize(("length", "kept"), [(39, False), (40, True), (180, True), (181, False)])
def test_an_edit_has_about_the_length_of_what_it_replaces(length: int, kept: bool) -> None:
    """Of 100 characters: 60 to 160, give or take 20."""

    def fine(_: Case) -> tuple[Finding, ...]:
        return ()

    checks = Checks(segments_of(SENTENCE), BRIEF, fine)
    best = {"p1.s1": Translation(segment="p1.s1", target="a" * 100)}
    assert _is_better(Edit("p1.s1", "b" * length), best, checks) is kept


def test_an_answer_has_room_for_twice_its_source_and_a_little_for_each_segment() -> None:
    """Of 587 measured paragraphs one takes more than twice its source; the freest short sentence 27 tokens more."""
    prepared = prepare(f"{SENTENCE * 3}\n\n{SENTENCE * 2}".encode(), "x.txt")
    [chunk] = plan_for(prepared.document, prepared.segments, STRONG)
    assert chunk.answer_tokens == ceil(2.0 * chunk.source_tokens) + 40 * len(chunk.segments) + 32
