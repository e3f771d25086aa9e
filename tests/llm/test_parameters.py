import json

import pytest

from llm.asking import SCHEMA, question
from summarizer.llm.parameters import parameters, room, server_of, takes_effort
from summarizer.model import Endpoint

HOSTED = Endpoint(model="gpt-4.1-mini")
LOCAL = Endpoint(model="qwen.gguf", base_url="http://127.0.0.1:5123/v1", local=True)
OTHER = Endpoint(model="mistral-small", base_url="https://llm.example/v1/")


@pytest.mark.parametrize(
    "model", ["o1", "o3-mini", "o4-mini-2025-04-16", "gpt-5", "openai/gpt-5-mini", "gpt-6-luna", "gpt-oss-20b"]
)
def test_reasoning_families_are_asked_for_little_effort_and_no_temperature(model: str) -> None:
    sent = parameters(question(), Endpoint(model=model))
    assert sent["reasoning_effort"] == "low"
    assert "temperature" not in sent
    assert sent["max_completion_tokens"] > question().max_output_tokens


@pytest.mark.parametrize("model", ["gpt-4o", "gpt-4.1-mini", "gpt-5-chat-latest", "qwen2.5", "mixtral-8x7b", "olmo-1b"])
def test_other_models_are_asked_at_the_temperature_given(model: str) -> None:
    sent = parameters(question(temperature=0.3), Endpoint(model=model))
    assert not takes_effort(model)
    assert sent["temperature"] == 0.3
    assert "reasoning_effort" not in sent


def test_the_room_never_passes_what_the_model_can_answer() -> None:
    assert room(question(max_output_tokens=900), Endpoint(model="m", answer_tokens=500)) == 500
    assert room(question(max_output_tokens=900), Endpoint(model="o3", answer_tokens=1000)) == 1000


def test_a_model_that_was_seen_to_think_gets_room_for_it() -> None:
    assert room(question(), OTHER, frozenset({"terse"})) > room(question(), OTHER) == 200
    assert room(question(), Endpoint(model="deepseek-r1")) > 200


def test_a_hosted_provider_gets_a_cache_key_and_the_embedded_one_its_own_switch() -> None:
    asked = question(article="sha")
    assert parameters(asked, HOSTED)["prompt_cache_key"] == "sha"
    assert "prompt_cache_key" not in parameters(question(), HOSTED)
    assert "prompt_cache_key" not in parameters(asked, LOCAL)
    assert parameters(asked, LOCAL)["extra_body"] == {"cache_prompt": True}
    assert "extra_body" not in parameters(asked, HOSTED)


def test_the_limit_goes_by_the_name_the_server_knows() -> None:
    assert "max_completion_tokens" in parameters(question(), HOSTED)
    assert "max_tokens" in parameters(question(), OTHER)
    assert "max_completion_tokens" in parameters(question(), OTHER, frozenset({"max_tokens"}))
    neither = parameters(question(), OTHER, frozenset({"max_tokens", "max_completion_tokens"}))
    assert not [name for name in neither if "tokens" in name]


def test_the_format_steps_down_from_schema_to_object_to_words() -> None:
    asked = question(schema=SCHEMA)
    first = parameters(asked, OTHER)
    assert first["response_format"]["json_schema"] == {"name": "chunk", "strict": True, "schema": SCHEMA}
    assert first["messages"][-1]["content"] == asked.messages[-1].content
    second = parameters(asked, OTHER, frozenset({"json_schema"}))
    assert second["response_format"] == {"type": "json_object"}
    third = parameters(asked, OTHER, frozenset({"json_schema", "json_object"}))
    assert "response_format" not in third
    for sent in (second, third):
        last = sent["messages"][-1]["content"]
        assert last.startswith(asked.messages[-1].content)
        assert json.loads(last.rpartition("\n")[2]) == SCHEMA


def test_without_a_system_role_its_words_stand_before_the_users() -> None:
    sent = parameters(question("你好"), OTHER, frozenset({"system_role"}))
    assert sent["messages"] == [{"role": "user", "content": "You translate Chinese.\n\n你好"}]


def test_a_server_is_named_by_its_address_without_credentials_and_the_embedded_one_by_a_word() -> None:
    assert server_of(OTHER) == "llm.example/v1"
    assert server_of(HOSTED) == "api.openai.com/v1"
    assert server_of(Endpoint(model="m", base_url="https://user:secret@llm.example:8443/v1")) == "llm.example:8443/v1"
    assert server_of(LOCAL) == "local"
