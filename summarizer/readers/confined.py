"""Runs a reader in a process of its own, with limits on its time and memory: what crashes or hangs there ends there."""

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from summarizer import errors
from summarizer.errors import InputError, SummarizerError, UndecodableInput

MEMORY = 360_000_000
"""Bytes that the process may ask for in addition to what the interpreter and its libraries hold."""
STEP_SECONDS = 7
"""CPU seconds without a page read. The slowest page that was measured took 0.2."""
ALL_SECONDS = 120
"""CPU seconds for a whole document."""
WALL_SECONDS = 300
"""Seconds on the clock, on a machine that is busy with other things."""

DAMAGED = "The {kind} is damaged or made to be hard to read: reading it {what}."
HINT = "Open it in its own program, and save it again."


def run(module: str, kind: str, data: bytes) -> Any:
    """What `module` prints for the bytes on its standard input: a value as JSON. Raises the InputError that it reports, and
    UndecodableInput where it crashed or met a limit."""
    command = [sys.executable, "-P", "-m", module]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=WALL_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise UndecodableInput(DAMAGED.format(kind=kind, what="takes too long"), HINT) from error
    except OSError as error:
        raise UndecodableInput(
            f"The {kind} cannot be read here: no process can be started ({error.strerror})."
        ) from error
    answer = _answer(done.stdout)
    if answer is None:
        raise UndecodableInput(DAMAGED.format(kind=kind, what=_end(done.returncode)), HINT)
    if "error" in answer:
        raise _error(answer["error"])
    return answer["result"]


def _answer(printed: bytes) -> Any:
    try:
        return json.loads(printed)
    except ValueError:
        return None


def _end(code: int) -> str:
    if code in (-int(getattr(signal, "SIGXCPU", 24)), -int(getattr(signal, "SIGKILL", 9))):
        return "takes too long"
    return "takes too much memory" if code == MEMORY_CODE else "failed"


def _error(found: Sequence[str]) -> SummarizerError:
    name, message, hint = found
    kind = getattr(errors, name, InputError)
    return kind(message, hint) if issubclass(kind, InputError) else UndecodableInput(message, hint)


MEMORY_CODE = 77


def serve(work: Any) -> None:
    """The other side: `work` gets the bytes and returns a value for JSON. Sets the limits, and says which error came of it."""
    limit_memory()
    data = sys.stdin.buffer.read()
    another_step()
    try:
        answer = {"result": work(data)}
    except SummarizerError as error:
        answer = {"error": [type(error).__name__, str(error), error.hint]}
    except MemoryError:
        sys.exit(MEMORY_CODE)
    sys.stdout.write(json.dumps(answer))


def limit_memory() -> None:
    """Where the system knows such limits (not Windows): what is held now and `MEMORY` more."""
    try:
        import resource
    except ImportError:
        return
    held = _held(resource)
    _lower(resource, resource.RLIMIT_AS, held + MEMORY)
    _lower(resource, resource.RLIMIT_CORE, 0)


def another_step() -> None:
    """Grants the CPU time for one more step, up to that for all."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    now = int(used.ru_utime + used.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    most = ALL_SECONDS if hard == resource.RLIM_INFINITY else min(hard, ALL_SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (min(now + STEP_SECONDS, most), hard))


def _held(resource: Any) -> int:
    """Bytes of address space in use; 0 where it is not known."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123  no path of ours
            return int(file.read().split()[0]) * int(resource.getpagesize())
    except (OSError, ValueError):
        return 1 << 33


def _lower(resource: Any, which: int, most: int) -> None:
    _, hard = resource.getrlimit(which)
    try:
        resource.setrlimit(which, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    except (ValueError, OSError):
        return
