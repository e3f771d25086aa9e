"""One article against servers that misbehave: it is finished, or the report says exactly what is missing, or an error says why
nothing could be had. Never a traceback, never a silent gap."""

from pathlib import Path

import pytest
from articles.shelf import library_text
from scripted_server import (
    Asked,
    Fault,
    cut,
    drop,
    endless,
    fences,
    loop,
    prose,
    rate_limited,
    refusal,
    refuses,
    refuses_format,
    refuses_system,
    scripted,
    status,
    thinks,
)
from wire import runtimes

from journeys.conftest import Translate
from journeys.running import SENTENCES, by_hand, errors, lay_out, missing, report_of
from summarizer.errors import Unreachable
from summarizer.pipeline import prepare, process
from summarizer.stages.brief import rule_based_brief

ANSWERS = runtimes.by_hand(SENTENCES)
ONE_BY_ONE = ("--chunk-tokens", "1")
ALL = len(SENTENCES)
HEADING = "p1.s1"

FINISHES: dict[str, list[Fault]] = {
    "well-behaved": [],
    "no json_schema": [refuses_format("json_schema")],
    "no response format": [refuses_format("json_schema", "json_object")],
    "no response_format at all": [refuses("response_format")],
    "hardly any parameter": [refuses("temperature"), refuses("seed"), refuses("stream_options"), refuses("max_tokens")],
    "no streaming": [refuses("stream")],
    "no system message": [refuses_system()],
    "prose around JSON": [prose()],
    "code fences around JSON": [fences()],
    "thoughts": [thinks()],
}


@pytest.mark.parametrize("server_has", FINISHES)
@pytest.mark.parametrize("words", [(), ONE_BY_ONE], ids=["chunks", "sentences"])
def test_the_article_is_finished(server_has: str, words: tuple[str, ...], translate: Translate, folder: Path) -> None:
    lay_out(folder)
    sentences_in_prose = server_has in ("prose around JSON", "code fences around JSON") and bool(words)
    faults = [] if sentences_in_prose else FINISHES[server_has]
    with scripted(answer=ANSWERS, always=faults) as server:
        outcome = translate(server, "library.txt", *words)
    report = report_of(folder)
    assert outcome.code == 0, outcome.err
    assert len(by_hand(report)) == len(report.segments) == ALL
    assert {s.status for s in report.segments} == {"ok"}


def test_a_bad_morning_is_survived(impatient: None, translate: Translate, folder: Path) -> None:
    lay_out(folder)
    bad = [rate_limited(), status(500), drop(), None, rate_limited(), status(503), None, drop(0)]
    with scripted(answer=ANSWERS, first=bad) as server:
        outcome = translate(server, "library.txt", *ONE_BY_ONE)
    report = report_of(folder)
    assert outcome.code == 0, outcome.err
    assert len(by_hand(report)) == ALL
    assert report.receipt.failed_requests == 6
    assert report.receipt.requests == server.count()


FAULTS = {"cut": cut(0.6), "cut late": cut(0.95), "loop": loop(), "endless": endless()}


@pytest.mark.parametrize("words", [(), ONE_BY_ONE], ids=["chunks", "sentences"])
@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_finished_is_named_segment_by_segment(
    fault: str, words: tuple[str, ...], translate: Translate, folder: Path
) -> None:
    """Every answer is faulty, those to repairs too."""
    lay_out(folder)
    with scripted(answer=ANSWERS, always=[FAULTS[fault]]) as server:
        outcome = translate(server, "library.txt", *words)
    report = report_of(folder)
    nothing = all(s.status == "failed" for s in report.segments)
    assert outcome.code == (1 if nothing else 3 if report.needs_a_person else 0)
    assert missing(report) <= errors(report)
    wrong = {s.id for s in report.segments} - by_hand(report)
    noted = {f.segment for f in report.findings if f.severity != "info"}
    assert wrong, "the fault was felt"
    assert wrong - {HEADING} <= noted, "what is not the whole sentence is named"


@pytest.mark.parametrize("words", [(), ONE_BY_ONE], ids=["chunks", "sentences"])
def test_a_model_that_declines_everything_is_an_error_in_its_own_words(
    words: tuple[str, ...], translate: Translate, folder: Path
) -> None:
    lay_out(folder)
    with scripted(answer=ANSWERS, always=[refusal("I cannot do that.")]) as server:
        outcome = translate(server, "library.txt", *words)
    assert outcome.code == 1
    assert "I cannot do that." in outcome.err
    assert "--fallback-model" in outcome.err
    assert [path.name for path in folder.iterdir()] == ["library.txt"]


def test_a_heading_that_was_cut_off_is_named(translate: Translate, folder: Path) -> None:
    lay_out(folder)
    with scripted(answer=ANSWERS, always=[cut(0.6)]) as server:
        translate(server, "library.txt", *ONE_BY_ONE)
    report = report_of(folder)
    assert HEADING not in by_hand(report)
    assert HEADING in {f.segment for f in report.findings}


def test_a_sentence_that_the_server_will_not_take_is_the_only_one_missing(translate: Translate, folder: Path) -> None:
    lay_out(folder)

    def behave(asked: Asked) -> list[Fault]:
        task = asked.text.rpartition("into English:")[2] + asked.text.partition("<clauses>")[2]
        return [status(400, "content policy")] if "不愿具名" in task else []

    with scripted(answer=ANSWERS, behave=behave) as server:
        outcome = translate(server, "library.txt", *ONE_BY_ONE)
    report = report_of(folder)
    [lost] = [s for s in report.segments if "不愿具名" in s.source]
    assert outcome.code == 3
    assert missing(report) == errors(report) == {lost.id}
    assert len(by_hand(report)) == ALL - 1
    assert any("content policy" in f.detail for f in report.findings if f.segment == lost.id)
    for path in folder.glob("library.en.*"):
        assert lost.source.strip() in path.read_text(encoding="utf-8"), "the reader sees what is missing"


async def test_connections_that_drop_again_and_again_cost_only_their_sentences() -> None:
    def behave(asked: Asked) -> list[Fault]:
        task = asked.text.rpartition("into English:")[2] + asked.text.partition("<clauses>")[2]
        return [drop(2)] if "不愿具名" in task else []

    with scripted(answer=ANSWERS, behave=behave) as server:
        async with runtimes.runtime_at(server, chunk_tokens=1) as runtime:
            report = await process(library_text().encode(), "library.txt", runtime)
    assert len(missing(report)) == 1
    assert missing(report) == errors(report)
    assert len(by_hand(report)) == ALL - 1


@pytest.mark.parametrize("tactics", ["strong", "small"])
async def test_where_nobody_listens_the_error_says_so_at_once(tactics: str) -> None:
    with scripted() as gone:
        pass
    async with runtimes.runtime_at(gone, tactics=tactics) as runtime:
        with pytest.raises(Unreachable, match="Nothing is listening"):
            await process(library_text().encode(), "library.txt", runtime)
    there = prepare(library_text().encode(), "library.txt", runtime.profile)
    questions = 1 if tactics == "strong" else len(rule_based_brief(there.document, there.segments).phrases)
    assert runtime.ledger.requests == questions


def test_a_brief_that_fails_is_told_of(translate: Translate, folder: Path) -> None:
    lay_out(folder)

    def behave(asked: Asked) -> list[Fault]:
        return [status(400, "content policy")] if asked.name.startswith("brief") else []

    with scripted(answer=ANSWERS, behave=behave) as server:
        outcome = translate(server, "library.txt", "--verbose")
    report = report_of(folder)
    assert outcome.code == 0
    assert len(by_hand(report)) == ALL
    assert [(f.segment, f.severity) for f in report.findings if f.kind == "brief"] == [(None, "warning")]
    assert "The model could not be asked about the article" in outcome.err
    assert "The model could not be asked about the article" in (folder / "library.en.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (status(400, "This model is asleep"), "This model is asleep"),
        (status(401, "Incorrect API key provided: sk-test-0123456789"), "key"),
        (status(404, "The model does not exist", word="model_not_found"), "does not exist"),
        (status(429, "You exceeded your current quota", word="insufficient_quota"), "quota"),
    ],
    ids=["400", "401", "404", "no credit"],
)
def test_where_nothing_can_be_had_one_error_says_why(
    fault: Fault, said: str, translate: Translate, folder: Path
) -> None:
    lay_out(folder)
    with scripted(answer=ANSWERS, always=[fault]) as server:
        outcome = translate(server, "library.txt")
    assert outcome.code == 1
    assert outcome.err.count("Error") == 1
    assert said in outcome.err
    assert "sk-test-0123456789" not in outcome.err
    assert [p.name for p in folder.iterdir()] == ["library.txt"]


def test_several_articles_one_bad(translate: Translate, folder: Path) -> None:
    lay_out(folder, "a.txt")
    lay_out(folder, "b.txt", " \n")
    lay_out(folder, "c.txt")
    with scripted(answer=ANSWERS) as server:
        outcome = translate(server, "a.txt", "b.txt", "c.txt", "--output", "out")
    assert outcome.code == 3
    assert "b.txt" in outcome.err
    assert sorted(p.name for p in (folder / "out").glob("*.json")) == ["a.report.json", "c.report.json"]
    assert len(by_hand(report_of(folder / "out", "c"))) == ALL


def test_from_standard_input_only_markdown_goes_to_standard_output(translate: Translate, folder: Path) -> None:
    path = lay_out(folder)
    with scripted(answer=ANSWERS, always=[refuses("seed")], first=[rate_limited()]) as server:
        outcome = translate(server, "-", stdin=path.read_bytes())
        translate(server, "library.txt", "--format", "md")
    beside = (folder / "library.en.md").read_text(encoding="utf-8")
    assert outcome.code == 0, outcome.err
    assert outcome.out.startswith("<!-- generator: summarizer -->\n\n# ")
    assert all(english in outcome.out.replace("\\", "") for english in SENTENCES.values())
    assert len(outcome.out.splitlines()) == len(beside.splitlines())
