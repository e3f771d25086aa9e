from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from summarizer.errors import (
    ModelError,
    NotFound,
    QuotaExhausted,
    RateLimited,
    Rejected,
    TooLong,
    Transient,
    Unauthorized,
)
from summarizer.llm.failures import RULES, FailureRule, ServerRejection, failure, retry_after, rule_for


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "", Rejected),
        (401, "invalid_api_key", Unauthorized),
        (402, "", QuotaExhausted),
        (403, "", Unauthorized),
        (404, "model_not_found", NotFound),
        (408, "", Transient),
        (409, "", Transient),
        (413, "", TooLong),
        (422, "", Rejected),
        (429, "rate_limit_exceeded", RateLimited),
        (429, "insufficient_quota", QuotaExhausted),
        (429, "429 insufficient_quota", QuotaExhausted),
        (500, "", Transient),
        (503, "", Transient),
        (529, "", Transient),
    ],
)
def test_every_status_has_its_error(status: int, code: str, kind: type[ModelError]) -> None:
    error = failure(status, "said the server", code=code)
    assert type(error) is kind
    assert "said the server" in str(error)


def test_what_a_person_can_mend_has_a_hint() -> None:
    assert "OPENAI_API_KEY" in failure(401, "Incorrect API key").hint
    assert "--model" in failure(404, "The model `x` does not exist").hint
    assert "--chunk-tokens" in failure(400, "maximum context length is 8192 tokens").hint


def test_a_long_message_is_shown_shortened() -> None:
    assert len(str(failure(500, "<html>" + "x" * 5000))) < 400


def test_the_wait_is_read_in_each_of_its_forms() -> None:
    assert retry_after({"retry-after": "1.5"}) == 1.5
    assert retry_after({"retry-after-ms": "250", "retry-after": "9"}) == 0.25
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    assert 28 <= (retry_after({"retry-after": date}) or 0) <= 30
    assert retry_after({"retry-after": format_datetime(datetime.now(UTC) - timedelta(seconds=30))}) == 0
    assert retry_after({"retry-after": "soon"}) is None
    assert retry_after({"retry-after": "inf"}) is None
    assert retry_after({}) is None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_rule_knows_its_example_and_not_its_counterexample(rule: FailureRule) -> None:
    assert rule_for(rule.example) is rule
    assert rule_for(rule.counterexample) is not rule
    assert rule.hint


def test_a_web_page_is_told_by_its_title() -> None:
    page = "<!DOCTYPE html><html><head><title>502 Bad &amp; sad</title></head><body>x</body></html>"
    assert "502 Bad & sad" in ServerRejection(502, page).message
    assert "<" not in ServerRejection(502, page).message


def test_credit_that_comes_back_by_itself_is_waited_for() -> None:
    error = failure(402, "In-flight budget exhausted", headers={"retry-after": "3"})
    assert isinstance(error, RateLimited)
    assert error.retry_after == 3
