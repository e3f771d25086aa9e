"""Which projects' settings files the user has read and trusts: by path and by content, so that a changed file has to be trusted anew."""

import hashlib
import json
from pathlib import Path

from summarizer.common.files import write_private

FILE = "trusted.json"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def is_trusted(home: Path, file: Path, content: bytes) -> bool:
    """True if the user trusted this very content of the file."""
    return _known(home).get(str(file.resolve())) == digest(content)


def trust(home: Path, file: Path, content: bytes) -> None:
    """Raises OutputError if it cannot be kept."""
    _write(home, {**_known(home), str(file.resolve()): digest(content)})


def revoke(home: Path, file: Path) -> bool:
    """False if it was not trusted. Raises OutputError."""
    known = _known(home)
    if known.pop(str(file.resolve()), None) is None:
        return False
    _write(home, known)
    return True


def _known(home: Path) -> dict[str, str]:
    """Nothing if the list is missing or damaged: then nothing is trusted."""
    try:
        known = json.loads((home / FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in known.items()} if isinstance(known, dict) else {}


def _write(home: Path, known: dict[str, str]) -> None:
    write_private(home / FILE, json.dumps(dict(sorted(known.items())), ensure_ascii=False, indent=1) + "\n")
