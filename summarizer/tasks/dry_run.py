"""A model that answers every question with words of the length that answers have, so that a run can be reckoned before it is paid
for: the stages ask it what they would ask in earnest, and what it hears and says is counted."""

import itertools
import json
from collections.abc import Iterator, Mapping
from typing import Any

from summarizer.llm.tokens import count
from summarizer.model import Answer, Request, Usage
from summarizer.text.scripts import han_count

ENGLISH = 0.85
"""o200k tokens of English for one of Chinese: between the medians of traditional and simplified text in `stages/plan.py`."""
MESSAGE_TOKENS = 4
"""What a chat template adds to a message."""
WORDS = {
    "title": 12,
    "gist": 22,
    "topic": 3,
    "name": 4,
    "target": 2,
    "en": 25,
    "text": 30,
    "stance_en": 20,
    "summary_en": 50,
}
"""Words of an English answer by its key; 3 for any other."""
CHINESE = {"zh": 1, "stance": 1, "summary": 1, "stance_zh": 1, "summary_zh": 2, "source": 0, "": 3}
"""Sentences of a Chinese answer by its key; a plain answer has none."""
SENTENCE = "发言者认为这项技术会改变行业的分工，但是仍然需要时间来观察它的结果。"
MOST_ITEMS = 4
_VOCABULARY = """
    the speaker thinks that this change will reach every part of our industry while many people still want more time before
    they decide what it means for their own work and how a company should answer new questions about trust and cost
"""


class DryRunModel:
    """`tokens` are those of each segment's source."""

    def __init__(self, tokens: Mapping[str, int]) -> None:
        self._tokens = tokens
        self.heard: list[tuple[str, Usage, int]] = []
        """(stage, what it took, most tokens the answer could have had)."""

    async def ask(self, request: Request) -> Answer:
        asked = sum(count(m.content) + MESSAGE_TOKENS for m in request.messages)
        text = self._text(request)
        usage = Usage(input_tokens=asked, output_tokens=min(count(text), request.max_output_tokens))
        self.heard.append((request.stage, usage, request.max_output_tokens))
        return Answer(text=text, usage=usage)

    def _text(self, request: Request) -> str:
        if request.answer_schema is not None:
            return json.dumps(self._value(request.answer_schema, ""), ensure_ascii=False)
        source = request.messages[-1].content.rsplit("\n", 1)[-1]
        in_chinese = request.stage == "summarize"
        return SENTENCE * CHINESE[""] if in_chinese else english(int(ENGLISH * count(source)), seed=han_count(source))

    def _value(self, schema: Mapping[str, Any], name: str) -> Any:
        if "enum" in schema:
            return schema["enum"][-1]
        if schema.get("type") == "object":
            return {key: self._value(part, key) for key, part in schema["properties"].items()}
        if schema.get("type") == "array":
            return [self._value(schema["items"], name)] * min(schema.get("maxItems", MOST_ITEMS), MOST_ITEMS)
        if name in CHINESE:
            return SENTENCE * CHINESE[name]
        return english(int(ENGLISH * self._tokens[name]) if name in self._tokens else WORDS.get(name, 3))


def english(words: int, *, seed: int = 0) -> str:
    """So many words (about as many tokens) that read as a sentence does to the checks."""
    return " ".join(itertools.islice(_words(seed), max(words, 1))).capitalize() + "."


def _words(seed: int) -> Iterator[str]:
    """The vocabulary over and over, each time from another place and in another order."""
    words = _VOCABULARY.split()
    size = len(words)
    for step in itertools.count(1):
        yield from (words[(seed + place * step) % size] for place in range(size))
