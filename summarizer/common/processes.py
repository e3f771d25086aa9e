"""A name for this process among those of all machines."""

import os
import secrets
import socket


def worker_identity() -> str:
    """Machine, process, and something that no other process of the same number has."""
    return f"{socket.gethostname()} {os.getpid()} {secrets.token_hex(4)}"
