"""Does a source bear out a Chinese sentence about it? Only what can be seen without understanding: numbers, and denials that were
dropped on the way (其实不是国内企业和国外企业存在差距 summed up as 国内企业和国外企业存在差距)."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from summarizer.text.numbers import chinese_values

NEGATIONS = (
    "不是",
    "并非",
    "並非",
    "没有",
    "沒有",
    "不会",
    "不會",
    "不能",
    "不要",
    "不",
    "未",
    "无",
    "無",
    "非",
    "别",
    "別",
)
REACH = 4
"""Characters in front of a shared run in which a negation counts as its own."""
SHORTEST_RUN = 5


def supported(sentence: str, source: str) -> bool:
    """True where every number of the sentence is one of the source's, and no run of characters that the two share is denied in
    only one of them."""
    known = {(v.low, v.high) for v in chinese_values(source)}
    if any((v.low, v.high) not in known for v in chinese_values(sentence)):
        return False
    return all(denied(sentence, at) == denied(source, there) for at, there in shared_runs(sentence, source))


def shared_runs(sentence: str, source: str) -> Iterator[tuple[int, int]]:
    """Where runs of at least `SHORTEST_RUN` characters begin that the two have in common: (in the sentence, in the source)."""
    matcher = SequenceMatcher(None, sentence, source, autojunk=False)
    for block in matcher.get_matching_blocks():
        if block.size >= SHORTEST_RUN:
            yield block.a, block.b


def denied(text: str, at: int) -> bool:
    """True where a negation stands right before the place, in the same clause."""
    before = text[max(0, at - REACH) : at]
    clause = before.replace("，", ",").rpartition(",")[2]
    return any(word in clause for word in NEGATIONS)
