"""One article's questions to one model: fills a prompt, bounds the answer, reads it back."""

import asyncio
from collections.abc import Awaitable, Iterable, Mapping
from typing import Any, TypeVar

from summarizer.errors import ModelError
from summarizer.llm.parse import parse_object
from summarizer.model import Answer, Endpoint, Model, Request
from summarizer.prompts import Prompts
from summarizer.records import Record

T = TypeVar("T")


class ModelProfile(Record):
    """How a kind of model is best asked; token counts are tiktoken's.

    The figures of `SMALL` were found with Qwen2.5-Coder-1.5B on CPU, see docs/decisions/0002: asked for one sentence at a
    time as plain text it leaves no Chinese behind and shifts nothing to a neighbour; asked for a paragraph as JSON it does.
    """

    strong: bool
    """True where its proposals (names, further terms) are worth having, and it can read the whole article at once."""
    chunk_tokens: int
    context_tokens: int
    """Source text of the neighbours shown with a chunk, before and after."""
    context_across_blocks: bool
    """False where the model would translate the context too: a heading then comes out as the paragraph before it."""
    brief_tokens: int
    """Most of the article that the brief reads at once."""
    digest_tokens: int
    """Most of what a summary is made from."""
    summary_tokens: int = 0
    """Most source tokens of an article that is summed up, with everybody in it, by one request; 0 asks about each speaker apart."""


STRONG = ModelProfile(
    strong=True,
    chunk_tokens=1600,
    context_tokens=80,
    context_across_blocks=True,
    brief_tokens=24_000,
    digest_tokens=24_000,
    summary_tokens=12_000,
)
SMALL = ModelProfile(
    strong=False, chunk_tokens=1, context_tokens=60, context_across_blocks=False, brief_tokens=500, digest_tokens=1_000
)


class Session:
    """What a stage needs in order to ask about one article."""

    def __init__(
        self,
        model: Model,
        endpoint: Endpoint,
        prompts: Prompts,
        article: str,
        tactics: ModelProfile,
        language: str = "English",
    ) -> None:
        """`language` is the one to translate into, in words a model understands."""
        self.model, self.endpoint, self.prompts, self.article, self.tactics = model, endpoint, prompts, article, tactics
        self.language = language
        self.used: set[str] = set()
        """The prompts that were filled in so far."""

    async def ask(
        self,
        prompt: str,
        values: Mapping[str, Any],
        *,
        most_tokens: int,
        schema: Mapping[str, Any] | None = None,
        temperature: float = 0.0,
    ) -> Answer:
        """The answer to prompt `prompt` (`translate/chunk.md`) filled with `values`, at most `most_tokens` long.
        Raises ModelError where there is none."""
        stage = prompt.partition("/")[0]
        self.used.add(prompt)
        request = Request(
            stage=stage,
            prompt=prompt,
            messages=self.prompts.fill(prompt, **values),
            answer_name=prompt.removesuffix(".md").replace("/", "_"),
            answer_schema=dict(schema) if schema is not None else None,
            max_output_tokens=min(most_tokens, self.endpoint.answer_tokens),
            temperature=temperature,
            article=self.article,
        )
        return await self.model.ask(request)

    async def ask_object(
        self, prompt: str, values: Mapping[str, Any], schema: Mapping[str, Any], *, most_tokens: int
    ) -> dict[str, Any]:
        """The answer as a JSON object, {} where it holds none. What was cut off is left out."""
        answer = await self.ask(prompt, values, most_tokens=most_tokens, schema=schema)
        try:
            return parse_object(answer.text, dict(schema), cut_off=answer.finish != "stop")
        except ValueError:
            return {}


async def settle(questions: Iterable[Awaitable[T]]) -> list[T | ModelError]:
    """All results in order, a failed one as its error: a failure never cancels its siblings, they are already paid for."""
    settled = await asyncio.gather(*questions, return_exceptions=True)
    for one in settled:
        if isinstance(one, BaseException) and not isinstance(one, ModelError):
            raise one
    return [one for one in settled if isinstance(one, ModelError) or not isinstance(one, BaseException)]


def object_of(properties: Mapping[str, Any]) -> dict[str, Any]:
    """A strict JSON schema: exactly these properties, all required."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def list_of(item: Mapping[str, Any], most: int, least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": dict(item), "minItems": least, "maxItems": most}


def one_of(values: Iterable[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


TEXT: dict[str, Any] = {"type": "string"}
