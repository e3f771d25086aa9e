"""A question and its answer, for the tests of the store."""

from summarizer.model import Answer, Message, Request, Usage

ASKED = Request(
    stage="translate",
    prompt="translate/chunk.md",
    messages=(Message(role="user", content="你好"),),
    max_output_tokens=9,
)
SAID = Answer(text="Hello “all”. 你好", model="m", usage=Usage(input_tokens=5, cached_input_tokens=2, output_tokens=3))
