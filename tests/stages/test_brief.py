"""Brief: what the rules see is kept whatever the model says; of the model's proposals only what stands in the article."""

import json
from pathlib import Path
from typing import Any

import pytest
from articles.shelf import library_text
from scripted_server import Asked, Fault, ScriptedServer, scripted, status
from wire.recording import runtime_on_recording
from wire.runtimes import runtime_at

from summarizer.errors import Unauthorized
from summarizer.llm.session import STRONG
from summarizer.pipeline import Prepared, prepare
from summarizer.records import Brief, Term
from summarizer.settings import Settings
from summarizer.stages.brief import brief
from summarizer.text.scripts import has_han

OWN = (Term(source="河湾县", target="Hewan County", kind="place", origin="glossary"),)


def article(settings: Settings | None = None) -> Prepared:
    return prepare(library_text().encode(), "library.txt", STRONG)


async def briefed(server: ScriptedServer, glossary: tuple[Term, ...] = (), **more: Any) -> Brief:
    there = article()
    async with runtime_at(server, **more) as runtime:
        return await brief(there.document, there.segments, glossary, runtime.session("0" * 64))


def proposing(**answer: Any) -> Any:
    def written(body: dict[str, Any]) -> str:
        given = {"title": "A library takes on robots", "gist": "", "people": [], "terms": [], "phrases": {}, **answer}
        return json.dumps(given, ensure_ascii=False)

    return written


def term(source: str, target: str, kind: str = "term") -> dict[str, str]:
    return {"source": source, "target": target, "kind": kind}


async def test_a_proposal_whose_chinese_is_not_in_the_article_is_dropped() -> None:
    terms = [term("机器人馆员", "robot librarian"), term("量子图书", "quantum book"), term("robot", "robot")]
    people = [term("沈若兰", "Shen Ruolan", "person"), term("王大明", "Wang Daming", "person")]
    with scripted(answer=proposing(terms=terms, people=people)) as server:
        made = await briefed(server)
    sources = {t.source for t in made.terms}
    assert "机器人馆员" in sources
    assert not sources & {"量子图书", "robot", "王大明"}
    text = library_text()
    assert all(t.source in text and all(a in text for a in t.aliases) for t in made.terms)


async def test_a_speaker_known_by_a_fixed_label_has_fixed_english_whatever_the_model_says() -> None:
    with scripted(answer=proposing(phrases={f"n{n}": "Interviewee" for n in range(1, 9)})) as server:
        made = await briefed(server)
    assert {p.name.source: p.name.target for p in made.profiles}["记者"] == "Reporter"


async def test_english_with_chinese_in_it_is_dropped() -> None:
    terms = [term("机器人馆员", "robot 馆员"), term("错架率", "share of misplaced books")]
    with scripted(answer=proposing(terms=terms, title="图书馆 hires robots", gist="A 馆员 story")) as server:
        made = await briefed(server)
    assert (made.title.target, made.gist) == ("", "")
    assert "错架率" in {t.source for t in made.terms}
    assert not [t for t in made.terms if has_han(t.target)]
    assert made.title.source == "县城图书馆请来机器人馆员"


async def test_the_model_does_not_overrule_the_users_glossary() -> None:
    with scripted(answer=proposing(terms=[term("河湾县", "River Bay County", "place")])) as server:
        made = await briefed(server, OWN)
    assert [(t.target, t.origin) for t in made.terms if t.source == "河湾县"] == [("Hewan County", "glossary")]


async def test_a_glossary_entry_that_is_not_in_the_article_is_left_out() -> None:
    absent = Term(source="火星", target="Mars", origin="glossary")
    with scripted(answer=proposing()) as server:
        made = await briefed(server, (*OWN, absent))
    assert {t.source for t in made.terms if t.origin == "glossary"} == {"河湾县"}


@pytest.mark.parametrize("tactics", ["strong", "small"])
async def test_where_the_model_is_dead_the_rules_see_what_they_see(tactics: str) -> None:
    with scripted(always=[status(400, "no")]) as server:
        made = await briefed(server, OWN, tactics=tactics)
    assert {"沈若兰", "顾长河", "韩子墨"} <= {p.name.source for p in made.profiles}
    english = {t.source: t.target for t in made.terms}
    assert english["沈若兰"] == "Shen Ruolan"
    assert english["河湾县"] == "Hewan County"
    assert (made.title.target, made.gist) == ("", "")
    [finding] = made.findings
    assert (finding.segment, finding.kind, finding.severity) == (None, "brief", "warning")
    assert "(Request rejected by the server (400: no).)" in finding.detail


async def test_an_answer_that_cannot_be_read_is_told_of_too() -> None:
    with scripted(answer=lambda body: "nothing of the kind") as server:
        made = await briefed(server)
    [finding] = made.findings
    assert "could not be read" in finding.detail


async def test_one_part_of_a_long_article_that_fails_is_counted() -> None:
    there = prepare("\n\n".join([library_text()] * 4).encode(), "long.txt", STRONG)

    def behave(asked: Asked) -> list[Fault]:
        return [] if "县城图书馆请来" in asked.text else [status(400, "content policy")]

    with scripted(answer=proposing(), behave=behave) as server:
        async with runtime_at(server) as runtime:
            session = runtime.session("0" * 64)
            session.tactics = STRONG.model_copy(update={"brief_tokens": 400})
            made = await brief(there.document, there.segments, (), session)
    [finding] = made.findings
    assert "parts of the article" in finding.detail
    assert "content policy" in finding.detail


async def test_a_brief_that_was_answered_leaves_no_finding() -> None:
    with scripted(answer=proposing()) as server:
        assert (await briefed(server)).findings == ()


async def test_a_small_models_missing_phrases_are_named() -> None:
    def behave(asked: Asked) -> list[Fault]:
        return [status(400, "content policy")] if asked.text.endswith("馆长") else []

    with scripted(answer=lambda body: "head of it", behave=behave) as server:
        made = await briefed(server, tactics="small")
    [finding] = made.findings
    assert "names and titles: 馆长 (" in finding.detail


@pytest.mark.parametrize("tactics", ["strong", "small"])
async def test_where_the_key_is_not_taken_nothing_more_is_asked(tactics: str) -> None:
    with scripted(always=[status(401, "no such key")]) as server, pytest.raises(Unauthorized):
        await briefed(server, tactics=tactics)


@pytest.mark.parametrize(
    "answer",
    [
        "nothing",
        "{}",
        '{"title": 3, "gist": null, "people": "none", "terms": [1, {"source": 5, "target": 6}], "phrases": []}',
        '{"title": "A", "terms": [{"source": "错架率"}], "people": [{}], "phrases": {"n1": 7}}',
    ],
)
async def test_an_answer_of_another_shape_does_no_harm(answer: str) -> None:
    with scripted(answer=lambda body: answer) as server:
        made = await briefed(server)
    assert "沈若兰" in {p.name.source for p in made.profiles}
    assert all(t.target and not has_han(t.target) for t in made.terms)


async def test_a_strong_model_is_asked_once_and_about_the_whole_article() -> None:
    with scripted(answer=proposing()) as server:
        await briefed(server)
    [asked] = server.requests
    assert all(line in asked.text for line in library_text().split() if line)


async def test_a_long_article_is_read_in_parts(tmp_path: Path) -> None:
    there = prepare("\n\n".join([library_text()] * 30).encode(), "long.txt", STRONG)
    with scripted(answer=proposing(terms=[term("错架率", "misplacement rate")])) as server:
        async with runtime_at(server) as runtime:
            session = runtime.session("0" * 64)
            session.tactics = STRONG.model_copy(update={"brief_tokens": 2000})
            made = await brief(there.document, there.segments, (), session)
    assert server.count() > 2
    assert [t.target for t in made.terms if t.source == "错架率"] == ["misplacement rate"]


async def test_recorded_the_article_is_read_at_once() -> None:
    async with runtime_on_recording("brief-article", tactics="strong") as runtime:
        there = article()
        made = await brief(there.document, there.segments, (), runtime.session(there.document.sha256))
    assert "librar" in made.title.target.lower()
    assert not has_han("".join([made.title.target, made.gist, *(t.target for t in made.terms)]))
    assert all(t.source in library_text() for t in made.terms)
    assert {"沈若兰", "顾长河", "韩子墨"} <= {p.name.source for p in made.profiles}


async def test_recorded_phrases_are_asked_for_one_by_one() -> None:
    async with runtime_on_recording("brief-phrases") as runtime:
        there = article()
        made = await brief(there.document, there.segments, (), runtime.session(there.document.sha256))
    roles = {p.name.source: p.role.target for p in made.profiles}
    assert (
        "librar" in roles["沈若兰"].lower()
        or "director" in roles["沈若兰"].lower()
        or "curator" in roles["沈若兰"].lower()
    )
    assert not [r for r in roles.values() if has_han(r)]


async def test_terms_of_every_origin_are_dropped_where_the_article_does_not_hold_them() -> None:
    absent = (Term(source="火星县", target="Mars County", kind="place", origin="glossary"),)
    with scripted(answer=proposing(terms=[term("量子图书", "quantum book")])) as server:
        made = await briefed(server, (*OWN, *absent))
    assert {t.origin for t in made.terms} >= {"glossary"}
    text = library_text()
    assert all(form in text for t in made.terms for form in (t.source, *t.aliases))
