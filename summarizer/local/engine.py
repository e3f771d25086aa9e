"""The process in which the model runs. `server.py` starts it as a file, so that it loads nothing but llama.cpp.

It reads one line of JSON from standard input, answers with one line of JSON on standard output (`address`, or `error`),
and serves until standard input ends. The operating system closes that pipe when the parent ends, however it ends: that is
why no server is ever left behind. What llama.cpp itself has to say goes to standard error, which the parent keeps to itself.
"""

import json
import os
import signal
import sys
import time
from typing import Any

LOG_SECONDS = 0.5
"""llama.cpp writes its log from a thread of its own: the reason of a failure comes a moment after the failure."""


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
        time.sleep(LOG_SECONDS)
        return {"error": str(error), "kind": "start"}, None
    return {"address": server.listening_address}, server


# Tried with the default model, four requests at once that share a prefix of 158 tokens, 956 tokens in and 350 out under a JSON
# schema, in processor seconds of one thread (less is better; two runs of the same differ by 2 %):
#     as set here                    42.5         weights mapped (MMAP)           43.5, and 0.6 GB more resident
#     no_extra_bufts                 45.4         flash attention off             46.4
#     n_ubatch 128                   43.7         KV cache in Q8_0                45.0
#     n-gram drafts                  46.7 (32 of 108 drafted tokens were right)
# Two threads took 23.5 and 28.6 s on the clock, one 44.8 and 47.1 s; `poll` 0 or 50 made no difference. A cached prefix is
# found again in every slot (all but the first four requests), without n_cache_reuse. The host's prompt cache (8 GB unless
# told otherwise) keeps every prompt ever seen, 28 KB a token, and nothing here asks the same twice: off.
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
    parameters.load_mode = xllamacpp.llama_load_mode.LLAMA_LOAD_MODE_NONE
    parameters.cache_ram_mib = 0
    parameters.verbosity = 1  # errors only
    parameters.ui = False
    parameters.endpoint_slots = False
    parameters.offline = True
    return parameters


if __name__ == "__main__":
    main()
