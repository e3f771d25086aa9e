"""What the tests of the commands share."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO, TextIOWrapper
from typing import NamedTuple, Protocol

import pytest

from summarizer.cli import main

ARTICLE = "人工智能论坛\n\n王小明表示：“这项技术会改变整个行业。”他说，企业要做好准备。\n\n李四认为，还需要时间观察。\n"


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


class Run(Protocol):
    def __call__(self, *words: str, stdin: bytes = b"") -> Outcome: ...


def called(
    monkeypatch: pytest.MonkeyPatch, captured: pytest.CaptureFixture[str], *words: str, stdin: bytes = b""
) -> Outcome:
    """What the console script does with these words, in this process."""
    monkeypatch.setattr(sys, "argv", ["summarize", *words])
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin)))
    with pytest.raises(SystemExit) as ended:
        main()
    return Outcome(int(ended.value.code or 0), *captured.readouterr())


@contextmanager
def signals_kept() -> Iterator[None]:
    """Signal handlers are afterwards as they were."""
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    yield
    for one, handler in before.items():
        signal.signal(one, handler)
