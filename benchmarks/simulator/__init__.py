"""A provider to practise on: an OpenAI-compatible server on loopback with the latency, the limits and the faults of a real one.

    python -m benchmarks.simulator --first-token 0.5 --tokens-per-second 80 --rpm 500 --tpm 200000 --fault 429=0.02 --fault drop=0.01

prints its address, then works until Ctrl-C; `GET /stats` counts what came, `POST /stats` counts anew. What it says satisfies the request's
schema and has about the length of a translation; it means nothing.
"""

from benchmarks.simulator.behaviour import Behaviour
from benchmarks.simulator.running import simulated

__all__ = ["Behaviour", "simulated"]
