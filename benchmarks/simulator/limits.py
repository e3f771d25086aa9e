"""The provider's limits: a bucket that fills evenly, and the headers in which it tells of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

MINUTE_SECONDS = 60.0


@dataclass
class Bucket:
    """Holds a minute's worth, and is full at first. `taken` counts what was granted."""

    limit: int
    now: float
    left: float = field(init=False)
    taken: int = 0

    def __post_init__(self) -> None:
        self.left = float(self.limit)

    def fill(self, now: float) -> None:
        self.left = min(float(self.limit), self.left + (now - self.now) * self.limit / MINUTE_SECONDS)
        self.now = now

    def wait(self, amount: int) -> float:
        """Seconds until so much is there."""
        return max(0.0, (min(amount, self.limit) - self.left) * MINUTE_SECONDS / self.limit)

    def take(self, amount: int) -> None:
        self.left -= amount
        self.taken += amount

    def headers(self, of: str) -> Iterator[tuple[str, str]]:
        yield f"x-ratelimit-limit-{of}", str(self.limit)
        yield f"x-ratelimit-remaining-{of}", str(max(0, int(self.left)))
        yield f"x-ratelimit-reset-{of}", f"{self.wait(self.limit):.3f}s"


class Limits:
    """Requests and tokens a minute together. A request's tokens are its words and the room it asks for, as OpenAI counts them."""

    def __init__(self, requests: int | None, tokens: int | None, now: float) -> None:
        given = {"requests": requests, "tokens": tokens}
        self.buckets = {of: Bucket(limit, now) for of, limit in given.items() if limit}

    def refused(self, tokens: int, now: float) -> float:
        """Takes the request's share and returns 0, or the seconds after which it may come again."""
        amounts = {"requests": 1, "tokens": tokens}
        for bucket in self.buckets.values():
            bucket.fill(now)
        wait = max((bucket.wait(amounts[of]) for of, bucket in self.buckets.items()), default=0.0)
        if wait <= 0:
            for of, bucket in self.buckets.items():
                bucket.take(amounts[of])
        return wait

    def headers(self) -> dict[str, str]:
        return dict(pair for of, bucket in self.buckets.items() for pair in bucket.headers(of))
