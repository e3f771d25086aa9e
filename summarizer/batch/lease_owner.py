"""Who holds a claim: a name for this process among those of all machines, and whether another of this machine still lives."""

import os
import secrets
import socket
from contextlib import suppress


def worker_identity() -> str:
    """Machine, process, and something that no later process of the same number has."""
    return f"{_machine()} {os.getpid()} {secrets.token_hex(4)}"


def is_dead(name: str) -> bool:
    """True where the process ran on this machine and has ended, so that nobody need wait for its lease. When in doubt, False."""
    machine, _, rest = name.rpartition(" ")[0].rpartition(" ")
    if os.name != "posix" or machine != _machine() or not rest.isdecimal():
        return False
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _machine() -> str:
    """The host, and where processes are numbered apart (containers), which of its numberings."""
    numbering = ""
    with suppress(OSError):
        numbering = os.readlink("/proc/self/ns/pid")  # noqa: PTH115  it is no path
    return f"{socket.gethostname()}/{numbering}"
