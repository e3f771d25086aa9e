"""What the tests of the commands share."""

from typing import NamedTuple, Protocol

ARTICLE = "人工智能论坛\n\n王小明表示：“这项技术会改变整个行业。”他说，企业要做好准备。\n\n李四认为，还需要时间观察。\n"


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


class Run(Protocol):
    def __call__(self, *words: str, stdin: bytes = b"") -> Outcome: ...
