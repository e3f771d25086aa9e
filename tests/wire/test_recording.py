"""Recording and replaying, tried on a scripted server: what was said is heard again, and nothing else is."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from llm.asking import SCHEMA, door, question
from scripted_server import ScriptedServer, scripted, status

from summarizer.errors import Rejected
from summarizer.model import Answer, Endpoint, Request
from wire import storage
from wire.projection import chinese_lines, projection
from wire.recording import FOLDER, NOWHERE, Unrecorded, recording


async def ask(server: ScriptedServer, request: Request) -> Answer:
    async with door(server) as model:
        return await model.ask(request)


async def replayed(path: Path, *requests: Request) -> list[Answer]:
    """The answers from the file; no server is there."""
    nobody = ScriptedServer(None, (), (), None)
    nobody.base_url = NOWHERE
    with recording(path, record=False):
        return [await ask(nobody, request) for request in requests]


async def test_what_was_recorded_is_heard_again_word_by_word(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    asked = [question("今天天气很好。", SCHEMA), question("“一”\n  二：\t三", None)]
    with scripted() as server, recording(path, record=True):
        said = [await ask(server, request) for request in asked]
    assert await replayed(path, *reversed(asked)) == said[::-1]


async def test_a_failure_is_heard_again_too(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    with (
        scripted(always=[status(400, "no such thing")]) as server,
        recording(path, record=True),
        pytest.raises(Rejected, match="no such thing"),
    ):
        await ask(server, question())
    with pytest.raises(Rejected, match="no such thing"):
        await replayed(path, question())


async def test_a_sentence_that_was_not_recorded_fails_and_is_named(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    with scripted() as server, recording(path, record=True):
        await ask(server, question("今天天气很好。"))
    with pytest.raises(Unrecorded, match=r"今天天气不好。(?s:.)*今天天气很好。"):
        await replayed(path, question("今天天气不好。"))
    with pytest.raises(Unrecorded, match="missing"):
        await replayed(tmp_path / "none.yaml", question())


async def test_a_question_asked_once_is_answered_once(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    with scripted() as server, recording(path, record=True):
        await ask(server, question())
    with pytest.raises(Unrecorded):
        await replayed(path, question(), question())


async def test_instructions_may_be_reworded(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    with scripted() as server, recording(path, record=True):
        said = await ask(server, question("Translate this:\n今天天气很好。"))
    assert await replayed(path, question("Now translate, please:\n今天天气很好。")) == [said]


async def test_the_file_is_plain_yaml_without_key_or_address(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    with scripted(answer=lambda body: "The weather is fine today, isn’t it?") as server, recording(path, record=True):
        await ask(server, question("今天天气很好。\n对吧？"))
    text = path.read_text(encoding="utf-8")
    assert "content: |-\n        今天天气很好。\n        对吧？\n" in text
    assert "127.0.0.1" not in text
    assert "sk-test" not in text
    [one] = yaml.safe_load(text)
    assert list(one["answer"]["headers"]) == ["content-type"]
    assert one["answer"]["pieces"] == ["The weather ", "is fine toda", "y, isn’t it?"]
    assert "isn’t it?" in text


def test_recordings_in_use_hold_no_address_of_a_machine() -> None:
    for path in FOLDER.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert "127.0.0.1" not in text
        assert "Bearer" not in text
        assert "/home/" not in text


class TestProjection:
    def body(self, text: str = "译：\n<sentence>\n他说好。\n</sentence>", **more: Any) -> dict[str, Any]:
        messages = [{"role": "system", "content": "You translate."}, {"role": "user", "content": text}]
        return {"model": "m", "messages": messages, "temperature": 0.0, **more}

    def test_names_the_fences_of_the_last_message(self) -> None:
        assert projection(self.body())["fences"] == ["sentence"]
        assert projection(self.body("<b>他</b>"))["fences"] == []

    def test_names_the_ids_of_the_answer(self) -> None:
        form = {"type": "json_schema", "json_schema": {"name": "chunk", "schema": SCHEMA}}
        found = projection(self.body(response_format=form))
        assert (found["answer"], found["ids"]) == ("chunk", ["p1.s1", "p1.s2"])

    @pytest.mark.parametrize(
        "other",
        [{"model": "n"}, {"temperature": 0.3}, {"text": "<sentence>\n他说好的。\n</sentence>"}, {"text": "他说好。"}],
        ids=["model", "temperature", "sentence", "fence"],
    )
    def test_differs_where_the_question_does(self, other: dict[str, Any]) -> None:
        assert projection(self.body()) != projection(self.body(**other))

    def test_keeps_the_article_and_leaves_our_words(self) -> None:
        text = (
            "Context, not to be translated: Sora来了。\nMind: it leaves 沙龙 in Chinese, as it stands.\nplain English"
        )
        assert chinese_lines(text) == ["Sora来了。", "沙龙"]


def test_a_stream_is_put_together_as_it_was() -> None:
    def event(**delta: Any) -> dict[str, Any]:
        return {"id": "recorded", "created": 0, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}

    usage = {"id": "recorded", "created": 0, "choices": [], "usage": {"prompt_tokens": 1}}
    for events in (
        [event(role="assistant", content=""), event(content="a "), event(content="\nb"), event(), usage, "[DONE]"],
        [event(role="assistant"), event(reasoning_content="hm"), event(content="a"), "[DONE]"],
        [event(content="a")],
        ["[DONE]"],
    ):
        stored = json.loads(json.dumps(storage.compact(storage.events_of(storage.stream_of(events)))))
        assert storage.expand(stored) == events


def test_nothing_listens_where_recordings_are_replayed() -> None:
    assert Endpoint(model="m", base_url=NOWHERE).base_url.startswith("http://127.0.0.1:9/")
