"""One article's questions to one model: fills a prompt, bounds the answer, reads it back."""

import asyncio
import html
import re
from collections.abc import Awaitable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from summarizer.errors import ContentFiltered, ModelError
from summarizer.llm.parse import parse_object
from summarizer.llm.sanitize import one_line, without_damage
from summarizer.model import Answer, Endpoint, Model, Request
from summarizer.records import Record

if TYPE_CHECKING:
    from summarizer.prompts import Prompts

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
        prompts: "Prompts",
        article: str,
        tactics: ModelProfile,
        language: str = "English",
        fallback: "Session | None" = None,
    ) -> None:
        """`language` is the one to translate into, in words a model understands. `fallback` asks another model, about what a filter of the
        first one's provider refuses."""
        self.model, self.endpoint, self.prompts, self.article, self.tactics = model, endpoint, prompts, article, tactics
        self.language = language
        self.fallback = fallback
        self.used: set[str] = set()
        """The prompts that were filled in so far."""
        self.damaged: set[str] = set()
        """Keys of answers (segment ids, where those are the keys) that held what cannot be shown."""

    async def ask(
        self,
        prompt: str,
        values: Mapping[str, Any],
        *,
        most_tokens: int,
        schema: Mapping[str, Any] | None = None,
        temperature: float = 0.0,
        needed: tuple[str, ...] = (),
        fall_back: bool = True,
    ) -> Answer:
        """The answer to prompt `prompt` (`translate/chunk.md`) filled with `values`, at most `most_tokens` long. One that lacks what is
        `needed` is used but not remembered. What a filter refuses is asked of the fallback model, unless the caller can ask for less first
        (`fall_back=False`). Raises ModelError if there is no answer; ContentFiltered also for a refusal."""
        try:
            return await self._ask(prompt, values, most_tokens, schema, temperature, needed)
        except ContentFiltered:
            if not fall_back or self.fallback is None:
                raise
            other = self.fallback
            return await other.ask(prompt, values, most_tokens=most_tokens, schema=schema, needed=needed)

    async def _ask(
        self,
        prompt: str,
        values: Mapping[str, Any],
        most_tokens: int,
        schema: Mapping[str, Any] | None,
        temperature: float,
        needed: tuple[str, ...],
    ) -> Answer:
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
            needed=needed,
        )
        answer = await self.model.ask(request)
        if answer.finish == "refusal":
            raise ContentFiltered(
                f"The model declined ({one_line(answer.text)[:100] or 'without a word'}).",
                "Name a model that may translate it: --fallback-model (local keeps it on this machine).",
            )
        return answer if any(_ENTITY.search(m.content) for m in request.messages) else _without_entities(answer)

    async def ask_object(
        self,
        prompt: str,
        values: Mapping[str, Any],
        schema: Mapping[str, Any],
        *,
        most_tokens: int,
        needed: tuple[str, ...] = (),
        fall_back: bool = True,
    ) -> dict[str, Any]:
        """The answer as a JSON object, {} if it holds none. What was cut off is left out, and what cannot be shown is taken out."""
        answer = await self.ask(
            prompt, values, most_tokens=most_tokens, schema=schema, needed=needed, fall_back=fall_back
        )
        try:
            found = parse_object(answer.text, dict(schema), cut_off=answer.finish != "stop")
        except ValueError:
            return {}
        clean = {name: without_damage(value) for name, value in found.items()}
        self.damaged |= {name for name, (_, damaged) in clean.items() if damaged}
        return {name: value for name, (value, _) in clean.items()}


_ENTITY = re.compile(
    r"&(?:quot|apos|amp|lt|gt|nbsp|ldquo|rdquo|lsquo|rsquo|mdash|ndash|hellip|#\d{1,6}|#[xX][0-9a-fA-F]{1,5});"
)


def _without_entities(answer: Answer) -> Answer:
    """The answer with characters for HTML entities, which some models write though nothing of what they were asked holds any. A quotation
    mark stays an entity's business of JSON: it is escaped there."""
    if not _ENTITY.search(answer.text):
        return answer
    quoted = answer.text.lstrip().startswith(("{", "[", "`"))

    def character(found: re.Match[str]) -> str:
        char = html.unescape(found[0])
        return "\\" + char if quoted and char in '"\\' else char

    return answer.model_copy(update={"text": _ENTITY.sub(character, answer.text)})


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
