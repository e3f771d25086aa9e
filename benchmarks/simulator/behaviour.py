"""How the simulated provider behaves, and which fault befalls which request."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

FAULTS: Mapping[str, str] = {
    "429": "refused although within the limits, with Retry-After",
    "500": "internal error",
    "503": "overloaded",
    "slow": "ten times as slow",
    "dropped": "the connection is closed in the middle of the answer",
    "truncated": "ends early with finish_reason length",
    "invalid": "text around and inside the JSON that breaks it",
    "refusal": "the model declines",
}


@dataclass(frozen=True)
class Behaviour:
    """Limits are per minute; None is none. `faults` maps names of `FAULTS` to their share of requests, 0 to 1; which request fails is
    decided by `seed`, the request's words and how often they were asked, so that a run can be repeated."""

    first_token_seconds: float = 0.0
    tokens_per_second: float = 0.0
    """0 sends the whole answer at once."""
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    faults: Mapping[str, float] = field(default_factory=dict)
    seed: int = 0

    def __post_init__(self) -> None:
        unknown = set(self.faults) - set(FAULTS)
        if unknown:
            raise ValueError(f"no such fault: {', '.join(sorted(unknown))}; there are {', '.join(FAULTS)}")

    def fault(self, words: str, attempt: int) -> str | None:
        """What goes wrong with this request, if anything."""
        digest = hashlib.sha256(f"{self.seed}/{attempt}/{words}".encode()).digest()
        chance = int.from_bytes(digest[:8]) / 2**64
        for name, share in self.faults.items():
            if chance < share:
                return name
            chance -= share
        return None
