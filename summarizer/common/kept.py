"""Writes results without overwriting what a person made of earlier ones."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from summarizer.common.files import Content, encoded, not_written, write_atomic


class Writing(NamedTuple):
    """What became of the files: `digests` of what the program wrote there (now or, where the file was kept, before), `kept` those that
    were edited and stayed, `copies` where edited ones went that were replaced."""

    digests: Mapping[Path, str]
    kept: tuple[Path, ...] = ()
    copies: tuple[Path, ...] = ()


def write_unless_edited(
    folder: Path, texts: Mapping[Path, Content], known: Mapping[Path, str], *, overwrite: bool = False
) -> Writing:
    """Writes what differs from what is there. A file is edited if it is neither as it was written (`known`: its SHA-256 then) nor as it
    would be now; it stays, or with `overwrite` moves beside the new one. Raises OutputError."""
    edited = {path for path, text in texts.items() if _is_edited(path, text, known.get(path))}
    chosen = {path: text for path, text in texts.items() if overwrite or path not in edited}
    changed = {path: text for path, text in chosen.items() if digest_of(path) != digest(text)}
    copies = tuple(_moved_aside(path) for path in texts if path in edited and overwrite)
    if changed:
        write_atomic(folder, changed)
    digests = {path: known.get(path, "") if path not in chosen else digest(text) for path, text in texts.items()}
    return Writing(digests, tuple(path for path in texts if path not in chosen), copies)


def digest(content: Content) -> str:
    return hashlib.sha256(encoded(content)).hexdigest()


def digest_of(path: Path) -> str | None:
    """None if there is no such file, or a link, a folder or a pipe in its place."""
    try:
        if path.is_symlink() or not path.is_file():
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _is_edited(path: Path, text: Content, written: str | None) -> bool:
    present = digest_of(path)
    return present is not None and present not in (written, digest(text))


def _moved_aside(path: Path) -> Path:
    """The edited file under a name that nothing has: FILE.bak, FILE.bak2 and so on."""
    number = 1
    while True:
        copy = path.with_name(f"{path.name}.bak{number if number > 1 else ''}")
        number += 1
        if not copy.exists() and not copy.is_symlink():
            try:
                path.rename(copy)
            except OSError as error:
                raise not_written(copy, error) from error
            return copy
