"""A whole article with a strong model. The answers are written by hand (by_hand/README.md), not recorded."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from scripted_server import Asked, asked_schema, scripted
from wire.runtimes import runtime_at

from summarizer.llm.tokens import count
from summarizer.pipeline import process
from summarizer.report import Report

ROOT = Path(__file__).parents[2]
ARTICLE = ROOT / "examples" / "sora-panel.txt"
LIMITS = {"context_tokens": 128_000, "answer_tokens": 16_000}
"""Of a hosted model of 2026 at the lower end."""
ROUND_TRIPS = (("brief",), ("translate", "attribute"), ("repair", "summarize"))


@cache
def answers() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(
        (Path(__file__).parent / "by_hand" / "sora-panel.json").read_text(encoding="utf-8")
    )
    return loaded


def answer(body: dict[str, Any]) -> str:
    """What is written for the request; what a sentence is asked for alone is its English."""
    name, schema = asked_schema(body)
    text = str(body["messages"][-1]["content"])
    given = answers()
    if schema is None:
        return str(next(english for i, english in given["english"].items() if sources()[i] in text.replace("\n", "")))
    if name == "brief_article":
        asked = dict(re.findall(r"^(n\d+): (.*)$", text, re.MULTILINE))
        phrases = {i: given["phrases"].get(source, "") for i, source in asked.items()}
        return json.dumps({**given["brief"], "phrases": phrases}, ensure_ascii=False)
    if name == "attribute_article":
        return json.dumps(given["attribution"], ensure_ascii=False)
    if name == "attribute_differences":
        return json.dumps({i: given["differences"].get(i, "nobody") for i in schema["properties"]})
    if name == "summarize_article":
        return json.dumps(given["summary"], ensure_ascii=False)
    return json.dumps({i: given["english"][i] for i in schema["properties"]}, ensure_ascii=False)


@cache
def sources() -> dict[str, str]:
    from summarizer.pipeline import prepare

    return {s.id: s.source.strip() for s in prepare(ARTICLE.read_bytes(), ARTICLE.name).segments}


@pytest.fixture(scope="module")
def done() -> tuple[Report, list[Asked]]:
    import asyncio

    async def journey() -> tuple[Report, list[Asked]]:
        with scripted(answer=answer) as server:
            async with runtime_at(server, tactics="strong", limits=LIMITS) as runtime:
                report = await process(ARTICLE.read_bytes(), ARTICLE.name, runtime)
            return report, list(server.requests)

    return asyncio.run(journey())


def test_the_english_is_the_models_and_complete(done: tuple[Report, list[Asked]]) -> None:
    report, _ = done
    written = answers()["english"]
    changed = [s.id for s in report.segments if s.target != written[s.id]]
    assert changed == [], "no good translation is made worse by repair or by rule"
    assert not [s.id for s in report.segments if s.status == "failed"]
    assert not [f for f in report.findings if f.severity == "error"]


def test_the_headline_and_credits_are_those_that_the_brief_names(done: tuple[Report, list[Asked]]) -> None:
    report, _ = done
    assert report.document.title.target.startswith("Is Sora stoking AI anxiety?")
    kinds = {b.id: b.kind for b in report.document.blocks}
    assert {kinds[i] for i in answers()["brief"]["credits"]} == {"credit"}
    assert "layout-reworded" in {f.rule for f in report.findings}


def test_everybody_who_speaks_is_a_speaker_and_nobody_else(done: tuple[Report, list[Asked]]) -> None:
    report, _ = done
    assert {s.name.target for s in report.speakers} == {
        "OpenAI",
        "Yann LeCun",
        "Jin Xiaogang",
        "Peng Xutan",
        "Luo Jiangchun",
        "Sima Huapeng",
        "Zhou Hongyi",
        "Sam Altman",
    }
    said = {s.id: s.speaker for s in report.segments}
    runs = answers()["attribution"]["statements"]
    names = {s.name.source: s.id for s in report.speakers}
    assert [said[r["first"]] for r in runs] == [names[r["speaker"]] for r in runs]


def test_every_claim_has_its_positions_and_every_point_its_evidence(done: tuple[Report, list[Asked]]) -> None:
    report, _ = done
    claim = next(t for t in report.overview.topics if t.name == "Sora is a world simulator")
    held = {p.speaker: p.stance for p in claim.positions}
    assert held["jin-xiaogang"] == held["peng-xutan"] == "opposes"
    assert held["sima-huapeng"] == "supports"
    assert all(d.about for d in report.overview.disagreements if d.basis == "model")
    assert all(s.points for s in report.speakers)


def test_quotations_are_where_the_chinese_has_them(done: tuple[Report, list[Asked]]) -> None:
    report, _ = done
    assert not [f for f in report.findings if f.kind == "quotation-bounds"]


def test_it_takes_three_round_trips(done: tuple[Report, list[Asked]]) -> None:
    """Requests of one round trip do not wait for each other; a second question about speakers is asked beside the translation."""
    _, asked = done
    stages = [a.name.partition("_")[0] or "repair" for a in asked]
    order = [next(n for n, trip in enumerate(ROUND_TRIPS) if stage in trip) for stage in stages]
    assert order == sorted(order)


def test_what_is_sent_and_answered_stays_within_a_multiple_of_the_article(done: tuple[Report, list[Asked]]) -> None:
    """As tiktoken counts them: 5.9 and 2.8 times the sentences of the article when this was written; the goal is 3.5 and 2."""
    _, asked = done
    article = sum(count(source) for source in sources().values())
    sent = sum(count(str(m["content"])) for a in asked for m in a.body["messages"])
    answered = sum(count(answer(a.body)) for a in asked)
    assert sent <= 6.2 * article
    assert answered <= 3.0 * article
