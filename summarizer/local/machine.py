"""What this machine can give a model: processors and memory, as far as the container or the user's limits let us have them."""

import math
import os
from collections.abc import Sequence
from pathlib import Path

CGROUP = Path("/sys/fs/cgroup")


def processors(cgroup: Path = CGROUP) -> int:
    """Physical cores this process may use. A second thread on one core slows llama.cpp down, so they do not count."""
    import psutil

    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    physical = psutil.cpu_count(logical=False) or allowed
    return max(1, min(allowed, physical, _quota(cgroup) or allowed))


def free_memory(cgroup: Path = CGROUP) -> int:
    """Bytes that can be had without swapping: the machine's, or what the container's limit leaves."""
    import psutil

    available = int(psutil.virtual_memory().available)
    limit, used = (_number(cgroup / name) for name in ("memory.max", "memory.current"))
    return min(available, max(0, limit - used)) if limit is not None and used is not None else available


def _quota(cgroup: Path) -> int | None:
    """Processors that a container may use by its time quota, rounded up."""
    words = _words(cgroup / "cpu.max")
    if len(words) != 2 or not all(word.isdigit() for word in words):
        return None
    return math.ceil(int(words[0]) / int(words[1]))


def _number(path: Path) -> int | None:
    words = _words(path)
    return int(words[0]) if len(words) == 1 and words[0].isdigit() else None


def _words(path: Path) -> Sequence[str]:
    try:
        return path.read_text().split()
    except OSError:
        return ()
