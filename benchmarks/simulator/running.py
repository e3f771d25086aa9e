"""The simulator in a process of its own, for a benchmark: its work is not counted as the client's."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from benchmarks.simulator.behaviour import Behaviour

ROOT = Path(__file__).parents[2]


class Simulated:
    """A running simulator."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.base_url = f"{address}/v1"

    def stats(self, *, anew: bool = False) -> dict[str, Any]:
        """What it counted; with `anew` it then begins from nothing."""
        with urlopen(Request(f"{self.address}/stats", method="POST" if anew else "GET"), timeout=30) as answer:
            return dict(json.load(answer))


@contextmanager
def simulated(behaviour: Behaviour) -> Iterator[Simulated]:
    """Runs while the block runs."""
    command = [sys.executable, "-m", "benchmarks.simulator", *words(behaviour)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield Simulated(process.stdout.readline().split()[-1].removesuffix("/v1"))
        finally:
            process.terminate()


def words(behaviour: Behaviour) -> list[str]:
    """The command line that means this behaviour."""
    given: dict[str, float | None] = {
        "--first-token": behaviour.first_token_seconds,
        "--tokens-per-second": behaviour.tokens_per_second,
        "--rpm": behaviour.requests_per_minute,
        "--tpm": behaviour.tokens_per_minute,
        "--seed": behaviour.seed,
    }
    said = [word for name, value in given.items() if value is not None for word in (name, str(value))]
    return said + [word for name, share in behaviour.faults.items() for word in ("--fault", f"{name}={share}")]
