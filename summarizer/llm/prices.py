"""What models cost and hold, from the price list that the `genai-prices` package carries; nothing is fetched."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from summarizer.llm.parameters import OPENAI_URL
from summarizer.model import Endpoint, Usage

DEFAULT_HOSTED_MODEL = "gpt-6-luna"
"""Used with a key and no model named: GPT-6 Luna (September 2026), OpenAI's newest small model for focused work in high volume. It takes
JSON schemas over chat completions and holds 1,050,000 tokens; $0.10 and $0.50 a million tokens in and out in genai-prices 0.2.3
(October 2026)."""

_ANSWER_TOKENS = {
    # Most output tokens of a model, by the beginning of its name, from the makers' model pages (October 2026).
    "chatgpt-4o": 16_384,
    "deepseek-chat": 8_192,
    "gpt-3.5": 4_096,
    "gpt-4": 4_096,
    "gpt-4.1": 32_768,
    "gpt-4o": 16_384,
    "gpt-5": 128_000,
    "gpt-6": 128_000,
    "gpt-oss": 131_072,
    "o1": 100_000,
    "o3": 100_000,
    "o4": 100_000,
}


@dataclass(frozen=True)
class Price:
    """USD a token. `cost` knows more than the three figures: it also follows tiers for long requests."""

    input: float
    cached_input: float
    output: float
    _exactly: Callable[[Usage], float] | None = field(default=None, repr=False, compare=False)

    def cost(self, usage: Usage) -> float:
        """What one request costs, in USD; never less than the bill. Where writing to the prompt cache is billed above plain input,
        all uncached input is counted at that price, because servers do not all say how much they wrote."""
        if self._exactly:
            return self._exactly(usage)
        plain = usage.input_tokens - usage.cached_input_tokens
        return plain * self.input + usage.cached_input_tokens * self.cached_input + usage.output_tokens * self.output

    def times(self, share: float) -> "Price":
        """A part of it, as for requests that may take their time."""
        return Price(
            self.input * share, self.cached_input * share, self.output * share, lambda usage: share * self.cost(usage)
        )


BATCH_SHARE = 0.5
"""Of the usual price, for requests through OpenAI's Batch API (its pricing page, October 2026)."""
FREE = Price(0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Limits:
    """Tokens a model holds and answers with; None where the list does not say."""

    context_tokens: int | None = None
    answer_tokens: int | None = None


def price_of(model: str, base_url: str = "") -> Price | None:
    """The price today of a model at a provider, named by its address; None where the list does not know them. An empty address
    means OpenAI's."""
    info = _listed(model, base_url)
    if info is None:
        return None
    prices = info.get_prices(datetime.now(UTC))
    if getattr(prices, "input_mtok", None) is None or getattr(prices, "output_mtok", None) is None:
        return None
    exactly = _exact(prices)
    million = 1_000_000
    return Price(
        input=exactly(Usage(input_tokens=1000)) / 1000,
        cached_input=exactly(Usage(input_tokens=1000, cached_input_tokens=1000)) / 1000,
        output=exactly(Usage(output_tokens=million)) / million,
        _exactly=exactly,
    )


def price_for(endpoint: Endpoint, *, provider_batch: bool = False) -> Price | None:
    """What the endpoint costs, also through its Batch API; None where the price is not known."""
    price = FREE if endpoint.local else _given(endpoint) or price_of(endpoint.model, endpoint.base_url)
    return price.times(BATCH_SHARE) if price and provider_batch else price


def _given(endpoint: Endpoint) -> Price | None:
    """The price that the user gave; input and output cost the same if only one is given."""
    if endpoint.price_in is None and endpoint.price_out is None:
        return None
    asked, said = endpoint.price_in, endpoint.price_out
    per_million = (said if asked is None else asked, asked if said is None else said)
    input_price, output_price = (float(one or 0) / 1_000_000 for one in per_million)
    return Price(input_price, input_price, output_price)


def limits_of(model: str, base_url: str = "") -> Limits:
    """What the model holds, as far as it is listed."""
    info = _listed(model, base_url)
    name = model.lower().rpartition("/")[2]
    known = max((start for start in _ANSWER_TOKENS if name.startswith(start)), key=len, default="")
    return Limits(info.context_window if info else None, _ANSWER_TOKENS.get(known))


def _listed(model: str, base_url: str) -> Any:
    from genai_prices.data_snapshot import get_snapshot

    url = base_url or OPENAI_URL
    if not urlsplit(url).hostname:
        return None
    try:
        return get_snapshot().find_provider_model(model, None, None, url)[1]
    except LookupError:
        return None


def _exact(prices: Any) -> Callable[[Usage], float]:
    """The list's own reckoning, which knows tiers."""
    from genai_prices import Usage as Listed

    writes_cost = getattr(prices, "cache_write_mtok", None) is not None

    def cost(usage: Usage) -> float:
        plain = usage.input_tokens - usage.cached_input_tokens
        counts = {"input_tokens": usage.input_tokens, "output_tokens": usage.output_tokens}
        if usage.cached_input_tokens:
            counts["cache_read_tokens"] = usage.cached_input_tokens
        if writes_cost and plain:
            counts["cache_write_tokens"] = plain
        return float(prices.calc_price(Listed(**counts))["total_price"])

    return cost
