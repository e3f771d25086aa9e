import pytest

from summarizer.llm.prices import DEFAULT_HOSTED_MODEL, FREE, limits_of, price_of
from summarizer.model import Usage

MILLION = 1_000_000


@pytest.mark.parametrize(
    ("model", "base_url", "usd"),
    [
        ("gpt-4o-mini", "", (0.15, 0.075, 0.6)),
        ("gpt-4.1-mini-2025-04-14", "https://api.openai.com/v1", (0.4, 0.1, 1.6)),
        ("openai/gpt-5-mini", "https://openrouter.ai/api/v1", (0.25, 0.025, 2.0)),
    ],
)
def test_known_models_have_their_published_price(model: str, base_url: str, usd: tuple[float, float, float]) -> None:
    price = price_of(model, base_url)
    assert price is not None
    assert [round(one * MILLION, 6) for one in (price.input, price.cached_input, price.output)] == list(usd)
    usage = Usage(input_tokens=3000, cached_input_tokens=1000, output_tokens=500)
    assert price.cost(usage) * MILLION == pytest.approx(2000 * usd[0] + 1000 * usd[1] + 500 * usd[2])


def test_long_requests_follow_the_tiers_of_the_list() -> None:
    price = price_of(DEFAULT_HOSTED_MODEL)
    assert price is not None
    short, long = (price.cost(Usage(input_tokens=n)) / n for n in (1000, 500_000))
    assert long == pytest.approx(2 * short)


def test_where_writing_to_the_prompt_cache_is_billed_the_cost_is_never_below_the_bill() -> None:
    price = price_of("gpt-6-luna")
    assert price is not None
    assert price.input * MILLION == pytest.approx(0.125)


@pytest.mark.parametrize(
    ("model", "base_url"),
    [("no-such-model", ""), ("gpt-4o-mini", "http://127.0.0.1:8000/v1"), ("whisper-1", ""), ("m", "not a url")],
)
def test_an_unknown_price_is_unknown_and_not_zero(model: str, base_url: str) -> None:
    assert price_of(model, base_url) is None


def test_the_default_model_is_listed_with_price_and_limits() -> None:
    assert price_of(DEFAULT_HOSTED_MODEL)
    limits = limits_of(DEFAULT_HOSTED_MODEL)
    assert (limits.context_tokens, limits.answer_tokens) == (1_050_000, 128_000)


def test_limits_are_those_of_the_longest_name_that_fits() -> None:
    assert limits_of("gpt-4o-mini").answer_tokens == 16_384
    assert limits_of("gpt-4-0613").answer_tokens == 4_096
    assert limits_of("some-model", "http://127.0.0.1/v1").answer_tokens is None


def test_the_embedded_model_costs_nothing() -> None:
    assert FREE.cost(Usage(input_tokens=MILLION, output_tokens=MILLION)) == 0
