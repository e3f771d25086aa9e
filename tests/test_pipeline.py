"""The journey as a whole: three round trips whatever the length, events on the way, and a report of all of it."""

import asyncio
from itertools import pairwise
from typing import Any

import pytest
from articles.shelf import SORA, library_english, library_text
from scripted_server import ScriptedServer, asked_schema, scripted, slow
from wire import runtimes

from summarizer.errors import EmptyInput, InputError
from summarizer.llm.session import STRONG
from summarizer.pipeline import prepare, process
from summarizer.progress import Event
from summarizer.report import Report

ANSWERS = runtimes.by_hand(library_english())


async def test_an_article_becomes_a_report_of_all_of_it() -> None:
    with scripted(answer=ANSWERS) as server:
        async with runtimes.runtime_at(server) as runtime:
            report = await process(library_text().encode(), "library.txt", runtime)
    there = prepare(library_text().encode(), "library.txt", STRONG)
    assert [(s.id, s.source) for s in report.segments] == [(s.id, s.source) for s in there.segments]
    assert [s.target for s in report.segments] == list(library_english().values())
    assert report.document.origin == "library.txt"
    assert report.document.title.target == "A county library takes on robot librarians"
    assert {"沈若兰", "顾长河", "韩子墨"} <= {s.name.source for s in report.speakers}
    assert report.receipt.requests == server.count()
    assert all(len(digest) == 64 for digest in report.receipt.prompts.values())


async def test_a_long_article_takes_as_many_round_trips_as_a_short_one() -> None:
    """Rounds of requests under way together, seen by the server; each answer takes 0.8 s. The fourth is for speakers whom the scripted
    summary of all leaves out."""
    with scripted(always=[slow(0.8)]) as server:
        async with runtimes.runtime_at(server, concurrency=400, repair_rounds=0, chunk_tokens=600) as runtime:
            await process(SORA.read_bytes(), "sora.txt", runtime)
        arrivals = sorted(asked.at for asked in server.requests)
    rounds = 1 + sum(later - earlier > 0.6 for earlier, later in pairwise(arrivals))
    assert server.count() > 8
    assert rounds <= 4


class TestRoundTrips:
    """How many answers an article waits for one after the other, where each takes 0.4 s and any number may be under way."""

    SECONDS = 0.4

    async def waited(self, answer: runtimes.Answer, **settings: Any) -> tuple[int, Report, ScriptedServer]:
        with scripted(answer=answer, always=[slow(self.SECONDS)]) as server:
            async with runtimes.runtime_at(server, concurrency=400, **settings) as runtime:
                report = await process(library_text().encode(), "library.txt", runtime)
        arrivals = sorted(asked.at for asked in server.requests)
        gaps = [later - earlier for earlier, later in pairwise(arrivals)]
        return 1 + sum(gap > self.SECONDS * 0.75 for gap in gaps), report, server

    @staticmethod
    def drafting_badly(body: dict[str, Any]) -> str:
        """The first answers leave a word in Chinese here and there; the repairs are good."""
        name, _ = asked_schema(body)
        text = ANSWERS(body)
        return text.replace(" and ", " 和 ") if name == "translate_chunk" else text

    async def test_a_strong_model_sums_up_while_faulty_sentences_are_repaired(self) -> None:
        rounds, report, server = await self.waited(self.drafting_badly)
        assert server.names()["repair_batch"] == 1
        assert sum(s.status == "repaired" for s in report.segments) == 2
        assert [s.target for s in report.segments] == list(library_english().values())
        arrived = [one.name for one in sorted(server.requests, key=lambda one: one.at)]
        assert {*arrived[-2:]} == {"summarize_article", "repair_batch"}
        assert rounds == 3 + ("attribute_differences" in arrived), (
            "beside translate, in an answer's time of its own here"
        )

    async def test_what_it_sums_up_holds_no_faulty_english(self) -> None:
        _, report, server = await self.waited(self.drafting_badly)
        asked = [one.text for one in server.requests if one.name.startswith("summarize")]
        faulty = [s for s in report.segments if " and " in s.target]
        assert faulty
        assert asked
        for s in faulty:
            assert not any(s.target.replace(" and ", " 和 ") in text for text in asked)
            assert any(s.source.strip() in text for text in asked)

    async def test_a_small_model_repairs_first(self) -> None:
        asked: set[str] = set()

        def drafting_badly(body: dict[str, Any]) -> str:
            text = ANSWERS(body)
            first = text not in asked
            asked.add(text)
            return text.replace(" and ", " 和 ") if first else text

        rounds, report, _ = await self.waited(drafting_badly, tactics="small")
        assert any(s.status == "repaired" for s in report.segments)
        assert rounds >= 4


async def test_every_stage_says_how_far_it_is() -> None:
    events: list[Event] = []
    with scripted(answer=ANSWERS) as server:
        async with runtimes.runtime_at(server) as runtime:
            await process(library_text().encode(), "library.txt", runtime, events.append)
    for stage in ("brief", "translate", "attribute", "summarize"):
        steps = [e for e in events if e.stage == stage]
        assert steps[0].done == 0
        assert steps[-1].done == steps[-1].total
        assert [e.done for e in steps] == sorted(e.done for e in steps)
    assert max(e.total for e in events if e.stage == "translate") == len(library_english())


async def test_articles_at_once_at_one_desk_do_not_mix() -> None:
    other = library_text().replace("沈若兰", "陆以宁").encode()
    with scripted(answer=ANSWERS) as server:
        async with runtimes.runtime_at(server) as runtime:
            one, two = await asyncio.gather(
                process(library_text().encode(), "one.txt", runtime), process(other, "two.txt", runtime)
            )
    assert (one.document.origin, two.document.origin) == ("one.txt", "two.txt")
    assert any("沈若兰" in s.source for s in one.segments)
    assert not any("沈若兰" in s.source for s in two.segments)


@pytest.mark.parametrize("data", [b"", b" \n\t", "\ufeff".encode()])
async def test_an_empty_article_asks_nothing(data: bytes) -> None:
    with scripted() as server:
        async with runtimes.runtime_at(server) as runtime:
            with pytest.raises(EmptyInput):
                await process(data, "empty.txt", runtime)
    assert server.count() == 0


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02\xff\xfe" * 300, b"An English text without any of it.", b"%PDF-1.7\n\x00"]
)
async def test_what_is_no_chinese_article_asks_nothing(data: bytes) -> None:
    with scripted() as server:
        async with runtimes.runtime_at(server) as runtime:
            with pytest.raises(InputError):
                await process(data, "x.txt", runtime)
    assert server.count() == 0


def test_the_language_can_be_said() -> None:
    assert prepare("漢字。".encode(), "x.txt", STRONG, "zh-Hans").document.language == "zh-Hans"
