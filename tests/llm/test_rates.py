"""Limits a minute: those given, and those a server tells. Times are made up; nothing waits."""

import pytest

from summarizer.llm.rates import Bucket, RateLimitHeaders, SentRequest, Window, allowance, seconds

HEADERS = {
    "x-ratelimit-limit-requests": "500",
    "x-ratelimit-remaining-requests": "499",
    "x-ratelimit-reset-requests": "120ms",
    "x-ratelimit-limit-tokens": "30000",
    "x-ratelimit-remaining-tokens": "0",
    "x-ratelimit-reset-tokens": "1m30s",
}


def test_headers_are_read_as_openai_names_them() -> None:
    assert allowance(HEADERS, "requests") == RateLimitHeaders(limit=500, remaining=499, reset_seconds=0.12)
    assert allowance(HEADERS, "tokens") == RateLimitHeaders(limit=30000, remaining=0, reset_seconds=90)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-ratelimit-limit-tokens": "30000"},
        {**HEADERS, "x-ratelimit-limit-tokens": "many"},
        {**HEADERS, "x-ratelimit-limit-tokens": "0"},
    ],
)
def test_headers_that_do_not_say_are_no_limit(headers: dict[str, str]) -> None:
    assert allowance(headers, "tokens") is None


@pytest.mark.parametrize(
    ("told", "meant"),
    [("6m0s", 360), ("20ms", 0.02), ("1h2m3s", 3723), ("1.5s", 1.5), ("7", 7), ("", 60), ("soon", 60)],
)
def test_durations_are_read(told: str, meant: float) -> None:
    assert seconds(told) == pytest.approx(meant)


def test_a_window_is_full_until_its_first_request_is_a_minute_old() -> None:
    window = Window(2, tokens=False)
    for number, at in enumerate((0.0, 10.0)):
        assert window.delay(1, at) == 0
        window.add(SentRequest(at, number, 1))
    assert window.delay(1, 20.0) == 40.0
    assert window.delay(1, 60.0) == 0


def test_a_window_of_tokens_waits_for_as_many_as_are_needed() -> None:
    window = Window(100, tokens=True)
    for number, at in enumerate((0.0, 10.0, 20.0)):
        window.add(SentRequest(at, number, 30))
    assert window.delay(10, 30.0) == 0
    assert window.delay(40, 30.0) == 30.0
    assert window.delay(70, 30.0) == 40.0
    assert window.delay(1000, 30.0) == 50.0
    assert window.delay(1000, 80.0) == 0


def test_a_window_gives_back_what_an_answer_did_not_take() -> None:
    window, sent = Window(100, tokens=True), SentRequest(0.0, 1, 90)
    window.add(sent)
    assert window.delay(50, 1.0) > 0
    window.correct(sent, 40)
    sent.tokens = 40
    assert window.delay(50, 1.0) == 0
    assert window.delay(100, 61.0) == 0


def test_a_bucket_that_nothing_was_told_of_lets_all_go() -> None:
    assert Bucket(tokens=True).delay(10**9, 0.0) == 0


def test_a_bucket_fills_evenly() -> None:
    bucket, first = Bucket(tokens=False), SentRequest(0.0, 1, 0)
    bucket.add(first)
    bucket.heard(RateLimitHeaders(limit=60, remaining=0), first, 0.0)
    bucket.forget(first)
    assert bucket.delay(0, 0.0) == pytest.approx(1.0)
    assert bucket.delay(0, 0.5) == pytest.approx(0.5)
    assert bucket.delay(0, 1.0) == 0


def test_what_the_server_had_not_seen_yet_is_taken_off_what_it_tells() -> None:
    bucket = Bucket(tokens=True)
    sent = [SentRequest(0.0, number, 100) for number in range(3)]
    for one in sent:
        bucket.add(one)
    bucket.heard(RateLimitHeaders(limit=600, remaining=500), sent[0], 0.0)
    bucket.forget(sent[0])
    assert bucket.delay(300, 0.0) == 0
    assert bucket.delay(400, 0.0) == pytest.approx(10.0)


def test_a_request_larger_than_the_limit_goes_when_the_bucket_is_full() -> None:
    bucket, first = Bucket(tokens=True), SentRequest(0.0, 1, 0)
    bucket.heard(RateLimitHeaders(limit=600, remaining=0), first, 0.0)
    assert bucket.delay(5000, 0.0) == pytest.approx(60.0)
    assert bucket.delay(5000, 60.0) == 0
