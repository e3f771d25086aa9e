"""Review: a second reading proposes edits; one is kept only where the checks find nothing worse, and what stood there is told."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from articles.shelf import library_english, library_text
from scripted_server import Asked, Fault, ScriptedServer, asked_schema, scripted, status
from wire import runtimes
from wire.runtimes import runtime_at, session_at

from summarizer.llm.prices import Price
from summarizer.llm.session import STRONG
from summarizer.pipeline import prepare, process
from summarizer.records import Brief, Finding, Name, Translation
from summarizer.stages.checks import Checks
from summarizer.stages.repair.romanised import spelt_out
from summarizer.stages.review import review
from summarizer.stages.translate import Translations

TEXT = (
    "馆长沈若兰表示，机器人每晚盘点一次，读者早上就能找到想看的书。\n\n"
    "退休教师顾长河认为，老人可能更需要一个认识他们的人。\n\n"
    "全省今年为图书馆投入一亿五千万元。"
)
PREPARED = prepare(TEXT.encode(), "x.txt", STRONG)
IDS = [s.id for s in PREPARED.segments]
DIRECTOR, TEACHER, MONEY = IDS
DRAFT = {
    DIRECTOR: "The director, Shen Ruolan, said the robots take stock every night, so that readers find their books in the morning.",
    TEACHER: "Gu Changhe, a retired teacher, thinks that old people need somebody who knows them more.",
    MONEY: "The province spends 150 million yuan on libraries this year.",
}
BETTER = "Gu Changhe, a retired teacher, thinks that old people may have more need of somebody who knows them."
BRIEF = Brief(title=Name(source=""))
Draft = Mapping[str, str | None]


def proposing(*edits: tuple[str, str]) -> Any:
    """Proposes these edits wherever their segments are asked about."""

    def answer(body: dict[str, Any]) -> str:
        schema = asked_schema(body)[1]
        assert schema is not None
        ids = schema["properties"]["edits"]["items"]["properties"]["segment"]["enum"]
        return json.dumps({"edits": [{"segment": i, "text": text} for i, text in edits if i in ids]})

    return answer


async def reviewed(
    server: ScriptedServer, draft: Draft = DRAFT, findings: tuple[Finding, ...] = (), **more: Any
) -> Translations:
    drafts = Translations(
        by_segment={i: Translation(segment=i, target=text) for i, text in draft.items()}, findings=findings
    )
    async with session_at(server, **more) as session:
        return await review(PREPARED.document, drafts, Checks(PREPARED.segments, BRIEF), session)


async def test_an_edit_is_kept_and_what_stood_there_is_told() -> None:
    with scripted(answer=proposing((TEACHER, BETTER))) as server:
        made = await reviewed(server)
    assert made.by_segment[TEACHER] == Translation(segment=TEACHER, target=BETTER, attempts=2, repaired=True)
    assert {i: made.by_segment[i].target for i in (DIRECTOR, MONEY)} == {i: DRAFT[i] for i in (DIRECTOR, MONEY)}
    [finding] = made.findings
    assert (finding.segment, finding.kind, finding.severity) == (TEACHER, "reviewed", "info")
    assert finding.detail == f"Changed by the reviewer; before: {DRAFT[TEACHER]}"


async def test_no_edits_are_a_fine_answer() -> None:
    with scripted(answer=proposing()) as server:
        made = await reviewed(server)
    assert server.count() == 1
    assert ({i: t.target for i, t in made.by_segment.items()}, made.findings) == (DRAFT, ())


async def test_the_reader_sees_both_sides_and_what_the_checks_noted() -> None:
    wrong = {**DRAFT, MONEY: "The province spends 150 billion yuan on libraries this year."}
    with scripted(answer=proposing()) as server:
        await reviewed(server, wrong)
    [asked] = server.requests
    told = json.loads(asked.text.partition("<translation>")[2].partition("</translation>")[0])
    assert {i: one["english"] for i, one in told.items()} == wrong
    assert [one["chinese"] for one in told.values()] == [s.source.strip() for s in PREPARED.segments]
    assert (told[DIRECTOR]["noted"], len(told[MONEY]["noted"])) == ([], 1)


REFUSED = {
    "the same": DRAFT[TEACHER],
    "the same in other quotes and blanks": DRAFT[TEACHER].replace(" ", "  "),
    "empty": " ",
    "Chinese": "顾长河 thinks that old people may have more need of somebody who knows them.",
    "cut off": "Gu Changhe, a retired teacher, thinks that old people may",
    "a number of its own": BETTER.replace("people", "people of 90"),
    "its neighbour's": DRAFT[DIRECTOR],
    "a comment": BETTER
    + " I changed this sentence because the hedge had been lost, and so the original is kept in part only.",
    "a refusal": "I'm sorry, I cannot help with that.",
}


@pytest.mark.parametrize("proposed", REFUSED.values(), ids=list(REFUSED))
async def test_an_edit_that_makes_nothing_better_is_not_kept(proposed: str) -> None:
    with scripted(answer=proposing((TEACHER, proposed))) as server:
        made = await reviewed(server)
    assert made.by_segment[TEACHER] == Translation(segment=TEACHER, target=DRAFT[TEACHER])
    assert made.findings == ()


async def test_an_edit_may_be_much_longer_where_it_mends_what_the_checks_see() -> None:
    with scripted(answer=proposing((TEACHER, BETTER))) as server:
        made = await reviewed(server, {**DRAFT, TEACHER: "Old people do."})
    assert made.by_segment[TEACHER].target == BETTER


async def test_what_had_no_translation_has_one_and_is_no_longer_said_to_have_none() -> None:
    lost = Finding(segment=TEACHER, kind="request-failed", severity="error", detail="The request failed: x")
    with scripted(answer=proposing((TEACHER, BETTER))) as server:
        made = await reviewed(server, {**DRAFT, TEACHER: None}, (lost,))
    assert made.by_segment[TEACHER].target == BETTER
    assert [(f.kind, f.detail) for f in made.findings] == [("reviewed", "Translated by the reviewer.")]


async def test_a_sound_is_no_longer_marked_where_its_word_was_found() -> None:
    left = {i: Translation(segment=i, target=t.replace("take stock", "盘点")) for i, t in DRAFT.items()}
    spelt, findings = spelt_out(left)
    assert [f.kind for f in findings] == ["transliterated"]
    draft = {i: t.target for i, t in spelt.items()}
    with scripted(answer=proposing((DIRECTOR, DRAFT[DIRECTOR]))) as server:
        made = await reviewed(server, draft, findings)
    assert [f.kind for f in made.findings] == ["reviewed"]
    with scripted(answer=proposing((DIRECTOR, str(draft[DIRECTOR]).replace("find", "may find")))) as server:
        made = await reviewed(server, draft, findings)
    assert "transliterated" in [f.kind for f in made.findings]


@pytest.mark.parametrize(
    "answer", ["no JSON", "{}", '{"changes": "none"}'], ids=["no JSON", "nothing", "something else"]
)
async def test_a_passage_that_was_not_read_is_named(answer: str) -> None:
    with scripted(answer=lambda body: answer) as server:
        made = await reviewed(server)
    [finding] = made.findings
    assert (finding.segment, finding.kind, finding.severity) == (None, "review", "error")
    assert finding.detail.startswith(f"1 of 1 passages were not reviewed ({DIRECTOR} to {MONEY}).")


async def test_a_passage_that_fails_does_not_lose_the_others() -> None:
    def behave(asked: Asked) -> list[Fault]:
        return [status(400, "content policy")] if "顾长河" in asked.text.partition("<translation>")[2] else []

    fewer = DRAFT[MONEY].replace("spends", "is spending")
    with scripted(answer=proposing((MONEY, fewer)), behave=behave) as server:
        made = await reviewed(server, tactics="small")
    assert server.count() == 3
    assert made.by_segment[MONEY].target == fewer
    assert [f.kind for f in made.findings] == ["reviewed", "review"]
    assert "content policy" in made.findings[-1].detail


class TestArticle:
    """The second reading of a whole article."""

    SENTENCES = library_english()
    LAST = list(SENTENCES.values())[-1]

    @classmethod
    def answering(cls, body: dict[str, Any]) -> str:
        """Translations by hand; the second reader puts “Indeed, ” before the last sentence."""
        by_hand = runtimes.by_hand(cls.SENTENCES)
        name, _ = asked_schema(body)
        if name != "review_chunk":
            return by_hand(body)
        told = json.loads(
            str(body["messages"][-1]["content"]).partition("<translation>")[2].partition("</translation>")[0]
        )
        edits = [
            {"segment": i, "text": f"Indeed, {one['english']}"} for i, one in told.items() if one["english"] == cls.LAST
        ]
        return json.dumps({"edits": edits})

    async def test_is_asked_of_the_other_model_and_both_are_on_the_receipt(self) -> None:
        cheap, dear = Price(1e-6, 1e-6, 1e-6), Price(1e-3, 1e-3, 1e-3)
        with scripted(answer=self.answering) as server:
            async with runtime_at(server, price=cheap, review_price=dear, review_model="a-better-one") as runtime:
                report = await process(library_text().encode(), "library.txt", runtime)
        models = {asked.body["model"]: asked.name for asked in server.requests if asked.name == "review_chunk"}
        assert models == {"a-better-one": "review_chunk"}
        assert {a.body["model"] for a in server.requests if a.name != "review_chunk"} == {"some-model"}
        last = report.segments[-1]
        assert (last.target, last.status) == (f"Indeed, {self.LAST}", "repaired")
        assert [(f.segment, f.detail) for f in report.findings if f.kind == "reviewed"] == [
            (last.id, f"Changed by the reviewer; before: {self.LAST}")
        ]
        receipt = report.receipt
        assert (receipt.model, receipt.review_model) == ("some-model", "a-better-one")
        assert receipt.requests == server.count()
        assert "review/chunk.md" in receipt.prompts
        read_again = [a for a in server.requests if a.name == "review_chunk"]
        tokens = sum(len(a.text) // 4 for a in read_again)
        assert receipt.cost_usd is not None
        assert receipt.cost_usd > tokens * 1e-3
        assert receipt.cost_usd < (receipt.input_tokens + receipt.output_tokens) * 1e-3

    async def test_an_unknown_price_of_the_second_reader_makes_the_cost_unknown(self) -> None:
        with scripted(answer=self.answering) as server:
            async with runtime_at(server, price=Price(1e-6, 1e-6, 1e-6), review_model="a-better-one") as runtime:
                report = await process(library_text().encode(), "library.txt", runtime)
        assert report.receipt.cost_usd is None

    async def test_both_models_together_stay_below_the_limit(self) -> None:
        dear = Price(1e-3, 1e-3, 1e-3)
        with scripted(answer=self.answering) as server:
            async with runtime_at(
                server, price=Price(1e-9, 1e-9, 1e-9), review_price=dear, review_model="a-better-one", max_cost=0.1
            ) as runtime:
                report = await process(library_text().encode(), "library.txt", runtime)
        assert server.names()["review_chunk"] == 0
        assert (report.receipt.cost_usd or 0) < 0.1
        [finding] = [f for f in report.findings if f.kind == "review"]
        assert "limit" in finding.detail

    async def test_is_summed_up_only_afterwards(self) -> None:
        with scripted(answer=self.answering) as server:
            async with runtime_at(server, review=True) as runtime:
                report = await process(library_text().encode(), "library.txt", runtime)
        names = [asked.name.partition("_")[0] for asked in server.requests]
        assert names.index("review") < names.index("summarize")
        assert {asked.body["model"] for asked in server.requests} == {"some-model"}
        assert report.receipt.review_model == ""

    async def test_is_not_asked_for_by_itself(self) -> None:
        with scripted(answer=self.answering) as server:
            async with runtime_at(server) as runtime:
                await process(library_text().encode(), "library.txt", runtime)
        assert server.names()["review_chunk"] == 0
