"""`summarize translate --review-model`: the second model is asked at the same server, and the results say what it changed."""

import json
from pathlib import Path
from typing import Any

from scripted_server import asked_schema, scripted
from wire import runtimes

from journeys.conftest import Translate
from journeys.running import SENTENCES, lay_out, report_of

BY_HAND = runtimes.by_hand(SENTENCES)
FIRST, *_, LAST = SENTENCES.values()


def reading_twice(body: dict[str, Any]) -> str:
    """Translations by hand; the second reader puts “Indeed, ” before the last sentence."""
    name, _ = asked_schema(body)
    if name != "review_chunk":
        return BY_HAND(body)
    told = json.loads(str(body["messages"][-1]["content"]).partition("<translation>")[2].partition("</translation>")[0])
    return json.dumps(
        {"edits": [{"segment": i, "text": f"Indeed, {LAST}"} for i in told if told[i]["english"] == LAST]}
    )


def test_a_second_model_reads_what_the_first_has_translated(translate: Translate, folder: Path) -> None:
    lay_out(folder)
    with scripted(answer=reading_twice) as server:
        outcome = translate(server, "library.txt", "--review-model", "a-better-one", "--verbose")
    assert outcome.code == 0, outcome.err
    assert {a.body["model"] for a in server.requests if a.name == "review_chunk"} == {"a-better-one"}
    assert {a.headers["authorization"] for a in server.requests} == {"Bearer sk-test-0123456789"}
    assert f"Indeed, {LAST}" == report_of(folder).segments[-1].target
    assert "review: " in outcome.err
    assert "some-model, reviewed by a-better-one: " in outcome.err
    markdown = (folder / "library.en.md").read_text(encoding="utf-8")
    page = (folder / "library.en.html").read_text(encoding="utf-8")
    for shown in (markdown.replace("\\", ""), page):
        assert "reviewed by a-better-one" in shown
        assert "Changed by the reviewer; before: " in shown


def test_without_it_nobody_reads_a_second_time(translate: Translate, folder: Path) -> None:
    lay_out(folder)
    with scripted(answer=reading_twice) as server:
        outcome = translate(server, "library.txt")
    assert outcome.code == 0, outcome.err
    assert server.names()["review_chunk"] == 0
    assert report_of(folder).segments[-1].target == LAST
