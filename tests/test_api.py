"""The Python front door: what is listed exists, the README's example runs, mistakes are errors of ours."""

import asyncio
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from scripted_server import ScriptedServer, scripted

import summarizer
from summarizer import Event, Inspection, NothingToTranslate, Report, SettingsError, UsageError

ROOT = Path(__file__).parent.parent
ARTICLE = "人工智能论坛\n\n王小明表示：“这项技术会改变整个行业。”他说，企业要做好准备。\n"


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("SUMMARIZER_", "OPENAI_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("SUMMARIZER_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    with scripted() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test-0123456789")
        yield server


def test_everything_listed_exists_and_is_listed_once() -> None:
    assert len(set(summarizer.__all__)) == len(summarizer.__all__)
    for name in summarizer.__all__:
        assert getattr(summarizer, name) is not None
    assert set(summarizer.__all__) <= set(dir(summarizer))


def test_every_error_of_the_tree_is_listed() -> None:
    from summarizer import errors

    tree = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}
    assert tree <= set(summarizer.__all__)


def test_what_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="colour"):
        _ = summarizer.colour


def test_the_examples_of_the_readme_run(server: ScriptedServer, tmp_path: Path) -> None:
    """As they stand there, with a scripted server behind `OPENAI_BASE_URL`."""
    (tmp_path / "article.html").write_text(f"<article><p>{ARTICLE}</p></article>", encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {"__name__": "__main__"})
    assert (tmp_path / "out" / "article.report.json").is_file()
    assert server.count() > 0


def test_text_a_path_and_bytes_are_the_same_article(server: ScriptedServer, tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    reports = [summarizer.translate(source) for source in (ARTICLE, path, ARTICLE.encode())]
    assert [r.document.origin for r in reports] == ["text", "article.txt", "bytes"]
    assert len({r.document.sha256 for r in reports}) == 1
    assert summarizer.translate(ARTICLE, origin="a saved page").document.origin == "a saved page"


def test_the_stages_of_a_run_are_told(server: ScriptedServer) -> None:
    events: list[Event] = []
    summarizer.translate(ARTICLE, progress=events.append)
    assert {"brief", "translate", "summarize"} <= {event.stage for event in events}


async def test_the_same_from_a_running_loop(server: ScriptedServer) -> None:
    report = await summarizer.atranslate(ARTICLE)
    assert isinstance(report, Report)
    with pytest.raises(UsageError, match="loop") as raised:
        summarizer.translate(ARTICLE)
    assert "atranslate" in raised.value.hint


async def test_many_articles_share_a_runtime(server: ScriptedServer) -> None:
    async with summarizer.open_runtime(concurrency=4) as runtime:
        both = await asyncio.gather(*(summarizer.process(ARTICLE.encode(), f"{i}", runtime) for i in range(2)))
    assert {r.document.origin for r in both} == {"0", "1"}
    assert runtime.ledger.requests == server.count()


def test_an_article_can_be_looked_at_without_a_key() -> None:
    found = summarizer.inspect(ARTICLE, model="gpt-6-luna")
    assert isinstance(found, Inspection)
    assert found.estimate.cost_usd is not None
    assert [p.name.source for p in found.rule_brief.profiles] == ["王小明"]


def test_the_stages_fit_together_without_a_model() -> None:
    document = summarizer.clean(summarizer.read(ARTICLE.encode(), "text"))
    segments = summarizer.segment(document)
    chunks = summarizer.plan(document, segments, chunk_tokens=500)
    assert [s for chunk in chunks for s in chunk.segments] == list(segments)


def test_mistakes_are_errors_of_ours(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="modle is not a setting"):
        summarizer.inspect(ARTICLE, modle="x")
    with pytest.raises(SettingsError, match="invalid value 0 for concurrency"):
        summarizer.inspect(ARTICLE, concurrency=0)
    with pytest.raises(summarizer.InputError, match="cannot be read"):
        summarizer.inspect(tmp_path / "missing.txt")
    with pytest.raises(NothingToTranslate):
        summarizer.inspect("Not a word of Chinese.")
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    with pytest.raises(UsageError, match="the name of a file"):
        summarizer.inspect("a.txt")
    with pytest.raises(summarizer.UndecodableInput):
        summarizer.inspect("中文\ud800")
