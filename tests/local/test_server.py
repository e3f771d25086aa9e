"""The server of the embedded model: what stops it from starting, in clear words; and, live, that it serves and goes away."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx2
import pytest

from summarizer.errors import LocalModelError, ModelNotInstalled, ServerFailed
from summarizer.local import server as local_server
from summarizer.local.server import serving
from summarizer.model import Endpoint

psutil = pytest.importorskip("psutil")
pytest.importorskip("xllamacpp")

STORY = "Write a very long story about a river, in at least two thousand words."


def is_open(base_url: str) -> bool:
    url = httpx2.URL(base_url)
    with socket.socket() as probe:
        return probe.connect_ex((url.host, url.port)) == 0


def closes(base_url: str, seconds: float) -> bool:
    """Whether nothing listens any more before the time is over."""
    end = time.monotonic() + seconds
    while is_open(base_url) and time.monotonic() < end:
        time.sleep(0.05)
    return not is_open(base_url)


def engines() -> list[int]:
    """Those that this process has started and not ended. Other tests may have left helpers of Python's own."""
    children = psutil.Process().children()
    return [child.pid for child in children if any(word.endswith("engine.py") for word in child.cmdline())]


def ask(
    endpoint: Endpoint, question: str, tokens: int, key: str | None = None, endless: bool = False
) -> httpx2.Response:
    """An answer of at most so many tokens, or of exactly so many where it is to be endless."""
    return httpx2.post(
        f"{endpoint.base_url}/chat/completions",
        headers={"Authorization": f"Bearer {endpoint.api_key if key is None else key}"},
        json={
            "messages": [{"role": "user", "content": question}],
            "max_tokens": tokens,
            "temperature": 0,
            "ignore_eos": endless,
        },
        timeout=300,
    )


# What keeps a server from starting.


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.gguf"
    path.write_bytes(b"GGUF" + bytes(100))
    return path


def test_a_file_that_is_no_model_is_refused_before_anything_starts(tmp_path: Path) -> None:
    (tmp_path / "text.gguf").write_text("hello")
    with pytest.raises(LocalModelError, match="is not a GGUF file"), serving(tmp_path / "text.gguf"):
        pass
    assert engines() == []


def test_a_file_that_is_not_there_is_an_error_for_people(tmp_path: Path) -> None:
    with pytest.raises(LocalModelError, match=r"none\.gguf cannot be read"), serving(tmp_path / "none.gguf"):
        pass


def test_a_broken_model_says_what_is_wrong_with_it(broken: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ServerFailed, match=r"server for broken\.gguf did not start: \w+") as raised, serving(broken):
        pass
    assert "Failed to init server" not in str(raised.value)
    assert capfd.readouterr() == ("", "")
    assert engines() == []


def test_too_little_memory_is_noticed_before_loading(broken: Path) -> None:
    os.truncate(broken, 1 << 40)
    with (
        pytest.raises(
            LocalModelError, match=r"needs about \d\d\d\d\.\d GB of memory, and \d+\.\d GB are free"
        ) as raised,
        serving(broken),
    ):
        pass
    assert "OPENAI_API_KEY" in raised.value.hint


def test_a_port_that_is_taken_is_tried_again_and_then_named(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_server, "BIND_WAIT_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServerFailed, match=f"couldn't bind.*{port}") as raised, serving(broken, port=port):
            pass
    assert "Another program has that port" in raised.value.hint
    assert engines() == []


def test_without_the_engine_it_says_what_to_install(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(ModelNotInstalled, match="xllamacpp") as raised, serving(broken):
        pass
    assert "pip install 'summarizer[local]'" in raised.value.hint


# The real model.


@pytest.mark.live
def test_the_model_answers_to_its_key_alone_and_says_nothing_else(
    real_model: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(real_model) as endpoint:
        assert endpoint.local
        assert endpoint.context_tokens == 4_096
        assert endpoint.api_key not in repr(endpoint)
        answer = ask(endpoint, "What is the capital of France? Answer with one word.", 8)
        assert "Paris" in answer.json()["choices"][0]["message"]["content"]
        assert ask(endpoint, "Hello", 8, key="another").status_code == 401
    assert not is_open(endpoint.base_url)
    assert engines() == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.timing
@pytest.mark.live
def test_it_stops_at_once_while_every_slot_is_answering(real_model: Path) -> None:
    failed: list[str] = []

    def ask_for_a_story(endpoint: Endpoint) -> None:
        try:
            ask(endpoint, STORY, 3000, endless=True)
        except httpx2.TransportError as error:
            failed.append(type(error).__name__)

    with serving(real_model) as endpoint:
        threads = [threading.Thread(target=ask_for_a_story, args=[endpoint]) for _ in range(4)]
        for thread in threads:
            thread.start()
        time.sleep(4)
        (engine,) = engines()
        assert psutil.Process(engine).memory_info().rss < 3e9
        leaving = time.monotonic()
    assert time.monotonic() - leaving < 2
    for thread in threads:
        thread.join(timeout=5)
    assert len(failed) == 4
    assert engines() == []


@pytest.mark.live
def test_a_model_with_a_shorter_context_than_asked_for_says_so(real_model: Path) -> None:
    with serving(real_model, context_tokens=40_000, slots=1) as endpoint:
        assert endpoint.context_tokens == 32_768


# Serves the model, asks for a long answer, and says its address and its engine's id while the answer comes.
CHILD = """
import sys, threading
from pathlib import Path
import httpx2, psutil
from summarizer.local.server import serving

with serving(Path(sys.argv[1])) as endpoint:
    (engine,) = psutil.Process().children()
    threading.Timer(3, lambda: print(endpoint.base_url, engine.pid, flush=True)).start()
    httpx2.post(
        f"{endpoint.base_url}/chat/completions",
        headers={"Authorization": f"Bearer {endpoint.api_key}"},
        json={"messages": [{"role": "user", "content": sys.argv[2]}], "max_tokens": 3000, "ignore_eos": True},
        timeout=300,
    )
"""


@pytest.mark.live
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_whatever_ends_the_program_in_the_middle_ends_the_server_too(real_model: Path, end: signal.Signals) -> None:
    command = [sys.executable, "-c", CHILD, str(real_model), STORY]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as program:
        assert program.stdout is not None
        base_url, engine = program.stdout.readline().split()
        assert is_open(base_url)
        program.send_signal(end)
        program.wait(timeout=10)
    assert program.returncode != 0
    assert closes(base_url, seconds=5)
    assert not psutil.pid_exists(int(engine)) or psutil.Process(int(engine)).status() == psutil.STATUS_ZOMBIE


@pytest.mark.timing
@pytest.mark.live
def test_ctrl_c_while_it_loads_is_heard(real_model: Path) -> None:
    command = [sys.executable, "-c", CHILD, str(real_model), STORY]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as program:
        while not (children := psutil.Process(program.pid).children()):
            time.sleep(0.05)
        time.sleep(0.5)
        started = time.monotonic()
        program.send_signal(signal.SIGINT)
        errors = program.communicate(timeout=10)[1]
        assert time.monotonic() - started < 3
    assert "KeyboardInterrupt" in errors
    assert not any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in children)
