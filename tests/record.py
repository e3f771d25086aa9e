"""Records the tests' model answers anew, from the embedded model: `python -m tests.record [NAME...]`, or `make record`.

Runs the tests with `recorded` in their names while the model runs; each recording they open is written anew. NAMEs are the beginnings of the
recordings wanted; the others are replayed. The model is looked for, or joined, where the program has it: SUMMARIZER_HOME.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from summarizer.local.models import ensure
from summarizer.local.server import serving
from summarizer.settings import home

TESTS = Path(__file__).parent
RECORDINGS = TESTS / "wire" / "recordings"


def main(names: Sequence[str]) -> int:
    """Pytest's exit code; 1 where a recording holds what it must not."""
    files = [path for path in TESTS.rglob("test_*.py") if "runtime_on_recording(" in path.read_text(encoding="utf-8")]
    with serving(ensure("", home())) as endpoint:
        told = {"RECORD_SERVER": endpoint.base_url, "RECORD_KEY": endpoint.api_key, "RECORD_NAMES": ",".join(names)}
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
            "-o",
            "timeout=0",
            "-k",
            "recorded",
            *map(str, sorted(files)),
        ]
        code = subprocess.run(command, cwd=TESTS.parent, env={**os.environ, **told}, check=False).returncode
        secret = [endpoint.api_key, endpoint.base_url.removesuffix("/v1")]
    leaking = [p.name for p in RECORDINGS.glob("*.yaml") if any(s in p.read_text(encoding="utf-8") for s in secret)]
    if leaking:
        sys.exit(f"These recordings hold the key or the address of the server: {', '.join(leaking)}")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
