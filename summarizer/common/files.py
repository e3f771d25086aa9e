"""Files that appear whole or not at all, also when the program is killed while it writes them."""

import errno
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from summarizer.errors import OutputError

Content = str | bytes
"""What a file holds; text is written as UTF-8 with `\\n` at the ends of lines."""
_HINTS = {
    errno.ENOSPC: "The disk is full: free some space, or choose another folder with --output.",
    errno.EDQUOT: "Your share of the disk is used up: free some space, or choose another folder with --output.",
    errno.EACCES: "There is no permission to write there: choose another folder with --output.",
    errno.EPERM: "There is no permission to write there: choose another folder with --output.",
    errno.EROFS: "That file system is read-only: choose another folder with --output.",
    errno.EEXIST: "Something that is not a folder has that name: choose another folder with --output.",
    errno.ENOTDIR: "Part of the path is a file: choose another folder with --output.",
    errno.EISDIR: "A folder has the name of the file: move it away, or choose another folder with --output.",
    errno.ENAMETOOLONG: "The name is too long for this file system: rename the article to something shorter.",
}


_EVERYWHERE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})


def write_atomic(folder: Path, texts: Mapping[Path, Content]) -> None:
    """Writes files into the folder or below it, made where missing; all are written before the first is put in place.
    Raises `OutputError`."""
    drafts: dict[Path, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            drafts[path] = _draft(folder)
            with drafts[path].open("xb") as file:
                file.write(encoded(content))
        for path, draft in drafts.items():
            draft.replace(path)
    except OSError as error:
        raise not_written(next(iter(texts), folder), error) from error
    finally:
        _clear(*drafts.values())


def encoded(content: Content) -> bytes:
    return content.encode() if isinstance(content, str) else content


@contextmanager
def open_atomic(path: Path) -> Iterator[TextIO]:
    """A file to write piece by piece, which takes its place when the block ends well. What is no UTF-8 in the name of a file that it tells
    of is written as an escape. Raises `OutputError`."""
    draft = _draft(path.parent)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _new(draft, errors="backslashreplace") as file:
            yield file
        draft.replace(path)
    except OSError as error:
        raise not_written(path, error) from error
    finally:
        _clear(draft)


PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
"""For what holds articles or what was answered about them: the owner's alone."""


def private_folder(folder: Path) -> None:
    """Makes the folder, for its owner alone, where it is missing. An existing one stays as it is: others may be meant to use it.
    Raises OSError."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(exist_ok=True, mode=PRIVATE_FOLDER)


def close_folder(folder: Path) -> None:
    """Makes the folder, or closes an existing one to others; one of somebody else's stays as it is."""
    with suppress(OSError):
        private_folder(folder)
        if folder.stat().st_mode & 0o077:
            folder.chmod(PRIVATE_FOLDER)


def private_file(path: Path) -> None:
    """Makes the file, or closes an existing one to others. Raises OSError."""
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, PRIVATE_FILE))
    with suppress(OSError):
        if path.stat().st_mode & 0o077:
            path.chmod(PRIVATE_FILE)


def write_private(path: Path, text: str) -> None:
    """A file for its owner alone, whole or not at all. Raises `OutputError`."""
    draft = _draft(path.parent)
    try:
        private_folder(path.parent)
        private_file(draft)
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    except OSError as error:
        raise not_written(path, error) from error
    finally:
        _clear(draft)


def require_writable(folder: Path) -> None:
    """Tries it out, because permissions do not say everything. Raises `OutputError`."""
    draft = _draft(folder)
    try:
        with _new(draft) as file:
            file.write(" ")
    except OSError as error:
        raise not_written(folder, error) from error
    finally:
        _clear(draft)


def not_written(path: Path, error: OSError) -> OutputError:
    """What a failure to write means, and what to do."""
    hint = _HINTS.get(error.errno or 0, "Check the folder, or choose another with --output.")
    return OutputError(f"{path} could not be written: {said(error)}.", hint)


def concerns_all(error: OutputError) -> bool:
    """True where the next file could only meet the same: the disk is full, say, and not just one name too long."""
    return isinstance(error.__cause__, OSError) and error.__cause__.errno in _EVERYWHERE


def said(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _draft(folder: Path) -> Path:
    return folder / f".{secrets.token_hex(8)}.tmp"


def _new(path: Path, errors: str = "strict") -> TextIO:
    """A new file with the permissions that new files have here (one of `tempfile` would be its owner's alone)."""
    return path.open("x", encoding="utf-8", errors=errors, newline="\n")


def _clear(*drafts: Path) -> None:
    for draft in drafts:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
