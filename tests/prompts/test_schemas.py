"""The JSON schemas that a strong model's answers are bound to keep to what the strictest servers take.

OpenAI's strict mode: every property required, no additional ones, at most 5,000 properties, ten levels and 1,000 enum values in all, and
no keyword that it does not know (platform.openai.com/docs/guides/structured-outputs, "Supported schemas"). llama.cpp and with it Ollama
turn a schema into a grammar, vLLM hands it to xgrammar: all of them take these keywords, and repeat a rule for each value of an enum, so a
value stands in it once. Read in November 2026.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from articles.shelf import library_text
from scripted_server import asked_schema, scripted
from wire.runtimes import runtime_at

from summarizer.pipeline import process

KEYWORDS = {"type", "properties", "required", "additionalProperties", "items", "enum", "minItems", "maxItems"}
LIMITS = {"context_tokens": 128_000, "answer_tokens": 16_000}
TYPES = {"object", "array", "string", "boolean"}


async def schemas_of(text: str) -> dict[str, dict[str, Any]]:
    """Every schema that the journey of an article asks for, by the answer's name."""
    with scripted() as server:
        async with runtime_at(server, tactics="strong", limits=LIMITS) as runtime:
            await process(text.encode(), "article.txt", runtime)
        asked = [asked_schema(request.body) for request in server.requests]
    return {name: schema for name, schema in asked if schema is not None}


def parts(schema: dict[str, Any], depth: int = 1) -> Iterator[tuple[dict[str, Any], int]]:
    """The schema and all schemas in it, with their depth."""
    yield schema, depth
    for part in schema.get("properties", {}).values():
        yield from parts(part, depth + 1)
    if "items" in schema:
        yield from parts(schema["items"], depth + 1)


@pytest.fixture
async def schemas() -> dict[str, dict[str, Any]]:
    return await schemas_of(library_text())


async def test_the_journey_asks_for_objects_at_every_stage(schemas: dict[str, dict[str, Any]]) -> None:
    assert {"brief_article", "translate_chunk", "summarize_article"} <= schemas.keys()


async def test_no_keyword_is_used_that_a_strict_server_does_not_know(schemas: dict[str, dict[str, Any]]) -> None:
    for name, schema in schemas.items():
        for part, _ in parts(schema):
            assert part.keys() <= KEYWORDS, name
            assert part["type"] in TYPES, name


async def test_every_property_is_required_and_no_other_is_allowed(schemas: dict[str, dict[str, Any]]) -> None:
    for name, schema in schemas.items():
        for part, _ in parts(schema):
            if part["type"] == "object":
                assert part["required"] == list(part["properties"]), name
                assert part["additionalProperties"] is False, name


async def test_no_enum_holds_a_value_twice_and_none_is_empty(schemas: dict[str, dict[str, Any]]) -> None:
    for name, schema in schemas.items():
        for part, _ in parts(schema):
            if "enum" in part:
                assert part["enum"], name
                assert len(set(part["enum"])) == len(part["enum"]), name


async def test_limits_of_the_strict_mode_are_kept(schemas: dict[str, dict[str, Any]]) -> None:
    for name, schema in schemas.items():
        all_parts = list(parts(schema))
        assert max(depth for _, depth in all_parts) <= 10, name
        assert sum(len(part.get("properties", {})) for part, _ in all_parts) <= 5000, name
        assert sum(len(part.get("enum", ())) for part, _ in all_parts) <= 1000, name
