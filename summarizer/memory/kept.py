"""Memories as they are kept in the store: a file's units once, under its SHA-256, so that it is parsed only when it is new; and the
corrections of all articles."""

import hashlib
import json
import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.errors import UsageError
from summarizer.memory.index import NO_MEMORY, Memory, Unit

if TYPE_CHECKING:
    from summarizer.store import Store

SHAPE = "1"
"""To be raised when other units would be made of the same file."""
CORRECTED = "corrections in another article"
"""What a reader is told of where a correction comes from."""
Pairs = Sequence[tuple[str, str]]


def open_memory(file: Path | None, store: "Store | None", *, corrections: bool = True) -> Memory:
    """The memory in force: people's corrections first, then the file's units. Raises UsageError for a file that is no TMX."""
    if store is None:
        return _of_file(file, file_key(file)) if file is not None else NO_MEMORY
    units: list[Unit] = []
    if corrections:
        found = store.memories().corrections()
        units += [Unit(one.source, one.target, CORRECTED, one.article) for one in found]
    if file is not None:
        units += units_of_file(file, store)
    return Memory(units)


@lru_cache(maxsize=1)
def _of_file(file: Path, key: str) -> Memory:  # noqa: ARG001  the key says whether it is still the same file
    """Kept, since the estimate of a folder asks for it with every article."""
    return Memory(units_of_file(file))


def units_of_file(file: Path, store: "Store | None" = None) -> list[Unit]:
    """A file's units, from the store where they are kept."""
    return [Unit(source, target, file.name) for source, target in _pairs(file, store)]


def file_key(file: Path) -> str:
    """What the units of a file are kept under, and what tells one state of it from another. Raises UsageError."""
    try:
        stat = file.stat()
        return _digest(file, stat.st_size, stat.st_mtime_ns)
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}", "Check the path and its permissions.") from error


@lru_cache(maxsize=16)
def _digest(file: Path, size: int, changed: int) -> str:  # noqa: ARG001  what the cache goes by
    with file.open("rb") as opened:
        return f"{SHAPE}:{hashlib.file_digest(opened, 'sha256').hexdigest()}"


def _pairs(file: Path, store: "Store | None") -> Pairs:
    key = file_key(file)
    if store is None:
        return _parsed(file, key)
    memories = store.memories()
    kept = memories.index(key)
    if kept is not None:
        return [(source, target) for source, target in json.loads(zlib.decompress(kept))]
    pairs = _parsed(file, key)
    memories.keep(key, zlib.compress(json.dumps(pairs, ensure_ascii=False).encode(), 1))
    return pairs


@lru_cache(maxsize=2)
def _parsed(file: Path, key: str) -> Pairs:  # noqa: ARG001  the key says whether it is still the same file
    """Of several units for one sentence the last: memories grow at their end."""
    from summarizer.memory.tmx import units_of  # only now: lxml takes a while to load

    return list({source: (source, target) for source, target in units_of(file)}.values())
