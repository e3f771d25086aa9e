"""The process in which the model runs. `server.py` starts it as a file, so that it loads nothing but llama.cpp.

It reads one line of JSON from standard input, answers with one line of JSON on standard output (`address`, or `error`),
and serves until standard input ends. The operating system closes that pipe when the parent ends, however it ends: that is
why no server is ever left behind. What llama.cpp itself has to say goes to standard error, which the parent keeps to itself.
"""

import json
import os
import signal
import sys
from typing import Any


def main() -> None:
    """Serves until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's: it closes the pipe when it has finished
    answer, server = _start(json.loads(sys.stdin.readline()))
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
    if server is not None:
        sys.stdin.read()
        os._exit(0)  # taking the server down in order would wait for requests that nobody waits for any more


def _start(asked: dict[str, Any]) -> tuple[dict[str, str], Any]:
    try:
        import xllamacpp
    except ImportError as error:
        return {"error": str(error), "kind": "import"}, None
    try:
        server = xllamacpp.Server(_parameters(xllamacpp, asked))
    except RuntimeError as error:
        return {"error": str(error), "kind": "start"}, None
    return {"address": server.listening_address}, server


def _parameters(xllamacpp: Any, asked: dict[str, Any]) -> Any:
    parameters = xllamacpp.CommonParams()
    parameters.model.path = asked["path"]
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = asked["port"]
    parameters.api_keys = [asked["key"]]
    parameters.n_parallel = asked["slots"]
    parameters.n_ctx = asked["context_tokens"]
    parameters.kv_unified = True  # one slot may use what the others leave
    parameters.cpuparams.n_threads = asked["threads"]
    parameters.cpuparams_batch.n_threads = asked["threads"]
    parameters.cache_ram_mib = 0
    parameters.verbosity = 1  # errors only
    parameters.ui = False
    parameters.endpoint_slots = False
    parameters.offline = True
    return parameters


if __name__ == "__main__":
    main()
