"""Asks a server on this machine how much its model holds, so that requests are planned to fit: such servers cut longer ones without a word.

Only GET requests are made, which cost nothing: `/props` (llama.cpp), `/v1/models` (vLLM, llama.cpp), `/api/ps` (Ollama), `/api/v0/models`
(LM Studio). What does not answer, or answers otherwise, is passed over.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from summarizer.llm.addresses import split_address
from summarizer.model import Endpoint

TIMEOUT_SECONDS = 2.0
LEAST_TOKENS = 512
"""A server that reports less reports something else."""
_PATHS = ("/props", "/v1/models", "/api/ps", "/api/v0/models")
_NAMES = ("loaded_context_length", "max_model_len", "context_length", "n_ctx")
"""Under which of these the size in use stands; not `n_ctx_train`, which is what the model was trained for."""


async def with_reported_context(endpoint: Endpoint) -> Endpoint:
    """The endpoint with the context that its server reports, if it does. Servers elsewhere are not asked."""
    if endpoint.local or not endpoint.near:
        return endpoint
    import httpx2

    url = urlsplit(split_address(endpoint.base_url).base)
    headers = {"Authorization": f"Bearer {endpoint.api_key}"} if endpoint.api_key else {}
    async with httpx2.AsyncClient(trust_env=False, timeout=TIMEOUT_SECONDS, headers=headers) as client:
        for path in _PATHS:
            try:
                response = await client.get(f"{url.scheme}://{url.netloc}{path}")
                found = context_of(json.loads(response.content), endpoint.model) if response.is_success else None
            except (httpx2.ConnectError, httpx2.TimeoutException):
                return endpoint
            except (httpx2.HTTPError, ValueError, RecursionError):
                continue
            if found is not None:
                return fitted(endpoint, found)
    return endpoint


def fitted(endpoint: Endpoint, context_tokens: int) -> Endpoint:
    """The endpoint with a context of this size, of which an answer takes at most half."""
    answer = min(endpoint.answer_tokens, context_tokens // 2)
    return endpoint.model_copy(update={"context_tokens": context_tokens, "answer_tokens": answer})


def context_of(reply: Any, model: str) -> int | None:
    """The size of the context in what a server reports of this model, or of the only one it has."""
    entries = list(_entries(reply))
    named = [one for one in entries if model in (one.get("id"), one.get("name"), one.get("model"))]
    for entry in named or (entries if len(entries) == 1 else []):
        inner = entry.get("default_generation_settings")
        for table in (entry, inner if isinstance(inner, Mapping) else {}):
            for name in _NAMES:
                value = table.get(name)
                if isinstance(value, int) and not isinstance(value, bool) and value >= LEAST_TOKENS:
                    return value
    return None


def _entries(reply: Any) -> Iterator[Mapping[str, Any]]:
    """The models that a reply tells of: each of a list, or the reply itself."""
    if not isinstance(reply, Mapping):
        return
    lists = [reply[name] for name in ("data", "models") if isinstance(reply.get(name), list)]
    if not lists:
        yield reply
    for some in lists:
        yield from (one for one in some if isinstance(one, Mapping))
