import pytest

from summarizer.llm.capabilities import Capabilities, refused_part, schema_at_fault, too_long

SENT = [
    "temperature",
    "seed",
    "max_tokens",
    "stream",
    "stream_options",
    "prompt_cache_key",
    "json_schema",
    "system_role",
]

# Wordings of refusals as hosted and local servers give them (facts; shortened).
WORDINGS = [
    ("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", "max_tokens"),
    ("Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.", "temperature"),
    ("Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.", "json_schema"),
    ("This response_format type is unavailable now", "json_schema"),
    ("This model does not support response format `json_schema`.", "json_schema"),
    ('response_format type must be one of "text" or "json_object", but got: json_schema', "json_schema"),
    ("'response_format.type' must be 'text'", "json_schema"),
    ("Structured outputs are not available for this model", "json_schema"),
    ('Invalid JSON payload received. Unknown name "seed": Cannot find field.', "seed"),
    ('[{"type": "extra_forbidden", "loc": ["body", "prompt_cache_key"], "msg": "Extra inputs are not permitted"}]', "prompt_cache_key"),
    ('[{"type": "extra_forbidden", "loc": ["body", "seed"], "input": {"temperature": 0, "stream": true}}]', "seed"),
    ("Unrecognized request argument supplied: stream_options", "stream_options"),
    ("streamOptions is not a known field", "stream_options"),
    ("Streaming is not supported for this model", "stream"),
    ("Your organization must be verified to stream this model.", "stream"),
    ("System role not supported", "system_role"),
    ("Unsupported value: 'messages[0].role' does not support 'system' with this model.", "system_role"),
    ("Property promptCacheKey is not expected to be here", "prompt_cache_key"),
    ("Max tokens is not a recognised option", "max_tokens"),
]  # fmt: skip


@pytest.mark.parametrize(("message", "part"), WORDINGS)
def test_what_a_server_refuses_is_read_from_its_words(message: str, part: str) -> None:
    assert refused_part(message, SENT) == part
    assert not too_long(message)


@pytest.mark.parametrize(
    "message",
    [
        "The model `gpt-9` does not exist.",
        "upstream error, please proceed later",
        "Could not parse the body",
        "messages: at least one message is required",
        "response_formatting",
    ],
)
def test_other_complaints_name_nothing_that_could_be_left_out(message: str) -> None:
    assert refused_part(message, SENT) is None


@pytest.mark.parametrize(
    "message",
    [
        "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens.",
        "request (20030 tokens) exceeds the available context size (16384 tokens), try increasing it",
        "'max_tokens' or 'max_completion_tokens' is too large: 9000. This model's maximum context length is 8192 tokens",
        "max_tokens is too large: 200000. This model supports at most 16384 completion tokens",
        "prompt is too long: 210000 tokens > 200000 maximum",
    ],
)
def test_length_is_told_from_a_parameter_that_is_not_known(message: str) -> None:
    assert too_long(message)


def test_a_schema_at_fault_is_told_from_a_server_that_takes_none() -> None:
    assert schema_at_fault("Invalid schema for response_format 'chunk': In context=(), 'minLength' is not permitted.")
    assert schema_at_fault("Automatic parser generation failed: JSON schema error at #: unrecognized type objectt")
    assert not schema_at_fault("This response_format type is unavailable now")


def test_a_part_that_was_not_sent_cannot_be_what_is_refused() -> None:
    assert refused_part("Use 'max_completion_tokens' instead of 'max_tokens'.", ["max_tokens", "seed"]) == "max_tokens"


def test_abilities_are_kept_apart_by_server_and_model_and_told_once() -> None:
    told: list[str] = []
    capabilities = Capabilities(notice=told.append)
    capabilities.mark_unsupported("a.example/v1", "small", "seed")
    capabilities.mark_unsupported("a.example/v1", "small", "seed")
    assert capabilities.missing("a.example/v1", "small") == {"seed"}
    assert not capabilities.missing("a.example/v1", "large")
    assert not capabilities.missing("b.example/v1", "small")
    assert told == ["small at a.example/v1 does not take a seed; answers may differ from run to run."]
