"""The embedded model: llama.cpp's own server on a loopback port with a random key, for as long as a `with` lasts.

It runs in a process of its own (`engine.py`). Inside this one it would hold Python still while it loads (5 s: no display,
no Ctrl-C), could not be stopped while requests are under way (llama.cpp waits for their clients, who wait for Python:
seen to hang for good), and would take the run down with it if it crashed. Killing a process frees everything at once.
"""

import importlib.util
import json
import queue
import secrets
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from summarizer.errors import LocalModelError, ModelNotInstalled, ServerFailed
from summarizer.local.catalogue import OFFICIAL
from summarizer.local.files import require_gguf
from summarizer.local.machine import free_memory, processors
from summarizer.model import Endpoint

START_SECONDS = 300.0
"""Longest a start may take: 3 to 9 s from a warm disk, a minute and more from a slow one."""
BIND_ATTEMPTS = 3
BIND_WAIT_SECONDS = 1.0
"""Before the second attempt; twice that before the third."""
WORK_BYTES = 300 << 20
ANSWER_SHARE = 2
"""An answer may take this part of a slot's context; the rest is for the question."""
_ENGINE = Path(__file__).with_name("engine.py")
INSTALL = "Install it: pip install 'summarizer[local]'."
BIND, MEMORY, LOADING = "couldn't bind", "insufficient memory", "error loading model: "
"""What llama.cpp says where it matters; the lines after it only repeat that something failed."""
_HINTS = {
    BIND: "Another program has that port; end it, or try again in a moment.",
    MEMORY: "Close other programs, or set OPENAI_API_KEY to use a hosted model.",
    LOADING: "Check the file with summarize models verify, or take another model.",
}


@contextmanager
def serving(
    path: Path,
    *,
    slots: int = 4,
    context_tokens: int = 16_384,
    threads: int | None = None,
    check_memory: bool = True,
    port: int = 0,
) -> Iterator[Endpoint]:
    """A server for the model in `path` that answers `slots` requests at once and stops when the block is left, whatever
    is under way. `context_tokens` are shared by the slots: one may use what the others leave, but when they run out, every
    answer under way fails. So the endpoint promises each slot its share and no more. `port` 0 takes a free one.
    Raises LocalModelError (not a model, too little memory), ModelNotInstalled (no engine), ServerFailed."""
    require_engine()
    require_gguf(path)
    if check_memory:
        require_memory(path, context_tokens)
    asked = {
        "path": str(path),
        "key": secrets.token_urlsafe(32),
        "slots": slots,
        "context_tokens": context_tokens,
        "threads": threads or processors(),
        "port": port,
    }
    with _engine(asked) as address:
        held = _held_tokens(f"{address}/v1", str(asked["key"]))
        yield Endpoint(
            model=path.stem,
            base_url=f"{address}/v1",
            api_key=str(asked["key"]),
            local=True,
            context_tokens=held // slots,
            answer_tokens=held // slots // ANSWER_SHARE,
        )


def require_engine() -> None:
    """Raises ModelNotInstalled without the packages that run a model."""
    missing = [name for name in ("xllamacpp", "psutil") if importlib.util.find_spec(name) is None]
    if missing:
        raise ModelNotInstalled(f"The engine of the embedded model is not installed ({missing[0]})", INSTALL)


def needed_memory(path: Path, context_tokens: int) -> int:
    """Bytes the model will take, from those of the default one, which is 1.7 GB resident when it starts and 1.85 GB with four
    answers under way: its file, 28,672 for each token of context (28 layers, keys and values, 2 heads of 128, 2 bytes),
    and room to work in."""
    size = path.stat().st_size
    return int(size + 28_672 * context_tokens * size / OFFICIAL.bytes) + WORK_BYTES


def require_memory(path: Path, context_tokens: int) -> None:
    """Raises LocalModelError where the model would not fit into what is free."""
    needed, free = needed_memory(path, context_tokens), free_memory()
    if free < needed:
        raise LocalModelError(
            f"The model {path.stem} needs about {needed / 1e9:.1f} GB of memory, and {free / 1e9:.1f} GB are free",
            "Close other programs, or set OPENAI_API_KEY to use a hosted model.",
        )


def _held_tokens(base_url: str, key: str) -> int:
    """Tokens the server holds in fact: a model trained on fewer gets fewer. Also the proof that it answers."""
    asked = urllib.request.Request(f"{base_url}/models", headers={"Authorization": f"Bearer {key}"})
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(asked, timeout=30) as answer:
            return int(json.load(answer)["data"][0]["meta"]["n_ctx"])
    except (OSError, ValueError, LookupError) as error:
        raise ServerFailed(f"The server of the embedded model does not answer: {error}", "Try again.") from error


@contextmanager
def _engine(asked: Mapping[str, Any]) -> Iterator[str]:
    """The running engine's address. A port that cannot be had is asked for again, for it may just be coming free."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        for attempt in range(1, BIND_ATTEMPTS + 1):
            with _process(log) as process:
                told = _start(process, asked)
                if "address" in told:
                    yield told["address"]
                    return
            failure = _failure(told, _reason(log), asked)
            if BIND not in str(failure) or attempt == BIND_ATTEMPTS:
                raise failure
            time.sleep(BIND_WAIT_SECONDS * attempt)


@contextmanager
def _process(log: IO[str]) -> Iterator["subprocess.Popen[str]"]:
    """The engine's process, killed at the end: there is nothing in it that must be kept."""
    command = [sys.executable, "-P", str(_ENGINE)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, encoding="utf-8"
    ) as process:
        try:
            yield process
        finally:
            process.kill()
            with suppress(OSError):
                process.stdin.close() if process.stdin else None


def _start(process: "subprocess.Popen[str]", asked: Mapping[str, Any]) -> Mapping[str, str]:
    """What the engine answers: its address, or why it has none. Can be interrupted, for the reading is a thread's."""
    assert process.stdin is not None
    assert process.stdout is not None
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    stdout = process.stdout
    threading.Thread(target=lambda: lines.put(stdout.readline()), daemon=True).start()
    try:
        with suppress(BrokenPipeError):
            process.stdin.write(json.dumps(asked) + "\n")
            process.stdin.flush()
        line = lines.get(timeout=START_SECONDS)
    except queue.Empty:
        return {"error": f"it was not ready after {START_SECONDS:.0f} s"}
    told: Mapping[str, str] = json.loads(line) if line else {"error": _ending(process.wait())}
    return told


def _ending(code: int) -> str:
    if code == -9:
        return f"the system ended it, probably for lack of memory ({MEMORY})"
    return f"it ended with code {code}"


def _reason(log: IO[str]) -> str:
    """The part of the engine's log that says what went wrong; empty where none does."""
    log.seek(0)
    lines = [line.strip() for line in log if line.strip()]
    found = (line[line.index(sign) :] for sign in (LOADING, BIND, MEMORY) for line in lines if sign in line)
    return next(found, lines[-1] if lines else "")


def _failure(told: Mapping[str, str], reason: str, asked: Mapping[str, Any]) -> LocalModelError:
    name = Path(asked["path"]).name
    if told.get("kind") == "import":
        return ModelNotInstalled(f"The engine of the embedded model cannot be loaded ({told['error']})", INSTALL)
    reason = reason or told["error"]
    hint = next((hint for sign, hint in _HINTS.items() if sign in reason), "")
    return ServerFailed(f"The server for {name} did not start: {reason.removeprefix(LOADING)}", hint)
