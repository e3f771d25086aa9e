"""Turns a `Request` into what goes over the wire, leaving out what the server is known not to take. Pure functions."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from summarizer.llm.addresses import split_address
from summarizer.llm.capabilities import known_limit
from summarizer.model import Endpoint, Request

OPENAI_URL = "https://api.openai.com/v1"
THINKING_TOKENS = 4096
"""Room added for thoughts. At low effort current reasoning models think for some hundred to two thousand tokens about a page."""

_SEED = 1
_EFFORT = re.compile(r"^(o[1-9]|gpt-[5-9]|gpt-\d\d)(?!.*chat)|^gpt-oss")
"""OpenAI's reasoning families; their `-chat` models do not reason."""
_THINKS = re.compile(r"reason|think|\br1\b|qwq|magistral")
_ASK_IN_WORDS = (
    "\n\nAnswer with one JSON object and nothing else, no code fence and no explanation. "
    "It must be valid against this JSON schema ({name}):\n{schema}"
)


def server_of(endpoint: Endpoint) -> str:
    """What names the server: host, port and path. The embedded one is `local`: its port is another on every run."""
    if endpoint.local:
        return "local"
    url = urlsplit(split_address(endpoint.base_url or OPENAI_URL).base)
    return f"{url.netloc.rpartition('@')[2]}{url.path}".rstrip("/").lower()


def takes_effort(model: str) -> bool:
    """True where the name says that the model reasons and knows `reasoning_effort`."""
    return bool(_EFFORT.search(model.lower().rpartition("/")[2]))


def room(request: Request, endpoint: Endpoint, missing: frozenset[str] = frozenset()) -> int:
    """Most tokens the server is allowed to produce: the answer's, and a reasoning model's thoughts before it."""
    name = endpoint.model.lower().rpartition("/")[2]
    thinks = takes_effort(name) or bool(_THINKS.search(name)) or "terse" in missing
    most = min(endpoint.answer_tokens, known_limit(missing) or endpoint.answer_tokens)
    return min(request.max_output_tokens + (THINKING_TOKENS if thinks else 0), most)


def parameters(request: Request, endpoint: Endpoint, missing: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Keyword arguments of `chat.completions.create`."""
    sent = {"model": endpoint.model, "messages": _messages(request, missing), **_limit(request, endpoint, missing)}
    sent |= _sampling(request, endpoint)
    sent |= _format(request, missing)
    sent |= {"stream": True, "stream_options": {"include_usage": True}}
    if request.article and not endpoint.local:
        sent["prompt_cache_key"] = request.article
    if endpoint.local and "cache_prompt" not in missing:
        sent["extra_body"] = {"cache_prompt": True}
    if "stream" in missing:
        del sent["stream_options"]
    return {name: value for name, value in sent.items() if name not in missing}


def _sampling(request: Request, endpoint: Endpoint) -> dict[str, Any]:
    if takes_effort(endpoint.model):
        return {"reasoning_effort": "low"}
    return {"temperature": request.temperature, "seed": _SEED}


def _limit(request: Request, endpoint: Endpoint, missing: frozenset[str]) -> dict[str, int]:
    """OpenAI's models want the newer name; most other servers know the older one, some only that."""
    names = ["max_tokens", "max_completion_tokens"]
    if takes_effort(endpoint.model) or server_of(endpoint) == server_of(Endpoint(model="")):
        names.reverse()
    name = next((one for one in names if one not in missing), None)
    return {name: room(request, endpoint, missing)} if name else {}


def _format(request: Request, missing: frozenset[str]) -> dict[str, Any]:
    if request.answer_schema is None:
        return {}
    if "json_schema" not in missing:
        schema = {"name": request.answer_name, "strict": True, "schema": request.answer_schema}
        return {"response_format": {"type": "json_schema", "json_schema": schema}}
    return {} if "json_object" in missing else {"response_format": {"type": "json_object"}}


def _messages(request: Request, missing: frozenset[str]) -> list[dict[str, str]]:
    """The schema in words goes last, so that the prefix which requests share stays the same."""
    messages = [{"role": m.role, "content": m.content} for m in request.messages]
    if request.answer_schema is not None and missing & {"json_schema", "enforced_schema"}:
        schema = json.dumps(request.answer_schema, ensure_ascii=False, separators=(",", ":"))
        messages[-1]["content"] += _ASK_IN_WORDS.format(name=request.answer_name, schema=schema)
    return _without_system(messages) if "system_role" in missing else messages


def _without_system(messages: list[dict[str, str]]) -> list[dict[str, str]]:
    """System messages stand at the head of the first user message instead."""
    system = [m["content"] for m in messages if m["role"] == "system"]
    others = [m for m in messages if m["role"] != "system"]
    if system and others and others[0]["role"] == "user":
        return [{"role": "user", "content": "\n\n".join([*system, others[0]["content"]])}, *others[1:]]
    return [{"role": "user", "content": "\n\n".join(system)}, *others] if system else others
