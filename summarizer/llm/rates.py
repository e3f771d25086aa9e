"""How many requests and tokens a minute may go: a limit the user gave (`Window`), and one the server tells (`Bucket`)."""

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from summarizer.records import Record

MINUTE_SECONDS = 60.0
_DURATION = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<unit>ms|s|m|h|d)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


class RateLimitHeaders(Record):
    """What a server says of one limit: how much it grants a minute, how much of that is left, and when all of it will be there again."""

    limit: int
    remaining: int
    reset_seconds: float = MINUTE_SECONDS


def allowance(headers: Mapping[str, str], of: str) -> RateLimitHeaders | None:
    """The limit on `requests` or `tokens` in the headers of an answer, as OpenAI's reference names them (`x-ratelimit-limit-requests`,
    …); None where they do not say."""
    try:
        limit, remaining = (int(headers[f"x-ratelimit-{what}-{of}"]) for what in ("limit", "remaining"))
    except (KeyError, ValueError):
        return None
    if limit <= 0:
        return None
    return RateLimitHeaders(
        limit=limit, remaining=remaining, reset_seconds=seconds(headers.get(f"x-ratelimit-reset-{of}", ""))
    )


def seconds(duration: str) -> float:
    """`6m0s`, `20ms` or `1.5` in seconds; a minute where it cannot be read."""
    parts = [(float(m["number"]), m["unit"]) for m in _DURATION.finditer(duration)]
    if parts:
        return sum(number * _SECONDS[unit] for number, unit in parts)
    try:
        return float(duration)
    except ValueError:
        return MINUTE_SECONDS


@dataclass
class SentRequest:
    """A request that was let go: when, as which, and the tokens it may take (what it took, once its answer has come)."""

    at: float
    number: int
    tokens: int


class Window:
    """A limit that is not passed in any minute. What is larger than the limit goes when nothing else went for a minute."""

    def __init__(self, limit: int, window_seconds: float = MINUTE_SECONDS, *, tokens: bool) -> None:
        """`tokens`: the limit is on tokens, else on requests."""
        self._limit, self._seconds, self._tokens = limit, window_seconds, tokens
        self._sent: deque[SentRequest] = deque()
        self._total = 0

    def delay(self, tokens: int, now: float) -> float:
        """Seconds until one more may go."""
        self._forget(now)
        excess, wait = self._total + self._amount(tokens) - self._limit, 0.0
        for sent in self._sent:
            if excess <= 0:
                break
            excess -= self._amount(sent.tokens)
            wait = sent.at + self._seconds - now
        return wait

    def add(self, sent: SentRequest) -> None:
        self._sent.append(sent)
        self._total += self._amount(sent.tokens)

    def correct(self, sent: SentRequest, tokens: int) -> None:
        """A request took other than was thought. To be called before `sent.tokens` is changed."""
        if self._sent and sent.at >= self._sent[0].at:
            self._total += self._amount(tokens) - self._amount(sent.tokens)

    def _amount(self, tokens: int) -> int:
        return tokens if self._tokens else 1

    def _forget(self, now: float) -> None:
        while self._sent and self._sent[0].at <= now - self._seconds:
            self._total -= self._amount(self._sent.popleft().tokens)


class Bucket:
    """A limit that the server tells with each answer; between two answers it is reckoned to fill evenly, a minute's worth a minute."""

    def __init__(self, *, tokens: bool) -> None:
        self._tokens = tokens
        self._limit = 0
        self._left, self._at = 0.0, 0.0
        self._under_way: dict[int, float] = {}

    def delay(self, tokens: int, now: float) -> float:
        """Seconds until one more may go; 0 as long as the server has not told a limit."""
        if not self._limit:
            return 0.0
        self._fill(now)
        missing = min(self._amount(tokens), self._limit) - self._left
        return max(0.0, missing / self._limit * MINUTE_SECONDS)

    def add(self, sent: SentRequest) -> None:
        self._under_way[sent.number] = self._amount(sent.tokens)
        self._left -= self._amount(sent.tokens)

    def forget(self, sent: SentRequest) -> None:
        """The request has ended."""
        self._under_way.pop(sent.number, None)

    def heard(self, told: RateLimitHeaders, sent: SentRequest, now: float) -> None:
        """What the server said when it had taken `sent`: those let go later it had not seen yet."""
        self._limit = told.limit
        unseen = sum(amount for number, amount in self._under_way.items() if number > sent.number)
        self._left, self._at = told.remaining - unseen, now

    def _fill(self, now: float) -> None:
        self._left = min(self._limit, self._left + (now - self._at) / MINUTE_SECONDS * self._limit)
        self._at = now

    def _amount(self, tokens: int) -> float:
        return float(tokens) if self._tokens else 1.0
